"""Qualified certificate statements: what European law says of the certificate."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import (
    any_node,
    general_names_node,
    integer_node,
    node,
    oid_node,
    oid_text,
    text_node,
)
from workbench.core.x509.general_name import parse_general_names

OID = "1.3.6.1.5.5.7.1.3"
NAME = "qcStatements"
CITATION = "RFC 3739 §3.2.6, ETSI EN 319 412-5"

COMPLIANCE = "0.4.0.1862.1.1"
LIMIT_VALUE = "0.4.0.1862.1.2"
RETENTION_PERIOD = "0.4.0.1862.1.3"
SSCD = "0.4.0.1862.1.4"
PDS = "0.4.0.1862.1.5"
TYPE = "0.4.0.1862.1.6"
LEGISLATION = "0.4.0.1862.1.7"
SYNTAX_V1 = "1.3.6.1.5.5.7.11.1"
SYNTAX_V2 = "1.3.6.1.5.5.7.11.2"
PSD2 = "0.4.0.19495.2"
_EXPLAINED = (COMPLIANCE, LIMIT_VALUE, RETENTION_PERIOD, SSCD, PDS, TYPE, LEGISLATION, SYNTAX_V1, SYNTAX_V2, PSD2)


@dataclass(frozen=True, slots=True)
class QcStatement:
    """One statement.

    oid     dotted decimal of statementId
    values  what it says, as texts: ("EUR 1000",), ("0.4.0.1862.1.6.3",), ("https://… (en)",), ("PSP_AI", "Bank of …", "GB-FCA");
            () for none
    """

    oid: str
    values: tuple[str, ...]
    element: Element


@dataclass(frozen=True, slots=True)
class QcStatements:
    """The statements in order."""

    statements: tuple[QcStatement, ...]

    def __contains__(self, oid: str) -> bool:
        return any(statement.oid == oid for statement in self.statements)


def parse(value: Element | bytes) -> QcStatements:
    """The content of extnValue -> QcStatements. Raises DerError."""
    result = []
    for item in structure.sequence(structure.only(value, NAME), NAME):
        statement, *info = structure.sequence(item, "QCStatement", 1, 2)
        oid = values.oid_of(statement, "statementId")
        texts = _texts(oid, info[0]) if info else ()
        result.append(QcStatement(oid, texts, item))
    return QcStatements(tuple(result))


def _texts(oid: str, info: Element) -> tuple[str, ...]:
    match oid:
        case "0.4.0.1862.1.2":
            return (_amount(info),)
        case "0.4.0.1862.1.3":
            return (structure.decimal(values.integer(info.expect(reader.INTEGER, "QcRetentionPeriod"))),)
        case "0.4.0.1862.1.5":
            pairs = (structure.sequence(part, "PdsLocation", 2, 2) for part in structure.sequence(info, "PdsLocations"))
            return tuple(f"{values.text(url)[0]} ({values.text(language)[0]})" for url, language in pairs)
        case "0.4.0.1862.1.6":
            return tuple(values.oid_of(part, "QcType") for part in structure.sequence(info, "QcType"))
        case "0.4.0.1862.1.7":
            return tuple(values.text(part)[0] for part in structure.sequence(info, "QcCClegislation"))
        case "1.3.6.1.5.5.7.11.1" | "1.3.6.1.5.5.7.11.2":
            found: list[str] = []
            for part in structure.sequence(info, "SemanticsInformation", 0, 2):
                if part.identifier == reader.OBJECT_IDENTIFIER:
                    found.append(values.oid(part.value))
                else:
                    found += (name.value for name in parse_general_names(part))
            return tuple(found)
        case "0.4.0.19495.2":
            roles, name, identifier = structure.sequence(info, "PSD2QcType", 3, 3)
            named = (structure.sequence(role, "RoleOfPSP", 2, 2)[1] for role in structure.sequence(roles, "rolesOfPSP"))
            return (*(values.text(role)[0] for role in named), values.text(name)[0], values.text(identifier)[0])
    return ()


def _amount(info: Element) -> str:
    currency, amount, exponent = structure.sequence(info, "MonetaryValue", 3, 3)
    unit = structure.decimal(values.integer(currency)) if currency.identifier == reader.INTEGER else values.text(currency)[0]
    number, power = values.integer(amount), values.integer(exponent)
    if 0 <= power <= 18 and number.bit_length() <= 64:
        return f"{unit} {number * 10**power}"
    return f"{unit} {structure.decimal(number)}e{structure.decimal(power)}"


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each statement; one that cannot be followed is shown as ASN.1 with the problem. Raises DerError."""
    result = []
    for item in structure.sequence(value, NAME):
        statement, *info = structure.sequence(item, "QCStatement", 1, 2)
        oid = values.oid_of(statement, "statementId")
        children = [oid_node("statementId", statement)]
        problems: tuple[Problem, ...] = ()
        text = ""
        if info:
            try:
                texts = _texts(oid, info[0])
                text = ", ".join(oid_name(entry) or entry for entry in texts)
                children.append(_info_node(oid, info[0]))
            except DerError as error:
                problems = (Problem(error.message, error.offset),)
                children.append(any_node("statementInfo", info[0]))
        name = oid_name(oid) or oid
        result.append(node(name, item, text or oid, tuple(children), name if oid in _EXPLAINED else "", problems))
    return tuple(result)


def _info_node(oid: str, info: Element) -> Node:
    if oid == TYPE:
        return node("statementInfo", info, "", tuple(oid_node("QcType", part) for part in reader.children(info)))
    if oid == PDS:
        locations = []
        for part in reader.children(info):
            url, language = reader.children(part)
            locations.append(node("PdsLocation", part, values.text(url)[0], (text_node("url", url), text_node("language", language))))
        return node("statementInfo", info, "", tuple(locations))
    if oid == LIMIT_VALUE:
        currency, amount, exponent = reader.children(info)
        first = integer_node("currency", currency) if currency.identifier == reader.INTEGER else text_node("currency", currency)
        parts = (first, integer_node("amount", amount), integer_node("exponent", exponent))
        return node("statementInfo", info, _amount(info), parts)
    if oid == RETENTION_PERIOD:
        return integer_node("statementInfo", info)
    if oid == LEGISLATION:
        return node("statementInfo", info, "", tuple(text_node("CountryName", part) for part in reader.children(info)))
    if oid == PSD2:
        roles, name, identifier = reader.children(info)
        inner = []
        for role in reader.children(roles):
            role_oid, role_name = reader.children(role)
            below = (oid_node("roleOfPspOid", role_oid), text_node("roleOfPspName", role_name))
            inner.append(node("RoleOfPSP", role, oid_text(values.oid(role_oid.value)), below))
        all_parts = (node("rolesOfPSP", roles, "", tuple(inner)), text_node("nCAName", name), text_node("nCAId", identifier))
        return node("statementInfo", info, "", all_parts)
    if oid in (SYNTAX_V1, SYNTAX_V2):
        pieces = tuple(
            oid_node("semanticsIdentifier", part)
            if part.identifier == reader.OBJECT_IDENTIFIER
            else general_names_node("nameRegistrationAuthorities", part)
            for part in reader.children(info)
        )
        return node("statementInfo", info, "", pieces)
    return any_node("statementInfo", info)
