"""The tags of an entry: each a button that takes it away, and a field for another one, with those that there are for completion."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from workbench.views import icons
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.words import visible


class TagsEditor(QWidget):
    """changed(tags)   what they shall be from now on"""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.tags: tuple[str, ...] = ()
        self._buttons: dict[str, QPushButton] = {}
        self._known = QStringListModel(self)
        self.field = QLineEdit()
        self.field.setProperty("kind", "dense")
        self.field.setFixedWidth(140)
        self.field.setMaxLength(64)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._add)
        self.field.setCompleter(completer)
        self.field.returnPressed.connect(self._add)
        self._flow = FlowLayout(self, 6)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.addWidget(self.field)
        self.retranslate()

    def show_tags(self, tags: Iterable[str], known: Iterable[str]) -> None:
        """`known`: all that there are."""
        self.tags = tuple(tags)
        self._known.setStringList(sorted(set(known) - set(self.tags)))
        for tag in [tag for tag in self._buttons if tag not in self.tags]:
            button = self._buttons.pop(tag)
            button.hide()
            self._flow.removeWidget(button)
            button.deleteLater()
        self._flow.removeWidget(self.field)
        for tag in self.tags:
            if tag not in self._buttons:
                chip = self._buttons[tag] = QPushButton(visible(tag).replace("&", "&&"), self)
                chip.setProperty("kind", "chip")
                chip.setIconSize(QSize(12, 12))
                icons.put(chip, "close", "muted")
                chip.clicked.connect(functools.partial(self._remove, tag))
                self._flow.addWidget(chip)
                chip.show()
        self._flow.addWidget(self.field)
        self._name_buttons()
        self.updateGeometry()

    def buttons(self) -> dict[str, QPushButton]:
        return dict(self._buttons)

    def _add(self, text: str = "") -> None:
        tag = (text or self.field.text()).strip()
        self.field.clear()
        if tag and tag not in self.tags:
            self.changed.emit(tuple(sorted((*self.tags, tag))))

    def _remove(self, tag: str) -> None:
        self.field.setFocus()
        self.changed.emit(tuple(other for other in self.tags if other != tag))

    def _name_buttons(self) -> None:
        for tag, button in self._buttons.items():
            button.setAccessibleName(self.tr("Take the tag {tag} away").format(tag=visible(tag)))
            button.setToolTip(self.tr("Take this tag away"))

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self._name_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
