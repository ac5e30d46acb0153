"""CRLs against `cryptography`: its own vectors, NIST's PKITS, the corpora, and lists made here."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.work import counted
from workbench import words
from workbench.core.asn1 import reader, writer
from workbench.core.asn1.reader import DerError
from workbench.core.node import Node
from workbench.core.x509.crl import REASON_NAMES, CertificateList, parse_crl
from workbench.core.x509.crl_fields import MAX_ENTRIES, crl_fields
from workbench.core.x509.name import Name, parse_name

VECTORS = Path(cryptography_vectors.__path__[0]) / "x509"
KEY = ec.derive_private_key(7, ec.SECP256R1())
DAY = datetime(2026, 1, 2, 3, 4, 5)


def der_of(path: Path) -> bytes:
    data = path.read_bytes()
    if b"-----BEGIN" not in data:
        return data
    block = re.search(rb"-----BEGIN X509 CRL-----(.*?)-----END", data, re.DOTALL)
    assert block is not None, path
    return base64.b64decode(block[1])


@cache
def all_crls() -> tuple[tuple[str, bytes], ...]:
    return tuple(_all_crls())


def _all_crls() -> Iterator[tuple[str, bytes]]:
    for path in sorted((VECTORS / "PKITS_data" / "crls").glob("*.crl")):
        yield path.name, path.read_bytes()
    for path in sorted([*(VECTORS / "custom").glob("crl_*"), *(VECTORS / "custom").glob("*_crl.pem")]):
        yield path.name, der_of(path)


def x509_name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def our_name(text: str) -> Name:
    return parse_name(reader.read(x509_name(text).public_bytes()))


def make(entries: list[x509.RevokedCertificate], *extensions: x509.ExtensionType) -> bytes:
    builder = x509.CertificateRevocationListBuilder(revoked_certificates=entries)
    builder = builder.issuer_name(x509_name("issuer")).last_update(DAY).next_update(datetime(2026, 2, 1))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def entry(serial: int, *extensions: x509.ExtensionType) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(DAY)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.CertificateIssuer))
    return builder.build()


def value_of(extensions: x509.Extensions, kind: type[x509.ExtensionType], field: str) -> object:
    try:
        return getattr(extensions.get_extension_for_class(kind).value, field)
    except x509.ExtensionNotFound:
        return None


def test_frame_and_entries_agree_with_cryptography() -> None:
    compared = entries = reasons = 0
    for name, der in all_crls():
        try:
            theirs = x509.load_der_x509_crl(der)
            extensions = theirs.extensions
            their_entries = [(r.serial_number, r.revocation_date_utc, list(r.extensions)) for r in theirs]
            times = theirs.last_update_utc, theirs.next_update_utc
        except (ValueError, x509.DuplicateExtension, x509.InvalidVersion):
            continue
        ours = parse_crl(der)
        compared += 1
        assert (ours.this_update, ours.next_update) == times, name
        assert ours.issuer_der == theirs.issuer.public_bytes() or ours.issuer.rfc4514 == theirs.issuer.rfc4514_string(), name
        assert [(e.oid, e.critical) for e in ours.extensions] == [(e.oid.dotted_string, e.critical) for e in extensions], name
        assert ours.fields.tbs_cert_list.encoded == theirs.tbs_certlist_bytes, name
        assert ours.fields.signature_value.value[1:] == theirs.signature, name
        assert ours.crl_number == value_of(extensions, x509.CRLNumber, "crl_number"), name
        assert ours.base_crl_number == value_of(extensions, x509.DeltaCRLIndicator, "crl_number"), name
        assert ours.authority_key_identifier == value_of(extensions, x509.AuthorityKeyIdentifier, "key_identifier"), name
        assert ours.is_indirect == bool(value_of(extensions, x509.IssuingDistributionPoint, "indirect_crl")), name
        assert len(ours.revoked) == len(their_entries)
        assert ours.revoked.problem is None, name
        for mine, (serial, date, its) in zip(ours.revoked, their_entries, strict=True):
            entries += 1
            assert (mine.serial_number, mine.revocation_date) == (serial, date), name
            flag = next((e.value.reason for e in its if isinstance(e.value, x509.CRLReason)), None)
            reasons += flag is not None
            assert (None if mine.reason is None else REASON_NAMES[mine.reason]) == (flag.value if flag else None), name
            when = next((e.value.invalidity_date_utc for e in its if isinstance(e.value, x509.InvalidityDate)), None)
            assert mine.invalidity_date == when, name
    assert compared > 150 and entries > 80 and reasons > 40


def test_indirect_crl_carries_the_certificate_issuer_on() -> None:
    """RFC 5280 5.3.3: an entry without certificateIssuer belongs to the issuer of the entry before it."""
    first, second = (x509.CertificateIssuer([x509.DirectoryName(x509_name(text))]) for text in ("first", "second"))
    point = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
    der = make([entry(1), entry(2, first), entry(3), entry(1, second), entry(4), entry(1)], point)
    crl = parse_crl(der)
    assert crl.is_indirect
    assert [e.certificate_issuer and e.certificate_issuer.short for e in crl.revoked] == [
        None, "first", "first", "second", "second", "second",
    ]  # fmt: skip
    assert crl.find(1) is not None and crl.find(2) is None
    assert crl.find(2, our_name("first")) is not None
    assert crl.find(2, our_name("second")) is None
    assert len(crl.revoked.with_serial(1)) == 3
    assert crl.covers_issuer(our_name("second")) and crl.covers_issuer(our_name("issuer")) and not crl.covers_issuer(our_name("third"))
    assert [name.short for name in crl.revoked.certificate_issuers] == ["first", "second"]


def test_issuers_of_entries_in_pkits() -> None:
    """The indirect CRLs of PKITS 4.14, followed entry by entry with `cryptography`."""
    named = 0
    for name, der in all_crls():
        if not name.startswith("indirectCRL"):
            continue
        current, wanted = None, []
        for revoked in x509.load_der_x509_crl(der):
            for extension in revoked.extensions:
                if isinstance(extension.value, x509.CertificateIssuer):
                    current = extension.value.get_values_for_type(x509.DirectoryName)[0].rfc4514_string()
                    named += 1
            wanted.append(current)
        crl = parse_crl(der)
        assert [e.certificate_issuer.rfc4514 if e.certificate_issuer else None for e in crl.revoked] == wanted, name
    assert named >= 3


def test_a_hundred_thousand_entries_open_at_once_and_are_found() -> None:
    plain = make([entry(5, x509.CRLReason(x509.ReasonFlags.key_compromise))])
    small = parse_crl(plain)
    one = small.revoked.element(0).encoded
    assert small.fields.revoked_certificates is not None
    body = b"".join(one.replace(b"\x02\x01\x05", b"\x02\x04" + (0x01000000 + n).to_bytes(4, "big")) for n in range(2))
    assert len(body) == 2 * (len(one) + 3)
    serial = one.index(b"\x02\x01\x05")
    head, tail = one[2:serial], one[serial + 3 :]
    entries = b"".join(writer.sequence(head + b"\x02\x04" + (0x01000000 + n).to_bytes(4, "big") + tail) for n in range(100_000))
    parts = list(reader.children(small.fields.tbs_cert_list))
    listed = [part.encoded for part in parts]
    listed[parts.index(small.fields.revoked_certificates)] = writer.sequence(entries)
    rest = [part.encoded for part in reader.children(small.fields.certificate_list)][1:]
    der = writer.sequence(writer.sequence(*listed), *rest)
    with counted() as frame:
        crl = parse_crl(der)
    assert frame.calls < 200
    with counted() as scanned:
        assert len(crl.revoked) == 100_000
        found = crl.find(0x01000000 + 99_999)
        assert crl.find(7) is None
    assert found is not None and found.reason == 1
    assert scanned.calls < 1_000_000
    fields = crl_fields(crl).find("tbsCertList", "revokedCertificates")
    assert fields is not None and fields.value == "100000" and len(fields.children) == MAX_ENTRIES + 1
    assert fields.children[-1].start + fields.children[-1].length == fields.start + fields.length


def test_what_cannot_be_followed_is_not_taken_for_good() -> None:
    """A list that breaks off must not answer "not revoked" for what may stand behind the break."""
    der = make([entry(1), entry(2), entry(3)])
    crl = parse_crl(der)
    third = crl.revoked.element(2).start
    broken = parse_crl(der[:third] + b"\x31" + der[third + 1 :])
    assert [e.serial_number for e in broken.revoked] == [1, 2]
    assert broken.revoked.problem is not None and broken.revoked.problem.offset == third
    assert broken.find(2) is not None
    with pytest.raises(DerError):
        broken.find(3)


def test_long_forms_and_odd_serials_go_the_careful_way() -> None:
    long = writer.sequence(b"\x02\x81\x03\x01\x02\x03", b"\x17\x0d260102030405Z")
    negative = writer.sequence(b"\x02\x01\xff", b"\x17\x0d260102030405Z")
    plain = parse_crl(make([entry(1)]))
    assert plain.fields.revoked_certificates is not None
    parts = list(reader.children(plain.fields.tbs_cert_list))
    listed = [part.encoded for part in parts]
    listed[parts.index(plain.fields.revoked_certificates)] = writer.sequence(long, negative)
    rest = [part.encoded for part in reader.children(plain.fields.certificate_list)][1:]
    crl = parse_crl(writer.sequence(writer.sequence(*listed), *rest))
    assert [e.serial for e in crl.revoked] == ["10203", "-1"]
    assert crl.find(0x010203) is not None and crl.find(-1) is not None


def test_corpora(corpora: Path) -> None:
    folder = corpora / "certs" / "crl"
    full, delta, partial = (parse_crl((folder / name).read_bytes()) for name in ("full.crl", "delta.crl", "idp_partial_reasons.crl"))
    assert (full.crl_number, full.is_delta, [e.reason for e in full.revoked]) == (7, False, [1, 2, 3])
    assert (delta.crl_number, delta.base_crl_number) == (8, 7)
    point = crl_fields(partial).find("tbsCertList", "crlExtensions", "issuingDistributionPoint", "onlySomeReasons")
    assert point is not None and point.value == "keyCompromise, cACompromise"
    assert len(parse_crl((folder / "large_10000.crl").read_bytes()).revoked) == 10_000


def test_fields_lie_in_the_bytes_in_order() -> None:
    for name, der in all_crls():
        try:
            crl = parse_crl(der)
        except DerError:
            continue
        check_spans(crl_fields(crl), len(der), name)


def check_spans(node: Node, size: int, name: str) -> None:
    """Children lie inside their parent and do not run backwards; everything that is said about a field has words."""
    assert 0 <= node.start <= node.start + node.length <= size, (name, node.label)
    assert not node.explanation or words.has(node.explanation), node.explanation
    assert node.note is None or words.has(node.note.id), node.note
    assert all(words.has(problem.message.id) for problem in node.problems), (name, node.problems)
    position = node.start
    for child in node.children:
        if child.start < 0:
            continue
        assert position <= child.start and child.start + child.length <= node.start + node.length, (name, node.label, child.label)
        position = child.start
        check_spans(child, size, name)


@given(st.data())
def test_damage_ends_in_a_crl_or_a_typed_refusal(data: st.DataObject) -> None:
    der = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    try:
        crl = parse_crl(bytes(der))
    except DerError:
        return
    assert isinstance(crl, CertificateList)
    assert crl_fields(crl).label == "CertificateList"
    for number in range(len(crl.revoked)):
        try:
            assert isinstance(crl.revoked[number].reason, int | None)
        except DerError as error:
            assert error.message.id.startswith("der_")


SAMPLE = make(
    [entry(1, x509.CRLReason(x509.ReasonFlags.superseded), x509.InvalidityDate(DAY)), entry(1 << 100)],
    x509.CRLNumber(3),
    x509.IssuingDistributionPoint([x509.UniformResourceIdentifier("http://a.test/")], None, True, False, None, False, False),
)


def test_utc_everywhere() -> None:
    assert parse_crl(SAMPLE).this_update == DAY.replace(tzinfo=UTC)
