"""Chosen frames of the diagram as pictures, to which what is drawn today is held.

    python -m tests.golden     draws all of them again, after a change of how the diagram looks; look at them before they are kept

Fonts differ from machine to machine: a picture is only comparable where its fonts are installed (`fonts.json` names them), and only
within a tolerance, at a quarter of its size.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.diagram import Diagram, lay_out
from workbench.views.handshake.painter import DiagramPainter, FontMetrics
from workbench.views.handshake.scene import Scene

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts.json"
REDUCED = 4
MEAN, OUTLIER, OUTLIERS = 1.5, 40, 0.001
"""Of the reduced pictures: how far the values of a channel may differ on average, and the share of them that may differ by more."""


@dataclass(frozen=True)
class Chosen:
    """A frame: `t` in rows, `top` the row that stands below the cards, `selected` the outlined row, `changed` steps that are marked."""

    name: str
    scenario: str
    detail: Detail
    t: float
    theme: str = "light"
    language: str = "en"
    width: int = 640
    height: int = 720
    top: int = 0
    selected: int | None = None
    changed: frozenset[int] = frozenset()


FRAMES = (
    Chosen("messages_playing", "tls13_full", Detail.messages, 9.4, selected=9),
    Chosen("messages_wide", "tls13_full", Detail.messages, 99.0, "dark", "ja", width=960, height=600),
    Chosen("stages_playing", "tls13_full", Detail.stages, 3.45, "dark", selected=3),
    Chosen("stages_resumed", "tls13_resumption", Detail.stages, 99.0, "light", "ja", height=640, top=6),
    Chosen("second_connection", "tls13_early_data", Detail.messages, 44.4, "dark", top=37),
    Chosen("alert", "untrusted_issuer", Detail.messages, 99.0, "light", "ja", top=14),
    Chosen("attacker", "downgrade", Detail.stages, 99.0),
    Chosen("preparation", "server_preparation", Detail.messages, 99.0, "dark"),
    Chosen("eavesdropper", "opened_years_later_rsa", Detail.messages, 99.0, top=20),
    Chosen("computations_changed", "tls12_rsa", Detail.computations, 12.0, "light", "ja", changed=frozenset({6, 8, 9, 10})),
)


@cache
def played(scenario: str) -> Transcript:
    return run(scenario, Parameters(seed=1))


@contextmanager
def fonts_of(language: str) -> Iterator[None]:
    """The interface's fonts for a language, whatever the application was set to."""
    before = QFont(QApplication.font())
    QApplication.setFont(theme.interface_font(language))
    try:
        yield
    finally:
        QApplication.setFont(before)


def laid_out(chosen: Chosen) -> tuple[theme.Theme, Diagram]:
    """To be called with the fonts of the frame's language."""
    look = theme.load(chosen.theme, 1.0, chosen.language)
    text = HandshakeText(chosen.language)
    return look, lay_out(played(chosen.scenario), text, chosen.detail, FontMetrics(look), float(chosen.width), chosen.changed)


def draw(chosen: Chosen) -> QImage:
    """The frame as it is drawn today."""
    with fonts_of(chosen.language):
        look, diagram = laid_out(chosen)
        top = diagram.tops[chosen.top] - diagram.head - 34.0 if chosen.top else 0.0
        image = QImage(QSize(round(diagram.width), chosen.height), QImage.Format.Format_RGB32)
        image.fill(look.colour("surface"))
        painter = QPainter(image)
        painter.translate(0.0, -top)
        DiagramPainter(look).paint(painter, Scene(diagram).at(chosen.t, chosen.selected), top, float(chosen.height), top)
        painter.end()
    return image


def path(chosen: Chosen) -> Path:
    return FOLDER / f"{chosen.name}.png"


def families(chosen: Chosen) -> list[str]:
    """The fonts that a frame is drawn with on this machine."""
    with fonts_of(chosen.language):
        look = theme.load(chosen.theme, 1.0, chosen.language)
        found = [QFontInfo(font).family() for font in (look.font(), look.monospace())]
        if chosen.language == "ja":
            found += QApplication.font().families()
    return list(dict.fromkeys(found))


def recorded() -> dict[str, list[str]]:
    """The fonts that every kept picture was drawn with."""
    known: dict[str, list[str]] = json.loads(FONTS.read_text(encoding="utf-8"))
    return known


def difference(first: QImage, second: QImage) -> tuple[float, float]:
    """How much two pictures of one size differ when they are reduced: the mean over all channels, and the share of outliers."""
    values = []
    for image in (first, second):
        size = QSize(image.width() // REDUCED, image.height() // REDUCED)
        small = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        values.append(bytes(small.convertToFormat(QImage.Format.Format_RGBX8888).constBits()))
    apart = [abs(left - right) for left, right in zip(*values, strict=True)]
    return sum(apart) / len(apart), sum(value > OUTLIER for value in apart) / len(apart)


def is_like(first: QImage, second: QImage) -> bool:
    mean, outliers = difference(first, second)
    return mean <= MEAN and outliers <= OUTLIERS
