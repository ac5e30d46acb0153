"""A transcript as JSON: every step, every value, every packet, under keys that stay.

Bytes are hexadecimal text, times are seconds since `epoch` (itself seconds since 1970), messages are their id and parameters.

    format, format_version    "tls-workbench transcript", 1; the version grows when a key changes its meaning
    name, outcome, headline, epoch
    parties       [{role, name}]
    connections   [{number, server_name, client_address, server_address, negotiated, key_log}]
                  of `negotiated` a code point is {code, name}; `key_log` is null without secrets
    steps         [{number, connection, kind, name, sender, receiver, time, arrival, seconds, protection, wire, size,
                  records, parts, values, facts, outcome, reason, citation, destroyed, judgement}]
                  `records`: {content_type, inner_type, wire, content, protection, sequence_number, nonce, additional_data, padding,
                  key, iv}; `key` and `iv` name values; `nonce` is null without secrets, as the iv follows from it
                  `parts`: {id, number, secret, data}, and `fields` when asked for: {label, value, start, length, children, problems}
                  `values`: {name, data, formula, inputs, citation, secret, known_by}
                  `judgement` of a certificate: {accepted, alert, reason, findings}, null for every other step
    packets       [{connection, kind, sender, receiver, time, flags, sequence_number, acknowledgment_number, payload}]

`data` is null when the producer did not know it, and when it is a secret and secrets were not asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Connection, Packet, Part, Role, Step, Transcript, Value
from workbench.core.node import Node
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import Record
from workbench.core.tls.parameters import NamedGroup, Names, SignatureScheme, name_of, version_name
from workbench.core.x509.finding import Verdict

FORMAT = "tls-workbench transcript"
FORMAT_VERSION = 1

Json = dict[str, Any]
Say = Callable[[Message], str]

_NAMES: Mapping[str, Names] = {
    "version": version_name,
    "cipher_suite": suite_name,
    "group": NamedGroup,
    "signature_scheme": SignatureScheme,
    "client_signature_scheme": SignatureScheme,
}
"""What agreed code points are called."""


def write(transcript: Transcript, secrets: bool = False, fields: bool = False, say: Say | None = None) -> str:
    """The JSON text of `document`, readable, with a line end."""
    return json.dumps(document(transcript, secrets, fields, say), ensure_ascii=False, indent=2) + "\n"


def document(transcript: Transcript, secrets: bool = False, fields: bool = False, say: Say | None = None) -> Json:
    """The JSON object.

    secrets   values that open the conversation, and the key log, stand in it
    fields    every part has the tree of its fields
    say       makes sentences: every message then has its `sentence` too
    """
    return _Writer(secrets, fields, say).transcript(transcript)


class _Writer:
    def __init__(self, secrets: bool, fields: bool, say: Say | None) -> None:
        self.secrets = secrets
        self.fields = fields
        self.say = say

    def transcript(self, transcript: Transcript) -> Json:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "name": transcript.name,
            "outcome": str(transcript.outcome),
            "headline": self._message(transcript.headline),
            "epoch": transcript.epoch,
            "parties": [{"role": str(party.role), "name": party.name} for party in transcript.parties],
            "connections": [self._connection(connection) for connection in transcript.connections],
            "steps": [self._step(step) for step in transcript.steps],
            "packets": [_packet(packet) for packet in transcript.packets],
        }

    def _connection(self, connection: Connection) -> Json:
        return {
            "number": connection.number,
            "server_name": connection.server_name,
            "client_address": list(connection.client_address),
            "server_address": list(connection.server_address),
            "negotiated": {name: _agreed(name, value) for name, value in connection.negotiated.items()},
            "key_log": list(connection.key_log) if self.secrets else None,
        }

    def _step(self, step: Step) -> Json:
        return {
            "number": step.number,
            "connection": step.connection,
            "kind": str(step.kind),
            "name": step.name,
            "sender": str(step.sender),
            "receiver": None if step.receiver is None else str(step.receiver),
            "time": step.time,
            "arrival": step.arrival,
            "seconds": step.seconds,
            "protection": str(step.protection),
            "wire": step.wire.hex(),
            "size": step.size,
            "records": [_record(record, self.secrets) for record in step.records],
            "parts": [self._part(part) for part in step.parts],
            "values": [self._value(value) for value in step.values],
            "facts": [self._message(fact) for fact in step.facts],
            "outcome": str(step.outcome),
            "reason": self._message(step.reason),
            "citation": step.citation,
            "destroyed": list(step.destroyed),
            "judgement": self._judgement(step.subject) if isinstance(step.subject, Judgement) else None,
        }

    def _part(self, part: Part) -> Json:
        hidden = part.secret and not self.secrets
        result: Json = {"id": part.id, "number": part.number, "secret": part.secret, "data": None if hidden else part.data.hex()}
        if self.fields and not hidden:
            result["fields"] = self._node(part.node)
        return result

    def _node(self, node: Node) -> Json:
        hidden = node.secret and not self.secrets
        return {
            "label": node.label,
            "value": None if hidden else node.value,
            "start": node.start,
            "length": node.length,
            "children": [] if hidden else [self._node(child) for child in node.children],
            "problems": [{"message": self._message(problem.message), "offset": problem.offset} for problem in node.problems],
        }

    def _value(self, value: Value) -> Json:
        hidden = value.data is None or (value.secret and not self.secrets)
        return {
            "name": value.name,
            "data": None if hidden or value.data is None else value.data.hex(),
            "formula": value.formula,
            "inputs": list(value.inputs),
            "citation": value.citation,
            "secret": value.secret,
            "known_by": [str(role) for role in Role if role in value.known_by],
        }

    def _judgement(self, judgement: Judgement) -> Json:
        """What was found on the best path; no findings when the verdict is of a kind unknown here."""
        paths = judgement.verdict.paths if isinstance(judgement.verdict, Verdict) else ()
        findings = [
            {
                "message": self._message(finding.message),
                "status": str(finding.status),
                "certificate": finding.certificate,
                "field": list(finding.field),
                "citation": finding.citation,
            }
            for finding in (paths[0].findings if paths else ())
        ]
        return {
            "accepted": judgement.accepted,
            "alert": None if judgement.accepted else judgement.alert.name,
            "reason": self._message(judgement.reason),
            "findings": findings,
        }

    def _message(self, message: Message | None) -> Json | None:
        if message is None:
            return None
        result: Json = {"id": message.id, "params": {name: self._parameter(value) for name, value in message.params.items()}}
        if self.say is not None:
            result["sentence"] = self.say(message)
        return result

    def _parameter(self, value: object) -> Any:
        match value:
            case Message():
                return self._message(value)
            case tuple():
                return [self._parameter(item) for item in value]
            case datetime():
                return value.isoformat()
        return value


def _record(record: Record, secrets: bool) -> Json:
    return {
        "content_type": record.content_type,
        "inner_type": record.inner_type,
        "wire": record.wire.hex(),
        "content": record.content.hex(),
        "protection": str(record.level),
        "sequence_number": record.sequence_number,
        "nonce": record.nonce.hex() if secrets else None,
        "additional_data": record.additional_data.hex(),
        "padding": record.padding,
        "key": record.key,
        "iv": record.iv,
    }


def _packet(packet: Packet) -> Json:
    return {
        "connection": packet.connection,
        "kind": packet.kind,
        "sender": str(packet.sender),
        "receiver": str(packet.receiver),
        "time": packet.time,
        "flags": packet.flags,
        "sequence_number": packet.sequence_number,
        "acknowledgment_number": packet.acknowledgment_number,
        "payload": packet.payload.hex(),
    }


def _agreed(name: str, value: object) -> Any:
    """Code points with their names, bytes as text where they are text (ALPN), the rest as it is."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        names = _NAMES.get(name)
        return {"code": int(value), "name": name_of(names, value)} if names is not None else int(value)
    if isinstance(value, bytes):
        return value.decode("ascii") if value.isascii() and value.decode("ascii").isprintable() else value.hex()
    return value if isinstance(value, str | float) else str(value)
