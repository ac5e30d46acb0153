"""Copying and saving objects: asks for the format and the password, warns before a private key leaves unprotected."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from workbench.core.errors import Message, WorkbenchError
from workbench.core.formats.export import ExportFormat, ExportOptions, export, formats_for, suffix_for, write_atomically
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.key_pair import PrivateKey
from workbench.core.x509.upload_boxes import Box, Plan, secret_text
from workbench.models.subject import Subject
from workbench.views.inspector.export_dialog import ExportDialog, UnprotectedDialog
from workbench.views.shell import Shell


class HandingOut(QObject):
    """Every way in which something leaves the program. `parent` is the widget that dialogs belong to."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._widget = shell, parent

    def copy(self, subject: Subject, form: ExportFormat | None) -> None:
        """To the clipboard: at once where there is one usual form, else after asking."""
        if form is None:
            form = None if subject.secret else next((f for f in formats_for(subject.kind) if f.is_text), None)
        if form is None or form.private:
            self._ask(subject, form, self._copy_as)
        else:
            self._copy_as(subject, form, ExportOptions())

    def save(self, subject: Subject, form: ExportFormat | None) -> None:
        """To a file: the format is asked for unless given."""
        if form is None or form.private:
            self._ask(subject, form, self._save_as)
        else:
            self._save_as(subject, form, ExportOptions())

    def _ask(self, subject: Subject, form: ExportFormat | None, act: object) -> None:
        saving = act == self._save_as
        forms = [each for each in formats_for(subject.kind) if saving or each.is_text]
        if not forms:
            return
        dialog = ExportDialog(self._shell.language, forms, form, saving, self._widget.window())
        dialog.chosen.connect(lambda chosen, options: act(subject, chosen, options) if callable(act) else None)
        dialog.open()

    def _copy_as(self, subject: Subject, form: ExportFormat, options: ExportOptions) -> None:
        try:
            QGuiApplication.clipboard().setText(export(form, [subject.found], options).decode("utf-8", "replace"))
        except WorkbenchError as error:
            self._tell(error)

    def _save_as(self, subject: Subject, form: ExportFormat, options: ExportOptions) -> None:
        self.save_objects([subject.found], form, options, suggested_name(subject.found, form))

    def save_objects(self, objects: list[FoundObject], form: ExportFormat, options: ExportOptions, name: str) -> None:
        """Ask where, beginning beside the file that the first came from; then write all of it or nothing."""
        beside = os.path.join(os.path.dirname(objects[0].path), name) if objects and objects[0].path else name
        path, _ = QFileDialog.getSaveFileName(self._widget.window(), self.tr("Save as"), beside)
        if path:
            self.write(objects, form, options, path)

    def write(self, objects: list[FoundObject], form: ExportFormat, options: ExportOptions, path: str) -> None:
        try:
            self._write(path, export(form, objects, options), form.private)
        except WorkbenchError as error:
            self._tell(error)

    def _write(self, path: str, data: bytes, secret: bool) -> None:
        """Write, in place of what was there (the file dialog asked), and say so. Raises ExportError."""
        write_atomically(path, data, secret=secret, overwrite=True)
        self._shell.session.done.emit(Message("saved_as", {"path": path}))

    # -- boxes of upload forms -------------------------------------------------------------------------------------

    def copy_box(self, box: Box, plan: Plan) -> None:
        """Exactly what goes into the box, to the clipboard."""
        if not box.secret:
            QGuiApplication.clipboard().setText(box.text or "")
            return
        self._confirm(lambda: QGuiApplication.clipboard().setText(secret_text(box)))

    def save_box(self, box: Box, plan: Plan) -> None:
        """Exactly what goes into the box, as a file."""
        name = box.file_name or f"{box.content}.pem"
        if box.binary:
            objects = [_found(part.thing) for part in box.parts]
            forms = [ExportFormat.PKCS12, ExportFormat.PKCS12_LEGACY]
            dialog = ExportDialog(self._shell.language, forms, None, True, self._widget.window())
            dialog.chosen.connect(lambda form, options: self.save_objects(objects, form, options, name))
            dialog.open()
        elif box.secret:
            self._confirm(lambda: self._save_text(secret_text(box), name, True))
        else:
            self._save_text(box.text or "", name, False)

    def _save_text(self, text: str, name: str, secret: bool) -> None:
        path, _ = QFileDialog.getSaveFileName(self._widget.window(), self.tr("Save as"), name)
        if not path:
            return
        try:
            self._write(path, text.encode("utf-8"), secret)
        except WorkbenchError as error:
            self._tell(error)

    def _confirm(self, act: Callable[[], None]) -> None:
        """Go on only when a person wants the private key to leave unprotected."""
        dialog = UnprotectedDialog(self._shell.language, self._widget.window())
        dialog.accepted.connect(act)
        dialog.open()

    def _tell(self, error: WorkbenchError) -> None:
        box = QMessageBox(self._widget.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Not done"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self._shell.language.say(error.message))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def suggested_name(found: FoundObject, form: ExportFormat) -> str:
    """A file name made of the object's own file or alias, safe on every system."""
    base = found.name or os.path.splitext(os.path.basename(found.path))[0] or found.kind.value
    base = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", base).strip(". ")[:80] or found.kind.value
    return base + suffix_for(found.kind, form)


def _found(thing: Certificate | PrivateKey) -> FoundObject:
    kind = Kind.CERTIFICATE if isinstance(thing, Certificate) else Kind.PRIVATE_KEY
    return FoundObject(kind, thing.der, "", 1, ())
