"""What files hold comes into a workspace: all that can be kept, with a reason for what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, x25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from tests.core.workspace import authorities
from tests.core.workspace.authorities import NOW
from workbench import words
from workbench.core.formats import open_bytes, open_path
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.workspace import certificates, crls, keys, log, requests
from workbench.core.workspace.entries import Event, Origin
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.importing import import_objects
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, make_crl, make_key


def pem(key: object) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined, no-any-return]


def objects(*files: bytes) -> list[FoundObject]:
    return [found for number, data in enumerate(files) for found in open_bytes(data, f"{number}.pem", ("pw",)).objects]


def test_everything_of_the_demonstration_comes_in(workspace: Workspace, demonstration: Path) -> None:
    found = [item for file in open_path(demonstration, ("demo",)) for item in file.objects]
    summary = import_objects(workspace, found)
    unique = {kind: {item.der for item in found if item.kind is kind} for kind in Kind}
    assert (len(summary.certificates), len(summary.requests), len(summary.crls)) == tuple(
        len(unique[kind]) for kind in (Kind.CERTIFICATE, Kind.CERTIFICATE_REQUEST, Kind.CRL)
    )
    assert summary.keys and summary.refused == ()
    with workspace.reading() as connection:
        assert {entry.der for entry in requests.list_requests(connection)} == unique[Kind.CERTIFICATE_REQUEST]
        assert {entry.der for entry in crls.list_crls(connection)} == unique[Kind.CRL]
        assert all(entry.issuer_id for entry in crls.list_crls(connection)) and all(
            entry.origin is Origin.IMPORTED for entry in crls.list_crls(connection)
        )
        assert {row.event for row in log.read_log(connection)} == {Event.IMPORTED, Event.IMPORTED_KEY}
    again = import_objects(workspace, found)
    assert again.known == summary.known + summary.added and set(again.certificates) == set(summary.certificates)
    for language in words.LANGUAGES:
        assert str(len(summary.certificates)) in words.say(summary.message, language)


def test_a_key_certificate_and_crl_belong_together_whatever_their_order(workspace: Workspace) -> None:
    root = authorities.root()
    found = objects(pem(root.key), root.certificate, make_crl(root, {}, 7, NOW, NOW))
    import_objects(workspace, found[::-1])
    with workspace.reading() as connection:
        (entry,) = certificates.authorities(connection)
        (crl,) = crls.list_crls(connection, entry.id)
        assert (crl.number, crl.issuer_id, crls.next_number(connection, entry.id)) == (7, entry.id, 8)
        assert keys.spki_of(keys.private_key(connection, workspace.vault, str(entry.key_id))) == keys.spki_of(root.key)


def test_an_encrypted_key_is_sealed_under_our_own_passphrase(workspace: Workspace) -> None:
    key = make_key(KeyKind.P_256)
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))  # type: ignore[union-attr]
    (id,) = import_objects(workspace, objects(data)).keys
    with workspace.reading() as connection:
        assert keys.spki_of(keys.private_key(connection, workspace.vault, id)) == keys.spki_of(key)


def test_what_cannot_be_kept_is_told_and_the_others_come_in(workspace: Workspace) -> None:
    root = authorities.root()
    strange = [pem(dsa.generate_private_key(1024)), pem(x25519.X25519PrivateKey.generate())]
    damaged = bytearray(root.certificate)
    at = damaged.index(b"Z", damaged.index(b"\x17\x0d"))
    damaged[at] = ord("X")  # notBefore is no time any more
    found = [*objects(*strange, root.certificate), FoundObject(Kind.CERTIFICATE, bytes(damaged), "damaged.der", 1, ("der",))]
    public = open_bytes(root.key.public_key().public_bytes(Encoding.PEM, keys.PublicFormat.SubjectPublicKeyInfo), "public.pem").objects
    summary = import_objects(workspace, [*found, *public])
    assert [(refused.path, refused.kind) for refused in summary.refused] == [
        ("damaged.der", Kind.CERTIFICATE), ("0.pem", Kind.PRIVATE_KEY), ("1.pem", Kind.PRIVATE_KEY),
    ]  # fmt: skip
    assert len(summary.certificates) == summary.added == summary.left_out == 1
    for refused in summary.refused:
        assert all(words.say(refused.reason, language) for language in words.LANGUAGES)
        assert refused.kind is Kind.CERTIFICATE or refused.reason.id == "workspace_key_not_kept"


def test_nothing_comes_in_while_the_vault_is_locked_and_there_are_keys(workspace: Workspace) -> None:
    root = authorities.root()
    workspace.vault.lock()
    with pytest.raises(VaultError):
        import_objects(workspace, objects(root.certificate, pem(root.key)))
    with workspace.reading() as connection:
        assert certificates.roots(connection) == ()
    assert import_objects(workspace, objects(root.certificate)).added == 1  # what is public needs no passphrase
