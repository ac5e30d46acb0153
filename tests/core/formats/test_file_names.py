"""Names of files made of what people called things."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.formats.file_names import safe_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.example.test", "www.example.test"),
        ("*.example.test", "wildcard.example.test"),
        ("山田 太郎", "山田_太郎"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", ""),
        ("a\\b:c", "a_b_c"),
        ("CON", "CON_"),
        ("lpt1.txt", "lpt1.txt_"),
        ("", ""),
    ],
)
def test_what_stays_of_a_name(text: str, expected: str) -> None:
    assert safe_name(text) == expected


@given(st.text(max_size=300))
def test_whatever_it_is_made_of_it_is_one_name(text: str) -> None:
    name = safe_name(text)
    assert "/" not in name and "\\" not in name and "\0" not in name
    assert not name.startswith(".") and not name.endswith(".")
    assert len(f"{name}-chain.pem".encode("utf-8", "surrogatepass")) <= 255
    assert not PureWindowsPath(name).is_reserved() if name else True
