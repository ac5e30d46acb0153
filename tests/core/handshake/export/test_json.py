"""The JSON of a transcript: everything is in it, secrets only when asked for."""

from __future__ import annotations

import json
from typing import Any

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake import domain_name
from workbench.core.handshake.export import json as export
from workbench.core.handshake.transcript import (
    Connection,
    Outcome,
    Packet,
    Part,
    Party,
    Role,
    Step,
    StepKind,
    Transcript,
    Value,
)
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import Level, Record

QUERY = domain_name.query("www.example.test", "192.0.2.1", 0xABCD)
SECRET = b"a secret of sixteen"
FACT = Message("network_has_address", {"name": "www.example.test", "address": "192.0.2.1"})
TRANSCRIPT = Transcript(
    "a_name",
    (Party(Role.client), Party(Role.server, "www.example.test")),
    (
        Step(
            0,
            1,
            StepKind.name_lookup,
            "A",
            Role.client,
            Role.name_server,
            0.0,
            0.02,
            parts=(
                Part("message", QUERY, lambda: domain_name.message_node(QUERY)),
                Part("ticket", SECRET, lambda: domain_name.message_node(SECRET), secret=True),
            ),
            facts=(FACT,),
        ),
        Step(
            1,
            1,
            StepKind.computation,
            "judge_certificate",
            Role.client,
            records=(Record(23, b"wire", 22, b"content", Level.handshake, 7, b"nonce", b"data", 3, "key", "iv"),),
            values=(
                Value("shared_secret", SECRET, "X25519(a, B)", ("a", "B"), "RFC 7748", known_by=frozenset({Role.server, Role.client})),
                Value("public", b"\1\2", secret=False),
                Value("unknown", None, secret=False),
            ),
            outcome=Outcome.failed,
            reason=FACT,
            subject=Judgement(False, None, AlertDescription.unknown_ca, FACT),
            destroyed=("shared_secret",),
        ),
    ),
    (Connection(1, "www.example.test", negotiated={"version": 0x0304, "group": 29, "resumed": False}, key_log=(SECRET.hex(),)),),
    (Packet(1, "udp", Role.client, Role.name_server, 0.02, QUERY),),
    Outcome.failed,
    Message("network_attacker_drops", {"size": 5}),
    1767225600.0,
)


def written(**options: Any) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(export.write(TRANSCRIPT, **options))
    return result


def test_everything_is_there_and_secrets_are_not() -> None:
    answer = written()
    assert SECRET.hex() not in json.dumps(answer)
    assert answer["format"] == "tls-workbench transcript" and answer["name"] == "a_name" and answer["outcome"] == "failed"
    assert answer["headline"] == {"id": "network_attacker_drops", "params": {"size": 5}}
    assert answer["parties"][1] == {"role": "server", "name": "www.example.test"}
    agreed = answer["connections"][0]["negotiated"]
    assert agreed == {"version": {"code": 0x0304, "name": "TLS1_3"}, "group": {"code": 29, "name": "x25519"}, "resumed": False}
    first, second = answer["steps"]
    assert first["parts"][0] == {"id": "message", "number": 0, "secret": False, "data": QUERY.hex()}
    assert first["parts"][1] == {"id": "ticket", "number": 0, "secret": True, "data": None}
    assert first["receiver"] == "name_server" and second["receiver"] is None
    assert second["values"][0] == {
        "name": "shared_secret", "data": None, "formula": "X25519(a, B)", "inputs": ["a", "B"], "citation": "RFC 7748", "secret": True,
        "known_by": ["client", "server"],
    }  # fmt: skip
    assert [value["data"] for value in second["values"]] == [None, "0102", None]
    assert second["records"][0]["nonce"] is None and second["records"][0]["key"] == "key"
    assert second["judgement"] == {
        "accepted": False, "alert": "unknown_ca", "findings": [], "reason": {"id": FACT.id, "params": dict(FACT.params)},
    }  # fmt: skip
    assert answer["packets"][0]["payload"] == QUERY.hex()


def test_secrets_when_asked_for() -> None:
    answer = written(secrets=True)
    assert answer["steps"][1]["values"][0]["data"] == answer["steps"][0]["parts"][1]["data"] == SECRET.hex()
    assert answer["connections"][0]["key_log"] == [SECRET.hex()]
    assert answer["steps"][1]["records"][0]["nonce"] == b"nonce".hex()


def test_fields_when_asked_for() -> None:
    fields = written(fields=True)["steps"][0]["parts"][0]["fields"]
    assert fields["label"] == "DNS" and fields["length"] == len(QUERY)
    (name,) = [child for part in fields["children"] for child in part["children"] if child["label"] == "QNAME"]
    assert name["value"] == "www.example.test" and QUERY[name["start"] :][: name["length"]].startswith(b"\3www")
    assert "fields" not in written()["steps"][0]["parts"][0]


def test_sentences_when_somebody_can_speak() -> None:
    answer = written(say=lambda message: words.say(message, "en"))
    assert answer["headline"]["sentence"] == "keeps 5 bytes back"
    assert answer["steps"][0]["facts"][0]["sentence"] == "www.example.test has the address 192.0.2.1"
