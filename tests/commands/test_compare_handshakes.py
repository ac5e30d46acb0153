"""`handshake A --compare B`: both side by side, in two languages, on terminals of any width."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import cli
from workbench.commands.comparison_text import width_of, wrapped


def handshake(capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> tuple[int, str, str]:
    code = cli.main(["handshake", "--language", language, *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, trouble = handshake(capsys, "--json", "--seed", "1", *arguments)
    assert (code, trouble) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def row(out: str, label: str) -> list[str]:
    """The cells of the row that begins with a label."""
    line = next(line for line in out.splitlines() if line.strip().startswith(label))
    return re.split(r"\s{2,}", line.strip())[1:]


def test_people_see_how_each_came_out_what_it_cost_and_which_step_belongs_to_which(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    arguments = ("tls12_ecdhe_ecdsa", "--compare", "tls13_full", "--seed", "1", "--detail", "messages")
    code, out, trouble = handshake(capsys, *arguments)
    assert (code, trouble) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("tls12_ecdhe_ecdsa: ") and "TLS 1.2" in lines[0]
    assert lines[1].startswith("tls13_full: ") and "TLS 1.3" in lines[1]
    assert lines[2].startswith("TLS 1.3 needs one round trip less")
    assert row(out, "version") == ["TLS 1.2", "TLS 1.3"]
    assert row(out, "cipher suite") == ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"]
    assert row(out, "round trips of TLS") == ["2", "1"] and row(out, "signatures made") == ["1", "1"]
    assert row(out, "< ")[1].startswith("ServerKeyExchange") and row(out, "> ")[1].startswith("change_cipher_spec")
    hello = next(place for place, line in enumerate(lines) if "ClientHello" in line)
    assert lines[hello].strip().startswith("*") and lines[hello].count("ClientHello") == 2 and "x25519" in lines[hello + 1]
    assert "only left" in lines[-1] and "\x1b" not in out
    _, more, _ = handshake(capsys, *arguments[:-2])
    assert len(more.splitlines()) > len(lines) and "Derive the handshake secrets" in more


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "pair", [("tls12_rsa", "tls13_hybrid"), ("tls13_full", "impostor_own_certificate"), ("mutual_preparation", "revoked")]
)
def test_no_line_of_the_tables_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str], language: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, trouble = handshake(capsys, pair[0], "--compare", pair[1], "--seed", "1", language=language)
    assert trouble == ""
    assert max(width_of(line) for line in out.splitlines()[2:]) <= columns


def test_the_second_connection_stands_beside_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    answer = compared(capsys, "tls13_resumption:1", "--compare", "tls13_resumption:2")
    assert (answer["left"]["label"], answer["right"]["label"]) == ("tls13_resumption:1", "tls13_resumption:2")
    (first,), (resumed,) = answer["left"]["counts"], answer["right"]["counts"]
    assert first["asymmetric"]["signature"] == 1 and "signature" not in resumed["asymmetric"]
    certificate = next(pair for pair in answer["pairs"] if pair["name"] == "Certificate")
    assert certificate["right"] is None and isinstance(certificate["left"], int)
    assert {"connection": 1, "name": "resumed", "left": None, "right": True} in answer["agreements"]
    code, _, trouble = handshake(capsys, "tls13_full", "--compare", "tls13_full:2")
    assert code == 2 and "tls13_full" in trouble and "2" in trouble


def test_json_has_every_step_and_difference(capsys: pytest.CaptureFixture[str]) -> None:
    answer = compared(capsys, "tls13_full", "--compare", "expired")
    assert answer["format"] == "tls-workbench comparison" and answer["format_version"] == 1
    assert (answer["left"]["outcome"], answer["right"]["outcome"]) == ("ok", "failed")
    assert answer["left"]["counts"][0]["round_trips"] == 1 and answer["right"]["counts"][0]["round_trips"] is None
    for side in ("left", "right"):
        numbers = [pair[side] for pair in answer["pairs"] if pair[side] is not None]
        assert numbers == list(range(len(numbers)))
    judged = next(pair for pair in answer["pairs"] if pair["name"] == "judge_certificate")
    found = {difference["aspect"]: difference for difference in judged["differences"]}
    assert (found["outcome"]["left"], found["outcome"]["right"]) == ("ok", "failed")
    assert found["reason"]["right"]["sentence"].startswith("Not trusted")


def test_a_parameter_holds_for_both(capsys: pytest.CaptureFixture[str]) -> None:
    answer = compared(capsys, "tls13_full", "--compare", "tls13_mutual", "--group", "x448")
    assert all(agreed["name"] != "group" for agreed in answer["agreements"])
    code, _, trouble = handshake(capsys, "tls13_full", "--compare", "tls13_mutual", "--no-client-authentication")
    assert code == 2 and "tls13_mutual" in trouble


@pytest.mark.parametrize(
    "arguments",
    [("tls13_full", "--compare", "tls13_ful"), ("--compare", "tls13_full"), ("tls13_full", "--compare", "expired", "--png", "a.png")],
)
def test_what_cannot_be_compared_is_answered_in_one_sentence(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, trouble = handshake(capsys, *arguments)
    assert (code, out) == (2, "") and trouble.count("\n") == 1 and "mistake" not in trouble


@given(st.text(alphabet="ab _。ー鍵サ·9B", max_size=60), st.integers(4, 30))
def test_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= room for line in lines)
