"""Renewing: the same again for as long, with the same key or a new one; what a renewed CA issued before goes on to verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from tests.core.workspace.small_ca import DAY, SmallCa, openssl, pem, wanted
from workbench.core.issuance.build import build_request
from workbench.core.issuance.key_fit import kind_like
from workbench.core.issuance.specification import AlternativeName, NameKind, Validity
from workbench.core.workspace import certificates, keys
from workbench.core.workspace.deleting import delete
from workbench.core.workspace.entries import CertificateEntry, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.issuing import issue, issue_for_request
from workbench.core.workspace.renewing import newest_of, renew, renewal, renewed_specification
from workbench.core.workspace.revoking import revoke
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind, make_key


@pytest.fixture
def ca(url: str) -> Iterator[SmallCa]:
    small = SmallCa(url)
    yield small
    small.workspace.close()


def refused(id: str) -> pytest.RaisesExc[WorkspaceError]:
    return pytest.RaisesExc(WorkspaceError, check=lambda error: error.message.id == id)


def said(entry: CertificateEntry, *without: type[x509.ExtensionType]) -> tuple[object, ...]:
    """What stands in a certificate, but for what each one has of its own."""
    certificate = x509.load_der_x509_certificate(entry.der)
    return certificate.subject, certificate.issuer, [each for each in certificate.extensions if not isinstance(each.value, without)]


def spki(entry: CertificateEntry) -> bytes:
    key = x509.load_der_x509_certificate(entry.der).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def verifies(folder: Path, root: CertificateEntry, above: CertificateEntry, leaf: CertificateEntry) -> bool:
    files = [pem(folder / f"{entry.id}.pem", entry.der) for entry in (root, above, leaf)]
    return openssl("verify", "-x509_strict", "-CAfile", files[0], "-untrusted", files[1], files[2]).returncode == 0


def test_the_same_again_for_as_long(ca: SmallCa) -> None:
    later = ca.now + 60 * DAY
    entry = renew(ca.workspace, ca.server.id, now=later)
    assert said(entry) == said(ca.server) and spki(entry) == spki(ca.server)
    assert entry.serial != ca.server.serial and entry.replaces_id == ca.server.id and entry.origin is Origin.ISSUED
    assert entry.not_before - ca.server.not_before == 60 * DAY == entry.not_after - ca.server.not_after
    assert (entry.key_id, entry.profile, entry.issuer_id) == (ca.server.key_id, ca.server.profile, ca.server.issuer_id)


def test_with_a_new_key_all_but_the_key_is_the_same(ca: SmallCa) -> None:
    entry = renew(ca.workspace, ca.server.id, kind_like(parse_certificate(ca.server.der).spki))
    assert spki(entry) != spki(ca.server) and entry.key_id != ca.server.key_id and entry.replaces_id == ca.server.id
    assert said(entry, x509.SubjectKeyIdentifier) == said(ca.server, x509.SubjectKeyIdentifier)
    again = renew(ca.workspace, entry.id, KeyKind.ED25519)
    assert again.key_text == "Ed25519" and again.replaces_id == entry.id


def test_a_reissue_says_something_else(ca: SmallCa) -> None:
    with ca.workspace.reading() as connection:
        wish = renewed_specification(connection, ca.server.id)
        more = replace(wish, names=(*wish.names, AlternativeName(NameKind.DNS, "more.example.test")), validity=Validity(10))
        order = renewal(connection, ca.server.id, specification=more)
    entry = issue(ca.workspace, order)
    assert entry.names == ("www.example.test", "more.example.test") and entry.replaces_id == ca.server.id
    assert spki(entry) == spki(ca.server)


def test_what_a_renewed_ca_issued_before_verifies_under_its_new_certificate(ca: SmallCa, tmp_path: Path) -> None:
    root = renew(ca.workspace, ca.root.id, now=ca.now + timedelta(minutes=1))
    intermediate = renew(ca.workspace, ca.intermediate.id, now=ca.now + timedelta(minutes=1))
    assert (root.issuer_id, intermediate.issuer_id) == (root.id, root.id)  # the new root stands in for the old one
    for entry, old in ((root, ca.root), (intermediate, ca.intermediate)):
        kinds = (x509.SubjectKeyIdentifier, x509.AuthorityKeyIdentifier)
        assert [ext_of(entry, kind) for kind in kinds] == [ext_of(old, kind) for kind in kinds]
    for above in (ca.intermediate, intermediate):
        for top in (ca.root, root):
            assert verifies(tmp_path, top, above, ca.server)
    fresh = renew(ca.workspace, ca.server.id)
    assert fresh.issuer_id == intermediate.id and verifies(tmp_path, root, intermediate, fresh)


def ext_of(entry: CertificateEntry, kind: type[x509.ExtensionType]) -> object:
    return x509.load_der_x509_certificate(entry.der).extensions.get_extension_for_class(kind).value


def test_a_ca_renewed_with_a_new_key_is_another_ca(ca: SmallCa, tmp_path: Path) -> None:
    root = renew(ca.workspace, ca.root.id, KeyKind.P_384)
    assert root.issuer_id == root.id and spki(root) != spki(ca.root)
    assert not verifies(tmp_path, root, ca.intermediate, ca.server)
    intermediate = renew(ca.workspace, ca.intermediate.id)  # the same key below the new root
    assert intermediate.issuer_id == root.id
    assert verifies(tmp_path, root, intermediate, ca.server)


def test_the_newest_certificate_of_a_ca_issues(ca: SmallCa) -> None:
    first = renew(ca.workspace, ca.intermediate.id)
    second = renew(ca.workspace, first.id)
    with ca.workspace.reading() as connection:
        assert [newest_of(connection, entry.id) for entry in (ca.intermediate, first, second)] == [second.id] * 3
    revoke(ca.workspace, second.id)
    with ca.workspace.reading() as connection:
        assert newest_of(connection, ca.intermediate.id) == first.id
    with ca.workspace.writing() as connection:
        delete(connection, first.id)
    with ca.workspace.reading() as connection:
        assert newest_of(connection, ca.intermediate.id) == ca.intermediate.id


def test_an_imported_ca_keeps_the_identifier_that_it_was_given(ca: SmallCa, tmp_path: Path) -> None:
    """Made by openssl, with an identifier of its own: what names the CA by it verifies under the renewed certificate too."""
    key, root, leaf_key, leaf = (tmp_path / name for name in ("ca.key", "ca.pem", "leaf.key", "leaf.pem"))
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    (tmp_path / "ca.cnf").write_text(
        "[req]\ndistinguished_name=name\nx509_extensions=ca\nprompt=no\n[name]\nC=JP\nO=Elsewhere\nCN=Old CA\n"
        "[ca]\nsubjectKeyIdentifier=01:02:03:04\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
    )
    made = openssl("req", "-x509", *new, "-config", tmp_path / "ca.cnf", "-keyout", key, "-out", root, "-days", "365")
    assert made.returncode == 0, made.stderr
    (tmp_path / "leaf.cnf").write_text("authorityKeyIdentifier=keyid:always\nsubjectAltName=DNS:old.example.test\n")
    assert openssl("req", "-new", *new, "-keyout", leaf_key, "-out", tmp_path / "leaf.csr", "-subj", "/CN=old.example.test").returncode == 0
    by = ["-CA", root, "-CAkey", key, "-days", "30", "-extfile", tmp_path / "leaf.cnf"]
    signed = openssl("x509", "-req", "-in", tmp_path / "leaf.csr", *by, "-out", leaf)
    assert signed.returncode == 0, signed.stderr
    der = x509.load_pem_x509_certificate(root.read_bytes()).public_bytes(Encoding.DER)
    with ca.workspace.writing() as connection:
        keys.add_key(connection, ca.workspace.vault, load_pem_private_key(key.read_bytes(), None))  # type: ignore[arg-type]
        old = certificates.add_certificate(connection, der)
    new_root = renew(ca.workspace, old.id)
    assert ext_of(new_root, x509.SubjectKeyIdentifier) == x509.SubjectKeyIdentifier(bytes([1, 2, 3, 4]))
    assert new_root.not_after - new_root.not_before == 365 * DAY - timedelta(seconds=1)
    assert parse_certificate(new_root.der).subject_der == parse_certificate(der).subject_der
    new_pem = pem(tmp_path / "new.pem", new_root.der)
    for top in (root, new_pem):
        done = openssl("verify", "-CAfile", top, leaf)
        assert done.returncode == 0, done.stderr
    again = renew(ca.workspace, new_root.id, KeyKind.P_256)  # a new key is not called by the old key's identifier
    assert ext_of(again, x509.SubjectKeyIdentifier) == x509.SubjectKeyIdentifier.from_public_key(
        x509.load_der_x509_certificate(again.der).public_key()  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("begin", "length", "expected"),
    [
        (timedelta(0), 90 * DAY - timedelta(seconds=1), Validity(days=90)),
        (timedelta(0), 90 * DAY, Validity(days=90)),  # as openssl counts them
        (timedelta(0), timedelta(hours=12), None),
        (timedelta(0), 47 * DAY + timedelta(hours=5), None),
    ],
)
def test_the_length_stays(ca: SmallCa, begin: timedelta, length: timedelta, expected: Validity | None) -> None:
    start = ca.now + begin
    entry = ca.issue("server", "length.example.test", ca.intermediate, validity=Validity(not_before=start, not_after=start + length))
    with ca.workspace.reading() as connection:
        wish = renewed_specification(connection, entry.id, now=ca.now + 5 * DAY)
    renewed = renew(ca.workspace, entry.id, now=ca.now + 5 * DAY)
    if expected is not None:
        assert wish.validity == expected
    else:
        assert renewed.not_after - renewed.not_before == length
    assert renewed.not_before == ca.now + 5 * DAY - timedelta(minutes=5)


def test_what_was_issued_for_a_request_is_issued_for_it_again(ca: SmallCa) -> None:
    key = make_key(KeyKind.P_256)
    wish = wanted("server", "request.example.test")
    entry = issue_for_request(ca.workspace, build_request(wish, key), wish, ca.intermediate.id, profile="server")
    assert entry.key_id is None
    renewed = renew(ca.workspace, entry.id)
    assert (renewed.replaces_id, renewed.request_id, renewed.profile) == (entry.id, entry.request_id, "server")
    assert said(renewed) == said(entry) and spki(renewed) == spki(entry)
    with ca.workspace.reading() as connection, refused("renew_key_missing"):
        renewal(connection, entry.id)
    assert renew(ca.workspace, entry.id, KeyKind.P_256).key_id is not None


def test_what_cannot_be_renewed_is_refused(ca: SmallCa, tmp_path: Path) -> None:
    other = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with ca.workspace.writing() as connection:
        stranger = certificates.add_certificate(connection, other.server.der)
    for key in (None, KeyKind.P_256):
        with refused("renew_issuer_missing"):
            renew(ca.workspace, stranger.id, key)
    with ca.workspace.writing() as connection:
        certificates.add_certificate(connection, other.intermediate.der)
    with refused("renew_key_missing"):
        renew(ca.workspace, stranger.id)
    with refused("workspace_no_such_object"):
        renew(ca.workspace, "0" * 32)
    other.workspace.close()
