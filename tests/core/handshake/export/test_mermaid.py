"""Mermaid: one line for each step, and no text of a peer's that could become one."""

from __future__ import annotations

import html
import re
import string
from functools import cache, partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import Message
from workbench.core.handshake.export import mermaid
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Party, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.words import say

ARROW = re.compile(r"^    ([a-z_]+)(->>|-->>|-x)([a-z_]+): (.*)$")
NOTE = re.compile(r"^    Note over ([a-z_]+)(?:,([a-z_]+))?: (.*)$")
PARTICIPANT = re.compile(r"^    participant ([a-z_]+) as (\S.*)$")
# In a text: what needs no code, codes, and our own line break.
TEXT = re.compile(r"(?:[^\x00-\x7f]|[A-Za-z0-9 .,_()/+=-]|#[0-9]+;|<br/>)*")


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


def lines_of(text: str) -> list[str]:
    first, *lines = text.splitlines()
    assert first == "sequenceDiagram" and text.endswith("\n")
    return lines


def meant(text: str) -> str:
    """A text as Mermaid shows it."""
    return html.unescape(text.replace("<br/>", "\n").replace("#", "&#"))


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_every_step_has_its_line(name: str) -> None:
    transcript = played(name)
    for detail in ("messages", "computations"):
        for language in ("en", "ja"):
            sentences = partial(say, language=language)
            lines = lines_of(mermaid.write(transcript, sentences, detail))
            roles = {found[1] for line in lines if (found := PARTICIPANT.match(line))}
            arrows = [found for line in lines if (found := ARROW.match(line))]
            crossing = [step for step in transcript.steps if step.receiver is not None and step.kind is not StepKind.attack]
            assert [(found[1], found[3]) for found in arrows] == [(step.sender, step.receiver) for step in crossing]
            assert all((found[2] == "->>") == (step.protection is Level.none) for found, step in zip(arrows, crossing, strict=True)
                       if step.kind is not StepKind.alert)  # fmt: skip
            assert {role for found in arrows for role in (found[1], found[3])} <= roles
            notes = [found for line in lines if (found := NOTE.match(line))]
            headings = sum(found[2] is not None for found in notes)
            title = sum(line.startswith("    title ") for line in lines)
            assert len(lines) == len(roles) + len(arrows) + len(notes) + title
            assert detail == "messages" or len(arrows) + len(notes) - headings == len(transcript.steps)
            for line in lines:
                assert TEXT.fullmatch(line.partition(": ")[2] or line.strip()), line


def test_what_is_told_of_a_message() -> None:
    text = mermaid.write(played("tls13_full"), partial(say, language="en"))
    assert "    participant server as Server<br/>www.example.test\n" in text
    assert "    server->>client: ServerHello · 127 B<br/>TLS_AES_128_GCM_SHA256 · x25519\n" in text
    assert "    server-->>client: CertificateVerify · 101 B · handshake keys<br/>ecdsa_secp256r1_sha256\n" in text
    refused = mermaid.write(played("expired"), partial(say, language="ja"))
    assert "    client-xserver: アラート · certificate_expired · 24 B · ハンドシェイクの鍵<br/>" in refused
    assert "    Note over client: 証明書を検証する<br/>不合格 · 信頼できません：証明書の有効期限が切れています\n" in refused


def test_connections_have_headings_when_there_are_several() -> None:
    text = mermaid.write(played("tls13_resumption"), partial(say, language="en"))
    assert "    Note over name_server,server: Connection 1\n" in text and "    Note over name_server,server: Connection 2\n" in text
    assert "Connection 1" not in mermaid.write(played("tls13_full"), partial(say, language="en"))


def test_no_value_stands_in_it() -> None:
    transcript = played("tls13_full")
    text = mermaid.write(transcript, partial(say, language="en"), "computations")
    for step in transcript.steps:
        assert all(value.data is None or len(value.data) < 8 or value.data.hex() not in text for value in step.values)


def test_without_sentences_ids_are_told() -> None:
    assert "client->>server: ClientHello" in mermaid.write(played("tls13_full")) and "party_client" in mermaid.write(played("tls13_full"))


HOSTILE = [
    "x\n    server->>client: forged", "a:b;c#d%%e|f`g`", "%%{init: {}}%%", "end", "wrap:x", "style a:#b;", "<script>x</script>", "$$x$$",
    "---\ntitle: x\n---", "participant z", "\u202ex", "#35;", string.punctuation,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_peer_breaks_no_line(text: str) -> None:
    """(Each of these was drawn by Mermaid 11 itself, and read as it is meant.)"""
    hold(text)


@given(st.text(max_size=40))
def test_no_text_breaks_a_line(text: str) -> None:
    hold(text)


def hold(text: str) -> None:
    message = Message("any", {"text": text})

    def verbatim(asked: Message) -> str:
        return str(asked.params["text"]) if asked is message else asked.id

    steps = (
        Step(0, 1, StepKind.message, "ClientHello", Role.client, Role.server, facts=(message,)),
        Step(1, 1, StepKind.alert, text, Role.server, Role.client, outcome=Outcome.failed, reason=message),
        Step(2, 1, StepKind.attack, "attack", Role.attacker, Role.client, reason=message),
    )
    lines = lines_of(mermaid.write(Transcript("x", (Party(Role.client, text), Party(Role.server)), steps, headline=message), verbatim))
    assert len(lines) == 1 + 3 + 3
    for line in lines[4:]:
        assert ARROW.match(line) or NOTE.match(line)
        assert TEXT.fullmatch(line.partition(": ")[2])
    assert not re.search(r"\bend\b", lines[4])
    if text.isprintable() and "\u00ad" not in text:
        assert lines[0] == "    title " or text == meant(lines[0].removeprefix("    title "))
