"""Sentences from messages: what a stranger wrote is shown, never interpreted."""

from datetime import UTC, datetime

import pytest

from workbench import words
from workbench.core.errors import Message


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = {
        "en": {"hello": {"sentence": "Hello {name}, it is {when}."}, "part": {"sentence": "part {n}"}},
        "ja": {"hello": {"sentence": "{name}さん、{when}です。"}, "part": {"sentence": "{n} 番目"}},
    }
    monkeypatch.setattr(words, "_row", lambda language, id: catalogue[language].get(id, {}))


def test_blanks_are_filled_in_both_languages() -> None:
    message = Message("hello", {"name": (Message("part", {"n": 1}), Message("part", {"n": 2})), "when": datetime(2026, 1, 2, tzinfo=UTC)})
    assert words.say(message, "en") == "Hello part 1, part 2, it is 2026-01-02 00:00:00 UTC."
    assert words.say(message, "ja") == "1 番目、2 番目さん、2026-01-02 00:00:00 UTCです。"


@pytest.mark.parametrize("text", ["{when}", "{0.__class__}", "%s", "{name!r}", "<b>x</b>", "{"])
def test_a_value_is_never_a_template(text: str) -> None:
    assert words.say(Message("hello", {"name": text, "when": "now"}), "en") == f"Hello {text}, it is now."


def test_missing_value_and_missing_row_stay_readable() -> None:
    assert words.say(Message("hello", {"name": "x"}), "en") == "Hello x, it is {when}."
    assert words.say(Message("nowhere"), "ja") == "nowhere"
    assert words.say(Message("hello"), "en", "advice") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\0b\n", "a⟨U+0000⟩b⟨U+000A⟩"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("日本 é", "日本 é"),
        ("\u3164", "⟨U+3164⟩"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert words.visible(text) == shown
