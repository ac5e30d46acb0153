"""Roles: certificates made for each purpose, Mozilla's roots, and real ones against what openssl says they may do."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from datetime import datetime
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose
from cryptography.x509.oid import NameOID

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.role import CA_KINDS, RoleKind, is_self_signed, role_of
from workbench.core.x509.trust_store import mozilla, split

KEY = ec.derive_private_key(11, ec.SECP256R1())
OTHER = ec.derive_private_key(12, ec.SECP256R1())
WORDS = Path(words.__file__).parent / "resources" / "words"


def name(text: str, organization: str = "") -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, text)]
    if organization:
        attributes.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(attributes)


def make(
    *extensions: x509.ExtensionType, subject: x509.Name | None = None, issuer: x509.Name | None = None, signer: object = OTHER
) -> Certificate:
    subject = subject or name("subject")
    builder = x509.CertificateBuilder(issuer or name("issuer"), subject, KEY.public_key(), 77, datetime(2026, 1, 1), datetime(2027, 1, 1))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.PrecertPoison | x509.BasicConstraints))
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    return parse_certificate(builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def purposes(*oids: str) -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in oids])


def policy(*oids: str) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(oid), None) for oid in oids])


CA = x509.BasicConstraints(True, None)
HOST = x509.SubjectAlternativeName([x509.DNSName("a.test")])
SERVER, CLIENT = Purpose.SERVER_AUTH.dotted_string, Purpose.CLIENT_AUTH.dotted_string


@pytest.mark.parametrize(
    ("oids", "main", "also"),
    [
        ([SERVER], RoleKind.SERVER, ()),
        ([CLIENT], RoleKind.CLIENT, ()),
        ([CLIENT, SERVER], RoleKind.SERVER_AND_CLIENT, ()),
        ([Purpose.CODE_SIGNING.dotted_string], RoleKind.CODE_SIGNING, ()),
        ([CLIENT, Purpose.EMAIL_PROTECTION.dotted_string], RoleKind.EMAIL, (RoleKind.CLIENT,)),
        ([Purpose.OCSP_SIGNING.dotted_string], RoleKind.OCSP_SIGNING, ()),
        ([Purpose.TIME_STAMPING.dotted_string], RoleKind.TIME_STAMPING, ()),
        (["1.3.6.1.5.5.7.3.36"], RoleKind.DOCUMENT_SIGNING, ()),
        ([Purpose.SMARTCARD_LOGON.dotted_string, CLIENT], RoleKind.SMART_CARD, (RoleKind.CLIENT,)),
        ([Purpose.KERBEROS_PKINIT_KDC.dotted_string, SERVER, CLIENT], RoleKind.KERBEROS_KDC, (RoleKind.SERVER_AND_CLIENT,)),
        ([Purpose.IPSEC_IKE.dotted_string], RoleKind.VPN, ()),
        ([SERVER, Purpose.IPSEC_IKE.dotted_string], RoleKind.SERVER, (RoleKind.VPN,)),
        (["1.3.6.1.5.5.7.3.14"], RoleKind.NETWORK_ACCESS, ()),
        (["1.3.6.1.4.1.311.10.3.4"], RoleKind.FILE_ENCRYPTION, ()),
        (["1.2.3.4.5"], RoleKind.OTHER, ()),
    ],
)
def test_purposes_make_the_role(oids: list[str], main: RoleKind, also: tuple[RoleKind, ...]) -> None:
    role = role_of(make(purposes(*oids)))
    assert (role.main, role.also) == (main, also)
    assert not role.is_ca


def test_cas() -> None:
    assert role_of(make(CA)).main is RoleKind.INTERMEDIATE_CA
    assert role_of(make(CA), cross_signed=True).main is RoleKind.CROSS_CERTIFICATE
    root = make(CA, issuer=name("subject"), signer=KEY)
    assert role_of(root).main is RoleKind.ROOT_CA
    assert role_of(root, cross_signed=True).main is RoleKind.ROOT_CA
    assert role_of(make(CA, issuer=name("subject"), signer=OTHER)).main is RoleKind.SELF_ISSUED_CA
    assert role_of(make(CA, purposes("1.3.6.1.4.1.11129.2.4.4"))).main is RoleKind.PRECERTIFICATE_CA
    limited = role_of(make(CA, purposes(SERVER)))
    assert limited.main is RoleKind.INTERMEDIATE_CA and [m.id for m in limited.remarks] == ["role_remark_limited_ca"]
    assert words.say(limited.remarks[0], "en").endswith("to: server.")


def test_self_signed_ones_are_told_from_roots() -> None:
    """`openssl req -x509` marks even a server's own certificate as CA; its host names give it away."""
    own = {"issuer": name("subject"), "signer": KEY}
    plain = role_of(make(HOST, purposes(SERVER), **own))  # type: ignore[arg-type]
    assert (plain.main, plain.also) == (RoleKind.SELF_SIGNED, (RoleKind.SERVER,))
    as_ca = role_of(make(CA, HOST, **own))  # type: ignore[arg-type]
    assert (as_ca.main, as_ca.also) == (RoleKind.SELF_SIGNED, (RoleKind.ROOT_CA, RoleKind.SERVER))
    assert as_ca.is_ca and "role_remark_self_signed_ca" in {m.id for m in as_ca.remarks}
    forged = make(CA, issuer=name("subject"), signer=OTHER)
    assert not is_self_signed(forged)
    assert "オレオレ" in words.say(plain.message, "ja")


def test_without_a_stated_purpose_nothing_is_made_up() -> None:
    """Issue seed 003: `openssl x509 -req` without extensions makes server and client certificates that look alike."""
    bare = role_of(make(subject=name("www.example.org", "Example KK")))
    assert (bare.main, bare.validation_level) == (RoleKind.UNKNOWN, None)
    assert [m.id for m in bare.remarks] == ["role_remark_no_purpose"]
    hosts = role_of(make(HOST))
    assert hosts.main is RoleKind.SERVER and "role_remark_no_purpose" in {m.id for m in hosts.remarks}
    assert role_of(make(x509.SubjectAlternativeName([x509.RFC822Name("a@b.test")]))).main is RoleKind.EMAIL
    anything = role_of(make(HOST, purposes("2.5.29.37.0")))
    assert anything.main is RoleKind.SERVER and "role_remark_any_purpose" in {m.id for m in anything.remarks}


@pytest.mark.parametrize(
    ("oids", "level"),
    [
        (["2.23.140.1.2.1"], "DV"),
        (["2.23.140.1.2.2"], "OV"),
        (["2.23.140.1.2.3"], "IV"),
        (["2.23.140.1.1"], "EV"),
        (["2.16.840.1.114412.2.1"], "EV"),
        (["2.23.140.1.2.1", "2.23.140.1.2.2"], "OV"),
        (["1.2.3.4"], None),
    ],
)
def test_validation_level_by_policy(oids: list[str], level: str | None) -> None:
    role = role_of(make(HOST, purposes(SERVER), policy(*oids), subject=name("a.test", "Example KK")))
    assert role.validation_level == level
    assert (role.level_message is not None) == (level is not None)
    ids = {m.id for m in role.remarks}
    assert ("role_remark_level_unknown_organization" in ids) == (level is None)
    assert words.say(role.tag, "en") == ("server" if level is None else f"server · {level}")
    assert words.say(role.tag, "ja") == ("サーバー" if level is None else f"サーバー · {level}")


def test_levels_of_other_kinds() -> None:
    code = role_of(make(purposes(Purpose.CODE_SIGNING.dotted_string), policy("2.23.140.1.3")))
    assert (code.validation_level, code.level_message) == ("EV", None)
    mail = role_of(make(purposes(Purpose.EMAIL_PROTECTION.dotted_string), policy("2.23.140.1.5.3.2")))
    assert mail.validation_level is None and [m.id for m in mail.remarks] == ["role_remark_mail_sponsor"]


def test_precertificate() -> None:
    role = role_of(make(HOST, purposes(SERVER), policy("2.23.140.1.2.1"), x509.PrecertPoison()))
    assert (role.main, role.also, role.validation_level) == (RoleKind.PRECERTIFICATE, (RoleKind.SERVER,), "DV")


def test_mozilla_holds_roots_only() -> None:
    assert {role_of(certificate).main for certificate in mozilla().certificates} == {RoleKind.ROOT_CA}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_agrees_on_what_real_certificates_may_do(corpora: Path) -> None:
    """`openssl x509 -purpose` says "Yes" for every purpose that a role names."""
    asked = 0
    lines = {
        RoleKind.SERVER: "SSL server : Yes",
        RoleKind.CLIENT: "SSL client : Yes",
        RoleKind.SERVER_AND_CLIENT: "SSL server : Yes",
        RoleKind.EMAIL: "S/MIME signing : Yes",
    }
    for path in sorted((corpora / "certs" / "from_captures").glob("*.der"))[::4]:
        try:
            certificate = parse_certificate(path.read_bytes())
        except DerError:
            continue
        role = role_of(certificate)
        command = ["openssl", "x509", "-inform", "DER", "-noout", "-purpose"]
        said = subprocess.run(command, input=certificate.der, capture_output=True).stdout.decode()
        if not said:
            continue
        if role.main in CA_KINDS:
            asked += 1
            assert "SSL server CA : Yes" in said or "S/MIME signing CA : Yes" in said or "Any Purpose CA : Yes" in said, path.name
        elif role.main in lines:
            asked += 1
            assert lines[role.main] in said, path.name
    assert asked >= 20


def test_every_vector_has_a_role_and_every_role_its_words() -> None:
    folder = Path(cryptography_vectors.__path__[0]) / "x509"
    seen = set()
    for path in sorted([*folder.rglob("*.pem"), *folder.rglob("*.crt"), *folder.rglob("*.der")]):
        for certificate in split(path.read_bytes())[0]:
            seen.add(role_of(certificate).main)
    assert len(seen) >= 8
    for language in words.LANGUAGES:
        rows = tomllib.loads((WORDS / language / "roles.toml").read_text(encoding="utf-8"))
        for kind in RoleKind:
            assert set(rows[f"role_{kind}"]) == {"sentence", "other_names", "purpose", "issued_by", "installed"}
            assert rows[f"role_tag_{kind}"]
