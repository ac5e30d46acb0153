"""AlgorithmIdentifier -> Node, with parameters decoded (RFC 3279, 4055, 5480, 5758, 8410)."""

from __future__ import annotations

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithms import hash_name, parse_algorithm, parse_pss
from workbench.core.x509.curves import CURVES
from workbench.core.x509.field_nodes import any_node, broken, integer_node, node, oid_node, oid_text

_PKCS1 = "1.2.840.113549.1.1."
_NULL_WANTED = {_PKCS1 + arc: name for arc, name in (
    ("1", "rsaEncryption"), ("2", "md2WithRSAEncryption"), ("4", "md5WithRSAEncryption"), ("5", "sha1WithRSAEncryption"),
    ("11", "sha256WithRSAEncryption"), ("12", "sha384WithRSAEncryption"), ("13", "sha512WithRSAEncryption"),
    ("14", "sha224WithRSAEncryption"),
)}  # fmt: skip
_NONE_WANTED = frozenset(
    ["1.2.840.10045.4.1", *(f"1.2.840.10045.4.3.{n}" for n in range(1, 5)), "1.2.840.10040.4.3"]
    + [f"2.16.840.1.101.3.4.3.{n}" for n in (1, 2, 17, 18, 19, *range(20, 32))]
    + [f"2.16.840.1.101.3.4.4.{n}" for n in range(1, 4)]
    + [f"1.3.101.{n}" for n in range(110, 114)]
)


def algorithm_node(label: str, element: Element, explanation: str = "") -> Node:
    """An AlgorithmIdentifier: `algorithm` and `parameters` below it, the algorithm's name as value. Never raises."""
    try:
        algorithm = parse_algorithm(element)
    except DerError as error:
        return broken(label, element, error, explanation)
    first = reader.first(element)
    children = [oid_node("algorithm", first, "algorithm")]
    value = algorithm.name
    problems: tuple[Problem, ...] = ()
    parameters = algorithm.parameters
    if parameters is None:
        if algorithm.oid in _NULL_WANTED:
            problems = (Problem(Message("der_parameters_missing", {"algorithm": algorithm.name}), element.start),)
    else:
        child, more = _parameters(algorithm.oid, parameters)
        children.append(child)
        value += more
        if algorithm.oid in _NONE_WANTED:
            problems = (Problem(Message("der_parameters_present", {"algorithm": algorithm.name}), parameters.start),)
        elif algorithm.oid in _NULL_WANTED and parameters.identifier != reader.NULL:
            problems = (Problem(Message("der_parameters_missing", {"algorithm": algorithm.name}), parameters.start),)
    return node(label, element, value, tuple(children), explanation, problems)


def _parameters(oid: str, parameters: Element) -> tuple[Node, str]:
    """The node of the parameters, and what to add to the algorithm's name ("" or " (P-256)")."""
    try:
        if parameters.identifier == reader.NULL:
            return node("parameters", parameters, "NULL", (), "parameters"), ""
        if oid == algorithms.RSASSA_PSS:
            return _pss(parameters)
        if oid in (algorithms.EC, "1.3.132.1.12", "1.3.132.1.13"):
            return _elliptic(parameters)
        if oid == algorithms.DSA:
            return _numbers(parameters, "Dss-Parms", ("p", "q", "g")), ""
        if oid == algorithms.DH_PKCS3:
            return _numbers(parameters, "DHParameter", ("prime", "base", "privateValueLength")), ""
        if oid == algorithms.DH_X942:
            return _numbers(parameters, "DomainParameters", ("p", "g", "q", "j")), ""
        if parameters.identifier == reader.OBJECT_IDENTIFIER:
            name = oid_text(values.oid(parameters.value))
            return oid_node("parameters", parameters, "parameters"), f" ({name.split(' (')[0]})"
    except DerError as error:
        return broken("parameters", parameters, error, "parameters"), ""
    return any_node("parameters", parameters, "parameters"), ""


def _pss(parameters: Element) -> tuple[Node, str]:
    pss = parse_pss(parameters)
    children = []
    for number, element in sorted(pss.given.items()):
        inner = reader.first(element)
        label = ("hashAlgorithm", "maskGenAlgorithm", "saltLength", "trailerField")[number] if number < 4 else f"[{number}]"
        if number == 0:
            below, value, default = algorithm_node("hashAlgorithm", inner), hash_name(pss.hash), pss.hash == algorithms.SHA1
        elif number == 1:
            below = algorithm_node("maskGenAlgorithm", inner)
            value = f"{'mgf1' if pss.mask_generation == algorithms.MGF1 else oid_text(pss.mask_generation)} ({hash_name(pss.mask_hash)})"
            default = (pss.mask_generation, pss.mask_hash) == (algorithms.MGF1, algorithms.SHA1)
        else:
            below = integer_node(label, inner)
            value, default = below.value, values.integer(inner) == (20, 1)[number - 2] if number < 4 else False
        problems = below.problems
        if default:
            problems += (Problem(Message("der_default_encoded", {"field": label, "value": value}), element.start),)
        children.append(node(label, element, value, below.children, label, problems))
    hash = hash_name(pss.hash)
    text = f"{hash}, saltLength {structure.decimal(pss.salt_length)}"
    return node("parameters", parameters, text, tuple(children), "RSASSA-PSS-params"), f" ({hash})"


def _elliptic(parameters: Element) -> tuple[Node, str]:
    if parameters.identifier == reader.OBJECT_IDENTIFIER:
        oid = values.oid(parameters.value)
        curve = CURVES.get(oid)
        text = oid_text(oid) if curve is None else f"{curve.name} ({f'{curve.other}, ' if curve.other else ''}{oid})"
        return node("namedCurve", parameters, text, (), "namedCurve"), f" ({curve.name if curve else oid})"
    parts = structure.sequence(parameters, "ECParameters", 5, 7)
    version, field, curve_element, base, order, *rest = parts
    inner = structure.sequence(field, "FieldID", 2, 2)
    prime = inner[1].identifier == reader.INTEGER
    below = (oid_node("fieldType", inner[0]), integer_node("prime", inner[1]) if prime else any_node("parameters", inner[1]))
    ab = structure.sequence(curve_element, "Curve", 2, 3)
    curve_nodes = tuple(
        node(label, part, part.value.hex()) for label, part in zip(("a", "b", "seed"), ab, strict=False)
    )
    children = [
        integer_node("version", version),
        node("fieldID", field, below[1].value, below, "fieldID"),
        node("curve", curve_element, "", curve_nodes, "curve"),
        node("base", base, base.value.hex(), (), "base"),
        integer_node("order", order, "order"),
    ]
    children += [integer_node("cofactor", part) if part.identifier == reader.INTEGER else any_node("hash", part) for part in rest]
    problem = Problem(Message("der_explicit_curve"), parameters.start)
    return node("ecParameters", parameters, "", tuple(children), "ecParameters", (problem,)), ""


def _numbers(parameters: Element, what: str, labels: tuple[str, ...]) -> Node:
    parts = structure.sequence(parameters, what, 2)
    children = [
        integer_node(label, part, "domainParameters") if part.identifier == reader.INTEGER else any_node(label, part)
        for label, part in zip((*labels, *("" for _ in parts)), parts, strict=False)
    ]
    return node("parameters", parameters, "", tuple(children), "parameters")
