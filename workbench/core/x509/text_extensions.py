"""Extensions as `openssl x509 -text`, `crl -text`, `req -text` and `ocsp -text` print them, with all their odd line breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.distribution_point import parse_points
from workbench.core.x509.extensions import (
    authority_key_identifier,
    basic_constraints,
    certificate_policies,
    extended_key_usage,
    issuing_distribution_point,
    name_constraints,
    policy_constraints,
    policy_mappings,
    private_key_usage_period,
    proxy_cert_info,
    reason_code,
    tls_feature,
)
from workbench.core.x509.general_name import GeneralNameKind, parse_general_name, parse_general_names
from workbench.core.x509.text_general_names import (
    address_text,
    general_name_text,
    long_general_name_text,
    name_block,
    raw_text,
    text_until_nul,
)
from workbench.core.x509.text_names import object_text
from workbench.core.x509.text_pieces import (
    number_text,
    printable,
    rdn_text,
    time_text,
)
from workbench.core.x509.text_resources import addresses_text, autonomous_systems_text, timestamps_text

_KEY_USAGE = (
    "Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement", "Certificate Sign", "CRL Sign",
    "Encipher Only", "Decipher Only",
)  # fmt: skip
_CERT_TYPE = ("SSL Client", "SSL Server", "S/MIME", "Object Signing", "Unused", "SSL CA", "S/MIME CA", "Object Signing CA")
_REASONS = (
    "Unused", "Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded", "Cessation Of Operation", "Certificate Hold",
    "Privilege Withdrawn", "AA Compromise",
)  # fmt: skip
REASON_CODES = (
    "Unspecified", "Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded", "Cessation Of Operation", "Certificate Hold", "",
    "Remove From CRL", "Privilege Withdrawn", "AA Compromise",
)  # fmt: skip


def extensions_lines(element: Element, indent: int, title: str = "X509v3 extensions") -> Iterator[str]:
    """A SEQUENCE OF Extension under its title. Never raises: what cannot be followed is left out or shown as octets."""
    pad = " " * indent
    try:
        items = list(reader.children(element.expect(reader.SEQUENCE, title)))
    except DerError:
        return
    if not items:
        return
    if title:
        yield f"{pad}{title}:"
    for item in items:
        yield from extension_lines(item, indent + 4)


def extension_lines(element: Element, indent: int) -> Iterator[str]:
    """One Extension: its name, `critical`, and its value four columns further in. Never raises."""
    try:
        parts = structure.sequence(element, "Extension", 2, 3)
        oid = values.oid_of(parts[0], "extnID")
        value = parts[-1].expect(reader.OCTET_STRING, "extnValue")
        critical = len(parts) == 3 and values.boolean(parts[1])
    except DerError:
        return
    yield f"{' ' * indent}{object_text(oid)}: {'critical' if critical else ''}"
    yield from extension_body(oid, value, indent + 4).split("\n")


def extension_body(oid: str, value: Element, indent: int) -> str:
    """The value of an extension as one text; octets with dots where OpenSSL knows no better or the content is broken. Never raises."""
    pad = " " * indent
    maker = _MAKERS.get(oid)
    if oid == "1.3.6.1.5.5.7.48.1.2":
        return pad + value.value.hex().upper()
    if maker is not None:
        try:
            return maker(reader.read(value.data, value.content, value.end), indent)
        except DerError:
            pass
    return pad + printable(value.value)


def _joined(parts: list[str], indent: int, lines: bool = False) -> str:
    pad = " " * indent
    if not parts:
        return f"{pad}<EMPTY>\n"
    return pad + (f"\n{pad}" if lines else ", ").join(parts)


def _names(value: Element, indent: int) -> str:
    names = parse_general_names(value, least=0)
    for name in names:
        if b"\0" in name.raw and name.kind in (GeneralNameKind.DNS_NAME, GeneralNameKind.RFC822_NAME, GeneralNameKind.URI):
            raise DerError("der_string_control_character", name.element.start)  # OpenSSL then shows the octets
    return _joined([general_name_text(name, name.element) for name in names], indent)


def _basic_constraints(value: Element, indent: int) -> str:
    decoded = basic_constraints.parse(value)
    parts = [f"CA:{str(decoded.ca).upper()}"]
    if decoded.path_len_constraint is not None:
        parts.append(f"pathlen:{structure.decimal(decoded.path_len_constraint)}")
    return _joined(parts, indent)


def _bits(names: tuple[str, ...]) -> Callable[[Element, int], str]:
    def make(value: Element, indent: int) -> str:
        bits = values.named_bits(value.expect(reader.BIT_STRING, "bits"))
        return _joined([name for number, name in enumerate(names) if number in bits], indent)

    return make


def _purposes(value: Element, indent: int) -> str:
    return _joined([object_text(oid) for oid in extended_key_usage.parse(value).oids], indent)


def _key_identifier(value: Element, indent: int) -> str:
    return " " * indent + value.expect(reader.OCTET_STRING, "keyIdentifier").value.hex(":").upper()


def _authority_key_identifier(value: Element, indent: int) -> str:
    decoded = authority_key_identifier.parse(value)
    parts = []
    if decoded.key_identifier is not None:
        prefix = "keyid:" if decoded.issuer or decoded.serial is not None else ""
        parts.append(prefix + decoded.key_identifier.hex(":").upper())
    parts += [general_name_text(name, name.element) for name in decoded.issuer]
    if decoded.serial is not None:
        serial = abs(decoded.serial)
        octets = serial.to_bytes(max(1, (serial.bit_length() + 7) // 8), "big")
        parts.append("serial:" + ("-" if decoded.serial < 0 else "") + octets.hex(":").upper())
    if not parts:
        return " " * indent + printable(value.encoded)
    return _joined(parts, indent, lines=True)


def _access(value: Element, indent: int) -> str:
    parts = []
    for item in structure.sequence(value, "AccessDescription"):
        method, location = structure.sequence(item, "AccessDescription", 2, 2)
        name = general_name_text(parse_general_name(location), location)
        parts.append(f"{object_text(values.oid_of(method, 'accessMethod'))} - {name}")
    return _joined(parts, indent, lines=True)


def _policies(value: Element, indent: int) -> str:
    pad = " " * indent
    return "\n".join(
        f"{pad}Policy: {object_text(policy.policy)}" + "".join("\n" + _qualifier(q, indent + 2) for q in policy.qualifiers)
        for policy in certificate_policies.parse(value).policies
    )


def _qualifier(qualifier: certificate_policies.PolicyQualifier, indent: int) -> str:
    pad = " " * indent
    if qualifier.cps_uri is not None:
        content = list(reader.children(qualifier.element))[1]
        return f"{pad}CPS: {text_until_nul(content.expect(reader.IA5_STRING, 'cPSuri').value)}"
    if qualifier.notice is None:
        return f"{pad}Unknown Qualifier: {object_text(qualifier.oid)}\n"
    lines = [f"{pad}User Notice:"]
    notice = qualifier.notice
    for part in reader.children(list(reader.children(qualifier.element))[1]):
        if part.identifier == reader.SEQUENCE:
            numbers = notice.notice_numbers
            lines.append(f"{pad}  Organization: {text_until_nul(reader.first(part).value)}")
            lines.append(f"{pad}  Number{'s' if len(numbers) > 1 else ''}: {', '.join(map(structure.decimal, numbers))}")
        else:
            lines.append(f"{pad}  Explicit Text: {text_until_nul(part.value)}")
    return "\n".join(lines)


def _mappings(value: Element, indent: int) -> str:
    return _joined([f"{object_text(a)}:{object_text(b)}" for a, b in policy_mappings.parse(value).pairs], indent)


def _policy_constraints(value: Element, indent: int) -> str:
    decoded = policy_constraints.parse(value)
    pairs = (("Require Explicit Policy", decoded.require_explicit_policy), ("Inhibit Policy Mapping", decoded.inhibit_policy_mapping))
    return _joined([f"{label}:{structure.decimal(number)}" for label, number in pairs if number is not None], indent)


def _name_constraints(value: Element, indent: int) -> str:
    decoded = name_constraints.parse(value)
    pad = " " * indent
    blocks = []
    for title, subtrees in (("Permitted", decoded.permitted), ("Excluded", decoded.excluded)):
        if subtrees:
            lines = [f"{pad}{title}:"]
            for subtree in subtrees:
                name = subtree.base
                if name.kind is GeneralNameKind.IP_ADDRESS:
                    half = 16 if len(name.raw) >= 16 else 4
                    lines.append(f"{pad}  IP:{address_text(name.raw[:half])}/{address_text(name.raw[half:])}")
                else:
                    lines.append(f"{pad}  {long_general_name_text(name, name.element)}")
            blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _point_name(wrapper: Element, indent: int) -> str:
    pad = " " * indent
    choice = structure.inside(wrapper, "distributionPoint")
    if choice.is_context(0):
        return f"{pad}Full Name:\n{name_block(parse_general_names(choice), indent)}"
    return f"{pad}Relative Name:\n{pad}  {rdn_text(choice)}\n"


def _reasons(title: str, bits: frozenset[int], indent: int) -> str:
    pad = " " * indent
    names = ", ".join(name for number, name in enumerate(_REASONS) if number in bits)
    return f"{pad}{title}:\n{pad}  {names or '<EMPTY>'}\n"


def _points(value: Element, indent: int) -> str:
    blocks = []
    for point in parse_points(value, "CRLDistributionPoints"):
        text = ""
        fields = structure.tagged(list(reader.children(point.element)), "DistributionPoint")
        if 0 in fields:
            text += _point_name(fields[0], indent)
        if point.reasons is not None:
            text += _reasons("Reasons", point.reasons, indent)
        if point.crl_issuer:
            text += f"{' ' * indent}CRL Issuer:\n{name_block(point.crl_issuer, indent)}"
        blocks.append(text)
    return "\n".join(blocks)


def _issuing_point(value: Element, indent: int) -> str:
    decoded = issuing_distribution_point.parse(value)
    pad = " " * indent
    fields = structure.tagged(list(reader.children(value)), "issuingDistributionPoint")
    text = _point_name(fields[0], indent) if 0 in fields else ""
    for number, title in ((1, "Only User Certificates"), (2, "Only CA Certificates"), (4, "Indirect CRL")):
        if number in fields and values.boolean(fields[number]):
            text += f"{pad}{title}\n"
    if decoded.only_some_reasons is not None:
        text += _reasons("Only Some Reasons", decoded.only_some_reasons, indent)
    if decoded.only_contains_attribute_certs:
        text += f"{pad}Only Attribute Certificates\n"
    return text or f"{pad}<EMPTY>\n"


def _number(value: Element, indent: int) -> str:
    return " " * indent + number_text(value.expect(reader.INTEGER, "number"))


def _moment(value: Element, indent: int) -> str:
    values.time(value)
    return " " * indent + time_text(value)


def _object(value: Element, indent: int) -> str:
    return " " * indent + object_text(values.oid_of(value, "object"))


def _reason(value: Element, indent: int) -> str:
    code = reason_code.parse(value).code
    known = 0 <= code < len(REASON_CODES) and REASON_CODES[code]
    return " " * indent + (known or structure.decimal(code))


def _ia5(value: Element, indent: int) -> str:
    return " " * indent + raw_text(value.expect(reader.IA5_STRING, "text").value)


def _tls_feature(value: Element, indent: int) -> str:
    return _joined([tls_feature.FEATURES.get(number, structure.decimal(number)) for number in tls_feature.parse(value).features], indent)


def _usage_period(value: Element, indent: int) -> str:
    private_key_usage_period.parse(value)
    fields = structure.tagged(list(reader.children(value)), "privateKeyUsagePeriod")
    parts = [f"{label}: {time_text(fields[n])}" for n, label in ((0, "Not Before"), (1, "Not After")) if n in fields]
    return " " * indent + ", ".join(parts)


def _proxy(value: Element, indent: int) -> str:
    decoded = proxy_cert_info.parse(value)
    pad = " " * indent
    length = "infinite"
    if decoded.path_len_constraint is not None:
        number = decoded.path_len_constraint
        length = f"{number:02X}" if number < 256 else f"{number:04X}"
    text = f"{pad}Path Length Constraint: {length}\n{pad}Policy Language: {object_text(decoded.language)}"
    return text if decoded.policy is None else f"{text}\n{pad}Policy Text: {raw_text(decoded.policy)}"


def _crl_reference(value: Element, indent: int) -> str:
    pad = " " * indent
    text = ""
    makers: tuple[tuple[str, Callable[[Element], str]], ...] = (
        ("crlUrl", lambda inner: raw_text(inner.value)),
        ("crlNum", number_text),
        ("crlTime", time_text),
    )
    fields = structure.tagged(structure.sequence(value, "CrlID", 0, 3), "CrlID")
    for number, (label, make) in enumerate(makers):
        if number in fields:
            text += f"{pad}{label}: {make(structure.inside(fields[number], label))}\n"
    return text


_MAKERS: dict[str, Callable[[Element, int], str]] = {
    "2.5.29.14": _key_identifier,
    "2.5.29.15": _bits(_KEY_USAGE),
    "2.5.29.16": _usage_period,
    "2.5.29.17": _names,
    "2.5.29.18": _names,
    "2.5.29.19": _basic_constraints,
    "2.5.29.20": _number,
    "2.5.29.21": _reason,
    "2.5.29.23": _object,
    "2.5.29.24": _moment,
    "2.5.29.27": _number,
    "2.5.29.28": _issuing_point,
    "2.5.29.29": _names,
    "2.5.29.30": _name_constraints,
    "2.5.29.31": _points,
    "2.5.29.32": _policies,
    "2.5.29.33": _mappings,
    "2.5.29.35": _authority_key_identifier,
    "2.5.29.36": _policy_constraints,
    "2.5.29.37": _purposes,
    "2.5.29.46": _points,
    "2.5.29.54": _number,
    "1.3.6.1.5.5.7.1.1": _access,
    "1.3.6.1.5.5.7.1.7": addresses_text,
    "1.3.6.1.5.5.7.1.8": autonomous_systems_text,
    "1.3.6.1.5.5.7.1.11": _access,
    "1.3.6.1.5.5.7.1.14": _proxy,
    "1.3.6.1.5.5.7.1.24": _tls_feature,
    "1.3.6.1.5.5.7.48.1.3": _crl_reference,
    "1.3.6.1.5.5.7.48.1.4": _purposes,
    "1.3.6.1.5.5.7.48.1.5": lambda value, indent: "",
    "1.3.6.1.5.5.7.48.1.6": _moment,
    "1.3.6.1.4.1.11129.2.4.2": timestamps_text,
    "1.3.6.1.4.1.11129.2.4.3": lambda value, indent: " " * indent + "NULL",
    "1.3.6.1.4.1.11129.2.4.5": timestamps_text,
    "2.16.840.1.113730.1.1": _bits(_CERT_TYPE),
} | {f"2.16.840.1.113730.1.{number}": _ia5 for number in (2, 3, 4, 7, 8, 12, 13)}
