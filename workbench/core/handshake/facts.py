"""What is worth saying beside a step's name, and how the whole came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Connection, Outcome, Step, StepKind
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.codec import DecodeError
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.groups import group_name
from workbench.core.tls.messages import message_class, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, SignatureScheme, version_title

Facts = tuple[Message, ...]


def facts_of(kind: StepKind, content: bytes, negotiated: Mapping[str, Any]) -> Facts:
    """Key facts of something that crossed the wire; none for what cannot be read."""
    if kind is StepKind.application_data:
        first = content.split(b"\r\n", 1)[0][:60]
        return (Message("fact_first_line", {"text": first.decode("ascii", "backslashreplace")}),) if first else ()
    if kind is not StepKind.message:
        return ()
    cls = message_class(content, negotiated.get("version", ProtocolVersion.TLS1_3), None)
    told = _FACTS.get(cls.__name__) if cls is not None else None
    if told is None or cls is None:
        return ()
    try:
        return told(read_body(cls, content))
    except (DecodeError, PeerError):
        return ()


def _client_hello(hello: Any) -> Facts:
    found = read_all(hello.extensions, Context.client_hello)
    facts: list[Message] = []
    names = found.get(ExtensionType.server_name)
    if names is not None:
        facts.append(Message("fact_server_name", {"name": names.server_name_list[0].host_name.decode("ascii", "backslashreplace")}))
    shares = found.get(ExtensionType.key_share)
    if shares is not None and shares.client_shares:
        facts.append(Message("fact_key_share", {"group": ", ".join(group_name(entry.group) for entry in shares.client_shares)}))
    if ExtensionType.pre_shared_key in found:
        facts.append(Message("fact_offers_psk"))
    return tuple(facts)


def _server_hello(hello: Any) -> Facts:
    found = read_all(hello.extensions, Context.server_hello)
    facts = [Message("fact_cipher_suite", {"suite": suite_name(hello.cipher_suite)})]
    share = found.get(ExtensionType.key_share)
    if share is not None:
        facts.append(Message("fact_key_share", {"group": group_name(share.group)}))
    if ExtensionType.pre_shared_key in found:
        facts.append(Message("fact_psk_accepted"))
    return tuple(facts)


def _hello_retry_request(hello: Any) -> Facts:
    share = read_all(hello.extensions, Context.hello_retry_request).get(ExtensionType.key_share)
    return (Message("fact_wants_group", {"group": group_name(share.selected_group)}),) if share is not None else ()


def _encrypted_extensions(message: Any) -> Facts:
    found = read_all(message.extensions, Context.encrypted_extensions)
    protocols = found.get(ExtensionType.application_layer_protocol_negotiation)
    facts = []
    if protocols is not None:
        facts.append(Message("fact_protocol", {"name": protocols.protocol_name_list[0].decode("ascii", "backslashreplace")}))
    if ExtensionType.early_data in found:
        facts.append(Message("fact_early_data_accepted"))
    return tuple(facts)


def _certificate(message: Any) -> Facts:
    count = len(message.certificate_list)
    if count > 1:
        return (Message("fact_certificates", {"count": count}),)
    return (Message("fact_one_certificate" if count else "fact_no_certificate"),)


def _certificate_verify(message: Any) -> Facts:
    member = SignatureScheme._value2member_map_.get(message.algorithm)
    return (Message("fact_signature", {"scheme": str(member.name) if member is not None else f"0x{message.algorithm:04x}"}),)


def _new_session_ticket(message: Any) -> Facts:
    lifetime = getattr(message, "ticket_lifetime", None)
    return (Message("fact_ticket_lifetime", {"seconds": lifetime}),) if lifetime is not None else ()


_FACTS: dict[str, Callable[[Any], Facts]] = {
    "ClientHello": _client_hello,
    "ServerHello": _server_hello,
    "HelloRetryRequest": _hello_retry_request,
    "EncryptedExtensions": _encrypted_extensions,
    "Certificate": _certificate,
    "CertificateVerify": _certificate_verify,
    "NewSessionTicket": _new_session_ticket,
}


def headline(steps: Sequence[Step], connections: Sequence[Connection]) -> tuple[Outcome, Message | None]:
    """How it came out, in one sentence: who gave up and why, or what was agreed on."""
    failed = next((step for step in steps if step.kind is StepKind.alert and step.outcome is Outcome.failed), None)
    if failed is not None:
        said = Message("headline_refused", {"party": Message(f"party_{failed.sender}"), "alert": failed.name})
        return Outcome.failed, said
    refused = next((step for step in steps if step.name == "judge_certificate" and step.outcome is Outcome.failed), None)
    if refused is not None:
        return Outcome.warning, Message("headline_unproven")
    last = next((connection for connection in reversed(connections) if "version" in connection.negotiated), None)
    if last is None:
        return Outcome.none, None
    version = last.negotiated["version"]
    suite = suite_name(last.negotiated.get("cipher_suite", 0))
    return Outcome.ok, Message("headline_done", {"version": version_title(version), "suite": suite})
