"""The parameters of a scenario as one chooses among them, without a window."""

from __future__ import annotations

import re

import pytest

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS
from workbench.core.handshake.scenarios.parameters import ClientCertificate, Deed, Parameters, ServerCertificate
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.models.handshake_parameters import WRITTEN, Choice, change_text, choices, read_name, with_choice
from workbench.models.handshake_text import HandshakeText

TEXTS = [HandshakeText(language) for language in words.LANGUAGES]
EN = HandshakeText("en")
AGREED13 = {"version": 0x0304, "group": int(NamedGroup.x25519), "cipher_suite": 0x1301}
AGREED12 = {"version": 0x0303, "group": int(NamedGroup.x25519), "cipher_suite": 0xC02B}


def choice(scenario: str, name: str, parameters: Parameters = Parameters(), agreed: dict[str, int] | None = None) -> Choice:  # noqa: B008
    found = choices(BY_ID[scenario], parameters, EN, agreed if agreed is not None else AGREED13)
    return next(item for item in found if item.name == name)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
def test_every_parameter_of_every_scenario_is_named_and_has_options(text: HandshakeText) -> None:
    for scenario in SCENARIOS:
        found = choices(scenario, Parameters(client_authentication=True), text, AGREED12 if "tls12" in scenario.id else AGREED13)
        assert {item.name for item in found} == set(scenario.parameters) | ({"client_authentication"} & set(scenario.parameters))
        for item in found:
            texts = [item.label, *(text for _, text in item.options)]
            assert not any(re.search(r"[a-z]_[a-z]", text) for text in texts if not text.startswith("TLS_")), texts
            assert all(texts) and len(set(texts[1:])) == len(texts[1:])
            if item.name in WRITTEN:
                assert not item.options and item.text
            else:
                assert len(item.options) > 1 and sum(value == item.own for value, _ in item.options) == 1


def test_what_is_left_to_the_scenario_says_what_that_is() -> None:
    assert choice("tls13_full", "groups").text == "x25519" and choice("tls13_full", "groups").by_itself
    assert choice("tls13_full", "cipher_suites").text == "TLS_AES_128_GCM_SHA256"
    assert choice("expired", "server_certificate").text == "expired" and choice("expired", "server_certificate").by_itself
    assert choice("wrong_host", "certificate_name").text == "mail.example.test"
    assert choice("tls13_full", "groups", agreed={}).text == "", "nobody knows yet"


def test_a_choice_changes_the_parameters_and_can_be_taken_back() -> None:
    changed = with_choice(Parameters(), "groups", (NamedGroup.x448,))
    made = choice("tls13_full", "groups", changed)
    assert changed.groups == (NamedGroup.x448,) and not made.by_itself and (made.text, made.own_text) == ("x448", "")
    assert with_choice(changed, "groups", made.own) == Parameters()
    good = next(value for value, text in choice("expired", "server_certificate").options if text == "good")
    made = choice("expired", "server_certificate", Parameters(server_certificate=good))
    assert good is ServerCertificate.good and not made.by_itself and made.own_text == "expired"


def test_suites_are_those_of_the_version() -> None:
    for agreed, start in ((AGREED13, "TLS_AES"), (AGREED12, "TLS_ECDHE")):
        names = [text for _, text in choice("tls13_full", "cipher_suites", agreed=agreed).options[1:]]
        assert any(name.startswith(start) for name in names)
        assert all(("_WITH_" in name) is (agreed["version"] == ProtocolVersion.TLS1_2) for name in names)


def test_what_a_client_shows_can_be_chosen_once_it_is_asked() -> None:
    names = [item.name for item in choices(BY_ID["tls13_full"], Parameters(), EN, AGREED13)]
    assert "client_authentication" in names and "client_certificate" not in names
    asked = with_choice(Parameters(), "client_authentication", True)
    assert choice("tls13_full", "client_certificate", asked).text == "its certificate"
    foreign = with_choice(asked, "client_certificate", ClientCertificate.unknown_ca)
    assert with_choice(foreign, "client_authentication", None).client_certificate is None


def test_the_names_a_certificate_may_have_follow_the_name_asked_for() -> None:
    options = [text for _, text in choice("tls13_full", "certificate_name", Parameters(server_name="shop.demo.test")).options]
    assert options == ["www.example.test", "shop.demo.test", "*.demo.test", "mail.example.test"]


def test_deeds_are_those_of_the_scenario() -> None:
    assert Deed.take_out_tls13 not in [value for value, _ in choice("tls12_rsa", "deed", agreed=AGREED12).options]
    assert [text for _, text in choice("tls13_early_data", "deed").options] == ["only listens", "sends the 0-RTT request again"]


def test_what_is_written_about_a_scenario_is_not_said_of_a_changed_one() -> None:
    assert EN.summary(BY_ID["expired"].run(Parameters())) == "The server’s certificate ended yesterday."
    assert EN.summary(BY_ID["expired"].run(Parameters(server_certificate=ServerCertificate.good))) == ""


def test_a_name_is_read_as_it_is_asked_for() -> None:
    assert read_name(" WWW.Example.Test. ") == "www.example.test"
    assert read_name("bücher.example") == "xn--bcher-kva.example"
    for wrong in ("", "a b", "192.0.2.7", "*.example.test"):
        said = read_name(wrong)
        assert isinstance(said, Message) and said.params == {"text": wrong.strip()}


def test_a_change_is_said_in_a_few_words() -> None:
    full, other = BY_ID["tls13_full"], {**AGREED13, "group": int(NamedGroup.x448)}
    both = (AGREED13, other)
    assert change_text(full, (Parameters(), Parameters(groups=(int(NamedGroup.x448),))), both, EN) == "Group: x25519 → x448"
    assert change_text(full, (Parameters(groups=(int(NamedGroup.x448),)), Parameters()), (other, AGREED13), EN) == "Group: x448 → x25519"
    named = (Parameters(), Parameters(server_name="shop.example.test"))
    assert change_text(full, named, (AGREED13, AGREED13), EN) == "Name asked for → shop.example.test"
    several = (Parameters(server_name="shop.example.test", seed=1), Parameters())
    assert change_text(full, several, (AGREED13, AGREED13), EN) == "Name asked for, Randomness"
    assert change_text(full, (Parameters(), Parameters()), (AGREED13, AGREED13), EN) == ""
    expired = (Parameters(), Parameters(server_certificate=ServerCertificate.expired))
    assert change_text(full, expired, (AGREED13, AGREED13), HandshakeText("ja")) == "証明書：正常 → 有効期限切れ"
