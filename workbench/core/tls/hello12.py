"""What a ClientHello says for TLS 1.2: the extensions that TLS 1.3 has no use for, and the session to resume (RFC 5246 section 7.4.1.2)."""

from __future__ import annotations

from workbench.core.tls.configuration import ClientConfiguration, Session
from workbench.core.tls.extensions import Extension, ec_point_formats, extension, renegotiation_info, session_ticket
from workbench.core.tls.extensions.context import Empty
from workbench.core.tls.key_exchange12 import ELLIPTIC_CURVES, FINITE_FIELDS
from workbench.core.tls.parameters import ECPointFormat, ExtensionType, ProtocolVersion
from workbench.core.tls.signatures import schemes_in


def offered_session(settings: ClientConfiguration) -> Session | None:
    """The TLS 1.2 session that the client offers to resume: None without one, or when it has expired, is of another
    server or one that was not trusted, or its suite or its extended_master_secret (RFC 7627 section 5.3) is not offered."""
    session = settings.session
    if session is None or session.version != ProtocolVersion.TLS1_2 or ProtocolVersion.TLS1_2 not in settings.versions:
        return None
    if session.cipher_suite not in settings.cipher_suites or settings.clock() >= session.issued_at + session.lifetime:
        return None
    if not (session.trusted or settings.continue_when_not_trusted):
        return None
    if session.server_name != settings.server_name or (session.extended_master_secret and not settings.extended_master_secret):
        return None
    return session


def session_id(settings: ClientConfiguration, session: Session | None) -> bytes:
    """legacy_session_id of a ClientHello.

    The session's own; beside a ticket, and in TLS 1.3's compatibility mode, a random one (a server that takes the ticket echoes it:
    RFC 5077 section 3.4); else empty.
    """
    if session is not None and session.session_id:
        return session.session_id
    if session is not None or (settings.compatibility_mode and ProtocolVersion.TLS1_3 in settings.versions):
        return settings.random(32)
    return b""


def groups(settings: ClientConfiguration) -> tuple[int, ...]:
    """The groups to offer: without TLS 1.3 only those that TLS 1.2 has, no hybrids."""
    if ProtocolVersion.TLS1_3 in settings.versions:
        return settings.groups
    return tuple(group for group in settings.groups if group in ELLIPTIC_CURVES or group in FINITE_FIELDS)


def signature_schemes(settings: ClientConfiguration) -> tuple[int, ...]:
    """The signature schemes to offer: without TLS 1.3 only those that TLS 1.2 has."""
    if ProtocolVersion.TLS1_3 in settings.versions:
        return settings.signature_schemes
    return schemes_in(ProtocolVersion.TLS1_2, settings.signature_schemes)


def extensions(settings: ClientConfiguration, session: Session | None) -> tuple[Extension, ...]:
    """The extensions for TLS 1.2, none when that is not offered. `session` is the one to resume."""
    if ProtocolVersion.TLS1_2 not in settings.versions:
        return ()
    uncompressed = ec_point_formats.ECPointFormatList((ECPointFormat.uncompressed,))
    found = [extension(ExtensionType.ec_point_formats, uncompressed)]
    if settings.extended_master_secret:
        found.append(extension(ExtensionType.extended_master_secret, Empty()))
    if settings.encrypt_then_mac:
        found.append(extension(ExtensionType.encrypt_then_mac, Empty()))
    if settings.session_tickets:
        ticket = session_ticket.SessionTicket(session.ticket if session is not None else b"")
        found.append(extension(ExtensionType.session_ticket, ticket))
    found.append(extension(ExtensionType.renegotiation_info, renegotiation_info.RenegotiationInfo(b"")))
    return tuple(found)
