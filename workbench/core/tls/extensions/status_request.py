"""status_request: the server staples a proof that its certificate is not revoked (RFC 6066 section 8, RFC 8446 section 4.4.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.codec import opaque_vector, structure, uint8, vector
from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import CertificateStatusType, ExtensionType, HandshakeType

TYPE = ExtensionType.status_request
CITATION = "RFC 6066 section 8"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class CertificateStatusRequest:
    """The form of `status_type` ocsp, the only one. Responder ids and the request's extensions are DER."""

    status_type: Annotated[int, uint8(CertificateStatusType)]
    responder_id_list: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**16 - 1), 0, 2**16 - 1, "ResponderID")]
    request_extensions: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class CertificateStatus:
    """In TLS 1.3 inside a CertificateEntry, in TLS 1.2 a handshake message of its own. `response` is a DER OCSPResponse."""

    TYPE: ClassVar[int] = HandshakeType.certificate_status
    status_type: Annotated[int, uint8(CertificateStatusType)]
    response: Annotated[bytes, opaque_vector(1, 2**24 - 1)]


def ocsp_response(status: CertificateStatus) -> bytes:
    """The response. Raises PeerError: illegal_parameter for a type that nobody can have asked for."""
    if status.status_type != CertificateStatusType.ocsp:
        raise PeerError(AlertDescription.illegal_parameter, "tls_certificate_status_type", type=status.status_type)
    return status.response


IN = {
    Context.client_hello: CertificateStatusRequest,
    Context.server_hello: Empty,
    Context.certificate_request: Empty,
    Context.certificate: CertificateStatus,
}
