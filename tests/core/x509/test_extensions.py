"""Extensions: typed values and nodes, against `cryptography` on certificates made by it, the corpora, and bytes written by hand."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from tests.core.x509 import crafted
from workbench.core.asn1 import reader, writer
from workbench.core.asn1.oids import oid_citation
from workbench.core.asn1.reader import DerError
from workbench.core.node import Node
from workbench.core.x509 import decoded as decoded_values
from workbench.core.x509 import extensions
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.extension_nodes import extension_node
from workbench.core.x509.general_name import GeneralNameKind

MODULES = {row.file: row.module for row in extensions.TABLE}  # loads them all
KEY = ec.generate_private_key(ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, "試験")])


def made(*items: x509.ExtensionType, critical: bool = False) -> Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    )
    for item in items:
        builder = builder.add_extension(item, critical)
    return parse_certificate(builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER))


def decoded(item: x509.ExtensionType) -> object:
    return extensions.decode(made(item).extensions[0])


def node_of(oid: str, value: bytes) -> Node:
    return extension_node(reader.read(crafted.extension(oid, value)))


def problems(node: Node) -> list[str]:
    return [problem.message.id for inner in node.walk() for problem in inner.problems]


# The table


def test_every_module_of_the_folder_has_a_row() -> None:
    folder = Path(extensions.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(MODULES)
    assert len(extensions.BY_OID) == len(extensions.TABLE)


def test_rows_say_what_their_modules_say() -> None:
    for file, module in MODULES.items():
        said = [(module.OID, module.NAME, module.CITATION), *getattr(module, "OTHERS", ())]
        assert [(row.oid, row.name, row.citation) for row in extensions.TABLE if row.file == file] == said


def test_what_is_decoded_to_a_class_is_found_by_it() -> None:
    for name, oid in decoded_values._OIDS.items():
        assert isinstance(getattr(extensions.BY_OID[oid].module, name), type)


def test_every_row_is_a_known_object_with_a_source() -> None:
    for row in extensions.TABLE:
        assert oid_citation(row.oid), row.name
        assert row.citation


# RFC 5280


@pytest.mark.parametrize(("ca", "length"), [(True, None), (True, 0), (True, 3), (False, None)])
def test_basic_constraints(ca: bool, length: int | None) -> None:
    value = decoded(x509.BasicConstraints(ca, length))
    assert value == extensions.basic_constraints.BasicConstraints(ca, length)


def test_key_usage() -> None:
    value = decoded(x509.KeyUsage(True, False, True, False, True, True, False, False, True))
    assert isinstance(value, extensions.key_usage.KeyUsage)
    assert value.bits == {0, 2, 4, 5, 8}
    assert value.names == ("digitalSignature", "keyEncipherment", "keyAgreement", "keyCertSign", "decipherOnly")
    assert extensions.key_usage.KEY_CERT_SIGN in value and extensions.key_usage.CRL_SIGN not in value


def test_extended_key_usage() -> None:
    value = decoded(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, x509.ObjectIdentifier("1.2.3.4")]))
    assert value == extensions.extended_key_usage.ExtendedKeyUsage(("1.3.6.1.5.5.7.3.1", "1.2.3.4"))


ALL_NAMES: list[x509.GeneralName] = [
    x509.DNSName("www.example.test"),
    x509.RFC822Name("a@example.test"),
    x509.UniformResourceIdentifier("https://example.test/a"),
    x509.IPAddress(ipaddress.ip_address("192.0.2.1")),
    x509.IPAddress(ipaddress.ip_address("2001:db8::1")),
    x509.DirectoryName(NAME),
    x509.RegisteredID(x509.ObjectIdentifier("1.2.3.4")),
    x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), writer.element(0x0C, b"user@example.test")),
]


@pytest.mark.parametrize("kind", [x509.SubjectAlternativeName, x509.IssuerAlternativeName])
def test_alternative_names(kind: type[x509.SubjectAlternativeName]) -> None:
    value = decoded(kind(ALL_NAMES))
    names = value.names  # type: ignore[attr-defined]
    assert [(name.kind, name.value) for name in names] == [
        (GeneralNameKind.DNS_NAME, "www.example.test"),
        (GeneralNameKind.RFC822_NAME, "a@example.test"),
        (GeneralNameKind.URI, "https://example.test/a"),
        (GeneralNameKind.IP_ADDRESS, "192.0.2.1"),
        (GeneralNameKind.IP_ADDRESS, "2001:db8::1"),
        (GeneralNameKind.DIRECTORY_NAME, "CN=試験,C=JP"),
        (GeneralNameKind.REGISTERED_ID, "1.2.3.4"),
        (GeneralNameKind.OTHER_NAME, "user@example.test"),
    ]
    assert names[5].name.der == NAME.public_bytes()
    assert names[7].type_id == "1.3.6.1.4.1.311.20.2.3"
    assert names[3].raw == bytes((192, 0, 2, 1))


def test_name_constraints() -> None:
    value = decoded(
        x509.NameConstraints(
            [x509.DNSName(".example.test"), x509.IPAddress(ipaddress.ip_network("10.0.0.0/8"))],
            [x509.IPAddress(ipaddress.ip_network("2001:db8::/32")), x509.DirectoryName(NAME)],
        )
    )
    assert isinstance(value, extensions.name_constraints.NameConstraints)
    assert [subtree.base.value for subtree in value.permitted] == [".example.test", "10.0.0.0/8"]
    assert [subtree.base.value for subtree in value.excluded] == ["2001:db8::/32", "CN=試験,C=JP"]
    assert all(subtree.minimum == 0 and subtree.maximum is None for subtree in (*value.permitted, *value.excluded))


def test_policies() -> None:
    notice = x509.UserNotice(x509.NoticeReference("組織", [1, 2]), "通知")
    value = decoded(
        x509.CertificatePolicies(
            [
                x509.PolicyInformation(x509.ObjectIdentifier("2.23.140.1.2.2"), None),
                x509.PolicyInformation(x509.ObjectIdentifier("1.2.3"), ["https://example.test/cps", notice]),
            ]
        )
    )
    assert isinstance(value, extensions.certificate_policies.CertificatePolicies)
    assert value.oids == ("2.23.140.1.2.2", "1.2.3") and "1.2.3" in value
    cps, text = value.policies[1].qualifiers
    assert cps.cps_uri == "https://example.test/cps"
    assert text.notice == extensions.certificate_policies.UserNotice("組織", (1, 2), "通知")


def test_policy_mappings_constraints_and_inhibition() -> None:
    pair = writer.sequence(writer.sequence(writer.oid("1.2.3"), writer.oid("1.2.4")))
    assert extensions.policy_mappings.parse(pair).pairs == (("1.2.3", "1.2.4"),)
    assert decoded(x509.PolicyConstraints(0, 3)) == extensions.policy_constraints.PolicyConstraints(0, 3)
    assert decoded(x509.PolicyConstraints(None, 1)) == extensions.policy_constraints.PolicyConstraints(None, 1)
    assert decoded(x509.InhibitAnyPolicy(2)) == extensions.inhibit_any_policy.InhibitAnyPolicy(2)


def test_key_identifiers() -> None:
    value = decoded(x509.AuthorityKeyIdentifier(b"\1\2", [x509.DirectoryName(NAME)], 77))
    assert isinstance(value, extensions.authority_key_identifier.AuthorityKeyIdentifier)
    assert (value.key_identifier, value.serial, value.issuer[0].value) == (b"\1\2", 77, "CN=試験,C=JP")
    assert decoded(x509.SubjectKeyIdentifier(b"\5")) == extensions.subject_key_identifier.SubjectKeyIdentifier(b"\5")


@pytest.mark.parametrize("kind", [x509.CRLDistributionPoints, x509.FreshestCRL])
def test_distribution_points(kind: type[x509.CRLDistributionPoints]) -> None:
    rdn = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "rel")])
    points = [
        x509.DistributionPoint([x509.UniformResourceIdentifier("http://a.test/")], None, None, None),
        x509.DistributionPoint(
            None, rdn, frozenset([x509.ReasonFlags.key_compromise, x509.ReasonFlags.superseded]), [x509.DirectoryName(NAME)]
        ),
    ]
    first, second = decoded(kind(points)).points  # type: ignore[attr-defined]
    assert first.full_name[0].value == "http://a.test/" and first.reasons is None and first.crl_issuer == ()
    assert second.relative_name[0].value == "rel" and second.reasons == {1, 4} and second.crl_issuer[0].value == "CN=試験,C=JP"


def test_information_access() -> None:
    value = decoded(
        x509.AuthorityInformationAccess(
            [
                x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://o.test")),
                x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier("http://c.test")),
            ]
        )
    )
    assert isinstance(value, extensions.authority_info_access.AuthorityInfoAccess)
    assert value.locations("1.3.6.1.5.5.7.48.1") == ("http://o.test",)
    assert value.locations("1.3.6.1.5.5.7.48.2") == ("http://c.test",)


def test_crl_extensions() -> None:
    reasons = frozenset([x509.ReasonFlags.key_compromise])
    idp = x509.IssuingDistributionPoint([x509.UniformResourceIdentifier("http://i.test")], None, False, True, reasons, True, False)
    value = extensions.issuing_distribution_point.parse(idp.public_bytes())
    assert value.full_name[0].value == "http://i.test"
    assert (value.only_contains_user_certs, value.only_contains_ca_certs, value.indirect_crl, value.only_some_reasons) == (
        False,
        True,
        True,
        {1},
    )
    assert extensions.crl_number.parse(x509.CRLNumber(9).public_bytes()).number == 9
    assert extensions.delta_crl_indicator.parse(x509.DeltaCRLIndicator(8).public_bytes()).number == 8
    assert extensions.reason_code.parse(x509.CRLReason(x509.ReasonFlags.remove_from_crl).public_bytes()).name == "removeFromCRL"
    moment = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert extensions.invalidity_date.parse(x509.InvalidityDate(moment).public_bytes()).date == moment
    issuer = x509.CertificateIssuer([x509.DirectoryName(NAME)])
    assert extensions.certificate_issuer.parse(issuer.public_bytes()).names[0].value == "CN=試験,C=JP"


# Others, against the library where it knows them


def test_tls_feature_presence_and_nonce() -> None:
    assert decoded(x509.TLSFeature([x509.TLSFeatureType.status_request])) == extensions.tls_feature.TlsFeature((5,))
    assert decoded(x509.OCSPNoCheck()) == extensions.presence.Presence()
    assert decoded(x509.PrecertPoison()) == extensions.presence.Presence()
    assert extensions.octets.parse(x509.OCSPNonce(b"\1\2").public_bytes()).octets == b"\1\2"


def test_microsoft_template_and_usage_period() -> None:
    template = x509.MSCertificateTemplate(x509.ObjectIdentifier("1.3.6.1.4.1.311.21.8.1"), 100, 4)
    assert decoded(template) == extensions.microsoft_template.CertificateTemplate("1.3.6.1.4.1.311.21.8.1", 100, 4)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    period = x509.PrivateKeyUsagePeriod(start, start + timedelta(days=9))
    value = decoded(period)
    assert value == extensions.private_key_usage_period.PrivateKeyUsagePeriod(start, start + timedelta(days=9))


def test_microsoft_others() -> None:
    assert extensions.microsoft_template_name.parse(writer.element(0x1E, "WebServer".encode("utf-16-be"))).name == "WebServer"
    assert extensions.microsoft_ca_version.parse(writer.integer(0x00020003)) == extensions.microsoft_ca_version.CaVersion(3, 2)
    sid = b"S-1-5-21-1-2-3-1105"
    other = writer.element(0xA0, writer.oid("1.3.6.1.4.1.311.25.2.1"), writer.element(0xA0, writer.octet_string(sid)))
    assert extensions.microsoft_sid.parse(writer.sequence(other)).sid == sid.decode()
    policies = extensions.BY_OID["1.3.6.1.4.1.311.21.10"].parse(writer.sequence(writer.sequence(writer.oid("1.3.6.1.5.5.7.3.1"))))
    assert isinstance(policies, extensions.certificate_policies.CertificatePolicies)


def test_netscape() -> None:
    assert extensions.netscape_cert_type.parse(bytes.fromhex("03020640")).names == ("sslServer",)
    assert extensions.netscape_text.parse(writer.element(0x16, b"hello")).text == "hello"


def test_qualified_certificate_statements() -> None:
    def statement(oid: str, *info: bytes) -> bytes:
        return writer.sequence(writer.oid(oid), *info)

    amount = writer.sequence(writer.element(0x13, b"EUR"), writer.integer(15), writer.integer(3))
    pds = writer.sequence(writer.sequence(writer.element(0x16, b"https://p.test"), writer.element(0x13, b"en")))
    role = writer.sequence(writer.oid("0.4.0.19495.1.3"), writer.element(0x0C, b"PSP_AI"))
    psd2 = writer.sequence(writer.sequence(role), writer.element(0x0C, b"Bank"), writer.element(0x0C, b"GB-FCA"))
    value = writer.sequence(
        statement("0.4.0.1862.1.1"),
        statement("0.4.0.1862.1.2", amount),
        statement("0.4.0.1862.1.3", writer.integer(10)),
        statement("0.4.0.1862.1.4"),
        statement("0.4.0.1862.1.5", pds),
        statement("0.4.0.1862.1.6", writer.sequence(writer.oid("0.4.0.1862.1.6.3"))),
        statement("0.4.0.1862.1.7", writer.sequence(writer.element(0x13, b"JP"))),
        statement("0.4.0.19495.2", psd2),
        statement("1.2.3.4", writer.null()),
    )
    decoded = extensions.qc_statements.parse(value)
    assert extensions.qc_statements.COMPLIANCE in decoded
    assert [item.values for item in decoded.statements] == [
        (), ("EUR 15000",), ("10",), (), ("https://p.test (en)",), ("0.4.0.1862.1.6.3",), ("JP",), ("PSP_AI", "Bank", "GB-FCA"), (),
    ]  # fmt: skip
    node = node_of("1.3.6.1.5.5.7.1.3", value)
    assert not problems(node)
    assert node.find("QcLimitValue") is not None and node.find("QcType", "statementInfo", "QcType") is not None


def test_a_broken_statement_leaves_the_others_readable() -> None:
    broken = writer.sequence(writer.oid("0.4.0.1862.1.2"), writer.null())
    node = node_of("1.3.6.1.5.5.7.1.3", writer.sequence(writer.sequence(writer.oid("0.4.0.1862.1.1")), broken))
    assert problems(node) == ["der_unexpected_tag"]
    assert node.find("QcCompliance") is not None


def test_resources() -> None:
    prefix = writer.bit_string(bytes((192, 0, 2)))
    span = writer.sequence(writer.bit_string(bytes((10, 0, 0, 0))), writer.bit_string(bytes((10, 1)), 0))
    v4 = writer.sequence(writer.octet_string(b"\0\1"), writer.sequence(prefix, span))
    v6 = writer.sequence(writer.octet_string(b"\0\2\1"), writer.null())
    families = extensions.ip_addr_blocks.parse(writer.sequence(v4, v6)).families
    assert families[0].blocks == ("192.0.2.0/24", "10.0.0.0-10.1.255.255")
    assert families[1].blocks is None and families[1].name == "IPv6 (SAFI 1)"
    ranges = writer.sequence(writer.integer(1), writer.sequence(writer.integer(5), writer.integer(9)))
    value = writer.sequence(writer.element(0xA0, ranges), writer.element(0xA1, writer.null()))
    assert extensions.as_identifiers.parse(value) == extensions.as_identifiers.AsIdentifiers(((1, 1), (5, 9)), ())


def test_smaller_ones() -> None:
    info = writer.sequence(writer.integer(1), writer.sequence(writer.oid("1.3.6.1.5.5.7.21.1")))
    assert extensions.proxy_cert_info.parse(info) == extensions.proxy_cert_info.ProxyCertInfo(1, "1.3.6.1.5.5.7.21.1", None)
    org = writer.sequence(
        writer.element(0x13, b"NTR"), writer.element(0x13, b"JP"), writer.element(0x80, b"13"), writer.element(0x0C, b"0123")
    )
    assert extensions.cabf_organization_identifier.parse(org) == extensions.cabf_organization_identifier.CabfOrganizationIdentifier(
        "NTR", "JP", "13", "0123"
    )
    entrust = writer.sequence(writer.element(0x1B, b"V7.1"), writer.element(0x03, b"\x04\x90"))
    assert extensions.entrust_version.parse(entrust).version == "V7.1"
    capability = writer.sequence(writer.sequence(writer.oid("2.16.840.1.101.3.4.1.42")))
    assert extensions.smime_capabilities.parse(capability).oids == ("2.16.840.1.101.3.4.1.42",)
    born = writer.element(0x18, b"19800101000000Z")
    attributes = writer.sequence(writer.sequence(writer.oid("1.3.6.1.5.5.7.9.1"), writer.element(0x31, born)))
    parsed = extensions.subject_directory_attributes.parse(attributes).attributes
    assert parsed == (("1.3.6.1.5.5.7.9.1", ("1980-01-01 00:00:00 UTC",)),)
    picture = writer.sequence(writer.integer(0), writer.algorithm("2.16.840.1.101.3.4.2.1"), writer.octet_string(bytes(32)))
    assert extensions.biometric_info.parse(writer.sequence(picture)).items[0].type == "picture"
    logo = writer.sequence(writer.element(0xA2, writer.sequence(writer.element(0x16, b"https://l.test/a.svg"))))
    assert extensions.logotype.parse(logo).uris == ("https://l.test/a.svg",)


# Nodes


@pytest.mark.parametrize("row", extensions.TABLE, ids=lambda row: row.name)
@pytest.mark.parametrize("value", [b"", b"\x05\x00", b"\x30\x00", b"\x30\x05\x02", b"\xff" * 30, b"\x04\x02\x00\x09", bytes(40)])
def test_a_broken_extension_is_a_node_never_an_exception(row: extensions.Row, value: bytes) -> None:
    node = node_of(row.oid, value)
    assert node.label == row.name
    assert node.find("extnID") is not None
    if value in (b"", b"\xff" * 30, b"\x30\x05\x02"):
        assert problems(node)
    try:
        row.parse(value)
    except DerError as error:
        assert error.message.id.startswith("der_")


def test_an_unknown_extension_is_shown_as_asn1_or_hex() -> None:
    tree = node_of("1.2.392.99", writer.sequence(writer.integer(5)))
    assert tree.find("extnValue", "SEQUENCE", "INTEGER") is not None
    plain = node_of("1.2.392.99", b"\xca\xfe")
    assert plain.find("extnValue") is not None and plain.children[-1].value == "cafe"


def test_defaults_trailing_bytes_and_control_characters_are_problems() -> None:
    assert problems(node_of("2.5.29.19", bytes.fromhex("3003010100"))) == ["der_default_encoded"]
    assert problems(node_of("2.5.29.14", writer.octet_string(b"a") + b"\0")) == ["der_trailing_data"]
    assert problems(node_of("2.5.29.17", writer.sequence(writer.element(0x82, b"a.test\0.evil.test")))) == ["der_string_control_character"]
    assert problems(node_of("2.5.29.17", writer.sequence(writer.element(0x87, b"\1\2\3")))) == ["der_ip_address_length"]
    assert problems(node_of("2.5.29.15", bytes.fromhex("030200a0"))) == ["der_named_bits_trailing_zeros"]


# Outside data


def test_same_values_as_the_library_on_every_certificate_of_the_corpora(corpora: Path) -> None:
    compared = 0
    for file in sorted((corpora / "certs" / "from_captures").glob("*.der")):
        der = file.read_bytes()
        try:
            theirs = list(x509.load_der_x509_certificate(der).extensions)
            ours = parse_certificate(der).extensions
        except (ValueError, DerError):
            continue
        for their, our in zip(theirs, ours, strict=True):
            assert (their.oid.dotted_string, their.critical) == (our.oid, our.critical)
            compared += _compare(their.value, our)
    assert compared > 600


def _compare(their: x509.ExtensionType, our: object) -> int:
    try:
        value = extensions.decode(our)  # type: ignore[arg-type]
    except DerError:
        assert isinstance(their, x509.SubjectAlternativeName) and not list(their)  # the library takes an empty one
        return 0
    match their:
        case x509.BasicConstraints():
            assert (value.ca, value.path_len_constraint) == (their.ca, their.path_length)  # type: ignore[union-attr]
        case x509.KeyUsage():
            assert (5 in value.bits, 0 in value.bits, 2 in value.bits) == (  # type: ignore[union-attr]
                their.key_cert_sign,
                their.digital_signature,
                their.key_encipherment,
            )
        case x509.ExtendedKeyUsage():
            assert value.oids == tuple(oid.dotted_string for oid in their)  # type: ignore[union-attr]
        case x509.SubjectAlternativeName():
            assert value.of(GeneralNameKind.DNS_NAME) == tuple(their.get_values_for_type(x509.DNSName))  # type: ignore[union-attr]
            assert len(value.names) == len(list(their))  # type: ignore[union-attr]
        case x509.CertificatePolicies():
            assert value.oids == tuple(policy.policy_identifier.dotted_string for policy in their)  # type: ignore[union-attr]
        case x509.AuthorityKeyIdentifier():
            assert (value.key_identifier, value.serial) == (their.key_identifier, their.authority_cert_serial_number)  # type: ignore[union-attr]
        case x509.SubjectKeyIdentifier():
            assert value.key_identifier == their.digest  # type: ignore[union-attr]
        case x509.CRLDistributionPoints():
            assert [len(p.full_name) for p in value.points] == [len(p.full_name or ()) for p in their]  # type: ignore[union-attr]
        case x509.AuthorityInformationAccess():
            assert [d.method for d in value.descriptions] == [d.access_method.dotted_string for d in their]  # type: ignore[union-attr]
        case x509.PrecertificateSignedCertificateTimestamps():
            for sct, other in zip(value.timestamps, their, strict=True):  # type: ignore[union-attr]
                assert (sct.log_id, sct.timestamp, sct.signature) == (other.log_id, other.timestamp.replace(tzinfo=UTC), other.signature)
        case _:
            return 0
    return 1
