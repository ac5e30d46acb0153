"""What can be done with the chosen entry: the usual as buttons, what is seldom wanted in a menu where it would be too much."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from workbench.views import icons, menus
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.library.actions import ACTIONS, EntryAction

AT_ONCE = 6
"""So many buttons are taken in at a glance. Where there are more, those that are seldom wanted are in the menu."""


class EntryActions(QWidget):
    """wanted(id)   an action was chosen"""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.buttons: dict[str, QPushButton] = {}
        self._in_menu: tuple[EntryAction, ...] = ()
        flow = FlowLayout(self, 8)
        flow.setContentsMargins(0, 0, 0, 0)
        for row in ACTIONS:
            button = QPushButton(self)
            icons.put(button, row.icon, "on_accent" if row.main else "muted")
            if row.main:
                button.setProperty("kind", "main")
            button.clicked.connect(functools.partial(self._want, row.id))
            flow.addWidget(button)
            button.hide()
            self.buttons[row.id] = button
        self.more = QToolButton(self)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setProperty("kind", "condition")
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        flow.addWidget(self.more)
        self.more.hide()
        self.retranslate()

    def offer(self, rows: Sequence[EntryAction]) -> None:
        """Show these, and no others."""
        seldom = tuple(row for row in rows if row.seldom)
        self._in_menu = seldom if len(rows) > AT_ONCE and len(seldom) > 1 else ()
        shown = {row.id for row in rows if row not in self._in_menu}
        for id, button in self.buttons.items():
            button.setVisible(id in shown)
        self.more.setVisible(bool(self._in_menu))
        self.updateGeometry()

    def first(self) -> QPushButton | None:
        """The first that is to be seen."""
        return next((button for button in self.buttons.values() if button.isVisible()), None)

    def _fill(self) -> None:
        menus.empty(self.menu)
        for row in self._in_menu:
            action = self.menu.addAction(QCoreApplication.translate("LibraryActions", row.title), functools.partial(self._want, row.id))
            icons.put(action, row.icon, "muted")

    def _want(self, id: str, *ignored: object) -> None:
        self.wanted.emit(id)

    def retranslate(self) -> None:
        for row in ACTIONS:
            self.buttons[row.id].setText(QCoreApplication.translate("LibraryActions", row.title))
        self.more.setText(self.tr("More"))
        self.more.setToolTip(self.tr("What else can be done with it"))
        self.more.setAccessibleName(self.tr("More actions"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
