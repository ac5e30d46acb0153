"""Smaller, the size it has, larger, all of it: four small buttons for a diagram."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.views import icons, theme
from workbench.views.actions import key_text


class Zooms(Protocol):
    """What can be shown larger and smaller."""

    @property
    def zoom(self) -> float: ...

    def zoom_in(self) -> None: ...

    def zoom_out(self) -> None: ...

    def zoom_normal(self) -> None: ...

    def fit(self) -> None: ...


class ZoomControl(QWidget):
    """clicked   one of the buttons was clicked with the mouse"""

    clicked = Signal()

    def __init__(self, target: Zooms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.smaller, self.size_now, self.larger, self.fit = QPushButton("−"), QPushButton(), QPushButton("+"), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        runs = (
            (self.smaller, target.zoom_out), (self.size_now, target.zoom_normal), (self.larger, target.zoom_in), (self.fit, target.fit)
        )  # fmt: skip
        for button, run in runs:
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda checked=False, run=run, button=button: self._clicked(run, button))
            row.addWidget(button)
        icons.put(self.fit, "fit", "muted")
        self._grow()
        self.show_zoom(target.zoom)
        self.retranslate()

    def _clicked(self, run: object, button: QPushButton) -> None:
        assert callable(run)
        run()
        if not button.hasFocus():
            self.clicked.emit()

    def show_zoom(self, zoom: float) -> None:
        self.size_now.setText(f"{round(zoom * 100)} %")
        self.size_now.setMinimumWidth(self.fontMetrics().horizontalAdvance("300 %") + 16)

    def _grow(self) -> None:
        """The sign grows with the text."""
        size = theme.current().px(16)
        self.fit.setIconSize(QSize(size, size))

    def retranslate(self) -> None:
        for button, text, key in (
            (self.smaller, self.tr("Smaller"), "-"), (self.size_now, self.tr("The normal size"), "0"),
            (self.larger, self.tr("Larger"), "+"), (self.fit, self.tr("Show all of it"), "F"),
        ):  # fmt: skip
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({key_text(QKeySequence(key))})")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.size_now.text():
            self._grow()
            self.size_now.setMinimumWidth(self.fontMetrics().horizontalAdvance("300 %") + 16)
