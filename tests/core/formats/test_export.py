"""What is exported is read back by `openssl` and by `cryptography`, and bytes stay what they were."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cryptography.x509.ocsp  # noqa: F401
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from workbench import words
from workbench.core.formats import export as module
from workbench.core.formats import export_wrap, export_write
from workbench.core.formats.export import UNPROTECTED, ExportError, ExportFormat, ExportOptions, export, formats_for, write_atomically
from workbench.core.formats.found import FoundObject, Kind

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


def openssl(*arguments: str, data: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def found(kind: Kind, der: bytes, name: str = "") -> FoundObject:
    return FoundObject(kind, der, "a.pem", 1, ("pem",), name=name)


def pkcs8(key: object) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def make_certificate(key: rsa.RSAPrivateKey, name: str) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + timedelta(days=90))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def chain(rsa_key: rsa.RSAPrivateKey) -> list[FoundObject]:
    other = rsa.generate_private_key(65537, 2048)
    return [found(Kind.CERTIFICATE, make_certificate(rsa_key, "leaf")), found(Kind.CERTIFICATE, make_certificate(other, "ca"))]


def test_pem_is_what_openssl_writes(chain: list[FoundObject]) -> None:
    ours = export(ExportFormat.PEM, chain[:1])
    assert ours == x509.load_der_x509_certificate(chain[0].der).public_bytes(Encoding.PEM)


@needs_openssl
def test_openssl_reads_pem_der_base64_and_hex(chain: list[FoundObject]) -> None:
    digest = hashlib.sha256(chain[0].der).hexdigest()
    for form, arguments in ((ExportFormat.PEM, ()), (ExportFormat.DER, ("-inform", "DER"))):
        out = openssl("x509", *arguments, "-noout", "-fingerprint", "-sha256", data=export(form, chain[:1]))
        assert out.decode().split("=")[1].replace(":", "").strip().lower() == digest
    assert openssl("base64", "-d", data=export(ExportFormat.BASE64, chain[:1])) == chain[0].der
    assert bytes.fromhex(export(ExportFormat.HEX, chain[:1]).decode()) == chain[0].der


def test_a_certificate_that_the_library_refuses_leaves_byte_for_byte() -> None:
    broken = bytes.fromhex("3082000430020500")  # not even DER
    item = found(Kind.CERTIFICATE, broken)
    assert export(ExportFormat.DER, [item]) == broken
    body = b"".join(export(ExportFormat.PEM, [item]).splitlines()[1:-1])
    assert base64.b64decode(body) == broken
    with pytest.raises(ExportError) as refused:
        export(ExportFormat.PKCS12, [item], ExportOptions("secret"))
    assert refused.value.message.id == "export_certificate_refused"


@pytest.mark.parametrize("form", [ExportFormat.PKCS7_PEM, ExportFormat.PKCS7_DER])
def test_pkcs7_is_read_back(chain: list[FoundObject], form: ExportFormat) -> None:
    data = export(form, chain)
    load = pkcs7.load_pem_pkcs7_certificates if form is ExportFormat.PKCS7_PEM else pkcs7.load_der_pkcs7_certificates
    assert [c.public_bytes(Encoding.DER) for c in load(data)] == sorted(item.der for item in chain)  # no warning: DER order
    if shutil.which("openssl"):
        inform = "PEM" if form is ExportFormat.PKCS7_PEM else "DER"
        out = openssl("pkcs7", "-inform", inform, "-print_certs", "-noout", data=data)
        assert b"CN = leaf" in out and b"CN = ca" in out


@needs_openssl
def test_pkcs7_with_a_crl(rsa_key: rsa.RSAPrivateKey, chain: list[FoundObject]) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateRevocationListBuilder(x509.Name([]), now, now + timedelta(days=1))
    crl = builder.sign(rsa_key, hashes.SHA256()).public_bytes(Encoding.DER)
    data = export(ExportFormat.PKCS7_DER, [chain[0], found(Kind.CRL, crl)])
    out = openssl("pkcs7", "-inform", "DER", "-print_certs", data=data)
    assert out.count(b"BEGIN X509 CRL") == 1 and out.count(b"BEGIN CERTIFICATE") == 1


@needs_openssl
@pytest.mark.parametrize("form", [ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY])
def test_pkcs12(rsa_key: rsa.RSAPrivateKey, chain: list[FoundObject], form: ExportFormat, tmp_path: Path) -> None:
    key = found(Kind.PRIVATE_KEY, pkcs8(rsa_key))
    data = export(form, [chain[1], key, chain[0]], ExportOptions("pass-あ", "shop"))
    store = pkcs12.load_pkcs12(data, "pass-あ".encode())
    assert store.cert is not None and store.cert.certificate.public_bytes(Encoding.DER) == chain[0].der
    assert [c.certificate.public_bytes(Encoding.DER) for c in store.additional_certs] == [chain[1].der]
    assert store.cert.friendly_name == b"shop" and pkcs8(store.key) == key.der
    data = export(form, [key, *chain], ExportOptions("plain"))
    path = tmp_path / "a.p12"
    path.write_bytes(data)
    done = subprocess.run(
        ["openssl", "pkcs12", "-in", str(path), "-passin", "pass:plain", "-info", "-noout", "-legacy"], capture_output=True, check=False
    )
    assert done.returncode == 0
    expected = b"pbeWithSHA1And3-KeyTripleDES-CBC" if form is ExportFormat.PKCS12_LEGACY else b"AES-256-CBC"
    assert expected in done.stderr


KEYS: dict[str, Callable[[], object]] = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "ec": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ed448": ed448.Ed448PrivateKey.generate,
    "x25519": x25519.X25519PrivateKey.generate,
    "dsa": lambda: dsa.generate_private_key(2048),
    "mldsa65": mldsa.MLDSA65PrivateKey.generate,
}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("form", [ExportFormat.PKCS8_ENCRYPTED, ExportFormat.PKCS8_SCRYPT, ExportFormat.PKCS8_ENCRYPTED_DER])
def test_encrypted_pkcs8_is_read_by_the_library(name: str, form: ExportFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    if name != "ec":
        monkeypatch.setattr(export_wrap, "PBKDF2_ITERATIONS", 1000)  # the full count is tried once, with EC
    key = KEYS[name]()
    data = export(form, [found(Kind.PRIVATE_KEY, pkcs8(key))], ExportOptions("pass-あ"))
    load = serialization.load_der_private_key if form is ExportFormat.PKCS8_ENCRYPTED_DER else serialization.load_pem_private_key
    assert pkcs8(load(data, "pass-あ".encode())) == pkcs8(key)
    with pytest.raises(ValueError):
        load(data, b"wrong")


@needs_openssl
@pytest.mark.parametrize(
    "form", [ExportFormat.PKCS8_ENCRYPTED, ExportFormat.PKCS8_SCRYPT, ExportFormat.PKCS8_PLAIN, ExportFormat.TRADITIONAL]
)
def test_openssl_reads_the_private_key(form: ExportFormat) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    data = export(form, [found(Kind.PRIVATE_KEY, pkcs8(key))], ExportOptions("word"))
    public = openssl("pkey", "-pubout", "-outform", "DER", "-passin", "pass:word", data=data)
    assert public == key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_traditional_forms() -> None:
    for name, label in (("rsa", b"RSA PRIVATE KEY"), ("ec", b"EC PRIVATE KEY"), ("dsa", b"DSA PRIVATE KEY")):
        data = export(ExportFormat.TRADITIONAL, [found(Kind.PRIVATE_KEY, pkcs8(KEYS[name]()))])
        assert data.startswith(b"-----BEGIN " + label)
    with pytest.raises(ExportError) as refused:
        export(ExportFormat.TRADITIONAL, [found(Kind.PRIVATE_KEY, pkcs8(KEYS["ed25519"]()))])
    assert refused.value.message.id == "export_no_traditional_form"


def test_public_forms_of_certificate_request_and_keys(rsa_key: rsa.RSAPrivateKey, chain: list[FoundObject]) -> None:
    spki = rsa_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(rsa_key, hashes.SHA256())
    sources = [
        chain[0],
        found(Kind.CERTIFICATE_REQUEST, request.public_bytes(Encoding.DER)),
        found(Kind.PRIVATE_KEY, pkcs8(rsa_key)),
        found(Kind.PUBLIC_KEY, spki),
    ]
    line = rsa_key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    for source in sources:
        assert export(ExportFormat.SPKI_DER, [source]) == spki
        assert export(ExportFormat.OPENSSH_PUBLIC, [source], ExportOptions(name="me@here\nevil")) == line + b" me@here evil\n"
    with pytest.raises(ExportError) as refused:
        export(ExportFormat.OPENSSH_PUBLIC, [found(Kind.PRIVATE_KEY, pkcs8(KEYS["x25519"]()))])
    assert refused.value.message.id == "export_no_openssh_form"


def test_text_is_what_openssl_shows(chain: list[FoundObject]) -> None:
    text = export(ExportFormat.TEXT, chain[:1]).decode()
    assert text.startswith("Certificate:\n") and "CN = leaf" in text and text.endswith("\n")


def test_text_of_a_request_a_crl_and_ocsp(rsa_key: rsa.RSAPrivateKey, demonstration: Path) -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a\x1bb")]))
    builder = builder.add_attribute(x509.oid.AttributeOID.CHALLENGE_PASSWORD, b"hunter2")
    request = builder.sign(rsa_key, hashes.SHA256()).public_bytes(Encoding.DER)
    text = export(ExportFormat.TEXT, [found(Kind.CERTIFICATE_REQUEST, request)]).decode()
    assert "CN = a\\1Bb" in text and "********" in text and "hunter2" not in text
    crl = (demonstration / "root-ca.crl").read_bytes()
    assert "Last Update: " in export(ExportFormat.TEXT, [found(Kind.CRL, crl)]).decode()
    issuer = make_certificate(rsa_key, "ca")
    library = x509.load_der_x509_certificate(issuer)
    question = x509.ocsp.OCSPRequestBuilder().add_certificate(library, library, hashes.SHA256()).build().public_bytes(Encoding.DER)
    assert "Issuer Key Hash: " in export(ExportFormat.TEXT, [found(Kind.OCSP_REQUEST, question)]).decode()
    answer = x509.ocsp.OCSPResponseBuilder.build_unsuccessful(x509.ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(Encoding.DER)
    assert "Responder Error: trylater (3)" in export(ExportFormat.TEXT, [found(Kind.OCSP_RESPONSE, answer)]).decode()
    with pytest.raises(ExportError) as refused:
        export(ExportFormat.TEXT, [found(Kind.CRL, b"\x30\x00")])
    assert refused.value.message.id == "export_not_readable"


def test_refusals(chain: list[FoundObject]) -> None:
    cases = [
        (ExportFormat.PEM, [], None, "export_nothing"),
        (ExportFormat.DER, chain, None, "export_one_object"),
        (ExportFormat.PKCS8_PLAIN, chain[:1], None, "export_wrong_kind"),
        (ExportFormat.PKCS12, chain, None, "export_needs_password"),
        (ExportFormat.PKCS8_ENCRYPTED, [found(Kind.PRIVATE_KEY, b"\x30\x00")], None, "export_needs_password"),
        (ExportFormat.TRADITIONAL, [found(Kind.PRIVATE_KEY, b"\x30\x00")], None, "export_key_not_readable"),
    ]
    for form, objects, options, id in cases:
        with pytest.raises(ExportError) as refused:
            export(form, objects, options)
        assert refused.value.message.id == id


def test_a_private_key_never_leaves_unprotected_by_default() -> None:
    for kind in Kind:
        forms = formats_for(kind)
        assert len(set(forms)) == len(forms)
        if kind is Kind.PRIVATE_KEY:
            assert not set(forms[:5]) & UNPROTECTED and all(form.private or "spki" in form or "openssh" in form for form in forms)
        else:
            assert not set(forms) & UNPROTECTED


def test_every_form_has_words_and_a_suffix() -> None:
    for form in ExportFormat:
        assert words.has(f"export_format_{form}") and words.has(f"export_format_{form}", "advice") and form.suffix.startswith(".")
    assert module.suffix_for(Kind.CRL, ExportFormat.DER) == ".crl" and module.suffix_for(Kind.CERTIFICATE, ExportFormat.PEM) == ".pem"
    assert "hunter2" not in repr(ExportOptions("hunter2"))


def test_write_modes(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "key.pem", b"k", secret=True)
        write_atomically(tmp_path / "証明書.pem", b"c", secret=False)
    finally:
        os.umask(before)
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "証明書.pem").stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.pem", "証明書.pem"]


def test_write_never_over_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(ExportError) as refused:
        write_atomically(path, b"new", secret=True)
    assert refused.value.message.id == "export_exists" and path.read_bytes() == b"old"
    write_atomically(path, b"new", secret=True, overwrite=True)
    assert path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o600
    link = tmp_path / "link"
    link.symlink_to(path)
    write_atomically(link, b"newer", secret=False, overwrite=True)
    assert link.is_symlink() and path.read_bytes() == b"newer"


def test_write_loses_the_race_without_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    real = os.link

    def somebody_was_faster(source: str, target: Path) -> None:
        path.write_bytes(b"theirs")
        real(source, target)

    monkeypatch.setattr(export_write.os, "link", somebody_was_faster)
    with pytest.raises(ExportError) as refused:
        write_atomically(path, b"ours", secret=False)
    assert refused.value.message.id == "export_exists" and path.read_bytes() == b"theirs" and len(list(tmp_path.iterdir())) == 1


def test_write_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: str, target: Path) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(export_write.os, "link", no_links)
    write_atomically(tmp_path / "a", b"data", secret=True)
    assert (tmp_path / "a").read_bytes() == b"data" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "id"),
    [(errno.ENOSPC, "export_no_space"), (errno.EACCES, "export_no_permission"), (errno.EIO, "export_write_failed")],
)
def test_write_trouble_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, id: str) -> None:
    def trouble(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(export_write.os, "fsync", trouble)
    with pytest.raises(ExportError) as refused:
        write_atomically(tmp_path / "a", b"data", secret=True)
    assert refused.value.message.id == id and not list(tmp_path.iterdir())
    assert words.say(refused.value.message, "en").endswith((".", "error"))


def test_write_into_nowhere(tmp_path: Path) -> None:
    for path, id in ((tmp_path / "no" / "a", "export_no_folder"), (tmp_path, "export_is_folder")):
        with pytest.raises(ExportError) as refused:
            write_atomically(path, b"", secret=False)
        assert refused.value.message.id == id


@pytest.mark.parametrize("overwrite", [False, True])
def test_write_to_a_name_that_cannot_be(tmp_path: Path, overwrite: bool) -> None:
    for name in ("n" * 300, "a\0b", "n" * 300 + "/a"):
        with pytest.raises(ExportError) as refused:
            write_atomically(tmp_path / name, b"data", secret=False, overwrite=overwrite)
        assert refused.value.message.id == "export_write_failed" and not list(tmp_path.iterdir())
