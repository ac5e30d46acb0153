"""Asks as what a handshake is to be saved: the form, what it shows, and whether secrets go along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_taking_away import FORMS, SCALES, Form, Secrets, Wish, row_of
from workbench.models.language import Language
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.words import LANGUAGES

THEMES = ("light", "dark")
WIDTH = 520.0


class SaveDialog(QDialog):
    """Begins with a wish. `chosen(wish)`: it was accepted."""

    chosen = Signal(object)

    def __init__(self, language: Language, wish: Wish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save the handshake"))
        self._language = language
        self.forms = _choices([(language.say(_name(row.form)), row.form) for row in FORMS], wish.form)
        details = zip((self.tr("Stages"), self.tr("Messages"), self.tr("Every computation")), Detail, strict=True)
        self.detail = _choices(list(details), wish.detail)
        self.scale = _choices([(f"{scale:g}×", scale) for scale in SCALES], wish.scale)
        themes = zip((self.tr("Light"), self.tr("Dark")), THEMES, strict=True)
        self.theme = _choices(list(themes), wish.theme)
        self.language = _choices(list(zip(("English", "日本語"), LANGUAGES, strict=True)), wish.language)
        self.secrets = QCheckBox(self.tr("With secrets"))
        self.remark, self.about_secrets = TermText(language, role="quiet"), TermText(language, role="quiet")
        self._rows = QFormLayout()
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            (self.tr("Save as"), self.forms), ("", self.remark), (self.tr("Level of detail"), self.detail), (self.tr("Size"), self.scale),
            (self.tr("Colours"), self.theme), (self.tr("Language"), self.language), ("", self.secrets), ("", self.about_secrets),
        ):  # fmt: skip
            self._rows.addRow(label, field)
            field.setAccessibleName(label or field.accessibleName())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(self.tr("Save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("kind", "main")
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(self._rows)
        column.addStretch()
        column.addWidget(self.buttons)
        self.forms.currentIndexChanged.connect(self._show_form)
        self.secrets.toggled.connect(lambda on: self._show_secrets())
        self._show_form()
        self.forms.setFocus()

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        return Wish(
            Form(self.forms.currentData()), Detail(self.detail.currentData()), float(self.scale.currentData()),
            str(self.theme.currentData()), str(self.language.currentData()), self.secrets.isChecked(),
        )  # fmt: skip

    def _show_form(self) -> None:
        row = row_of(Form(self.forms.currentData()))
        for field, there in (
            (self.detail, row.detail), (self.scale, row.scale), (self.theme, row.theme), (self.language, row.language),
            (self.secrets, row.secrets is not Secrets.never),
        ):  # fmt: skip
            self._rows.setRowVisible(field, there)
        self.remark.setText(self._language.say(_name(row.form), "advice"))
        self.secrets.setEnabled(row.secrets is Secrets.chosen)
        self.secrets.setChecked(row.secrets is Secrets.always)  # never carried over from another form
        self._show_secrets()

    def _show_secrets(self) -> None:
        form, allowed = self.wish.form, row_of(self.wish.form).secrets
        if allowed is Secrets.never:
            said = self.tr("No secret stands in it.")
        elif allowed is Secrets.always:
            said = self.tr("These are keys and nothing else: whoever gets this file can read the whole conversation.")
        elif self.secrets.isChecked():
            said = self.tr("Session keys and all other secret values stand in it: whoever gets this file can read the whole conversation.")
        elif form is Form.pcapng:
            said = self.tr("The keys are left out: what was encrypted stays encrypted.")
        elif form is Form.json:
            said = self.tr("Session keys and other secret values are left out. The messages stand in it as both sides read them.")
        else:
            said = self.tr("Of session keys and other secret values only the names stand in it.")
        self.about_secrets.setText(said)
        self.about_secrets.setProperty("status", "bad" if self.wish.secret else "")
        self.about_secrets.style().unpolish(self.about_secrets)
        self.about_secrets.style().polish(self.about_secrets)
        self._fit()

    def _fit(self) -> None:
        """As high as its sentences need: they wrap, which the size hint of a window does not know."""
        width = theme.current().px(WIDTH)
        self._column.invalidate()
        self._column.activate()
        height = self._column.totalHeightForWidth(width)
        self.setMinimumSize(width, height)
        self.resize(width, height)

    def _accept(self) -> None:
        wish = self.wish
        self.accept()
        self.chosen.emit(wish)


def _choices(rows: Sequence[tuple[str, object]], chosen: object) -> QComboBox:
    box = QComboBox()
    for text, data in rows:
        box.addItem(text, data)
    box.setCurrentIndex(next((number for number, (_, data) in enumerate(rows) if data == chosen), 0))
    return box


def _name(form: Form) -> Message:
    return Message(f"taking_away_{form.value}")
