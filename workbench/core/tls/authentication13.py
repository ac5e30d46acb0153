"""Who the peer is, in TLS 1.3: Certificate and CertificateVerify, during the handshake and after it (RFC 8446 section 4.4)."""

from __future__ import annotations

from collections.abc import Collection
from time import perf_counter
from typing import Any

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.codec import parse
from workbench.core.tls.configuration import Configuration, Credential, Judgement
from workbench.core.tls.events import Computation, Derived
from workbench.core.tls.extensions import Context, Extension, extension, extension_name, find, read_all
from workbench.core.tls.extensions.status_request import CertificateStatus, ocsp_response
from workbench.core.tls.messages import Certificate, CertificateEntry, CertificateVerify, read_body
from workbench.core.tls.parameters import CertificateStatusType, ExtensionType, ProtocolVersion
from workbench.core.tls.session13 import Session13
from workbench.core.tls.signatures import choose, scheme_name, sign, verify
from workbench.core.tls.transcript_hash import TranscriptHash

STATUS, TIMESTAMPS = ExtensionType.status_request, ExtensionType.signed_certificate_timestamp


def signed_content(side: str, transcript_hash: bytes) -> bytes:
    """The exact octets that `side` ("client", "server") signs in CertificateVerify (RFC 8446 section 4.4.3)."""
    return b" " * 64 + f"TLS 1.3, {side} CertificateVerify".encode("ascii") + b"\x00" + transcript_hash


def choose_credential(
    credentials: Collection[Credential], schemes: Collection[int], authorities: Collection[bytes] = ()
) -> tuple[Credential, int] | None:
    """The first credential whose key may sign by one of `schemes`, with the scheme.

    authorities   DER names; where there are any, one of them must have issued something in the chain. A certificate contains its
                  issuer's name as it is, so that it need not be taken apart to look
    """
    for credential in credentials:
        scheme = choose(credential.public_key, schemes, ProtocolVersion.TLS1_3)
        if scheme is not None and (not authorities or any(name in data for name in authorities for data in credential.chain)):
            return credential, scheme
    return None


class Authentication13(Session13):
    """What both sides do to show who they are and to judge who the other is.

    public_key   the peer's, between its Certificate and its CertificateVerify
    may_staple   extensions that the peer's certificate may carry, since we asked for them
    """

    settings: Configuration
    server_name = ""
    may_staple: frozenset[int] = frozenset()
    trust_anyway = False
    peer_trusted = True
    public_key: Any = None

    def signed(self, side: str, prefix: str = "", transcript: TranscriptHash | None = None) -> tuple[Derived, Derived]:
        """The transcript hash up to the Certificate of `side`, and what is signed because of it."""
        so_far = self.transcript_hash(transcript)
        formula = f'64 x 0x20 || "TLS 1.3, {side} CertificateVerify" || 0x00 || {so_far.name}'
        content = signed_content(side, so_far.value)
        return so_far, Derived(f"{prefix}{side}_signed_content", content, formula, (so_far.name,), "RFC 8446 section 4.4.3", False)

    def make_certificate(self, credential: Credential | None, context: bytes, asked: Collection[int]) -> Certificate:
        """Our Certificate; without a credential an empty one. `asked` are the extensions that the peer wants in it."""
        if credential is None:
            return Certificate(context, ())
        stapled = []
        if credential.ocsp_response and STATUS in asked:
            stapled.append(extension(STATUS, CertificateStatus(CertificateStatusType.ocsp, credential.ocsp_response)))
        if credential.signed_certificate_timestamps and TIMESTAMPS in asked:
            stapled.append(Extension(TIMESTAMPS, credential.signed_certificate_timestamps))
        first, *rest = credential.chain
        return Certificate(context, (CertificateEntry(first, tuple(stapled)), *(CertificateEntry(data, ()) for data in rest)))

    def make_certificate_verify(
        self, credential: Credential, scheme: int, prefix: str = "", transcript: TranscriptHash | None = None
    ) -> CertificateVerify:
        """Our signature over everything so far."""
        began = perf_counter()
        so_far, signed = self.signed(self.side, prefix, transcript)
        signature = sign(credential.private_key, scheme, signed.value, self.settings.deterministic_signatures)
        self._tell_signature("sign_certificate_verify", so_far, signed, signature, began)
        return CertificateVerify(scheme, signature)

    def _tell_signature(self, id: str, so_far: Derived, signed: Derived, signature: bytes, began: float, ok: bool | None = None) -> None:
        name = signed.name.replace("signed_content", "signature")
        value = Derived(name, signature, f"sign(private key, {signed.name})", (signed.name,), signed.citation, False)
        self.connection.compute(id, (so_far, signed, value), signed.citation, began, ok)

    def judge(self, body: Certificate) -> None:
        """The peer's chain, which is not empty, is judged by those who know certificates. Raises PeerError when it is refused."""
        began = perf_counter()
        chain = tuple(entry.cert_data for entry in body.certificate_list)
        for entry in body.certificate_list:
            for type in read_all(entry.extensions, Context.certificate):
                if type not in self.may_staple:
                    raise PeerError(AlertDescription.unsupported_extension, "tls_unasked_extension", type=extension_name(type))
        leaf = body.certificate_list[0].extensions
        status = find(leaf, STATUS)
        response = ocsp_response(parse(CertificateStatus, status)) if status is not None else b""
        timestamps = find(leaf, TIMESTAMPS) or b""
        name = self.server_name if self.peer == "server" else ""
        judgement: Judgement = self.settings.verify(chain, name, response, timestamps)
        seconds = perf_counter() - began
        event = Computation("judge_certificate", (), "RFC 5280 section 6", seconds, judgement.accepted, judgement.reason, judgement)
        self.connection.tell(event)
        if not judgement.accepted and not self.trust_anyway:
            raise PeerError(judgement.alert, "tls_certificate_refused")
        if judgement.public_key is None:
            raise PeerError(AlertDescription.unsupported_certificate, "tls_certificate_key_unknown")
        self.peer_chain = chain
        self.peer_trusted = judgement.accepted
        self.public_key = judgement.public_key

    def check_certificate_verify(self, message: bytes, prefix: str = "", transcript: TranscriptHash | None = None) -> None:
        """The peer has the private key of its certificate. Raises PeerError when its signature does not show that."""
        body = read_body(CertificateVerify, message)
        if body.algorithm not in self.settings.signature_schemes:
            raise PeerError(AlertDescription.illegal_parameter, "tls_scheme_not_offered", scheme=scheme_name(body.algorithm))
        began = perf_counter()
        so_far, signed = self.signed(self.peer, prefix, transcript)
        ok = verify(self.public_key, body.algorithm, body.signature, signed.value, ProtocolVersion.TLS1_3)
        self._tell_signature("verify_certificate_verify", so_far, signed, body.signature, began, ok)
        if not ok:
            raise PeerError(AlertDescription.decrypt_error, "tls_signature_wrong")
        self.public_key = None
        self.connection.agree(f"{prefix}signature_scheme" if self.peer == "server" else f"{prefix}client_signature_scheme", body.algorithm)
