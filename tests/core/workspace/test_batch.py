"""The rows of a table become certificates: each by itself, and what was told is on the disk."""

from __future__ import annotations

import pytest

from workbench.core.issuance.batch import read_table
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    NameConstraints,
    NameKind,
    Specification,
    SubjectAttribute,
)
from workbench.core.workspace import batch, certificates, issuing_many
from workbench.core.workspace.batch import RowResult
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind

TABLE = b"name,days,key\na.example.test,,\nno name,,\nb.example.test,9,rsa-2048\nc.elsewhere.example,,\n"


@pytest.fixture
def issuer(workspace: Workspace) -> str:
    """A CA that may issue for example.test only."""
    profile = built_in("root").specification
    wish = Specification(
        (SubjectAttribute("2.5.4.3", "Constrained CA"),),
        validity=profile.validity,
        basic_constraints=BasicConstraints(True),
        key_usage=profile.key_usage,
        name_constraints=NameConstraints((AlternativeName(NameKind.DNS, "example.test"),)),
    )
    return issue(workspace, Order(wish, None, KeyKind.P_256)).id


def issued(workspace: Workspace, issuer: str) -> set[str]:
    with workspace.reading() as connection:
        return {entry.common_name for entry in certificates.issued_by(connection, issuer)}


def test_good_rows_are_issued_and_the_others_say_why_not(workspace: Workspace, issuer: str) -> None:
    table = read_table(TABLE, built_in("server"))
    told: list[RowResult] = []
    steps: list[tuple[int, int]] = []
    results = batch.run(workspace, table.rows, issuer, "server", lambda *step: steps.append(step), told=told.append)
    assert [None if result.message is None else result.message.id for result in results] == [
        None, "wish_not_a_dns_name", None, "issuing_refused",
    ]  # fmt: skip
    assert {result.row.line for result in told} == {result.row.line for result in results} and len(told) == 4
    assert issued(workspace, issuer) == {"a.example.test", "b.example.test"}
    entry = results[2].entry
    assert entry is not None and entry.profile == "server" and "RSA" in entry.key_text and entry.key_id is not None
    assert steps[-1] == (4, 4)


def test_what_was_told_before_it_was_stopped_stays_and_nothing_else_was_made(
    workspace: Workspace, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(Exception):
        pass

    monkeypatch.setattr(issuing_many, "CHUNK", 3)
    rows = read_table(b"name\n" + b"".join(b"h%d.example.test\n" % number for number in range(10)), built_in("server")).rows
    told: list[RowResult] = []

    def check() -> None:
        if len(told) >= 6:
            raise Enough

    with pytest.raises(Enough):
        batch.run(workspace, rows, issuer, "server", check=check, told=told.append)
    assert [result.row.title for result in told] == [f"h{number}.example.test" for number in range(6)]
    assert issued(workspace, issuer) == {f"h{number}.example.test" for number in range(6)}


def test_without_an_issuer_each_signs_itself(workspace: Workspace) -> None:
    rows = read_table(b"name\na.example.test\n", built_in("self_signed")).rows
    (result,) = batch.run(workspace, rows, None, "self_signed")
    assert result.entry is not None and result.entry.issuer_id == result.entry.id
