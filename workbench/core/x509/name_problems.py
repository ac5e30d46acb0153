"""What RFC 5280 appendix A.1 does not allow about one attribute of a name: its string type, its length, a wrong country code."""

from __future__ import annotations

from workbench.core.asn1 import reader
from workbench.core.errors import Message
from workbench.core.node import Problem
from workbench.core.x509.name import Attribute

_UPPER_BOUNDS = {  # RFC 5280 appendix A.1 (ub-...), in characters
    "2.5.4.3": 64, "2.5.4.4": 32768, "2.5.4.5": 64, "2.5.4.7": 128, "2.5.4.8": 128, "2.5.4.10": 64, "2.5.4.11": 64,
    "2.5.4.12": 64, "2.5.4.41": 32768, "2.5.4.42": 32768, "2.5.4.43": 32768, "2.5.4.44": 32768, "2.5.4.65": 128,
    "1.2.840.113549.1.9.1": 255,
}  # fmt: skip
_COUNTRY = ("2.5.4.6", "1.3.6.1.4.1.311.60.2.1.3")
_DIRECTORY_STRING = frozenset(
    (reader.UTF8_STRING, reader.PRINTABLE_STRING, reader.TELETEX_STRING, reader.UNIVERSAL_STRING, reader.BMP_STRING)
)
_TYPES = {
    "2.5.4.6": ("PrintableString", frozenset((reader.PRINTABLE_STRING,))),
    "1.3.6.1.4.1.311.60.2.1.3": ("PrintableString", frozenset((reader.PRINTABLE_STRING,))),
    "2.5.4.5": ("PrintableString", frozenset((reader.PRINTABLE_STRING,))),
    "2.5.4.46": ("PrintableString", frozenset((reader.PRINTABLE_STRING,))),
    "0.9.2342.19200300.100.1.25": ("IA5String", frozenset((reader.IA5_STRING,))),
    "1.2.840.113549.1.9.1": ("IA5String", frozenset((reader.IA5_STRING,))),
} | {
    f"2.5.4.{arc}": ("DirectoryString", _DIRECTORY_STRING) for arc in (3, 4, 7, 8, 10, 11, 12, 41, 42, 43, 44, 65)
}  # fmt: skip


def attribute_problems(attribute: Attribute) -> tuple[Problem, ...]:
    """Wrong string type, empty or too long value, a country that is not two letters. Characters are checked by `values.text`."""
    where = attribute.element.start
    found: list[Problem] = []
    kind, allowed = _TYPES.get(attribute.type, ("", None))
    if allowed is not None and attribute.tag not in allowed:
        found.append(Problem(Message("der_wrong_string_type", {"field": attribute.short_name, "expected": kind}), where))
    if attribute.type in _COUNTRY and not (len(attribute.value) == 2 and attribute.value.isascii() and attribute.value.isalpha()):
        found.append(Problem(Message("der_country", {"found": attribute.value[:40]}), where))
    elif not attribute.value:
        found.append(Problem(Message("der_empty", {"field": attribute.short_name}), where))
    elif len(attribute.value) > _UPPER_BOUNDS.get(attribute.type, len(attribute.value)):
        params: dict[str, str | int] = {
            "field": attribute.short_name, "limit": _UPPER_BOUNDS[attribute.type], "found": len(attribute.value)
        }  # fmt: skip
        found.append(Problem(Message("der_too_long", dict(params)), where))
    return tuple(found)
