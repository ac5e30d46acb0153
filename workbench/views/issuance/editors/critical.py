"""Whether an extension is critical: seldom changed, so it is folded away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.core.errors import Message
from workbench.views.issuance.editors.editor import Fold
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.wrapping import Box
from workbench.views.shell import Shell


class CriticalFold(Fold):
    """`id` is that of the editor, whose words have the part `critical`."""

    changed = Signal()

    def __init__(self, shell: Shell, id: str, parent: QWidget | None = None) -> None:
        self._shell, self._id = shell, id
        self.box = Box()
        self.note = Note(shell.language)
        super().__init__(parent)
        self.column.addWidget(self.box)
        self.column.addWidget(self.note)
        self.box.toggled.connect(self._toggled)

    def fill(self, critical: bool) -> None:
        self.box.setChecked(critical)

    def value(self) -> bool:
        return self.box.isChecked()

    def _toggled(self, on: bool) -> None:
        self.changed.emit()

    def retranslate(self) -> None:
        super().retranslate()
        self.box.say(self.tr("Critical"))
        self.note.setText(self._shell.language.say(Message(f"issuing_editor_{self._id}"), "critical"))
