"""Which CAs can issue, and which one is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import BasicConstraints, Specification
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind
from workbench.models.issuance.naming import Naming, named
from workbench.models.issuance.standing import best_issuer, look


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = open_workspace(f"sqlite:///{tmp_path / 'w.sqlite'}")
    made.set_up_vault("secret")
    yield made
    made.close()


def ca(workspace: Workspace, name: str, issuer: CertificateEntry | None = None, **changes: object) -> CertificateEntry:
    wish: Specification = named(built_in("intermediate" if issuer else "root").specification, Naming.AUTHORITY, name)
    wish = replace(wish, **changes)  # type: ignore[arg-type]
    return issue(workspace, Order(wish, None if issuer is None else issuer.id, KeyKind.P_256), anyway=True)


def test_the_newest_intermediate_is_proposed_and_a_root_for_cas(workspace: Workspace) -> None:
    now = datetime.now(UTC) + timedelta(seconds=1)
    root = ca(workspace, "Root")
    with workspace.reading() as connection:
        only = look(connection).authorities
    assert [item.entry.id for item in only] == [root.id] and only[0].root and only[0].authorities
    assert best_issuer(only, False, now) is only[0] and best_issuer(only, True, now) is only[0]
    below = ca(workspace, "Issuing", root)
    with workspace.reading() as connection:
        found = look(connection).authorities
    chosen, for_ca = best_issuer(found, False, now), best_issuer(found, True, now)
    assert chosen is not None and chosen.entry.id == below.id and chosen.chain == (below.der, root.der)
    assert for_ca is not None and for_ca.entry.id == root.id
    assert best_issuer(found, False, now + timedelta(days=40_000)) is None


def test_path_lengths_say_who_may_sign_cas(workspace: Workspace) -> None:
    root = ca(workspace, "Root", basic_constraints=BasicConstraints(True, 1))
    below = ca(workspace, "First", root, basic_constraints=BasicConstraints(True))
    with workspace.reading() as connection:
        found = {item.entry.id: item.authorities for item in look(connection).authorities}
    assert found == {root.id: True, below.id: False}  # the root allows one CA below it, and that one is there already
