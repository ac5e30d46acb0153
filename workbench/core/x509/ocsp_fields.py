"""OCSP requests and responses as trees of fields (RFC 6960 4.1.1 and 4.2.1), every node with its bytes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import REASON_NAMES
from workbench.core.x509.crl_fields import algorithm_oid, signed_algorithm_node, wrapped_extensions_node
from workbench.core.x509.field_nodes import (
    any_node,
    broken,
    guarded,
    integer_node,
    name_node,
    node,
    octets_node,
    oid_node,
    one_general_name_node,
    time_node,
)
from workbench.core.x509.fields import certificate_fields, serial_node, signature_node
from workbench.core.x509.ocsp import RESPONSE_STATUS, BasicFields, OcspRequest, OcspResponse


@functools.lru_cache(maxsize=64)
def ocsp_request_fields(request: OcspRequest) -> Node:
    """Request -> `tbsRequest` and, when it is signed, `optionalSignature`. Spans count in `request.der`. Never raises."""
    inside: list[Node] = []
    if request.version_element is not None:
        inside.append(_version(request.version_element))
    if request.requestor_name is not None:
        wrapper = request.requestor_name
        inside.append(
            guarded(
                "requestorName",
                wrapper,
                lambda: one_general_name_node("requestorName", reader.first(wrapper), "ocsp_requestorName"),
                "ocsp_requestorName",
            )
        )
    inside.append(_list("requestList", request.request_list, _request, "ocsp_requestList"))
    if request.request_extensions is not None:
        inside.append(wrapped_extensions_node("requestExtensions", request.request_extensions, "ocsp_requestExtensions"))
    children = [node("tbsRequest", request.tbs_request, "", tuple(inside), "ocsp_tbsRequest")]
    if request.optional_signature is not None:
        wrapper = request.optional_signature
        children.append(guarded("optionalSignature", wrapper, lambda: _signature(wrapper), "ocsp_optionalSignature"))
    return node("OCSPRequest", request.outer, "", tuple(children), "ocsp_OCSPRequest")


@functools.lru_cache(maxsize=64)
def ocsp_response_fields(response: OcspResponse) -> Node:
    """Response -> `responseStatus` and `responseBytes`, with the basic response inside. Spans count in `response.der`. Never raises."""
    status = response.response_status
    number = values.integer(status)
    problems = values.integer_problems(status)
    if number not in RESPONSE_STATUS:
        problems += (Problem(Message("der_out_of_range", {"field": "responseStatus"}), status.start),)
    text = f"{response.status_name} ({number})" if number in RESPONSE_STATUS else structure.decimal(number)
    children = [node("responseStatus", status, text, (), "ocsp_responseStatus", problems)]
    if response.response_bytes is not None:
        element = response.response_bytes
        children.append(guarded("responseBytes", element, lambda: _response_bytes(response, element), "ocsp_responseBytes"))
    return node("OCSPResponse", response.outer, response.status_name, tuple(children), "ocsp_OCSPResponse")


def _response_bytes(response: OcspResponse, element: Element) -> Node:
    kind, content = structure.sequence(element, "responseBytes", 2, 2)
    inside = octets_node("response", content, "ocsp_response")
    if response.basic is not None:
        inside = node("response", content, "", (_basic(response.basic),), "ocsp_response")
    return node("responseBytes", element, "", (oid_node("responseType", kind, "ocsp_responseType"), inside), "ocsp_responseBytes")


def _basic(fields: BasicFields) -> Node:
    data: list[Node] = []
    if fields.version is not None:
        data.append(_version(fields.version))
    responder = fields.responder_id
    if responder.is_context(1):
        inner = guarded("byName", responder, lambda: name_node("byName", reader.first(responder), "ocsp_byName"), "ocsp_byName")
    else:
        inner = guarded("byKey", responder, lambda: octets_node("byKey", reader.first(responder), "ocsp_byKey"), "ocsp_byKey")
    data += (
        node("responderID", responder, inner.value, (inner,), "ocsp_responderID"),
        generalized_time_node("producedAt", fields.produced_at, "ocsp_producedAt"),
        _list("responses", fields.responses, _single, "ocsp_responses"),
    )
    if fields.response_extensions is not None:
        data.append(wrapped_extensions_node("responseExtensions", fields.response_extensions, "ocsp_responseExtensions"))
    children = [
        node("tbsResponseData", fields.tbs_response_data, "", tuple(data), "ocsp_tbsResponseData"),
        signed_algorithm_node(None, fields.signature_algorithm),
        signature_node("signature", fields.signature, algorithm_oid(fields.signature_algorithm)),
    ]
    if fields.certs is not None:
        children.append(_certs(fields.certs))
    return node("BasicOCSPResponse", fields.basic_ocsp_response, "", tuple(children), "ocsp_BasicOCSPResponse")


def _version(wrapper: Element) -> Node:
    def make() -> Node:
        number = values.integer(structure.inside(wrapper, "version").expect(reader.INTEGER, "version"))
        return node("version", wrapper, f"v{number + 1} ({number})" if 0 <= number < 100 else "?", (), "ocsp_version")

    return guarded("version", wrapper, make, "ocsp_version")


def _list(label: str, element: Element, make: Callable[[Element], Node], explanation: str) -> Node:
    try:
        items = list(reader.children(element))
    except DerError as error:
        return broken(label, element, error, explanation)
    return node(label, element, str(len(items)), tuple(make(item) for item in items), explanation)


def _request(element: Element) -> Node:
    def make() -> Node:
        first, *rest = structure.sequence(element, "Request", 1, 2)
        inside = [_cert_id("reqCert", first)]
        inside += [wrapped_extensions_node("singleRequestExtensions", part, "ocsp_singleRequestExtensions") for part in rest]
        return node("Request", element, inside[0].value, tuple(inside), "ocsp_Request")

    return guarded("Request", element, make, "ocsp_Request")


def _cert_id(label: str, element: Element) -> Node:
    algorithm, name_hash, key_hash, serial = structure.sequence(element, "CertID", 4, 4)
    inside = (
        algorithm_node("hashAlgorithm", algorithm, "ocsp_hashAlgorithm"),
        octets_node("issuerNameHash", name_hash, "ocsp_issuerNameHash"),
        octets_node("issuerKeyHash", key_hash, "ocsp_issuerKeyHash"),
        serial_node("serialNumber", serial.expect(reader.INTEGER, "serialNumber")),
    )
    return node(label, element, inside[3].value, inside, "ocsp_CertID")


def _single(element: Element) -> Node:
    return guarded("SingleResponse", element, lambda: _single_response(element), "ocsp_SingleResponse")


def _single_response(element: Element) -> Node:
    id, status, this_update, *rest = structure.sequence(element, "SingleResponse", 3, 5)
    inside = [_cert_id("certID", id), _cert_status(status), generalized_time_node("thisUpdate", this_update, "ocsp_thisUpdate")]
    for part in rest:
        if part.is_context(0):
            inside.append(_wrapped_time("nextUpdate", part, "ocsp_nextUpdate"))
        elif part.is_context(1):
            inside.append(wrapped_extensions_node("singleExtensions", part, "ocsp_singleExtensions"))
        else:
            inside.append(any_node(f"[{part.number}]", part))
    return node("SingleResponse", element, f"{inside[0].value}: {inside[1].value}", tuple(inside), "ocsp_SingleResponse")


def _wrapped_time(label: str, wrapper: Element, explanation: str) -> Node:
    def make() -> Node:
        inner = generalized_time_node(label, reader.first(wrapper), explanation)
        return node(label, wrapper, inner.value, (), explanation, inner.problems)

    return guarded(label, wrapper, make, explanation)


def _cert_status(element: Element) -> Node:
    if element.is_context(1):
        parts = structure.parts(element, "RevokedInfo", 1, 2)
        inside = [generalized_time_node("revocationTime", parts[0], "ocsp_revocationTime")]
        value = f"revoked, {inside[0].value}"
        if len(parts) == 2:
            number = integer_node("revocationReason", reader.first(parts[1]))
            reason = REASON_NAMES.get(values.integer(reader.first(parts[1])), number.value)
            text = f"{reason} ({number.value})"
            inside.append(node("revocationReason", parts[1], text, (), "ocsp_revocationReason", number.problems))
            value += f", {reason}"
        return node("certStatus", element, value, tuple(inside), "ocsp_certStatus")
    names = {0: "good", 2: "unknown"}
    if element.tag_class != reader.CONTEXT or element.number not in names:
        raise DerError("der_unexpected_tag", element.start, field="certStatus", expected="80/a1/82", found=f"{element.identifier:02x}")
    return node("certStatus", element, names[element.number], (), "ocsp_certStatus")


def _certs(wrapper: Element) -> Node:
    def make() -> Node:
        items = list(reader.children(reader.first(wrapper)))
        return node("certs", wrapper, str(len(items)), tuple(_certificate(item) for item in items), "ocsp_certs")

    return guarded("certs", wrapper, make, "ocsp_certs")


def _certificate(element: Element) -> Node:
    try:
        certificate = parse_certificate(element.encoded)
        value = f"{certificate.subject.rfc4514}, {certificate.serial}"
    except DerError as error:
        return broken("Certificate", element, error)
    return shifted(replace(certificate_fields(certificate), value=value), element.start)


def shifted(tree: Node, offset: int) -> Node:
    """The same tree with every place moved: what was read from a copy of the bytes at `offset` of a greater source."""
    problems = tuple(Problem(problem.message, problem.offset + offset) for problem in tree.problems)
    start = tree.start + offset if tree.start >= 0 else -1
    return replace(tree, start=start, problems=problems, children=tuple(shifted(child, offset) for child in tree.children))


def generalized_time_node(label: str, element: Element, explanation: str) -> Node:
    """OCSP's times are GeneralizedTime in every year (RFC 6960 4.2.2.1), other than those of certificates and CRLs."""
    tree = time_node(label, element, explanation)
    return replace(tree, problems=tuple(problem for problem in tree.problems if problem.message.id != "der_time_should_be_utctime"))


def _signature(wrapper: Element) -> Node:
    algorithm, signature, *rest = structure.sequence(reader.first(wrapper), "Signature", 2, 3)
    inside = [
        signed_algorithm_node(None, algorithm),
        signature_node("signature", signature.expect(reader.BIT_STRING, "signature"), algorithm_oid(algorithm)),
    ]
    inside += [_certs(part) for part in rest]
    return node("optionalSignature", wrapper, "", tuple(inside), "ocsp_optionalSignature")
