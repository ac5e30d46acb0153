"""The look: one table of semantic colours per theme, from which palette, style sheet, painted widgets and plots draw."""

from __future__ import annotations

import functools
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from workbench.models.resource import resource

TEXT_PX, HEADLINE_PX, MUTED_PX = 13.0, 17.0, 11.5
GRID = 8
"""Pixels at 96 dpi; every distance is a multiple or half of it."""

# Where the system names no font of its own (a bare X server), the first of these that is there.
_PREFERRED_SANS = ("Noto Sans", "Noto Sans CJK JP", "Open Sans", "DejaVu Sans")
_PREFERRED_MONO = ("DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono", "Noto Sans Mono CJK JP")
# Fonts with Japanese shapes of the characters that Chinese and Japanese share.
_JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo", "IPAexGothic", "IPAGothic", "TakaoPGothic")


@dataclass(frozen=True)
class Theme:
    """The colours of one theme by their meaning, and the factor of the text size."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    scale: float = 1.0
    language: str = "en"

    def colour(self, token: str) -> QColor:
        """The colour of a token of `resources/themes`. Raises KeyError for a token that is not there."""
        return QColor(self.colours[token])

    def px(self, size: float) -> int:
        """A text size in pixels at the chosen text size."""
        return max(1, round(size * self.scale))

    def font(self, size: float = TEXT_PX, semibold: bool = False) -> QFont:
        """The interface's font at this size (pixels at 100 %)."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        return font

    def monospace(self, size: float = TEXT_PX - 1) -> QFont:
        """The font for bytes, values and field names."""
        font = QFont(_monospace_families(self.language))
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        font.setPixelSize(self.px(size))
        return font

    def palette(self) -> QPalette:
        """Qt's own roles, drawn from the same colours."""
        palette = QPalette()
        role = QPalette.ColorRole
        for target, token in (
            (role.Window, "background"), (role.WindowText, "text"), (role.Base, "surface"), (role.AlternateBase, "raised"),
            (role.Text, "text"), (role.Button, "surface"), (role.ButtonText, "text"), (role.BrightText, "bad"),
            (role.ToolTipBase, "raised"), (role.ToolTipText, "text"), (role.PlaceholderText, "muted"),
            (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.Link, "accent"), (role.LinkVisited, "accent"),
            (role.Accent, "accent"), (role.Light, "raised"), (role.Midlight, "line"), (role.Mid, "line"), (role.Dark, "line"),
            (role.Shadow, "line"),
        ):  # fmt: skip
            palette.setColor(target, self.colour(token))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour("muted"))
        return palette

    def style_sheet(self) -> str:
        """`resources/themes/style.qss` with this theme's colours and sizes filled in."""
        values = dict(self.colours)
        values["name"] = self.name
        values["icons"] = resource("icons").as_posix()
        values["mono"] = ", ".join(f'"{family}"' for family in _monospace_families(self.language))
        sizes = {"text": TEXT_PX, "headline": HEADLINE_PX, "small": MUTED_PX, "name": 15.0, "large": 22.0, "key": 11.0}
        for name, size in sizes.items():
            values[f"{name}_px"] = f"{self.px(size)}px"
        return string.Template(resource("themes", "style.qss").read_text(encoding="utf-8")).substitute(values)


def load(name: str, scale: float = 1.0, language: str = "en") -> Theme:
    """The theme of `resources/themes/<name>.toml`."""
    table = _table(name)
    return Theme(name, bool(table["dark"]), table["colours"], scale, language)


@functools.cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))


_current = load("light")


def current() -> Theme:
    """The theme in use, for everything that paints itself."""
    return _current


def colour(token: str) -> QColor:
    """The colour of a token in the theme in use."""
    return _current.colour(token)


class ThemeSwitch(QObject):
    """Applies the chosen theme and text size to the application, and follows the system where that is the choice."""

    changed = Signal()

    def __init__(self, choice: str = "system", text_size: int = 100, language: str = "en", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice, self._text_size, self._language = choice, text_size, language
        self._applied: Theme | None = None
        self._system_font = QFont(QApplication.font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    @property
    def choice(self) -> str:
        return self._choice

    def choose(self, choice: str) -> None:
        """Choose "light", "dark" or "system"."""
        self._choice = choice
        self.apply()

    def set_text_size(self, percent: int) -> None:
        self._text_size = percent
        self.apply()

    def set_language(self, language: str) -> None:
        """Characters that Chinese and Japanese share get their Japanese shapes in the Japanese interface."""
        self._language = language
        self.apply()

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self.apply()

    def apply(self) -> None:
        global _current
        name = self._choice
        if name == "system":
            name = "dark" if _system_is_dark() else "light"
        theme = load(name, self._text_size / 100, self._language)
        if theme == self._applied:
            return
        _current = self._applied = theme
        font = QFont(_sans_families(self._system_font.family(), self._language))
        font.setPixelSize(theme.px(TEXT_PX))
        QApplication.setFont(font)
        QApplication.setPalette(theme.palette())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyleSheet(theme.style_sheet())
        self.changed.emit()


def interface_font(language: str) -> QFont:
    """The interface's font where no `ThemeSwitch` has set one yet: for pictures that are drawn without a window."""
    return QFont(_sans_families(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), language))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _sans_families(system: str, language: str) -> list[str]:
    families = [system]
    if QGuiApplication.platformName() in ("offscreen", "minimal", "xcb") and _is_unset(system):
        families = [family for family in _PREFERRED_SANS if QFontDatabase.hasFamily(family)][:1] + families
    if language == "ja":
        families += [family for family in _JAPANESE if QFontDatabase.hasFamily(family)][:1]
    return list(dict.fromkeys(families))


def _is_unset(family: str) -> bool:
    return family.lower() in ("sans serif", "sans", "sans-serif", "dejavu sans", "")


@functools.cache
def _monospace_families(language: str) -> list[str]:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    families = [family for family in _PREFERRED_MONO if QFontDatabase.hasFamily(family)][:1] if _is_generic_mono(system) else [system]
    if language == "ja":
        families += [family for family in ("Noto Sans Mono CJK JP", *_JAPANESE) if QFontDatabase.hasFamily(family)][:1]
    return families or [system]


def _is_generic_mono(family: str) -> bool:
    return family.lower() in ("monospace", "mono", "fixed", "")
