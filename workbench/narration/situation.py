"""What can be seen from a transcript about one of its steps: the questions that the rules ask."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Connection, Outcome, Part, Role, Step, StepKind, Transcript
from workbench.core.tls.alerts import PeerError
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters, KeyExchange
from workbench.core.tls.codec import DecodeError
from workbench.core.tls.extensions import Context, read_all
from workbench.core.tls.groups import SUPPORTED, group_name
from workbench.core.tls.messages import message_class, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, PskKeyExchangeMode

CLIENT_HELLO = "ClientHello"
GROUPS = frozenset(group_name(code) for code in SUPPORTED)
DOWNGRADE_MARK = b"DOWNGRD"
"""How a server's random ends that could speak a newer version (RFC 8446 section 4.1.3); one byte follows."""


def _session_id(hello: Any) -> bytes:
    """Both versions' structures of a ClientHello name it differently."""
    found = getattr(hello, "legacy_session_id", None)
    return found if found is not None else bytes(getattr(hello, "session_id", b""))


class Situation:
    """One step within its transcript. Nothing raises for what a capture or a live connection does not know."""

    def __init__(self, transcript: Transcript, step: Step) -> None:
        self.transcript = transcript
        self.step = step

    # --- the connection

    @cached_property
    def connection(self) -> Connection | None:
        """That of the step; of what belongs to none (a recording opened years later) the first."""
        number = self.step.connection
        return next((connection for connection in self.transcript.connections if number in (0, connection.number)), None)

    @cached_property
    def negotiated(self) -> dict[str, Any]:
        return dict(self.connection.negotiated) if self.connection is not None else {}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All of the same connection."""
        return tuple(step for step in self.transcript.steps if step.connection == self.step.connection)

    @cached_property
    def before(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.number < self.step.number)

    @cached_property
    def version(self) -> int | None:
        version = self.negotiated.get("version")
        return version if isinstance(version, int) else None

    @property
    def tls12(self) -> bool:
        """TLS 1.2 or older was agreed on."""
        return self.version is not None and self.version <= ProtocolVersion.TLS1_2

    @property
    def resumed(self) -> bool:
        return bool(self.negotiated.get("resumed"))

    @property
    def psk_ke(self) -> bool:
        """Resumed without a fresh key exchange."""
        return self.resumed and self.negotiated.get("psk_key_exchange_mode") == PskKeyExchangeMode.psk_ke

    @cached_property
    def suite(self) -> CipherSuiteParameters | None:
        return SUITES.get(self.negotiated.get("cipher_suite", 0))

    @property
    def key_exchange(self) -> KeyExchange | None:
        return self.suite.key_exchange if self.suite is not None else None

    @property
    def rsa_key_exchange(self) -> bool:
        return self.key_exchange is KeyExchange.rsa

    @cached_property
    def impostor(self) -> bool:
        """Somebody else answers in the server's place: the attacker computes keys of this connection."""
        return any(step.sender is Role.attacker and step.kind is StepKind.computation for step in self.steps)

    @cached_property
    def replayer(self) -> bool:
        """The attacker opened this connection and plays back what it recorded."""
        return any(step.name == "SYN" and step.sender is Role.attacker for step in self.steps)

    @cached_property
    def failed(self) -> bool:
        return any(step.kind is StepKind.alert and step.outcome is Outcome.failed for step in self.steps)

    @cached_property
    def refused(self) -> Step | None:
        """The check of a certificate that failed before this step."""
        found = [step for step in self.before if step.name == "judge_certificate" and step.outcome is Outcome.failed]
        return found[-1] if found else None

    @cached_property
    def unproven(self) -> Step | None:
        """The check of the server's certificate that failed, where the client goes on all the same."""
        if self.failed:
            return None
        checks = [step for step in self.steps if step.name == "judge_certificate" and step.sender is Role.client]
        return next((step for step in checks if step.outcome is Outcome.failed), None)

    @cached_property
    def client_asked(self) -> bool:
        """The server asked for a certificate."""
        return any(step.name == "CertificateRequest" for step in self.steps)

    @cached_property
    def client_applies(self) -> bool:
        """The last request for a certificate came from the client."""
        requests = [step for step in self.before if step.name == "certification_request"]
        return bool(requests) and requests[-1].sender is Role.client

    @cached_property
    def tickets(self) -> bool:
        """Session tickets were given in this connection, up to here."""
        return any(step.name in ("NewSessionTicket", "keep_ticket") for step in self.before)

    # --- the step

    def has_before(self, name: str, sender: Role | None = None) -> bool:
        return any(step.name == name and sender in (None, step.sender) for step in self.before)

    @property
    def from_client(self) -> bool:
        return self.step.sender is Role.client or (self.replayer and self.step.sender is Role.attacker)

    @property
    def value_names(self) -> tuple[str, ...]:
        return tuple(value.name for value in self.step.values)

    def value(self, part: str) -> Any:
        """The first value of the step whose name holds `part`."""
        return next((value for value in self.step.values if part in value.name), None)

    def part(self, id: str, number: int = 0) -> Part | None:
        return next((part for part in self.step.parts if part.id == id and part.number == number), None)

    @cached_property
    def message(self) -> Any:
        """The message of the step as its structure; None where it cannot be read."""
        part = self.part("message")
        if part is None or self.step.kind is not StepKind.message:
            return None
        try:
            cls = message_class(part.data, self.version or ProtocolVersion.TLS1_3, self.key_exchange)
            return read_body(cls, part.data) if cls is not None else None
        except (DecodeError, PeerError):
            return None

    @cached_property
    def extensions(self) -> dict[int, Any]:
        """Those of a ClientHello by type; of anything else none."""
        if self.step.name != CLIENT_HELLO or self.message is None:
            return {}
        try:
            return dict(read_all(self.message.extensions, Context.client_hello))
        except (DecodeError, PeerError):
            return {}

    @property
    def group(self) -> str:
        """The group of this step's key exchange: as the step says, else as agreed on; "" where nobody says."""
        for value in self.step.values:
            if value.name.endswith("_public_key"):
                found = value.name.removesuffix("_public_key").partition("_")[2]
                if found in GROUPS:
                    return found
        for fact in self.step.facts:
            if "group" in fact.params:
                return str(fact.params["group"])
        group = self.negotiated.get("group")
        return group_name(group) if isinstance(group, int) else ""

    @property
    def hybrid(self) -> bool:
        return "MLKEM" in self.group

    @property
    def finite_field(self) -> bool:
        return self.group.startswith("ffdhe") or bool(self.value("_dh_"))

    @property
    def offers_tls13(self) -> bool:
        return ExtensionType.supported_versions in self.extensions

    @property
    def offers_session(self) -> bool:
        """A TLS 1.2 ClientHello with a session to resume: by its number or by a ticket."""
        if self.message is None or self.offers_tls13:
            return False
        ticket = self.extensions.get(ExtensionType.session_ticket)
        return bool(_session_id(self.message)) or bool(getattr(ticket, "ticket", b""))

    @property
    def downgrade_mark(self) -> bool:
        """The server's random of this step says that a newer version could have been spoken."""
        random = self.value("server_random")
        return random is not None and random.data is not None and random.data[-8:-1] == DOWNGRADE_MARK

    def fact(self, id: str) -> Message | None:
        return next((fact for fact in self.step.facts if fact.id == id), None)

    @property
    def check(self) -> Step | None:
        """The check of a certificate that this step speaks of or follows from."""
        if self.step.name == "judge_certificate":
            return self.step
        return self.refused or self.unproven

    @property
    def finding(self) -> Message | None:
        """What that check found wrong, as its own sentence."""
        if self.check is None or self.check.reason is None:
            return self.step.reason
        reason = self.check.reason.params.get("reason")
        return reason if isinstance(reason, Message) else self.check.reason
