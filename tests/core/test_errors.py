"""Messages hold numbers of strangers."""

from __future__ import annotations

import pytest

from workbench.core.errors import Message
from workbench.words import LANGUAGES, say


@pytest.mark.parametrize(("number", "told"), [(7, 7), (2**63, 2**63), (-(2**64) + 1, -(2**64) + 1), (2**64, "0x1" + "0" * 16 + "…")])
def test_a_number_stays_one_when_it_is_of_a_usual_size(number: int, told: object) -> None:
    assert Message("any", {"number": number}).params["number"] == told


@pytest.mark.parametrize("number", [1 << 100000, -(1 << 100000)], ids=["long", "negative"])
def test_a_number_that_python_does_not_print_is_said_all_the_same(number: int) -> None:
    message = Message("path_length_exceeded", {"found": 1, "limit": number})
    for language in LANGUAGES:
        assert "0x1000" in say(message, language) and len(say(message, language)) < 300
    assert message == Message("path_length_exceeded", {"found": 1, "limit": number}) and hash(message) == hash(message)
