"""One table of colours per theme; enough contrast; everything drawn from it."""

from __future__ import annotations

import re
import tomllib
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from workbench.models.resource import resource
from workbench.views import theme
from workbench.views.theme import ThemeSwitch

THEMES = ("light", "dark")

# The agreed values (light, dark).
AGREED = {
    "background": ("F4F5F7", "12161D"), "surface": ("FFFFFF", "1A2029"), "raised": ("F0F2F5", "222A35"),
    "line": ("D7DBE2", "323C4A"), "text": ("1B2330", "E8ECF2"), "muted": ("5A6675", "9AA7B8"), "accent": ("2457D6", "7DA6FF"),
    "good": ("137A45", "5CCB8E"), "warning": ("8F5A00", "E5B454"), "bad": ("C02B35", "FF7F86"),
    "unprotected": ("5A6675", "9AA7B8"), "handshake_keys": ("0B7A8C", "4FC7DA"), "application_keys": ("6A3FC4", "B79BFF"),
    "client": ("2457D6", "7DA6FF"), "server": ("137A45", "5CCB8E"), "eavesdropper": ("8A4B12", "E0A36B"),
}  # fmt: skip


def luminance(colour: QColor) -> float:
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.2 contrast ratio."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_both_themes_have_the_same_tokens() -> None:
    tables = [tomllib.loads(resource("themes", f"{name}.toml").read_text())["colours"] for name in THEMES]
    assert list(tables[0]) == list(tables[1])


@pytest.mark.parametrize(("place", "name"), list(enumerate(THEMES)))
def test_the_agreed_colours(place: int, name: str) -> None:
    colours = theme.load(name).colours
    assert {token: colours[token].lstrip("#") for token in AGREED} == {token: values[place] for token, values in AGREED.items()}


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read(name: str) -> None:
    look = theme.load(name)
    for text, ground in product(("text", "muted"), ("background", "surface", "raised")):
        assert contrast(look.colour(text), look.colour(ground)) >= 4.5, (text, ground)
    for state in ("good", "warning", "bad"):
        assert contrast(look.colour(state), look.colour("surface")) >= 4.5, state
        assert contrast(look.colour("text"), look.colour(f"{state}_tint")) >= 7, state
        assert contrast(look.colour(state), look.colour(f"{state}_tint")) >= 4, state
    assert contrast(look.colour("on_accent"), look.colour("accent")) >= 4.5
    assert contrast(look.colour("accent"), look.colour("accent_tint")) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_names_no_colour_of_its_own(qapp: QApplication, name: str) -> None:
    template = resource("themes", "style.qss").read_text()
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", template) == []
    sheet = theme.load(name).style_sheet()
    assert "$" not in sheet.replace("($)", "")
    for path in re.findall(r'url\("([^"]+)"\)', sheet):
        assert resource("icons", path.rsplit("/", 1)[1]).is_file(), path


def test_switching_changes_palette_text_size_and_painted_colours(qapp: QApplication) -> None:
    switch = ThemeSwitch("light", 100)
    told: list[bool] = []
    switch.changed.connect(lambda: told.append(theme.current().dark))
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor("#F4F5F7")
    switch.choose("dark")
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor("#12161D")
    assert theme.colour("good") == QColor("#5CCB8E")
    switch.set_text_size(150)
    assert QApplication.font().pixelSize() == round(13 * 1.5)
    assert theme.current().monospace().pixelSize() == round(12 * 1.5)
    switch.set_text_size(150)
    switch.choose("light")
    switch.set_text_size(100)
    assert told == [True, True, False, False]


def test_japanese_text_gets_japanese_shapes(qapp: QApplication) -> None:
    families = theme._sans_families("Ubuntu", "ja")
    assert families[0] == "Ubuntu"
    assert all("JP" in family or family in theme._JAPANESE for family in families[1:])


def test_the_system_theme_is_followed_live(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    dark = False
    monkeypatch.setattr(theme, "_system_is_dark", lambda: dark)
    switch = ThemeSwitch("system", 100)
    tell = QApplication.styleHints().colorSchemeChanged.emit
    for dark, scheme in ((True, Qt.ColorScheme.Dark), (False, Qt.ColorScheme.Light), (True, Qt.ColorScheme.Dark)):
        tell(scheme)
        assert theme.current().dark is dark
    switch.choose("light")
    tell(Qt.ColorScheme.Dark)
    assert not theme.current().dark, "a choice of one's own stays"
