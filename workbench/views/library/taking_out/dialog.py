"""Save a certificate for other software: the files it wants and what its configuration says, seen before they are written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import Message
from workbench.models.library.taking_out import plan
from workbench.models.library.taking_out.plan import Ground, Wanted
from workbench.models.library.taking_out.work import Preview, preview, take_out
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.library.taking_out.preview_pane import PreviewPane
from workbench.views.panes import Text
from workbench.views.shell import Shell
from workbench.words import visible

PREVIEW_MS = 250
SIZE = QSize(1000, 740)
TARGET = Qt.ItemDataRole.UserRole


class TakingOutDialog(QDialog):
    """For one certificate of the workspace. Shows itself with `open`; not modal for other windows, nothing typed is lost by a mistake."""

    def __init__(self, shell: Shell, certificate_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.shell = shell
        self._id = certificate_id
        self._ground: Ground | None = None
        self._refused: Message | None = None
        self._written = 0
        self._previewing = QTimer(self)  # a password is stretched for a preview: not for each letter of it
        self._previewing.setSingleShot(True)
        self._previewing.setInterval(PREVIEW_MS)
        self._previewing.timeout.connect(self._preview)
        self.resize(SIZE if parent is None else SIZE.boundedTo(parent.window().size()))
        self._lay_out()
        self._connect()
        self.retranslate()
        job = shell.workspace.read(plan.ground, certificate_id)
        job.finished.connect(self._show_ground)
        job.failed.connect(self._show_trouble)

    # -- widgets ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.headline = Text("", "headline", wrap=True)
        self.targets = QListWidget()
        self.targets.setMinimumWidth(240)
        self.targets.setSpacing(1)
        self.advice = TermText(self.shell.language, role="muted")
        self.folder, self.choose = QLineEdit(), QPushButton()
        self.root_in, self.legacy = QCheckBox(), QCheckBox()
        self.legacy_note = TermText(self.shell.language, role="muted")
        self.clients = QComboBox()
        self.clients.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.password, self.again, self.passphrase = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.password, self.again, self.passphrase):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.rows = QFormLayout()
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        self._labels = {name: Text() for name in ("folder", "clients", "password", "again", "passphrase")}
        self.rows.addRow(self._labels["folder"], place)
        for name in ("clients", "password", "again", "passphrase"):
            self.rows.addRow(self._labels[name], getattr(self, name))
            self._labels[name].setBuddy(getattr(self, name))
        self._labels["folder"].setBuddy(self.folder)
        self.rows.addRow(self.root_in)
        self.rows.addRow(self.legacy)
        self.rows.addRow(self.legacy_note)
        self.preview = PreviewPane(self.shell)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.advice)
        column.addLayout(self.rows)
        column.addWidget(self.preview, 1)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.targets)
        middle.addWidget(right)
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        self.state = TermText(self.shell.language)
        self.replace = QCheckBox()
        self.replace.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setProperty("kind", "main")
        self.save.setDefault(True)
        self.show_folder = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.show_folder.hide()
        icons.put(self.choose, "folder", "muted")
        layout = QVBoxLayout(self)
        layout.addWidget(self.headline)
        layout.addWidget(middle, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.replace)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.targets.itemChanged.connect(self._changed)
        self.targets.currentItemChanged.connect(self._show_advice)
        self.choose.clicked.connect(self._choose_folder)
        for field in (self.folder, self.password, self.again):
            field.textEdited.connect(self._changed)
        self.passphrase.textEdited.connect(self._refresh)
        for box in (self.root_in, self.legacy):
            box.toggled.connect(self._changed)
        self.replace.toggled.connect(self._refresh)
        self.clients.currentIndexChanged.connect(self._changed)
        self.save.clicked.connect(self._save)
        self.show_folder.clicked.connect(self._open_folder)
        self.buttons.rejected.connect(self.reject)
        self.shell.workspace.vault_changed.connect(self._refresh)

    def retranslate(self) -> None:
        title = "" if self._ground is None else visible(self._ground.entry.title)
        self.setWindowTitle(self.tr("Save for other software"))
        self.headline.setText(self.tr("For which software shall “{0}” be saved?").format(title) if title else self.windowTitle())
        texts = {
            "folder": self.tr("Folder"),
            "clients": self.tr("Let in only clients of"),
            "password": self.tr("Password for the files"),
            "again": self.tr("Password again"),
            "passphrase": self.tr("Passphrase of the workspace"),
        }
        for name, text in texts.items():
            self._labels[name].setText(text)
        self.targets.setAccessibleName(self.tr("Software and formats"))
        self.choose.setText(self.tr("Choose…"))
        self.root_in.setText(self.tr("Put the root at the end of the chain"))
        self.legacy.setText(self.tr("For old software: Windows Server 2016, Java before 8u301, macOS before 12"))
        self.legacy_note.setText(self.tr("These read only 3DES and SHA-1, which protect the key less well."))
        self.replace.setText(self.tr("Replace the files that are there"))
        self.save.setText(self.tr("Save"))
        self.show_folder.setText(self.tr("Show the folder"))
        if self.clients.count():
            self.clients.setItemText(0, self.tr("anybody: no client certificates"))
        for row in range(self.targets.count()):
            item = self.targets.item(row)
            item.setText(self.shell.language.say(Message(f"ready_set_{item.data(TARGET)}")))
        self._show_advice()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # -- filling ---------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_ground(self, ground: Ground) -> None:
        self._ground = ground
        self.targets.blockSignals(True)
        for id in ground.targets:
            item = QListWidgetItem()
            item.setData(TARGET, id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.targets.addItem(item)
        self.targets.blockSignals(False)
        self.clients.blockSignals(True)
        self.clients.addItem("", "")
        for id, title in ground.authorities:
            self.clients.addItem(visible(title), id)
        self.clients.blockSignals(False)
        if self.targets.count():
            self.targets.setCurrentRow(0)
            self.targets.item(0).setCheckState(Qt.CheckState.Checked)
        self.targets.setFocus()
        self.retranslate()

    @Slot()
    def _show_advice(self) -> None:
        item = self.targets.currentItem()
        if item is not None:
            row = Message(f"ready_set_{item.data(TARGET)}")
            summary, advice = self.shell.language.say(row, "summary"), self.shell.language.say(row, "advice")
            self.advice.setText(summary + ("" if summary.endswith("。") else " ") + advice)

    def wanted(self) -> Wanted:
        """What the dialog says now."""
        checked = [self.targets.item(row) for row in range(self.targets.count())]
        targets = tuple(str(item.data(TARGET)) for item in checked if item.checkState() is Qt.CheckState.Checked)
        folder = plan.typed_folder(self.folder.text())
        return Wanted(targets, folder, self.root_in.isChecked(), self.legacy.isChecked(), self.clients.currentData() or "")

    @property
    def _has_key(self) -> bool:
        return self._ground is not None and self._ground.entry.key_id is not None

    @Slot()
    def _changed(self) -> None:
        self._refused = None
        self._written = 0
        self.replace.hide()
        self.replace.setChecked(False)
        self.show_folder.hide()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """What is shown, and whether it can be saved; a preview is made where all for it is there."""
        wanted = self.wanted()
        locked = self.shell.workspace.locked and plan.needs_vault(wanted.targets, self._has_key)
        protects = plan.needs_password(wanted.targets, self._has_key)
        for name, there in (("password", protects), ("again", protects), ("passphrase", locked)):
            self.rows.setRowVisible(getattr(self, name), there)
        self.rows.setRowVisible(self.clients, self.clients.count() > 1)
        self.rows.setRowVisible(self.legacy, protects)
        self.rows.setRowVisible(self.legacy_note, protects)
        lacking = self._lacking(wanted, protects, locked)
        self.save.setEnabled(not lacking)
        self._tell(wanted, lacking)
        if wanted.targets and not locked and (not protects or self.password.text()):
            self._previewing.start()
        else:
            self._previewing.stop()
            self.preview.show_preview(None)

    @Slot()
    def _preview(self) -> None:
        wanted = self.wanted()
        password = self.password.text() if plan.needs_password(wanted.targets, self._has_key) else ""
        job = self.shell.workspace.use(preview, self._id, wanted, password)
        job.finished.connect(self._show_preview)
        job.failed.connect(self._show_trouble)

    def _lacking(self, wanted: Wanted, protects: bool, locked: bool) -> str:
        """What is still missing, in a sentence; "" when nothing is."""
        if not wanted.targets:
            return self.tr("Choose at least one software or format.")
        if locked and not self.passphrase.text():
            return self.tr("The private key is locked: the passphrase is needed.")
        if protects and not self.password.text():
            return self.tr("A password for the files is needed.")
        if protects and self.password.text() != self.again.text():
            return self.tr("The two passwords differ.")
        if not self.folder.text().strip():
            return self.tr("Choose a folder.")
        if not wanted.folder.is_absolute():
            return self.tr("Write the whole path of the folder.")
        return ""

    def _tell(self, wanted: Wanted, lacking: str) -> None:
        if self._refused is not None:
            self.state.setText(self.shell.language.say(self._refused))
        elif self._written:
            self.state.setText(self.tr("%n file(s) saved.", "", self._written))
        elif not lacking and plan.unprotected(wanted.targets) and self._has_key:
            self.state.setText(self.tr("The private key leaves unencrypted, in files that only you can read: servers need it so."))
        else:
            self.state.setText(lacking)

    @Slot(object)
    def _show_preview(self, result: Preview) -> None:
        if result.wanted == self.wanted():
            self.preview.show_preview(result)

    # -- doing -----------------------------------------------------------------------------------------------------

    @Slot()
    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("The folder for the files"), self.folder.text())
        if path:
            self.folder.setText(path)
            self._changed()

    @Slot()
    def _save(self) -> None:
        self.save.setEnabled(False)
        if self.passphrase.text() and self.shell.workspace.locked:
            job = self.shell.workspace.unlock(self.passphrase.text())
            self.passphrase.clear()
            job.finished.connect(self._unlocked)
            job.failed.connect(self._show_trouble)
        else:
            self._unlocked(None)

    @Slot(object)
    def _unlocked(self, result: object) -> None:
        wanted = self.wanted()
        password = self.password.text() if plan.needs_password(wanted.targets, self._has_key) else ""
        job = self.shell.workspace.change(take_out, self._id, wanted, password, self.replace.isChecked())
        job.finished.connect(self._saved)
        job.failed.connect(self._show_trouble)

    @Slot(object)
    def _saved(self, paths: tuple[Path, ...]) -> None:
        self._refused = None
        self._written = len(paths)
        self.replace.hide()
        self.replace.setChecked(False)
        self.show_folder.show()
        self.password.clear()
        self.again.clear()
        self._refresh()

    @Slot(object)
    def _show_trouble(self, message: Message) -> None:
        self._refused = message
        self.replace.setVisible(message.id == "export_exists")
        self.save.setEnabled(True)
        self._tell(self.wanted(), "")

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.wanted().folder)))


def save_for_software(shell: Shell, certificate_id: str, parent: QWidget) -> TakingOutDialog:
    """Open the dialog for a certificate of the workspace."""
    dialog = TakingOutDialog(shell, certificate_id, parent)
    dialog.open()
    return dialog


