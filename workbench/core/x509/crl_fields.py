"""A CRL as the tree of fields of RFC 5280 5.1, every node with its bytes."""

from __future__ import annotations

import functools

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.algorithms import parse_algorithm
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.extension_nodes import extensions_node
from workbench.core.x509.extensions import reason_code
from workbench.core.x509.field_nodes import broken, name_node, node, time_node
from workbench.core.x509.fields import serial_node, signature_node

MAX_ENTRIES = 2000  # entries that get a node of their own; the rest is one node, and found by serial number


@functools.lru_cache(maxsize=16)
def crl_fields(crl: CertificateList) -> Node:
    """CRL -> its fields: `tbsCertList`, `signatureAlgorithm`, `signatureValue` and all below them.

    Spans count in `crl.der`. Never raises: what cannot be decoded stays as a node with a problem.
    """
    fields = crl.fields
    children = (
        _tbs(crl),
        signed_algorithm_node(fields.signature, fields.signature_algorithm),
        signature_node("signatureValue", fields.signature_value, algorithm_oid(fields.signature_algorithm)),
    )
    return node("CertificateList", fields.certificate_list, "", children, "crl_CertificateList")


def _tbs(crl: CertificateList) -> Node:
    fields = crl.fields
    children: list[Node] = []
    if fields.version is None:
        children.append(Node("version", "v1", explanation="crl_version", note=Message("field_default")))
    else:
        number = values.integer(fields.version)
        problems = values.integer_problems(fields.version)
        if number != 1:
            problems += (Problem(Message("der_out_of_range", {"field": "version"}), fields.version.start),)
        text = f"v{number + 1} ({number})" if 0 <= number < 100 else fields.version.value[:64].hex()
        children.append(node("version", fields.version, text, (), "crl_version", problems))
    children += (
        algorithm_node("signature", fields.signature, "signature"),
        name_node("issuer", fields.issuer, "crl_issuer"),
        time_node("thisUpdate", fields.this_update, "crl_thisUpdate"),
    )
    if fields.next_update is not None:
        children.append(time_node("nextUpdate", fields.next_update, "crl_nextUpdate"))
    if fields.revoked_certificates is not None:
        children.append(_entries(crl, fields.revoked_certificates))
    if fields.crl_extensions is not None:
        extensions = wrapped_extensions_node("crlExtensions", fields.crl_extensions, "crl_extensions")
        children.append(extensions if fields.version is not None else _needs_v2(extensions, fields.crl_extensions))
    return node("tbsCertList", fields.tbs_cert_list, "", tuple(children), "crl_tbsCertList")


def _entries(crl: CertificateList, element: Element) -> Node:
    revoked = crl.revoked
    problems: tuple[Problem, ...] = ()
    if revoked.problem is not None:
        problems = (Problem(revoked.problem.message, revoked.problem.offset),)
    elif not len(revoked):
        problems = (Problem(Message("der_empty", {"field": "revokedCertificates"}), element.start),)
    children = [_entry(revoked.element(number)) for number in range(min(len(revoked), MAX_ENTRIES))]
    if len(revoked) > MAX_ENTRIES:
        start = revoked.element(MAX_ENTRIES).start
        note = Message("crl_more_entries", {"count": len(revoked) - MAX_ENTRIES})
        children.append(Node("…", str(len(revoked) - MAX_ENTRIES), start, element.end - start, note=note))
    return node("revokedCertificates", element, str(len(revoked)), tuple(children), "crl_revokedCertificates", problems)


def _entry(element: Element) -> Node:
    try:
        parts = list(reader.children(element))
        if not 2 <= len(parts) <= 3:
            raise DerError("der_wrong_count", element.start, field="revokedCertificate", expected="2-3", found=len(parts))
        children = [
            serial_node("userCertificate", parts[0].expect(reader.INTEGER, "userCertificate")),
            time_node("revocationDate", parts[1], "crl_revocationDate"),
        ]
        if len(parts) == 3:
            children.append(extensions_node("crlEntryExtensions", parts[2], explanation="crl_entryExtensions"))
    except DerError as error:
        return broken("revokedCertificate", element, error, "crl_revokedCertificate")
    value = ", ".join((children[0].value, children[1].value, *_reason(children)))
    return node("revokedCertificate", element, value, tuple(children), "crl_revokedCertificate")


def _reason(children: list[Node]) -> tuple[str, ...]:
    """The text of the reason, when the entry gives one."""
    if len(children) < 3:
        return ()
    return tuple(child.value for child in children[2].children if child.label == reason_code.NAME)


def wrapped_extensions_node(label: str, wrapper: Element, explanation: str) -> Node:
    """Extensions inside an explicit tag. Never raises."""
    try:
        return extensions_node(label, reader.first(wrapper), wrapper, explanation)
    except DerError as error:
        return broken(label, wrapper, error, explanation)


def _needs_v2(old: Node, element: Element) -> Node:
    problem = Problem(Message("der_needs_version", {"field": old.label, "version": "v2"}), element.start)
    return Node(old.label, old.value, old.start, old.length, old.children, old.explanation, (*old.problems, problem), False, old.note)


def signed_algorithm_node(inner: Element | None, outer: Element, label: str = "signatureAlgorithm") -> Node:
    """The algorithm beside a signature; a problem when the signed copy of it differs (RFC 5280 5.1.1.2)."""
    result = algorithm_node(label, outer, "signatureAlgorithm")
    if inner is None or inner.encoded == outer.encoded:
        return result
    problem = Problem(Message("der_algorithm_mismatch"), outer.start)
    return node(label, outer, result.value, result.children, "signatureAlgorithm", (*result.problems, problem))


def algorithm_oid(element: Element) -> str:
    """Dotted decimal of an AlgorithmIdentifier, "" when it cannot be read."""
    try:
        return parse_algorithm(element).oid
    except DerError:
        return ""
