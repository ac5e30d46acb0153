"""Requests made by OpenSSL, good and bad, examined, compared with a profile and signed."""

from __future__ import annotations

import base64
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.core.issuance.made import NOW, as_pem, issuers, key_of, wish
from workbench import words
from workbench.core.asn1 import reader, writer
from workbench.core.errors import FileError
from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.build import build_certificate, build_request
from workbench.core.issuance.from_certificate import ONE_TIME
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.problems import problems
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.request_signing import (
    Choice,
    Difference,
    Row,
    combined,
    compare,
    examine,
    names_from_subject,
    read_request,
    read_requests,
    refusal,
)
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    ExtendedKeyUsage,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    SubjectAttribute,
)
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import CLIENT_AUTH, SERVER_AUTH, KeyKind, make_key
from workbench.core.x509.public_key import load_public_key
from workbench.core.x509.request import CertificationRequest, parse_request

SAN, BASIC, USAGE, PURPOSES, FEATURE = "2.5.29.17", "2.5.29.19", "2.5.29.15", "2.5.29.37", "1.3.6.1.5.5.7.1.24"
SERVER = built_in("server").specification
KINDS = {
    "rsa:2048": ("-newkey", "rsa:2048"),
    "P-256": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "P-384": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "P-521": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "Ed25519": ("-newkey", "ed25519"),
    "Ed448": ("-newkey", "ed448"),
    "RSA-PSS": ("-newkey", "rsa:2048", "-sigopt", "rsa_padding_mode:pss"),
}


def openssl(folder: Path, *arguments: str) -> bytes:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here")
    command = ["openssl", "req", "-new", "-nodes", "-keyout", "key.pem", "-out", "req.der", "-outform", "DER"]
    done = subprocess.run([*command, "-subj", "/C=JP/O=Example/CN=a", *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return (folder / "req.der").read_bytes()


def rows(request: CertificationRequest, profile: Specification = SERVER) -> dict[str, Row]:
    return {row.part: row for row in compare(request, profile)}


# --- reading --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_requests_of_every_kind_of_key_are_read_and_signed(kind: str, tmp_path: Path) -> None:
    der = openssl(tmp_path, *KINDS[kind], "-addext", "subjectAltName=DNS:www.example.test")
    request = read_request(der)
    assert refusal(examine(request)) is None
    wanted = combined(request, SERVER)
    key = load_public_key(request.spki)
    certificate = build_certificate(wanted, key, issuers(KeyKind.P_256).intermediate, NOW)  # type: ignore[arg-type]
    (tmp_path / "leaf.pem").write_bytes(as_pem(certificate))
    (tmp_path / "root.pem").write_bytes(as_pem(issuers(KeyKind.P_256).root.certificate))
    (tmp_path / "middle.pem").write_bytes(as_pem(issuers(KeyKind.P_256).intermediate.certificate))
    command = ["openssl", "verify", "-purpose", "sslserver", "-verify_hostname", "www.example.test", "-CAfile", "root.pem"]
    done = subprocess.run([*command, "-untrusted", "middle.pem", "leaf.pem"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", [KeyKind.ML_DSA_44, KeyKind.ML_DSA_87])
def test_requests_with_ml_dsa_keys(kind: KeyKind) -> None:
    assert refusal(examine(read_request(build_request(wish("server"), make_key(kind))))) is None


def test_every_wrapping_is_read() -> None:
    der = build_request(wish("server"), key_of(KeyKind.P_256))
    text = pem("CERTIFICATE REQUEST", der)
    for data in (der, text, b"hello\n" + text, pem("NEW CERTIFICATE REQUEST", der), base64.b64encode(der), der.hex().encode()):
        assert read_request(data).der == der


def test_several_requests_in_one_file_are_all_offered_once() -> None:
    one, other = (build_request(wish("server"), make_key(KeyKind.P_256)) for _ in range(2))
    data = pem("CERTIFICATE REQUEST", one) + pem("CERTIFICATE REQUEST", other) + pem("CERTIFICATE REQUEST", one)
    assert [request.der for request in read_requests(data)] == [one, other]


def test_what_is_no_request_is_refused_in_one_sentence() -> None:
    der = build_request(wish("server"), key_of(KeyKind.P_256))
    root = issuers(KeyKind.P_256).root.certificate
    for data, expected in (
        (der[: len(der) // 2], ("offset", "byte", "place")),
        (pem("CERTIFICATE REQUEST", der[:-9]), ("offset", "byte", "place")),
        (as_pem(root), ("certificate",)),
        (b"", ("empty",)),
        (b"this is a letter", ("pem", "not")),
    ):
        with pytest.raises(FileError) as caught:
            read_request(data)
        said = words.say(caught.value.message, "en")
        assert said.endswith(".") and "{" not in said and "Traceback" not in said
        assert any(word in said.lower() for word in expected), said
        assert words.say(caught.value.message, "ja") != said


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x30\x82\xff\xff" + bytes(20), b"-----BEGIN CERTIFICATE REQUEST-----\n!!\n-----END"])
def test_hostile_bytes_end_in_a_sentence(data: bytes) -> None:
    with pytest.raises(FileError):
        read_request(data)


# --- examining ------------------------------------------------------------------------------------------------------------------------


def test_the_signature_is_looked_at_first(tmp_path: Path) -> None:
    der = build_request(wish("server"), key_of(KeyKind.P_256))
    request = parse_request(der)
    at = reader.children(reader.read(der))
    info = next(at)
    altered = bytearray(der)
    place = der.index(b"www.example.test", info.start)
    altered[place : place + 3] = b"wwx"
    bad = read_request(bytes(altered))
    findings = examine(bad)
    assert findings[0].status is Status.FAILURE and findings[0].id == "request_signature_mismatch"
    error = refusal(findings)
    assert error is not None and "was altered" in words.say(error.message, "en")
    assert examine(request)[0].status is Status.OK
    if shutil.which("openssl"):  # says the same
        (tmp_path / "bad.der").write_bytes(bytes(altered))
        (tmp_path / "good.der").write_bytes(der)
        for name, fine in (("bad", False), ("good", True)):
            command = ["openssl", "req", "-inform", "DER", "-in", f"{name}.der", "-verify", "-noout"]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
            assert ("verify OK" in done.stderr + done.stdout) is fine


def test_every_octet_of_what_is_signed_counts() -> None:
    """No altered request passes: whatever is altered in what is signed, it is refused, unreadable, or not signable."""
    der = build_request(wish("server"), key_of(KeyKind.P_256))
    info = next(reader.children(reader.read(der)))
    for at in range(info.start, info.after):
        altered = bytearray(der)
        altered[at] ^= 1
        try:
            request = parse_request(bytes(altered))
        except FileError:
            continue
        assert refusal(examine(request)) is not None, at


def test_small_keys_are_refused(tmp_path: Path) -> None:
    request = read_request(openssl(tmp_path, "-newkey", "rsa:1024"))
    error = refusal(examine(request))
    assert error is not None and "RSA 1024" in words.say(error.message, "en")


def test_keys_of_an_unknown_kind_are_refused() -> None:
    der = build_request(wish("server"), key_of(KeyKind.P_256))
    curve = bytes.fromhex("06082a8648ce3d030107")
    request = parse_request(der.replace(curve, curve[:-1] + b"\x7e"))
    error = refusal(examine(request))
    assert error is not None


def test_an_extension_asked_for_twice_is_refused() -> None:
    key = key_of(KeyKind.P_256)
    raw = (RawExtension("1.2.3.4", "0500"), RawExtension("1.2.3.5", "0500"))
    doubled = build_request(replace(wish("server"), raw=raw), key).replace(bytes.fromhex("06032a0305"), bytes.fromhex("06032a0304"))
    info = next(reader.children(reader.read(doubled)))
    signature = key.sign(info.encoded, ec.ECDSA(hashes.SHA256()))  # type: ignore[union-attr, call-arg, arg-type]
    fields = parse_request(doubled).fields
    signed = writer.sequence(info.encoded, fields.signature_algorithm.encoded, writer.bit_string(signature))
    findings = examine(parse_request(signed))
    assert findings[0].status is Status.OK
    error = refusal(findings)
    assert error is not None and "twice" in words.say(error.message, "en")


# --- comparing ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> CertificationRequest:
    wanted = Specification(
        subject=(SubjectAttribute("2.5.4.10", "Asker"), SubjectAttribute("2.5.4.3", "a.example.test")),
        names=(AlternativeName(NameKind.DNS, "a.example.test"), AlternativeName(NameKind.DNS, "b.example.test")),
        basic_constraints=BasicConstraints(True, 3),
        key_usage=built_in("root").specification.key_usage,
        extended_key_usage=ExtendedKeyUsage((CLIENT_AUTH,)),
        tls_features=(5,),
        raw=(RawExtension("1.3.6.1.4.1.99999.5", "0c0161"),),
    )
    return parse_request(build_request(wanted, key_of(KeyKind.P_256)))


def test_every_difference_is_a_row(asked: CertificationRequest) -> None:
    profile = replace(SERVER, policies=(Policy("2.23.140.1.2.1"),))
    found = rows(asked, profile)
    assert {part: row.difference for part, row in found.items()} == {
        "subject": Difference.ONLY_REQUEST,
        SAN: Difference.ONLY_REQUEST,
        BASIC: Difference.DIFFERENT,
        USAGE: Difference.DIFFERENT,
        PURPOSES: Difference.DIFFERENT,
        "2.5.29.32": Difference.ONLY_PROFILE,
        FEATURE: Difference.ONLY_REQUEST,
        "1.3.6.1.4.1.99999.5": Difference.ONLY_REQUEST,
    }
    assert found[SAN].request == ("dns:a.example.test", "dns:b.example.test") and found[SAN].profile == ()
    assert found[PURPOSES].request == ("clientAuth",) and found[PURPOSES].profile == ("serverAuth",)
    assert found[BASIC].request == ("critical", "cA TRUE", "pathLenConstraint 3")
    assert found["1.3.6.1.4.1.99999.5"].request == ("0c0161",)
    same = rows(parse_request(build_request(SERVER, key_of(KeyKind.P_256))))
    assert {row.difference for row in same.values()} == {Difference.SAME}
    assert all(row.choices == (Choice.PROFILE,) for row in same.values())


def test_by_default_only_who_it_is_comes_from_the_request(asked: CertificationRequest) -> None:
    made = combined(asked, SERVER)
    assert made.subject[0].value == "Asker" and len(made.names) == 2 and made.tls_features == (5,)
    assert replace(made, subject=(), names=(), tls_features=()) == replace(SERVER, subject=(), names=(), tls_features=())


def test_nobody_becomes_a_ca_because_he_asked_for_it(asked: CertificationRequest) -> None:
    row = rows(asked)[BASIC]
    assert row.default is Choice.PROFILE and row.note is not None and row.note.id == "signing_asks_for_ca"
    made = combined(asked, SERVER)
    assert made.basic_constraints == SERVER.basic_constraints and "keyCertSign" not in made.key_usage.usages
    chosen = combined(asked, SERVER, {BASIC: Choice.KEEP})
    assert chosen.basic_constraints == BasicConstraints(True, 3), "a CA may be made so on purpose"


def test_each_choice_does_what_it_says(asked: CertificationRequest) -> None:
    profile = replace(SERVER, names=(AlternativeName(NameKind.DNS, "c.example.test"), AlternativeName(NameKind.DNS, "A.example.test")))
    keep, mine, both = (combined(asked, profile, {SAN: choice}).names for choice in (Choice.KEEP, Choice.PROFILE, Choice.MERGE))
    assert [item.value for item in keep] == ["a.example.test", "b.example.test"]
    assert mine == profile.names
    assert [item.value for item in both] == ["a.example.test", "b.example.test", "c.example.test"], "the same name once"
    assert combined(asked, SERVER, {PURPOSES: Choice.MERGE}).extended_key_usage.purposes == (SERVER_AUTH, CLIENT_AUTH)
    assert combined(asked, SERVER, {PURPOSES: Choice.KEEP}).extended_key_usage.purposes == (CLIENT_AUTH,)
    merged = combined(asked, SERVER, {USAGE: Choice.MERGE}).key_usage.usages
    assert merged == SERVER.key_usage.usages | built_in("root").specification.key_usage.usages
    oid = "1.3.6.1.4.1.99999.5"
    assert combined(asked, SERVER, {oid: Choice.KEEP}).raw == (RawExtension(oid, "0c0161"),)
    organization = replace(SERVER, subject=(SubjectAttribute("2.5.4.10", "CA's"), SubjectAttribute("2.5.4.6", "JP")))
    subject = combined(asked, organization, {"subject": Choice.MERGE}).subject
    assert [item.value for item in subject] == ["JP", "Asker", "a.example.test"]


def test_a_choice_that_a_row_does_not_offer_is_none(asked: CertificationRequest) -> None:
    assert combined(asked, SERVER, {BASIC: Choice.MERGE, "no such part": Choice.KEEP}) == combined(asked, SERVER)


def test_a_request_that_asks_for_exactly_the_profiles_raw_extension() -> None:
    raw = RawExtension("1.3.6.1.4.1.99999.5", "0c0161")
    ours = replace(SERVER, raw=(RawExtension(raw.oid, "0c0162"),))
    request = parse_request(build_request(replace(wish("server"), raw=(raw,)), key_of(KeyKind.P_256)))
    assert rows(request, ours)[raw.oid].difference is Difference.DIFFERENT
    assert combined(request, ours).raw == ours.raw
    assert combined(request, ours, {raw.oid: Choice.KEEP}).raw == (raw,)


def test_names_of_a_kind_without_a_field_are_kept_all_the_same(tmp_path: Path) -> None:
    der = openssl(tmp_path, *KINDS["P-256"], "-addext", "subjectAltName=DNS:a.test,otherName:1.2.3.4;UTF8:hello")
    request = read_request(der)
    row = rows(request)[SAN]
    assert row.default is Choice.KEEP and Choice.MERGE not in row.choices
    made = combined(request, SERVER)
    key = load_public_key(request.spki)
    certificate = parse_certificate(build_certificate(made, key, issuers(KeyKind.P_256).intermediate, NOW))  # type: ignore[arg-type]
    assert certificate.extension_by_oid[SAN].value == request.extension_by_oid[SAN].value


@pytest.mark.parametrize(
    ("common_name", "expected"),
    [
        ("www.example.test", (AlternativeName(NameKind.DNS, "www.example.test"),)),
        ("*.example.test", (AlternativeName(NameKind.DNS, "*.example.test"),)),
        ("192.0.2.1", (AlternativeName(NameKind.IP, "192.0.2.1"),)),
        ("Hanako Yamada", ()),
        ("localhost", ()),
    ],
)
def test_the_host_of_an_old_request_is_found_in_its_common_name(common_name: str, expected: tuple[AlternativeName, ...]) -> None:
    wanted = Specification(subject=(SubjectAttribute("2.5.4.3", common_name),))
    assert names_from_subject(wanted) == expected
    named = replace(wanted, names=(AlternativeName(NameKind.DNS, "x.test"),))
    assert names_from_subject(named) == ()


def test_what_comes_out_can_be_issued(asked: CertificationRequest) -> None:
    assert [item for item in problems(combined(asked, SERVER), NOW) if item.status is Status.FAILURE] == []


def test_no_request_of_a_stranger_breaks_it(corpora: Path) -> None:
    """Good and malformed ones of all kinds of software: examined, compared and, where they may be signed, signed; or one sentence."""
    signed = refused = 0
    for path in sorted((*(corpora / "certs").rglob("*"), *(corpora / "malformed").rglob("*"))):
        if not path.is_file() or path.stat().st_size > 1 << 18:
            continue
        try:
            requests = read_requests(path.read_bytes())
        except FileError as error:
            assert words.say(error.message, "en") != error.message.id
            continue
        for request in requests:
            error = refusal(examine(request))
            if error is not None:
                assert words.say(error.message, "en") != error.message.id
                refused += 1
                continue
            made = combined(request, SERVER)
            everything = combined(request, SERVER, {row.part: Choice.KEEP for row in compare(request, SERVER)})
            key = load_public_key(request.spki)
            for wanted in (made, everything):
                try:
                    certificate = build_certificate(wanted, key, issuers(KeyKind.P_256).intermediate, NOW)  # type: ignore[arg-type]
                except SpecificationError as error:
                    assert words.say(error.message, "en") != error.message.id
                    continue
                signed += 1
                have = parse_certificate(certificate).extension_by_oid
                assert parse_certificate(certificate).spki == request.spki
                if wanted is everything:  # what is kept is kept as it was asked for; of access descriptions the order means nothing
                    for item in request.extensions:
                        if item.oid not in ONE_TIME | {"1.3.6.1.5.5.7.1.1", "2.5.29.14", "2.5.29.35"}:
                            assert (have[item.oid].critical, have[item.oid].value) == (item.critical, item.value), path
    assert signed > 20 and refused > 3, (signed, refused)
