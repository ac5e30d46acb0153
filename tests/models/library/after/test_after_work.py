"""What is done after issuing, without a window: reasons, CRLs that cannot be made, files, renewals with another key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.core.workspace.small_ca import openssl, wanted
from tests.models.library.after.elsewhere import for_a_request, foreign_root
from tests.models.library.library_fixtures import lab, unlocked
from workbench import words
from workbench.core.errors import WorkbenchError
from workbench.core.issuance.build import build_self_signed
from workbench.core.issuance.specification import RawExtension
from workbench.core.workspace import keys, vault
from workbench.core.workspace.certificates import add_certificate, certificate_entry
from workbench.core.workspace.lab import Lab
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.crl import REASON_NAMES, Reason
from workbench.core.x509.issuance import KeyKind, make_key
from workbench.models.issuance.form import SUBJECT_KEY_IDENTIFIER, with_key
from workbench.models.issuance.renewed import renewed
from workbench.models.library.after import crls, renewals, responses, revocation
from workbench.models.library.after.renewals import Way
from workbench.models.library.after.revocation import Order
from workbench.models.library.details import Details, read_details


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**10)
    return unlocked(tmp_path)


@pytest.fixture
def made(workspace: Workspace) -> Lab:
    return lab(workspace)


def details(workspace: Workspace, id: str) -> Details:
    with workspace.reading() as connection:
        return read_details(connection, id)


def test_each_reason_is_said_in_words_and_when_it_is_right(made: Lab) -> None:
    for language in words.LANGUAGES:
        said = {words.catalogue(language)[f"after_reason_{int(reason)}"]["sentence"] for reason in revocation.CA_REASONS}
        assert len(said) == len(revocation.CA_REASONS)
        assert all(words.catalogue(language)[f"after_reason_{int(reason)}"]["detail"] for reason in revocation.CA_REASONS)
    assert set(revocation.CA_REASONS) == {Reason(number) for number in REASON_NAMES} - {Reason.REMOVE_FROM_CRL, Reason.AA_COMPROMISE}
    assert Reason.CA_COMPROMISE in revocation.reasons_for(made.intermediate)
    assert Reason.CA_COMPROMISE not in revocation.reasons_for(made.server)


def test_a_crl_that_cannot_be_made_leaves_the_certificate_revoked_and_says_why(workspace: Workspace, made: Lab) -> None:
    workspace.vault.lock()
    done = revocation.revoke(workspace, Order(made.server.id, Reason.SUPERSEDED, crl_days=7))
    assert done.crl is None and done.crl_trouble is not None and done.crl_trouble.id == "vault_locked"
    assert done.message.id == "after_revoked_crl_failed" and done.entry.revoked is not None
    assert "locked" in words.say(done.message, "en")


def test_what_stands_against_it_is_known_before(workspace: Workspace, made: Lab) -> None:
    assert revocation.refusal(details(workspace, made.server.id)) is None
    for refused in (revocation.refusal, responses.refusal):
        found = refused(details(workspace, made.root.id))
        assert found is not None and found.id.endswith("self_signed")
    revocation.revoke(workspace, Order(made.server.id, Reason.CERTIFICATE_HOLD))
    assert revocation.refusal(details(workspace, made.server.id)) is None  # it can be made final
    revocation.revoke(workspace, Order(made.server.id, Reason.SUPERSEDED))
    refused_now = revocation.refusal(details(workspace, made.server.id))
    assert refused_now is not None and refused_now.id == "revoke_already"


def test_the_lists_of_a_ca(workspace: Workspace, made: Lab, tmp_path: Path) -> None:
    first = crls.make(workspace, made.intermediate.id, 7, False)
    revocation.revoke(workspace, Order(made.server.id, Reason.SUPERSEDED))
    second = crls.make(workspace, made.intermediate.id, 1, True)
    with workspace.reading() as connection:
        found = crls.lists_of(connection, made.intermediate.id)
    assert [crl.id for crl in found.found] == [second.id, first.id]
    assert found.base is not None and found.base.id == first.id and found.revoked == 1 and not found.more
    for name, form in (("a.crl", "DER"), ("a.pem", "PEM")):
        told = openssl("crl", "-in", crls.save(second, str(tmp_path / name)), "-inform", form, "-noout", "-text")
        assert "Delta CRL Indicator" in told.stdout


def test_a_response_in_a_folder_that_is_not_there(workspace: Workspace, made: Lab, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as refused:
        responses.save(workspace, made.server.id, 1, str(tmp_path / "gone" / "a.der"))
    assert refused.value.message.id == "export_no_folder"
    for days in (0, 3651):
        with pytest.raises(WorkbenchError) as refused:
            responses.save(workspace, made.server.id, days, str(tmp_path / "a.der"))
        assert refused.value.message.id == "after_response_days"
    assert list(tmp_path.glob("*.der")) == []


def test_how_each_can_be_renewed(workspace: Workspace, made: Lab) -> None:
    assert renewals.way_of(details(workspace, made.server.id)) is Way.FORM
    assert renewals.way_of(details(workspace, foreign_root(workspace).id)) is Way.FORM
    asked = for_a_request(workspace, made.intermediate.id)
    assert renewals.way_of(details(workspace, asked.id)) is Way.REQUEST
    assert renewals.sign_again(workspace, asked.id).replaces_id == asked.id


def test_an_identifier_that_names_the_old_key_does_not_go_with_a_new_one(workspace: Workspace) -> None:
    """An imported CA that made its subjectKeyIdentifier another way keeps it with its key only."""
    own = RawExtension(SUBJECT_KEY_IDENTIFIER, "0404deadbeef")
    specification = replace(wanted("root", "Imported Root"), raw=(own,), subject_key_identifier=False)
    key = make_key(KeyKind.P_256)
    with workspace.writing() as connection:
        keys.add_key(connection, workspace.vault, key, "Imported Root")
        old = add_certificate(connection, build_self_signed(specification, key, datetime.now(UTC)))
        old = certificate_entry(connection, old.id)
    with workspace.reading() as connection:
        form = renewed(connection, old.id, ())
    assert form.key_id is not None and [raw.value for raw in form.specification.raw] == [own.value]
    other = with_key(form, KeyKind.P_384)
    assert other.specification.raw == () and other.specification.subject_key_identifier
    assert with_key(form, form.key, form.key_id).specification == form.specification
