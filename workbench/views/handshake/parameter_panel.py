"""The parameters of a scenario, a row each. A change runs the handshake again."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.models.handshake_parameters import Choice
from workbench.models.handshake_text import HandshakeText
from workbench.models.settings import Settings
from workbench.views import icons
from workbench.views.handshake.parameter_row import NameRow, ParameterRow

CLOSED = "handshake_parameters/closed"


class ParameterPanel(QWidget):
    """A heading that folds the rows away, and the rows; where there is no room for all of them they scroll.

    changed(name, value)   another value was chosen
    reset                  everything is to be as in the scenario again
    """

    changed = Signal(str, object)
    reset = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self._settings = settings
        self.rows: dict[str, ParameterRow | NameRow] = {}
        self._changed_count = 0
        self.heading = QPushButton()
        self.heading.setProperty("kind", "heading")
        self.heading.setCheckable(True)
        self.heading.setChecked(settings.layout(CLOSED) is None)
        self.heading.toggled.connect(self._fold)
        self.back = QPushButton()
        self.back.setProperty("kind", "link")
        self.back.clicked.connect(self.reset)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(4, 5, 6, 3)
        self.head.setSpacing(0)
        self.head.addWidget(self.heading)
        self.head.addStretch()
        self.head.addWidget(self.back)
        self.inner = QWidget()
        self.inner.setProperty("part", "clear")
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(0, 0, 0, 6)
        self.column.setSpacing(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._fold(self.heading.isChecked())
        self.retranslate()

    @property
    def buttons(self) -> dict[str, ParameterRow]:
        """The rows whose value is chosen from a menu."""
        return {name: row for name, row in self.rows.items() if isinstance(row, ParameterRow)}

    def show_choices(self, choices: tuple[Choice, ...], text: HandshakeText) -> None:
        """Show these; rows that stay keep the focus, and what is being written."""
        wanted = {choice.name: choice for choice in choices}
        for name in [name for name in self.rows if name not in wanted]:
            row = self.rows.pop(name)
            row.hide()
            self.column.removeWidget(row)
            row.deleteLater()
        for place, choice in enumerate(choices):
            shown = self.rows.get(choice.name) or self._row(choice)
            if self.column.indexOf(shown) != place:
                self.column.insertWidget(place, shown)
            if isinstance(shown, NameRow):
                shown.show_choice(choice, text)
            else:
                shown.show_choice(choice)
        self.rows = {name: self.rows[name] for name in wanted}
        before: QWidget = self.back
        for row in self.rows.values():  # else those made later come last of all
            field = row.field if isinstance(row, NameRow) else row
            self.setTabOrder(before, field)
            before = field
        self._changed_count = sum(not choice.by_itself for choice in choices)
        self.setVisible(bool(choices))
        self._show_heading()
        self._resize()

    def _row(self, choice: Choice) -> ParameterRow | NameRow:
        row: ParameterRow | NameRow = NameRow(self.inner) if choice.written else ParameterRow(self.inner)
        row.chosen.connect(lambda value, name=choice.name: self.changed.emit(name, value))
        (row.field if isinstance(row, NameRow) else row).installEventFilter(self)
        self.rows[choice.name] = row
        row.show()
        return row

    def _fold(self, opened: bool) -> None:
        self._settings.remember_layout(CLOSED, QByteArray() if opened else QByteArray(b"1"))
        icons.put(self.heading, "chevron_down" if opened else "chevron_right", "muted")
        self.area.setVisible(opened)
        self._resize()

    def _resize(self) -> None:
        self.column.invalidate()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as all rows."""
        head = self.head.sizeHint().height()
        rows = 0 if self.area.isHidden() else self.column.totalHeightForWidth(max(self.width(), 100))
        return QSize(150, head + rows)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.head.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from row to row; what has the focus is in sight."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.area.ensureWidgetVisible(watched, 0, 6)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            rows = list(self.rows.values())
            place = next((place for place, row in enumerate(rows) if watched in (row, row.focusProxy())), -1)
            if by and place >= 0:
                if 0 <= place + by < len(rows):
                    rows[place + by].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _show_heading(self) -> None:
        changed = self.tr("{count} changed").format(count=self._changed_count) if self._changed_count else ""
        self.heading.setText(self.tr("Parameters"))
        self.heading.setAccessibleName(", ".join(filter(None, (self.tr("Parameters of the handshake"), changed))))
        self.back.setVisible(bool(self._changed_count))
        self.back.setText(self.tr("Reset"))
        self.back.setToolTip(self.tr("All as in the scenario"))
        self.back.setAccessibleName(self.tr("All parameters as in the scenario"))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Parameters of the handshake"))
        self._show_heading()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
