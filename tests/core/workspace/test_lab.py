"""A lab in one go: what its certificates say, that they hold, and what leaves as files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509 import load_pem_x509_certificate, load_pem_x509_certificates

from workbench.core.issuance.parts import SpecificationError
from workbench.core.workspace import certificates, keys
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.lab import ROLES, STEPS, Lab, LabWish, file_names, lab_files, make_lab, plan
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.judge import judge
from workbench.core.x509.trust_store import trust_store

WISH = LabWish(("www.example.test", "例え.テスト", "192.0.2.7", "2001:db8::1"))


def trusted(lab: Lab, leaf: CertificateEntry, purpose: Purpose, host: str = "") -> bool:
    """What our own validation says to somebody who trusts the lab's root."""
    above = [parse_certificate(lab.intermediate.der)]
    anchors = trust_store("root", [parse_certificate(lab.root.der)])
    conditions = Conditions(host=host, time=datetime.now(UTC), purpose=purpose)
    return judge(parse_certificate(leaf.der), above, anchors, (), (), conditions).trusted


def test_server_and_client_are_good_for_what_they_are(workspace: Workspace) -> None:
    lab = make_lab(workspace, WISH)
    for host in WISH.names:
        assert trusted(lab, lab.server, Purpose.SERVER, host)
    assert not trusted(lab, lab.server, Purpose.SERVER, "other.example.test")
    assert not trusted(lab, lab.server, Purpose.CLIENT)
    assert trusted(lab, lab.client, Purpose.CLIENT)
    assert not trusted(lab, lab.client, Purpose.SERVER)


def test_all_stand_in_the_workspace_under_each_other(workspace: Workspace) -> None:
    seen: list[tuple[int, int]] = []
    lab = make_lab(workspace, WISH, lambda done, total: seen.append((done, total)))
    assert list(dict.fromkeys(seen)) == [(number, STEPS) for number in range(STEPS + 1)] and seen == sorted(seen)
    with workspace.reading() as connection:
        assert [entry.id for entry in certificates.chain(connection, lab.client.id)] == [lab.client.id, lab.intermediate.id, lab.root.id]
        assert len(keys.list_keys(connection)) == 4
    assert [entry.profile for entry in lab.entries] == list(ROLES)


def test_a_wrong_name_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(SpecificationError) as caught:
        make_lab(workspace, LabWish(("no name",)))
    assert caught.value.message.id == "wish_not_a_dns_name"
    with workspace.reading() as connection:
        assert certificates.roots(connection) == () and keys.list_keys(connection) == ()


@pytest.mark.parametrize("at", [0, 2, STEPS])
def test_a_lab_that_is_given_up_leaves_nothing(workspace: Workspace, at: int) -> None:
    class Enough(Exception):
        pass

    def progress(done: int, total: int) -> None:
        if done == at:
            raise Enough

    with pytest.raises(Enough):
        make_lab(workspace, WISH, progress)
    with workspace.reading() as connection:
        assert certificates.roots(connection) == () and keys.list_keys(connection) == ()


def test_a_locked_workspace_is_told_before_keys_are_made(workspace: Workspace) -> None:
    workspace.vault.lock()
    seen: list[int] = []
    with pytest.raises(VaultError) as caught:
        make_lab(workspace, WISH, lambda done, total: seen.append(done))
    assert caught.value.message.id == "vault_locked" and seen == []


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.RSA_2048, KeyKind.ML_DSA_65])
def test_all_four_keys_are_of_the_kind_that_was_chosen(workspace: Workspace, kind: KeyKind) -> None:
    lab = make_lab(workspace, LabWish(("www.example.test",), key=kind, days=7))
    assert len({entry.key_text for entry in lab.entries}) == 1
    held = lab.server.not_after - lab.server.not_before
    assert held.days + 1 == 7 and lab.root.not_after > lab.server.not_after


def test_a_long_name_goes_without_common_name() -> None:
    root, _, server, _ = plan(LabWish(("a" * 60 + ".example.test",)))
    assert server.specification.subject == () and root.specification.subject[0].value == "Lab Root CA"


@pytest.mark.parametrize("authority_keys", [False, True])
@pytest.mark.parametrize("password", ["", "geheim 秘密"])
def test_the_files_hold_what_their_names_say(workspace: Workspace, authority_keys: bool, password: str) -> None:
    lab = make_lab(workspace, WISH)
    with workspace.reading() as connection:
        files = {file.name: file for file in lab_files(connection, workspace.vault, lab, authority_keys, password)}
    assert sorted(files) == sorted(file_names(authority_keys, bool(password)))
    assert {name for name, file in files.items() if file.secret} == {name for name in files if name.endswith((".key", ".p12"))}
    for role in ROLES:
        certificate = load_pem_x509_certificate(files[f"{role}.pem"].data)
        if f"{role}.key" in files:
            key = load_pem_private_key(files[f"{role}.key"].data, None)
            assert key.public_key() == certificate.public_key()
            assert "PRIVATE" not in repr(files[f"{role}.key"])
    leaf, above = load_pem_x509_certificates(files["server-chain.pem"].data)
    leaf.verify_directly_issued_by(above)
    above.verify_directly_issued_by(load_pem_x509_certificate(files["root.pem"].data))
    if password:
        bundle = pkcs12.load_pkcs12(files["client.p12"].data, password.encode())
        assert bundle.cert is not None and bundle.cert.certificate == load_pem_x509_certificate(files["client.pem"].data)
        assert len(bundle.additional_certs) == 2
