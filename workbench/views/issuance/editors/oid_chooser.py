"""A list of known object identifiers in which any other can be typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from workbench.core.asn1.oids import oid_name, table
from workbench.core.x509.name import SHORT_NAMES
from workbench.views.panes import as_tool_tip


class OidChooser(QComboBox):
    """Shows names, gives dotted OIDs; what is typed and is no known name is given back as it was typed.

    typed  its user changed it
    """

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(24)
        completer, line = self.completer(), self.lineEdit()
        assert completer is not None and line is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.activated.connect(self._activated)
        line.textEdited.connect(self._edited)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """(OID, text) of each; what is chosen stays."""
        blocked = self.blockSignals(True)
        self.clear()
        for oid, text in options:
            self.addItem(text, oid)
            self.setItemData(self.count() - 1, oid, Qt.ItemDataRole.ToolTipRole)
        self.blockSignals(blocked)
        self.fill(self._value)

    def fill(self, value: str) -> None:
        self._value = value
        blocked = self.blockSignals(True)
        place = self.findData(value)
        self.setCurrentIndex(place)
        if place < 0:
            name = oid_name(value) or ""
            self.setEditText(f"{name} ({value})" if name else value)
        self.blockSignals(blocked)
        self._to_start()
        self._describe()

    def oid(self) -> str:
        return self._value

    def _activated(self, index: int) -> None:
        if index >= 0 and self.itemData(index) is not None:
            self._take(str(self.itemData(index)))
            self._to_start()

    def _to_start(self) -> None:
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _edited(self, text: str) -> None:
        self._take(self._meant(text))

    def _meant(self, text: str) -> str:
        """The OID of a name, as it is offered, abbreviated or called by its standard; else the text itself."""
        folded = text.strip().casefold()
        for at in range(self.count()):
            if self.itemText(at).casefold() == folded:
                return str(self.itemData(at))
        offered = {str(self.itemData(at)) for at in range(self.count())}
        for oid in offered:
            if folded and folded in (SHORT_NAMES.get(oid, "").casefold(), (oid_name(oid) or "").casefold()):
                return oid
        if folded and not folded[0].isdigit():
            return next((row.oid for row in table().values() if row.name.casefold() == folded), text)
        return text

    def _take(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._describe()
            self.typed.emit()

    def _describe(self) -> None:
        name = oid_name(self._value)
        self.setToolTip(as_tool_tip(f"{self._value} {name}" if name else self._value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
