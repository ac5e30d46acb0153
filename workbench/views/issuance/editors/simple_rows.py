"""Rows of one field: a text, an object identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from workbench.core.errors import Message
from workbench.views.issuance.editors.fields import TypedField
from workbench.views.issuance.editors.oid_chooser import OidChooser
from workbench.views.issuance.editors.row import Row
from workbench.views.shell import Shell


class TextRow(Row):
    """A line of text: an address, a notice. `id` of the words that say what it is."""

    def __init__(self, shell: Shell, id: str, example: str = "") -> None:
        self.text, self._id = TypedField(), id
        super().__init__(shell, self.text)
        self.text.setPlaceholderText(example)
        self.text.typed.connect(self.edited)
        self.retranslate()

    def fill(self, value: str) -> None:
        self.text.fill(value)

    def value(self) -> str:
        return self.text.value()

    def retranslate(self) -> None:
        super().retranslate()
        what = self.shell.language.say(Message(self._id))
        self.text.setAccessibleName(self.tr("{what}, row {number}").format(what=what, number=self.number))


class OidRow(Row):
    """An object identifier with what it means. `about` gives the message of any OID, with the part `meaning`."""

    def __init__(self, shell: Shell, offered: Iterable[str], about: Callable[[str], Message], id: str) -> None:
        self.oid, self._offered, self._about, self._id = OidChooser(), tuple(offered), about, id
        super().__init__(shell, self.oid)
        self.oid.typed.connect(self._typed)
        self.retranslate()

    def fill(self, value: str) -> None:
        self.oid.fill(value)
        self.explain()

    def value(self) -> str:
        return self.oid.oid()

    def first_field(self) -> QWidget:
        return self.oid

    def _typed(self) -> None:
        self.explain()
        self.edited()

    def explain(self) -> None:
        self.note.setText(self.shell.language.say(self._about(self.oid.oid().strip()), "meaning"))
        self.note.show()

    def retranslate(self) -> None:
        super().retranslate()
        self.oid.offer([(oid, self.shell.language.say(self._about(oid))) for oid in self._offered])
        what = self.shell.language.say(Message(self._id))
        self.oid.setAccessibleName(self.tr("{what}, row {number}").format(what=what, number=self.number))
        self.explain()
