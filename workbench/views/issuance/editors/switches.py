"""Extensions that are there or not: TLS feature, OCSP no check, key identifiers; and the hash of the signature."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.issuance.specification import Specification
from workbench.views.issuance.editors.editor import Editor, Fold
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.wrapping import Box, Link
from workbench.views.panes import Text
from workbench.views.shell import Shell

STATUS_REQUEST, STATUS_REQUEST_V2 = 5, 17
"""Numbers of TLS extensions that RFC 7633 speaks of."""


class Switch(QWidget):
    """A box to tick, and below it what that does: the words of an id with the part `meaning`."""

    def __init__(self, editor: Editor, id: str) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._editor, self._id = editor, id
        self.box, self.note = Box(), Note(editor.shell.language)
        self.note.setContentsMargins(24, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self.note)

    def retranslate(self) -> None:
        self.box.say(self._editor.say(self._id))
        self.note.setText(self._editor.say(self._id, "meaning"))
        self.box.setAccessibleDescription(self.note.text())


class TlsFeatureEditor(Editor):
    id = "tls_feature"
    places = ("tls_features",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._features: tuple[int, ...] = ()
        self.switches = {
            STATUS_REQUEST: Switch(self, "issuing_must_staple"),
            STATUS_REQUEST_V2: Switch(self, "issuing_must_staple_v2"),
        }
        self.fold = Fold()
        self.others, self.drop = Text("", wrap=True), Link()
        self.drop.clicked.connect(self._drop_others)
        self.column.addWidget(self.switches[STATUS_REQUEST])
        self.column.addWidget(self.others)
        self.column.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.fold)
        self.fold.column.addWidget(self.switches[STATUS_REQUEST_V2])
        for switch in self.switches.values():
            switch.box.toggled.connect(self._toggled)
        self.begin()

    def _fill(self, specification: Specification) -> None:
        self._features = specification.tls_features
        for number, switch in self.switches.items():
            switch.box.setChecked(number in self._features)
        self._show_others()

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, tls_features=self._features)

    def _toggled(self, on: bool) -> None:
        if self._filling:
            return
        wanted = {number for number, switch in self.switches.items() if switch.box.isChecked()}
        kept = tuple(number for number in self._features if number in wanted or number not in self.switches)
        self._features = (*kept, *sorted(wanted - set(kept)))
        self.edited()

    def _drop_others(self) -> None:
        self._features = tuple(number for number in self._features if number in self.switches)
        self._show_others()
        self.edited()

    def _show_others(self) -> None:
        numbers = [str(number)[:40] for number in self._features if number not in self.switches]
        self.others.setText(self.tr("Besides: {numbers}").format(numbers=", ".join(numbers)))
        self.others.setVisible(bool(numbers))
        self.drop.setVisible(bool(numbers))

    def problems_shown(self) -> None:
        if self.switches[STATUS_REQUEST_V2].box.isChecked() and self.general.problems:
            self.fold.open()

    def retranslate(self) -> None:
        super().retranslate()
        for switch in self.switches.values():
            switch.retranslate()
        self.drop.say(self.tr("Take these out"))
        self._show_others()


class SwitchesEditor(Editor):
    """An editor of fields that are true or false. `fields` are (field, id of its words)."""

    fields: tuple[tuple[str, str], ...] = ()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.switches = {field: Switch(self, id) for field, id in self.fields}
        for switch in self.switches.values():
            self.column.addWidget(switch)
            switch.box.toggled.connect(self._toggled)
        self.begin()

    def _toggled(self, on: bool) -> None:
        self.edited()

    def _fill(self, specification: Specification) -> None:
        for field, switch in self.switches.items():
            switch.box.setChecked(getattr(specification, field))

    def apply(self, specification: Specification) -> Specification:
        wanted: dict[str, Any] = {field: switch.box.isChecked() for field, switch in self.switches.items()}
        return replace(specification, **wanted)

    def retranslate(self) -> None:
        super().retranslate()
        for switch in self.switches.values():
            switch.retranslate()


class OcspNoCheckEditor(SwitchesEditor):
    id = "ocsp_no_check"
    places = ("ocsp_no_check",)
    fields = (("ocsp_no_check", "issuing_no_check"),)


class KeyIdentifiersEditor(SwitchesEditor):
    id = "key_identifiers"
    places = ("subject_key_identifier", "authority_key_identifier")
    fields = (("subject_key_identifier", "issuing_subject_key"), ("authority_key_identifier", "issuing_authority_key"))


class HashEditor(Editor):
    id = "hash"
    places = ("hash",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.choice = Choice()
        self._name_choices()
        self.choice.chosen.connect(self.edited)
        self.column.addWidget(self.choice)
        self.begin()

    def _fill(self, specification: Specification) -> None:
        self.choice.fill(specification.hash)

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, hash=str(self.choice.value()))

    def _name_choices(self) -> None:
        self.choice.offer(
            [("", self.tr("What suits the issuer’s key")), ("sha256", "SHA-256"), ("sha384", "SHA-384"), ("sha512", "SHA-512")]
        )

    def retranslate(self) -> None:
        super().retranslate()
        self._name_choices()
        self.choice.setAccessibleName(self.accessibleName())
