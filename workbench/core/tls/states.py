"""The states of both sides and what each may hear (RFC 8446 appendix A, RFC 5246 section 7.3).

A table says, for each state, which handshake message is heard by which method. Everything else is `unexpected_message`. Names are those of
RFC 8446 appendix A where it has some.

TLS 1.3 client
    START -> WAIT_SH -> (HelloRetryRequest: WAIT_SH again) -> WAIT_EE -> WAIT_CERT_CR -> WAIT_CERT -> WAIT_CV -> WAIT_FINISHED -> CONNECTED
    with a PSK: WAIT_EE -> WAIT_FINISHED
TLS 1.3 server
    START -> (HelloRetryRequest: START again) -> NEGOTIATED -> [WAIT_EOED] -> [WAIT_CERT -> WAIT_CV] -> WAIT_FINISHED -> CONNECTED
TLS 1.2 client
    START -> WAIT_SH -> WAIT_CERT -> [WAIT_CS_SKE] -> WAIT_SKE -> WAIT_CR_SHD -> [WAIT_SHD]
        -> [WAIT_TICKET] -> WAIT_CCS -> WAIT_FINISHED -> CONNECTED
    with RSA key exchange: WAIT_CERT -> [WAIT_CS_CR_SHD] -> WAIT_CR_SHD; resumed: WAIT_SH -> [WAIT_TICKET] -> WAIT_CCS
TLS 1.2 server
    START -> [WAIT_CERT] -> WAIT_CKE -> [WAIT_CV] -> WAIT_CCS -> WAIT_FINISHED -> CONNECTED
    resumed: START -> WAIT_CCS
    (CS: CertificateStatus, SKE: ServerKeyExchange, SHD: ServerHelloDone, CKE: ClientKeyExchange, CCS: change_cipher_spec, no message)
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from workbench.core.tls.parameters import HandshakeType


class State(StrEnum):
    START = "START"
    WAIT_SH = "WAIT_SH"
    WAIT_EE = "WAIT_EE"
    WAIT_CERT_CR = "WAIT_CERT_CR"
    WAIT_CERT = "WAIT_CERT"
    WAIT_CV = "WAIT_CV"
    WAIT_FINISHED = "WAIT_FINISHED"
    WAIT_EOED = "WAIT_EOED"
    WAIT_CS_SKE = "WAIT_CS_SKE"
    WAIT_CS_CR_SHD = "WAIT_CS_CR_SHD"
    WAIT_SKE = "WAIT_SKE"
    WAIT_CR_SHD = "WAIT_CR_SHD"
    WAIT_SHD = "WAIT_SHD"
    WAIT_CKE = "WAIT_CKE"
    WAIT_TICKET = "WAIT_TICKET"
    WAIT_CCS = "WAIT_CCS"
    CONNECTED = "CONNECTED"
    CLOSED = "CLOSED"


Table = Mapping[State, Mapping[int, str]]

CLIENT: Table = {
    State.START: {},
    State.WAIT_SH: {HandshakeType.server_hello: "server_hello"},
}

SERVER: Table = {State.START: {HandshakeType.client_hello: "client_hello"}}

CLIENT_13: Table = {
    State.WAIT_SH: {HandshakeType.server_hello: "server_hello"},
    State.WAIT_EE: {HandshakeType.encrypted_extensions: "encrypted_extensions"},
    State.WAIT_CERT_CR: {
        HandshakeType.certificate_request: "certificate_request",
        HandshakeType.certificate: "certificate",
    },
    State.WAIT_CERT: {HandshakeType.certificate: "certificate"},
    State.WAIT_CV: {HandshakeType.certificate_verify: "certificate_verify"},
    State.WAIT_FINISHED: {HandshakeType.finished: "finished"},
    State.CONNECTED: {
        HandshakeType.new_session_ticket: "new_session_ticket",
        HandshakeType.key_update: "key_update",
        HandshakeType.certificate_request: "post_handshake_certificate_request",
    },
}

SERVER_13: Table = {
    State.START: {HandshakeType.client_hello: "second_client_hello"},
    State.WAIT_EOED: {HandshakeType.end_of_early_data: "end_of_early_data"},
    State.WAIT_CERT: {HandshakeType.certificate: "certificate"},
    State.WAIT_CV: {HandshakeType.certificate_verify: "certificate_verify"},
    State.WAIT_FINISHED: {HandshakeType.finished: "finished"},
    State.CONNECTED: {
        HandshakeType.key_update: "key_update",
        HandshakeType.certificate: "later_certificate",
        HandshakeType.certificate_verify: "later_certificate_verify",
        HandshakeType.finished: "later_finished",
    },
}

_MEANWHILE: dict[int, str] = {HandshakeType.hello_request: "hello_request_meanwhile"}

CLIENT_12: Table = {
    State.WAIT_SH: {HandshakeType.server_hello: "server_hello"},
    State.WAIT_CERT: {HandshakeType.certificate: "certificate", **_MEANWHILE},
    State.WAIT_CS_SKE: {
        HandshakeType.certificate_status: "certificate_status",
        HandshakeType.server_key_exchange: "without_status",
        **_MEANWHILE,
    },
    State.WAIT_CS_CR_SHD: {
        HandshakeType.certificate_status: "certificate_status",
        HandshakeType.certificate_request: "without_status",
        HandshakeType.server_hello_done: "without_status",
        **_MEANWHILE,
    },
    State.WAIT_SKE: {HandshakeType.server_key_exchange: "server_key_exchange", **_MEANWHILE},
    State.WAIT_CR_SHD: {
        HandshakeType.certificate_request: "certificate_request",
        HandshakeType.server_hello_done: "server_hello_done",
        **_MEANWHILE,
    },
    State.WAIT_SHD: {HandshakeType.server_hello_done: "server_hello_done", **_MEANWHILE},
    State.WAIT_TICKET: {HandshakeType.new_session_ticket: "new_session_ticket", **_MEANWHILE},
    State.WAIT_CCS: _MEANWHILE,
    State.WAIT_FINISHED: {HandshakeType.finished: "finished"},
    State.CONNECTED: {HandshakeType.hello_request: "hello_request"},
}

SERVER_12: Table = {
    State.START: {HandshakeType.client_hello: "client_hello"},
    State.WAIT_CERT: {HandshakeType.certificate: "certificate"},
    State.WAIT_CKE: {HandshakeType.client_key_exchange: "client_key_exchange"},
    State.WAIT_CV: {HandshakeType.certificate_verify: "certificate_verify"},
    State.WAIT_CCS: {},
    State.WAIT_FINISHED: {HandshakeType.finished: "finished"},
    State.CONNECTED: {HandshakeType.client_hello: "renegotiate"},
}
