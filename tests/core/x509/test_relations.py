"""What belongs together: a small PKI made with `cryptography`, the corpora's facts, and twenty thousand certificates."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from tests.work import counted
from workbench import words
from workbench.core.collection import Collection
from workbench.core.formats import open_path
from workbench.core.formats.found import Kind
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.crl import parse_crl
from workbench.core.x509.key_pair import PrivateKey, PublicKey, key_identity
from workbench.core.x509.ocsp import parse_ocsp_request, parse_ocsp_response
from workbench.core.x509.relations import RelationKind, Relations, Thing
from workbench.core.x509.request import CertificationRequest, parse_request

DER = serialization.Encoding.DER
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
Key = ec.EllipticCurvePrivateKey
START = datetime(2026, 1, 1)


def key(number: int) -> Key:
    return ec.derive_private_key(number, ec.SECP256R1())


def name(text: str, string: x509.name._ASN1Type | None = None) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, text, _type=string)] if string else [x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def certificate(
    subject: x509.Name, public: Key, issuer: x509.Name, signer: Key, serial: int, *extensions: x509.ExtensionType, start: datetime = START
) -> x509.Certificate:
    builder = x509.CertificateBuilder(issuer, subject, public.public_key(), serial, start, start + timedelta(days=90))
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints | x509.PrecertPoison))
    return builder.sign(signer, hashes.SHA256())


def ours(theirs: x509.Certificate) -> Certificate:
    return parse_certificate(theirs.public_bytes(DER))


CA = x509.BasicConstraints(True, None)
HOST = x509.SubjectAlternativeName([x509.DNSName("a.test")])
ROOT_NAME, OLD_NAME, MIDDLE = name("Root"), name("Old Root"), name("Middle")

root = certificate(ROOT_NAME, key(1), ROOT_NAME, key(1), 1, CA)
cross = certificate(ROOT_NAME, key(1), OLD_NAME, key(2), 2, CA)
middle = certificate(MIDDLE, key(3), ROOT_NAME, key(1), 3, CA)
middle_again = certificate(MIDDLE, key(3), ROOT_NAME, key(1), 4, CA, start=START + timedelta(days=60))
middle_impostor = certificate(MIDDLE, key(4), ROOT_NAME, key(1), 5, CA)
leaf = certificate(name("a.test"), key(5), MIDDLE, key(3), 10, HOST)
renewed = certificate(name("a.test"), key(6), MIDDLE, key(3), 11, HOST, start=START + timedelta(days=60))
precertificate = certificate(name("a.test"), key(6), MIDDLE, key(3), 11, HOST, x509.PrecertPoison(), start=START + timedelta(days=60))
stranger = certificate(name("b.test"), key(5), MIDDLE, key(3), 12)


def relations_of(thing: Thing, *things: Thing) -> dict[RelationKind, set[Thing]]:
    """Every relation of `thing`; each must be sayable in both languages."""
    result = {}
    for relation in Relations([thing, *things]).of(thing):
        assert relation.kind not in result
        result[relation.kind] = set(relation.others)
        assert relation.thing == thing and len(relation.others) == len(set(relation.others))
        for language in words.LANGUAGES:
            text = words.say(relation.message, language)
            assert text != relation.message.id and "{" not in text
    return result


def private(signer: object, form: serialization.PrivateFormat = serialization.PrivateFormat.PKCS8) -> PrivateKey:
    assert isinstance(signer, Key | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey)
    return PrivateKey(signer.private_bytes(DER, form, serialization.NoEncryption()))


def test_keys_requests_and_certificates() -> None:
    csr = x509.CertificateSigningRequestBuilder().subject_name(name("a.test")).add_extension(HOST, False).sign(key(5), hashes.SHA256())
    request = parse_request(csr.public_bytes(DER))
    other_csr = x509.CertificateSigningRequestBuilder().subject_name(name("c.test")).sign(key(5), hashes.SHA256())
    other_request = parse_request(other_csr.public_bytes(DER))
    secret, public = private(key(5)), PublicKey(key(5).public_key().public_bytes(DER, SPKI))
    things: list[Thing] = [ours(leaf), ours(stranger), ours(renewed), request, other_request, secret, public, private(key(9))]
    assert relations_of(secret, *things) == {
        RelationKind.KEY_OF_CERTIFICATE: {ours(leaf), ours(stranger)},
        RelationKind.KEY_OF_REQUEST: {request, other_request},
        RelationKind.PUBLIC_KEY_HERE: {public},
    }
    assert relations_of(request, *things) == {
        RelationKind.BECAME_CERTIFICATE: {ours(leaf)},
        RelationKind.CERTIFICATE_SAME_KEY: {ours(stranger)},
        RelationKind.PRIVATE_KEY_HERE: {secret},
        RelationKind.PUBLIC_KEY_HERE: {public},
        RelationKind.REQUEST_SAME_KEY: {other_request},
    }
    of_leaf = relations_of(ours(leaf), *things)
    assert of_leaf[RelationKind.FROM_REQUEST] == {request}
    assert of_leaf[RelationKind.REQUEST_SAME_KEY] == {other_request}
    assert of_leaf[RelationKind.SAME_KEY] == {ours(stranger)}
    assert of_leaf[RelationKind.PRIVATE_KEY_HERE] == {secret}
    assert relations_of(public, *things)[RelationKind.PUBLIC_HALF_OF] == {secret}
    assert relations_of(private(key(9)), *things) == {}
    everything = Relations(things)
    assert everything.private_key_of(ours(leaf)) == secret and everything.private_key_of(ours(renewed)) is None
    assert [set(group) for group in everything.key_groups] == [{ours(leaf), ours(stranger), request, other_request, secret, public}]


def test_cas_of_one_name() -> None:
    things = [ours(c) for c in (root, cross, middle, middle_again, middle_impostor)]
    assert relations_of(ours(root), *things) == {RelationKind.CROSS_SIGNED: {ours(cross)}}
    assert relations_of(ours(middle), *things) == {
        RelationKind.RENEWED_BY: {ours(middle_again)},
        RelationKind.SAME_NAME_OTHER_KEY: {ours(middle_impostor)},
    }
    assert relations_of(ours(middle_again), *things)[RelationKind.RENEWS] == {ours(middle)}
    everything = Relations(things)
    assert everything.is_cross_signed(ours(cross)) and not everything.is_cross_signed(ours(root))
    assert not everything.is_cross_signed(ours(middle))


def test_names_in_other_letters_are_the_same_name() -> None:
    """RFC 5280 7.1: string type and case do not count; here the cross-certificate spells the name differently."""
    shouting = certificate(name("ROOT", x509.name._ASN1Type.PrintableString), key(1), OLD_NAME, key(2), 6, CA)
    assert relations_of(ours(root), ours(shouting)) == {RelationKind.CROSS_SIGNED: {ours(shouting)}}
    assert Relations([ours(shouting)]).with_subject(ours(root).subject) == (ours(shouting),)


def test_renewals_and_precertificates() -> None:
    things = [ours(c) for c in (leaf, renewed, precertificate, stranger)]
    assert relations_of(ours(leaf), *things)[RelationKind.RENEWED_BY] >= {ours(renewed)}
    assert relations_of(ours(renewed), *things)[RelationKind.RENEWS] == {ours(leaf)}
    assert relations_of(ours(renewed), *things)[RelationKind.HAS_PRECERTIFICATE] == {ours(precertificate)}
    assert relations_of(ours(precertificate), *things)[RelationKind.PRECERTIFICATE_OF] == {ours(renewed)}
    assert RelationKind.RENEWS not in relations_of(ours(stranger), *things)


def crl(signer: Key, issuer: x509.Name, number: int, *extensions: tuple[x509.ExtensionType, bool]) -> bytes:
    builder = x509.CertificateRevocationListBuilder(issuer, START, START + timedelta(days=7))
    builder = builder.add_extension(x509.CRLNumber(number), False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256()).public_bytes(DER)


def scope(**given: object) -> tuple[x509.ExtensionType, bool]:
    fields: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**(fields | given)), True  # type: ignore[arg-type]


def test_crls_cover_by_issuer_key_and_scope() -> None:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier("http://c.test/1.crl")], None, None, None)
    pointed = certificate(name("d.test"), key(7), MIDDLE, key(3), 13, x509.CRLDistributionPoints([point]))
    sub_ca = certificate(name("Sub"), key(8), MIDDLE, key(3), 14, CA)
    people = [ours(c) for c in (leaf, pointed, sub_ca, middle, root)]
    full = parse_crl(crl(key(3), MIDDLE, 1))
    assert relations_of(full, *people)[RelationKind.CRL_COVERS] == set(people[:3])
    assert relations_of(people[0], full)[RelationKind.COVERED_BY_CRL] == {full}
    assert relations_of(parse_crl(crl(key(4), MIDDLE, 1)), *people) == {}, "same name, other key"
    users = parse_crl(crl(key(3), MIDDLE, 1, scope(only_contains_user_certs=True)))
    cas = parse_crl(crl(key(3), MIDDLE, 1, scope(only_contains_ca_certs=True)))
    assert relations_of(users, *people)[RelationKind.CRL_COVERS] == {people[0], people[1]}
    assert relations_of(cas, *people)[RelationKind.CRL_COVERS] == {people[2]}
    assert relations_of(parse_crl(crl(key(3), MIDDLE, 1, scope(only_contains_attribute_certs=True))), *people) == {}
    named = parse_crl(crl(key(3), MIDDLE, 1, scope(full_name=[x509.UniformResourceIdentifier("http://c.test/1.crl")])))
    assert relations_of(named, *people)[RelationKind.CRL_COVERS] == {people[1]}


def test_an_indirect_crl_covers_what_points_to_it() -> None:
    """RFC 5280 5.2.5: another CA's certificates, when their distribution point names the CRL's issuer."""
    elsewhere = name("CRL Issuer")
    point = x509.DistributionPoint([x509.UniformResourceIdentifier("http://c.test/i.crl")], None, None, [x509.DirectoryName(elsewhere)])
    pointing = ours(certificate(name("f.test"), key(7), MIDDLE, key(3), 15, x509.CRLDistributionPoints([point])))
    indirect = parse_crl(crl(key(40), elsewhere, 1, scope(indirect_crl=True)))
    direct = parse_crl(crl(key(40), elsewhere, 1))
    things: list[Thing] = [pointing, ours(leaf), indirect, direct]
    assert relations_of(indirect, *things) == {RelationKind.CRL_COVERS: {pointing}}
    assert relations_of(direct, *things) == {}
    assert relations_of(pointing, *things)[RelationKind.COVERED_BY_CRL] == {indirect}
    assert RelationKind.COVERED_BY_CRL not in relations_of(ours(leaf), *things)


def test_delta_crls_find_their_base() -> None:
    base, newer = parse_crl(crl(key(3), MIDDLE, 5)), parse_crl(crl(key(3), MIDDLE, 9))
    delta = parse_crl(crl(key(3), MIDDLE, 7, (x509.DeltaCRLIndicator(5), True)))
    foreign = parse_crl(crl(key(1), ROOT_NAME, 5))
    assert relations_of(delta, base, newer, foreign) == {RelationKind.DELTA_OF: {base}}
    assert relations_of(base, delta, newer, foreign) == {RelationKind.HAS_DELTA: {delta}}


def test_ocsp_messages() -> None:
    asked = ocsp.OCSPRequestBuilder().add_certificate(leaf, middle, hashes.SHA1()).build()
    request = parse_ocsp_request(asked.public_bytes(DER))
    builder = ocsp.OCSPResponseBuilder().add_response(
        leaf, middle, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD, START, START + timedelta(days=1), None, None
    )
    response = parse_ocsp_response(
        builder.responder_id(ocsp.OCSPResponderEncoding.HASH, middle).sign(key(3), hashes.SHA256()).public_bytes(DER)
    )
    by_name = parse_ocsp_response(
        builder.responder_id(ocsp.OCSPResponderEncoding.NAME, middle).sign(key(3), hashes.SHA256()).public_bytes(DER)
    )
    things = [ours(c) for c in (leaf, middle, renewed, root)]
    assert relations_of(response, request, *things) == {
        RelationKind.OCSP_ABOUT: {ours(leaf)},
        RelationKind.OCSP_SIGNED_BY: {ours(middle)},
        RelationKind.OCSP_ANSWERS_REQUEST: {request},
    }
    assert relations_of(by_name, *things)[RelationKind.OCSP_SIGNED_BY] == {ours(middle)}
    assert relations_of(request, response, *things) == {
        RelationKind.OCSP_ABOUT: {ours(leaf)},
        RelationKind.OCSP_REQUEST_ANSWERED: {response},
    }
    of_leaf = relations_of(ours(leaf), request, response, *things)
    assert of_leaf[RelationKind.ANSWERED_BY_OCSP] == {response} and of_leaf[RelationKind.ASKED_BY_OCSP] == {request}
    assert relations_of(ours(middle), response)[RelationKind.SIGNS_OCSP] == {response}
    impostor = [ours(leaf), ours(middle_impostor)]
    assert RelationKind.OCSP_ABOUT not in relations_of(response, *impostor), "the issuer's key is another one"


def test_one_key_in_many_encodings() -> None:
    """Marked RSASSA-PSS or rsaEncryption, compressed or not: openssl and `cryptography` write them, the identity is one."""
    point = key(5).public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    plain = key(5).public_key().public_bytes(DER, SPKI)
    head = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107")
    compressed = b"\x30" + bytes([len(head) + len(point) + 3]) + head + b"\x03" + bytes([len(point) + 1, 0]) + point
    assert serialization.load_der_public_key(compressed) == key(5).public_key()
    assert key_identity(compressed) == key_identity(plain) != key_identity(key(6).public_key().public_bytes(DER, SPKI))
    explicit = subprocess.run(
        ["openssl", "ec", "-pubin", "-inform", "DER", "-outform", "DER", "-param_enc", "explicit"], input=plain, capture_output=True
    ).stdout
    assert len(explicit) > len(plain) and key_identity(explicit) == key_identity(plain)
    strong = rsa.generate_private_key(65537, 2048)
    spki = strong.public_key().public_bytes(DER, SPKI)
    as_pss = spki.replace(bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a"))
    assert key_identity(spki) == key_identity(as_pss)
    assert private(strong).spki == spki and "BEGIN" not in repr(private(strong))
    edwards = ed25519.Ed25519PrivateKey.generate()
    assert private(edwards).spki == edwards.public_key().public_bytes(DER, SPKI)
    assert PrivateKey(b"\x30\x03\x02\x01\x00").spki is None


def test_corpora_facts(corpora: Path) -> None:
    """`spki_sha256` in the manifest says which requests and keys are one."""
    manifest = json.loads((corpora / "certs" / "MANIFEST.json").read_text())
    wanted: dict[str, set[str]] = {}
    for entry in manifest:
        if entry["file"].startswith(("csr/", "key/")) and entry["password"] is None:
            for fact in entry["objects"]:
                if fact["kind"] in ("csr", "private_key") and fact.get("spki_sha256"):
                    wanted.setdefault(fact["spki_sha256"], set()).add(entry["file"])
    collection = Collection(
        opened
        for entry in manifest
        if entry["file"].startswith(("csr/", "key/"))
        for opened in open_path(corpora / "certs" / entry["file"])
    )
    pairs = 0
    for item in collection.of_kind(Kind.CERTIFICATE_REQUEST):
        parsed = item.parsed
        assert isinstance(parsed, CertificationRequest)
        keys = [other for r in collection.relations.of(parsed) if r.kind is RelationKind.PRIVATE_KEY_HERE for other in r.others]
        files = {Path(found.path).name for other in keys if (held := collection.item_of(other)) is not None for found in held.sources}
        expected = {Path(file).name for file in wanted.get(parsed.spki_sha256, set()) if file.startswith("key/")}
        assert expected <= files
        pairs += len(expected)
    assert pairs >= 5


@pytest.mark.parametrize("count", [20_000])
def test_twenty_thousand_certificates(count: int) -> None:
    """One answer costs a few dictionary look-ups, also among many; made from one certificate by changing serial and name."""
    sample = leaf.public_bytes(DER)
    place_serial = sample.index(b"\x02\x01\x0a")
    things = []
    for number in range(count):
        text = f"{number:06d}".encode()
        der = sample.replace(b"a.test", text)
        der = der[:place_serial] + b"\x02\x01\x0a" + der[place_serial + 3 :]
        things.append(parse_certificate(der))
    distinct = [*things, ours(leaf), ours(middle), parse_crl(crl(key(3), MIDDLE, 1)), private(key(5))]
    with counted() as first:
        everything = Relations(distinct)
        everything.of(ours(middle))
    with counted() as others:
        for thing in things[:3]:
            assert RelationKind.PRIVATE_KEY_HERE in {relation.kind for relation in everything.of(thing)}
    assert first.calls < 150 * count and others.calls < 3 * 20 * count


def test_nothing_of_a_private_key_is_said() -> None:
    secret = private(key(5))
    said = " ".join(words.say(r.message, "en") for r in Relations([secret, ours(leaf)]).of(secret)) + repr(secret)
    assert secret.der.hex() not in said
