"""One name with its kind, which is guessed while it is typed or pasted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.core.errors import Message
from workbench.core.issuance.specification import AlternativeName, NameKind
from workbench.models.issuance.editors import names
from workbench.views.issuance.editors.fields import Choice, TypedField
from workbench.views.issuance.editors.row import Row
from workbench.views.shell import Shell
from workbench.words import visible

EXAMPLES = {
    NameKind.DNS: "www.example.com", NameKind.IP: "192.0.2.1", NameKind.EMAIL: "user@example.com", NameKind.URI: "https://example.com/",
    NameKind.UPN: "user@example.com", NameKind.DIRECTORY: "CN=Example,O=Example,C=JP", NameKind.REGISTERED_ID: "1.3.6.1.4.1.99999.1",
}  # fmt: skip
LIMITS = {
    NameKind.DNS: "example.com", NameKind.IP: "192.0.2.0/24", NameKind.EMAIL: "example.com", NameKind.URI: ".example.com",
    NameKind.DIRECTORY: "O=Example,C=JP",
}  # fmt: skip


class NameRow(Row):
    """several(row, names)   what was typed or pasted is more than one name

    limit  it is a subtree of name constraints: networks in place of addresses, domains in place of mail addresses and URIs
    """

    several = Signal(object, object)

    def __init__(self, shell: Shell, limit: bool = False) -> None:
        self.kind, self.text = Choice(), TypedField()
        super().__init__(shell, self.text, self.kind)
        self._limit, self._by_hand = limit, False
        self.kind.chosen.connect(self._kind_chosen)
        self.text.typed.connect(self._typed)
        self.retranslate()
        self.fill(AlternativeName(NameKind.DNS, ""))

    def fill(self, value: AlternativeName) -> None:
        self.kind.fill(value.kind)
        self.text.fill(value.value)
        self._by_hand = bool(value.value.strip()) and value.kind is not names.guess_kind(value.value, self._limit)
        self._explain()

    def value(self) -> AlternativeName:
        return AlternativeName(NameKind(str(self.kind.value())), self.text.value())

    def first_field(self) -> QWidget:
        return self.text

    def _kind_chosen(self) -> None:
        self._by_hand = True
        self._explain()
        self.edited()

    def _typed(self) -> None:
        text = self.text.value()
        if names.wants_rows(text, self.value().kind):
            found = tuple(names.read_name(part, self._limit) for part in names.split_names(text))
            if len(found) > 1:
                self.several.emit(self, found)
                return
            text = found[0].value if found else ""
            self.text.put(text)
        if not text.strip():
            self._by_hand = False
        elif not self._by_hand:
            self._guess(text)
        self._explain()
        self.edited()

    def _guess(self, text: str) -> None:
        guessed = names.read_name(text, self._limit)
        if guessed.value != text.strip():  # "DNS:example.com"
            self.text.put(guessed.value)
        if guessed.kind in (LIMITS if self._limit else EXAMPLES):
            self.kind.fill(guessed.kind)

    def _explain(self) -> None:
        kind = self.value().kind
        written = names.encoded(kind, self.text.value())
        self.note.setText(self.tr("Stands in the certificate as {name}").format(name=visible(written)) if written else "")
        if written:
            self.note.show()
        else:
            self.note.hide()
        self.text.setPlaceholderText((LIMITS if self._limit else EXAMPLES).get(kind, ""))
        self.text.setAccessibleName(self.tr("{kind}, row {number}").format(kind=self.kind.currentText(), number=self.number))

    def retranslate(self) -> None:
        super().retranslate()
        offered = [kind for kind in NameKind if not self._limit or kind in LIMITS or kind is self.kind.value()]
        part = "limit" if self._limit else "sentence"
        say = self.shell.language.say
        self.kind.offer([(kind, say(Message(f"issuing_kind_{kind}"), part)) for kind in offered])
        self.kind.setAccessibleName(self.tr("Kind of name {number}").format(number=self.number))
        self._explain()
