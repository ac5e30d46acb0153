"""Of every handshake nothing secret leaves the program unless chosen: not in a file, not in what is copied; in no way of writing bytes."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

import pytest

from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_taking_away import Form, Wish, moment_bytes, moment_text, name_text, table_text
from workbench.models.handshake_text import HandshakeText
from workbench.narration import Depth
from workbench.views.handshake.taking_away.making import make
from workbench.words import LANGUAGES

RANDOM = range(8, 65)
"""Sizes of secrets that are random all through: of these not even the beginning may be found, as what is shortened would show it."""


def secrets_of(transcript: Transcript) -> dict[bytes, str]:
    """Every secret's bytes, and what it is called."""
    values = {value.data: value.name for step in transcript.steps for value in step.values if value.secret and value.data}
    parts = {part.data: part.id for step in transcript.steps for part in step.parts if part.secret and part.data}
    return {data: name for data, name in (parts | values).items() if len(data) >= 8}


def written(data: bytes) -> Iterator[bytes]:
    """The ways in which bytes could stand in a file."""
    yield data
    if len(data) in RANDOM:
        yield data[:6].hex().encode()
    for between in ("", " ", ":"):
        yield data.hex(between).encode() if between else data.hex().encode()
        yield data.hex(between).upper().encode() if between else data.hex().upper().encode()
    yield base64.b64encode(data).rstrip(b"=")
    yield base64.urlsafe_b64encode(data).rstrip(b"=")
    yield ",".join(map(str, data)).encode()


def unpacked(data: bytes) -> bytes:
    """A file with what is compressed in a PDF laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return b"\n".join([data, *(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"\x78")])


def taken(transcript: Transcript) -> Iterator[tuple[str, bytes]]:
    """Everything that can be taken away without having chosen secrets, and what it is."""
    for form in Form:
        if form is not Form.key_log:
            yield form, make(transcript, Wish(form, detail=Detail.computations, scale=1.0))
    for detail in Detail:
        shown = moments(transcript, detail)
        yield f"bytes, {detail}", b"\0".join(map(moment_bytes, shown))
        for language in LANGUAGES:
            text = HandshakeText(language)
            lines = [table_text(transcript, shown, text), *(name_text(moment, text) for moment in shown)]
            lines += [moment_text(transcript, moment, text, depth) for moment in shown for depth in Depth]
            yield f"text, {detail}, {language}", "\n".join(lines).encode()


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_no_secret_leaves_unless_chosen(qapp: object, name: str) -> None:
    transcript = run(name)
    hidden = {way: called for data, called in secrets_of(transcript).items() for way in written(data)}
    assert hidden
    found = [(what, called) for what, made in taken(transcript) for way, called in hidden.items() if way in unpacked(made)]
    assert not found


@pytest.mark.parametrize("form", [Form.html, Form.markdown, Form.json])
def test_chosen_secrets_are_found_by_the_same_search(qapp: object, form: Form) -> None:
    transcript = run("tls13_full")
    made = make(transcript, Wish(form, detail=Detail.computations, secrets=True))
    missing = [called for data, called in secrets_of(transcript).items() if not any(way in made for way in written(data))]
    assert not missing
