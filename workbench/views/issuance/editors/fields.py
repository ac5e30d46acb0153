"""Fields that give back exactly what they were filled with, until somebody changes it; the wheel turns none that has no focus."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QRegularExpression, Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QRegularExpressionValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

_LARGEST = 999_999
_EARLIEST, _LATEST = datetime(1752, 9, 15, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class TypedField(QLineEdit):
    """A line of text. `typed` is emitted when its user changed it."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: str | None = ""
        self.setMinimumWidth(72)
        self.textEdited.connect(self._edited)

    def fill(self, value: str) -> None:
        """Show a value, and give back exactly that (a line shows no line ends) as long as nobody types."""
        self._given = value
        self.setText(value)
        self.setCursorPosition(0)

    def put(self, value: str) -> None:
        """Put text there in place of its user, who goes on typing behind it."""
        self._given = value
        self.setText(value)

    def value(self) -> str:
        return self.text() if self._given is None else self._given

    def _edited(self, text: str) -> None:
        self._given = None
        self.typed.emit()


class NumberField(QLineEdit):
    """A whole number from 0, also counted with the arrow keys. Nothing is 0; a number that was put in is given back as it was."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: int | None = 0
        self.setMinimumWidth(56)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9]{0,6}"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._edited)

    def fill(self, value: int) -> None:
        self._given = value
        self.setText(str(value) if abs(value) < _LARGEST else "")
        self.setCursorPosition(0)

    def number(self) -> int:
        return int(self.text() or 0) if self._given is None else self._given

    def _edited(self, text: str) -> None:
        self._given = None
        self.typed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.setText(str(min(max(0, self.number() + step), _LARGEST)))
        self._edited(self.text())


class MomentField(QDateTimeEdit):
    """A date and time to the second, in a time zone. `moment` is aware, in UTC where it was typed."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: datetime | None = None
        self.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.setCalendarPopup(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_in(QTimeZone.utc())
        self.dateTimeChanged.connect(self._edited)

    def fill(self, moment: datetime) -> None:
        nearest = min(max(moment, _EARLIEST), _LATEST)
        blocked = self.blockSignals(True)
        self.setDateTime(QDateTime.fromSecsSinceEpoch(int(nearest.timestamp()), self.timeZone()))
        self.blockSignals(blocked)
        self._given = moment

    def show_in(self, zone: QTimeZone) -> None:
        """The same moment by the clocks of another zone."""
        seconds, blocked = self.dateTime().toSecsSinceEpoch(), self.blockSignals(True)
        self.setTimeZone(zone)
        self.setDateTime(QDateTime.fromSecsSinceEpoch(seconds, zone))
        self.blockSignals(blocked)

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.dateTime().toSecsSinceEpoch(), UTC) if self._given is None else self._given

    def _edited(self, moment: QDateTime) -> None:
        self._given = None
        self.typed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class Choice(QComboBox):
    """A list of which one is chosen. `options` are (value, text); a value that is none of them is offered as it is."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._activated)

    def offer(self, options: list[tuple[object, str]]) -> None:
        """Offer these; what is chosen stays."""
        kept, there = self.currentData(), self.count() > 0
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        if there:
            self.fill(kept)

    def fill(self, value: object) -> None:
        place = next((at for at in range(self.count()) if self.itemData(at) == value), -1)
        if place < 0:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def value(self) -> object:
        return self.currentData()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As ever, but a text without room loses its middle and says so, instead of its end (where the date stands)."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideMiddle, room.width() - 4)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _activated(self, index: int) -> None:
        self.chosen.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
