"""The fields of every kind of object, loaded when somebody looks at them. No Qt."""

from __future__ import annotations

from workbench.core.node import Node
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.crl_fields import crl_fields
from workbench.core.x509.fields import certificate_fields
from workbench.core.x509.key_nodes import public_key_fields
from workbench.core.x509.key_pair import PrivateKey, PublicKey
from workbench.core.x509.ocsp import OcspRequest, OcspResponse
from workbench.core.x509.ocsp_fields import ocsp_request_fields, ocsp_response_fields
from workbench.core.x509.private_key_nodes import private_key_fields
from workbench.core.x509.request import CertificationRequest
from workbench.core.x509.request_fields import request_fields


def fields_of(parsed: object, der: bytes) -> Node | None:
    """The fields as its standard names them; None for what has none."""
    match parsed:
        case Certificate():
            return certificate_fields(parsed)
        case CertificateList():
            return crl_fields(parsed)
        case CertificationRequest():
            return request_fields(parsed)
        case OcspResponse():
            return ocsp_response_fields(parsed)
        case OcspRequest():
            return ocsp_request_fields(parsed)
        case PrivateKey():
            return private_key_fields(der)
        case PublicKey() if parsed.spki == der:
            return public_key_fields(der)
    return None
