"""What we issue is what others read: the library, `openssl` and pkilint look at it; a second run gives the same octets."""

from __future__ import annotations

import random
import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from OpenSSL import crypto

from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, UsageError
from workbench.core.lint import lint
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import parse_crl
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.issuance import (
    CLIENT_AUTH,
    SERVER_AUTH,
    Authority,
    KeyKind,
    Revocation,
    Wanted,
    distinguished_name,
    issue,
    issue_to_itself,
    make_crl,
    make_key,
    serial_number,
)
from workbench.core.x509.issuance_ocsp import make_ocsp_response
from workbench.core.x509.issuance_request import check_request, make_request, sign_request
from workbench.core.x509.judge import judge
from workbench.core.x509.ocsp import parse_ocsp_response
from workbench.core.x509.request import parse_request
from workbench.core.x509.request_fields import request_fields

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REPEATABLE = [KeyKind.P_256, KeyKind.P_384, KeyKind.P_521, KeyKind.ED25519, KeyKind.ED448]
ML_DSA = [KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87]
CA = Wanted(distinguished_name("Root"), NOW - DAY, NOW + 99 * DAY, key_usage=frozenset({"keyCertSign", "cRLSign"}), ca=True)
SERVER = Wanted(
    distinguished_name("www.example.test", "Somebody"),
    NOW - DAY,
    NOW + 9 * DAY,
    ("www.example.test", "*.example.test", "192.0.2.1", "2001:db8::1"),
    extended_key_usage=(SERVER_AUTH, CLIENT_AUTH),
    ocsp_url="http://ca.example.test/ocsp",
    issuer_url="http://ca.example.test/root.cer",
    crl_url="http://ca.example.test/root.crl",
    must_staple=True,
)


def drawn(seed: int = 7) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


def root(kind: KeyKind = KeyKind.P_256, seed: int = 7) -> Authority:
    read = drawn(seed)
    key = make_key(kind, read)
    return Authority(issue_to_itself(CA, key, read), key)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"no {command[0]} here")
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)


def pem(path: Path, *certificates: bytes, label: str = "CERTIFICATE") -> Path:
    path.write_text("".join(ssl.DER_cert_to_PEM_cert(der) for der in certificates).replace("CERTIFICATE", label))
    return path


def judged(leaf: bytes, authority: Authority, host: str, ocsp_response: bytes = b"", crl: bytes = b"") -> Verdict:
    anchor = parse_certificate(authority.certificate)
    return judge(
        parse_certificate(leaf),
        (),
        [anchor],
        [parse_crl(crl)] if crl else [],
        [parse_ocsp_response(ocsp_response)] if ocsp_response else [],
        Conditions(host=host, time=NOW, purpose=Purpose.SERVER, trust="test"),
    )


# Keys


@pytest.mark.parametrize("kind", [*REPEATABLE, *ML_DSA])
def test_a_key_is_drawn_from_the_randomness(kind: KeyKind) -> None:
    def private(seed: int) -> bytes:
        return make_key(kind, drawn(seed)).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    assert private(1) == private(1) != private(2)


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.P_384, KeyKind.P_521])
def test_a_private_key_is_below_the_order(kind: KeyKind) -> None:
    size = {KeyKind.P_256: 32, KeyKind.P_384: 48, KeyKind.P_521: 66}[kind]
    octets = [bytes(size), b"\xff" * size, bytes(size - 1) + (b"\x80" if kind is KeyKind.P_521 else b"\x01")]
    key = make_key(kind, lambda length: octets.pop(0)[:length])
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.private_numbers().private_value == 1 and not octets


def test_rsa_keys_have_the_asked_length() -> None:
    key = make_key(KeyKind.RSA_2048)
    assert isinstance(key, rsa.RSAPrivateKey) and key.key_size == 2048 and KeyKind.RSA_2048.is_rsa


def test_a_serial_number_is_positive_and_not_long() -> None:
    assert serial_number(lambda length: bytes(length)) == 1
    largest = serial_number(lambda length: b"\xff" * length)
    assert 2**64 < largest < 2 ** (20 * 8 - 1)  # 20 octets, the first bit is the sign


# Certificates


def test_everything_wanted_stands_in_the_certificate() -> None:
    authority = root()
    key = make_key(KeyKind.P_256, drawn(8))
    built = x509.load_der_x509_certificate(issue(SERVER, key.public_key(), authority, drawn(9)))
    assert built.subject.rfc4514_string() == "CN=www.example.test,O=Somebody" and built.issuer == CA.subject
    assert (built.not_valid_before_utc, built.not_valid_after_utc) == (SERVER.not_before, SERVER.not_after)
    assert built.public_key() == key.public_key()
    extensions = {extension.oid._name: (extension.critical, extension.value) for extension in built.extensions}
    names = extensions["subjectAltName"][1]
    assert names.get_values_for_type(x509.DNSName) == ["www.example.test", "*.example.test"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.1", "2001:db8::1"]
    critical, usage = extensions["keyUsage"]
    assert critical and usage.digital_signature and not (usage.key_cert_sign or usage.key_encipherment)
    assert [oid.dotted_string for oid in extensions["extendedKeyUsage"][1]] == [SERVER_AUTH, CLIENT_AUTH]
    assert extensions["basicConstraints"] == (True, x509.BasicConstraints(False, None))
    assert extensions["TLSFeature"][1] == x509.TLSFeature([x509.TLSFeatureType.status_request])
    assert [entry.access_location.value for entry in extensions["authorityInfoAccess"][1]] == [SERVER.ocsp_url, SERVER.issuer_url]
    assert extensions["cRLDistributionPoints"][1][0].full_name[0].value == SERVER.crl_url
    issuer_key = x509.SubjectKeyIdentifier.from_public_key(authority.key.public_key()).digest
    assert extensions["authorityKeyIdentifier"][1].key_identifier == issuer_key
    assert extensions["subjectKeyIdentifier"][1] == x509.SubjectKeyIdentifier.from_public_key(key.public_key())


@pytest.mark.parametrize("kind", REPEATABLE)
def test_the_same_randomness_gives_the_same_octets(kind: KeyKind) -> None:
    def everything(seed: int) -> list[bytes]:
        authority, key = root(kind, seed), make_key(kind, drawn(seed + 1))
        request = make_request(SERVER, key)
        leaf = sign_request(request, SERVER, authority, drawn(seed + 2))
        response = make_ocsp_response(leaf, authority, NOW, NOW + DAY)
        return [authority.certificate, request, leaf, response, make_crl(authority, {}, 1, NOW, NOW + DAY)]

    first = everything(1)
    assert first == everything(1)
    assert not set(first) & set(everything(5))


def test_hedged_signatures_of_ml_dsa_differ() -> None:
    """If this fails the library has become repeatable here, and the module's docstring is to be changed."""
    assert root(KeyKind.ML_DSA_44).certificate != root(KeyKind.ML_DSA_44).certificate


@pytest.mark.parametrize("kind", [*REPEATABLE, KeyKind.RSA_2048])
def test_openssl_and_our_own_judge_accept_what_we_issue(kind: KeyKind, tmp_path: Path) -> None:
    authority = root(kind)
    leaf = issue(SERVER, make_key(kind, drawn(8)).public_key(), authority, drawn(9))
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-attime", str(int(NOW.timestamp()))]
    files = ["-CAfile", pem(tmp_path / "root.pem", authority.certificate), pem(tmp_path / "leaf.pem", leaf)]
    for host in (["-verify_hostname", "www.example.test"], ["-verify_ip", "2001:db8::1"]):
        assert judged(leaf, authority, host[1]).trusted
        done = run(*command, *host, *files)
        assert done.returncode == 0 and done.stdout.strip().endswith("leaf.pem: OK"), done.stderr


@pytest.mark.parametrize("kind", ML_DSA)
def test_pyopenssl_accepts_ml_dsa(kind: KeyKind) -> None:
    """The `openssl` of most systems is too old for it; pyOpenSSL brings one that is not."""
    authority = root(kind)
    leaf = issue(SERVER, make_key(kind).public_key(), authority)
    assert judged(leaf, authority, "www.example.test").trusted
    store = crypto.X509Store()
    store.add_cert(crypto.X509.from_cryptography(authority.built))
    store.set_time(NOW.replace(tzinfo=None))
    built = crypto.X509.from_cryptography(x509.load_der_x509_certificate(leaf))
    crypto.X509StoreContext(store, built).verify_certificate()
    other = crypto.X509Store()
    other.add_cert(crypto.X509.from_cryptography(root(kind, seed=8).built))
    other.set_time(NOW.replace(tzinfo=None))
    with pytest.raises(crypto.X509StoreContextError):
        crypto.X509StoreContext(other, built).verify_certificate()


def test_pkilint_finds_nothing_against_rfc_5280() -> None:
    authority = root()
    leaf = issue(replace(SERVER, names=("www.example.test",)), make_key(KeyKind.P_256).public_key(), authority)
    found = [f for der in (authority.certificate, leaf) for f in lint(parse_certificate(der), Rules.RFC5280) if f.status is not Status.OK]
    assert found == []


def test_names_with_letters_of_all_languages_and_what_is_no_name() -> None:
    built = x509.load_der_x509_certificate(issue_to_itself(replace(SERVER, names=("*.日本.example",)), make_key(KeyKind.P_256)))
    names = built.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["*.xn--wgv71a.example"]  # U+65E5 U+672C in RFC 3492
    for text in ("", "two words", "a..b", "*.*.example"):
        with pytest.raises(UsageError) as caught:
            issue_to_itself(replace(SERVER, names=(text,)), make_key(KeyKind.P_256))
        assert caught.value.message.id == "issuance_name"


# Requests


def test_openssl_reads_and_verifies_a_request(tmp_path: Path) -> None:
    request = pem(tmp_path / "request.pem", make_request(SERVER, make_key(KeyKind.P_384)), label="CERTIFICATE REQUEST")
    done = run("openssl", "req", "-in", request, "-verify", "-noout", "-text")
    assert done.returncode == 0 and "self-signature verify OK" in done.stderr + done.stdout
    assert "DNS:www.example.test" in done.stdout and "status_request" in done.stdout


def test_a_ca_looks_at_a_request_and_signs_it_by_its_own_rules() -> None:
    authority, key = root(), make_key(KeyKind.ED25519)
    request = make_request(Wanted(SERVER.subject, NOW, NOW, SERVER.names, ca=True), key)
    findings = {finding.id: finding.status for finding in check_request(request)}
    assert findings == {
        "request_signature_ok": Status.OK,
        "request_key_fit": Status.OK,
        "request_asks_for": Status.OK,
        "request_control": Status.NOT_CHECKED,
    }
    tree = request_fields(parse_request(request))
    assert all(tree.find(*finding.field) is not None for finding in check_request(request))
    built = x509.load_der_x509_certificate(sign_request(request, SERVER, authority))
    assert built.subject == SERVER.subject and built.public_key() == key.public_key()
    assert not built.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    names = built.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert len(names.get_values_for_type(x509.DNSName)) == 2 and len(names.get_values_for_type(x509.IPAddress)) == 2


def test_a_request_signed_by_another_key_gets_no_certificate() -> None:
    request = bytearray(make_request(SERVER, make_key(KeyKind.ED25519)))
    request[-1] ^= 1
    assert check_request(bytes(request))[0].status is Status.FAILURE
    with pytest.raises(FileError) as caught:
        sign_request(bytes(request), SERVER, root())
    assert caught.value.message.id == "issuance_request_refused"


def test_a_request_with_a_small_key_gets_no_certificate() -> None:
    request = make_request(SERVER, rsa.generate_private_key(65537, 1024))
    assert {f.id for f in check_request(request) if f.status is Status.FAILURE} == {"request_key_small"}
    with pytest.raises(FileError):
        sign_request(request, SERVER, root())


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(DerError):
        sign_request(b"\x30\x00", SERVER, root())


# Revocation


@pytest.mark.parametrize("kind", [*REPEATABLE, KeyKind.RSA_2048, KeyKind.ML_DSA_44])
def test_the_library_reads_our_ocsp_responses(kind: KeyKind) -> None:
    authority = root(kind)
    leaf = issue(SERVER, make_key(KeyKind.P_256).public_key(), authority)
    good = ocsp.load_der_ocsp_response(make_ocsp_response(leaf, authority, NOW, NOW + DAY))
    assert good.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert (good.produced_at_utc, good.this_update_utc, good.next_update_utc) == (NOW, NOW, NOW + DAY)
    revocation = Revocation(NOW - DAY, 1)
    response = make_ocsp_response(leaf, authority, NOW, NOW + DAY, revocation)
    revoked = ocsp.load_der_ocsp_response(response)
    assert revoked.certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert revoked.revocation_time_utc == NOW - DAY and revoked.revocation_reason is x509.ReasonFlags.key_compromise
    assert revoked.serial_number == parse_certificate(leaf).serial_number
    assert judged(leaf, authority, "www.example.test", response).headline.id == "headline_revoked"


def test_a_reason_may_be_left_out() -> None:
    authority = root()
    response = make_ocsp_response(authority.certificate, authority, NOW, NOW + DAY, Revocation(NOW))
    assert ocsp.load_der_ocsp_response(response).revocation_reason is None


@pytest.mark.parametrize(("revocation", "word"), [(None, "good"), (Revocation(NOW - DAY, 1), "revoked")])
@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.ED25519, KeyKind.RSA_2048])
def test_openssl_verifies_our_ocsp_responses(kind: KeyKind, revocation: Revocation | None, word: str, tmp_path: Path) -> None:
    authority = root(kind)
    leaf = issue(SERVER, make_key(KeyKind.P_256).public_key(), authority)
    response = tmp_path / "response.der"
    response.write_bytes(make_ocsp_response(leaf, authority, NOW, NOW + DAY, revocation))
    files = [pem(tmp_path / "root.pem", authority.certificate), pem(tmp_path / "leaf.pem", leaf)]
    time = ["-attime", str(int(NOW.timestamp()))]
    done = run("openssl", "ocsp", "-respin", response, "-CAfile", files[0], "-issuer", files[0], "-cert", files[1], *time)
    assert "Response verify OK" in done.stderr and f"leaf.pem: {word}" in done.stdout, done.stdout + done.stderr


def test_openssl_and_our_own_judge_obey_our_crl(tmp_path: Path) -> None:
    authority = root()
    leaf = issue(SERVER, make_key(KeyKind.P_256).public_key(), authority)
    serial = parse_certificate(leaf).serial_number
    anchor = pem(tmp_path / "root.pem", authority.certificate)
    certificate = pem(tmp_path / "leaf.pem", leaf)
    for revoked in ({}, {serial: Revocation(NOW - DAY, 4)}, {serial: Revocation(NOW - DAY)}):
        crl = make_crl(authority, revoked, 5, NOW - DAY, NOW + DAY)
        assert judged(leaf, authority, "www.example.test", crl=crl).trusted is not bool(revoked)
        listed = x509.load_der_x509_crl(crl).get_revoked_certificate_by_serial_number(serial)
        if revoked and revoked[serial].reason == 4:  # CRLReason ::= ENUMERATED { ..., superseded (4), ... }
            assert listed.extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.superseded
        lists = pem(tmp_path / "crl.pem", crl, label="X509 CRL")
        time = str(int(NOW.timestamp()))
        done = run("openssl", "verify", "-CAfile", anchor, "-CRLfile", lists, "-crl_check", "-attime", time, certificate)
        assert (done.returncode == 0) is not bool(revoked)
        assert not revoked or "certificate revoked" in done.stderr
