"""Our own stroke icons, coloured by the theme."""

from __future__ import annotations

import functools
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from workbench.models.resource import resource
from workbench.views import theme

_SIZES = (16, 20, 40)
_placed: WeakKeyDictionary[QAbstractButton | QAction, tuple[str, str, str]] = WeakKeyDictionary()


@functools.cache
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


@functools.lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode()))).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: str = "text", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon `resources/icons/<name>.svg` in a colour of the theme; `size` in device-independent pixels."""
    return _pixmap(name, theme.colour(token).name(), size, ratio)


def paint(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Draw an icon into a rectangle of a painter, sharp at the device's resolution."""
    size = max(1, round(min(rectangle.width(), rectangle.height())))
    device = painter.device()
    image = _pixmap(name, colour.name(), size, device.devicePixelRatioF() if device is not None else 1.0)
    painter.drawPixmap(rectangle.center() - QRectF(0, 0, size, size).center(), image)


def icon(name: str, token: str = "text", chosen: str = "") -> QIcon:
    """An icon in the theme of now; `chosen` is the colour token of its checked state."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, token, size))
        made.addPixmap(pixmap(name, "muted", size), QIcon.Mode.Disabled)
        if chosen:
            made.addPixmap(pixmap(name, chosen, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def put(target: QAbstractButton | QAction, name: str, token: str = "text", chosen: str = "") -> None:
    """Give a button or action an icon that follows the theme."""
    _placed[target] = (name, token, chosen)
    target.setIcon(icon(name, token, chosen))


def refresh() -> None:
    """Draw every icon given by `put` anew; called when the theme changed."""
    for target, (name, token, chosen) in list(_placed.items()):
        if isValid(target):  # Qt may have deleted it while Python still knows it
            target.setIcon(icon(name, token, chosen))
