"""The rail on the left: one button a page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from workbench.views import icons, theme
from workbench.views.pages import PAGES


class Rail(QFrame):
    """Emits `chosen` with the id of the page."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "rail")
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(2)
        for foot in (False, True):
            for page in PAGES:
                if page.at_foot is foot:
                    button = self._button(page.id, page.icon)
                    group.addButton(button)
                    column.addWidget(button)
            if not foot:
                column.addStretch()
        self.retranslate()

    def _button(self, id: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.put(button, icon, "muted", "accent")
        button.clicked.connect(lambda: self.chosen.emit(id))
        self._buttons[id] = button
        return button

    def show_chosen(self, id: str) -> None:
        self._buttons[id].setChecked(True)

    def button(self, id: str) -> QToolButton:
        return self._buttons[id]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Pages"))
        for page in PAGES:
            button = self._buttons[page.id]
            button.setText(QCoreApplication.translate("Pages", page.title))
            button.setAccessibleName(button.text())
        self._fit()

    def _fit(self) -> None:
        width = max(79, *(self.fontMetrics().horizontalAdvance(button.text()) + 16 for button in self._buttons.values()))
        height, icon = 16 + theme.current().px(20) + theme.current().px(20), theme.current().px(20)
        for button in self._buttons.values():
            button.setIconSize(QSize(icon, icon))
            button.setFixedSize(width, height)
        self.setFixedWidth(width + 13)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._buttons:
            self._fit()
