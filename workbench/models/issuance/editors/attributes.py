"""The attributes a name is made of, and the country codes of ISO 3166."""

from __future__ import annotations

import functools

from PySide6.QtCore import QLocale

from workbench.core.asn1.oids import oid_name
from workbench.core.errors import Message
from workbench.core.x509.name import SHORT_NAMES

COMMON_NAME, COUNTRY = "2.5.4.3", "2.5.4.6"
COUNTRIES = frozenset((COUNTRY, "1.3.6.1.4.1.311.60.2.1.3"))
"""Attributes whose value is a country code of two letters."""
OFFERED = {
    COMMON_NAME: "common_name",
    "2.5.4.10": "organization",
    "2.5.4.11": "unit",
    COUNTRY: "country",
    "2.5.4.8": "state",
    "2.5.4.7": "locality",
    "2.5.4.5": "serial_number",
    "2.5.4.42": "given_name",
    "2.5.4.4": "surname",
    "2.5.4.12": "title",
    "1.2.840.113549.1.9.1": "email",
    "0.9.2342.19200300.100.1.25": "domain_component",
    "0.9.2342.19200300.100.1.1": "user_id",
    "2.5.4.15": "business_category",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdiction_country",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdiction_state",
    "1.3.6.1.4.1.311.60.2.1.1": "jurisdiction_locality",
    "2.5.4.97": "organization_identifier",
    "2.5.4.17": "postal_code",
    "2.5.4.9": "street",
}
"""OID -> end of the id `issuing_attribute_...`, whose sentence is what people call it and whose part `meaning` says what it is for."""


def short_name(oid: str) -> str:
    """CN for the common name; the name of its standard for others; "" for what nobody here knows."""
    return SHORT_NAMES.get(oid) or oid_name(oid) or ""


def message(oid: str) -> Message:
    """What an attribute is, for any OID: sentence and `meaning`."""
    if oid in OFFERED:
        return Message(f"issuing_attribute_{OFFERED[oid]}")
    return Message("issuing_other_attribute", {"name": oid_name(oid) or oid or "?"})


@functools.cache
def _countries() -> dict[str, tuple[str, str]]:
    """Name in English or in the country's own languages, or code, folded -> code and English name."""
    found: dict[str, tuple[str, str]] = {}
    for territory in QLocale.Country:
        code, name = QLocale.territoryToCode(territory), QLocale.territoryToString(territory)
        if len(code) != 2 or not code.isalpha():
            continue
        for text in (name, code):
            found.setdefault(text.casefold(), (code, name))
        for locale in QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, territory):
            if native := locale.nativeTerritoryName():
                found.setdefault(native.casefold(), (code, name))
    return found


def country(text: str) -> tuple[str, str] | None:
    """A country by its name (in English, or in a language that is spoken there) or code -> ("JP", "Japan")."""
    return _countries().get(text.strip().casefold())
