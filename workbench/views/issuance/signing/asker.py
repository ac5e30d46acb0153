"""Who asks: the requester's own signature first, then the subject, the names and the key, all as plain text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.x509.finding import Finding, Status
from workbench.models.issuance.signing.asking import Asking, shortened
from workbench.models.issuance.signing.desk import SigningDesk
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.banner import Banner
from workbench.views.issuance.editors.fields import Choice
from workbench.views.panes import BrokenText, IconLabel, Text
from workbench.views.shell import Shell
from workbench.words import visible

_SIGNS = {
    Status.OK: ("check", "good"), Status.WARNING: ("exclamation", "warning"), Status.FAILURE: ("cross", "bad"),
    Status.NOT_CHECKED: ("info", "muted"),
}  # fmt: skip


class Asker(QWidget):
    """chosen(int)   another one of the requests that were brought; leave   put them away, bring another one"""

    chosen = Signal(int)
    leave = Signal()

    def __init__(self, shell: Shell, desk: SigningDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.desk = shell, desk
        self.source = Text("", "muted", wrap=True)
        self.several = Choice()
        self.several.chosen.connect(self._chosen)
        self.other = QPushButton()
        self.other.setProperty("kind", "link")
        self.other.clicked.connect(self.leave)
        self.banner = Banner(shell.language)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(2 * theme.GRID)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(0, 1)
        self.facts.setColumnStretch(1, 3)
        line = QHBoxLayout()
        line.setSpacing(theme.GRID)
        line.addWidget(self.source, 1)
        line.addWidget(self.several, 2)
        line.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(line)
        column.addWidget(self.banner)
        column.addLayout(self.facts)
        self.retranslate()

    def refresh(self) -> None:
        """The request that is looked at."""
        asking = self.desk.asking
        if asking is None:
            return
        self.source.setText(self.tr("From {file}").format(file=visible(asking.file)) if asking.file else "")
        several = len(self.desk.askings) > 1
        self.several.setVisible(several)
        if several:
            total = len(self.desk.askings)
            text = self.tr("{number} of {total}: {name}")
            self.several.clear()
            for at, one in enumerate(self.desk.askings):
                self.several.addItem(text.format(number=at + 1, total=total, name=visible(one.title) or "–"), at)
            self.several.setCurrentIndex(self.desk.at)
        self._show_banner(asking)
        self._show_facts(asking)

    def _show_banner(self, asking: Asking) -> None:
        say, refusal, signature = self.shell.language.say, asking.refusal, asking.signature
        if refusal is None:
            self.banner.show_answer(signature.status, say(Message("signing_page_signed")), say(Message("signing_page_proves")))
        else:
            id = "signing_page_not_signed" if refusal is signature else "signing_page_refused"
            detail = say(Message("signing_page_why", {"reason": refusal.message}))
            self.banner.show_answer(Status.FAILURE, say(Message(id)), detail)

    def _show_facts(self, asking: Asking) -> None:
        while self.facts.count():
            item = self.facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.facts.setColumnMinimumWidth(0, theme.current().px(92))
        say = self.shell.language.say
        subject = [f"{name} = {value}" for name, value in asking.subject]
        self._fact(self.tr("Subject"), subject or ["–"])
        pair = self.tr("{name}: {value}")
        names = [pair.format(name=say(Message(f"issuing_kind_{kind}")), value=value) for kind, value in asking.names]
        if names:
            self._fact(self.tr("Alternative names (SAN)"), names)
        for at, finding in enumerate(asking.findings[1:]):  # the first one speaks of the key
            self._finding(self.tr("Public key") if at == 0 else "", finding)
        if asking.remarks:
            self._fact(self.tr("Attributes"), [pair.format(name=name, value=value) for name, value in asking.remarks])

    def _fact(self, name: str, lines: list[str]) -> None:
        shown, more = shortened(lines)
        text = "\n".join([*map(visible, shown), *([self.tr("… and {count} more").format(count=more)] if more else [])])
        value = BrokenText(text, "mono").selectable()
        value.setAccessibleDescription(name)
        self._row(name, value)

    def _finding(self, name: str, finding: Finding) -> None:
        line = QWidget()
        line.setProperty("part", "clear")
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(IconLabel(*_SIGNS[finding.status], 16), 0, Qt.AlignmentFlag.AlignTop)
        text = TermText(self.shell.language)
        text.setText(self.shell.language.say(finding.message))
        inner.addWidget(text, 1)
        self._row(name, line)

    def _row(self, name: str, value: QWidget) -> None:
        row = self.facts.rowCount()
        label = TermText(self.shell.language, role="quiet")
        label.setText(name)
        self.facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.facts.addWidget(value, row, 1)

    def _chosen(self) -> None:
        at = self.several.value()
        if isinstance(at, int):
            self.chosen.emit(at)

    def retranslate(self) -> None:
        self.other.setText(self.tr("Another request"))
        self.several.setAccessibleName(self.tr("Which request"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
