"""What an endpoint is told before it begins."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbench.core.errors import Message
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.events import Event, Listener
from workbench.core.tls.messages import ClientHello
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme
from workbench.core.tls.tickets import TicketKeys

Random = Callable[[int], bytes]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Judgement:
    """What somebody who knows certificates says of the peer's chain.

    accepted     whether the handshake may go on
    alert        what the peer is told when not
    public_key   the leaf's key, as `cryptography` has it; None when unreadable or of an unknown kind
    reason       one sentence, or None
    verdict      everything that was found, for those who show it; the engine never looks into it
    """

    accepted: bool
    public_key: Any
    alert: AlertDescription = AlertDescription.bad_certificate
    reason: Message | None = None
    verdict: Any = None


class Verify(Protocol):
    """Judges a peer's chain.

    chain               DER certificates as they came, leaf first
    server_name         the host name the client wants to reach; "" when a server judges a client
    ocsp_response       the stapled OCSP response (DER), b"" when none came
    signed_certificate_timestamps   the SignedCertificateTimestampList, b"" when none came
    """

    def __call__(
        self, chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, signed_certificate_timestamps: bytes
    ) -> Judgement: ...


@dataclass(frozen=True)
class Credential:
    """A chain (DER, leaf first) with the leaf's private key and what may be stapled to it.

    `names` are the DNS names it serves (SNI chooses by them); empty serves any. The private key is not checked against the leaf: an
    impostor has the true certificate and another key.
    """

    chain: tuple[bytes, ...]
    private_key: Any = field(repr=False)
    public_key: Any = None
    ocsp_response: bytes = b""
    signed_certificate_timestamps: bytes = b""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """What a client keeps to come back quicker, and what a server puts into a ticket or its session cache.

    secret          TLS 1.3: the PSK made from resumption_master_secret and ticket_nonce; TLS 1.2: the master_secret
    ticket          as the server gave it; b"" for a TLS 1.2 session known by `session_id` alone
    lifetime        seconds
    issued_at       seconds since the epoch
    chain           the server's certificates (on a server: the client's), already judged
    trusted         False when that was refused and the client went on all the same: only a client that would again offers it
    """

    version: int
    cipher_suite: int
    secret: bytes = field(repr=False)
    server_name: str = ""
    ticket: bytes = b""
    session_id: bytes = b""
    lifetime: int = 7200
    age_add: int = 0
    issued_at: float = 0.0
    max_early_data_size: int = 0
    application_layer_protocol: bytes = b""
    extended_master_secret: bool = False
    encrypt_then_mac: bool = False
    chain: tuple[bytes, ...] = ()
    trusted: bool = True


def _ignore(event: Event) -> None:
    """The listener of those who do not listen."""


DEFAULT_SUITES: tuple[int, ...] = tuple(CipherSuite)
DEFAULT_GROUPS: tuple[int, ...] = (
    NamedGroup.X25519MLKEM768,
    NamedGroup.x25519,
    NamedGroup.secp256r1,
    NamedGroup.secp384r1,
    NamedGroup.secp521r1,
    NamedGroup.x448,
    NamedGroup.SecP256r1MLKEM768,
    NamedGroup.SecP384r1MLKEM1024,
    NamedGroup.ffdhe2048,
    NamedGroup.ffdhe3072,
)
DEFAULT_SIGNATURE_SCHEMES: tuple[int, ...] = (
    SignatureScheme.ecdsa_secp256r1_sha256,
    SignatureScheme.ecdsa_secp384r1_sha384,
    SignatureScheme.ecdsa_secp521r1_sha512,
    SignatureScheme.ed25519,
    SignatureScheme.ed448,
    SignatureScheme.mldsa44,
    SignatureScheme.mldsa65,
    SignatureScheme.mldsa87,
    SignatureScheme.rsa_pss_rsae_sha256,
    SignatureScheme.rsa_pss_rsae_sha384,
    SignatureScheme.rsa_pss_rsae_sha512,
    SignatureScheme.rsa_pss_pss_sha256,
    SignatureScheme.rsa_pss_pss_sha384,
    SignatureScheme.rsa_pss_pss_sha512,
    SignatureScheme.rsa_pkcs1_sha256,
    SignatureScheme.rsa_pkcs1_sha384,
    SignatureScheme.rsa_pkcs1_sha512,
)


@dataclass(frozen=True)
class Configuration:
    """What client and server have in common. Lists are in order of preference.

    random, clock            where randomness and time come from: replaced when a run must be repeatable byte for byte
    deterministic_signatures ECDSA as RFC 6979 has it, for the same reason
    certificate_signature_schemes   signatures that may stand inside certificates, where these are others (signature_algorithms_cert)
    compatibility_mode       TLS 1.3 that looks like a resumed TLS 1.2: session id and dummy change_cipher_spec (RFC 8446 D.4)
    coalesce                 messages of a flight share records where keys allow; else each has its own, as a diagram shows it
    record_size_limit        what this side asks its peer for (RFC 8449), None asks for nothing
    padding                  plaintext length of a protected TLS 1.3 record is filled up to a multiple of this; 0 pads nothing
    maximum_handshake_message   a longer one is refused, so that memory is bounded
    maximum_buffered_data    application data received and not taken; more is refused (internal_error) for the same reason
    """

    verify: Verify
    listener: Listener = _ignore
    random: Random = os.urandom
    clock: Clock = time.time
    versions: tuple[int, ...] = (ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2)
    cipher_suites: tuple[int, ...] = DEFAULT_SUITES
    groups: tuple[int, ...] = DEFAULT_GROUPS
    signature_schemes: tuple[int, ...] = DEFAULT_SIGNATURE_SCHEMES
    certificate_signature_schemes: tuple[int, ...] | None = None
    application_layer_protocols: tuple[bytes, ...] = ()
    deterministic_signatures: bool = False
    compatibility_mode: bool = True
    coalesce: bool = False
    record_size_limit: int | None = None
    padding: int = 0
    extended_master_secret: bool = True
    encrypt_then_mac: bool = True
    maximum_handshake_message: int = 2**18
    maximum_buffered_data: int = 2**24


@dataclass(frozen=True)
class ClientConfiguration(Configuration):
    """A client.

    server_name              for SNI and for judging the certificate; an IP address is judged but not sent; "" sends and asks for none
    key_share_groups         groups a key share is sent for at once; None sends one for the first of `groups`; () forces a HelloRetryRequest
    credentials              what to answer a CertificateRequest with; the first that fits, an empty Certificate when none does
    session                  to resume; `early_data` is sent with it in 0-RTT
    psk_modes                psk_dhe_ke with a fresh key exchange, psk_ke without
    early_data               application data for 0-RTT, None for none
    continue_when_not_trusted   go on after a refused certificate ("continue anyway"); the refusal is told all the same
    grease                   scatter reserved values about (RFC 8701)
    adjust_client_hello      changes the ClientHello before it is sent (binders are made after it): to imitate another client
    """

    server_name: str = ""
    key_share_groups: tuple[int, ...] | None = None
    credentials: tuple[Credential, ...] = ()
    session: Session | None = None
    psk_modes: tuple[int, ...] = (PskKeyExchangeMode.psk_dhe_ke,)
    early_data: bytes | None = None
    post_handshake_auth: bool = False
    ask_for_ocsp_response: bool = True
    ask_for_signed_certificate_timestamps: bool = True
    session_tickets: bool = True
    continue_when_not_trusted: bool = False
    grease: bool = False
    adjust_client_hello: Callable[[ClientHello], ClientHello] | None = None


@dataclass(frozen=True)
class ServerConfiguration(Configuration):
    """A server.

    credentials              chosen by SNI, then by what the client can verify
    ticket_keys              seals session tickets; None gives none
    tickets                  how many TLS 1.3 tickets after a full handshake
    session_cache            TLS 1.2 sessions by id, shared by the connections of one server; None keeps none
    request_client_certificate, require_client_certificate
    certificate_authorities  DER names the client's certificate should descend from
    max_early_data_size      0 accepts no 0-RTT
    early_data_replay        tells whether a 0-RTT ClientHello was seen before, by its binder; None accepts every one (shows the danger)
    hello_retry_cookie       a HelloRetryRequest carries a cookie and this side checks it
    refuse_unknown_names     unrecognized_name for an SNI no credential serves, instead of the first credential
    adjust_message           changes each handshake message of TLS 1.3 before it is sent: to imitate another server
    """

    credentials: tuple[Credential, ...] = ()
    ticket_keys: TicketKeys | None = None
    tickets: int = 2
    ticket_lifetime: int = 7200
    session_cache: Any = None
    request_client_certificate: bool = False
    require_client_certificate: bool = False
    certificate_authorities: tuple[bytes, ...] = ()
    max_early_data_size: int = 0
    early_data_replay: Callable[[bytes], bool] | None = None
    hello_retry_cookie: bool = True
    refuse_unknown_names: bool = False
    adjust_message: Callable[[Any], Any] | None = None
