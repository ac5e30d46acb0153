"""What a client offers: the extensions of its ClientHello, with reserved values among them on request (RFC 8701)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from workbench.core.tls import hello12
from workbench.core.tls.cipher_suites import SUITES
from workbench.core.tls.configuration import ClientConfiguration, Random, Session
from workbench.core.tls.extensions import (
    Extension,
    extension,
    key_share,
    psk_key_exchange_modes,
    record_size_limit,
    server_name,
    signature_algorithms,
    status_request,
    supported_groups,
)
from workbench.core.tls.extensions import application_layer_protocol_negotiation as alpn
from workbench.core.tls.extensions import supported_versions as versions
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.groups import KeyShare
from workbench.core.tls.messages import ClientHello
from workbench.core.tls.parameters import CertificateStatusType, ExtensionType, ProtocolVersion

REPLACED_IN_SECOND = frozenset(
    (
        ExtensionType.key_share,
        ExtensionType.early_data,
        ExtensionType.cookie,
        ExtensionType.pre_shared_key,
        ExtensionType.padding,
    )
)
"""The only extensions in which a second ClientHello may differ from the first (RFC 8446 section 4.1.2)."""


class Grease:
    """Reserved values, chosen at random for one connection: never the same where two stand in one list (RFC 8701 section 2)."""

    def __init__(self, random: Random) -> None:
        suite, group, version, first, second, scheme, protocol, mode = (byte & 0x0F for byte in random(8))
        self.suite, self.group, self.version = _reserved(suite), _reserved(group), _reserved(version)
        self.first_extension = _reserved(first)
        self.last_extension = _reserved(second if second != first else second ^ 1)
        self.scheme = _reserved(scheme)
        self.protocol = _reserved(protocol).to_bytes(2, "big")
        self.mode = (0x0B, 0x2A, 0x49, 0x68, 0x87, 0xA6, 0xC5, 0xE4)[mode & 7]


def _reserved(number: int) -> int:
    return number << 12 | 0x0A00 | number << 4 | 0x0A


def make_client_hello(
    settings: ClientConfiguration,
    random: bytes,
    session_id: bytes,
    shares: Mapping[int, KeyShare],
    session12: Session | None,
    early_data: bool,
) -> ClientHello:
    """The first ClientHello, still without a pre-shared key. `session12` is a TLS 1.2 session to resume, `early_data` says that 0-RTT
    data follows."""
    tls13 = ProtocolVersion.TLS1_3 in settings.versions
    found: list[Extension] = []
    if settings.server_name and not is_address(settings.server_name):
        found.append(extension(ExtensionType.server_name, _server_name(settings.server_name)))
    found += _constant(
        hello12.groups(settings),
        hello12.signature_schemes(settings),
        settings.certificate_signature_schemes,
        settings.application_layer_protocols,
        settings.versions if tls13 else (),
        settings.psk_modes if tls13 else (),
        settings.ask_for_ocsp_response,
        settings.ask_for_signed_certificate_timestamps,
        settings.record_size_limit,
    )
    found += hello12.extensions(settings, session12)
    if tls13:
        if settings.post_handshake_auth:
            found.append(extension(ExtensionType.post_handshake_auth, Empty()))
        found.append(key_share_extension(shares.values()))
        if early_data:
            found.append(extension(ExtensionType.early_data, Empty()))
    spoken = {True: tls13, False: ProtocolVersion.TLS1_2 in settings.versions}
    suites = tuple(code for code in settings.cipher_suites if spoken[SUITES[code].tls13])
    hello = ClientHello(ProtocolVersion.TLS1_2, random, session_id, suites, (0,), tuple(found))
    return _with_grease(hello, settings) if settings.grease else hello


def second_client_hello(first: ClientHello, share: KeyShare | None, cookie: Extension | None) -> ClientHello:
    """The answer to a HelloRetryRequest: only what it asks for changes (RFC 8446 section 4.1.2). The pre-shared key is offered anew."""
    found: list[Extension] = []
    for item in first.extensions or ():
        if item.extension_type == ExtensionType.key_share and share is not None:
            found.append(key_share_extension((share,)))
        elif item.extension_type not in (ExtensionType.early_data, ExtensionType.pre_shared_key):
            found.append(item)
    if cookie is not None:
        found.append(cookie)
    return replace(first, extensions=tuple(found))


def key_share_extension(shares: Iterable[KeyShare]) -> Extension:
    """key_share of a ClientHello."""
    entries = tuple(key_share.KeyShareEntry(share.group, share.public) for share in shares)
    return extension(ExtensionType.key_share, key_share.KeyShareClientHello(entries))


def _server_name(name: str) -> server_name.ServerNameList:
    host = (name if name.isascii() else name.encode("idna").decode("ascii")).rstrip(".")
    return server_name.ServerNameList((server_name.ServerName(server_name.NameType.host_name, host.encode("ascii")),))


def is_address(name: str) -> bool:
    """Whether a server name is an IP address, which is not sent (RFC 6066 section 3)."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=32)
def _constant(
    groups: tuple[int, ...],
    schemes: tuple[int, ...],
    certificate_schemes: tuple[int, ...] | None,
    protocols: tuple[bytes, ...],
    offered_versions: tuple[int, ...],
    psk_modes: tuple[int, ...],
    ocsp_response: bool,
    timestamps: bool,
    size_limit: int | None,
) -> tuple[Extension, ...]:
    """The extensions that depend on the configuration alone: they are encoded once."""
    rows: list[tuple[int, Any]] = []
    if groups:
        rows.append((ExtensionType.supported_groups, supported_groups.NamedGroupList(groups)))
    rows.append((ExtensionType.signature_algorithms, signature_algorithms.SignatureSchemeList(schemes)))
    if certificate_schemes is not None:
        rows.append((ExtensionType.signature_algorithms_cert, signature_algorithms.SignatureSchemeList(certificate_schemes)))
    if protocols:
        rows.append((ExtensionType.application_layer_protocol_negotiation, alpn.ProtocolNameList(protocols)))
    if ocsp_response:
        rows.append((ExtensionType.status_request, status_request.CertificateStatusRequest(CertificateStatusType.ocsp, (), b"")))
    if timestamps:
        rows.append((ExtensionType.signed_certificate_timestamp, Empty()))
    if size_limit is not None:
        rows.append((ExtensionType.record_size_limit, record_size_limit.RecordSizeLimit(size_limit)))
    if offered_versions:
        rows.append((ExtensionType.supported_versions, versions.SupportedVersionsClientHello(offered_versions)))
    if psk_modes:
        rows.append((ExtensionType.psk_key_exchange_modes, psk_key_exchange_modes.PskKeyExchangeModes(psk_modes)))
    return tuple(extension(type, value) for type, value in rows)


def _with_grease(hello: ClientHello, settings: ClientConfiguration) -> ClientHello:
    """The same with a reserved value in every list that has some."""
    grease = Grease(settings.random)
    found = [Extension(grease.first_extension, b"")]
    for item in hello.extensions or ():
        type, data = item.extension_type, item.extension_data
        if type == ExtensionType.supported_groups:
            item = extension(type, supported_groups.NamedGroupList((grease.group, *settings.groups)))
        elif type == ExtensionType.signature_algorithms:
            item = extension(type, signature_algorithms.SignatureSchemeList((grease.scheme, *settings.signature_schemes)))
        elif type == ExtensionType.application_layer_protocol_negotiation:
            item = extension(type, alpn.ProtocolNameList((grease.protocol, *settings.application_layer_protocols)))
        elif type == ExtensionType.supported_versions:
            item = extension(type, versions.SupportedVersionsClientHello((grease.version, *settings.versions)))
        elif type == ExtensionType.psk_key_exchange_modes:
            item = extension(type, psk_key_exchange_modes.PskKeyExchangeModes((grease.mode, *settings.psk_modes)))
        elif type == ExtensionType.key_share:
            entry = grease.group.to_bytes(2, "big") + b"\x00\x01\x00"
            item = Extension(type, (len(data) - 2 + len(entry)).to_bytes(2, "big") + entry + data[2:])
        found.append(item)
    found.append(Extension(grease.last_extension, b"\x00"))
    return replace(hello, cipher_suites=(grease.suite, *hello.cipher_suites), extensions=tuple(found))
