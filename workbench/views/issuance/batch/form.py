"""The wing of many certificates: a table, what each of its rows would become, and the button that issues them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.batch_text import SEPARATORS
from workbench.models.issuance.batch.desk import BatchDesk, Doing
from workbench.models.issuance.batch.row_text import State
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.batch.after import After
from workbench.views.issuance.batch.row_table import RowTable
from workbench.views.issuance.batch.start import Start
from workbench.views.issuance.dates import short_date
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.field import Field
from workbench.views.issuance.foot import Foot
from workbench.views.issuance.key_row import KIND_NAMES, ORDER, as_kind
from workbench.views.panes import ElidedText, IconLabel, Pane, Text
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning
from workbench.words import visible

ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp932": "Shift_JIS"}


class BatchForm(Pane):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell = shell
        self.desk = BatchDesk(shell.workspace, KIND_NAMES, shell.language.current, self)
        self._trouble: Message | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.sign = IconLabel("cross", "bad", 20)
        self.headline = Text("", "headline", wrap=True)
        self.trouble_sign, self.trouble_text = IconLabel("cross", "bad", 16), TermText(shell.language)
        self.start = Start(shell)
        self.profile, self.issuer, self.key = Choice(), Choice(), Choice()
        self.key.setMaxVisibleItems(24)
        self.profile_field = Field(shell.language, self.profile)
        self.issuer_field = Field(shell.language, self.issuer)
        self.key_field = Field(shell.language, self.key)
        self.source = ElidedText("", "quiet")
        self.open, self.paste = QPushButton(), QPushButton()
        self.wrong_first = QCheckBox()
        self.table = RowTable(self.desk.model)
        self.detail_sign, self.detail = IconLabel("info", "muted", 16), TermText(shell.language, role="quiet")
        self.foot = Foot(shell)
        self.after = After(shell, self.desk, self._passphrase)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline, 1)
        trouble = QHBoxLayout()
        trouble.setSpacing(6)
        trouble.addWidget(self.trouble_sign, 0, Qt.AlignmentFlag.AlignTop)
        trouble.addWidget(self.trouble_text, 1)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        for field, share in ((self.profile_field, 3), (self.issuer_field, 4), (self.key_field, 3)):
            choices.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self.bar = QWidget()
        self.bar.setProperty("part", "clear")
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.source, 1)
        bar.addWidget(self.wrong_first)
        bar.addWidget(self.paste)
        bar.addWidget(self.open)
        self.content = QWidget()
        self.content.setProperty("part", "clear")
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self.detail_sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.detail, 1)
        content = QVBoxLayout(self.content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(theme.GRID)
        content.addWidget(self.bar)
        content.addWidget(self.table, 1)
        content.addLayout(said)
        content.addWidget(self.after)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 14, 16, 10)
        inner.setSpacing(12)
        inner.addLayout(head)
        inner.addLayout(choices)
        inner.addLayout(trouble)
        inner.addWidget(self.start, 1)
        inner.addWidget(self.content, 1)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addLayout(inner, 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        desk = self.desk
        self.start.open_wanted.connect(self.ask_file)
        self.start.paste_wanted.connect(self.take_clipboard)
        self.start.template_wanted.connect(self._ask_template)
        self.open.clicked.connect(self.ask_file)
        self.paste.clicked.connect(self.take_clipboard)
        self.profile.chosen.connect(self._profile_chosen)
        self.issuer.chosen.connect(self._issuer_chosen)
        self.key.chosen.connect(self._key_chosen)
        self.wrong_first.toggled.connect(self._order_chosen)
        self.table.selectionModel().currentChanged.connect(self._show_detail)
        self.after.passphrase_missing.connect(self._ask_passphrase)
        self.after.anew.connect(self._leave_table)
        self.foot.go.connect(self.make)
        self.foot.stop.connect(desk.cancel)
        self.foot.passphrase.changed.connect(self._refresh)
        desk.listed.connect(self._show_choices)
        desk.edited.connect(self._refresh)
        desk.loaded.connect(self._on_loaded)
        desk.working.connect(self._on_working)
        desk.progressed.connect(self.foot.show_progress)
        desk.failed.connect(self._on_failed)
        desk.written.connect(self._on_written)
        desk.unlock_failed.connect(self.foot.passphrase.show_problem)

    # -- bringing a table ------------------------------------------------------------------------------------------

    def begin(self, wanted: Beginning) -> None:
        if wanted.issuer_id is not None and not self.desk.done:
            self.desk.choose_issuer(wanted.issuer_id)

    def begin_typing(self) -> None:
        target = self.table if self.start.isHidden() else self.start.open
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_file(self) -> None:
        kinds = ";;".join((self.tr("Tables (*.csv *.tsv *.txt)"), self.tr("All files (*)")))
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a table"), "", kinds)
        if path:
            self._bring(path)

    def take_clipboard(self) -> None:
        text = QGuiApplication.clipboard().text()
        self._trouble = None
        if text.strip():
            self.desk.paste(text)
        else:
            self.desk.refuse(Message("batch_page_nothing_pasted"))

    def _bring(self, path: str) -> None:
        self._trouble = None
        self.desk.load(path)

    def _ask_template(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save a template"), self.tr("template.csv"), self.tr("Tables (*.csv)"))
        if path:
            self.desk.save_template(path, self.shell.language.current)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if not self.desk.busy and (mime.hasText() or any(url.isLocalFile() for url in mime.urls())):
            event.acceptProposedAction()
            self._mark_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark_drop(False)
        event.acceptProposedAction()
        mime = event.mimeData()
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        self._trouble = None
        if len(paths) > 1:
            self.desk.refuse(Message("batch_page_one_file", {"count": len(paths)}))
        elif paths:
            self._bring(paths[0])
        elif mime.text().strip():
            self.desk.paste(mime.text())

    def _mark_drop(self, hot: bool) -> None:
        self.start.setProperty("hot", hot)
        self.start.style().unpolish(self.start)
        self.start.style().polish(self.start)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()  # here it is a table that is pasted, not a certificate
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            if not self.desk.busy:
                self.take_clipboard()
            return
        super().keyPressEvent(event)

    # -- choosing --------------------------------------------------------------------------------------------------

    def _profile_chosen(self) -> None:
        self.desk.choose_profile(str(self.profile.value()))

    def _issuer_chosen(self) -> None:
        self.desk.choose_issuer(str(self.issuer.value()))

    def _key_chosen(self) -> None:
        self.desk.choose_key(as_kind(self.key.value()))

    def _order_chosen(self, on: bool) -> None:
        self.desk.put_wrong_first(on)
        self.table.scrollToTop()

    def _show_choices(self) -> None:
        desk, say = self.desk, self.shell.language.say
        profiles: list[tuple[object, str]] = [
            (profile.id, say(Message(f"profile_{profile.id}")) if profile.built_in else visible(profile.name))
            for profile in desk.chosen.profiles
        ]
        _offer(self.profile, profiles, desk.chosen.profile.id)
        issuers: list[tuple[object, str]] = []
        for ca in desk.chosen.authorities:
            text = self.tr("{name} · until {date}").format(name=visible(ca.entry.title), date=short_date(ca.entry.not_after))
            issuers.append((ca.entry.id, text))
        _offer(self.issuer, issuers, None if desk.chosen.issuer is None else desk.chosen.issuer.entry.id)
        self.issuer_field.setVisible(not desk.chosen.profile.self_signed)
        proposed = self.tr("{key}, as the profile proposes").format(key=KIND_NAMES[desk.chosen.profile.key])
        _offer(self.key, [(None, proposed), *((kind.value, KIND_NAMES[kind]) for kind in ORDER)], desk.chosen.key)
        self.after.offer_targets()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        self._trouble = None
        self.wrong_first.setChecked(False)
        self.table.scrollToTop()
        if self.desk.model.rows:
            wrong = next((at for at in range(len(self.desk.model.rows)) if self.desk.model.state(at) is State.WRONG), 0)
            self.table.setCurrentIndex(self.desk.model.index(self.desk.model.place(wrong), 0))
            self.table.scrollToTop()
        had_focus = self.window().focusWidget() in (None, self.start.open, self.start.paste, self.start.template)
        self._refresh()
        if had_focus:
            self.begin_typing()

    def _refresh(self) -> None:
        desk, say = self.desk, self.shell.language.say
        there = desk.table is not None
        self.start.setVisible(not there)
        self.content.setVisible(there)
        self.after.setVisible(desk.done and desk.doing is not Doing.ISSUING)
        for choice in (self.profile, self.issuer, self.key):
            choice.setEnabled(not desk.busy and not desk.done)
        for button in (self.open, self.paste):
            button.setEnabled(not desk.busy)
        self._show_headline()
        self._show_source()
        for part in (self.trouble_sign, self.trouble_text):
            part.setVisible(desk.trouble is not None)
        self.trouble_text.setText("" if desk.trouble is None else visible(say(desk.trouble)))
        hindrance = desk.hindrance(*self.foot.passphrase.texts)
        left = desk.counts.left
        id = "batch_page_button_rest" if desk.counts.issued else "batch_page_button_one" if left == 1 else "batch_page_button"
        name = say(Message(id, {"count": left})) if left and there else self.tr("Issue")
        self.foot.allow(name, say(hindrance) if hindrance is not None else "")
        self.foot.button.setVisible(not desk.busy and not (desk.done and not left))
        if self._trouble is not None:
            self.foot.say(visible(say(self._trouble)), "cross", "bad")
        elif desk.doing is Doing.SAVING:
            self.foot.say(self.tr("Saving the files…"))
        elif desk.doing is Doing.ISSUING:
            self.foot.say(say(Message("batch_page_issuing", {"issued": desk.counts.issued, "count": desk.counts.issued + left})))
        elif desk.checking:
            self.foot.say(self.tr("Checking the rows…"))
        else:
            self.foot.say("" if hindrance is None or (desk.done and not left) else say(hindrance))
        over = desk.done and not left and not desk.busy and self._trouble is None
        self.foot.setVisible(not over or self.shell.workspace.locked)
        self._show_detail()

    def _show_headline(self) -> None:
        desk, counts = self.desk, self.desk.counts
        if desk.table is None:
            self.sign.hide()
            self.headline.setText(self.tr("Many certificates from one table"))
            return
        blanks: dict[str, str | int | Message] = {"good": counts.good, "bad": counts.bad, "count": counts.rows}
        blanks |= {"issued": counts.issued, "left": counts.left}
        icon, token = "check", "good"
        if desk.doing is Doing.ISSUING:
            id, icon, token = "batch_page_issuing", "stamp", "accent"
            blanks["count"] = counts.issued + counts.left
        elif desk.done and desk.stopped:
            id = "batch_page_stopped_some" if counts.bad else "batch_page_stopped"
            icon, token = "exclamation", "warning"
        elif desk.done and counts.left:
            id, icon, token = "batch_page_broken_off", "exclamation", "warning"
        elif desk.done:
            id = "batch_page_issued_some" if counts.bad else "batch_page_issued_all"
            icon, token = ("exclamation", "warning") if counts.bad else (icon, token)
        elif not counts.good:
            id, icon, token = "batch_page_none_fine", "cross", "bad"
        elif counts.bad:
            id = "batch_page_one_mistake" if counts.bad == 1 else "batch_page_mistakes"
            icon, token = "exclamation", "warning"
        else:
            id = "batch_page_one_fine" if counts.rows == 1 else "batch_page_all_fine"
        self.sign.set_icon(icon, token)
        self.sign.show()
        self.headline.setText(self.shell.language.say(Message(id, blanks)))

    def _show_source(self) -> None:
        desk = self.desk
        if desk.table is None or desk.source is None:
            self.source.setText("")
            return
        name = visible(desk.source.name) or self.tr("Pasted")
        separators = dict(zip(SEPARATORS, (self.tr("commas"), self.tr("semicolons"), self.tr("tabs")), strict=True))
        encoding = ENCODINGS.get(desk.table.encoding, desk.table.encoding) if desk.source.name else ""
        parts = [name, encoding, separators.get(desk.table.separator, "")]
        if desk.table.ignored:
            ignored = ", ".join(visible(header) for header in desk.table.ignored)
            parts.append(self.tr("left out: {names}").format(names=ignored))
        self.source.setText(" · ".join(part for part in parts if part))

    def _show_detail(self) -> None:
        """All that is to be said of the chosen row: its cell may be too narrow for it."""
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= len(self.desk.model.rows):
            said: list[str] = []
        else:
            said = self.desk.model.reasons(index)
        for part in (self.detail_sign, self.detail):
            part.setVisible(bool(said))
        if said:
            position = self.desk.model.position(index)
            failed = self.desk.model.state(position) in (State.WRONG, State.REFUSED)
            self.detail_sign.set_icon("cross" if failed else "exclamation", "bad" if failed else "warning")
            line = self.desk.model.rows[position].line
            text = "\n".join(said[:4])
            self.detail.setText(self.tr("Row {line}: {reason}").format(line=line, reason=text))

    # -- issuing ---------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Issue the rows that can be."""
        self._trouble = None
        self._refresh()
        if self.foot.button.isEnabled() and not self.foot.button.isHidden():
            self.desk.issue(self._passphrase())

    def _passphrase(self) -> str:
        return self.foot.passphrase.texts[0]

    def _ask_passphrase(self) -> None:
        self._trouble = Message("issuing_needs_passphrase")
        self._refresh()
        wanted = self.foot.passphrase.wants()
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_table(self) -> None:
        self._trouble = None
        self.desk.leave_table()
        self.begin_typing()

    def _on_working(self, working: bool) -> None:
        self.foot.bar.setRange(0, 0)
        self.foot.show_working(working)
        if working:
            self._trouble = None
        elif self.isVisible() and self.window().focusWidget() in (None, self.foot.cancel, self.foot.passphrase.field):
            (self.after.save if self.after.isVisible() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def _on_failed(self, message: Message) -> None:
        if not self.after.isVisible() or self.desk.counts.left:
            self._trouble = message
        self._refresh()

    def _on_written(self, path: str) -> None:
        if self.after.isHidden():
            self.foot.say(self.tr("Saved: {path}").format(path=visible(path)), "check", "good")

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Many certificates from one table"))
        self.profile_field.name(self.tr("Profile"))
        self.issuer_field.name(self.tr("Issuing CA"))
        self.key_field.name(self.tr("Private keys"))
        self.open.setText(self.tr("Another file…"))
        self.paste.setText(self.tr("Paste"))
        self.wrong_first.setText(self.tr("Mistakes first"))
        self.table.setAccessibleName(self.tr("The rows of the table"))
        self.detail.setAccessibleName(self.tr("About the chosen row"))
        self.desk.model.set_language(self.shell.language.current)
        self._show_choices()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _offer(choice: Choice, options: list[tuple[object, str]], chosen: object) -> None:
    """These, with that one chosen; a list that is open is left alone when nothing in it changes."""
    if options != [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())]:
        choice.clear()
        for value, text in options:
            choice.addItem(text, value)
    choice.setCurrentIndex(next((at for at, (value, _) in enumerate(options) if value == chosen), -1))
