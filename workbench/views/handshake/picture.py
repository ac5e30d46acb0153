"""The whole diagram as a file: PNG, SVG or PDF, without a window."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from workbench.core.errors import UsageError
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.diagram import Diagram, lay_out
from workbench.views.handshake.painter import DiagramPainter, FontMetrics
from workbench.views.handshake.scene import Scene

WIDTH = 860.0
"""Pixels at scale 1."""
FORMATS = ("png", "svg", "pdf")
HIGHEST_PAGE = 14_000.0
"""Points: what readers of PDF are sure to take is 14,400 (ISO 32000-1 annex C)."""


def write(
    transcript: Transcript, path: str | os.PathLike[str], language: str = "en", theme_name: str = "light", scale: float = 1.0,
    detail: Detail = Detail.messages,
) -> None:  # fmt: skip
    """Draw a transcript, all of it, into a file whose suffix says which format.

    theme_name   "light" or "dark"
    scale        pixels of a PNG for one of the diagram; an SVG or PDF keeps its own measure and is shown larger

    Makes a QApplication when there is none; whoever has no screen sets QT_QPA_PLATFORM=offscreen before. Raises UsageError for another
    suffix, OSError when the file cannot be written.
    """
    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise UsageError("picture_format", path=str(target), formats=", ".join(f".{name}" for name in FORMATS))
    if QApplication.instance() is None:
        from workbench.views import application

        application.set_up()
    with _Fonts(language):
        look = theme.load(theme_name, 1.0, language)
        diagram = lay_out(transcript, HandshakeText(language), detail, FontMetrics(look), WIDTH)
        # Opened here: Qt says of a refusal only that there was one.
        with target.open("wb") as file:
            if form == "png":
                file.write(_png(diagram, look, scale))
            else:
                file.write((_svg if form == "svg" else _pdf)(diagram, look, scale, transcript.name))


def _png(diagram: Diagram, look: theme.Theme, scale: float) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray

    image = QImage(QSize(round(diagram.width * scale), round(diagram.height * scale)), QImage.Format.Format_RGB32)
    image.fill(look.colour("surface"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    DiagramPainter(look).paint(painter, Scene(diagram).at(float(len(diagram.rows))))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes the name of a format as text
    return bytes(data.data())


def _svg(diagram: Diagram, look: theme.Theme, scale: float, title: str) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    size = QSizeF(diagram.width, diagram.height)
    generator.setSize((size * scale).toSize())
    generator.setViewBox(QRectF(0.0, 0.0, size.width(), size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0.0, 0.0, size.width(), size.height()), look.colour("surface"))
    DiagramPainter(look).paint(painter, Scene(diagram).at(float(len(diagram.rows))))
    painter.end()
    return bytes(data.data())


def _pdf(diagram: Diagram, look: theme.Theme, scale: float, title: str) -> bytes:
    """One page as large as the diagram; where that is more than readers take, several, each with the cards above its rows."""
    from PySide6.QtCore import QBuffer, QByteArray, QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

    points = 0.75 * scale  # of one pixel, at 96 to the inch
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("TLS Workbench")
    pages = _pages(diagram, HIGHEST_PAGE / points)

    def begin(top: float, bottom: float) -> None:
        size = QPageSize(QSizeF(diagram.width, bottom - top) * points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))

    begin(*pages[0])
    painter = QPainter(writer)
    frame = Scene(diagram).at(float(len(diagram.rows)))
    for number, (top, bottom) in enumerate(pages):
        if number:
            begin(top, bottom)
            writer.newPage()
        painter.save()
        # The fonts of a diagram are measured in pixels of 96 to the inch, a page in those of the writer.
        painter.scale(writer.width() / diagram.width, writer.height() / (bottom - top))
        painter.fillRect(QRectF(0.0, 0.0, diagram.width, bottom - top), look.colour("surface"))
        painter.translate(0.0, -top)
        painter.setClipRect(QRectF(0.0, top, diagram.width, bottom - top))
        DiagramPainter(look).paint(painter, frame, top, bottom - top, top)
        painter.restore()
    painter.end()
    return bytes(data.data())


def _pages(diagram: Diagram, highest: float) -> list[tuple[float, float]]:
    """Upper and lower edges of the pages, which end between two rows. The head is drawn again above the rows of each."""
    edges, top = [], 0.0
    while diagram.height - top > highest:
        fitting = [edge for edge in diagram.tops if top + diagram.head < edge <= top + highest]
        bottom = fitting[-1] if fitting else top + highest
        edges.append((top, bottom))
        top = bottom - diagram.head
    return [*edges, (top, diagram.height)]


class _Fonts:
    """The fonts of a language for the time of one picture: the interface may speak another one."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._before = QFont(QApplication.font())

    def __enter__(self) -> None:
        QApplication.setFont(theme.interface_font(self._language))

    def __exit__(self, *error: object) -> None:
        QApplication.setFont(self._before)
