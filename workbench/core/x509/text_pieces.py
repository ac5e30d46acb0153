"""Pieces of the text that `openssl x509 -text` and its sisters print: names, times, numbers, blocks of hex, algorithms.

Functions named `..._lines` give whole lines without line ends; `indent` counts spaces.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithms import hash_name, parse_algorithm, parse_pss
from workbench.core.x509.text_names import attribute_text, object_text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUOTED = frozenset(",+<>;")
_ONELINE_LIMIT = 255


def name_text(name: Element) -> str:
    """A Name (or an implicitly tagged one) as `C = JP, O = b, CN = a`, with OpenSSL's quotes and escapes. Raises DerError."""
    return ", ".join(rdn_text(rdn.expect(reader.SET, "RelativeDistinguishedName")) for rdn in reader.children(name))


def rdn_text(rdn: Element) -> str:
    """A RelativeDistinguishedName as `CN = a + OU = b`. Raises DerError."""
    parts = []
    for pair in reader.children(rdn):
        type, value = structure.sequence(pair, "AttributeTypeAndValue", 2, 2)
        parts.append(f"{attribute_text(values.oid(type.value))} = {_value_text(value)}")
    return " + ".join(parts)


def _value_text(element: Element) -> str:
    if not (values.is_string(element) or element.identifier in (reader.UTC_TIME, reader.GENERALIZED_TIME)):
        return "#" + element.encoded.hex().upper()
    if element.identifier in (reader.UTF8_STRING, reader.BMP_STRING, reader.UNIVERSAL_STRING):
        text = values.text(element)[0]
    else:
        text = element.value.decode("latin-1")
    result = []
    quotes = False
    last = len(text) - 1
    for index, character in enumerate(text):
        if character in _QUOTED or (character == " " and index in (0, last)) or (character == "#" and index == 0 != last):
            quotes = True
            result.append(character)
        elif character in '\\"':
            result.append("\\" + character)
        elif " " <= character <= "~":
            result.append(character)
        else:
            result.append("".join(f"\\{octet:02X}" for octet in character.encode("utf-8", "surrogatepass")))
    joined = "".join(result)
    return f'"{joined}"' if quotes else joined


def name_one_line(name: Element) -> str:
    """A Name as `/C=JP/O=b/CN=a`, at most 255 characters, as inside general names. Raises DerError."""
    result = ""
    for rdn in reader.children(name):
        for pair in reader.children(rdn):
            type, value = structure.sequence(pair, "AttributeTypeAndValue", 2, 2)
            octets = value.value[1:] if value.identifier == reader.BIT_STRING else value.value
            text = "".join(
                f"\\x{octet:02X}" if not 0x20 <= octet <= 0x7E else ("\\" + chr(octet) if octet in b"/+" else chr(octet))
                for octet in octets
            )
            part = f"/{attribute_text(values.oid(type.value))}={text}"
            if len(result) + len(part) > _ONELINE_LIMIT:
                return result
            result += part
    return result


def time_text(element: Element) -> str:
    """UTCTime or GeneralizedTime (also implicitly tagged) as `Jan  1 00:00:00 2026 GMT`."""
    if element.identifier not in (reader.UTC_TIME, reader.GENERALIZED_TIME):
        kind = reader.GENERALIZED_TIME if element.end - element.content >= 15 else reader.UTC_TIME
        element = Element(element.data, kind, kind, element.start, element.content, element.end, element.after)
    try:
        moment, _ = values.time(element)
    except DerError:
        return "Bad time value"
    fraction = b"".join(element.value.partition(b".")[1:]).rstrip(b"Z").decode("latin-1")
    return f"{_MONTHS[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S}{fraction} {moment.year} GMT"


def hex_lines(octets: bytes, indent: int, per_line: int = 15, upper: bool = False) -> Iterator[str]:
    """`aa:bb:` … with a colon at the end of every line but the last."""
    pad = " " * indent
    for start in range(0, len(octets), per_line):
        row = octets[start : start + per_line].hex(":")
        yield pad + (row.upper() if upper else row) + (":" if start + per_line < len(octets) else "")


def number_text(element: Element) -> str:
    """An INTEGER as extensions print it: decimal up to 128 bits, beyond that hex."""
    number = values.integer(element)
    if abs(number).bit_length() < 128:
        return str(number)
    digits = f"{abs(number):X}"
    return ("-" if number < 0 else "") + "0x" + ("0" if len(digits) % 2 else "") + digits


def serial_lines(element: Element, indent: int) -> Iterator[str]:
    """`Serial Number: 1 (0x1)`, or a line of hex when it is longer than eight octets."""
    pad = " " * indent
    number = values.integer(element)
    if abs(number) < 1 << 63 and number != -1:  # OpenSSL takes -1 for "does not fit"
        sign = "-" if number < 0 else ""
        yield f"{pad}Serial Number: {sign}{abs(number)} ({sign}0x{abs(number):x})"
        return
    magnitude = abs(number)
    yield f"{pad}Serial Number:"
    negative = " (Negative)" if number < 0 else ""
    yield f"{pad}    {negative}{magnitude.to_bytes((magnitude.bit_length() + 7) // 8, 'big').hex(':')}"


def algorithm_lines(element: Element, indent: int) -> Iterator[str]:
    """`Signature Algorithm: …`, for RSASSA-PSS with its parameters; they stand at column 8 wherever the first line stands."""
    name, parameters = _algorithm(element)
    yield f"{' ' * indent}Signature Algorithm: {name}{parameters[0]}"
    yield from parameters[1:]


def _algorithm(element: Element) -> tuple[str, list[str]]:
    """The name of a signature algorithm, and what follows it: the rest of the line, then further lines."""
    try:
        algorithm = parse_algorithm(element)
    except DerError:
        return "<INVALID>", [""]
    if algorithm.oid != algorithms.RSASSA_PSS:
        return object_text(algorithm.oid), [""]
    inner = " " * 8
    try:
        if algorithm.parameters is None:
            raise DerError("der_wrong_count", element.start, field="parameters", expected="1", found=0)
        pss = parse_pss(algorithm.parameters)
    except DerError:
        return "rsassaPss", [f"{inner}(INVALID PSS PARAMETERS)"]
    salt = f"{abs(pss.salt_length):X}"
    salt = salt if len(salt) % 2 == 0 else "0" + salt
    default = [" (default)" if number not in pss.given else "" for number in range(4)]
    generation = "mgf1" if pss.mask_generation == algorithms.MGF1 else object_text(pss.mask_generation)
    return "rsassaPss", [
        inner,
        f"{inner}Hash Algorithm: {hash_name(pss.hash)}{default[0]}",
        f"{inner}Mask Algorithm: {generation} with {hash_name(pss.mask_hash)}{default[1]}",
        f"{inner} Salt Length: 0x{salt}{default[2]}",
        f"{inner}Trailer Field: 0x{pss.trailer_field:02X}{default[3]}",
    ]


def signature_lines(algorithm: Element, signature: Element, indent: int = 4) -> Iterator[str]:
    """`Signature Algorithm` and `Signature Value` at the end of every signed structure; DSA's r and s apart."""
    pad = " " * indent
    name, parameters = _algorithm(algorithm)
    yield f"{pad}Signature Algorithm: {name}"
    yield f"{pad}Signature Value:{parameters[0]}"
    yield from parameters[1:]
    if name.startswith("dsa"):
        try:
            inner = reader.read(signature.data, signature.content + 1, signature.end)
            pair = [part.expect(reader.INTEGER, "signature") for part in structure.sequence(inner, "signature", 2, 2)]
            for label, part in zip(("r:   ", "s:   "), pair, strict=True):
                yield from labelled_number_lines(label, part, indent + 4)
            return
        except DerError:
            pass
    yield from hex_lines(signature.value[1:], indent + 4, 18)


def labelled_number_lines(label: str, element: Element, indent: int, unsigned: bool = False) -> Iterator[str]:
    """A labelled number: inline up to 64 bits, else hex on lines of its own, with a zero octet before a set sign bit."""
    pad = " " * indent
    number = int.from_bytes(element.value, "big") if unsigned else values.integer(element)
    if number.bit_length() <= 64:
        sign = "-" if number < 0 else ""
        yield f"{pad}{label} {sign}{abs(number)} ({sign}0x{abs(number):x})"
        return
    yield f"{pad}{label}"
    yield from hex_lines(abs(number).to_bytes(abs(number).bit_length() // 8 + 1, "big"), indent + 4)


def printable(octets: bytes) -> str:
    """Octets as text with dots for what is not printable ASCII, as unknown extensions are shown."""
    return "".join(chr(octet) if 0x20 <= octet <= 0x7E or octet in b"\r\n" else "." for octet in octets)
