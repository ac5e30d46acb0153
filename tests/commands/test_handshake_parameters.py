"""`handshake NAME` with what one may change: certificates, trust, names, the attacker."""

from __future__ import annotations

import pytest

from tests.commands.test_handshake import handshake, played


@pytest.mark.parametrize(
    ("arguments", "code", "alert"),
    [
        (["tls13_full", "--server-certificate", "expired"], 1, "certificate_expired"),
        (["tls13_full", "--server-certificate", "Self-Signed"], 1, "unknown_ca"),
        (["tls13_full", "--server-certificate", "expired", "--continue-anyway"], 0, None),
        (["expired", "--server-certificate", "good"], 0, None),
        (["tls12_ecdhe_rsa", "--no-trust-root"], 1, "unknown_ca"),
        (["tls13_full", "--server-name", "shop.example.test"], 1, "bad_certificate"),
        (["tls13_full", "--server-name", "shop.example.test", "--certificate-name", "*.example.test"], 0, None),
        (["tls13_full", "--client-certificate", "missing"], 1, "certificate_required"),
        (["tls13_full", "--client-certificate", "good"], 0, None),
        (["tls13_full", "--attacker", "change-finished"], 1, "bad_record_mac"),
        (["downgrade", "--attacker", "nothing"], 0, None),
    ],
)
def test_each_does_what_it_says(capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, alert: str | None) -> None:
    found, out, trouble = handshake(capsys, *arguments)
    assert (found, trouble) == (code, "")
    answer = played(capsys, *arguments)
    fatal = [step["name"] for step in answer["steps"] if step["kind"] == "alert" and step["outcome"] == "failed"]
    assert fatal == ([alert] if alert else []) and (alert or "✓") in (out if alert else "✓")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tls13_full", "--attacker", "steal"], "take-out-suite"),
        (["tls12_rsa", "--attacker", "take-out-tls13"], "tls12_rsa"),
        (["tls13_full", "--attacker", "take-out-tls13", "--version", "1.2"], "TLS 1.3"),
        (["expired", "--attacker", "nothing"], "--attacker"),
        (["tls13_full", "--certificate-name", "*.a b"], "a b"),
        (["tls13_full", "--server-certificate", "bad"], "self-signed"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_cannot_be_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str, language: str) -> None:
    code, out, trouble = handshake(capsys, *arguments, language=language)
    assert (code, out) == (2, "") and trouble.count("\n") == 1 and said in trouble
