"""The whole diagram as a file: PNG, SVG or PDF, without a window.

`prepare` lays it out, in the thread of the GUI; `encode` draws it, in any thread.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
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
from workbench.views.handshake.scene import Frame, Scene

WIDTH = 1000.0
"""Pixels at scale 1: enough for the names of the stages beside them."""
FORMATS = ("png", "svg", "pdf")
HIGHEST_PAGE = 14_000.0
"""Points: what readers of PDF are sure to take is 14,400 (ISO 32000-1 annex C)."""
LONGEST_SIDE, MOST_PIXELS = 32_000, 200_000_000
"""Of a PNG: Qt paints none with longer sides, and more pixels than these few programs open."""


@dataclass(frozen=True)
class Picture:
    """A diagram at a moment that can be drawn."""

    frame: Frame
    painter: DiagramPainter
    look: theme.Theme
    title: str

    @property
    def diagram(self) -> Diagram:
        return self.frame.diagram


class _Look(theme.Theme):
    """A theme whose font is that of a language: the interface may speak another one."""

    def font(self, size: float = theme.TEXT_PX, semibold: bool = False) -> QFont:
        font = theme.interface_font(self.language)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        return font


def prepare(
    transcript: Transcript, language: str = "en", theme_name: str = "light", detail: Detail = Detail.messages, t: float | None = None,
    selected: int | None = None,
) -> Picture:  # fmt: skip
    """Lay a transcript out; `t` is the moment, by default the end of it all, `selected` the row that is outlined.

    Makes a QApplication when there is none; whoever has no screen sets QT_QPA_PLATFORM=offscreen before.
    """
    if QApplication.instance() is None:
        from workbench.views import application

        application.set_up()
    loaded = theme.load(theme_name, 1.0, language)
    look = _Look(loaded.name, loaded.dark, loaded.colours, loaded.scale, loaded.language)
    diagram = lay_out(transcript, HandshakeText(language), detail, FontMetrics(look), WIDTH)
    frame = Scene(diagram).at(float(len(diagram.rows)) if t is None else t, selected)
    return Picture(frame, DiagramPainter(look), look, transcript.name)


def encode(picture: Picture, form: str, scale: float = 1.0) -> bytes:
    """The bytes of a file of one of `FORMATS`. Raises UsageError for a PNG that would be larger than programs open."""
    if form == "png":
        return _png(picture, scale)
    return (_svg if form == "svg" else _pdf)(picture, scale)


def largest_scale(picture: Picture) -> float:
    """At which an image of it is as large as programs still open."""
    width, height = picture.diagram.width, picture.diagram.height
    return int(10 * min(LONGEST_SIDE / max(width, height), (MOST_PIXELS / (width * height)) ** 0.5)) / 10


def draw(picture: Picture, scale: float = 1.0) -> QImage:
    """The picture as an image. Raises UsageError when it would be too large."""
    most = largest_scale(picture)
    if scale > most:
        raise UsageError("picture_too_large", scale=f"{scale:g}", most=f"{most:g}")
    size = QSize(round(picture.diagram.width * scale), round(picture.diagram.height * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(picture.look.colour("surface"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    picture.painter.paint(painter, picture.frame)
    painter.end()
    return image


def write(
    transcript: Transcript, path: str | os.PathLike[str], language: str = "en", theme_name: str = "light", scale: float = 1.0,
    detail: Detail = Detail.messages,
) -> None:  # fmt: skip
    """Draw a transcript, all of it, into a file whose suffix says which format.

    theme_name   "light" or "dark"
    scale        pixels of a PNG for one of the diagram; an SVG or PDF keeps its own measure and is shown larger

    Raises UsageError for another suffix and for a PNG that would be too large, OSError when the file cannot be written.
    """
    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise UsageError("picture_format", path=str(target), formats=", ".join(f".{name}" for name in FORMATS))
    target.write_bytes(encode(prepare(transcript, language, theme_name, detail), form, scale))


def _png(picture: Picture, scale: float) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray

    image = draw(picture, scale)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes the name of a format as text
    return bytes(data.data())


def _svg(picture: Picture, scale: float) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    size = QSizeF(picture.diagram.width, picture.diagram.height)
    generator.setSize((size * scale).toSize())
    generator.setViewBox(QRectF(0.0, 0.0, size.width(), size.height()))
    generator.setTitle(picture.title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0.0, 0.0, size.width(), size.height()), picture.look.colour("surface"))
    picture.painter.paint(painter, picture.frame)
    painter.end()
    return bytes(data.data())


def _pdf(picture: Picture, scale: float) -> bytes:
    """One page as large as the diagram; where that is more than readers take, several, each with the cards above its rows."""
    from PySide6.QtCore import QBuffer, QByteArray, QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

    diagram = picture.diagram
    points = 0.75 * scale  # of one pixel, at 96 to the inch
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(picture.title)
    writer.setCreator("TLS Workbench")
    pages = _pages(diagram, HIGHEST_PAGE / points)

    def begin(top: float, bottom: float) -> None:
        size = QPageSize(QSizeF(diagram.width, bottom - top) * points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))

    begin(*pages[0])
    painter = QPainter(writer)
    for number, (top, bottom) in enumerate(pages):
        if number:
            begin(top, bottom)
            writer.newPage()
        painter.save()
        # The fonts of a diagram are measured in pixels of 96 to the inch, a page in those of the writer.
        painter.scale(writer.width() / diagram.width, writer.height() / (bottom - top))
        painter.fillRect(QRectF(0.0, 0.0, diagram.width, bottom - top), picture.look.colour("surface"))
        painter.translate(0.0, -top)
        painter.setClipRect(QRectF(0.0, top, diagram.width, bottom - top))
        picture.painter.paint(painter, picture.frame, top, bottom - top, top)
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
