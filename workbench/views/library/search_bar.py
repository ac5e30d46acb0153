"""What one looks for in the library: a field, a menu of conditions, and the conditions that hold now, each to be taken away."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench import words
from workbench.core.errors import Message
from workbench.core.workspace.entries import Origin
from workbench.models.library.query import EVERYTHING, WITHIN_DAYS, Kind, Query, Standing
from workbench.models.library.work import read_facets
from workbench.views import icons
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.menus import empty
from workbench.views.shell import Shell
from workbench.words import visible

TYPING_MS = 150
Option = tuple[str, dict[str, Any]]


class SearchField(QLineEdit):
    """Down goes to what was found, Escape empties the field."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """changed(query)   something else is looked for; None for nothing in particular: the tree"""

    changed = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.query = EVERYTHING
        self._told: Query | None = None
        self._facets: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())
        self.field = SearchField()
        self.field.setClearButtonEnabled(True)
        self.field.setProperty("kind", "search")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.button = QToolButton()
        self.button.setProperty("kind", "condition")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setMenu(self.menu)
        self.chips = QWidget()
        self.chips.setProperty("part", "clear")
        self._flow = FlowLayout(self.chips, 6)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.chips)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._apply_text)
        self.field.textChanged.connect(self._typed)
        self.retranslate()

    def clear(self) -> None:
        """Look for nothing in particular."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._typing.stop()
        self.look_for(EVERYTHING)

    def look_for(self, query: Query) -> None:
        """Look for this from now on."""
        self.query = query
        self._show_chips()
        told = query if query != EVERYTHING else None
        if told != self._told:
            self._told = told
            self.changed.emit(told)

    def _typed(self, text: str) -> None:
        self._typing.start()

    def _apply_text(self) -> None:
        self.look_for(replace(self.query, text=self.field.text().strip()))

    def _set(self, **changes: Any) -> None:
        self.look_for(replace(self.query, **changes))
        self.field.setFocus()

    # -- the menu ------------------------------------------------------------------------------------------------------

    def learn(self) -> None:
        """Ask which roles, keys and tags there are, for the menu."""
        if self._shell.workspace.workspace is not None:
            self._shell.workspace.read(read_facets).finished.connect(self._learned)

    @Slot(object)
    def _learned(self, facets: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> None:
        self._facets = facets

    def options(self) -> list[tuple[str, str, list[Option]]]:
        """(field, title, choices) of each part of the menu."""
        say = self._say
        standings: list[Option] = []
        for standing in Standing:
            if standing is Standing.EXPIRING:
                standings += [(say("library_standing_expiring", days=days), {"standing": standing, "days": days}) for days in WITHIN_DAYS]
            else:
                standings.append((say(f"library_standing_{standing.value}"), {"standing": standing}))
        roles, key_texts, tags = self._facets
        return [
            ("standing", self.tr("State and expiry"), standings),
            ("kind", self.tr("Kind"), [(say(f"library_kinds_{kind.value}"), {"kind": kind}) for kind in Kind]),
            ("role", self.tr("Role"), [(say(f"role_tag_{role}"), {"role": role}) for role in roles]),
            ("key_text", self.tr("Key type"), [(visible(text), {"key_text": text}) for text in key_texts]),
            (
                "key_here", self.tr("Private key"),
                [(self.tr("is here"), {"key_here": True}), (self.tr("is not here"), {"key_here": False})],
            ),
            (
                "origin", self.tr("Origin"),
                [(self.tr("issued here"), {"origin": Origin.ISSUED}), (self.tr("imported"), {"origin": Origin.IMPORTED})],
            ),
            ("tag", self.tr("Tag"), [(visible(tag), {"tag": tag}) for tag in tags]),
        ]  # fmt: skip

    def _fill(self) -> None:
        empty(self.menu)
        for field, title, choices in self.options():
            if not choices:
                continue
            below = self.menu.addMenu(title)
            for text, changes in choices:
                action = below.addAction(text.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(all(getattr(self.query, name) == value for name, value in changes.items()))
                action.triggered.connect(functools.partial(self._chosen, field, changes))
        if self._conditions():
            self.menu.addSeparator()
            self.menu.addAction(self.tr("Take all conditions away"), self._clear_conditions)
        self.learn()  # for the next time: what is new by then

    def _chosen(self, field: str, changes: dict[str, Any], checked: bool) -> None:
        self._set(**(changes if checked else {field: getattr(EVERYTHING, field)}))

    def _clear_conditions(self) -> None:
        self.look_for(replace(EVERYTHING, text=self.query.text))

    # -- the conditions that hold --------------------------------------------------------------------------------------

    def _conditions(self) -> list[tuple[str, str]]:
        """(field, text) of each that holds."""
        found = []
        for field, title, choices in self.options():
            value = getattr(self.query, field)
            if value == getattr(EVERYTHING, field):
                continue
            fitting = (text for text, changes in choices if all(getattr(self.query, name) == wanted for name, wanted in changes.items()))
            said = self._say(f"role_tag_{value}") if field == "role" else next(fitting, visible(str(value)))
            found.append((field, said if field in ("standing", "kind", "role") else f"{title}: {said}"))
        return found

    def _show_chips(self) -> None:
        wanted = dict(self._conditions())
        for field in [field for field in self._buttons if field not in wanted]:
            button = self._buttons.pop(field)
            button.hide()
            self._flow.removeWidget(button)
            button.deleteLater()
        for field, text in wanted.items():
            chip = self._buttons.get(field)
            if chip is None:
                chip = self._buttons[field] = QPushButton(self.chips)
                chip.setProperty("kind", "chip")
                chip.setIconSize(QSize(12, 12))
                icons.put(chip, "close", "muted")
                chip.clicked.connect(functools.partial(self._take_away, field))
                self._flow.addWidget(chip)
                chip.show()
            chip.setText(text.replace("&", "&&"))
            chip.setAccessibleName(self.tr("Only: {condition}. Press to take it away.").format(condition=text))
        self.chips.setVisible(bool(wanted))
        self.chips.updateGeometry()

    def _take_away(self, field: str) -> None:
        self._set(**{field: getattr(EVERYTHING, field)})

    def _say(self, id: str, **params: str | int) -> str:
        return words.say(Message(id, params), self._shell.language.current)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Name, serial number, fingerprint…"))
        self.field.setAccessibleName(self.tr("Search the library"))
        self.button.setText(self.tr("Filter"))
        self.button.setAccessibleName(self.tr("Filter by state, role, key, origin or tag"))
        self._show_chips()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
