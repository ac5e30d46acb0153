"""The right side: what the current step is, its fields with their bytes, the values born in it, the records that carried it."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from workbench.core.handshake.stages import Stage
from workbench.core.handshake.transcript import Outcome, Part, Step, StepKind, Transcript
from workbench.core.node import Node
from workbench.core.tls.events import Level
from workbench.core.x509.finding import Verdict
from workbench.models.findings_model import Entry
from workbench.models.handshake_protection import Protection, protection_of, protection_text
from workbench.models.handshake_records import record_tree
from workbench.models.handshake_steps import Moment, steps_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import born_in
from workbench.narration import Depth, narrate, narrate_stage
from workbench.views import theme
from workbench.views.handshake.knowledge_table import KnowledgeTable
from workbench.views.handshake.values_table import ValuesTable
from workbench.views.node_hex_pane import NodeHexPane
from workbench.views.node_tree import NodeTree
from workbench.views.panes import IconLabel, Pane, Text
from workbench.views.shell import Shell

if TYPE_CHECKING:
    from workbench.views.inspector.findings_tab import FindingsTab

FIELDS, VALUES, KNOWLEDGE, RECORDS, FINDINGS = range(5)
HEAD_PART = 52
"""Per cent of the pane that its head may take before it scrolls."""
SIGNS = {Outcome.ok: ("check", "good"), Outcome.warning: ("exclamation", "warning"), Outcome.failed: ("cross", "bad")}


class StepDetail(Pane):
    """Shows one moment of a transcript; without one, how the whole came out.

    step_wanted(number)   another step is to be the current one
    """

    step_wanted = Signal(int)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.shell = shell
        self._transcript: Transcript | None = None
        self._moment: Moment | None = None
        self._text = HandshakeText(shell.language.current)
        self._stale: set[int] = set()
        self._origin: Protection | None = None
        self.as_written = True
        """Whether the scenario was run as it is by itself: only then what is written about it holds."""
        self.setMinimumWidth(260)
        self.column.setContentsMargins(1, 12, 1, 1)
        self.way, self.title = Text("", "muted", wrap=True), _Names("", "headline", wrap=True)
        self.facts, self.explanation = _Names("", "quiet", wrap=True), Text("", wrap=True)
        self.protection = _Names("", "quiet", wrap=True)
        self.reader = QPushButton()
        self.reader.setProperty("kind", "link")
        self.reader.clicked.connect(self._change_depth)
        self.origin = QPushButton()
        self.origin.setProperty("kind", "link")
        self.origin.clicked.connect(self._show_origin)
        self.result = Text("", wrap=True)
        self.sign = IconLabel("check", "good", 16)
        result = QHBoxLayout()
        result.setSpacing(6)
        result.addWidget(self.sign)
        result.addWidget(self.result, 1)
        self._head = _Head()
        head = self._head.column
        for label in (self.way, self.title, self.facts, self.explanation):
            label.selectable()
            head.addWidget(label)
        head.addWidget(self.reader, 0, Qt.AlignmentFlag.AlignLeft)
        self.protection.selectable()
        head.addWidget(self.protection)
        head.addWidget(self.origin, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(result)
        self.column.addWidget(self._head)
        self.parts = QComboBox()
        self.parts.currentIndexChanged.connect(lambda number: self._show_part())
        self.fields = NodeHexPane("handshake_fields", shell.language, shell.settings)
        self.values = ValuesTable(self._text)
        self.records = NodeTree(shell.language)
        self.no_bytes, self.no_records = Text("", "quiet", wrap=True), Text("", "quiet", wrap=True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.addTab(self._page(self.parts, self.fields, self.no_bytes), "")
        self.tabs.addTab(self.values, "")
        self.knowledge = KnowledgeTable(self._text)
        self.knowledge.born_wanted.connect(self.step_wanted)
        self.tabs.addTab(self.knowledge, "")
        self.tabs.addTab(self._page(None, self.records, self.no_records), "")
        self._findings_place = QWidget()
        self._findings_place.setProperty("part", "clear")
        self._findings_column = QVBoxLayout(self._findings_place)
        self._findings_column.setContentsMargins(0, 0, 0, 0)
        self.tabs.addTab(self._findings_place, "")
        self.tabs.currentChanged.connect(lambda number: self._fill())
        self.column.addWidget(self.tabs, 1)
        self._room = QWidget()
        self._room.setProperty("part", "clear")
        self.column.addWidget(self._room, 1)
        self.retranslate()
        self.show_moment(None, None, self._text)

    def _page(self, chooser: QWidget | None, content: QWidget, empty: QWidget) -> QWidget:
        page = QWidget()
        page.setProperty("part", "clear")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(theme.GRID)
        if chooser is not None:
            row = QHBoxLayout()
            row.setContentsMargins(10, 0, 10, 0)
            row.addWidget(chooser, 1)
            column.addLayout(row)
        empty.setContentsMargins(12, 6, 12, 12)
        column.addWidget(empty)
        column.addWidget(content, 1)
        column.addStretch()
        page.setFocusProxy(content)
        return page

    def panes(self) -> list[QWidget]:
        return [self.tabs.tabBar(), self.tabs.currentWidget()] if self.tabs.isVisible() else []

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_moment(self, transcript: Transcript | None, moment: Moment | None, text: HandshakeText) -> None:
        """Show a moment; with None what is to be said of the whole transcript."""
        before = self._moment
        same = transcript is self._transcript and moment is not None and before is not None and moment.step is before.step
        if same and text is self._text and moment is not None and before is not None and moment.first == before.first:
            return
        self._transcript, self._moment, self._text = transcript, moment, text
        self.tabs.setVisible(moment is not None)
        self._room.setVisible(moment is None)
        if moment is None:
            self._show_whole(transcript)
            return
        self._show_head(moment)
        self._stale = {FIELDS, VALUES, RECORDS, FINDINGS, KNOWLEDGE}
        if not same:
            self._choose_tab(moment)
        self._fill()

    def _show_whole(self, transcript: Transcript | None) -> None:
        text = self._text
        outcome = transcript.outcome if transcript is not None else Outcome.none
        headline = text.message(transcript.headline) if transcript is not None else ""
        self.way.setText(self.tr("How it came out") if headline else "")
        self.title.setText(headline)
        summary = text.summary(transcript) if transcript is not None and self.as_written else ""
        self.facts.setText(self.tr("Press play, or choose a step: its fields, bytes and values are shown here.") if headline else "")
        self.explanation.setText(summary)
        self.reader.hide()
        self._show_protection(None)
        self._show_result(outcome, text.why(transcript) or text.whole(outcome))
        self._hide_empty()

    def _show_head(self, moment: Moment) -> None:
        step, text = moment.step, self._text
        if moment.stage is not None:
            self._show_stage(moment, moment.stage)
            return
        number = self.tr("Step {number}").format(number=step.number + 1)
        self.way.setText(f"{number} · {text.way(step)}")
        self.title.setText(text.title(step))
        sentences = step.kind is StepKind.computation  # each fact is one; of a message they are a few words
        about = [] if sentences else [text.facts(step)]
        about.append(text.size(step))
        if step.protection is not Level.none:
            about.append(text.level(step.protection))
        if step.citation:
            about.append(step.citation)
        short = " · ".join(part for part in about if part)
        self.facts.setText("\n".join(part for part in (text.facts(step, "\n") if sentences else "", short) if part))
        assert self._transcript is not None
        self.explanation.setText(narrate(self._transcript, step, text.language, Depth(self.shell.settings.narration)))
        self.reader.show()
        self._show_protection(step)
        plain = "" if step.kind is StepKind.alert else text.outcome(step.outcome)  # an alert passes no check
        self._show_result(step.outcome, text.message(step.reason) or plain)
        self._hide_empty()

    def _show_stage(self, moment: Moment, stage: Stage) -> None:
        """A part of the story: what happens in it, and what crosses the wire for it."""
        text, steps = self._text, self._steps()
        self.way.setText(self.tr("Steps {first} to {last}").format(first=moment.first + 1, last=moment.last + 1))
        self.title.setText(text.stage(stage))
        sent = text.names(dict.fromkeys(text.title(step) for step in steps if step.receiver is not None))
        size = sum(step.size for step in steps)
        self.facts.setText(" · ".join(part for part in (sent, f"{size:,} B" if size else "") if part))
        assert self._transcript is not None
        depth = Depth(self.shell.settings.narration)
        self.explanation.setText(narrate_stage(self._transcript, moment.step.connection, stage, text.language, depth))
        self.reader.show()
        self._show_protection(None)
        failed = next((step for step in steps if step.outcome is Outcome.failed), None)
        self._show_result(failed.outcome if failed is not None else Outcome.none, text.message(failed.reason) if failed is not None else "")
        self._hide_empty()

    def _show_protection(self, step: Step | None) -> None:
        """Which key encrypts it, who has it, where it came from, what an eavesdropper sees."""
        transcript = self._transcript if step is not None else None
        self._origin = protection_of(transcript, step) if transcript is not None and step is not None else None
        self.protection.setText(protection_text(transcript, step, self._text) if transcript is not None and step is not None else "")
        self.origin.setVisible(self._origin is not None and self._origin.born is not None)

    def _change_depth(self) -> None:
        """Explain to the other kind of reader."""
        settings = self.shell.settings
        settings.narration = Depth.engineer if settings.narration == Depth.newcomer else Depth.newcomer
        self._name_depth()
        if self._moment is not None:
            self._show_head(self._moment)

    def _name_depth(self) -> None:
        simple = self.shell.settings.narration == Depth.newcomer
        self.reader.setText(self.tr("For engineers") if simple else self.tr("In plain words"))

    def _show_origin(self) -> None:
        """Go to the step in which the key was made."""
        origin = self._origin
        if origin is not None and origin.born is not None:
            self.step_wanted.emit(origin.born)
            self.tabs.setCurrentIndex(VALUES)
            self.values.choose(origin.key)

    def _show_result(self, outcome: Outcome, words: str) -> None:
        self.result.setText(words)
        if outcome in SIGNS:
            self.sign.set_icon(*SIGNS[outcome])
        self.sign.setVisible(outcome in SIGNS and bool(words))

    def _hide_empty(self) -> None:
        for label in (self.way, self.title, self.facts, self.explanation, self.protection, self.result):
            label.setVisible(bool(label.text()))

    def _choose_tab(self, moment: Moment) -> None:
        """The tab that was looked at stays, as long as there is something in it."""
        has = {
            FINDINGS: self._verdict(moment.step) is not None, FIELDS: bool(moment.step.parts),
            VALUES: any(step.values for step in self._steps()), RECORDS: bool(moment.step.records), KNOWLEDGE: True,
        }  # fmt: skip
        self.tabs.setTabVisible(FINDINGS, has[FINDINGS])
        if not has[self.tabs.currentIndex()]:
            self.tabs.setCurrentIndex(next((number for number, there in has.items() if there), FIELDS))

    def _steps(self) -> tuple[Step, ...]:
        if self._transcript is None or self._moment is None:
            return ()
        return steps_of(self._transcript, self._moment)

    def _fill(self) -> None:
        """Fill the tab that is looked at; the others when they are."""
        number = self.tabs.currentIndex()
        if self._moment is None or number not in self._stale:
            return
        self._stale.discard(number)
        step = self._moment.step
        if number == FIELDS:
            self._list_parts(step)
        elif number == VALUES:
            self.values.set_values(born_in(self._steps()), self._text)
        elif number == KNOWLEDGE:
            assert self._transcript is not None
            self.knowledge.show_moment(self._transcript, self._moment.first, self._moment.last, self._text)
        elif number == FINDINGS:
            self.findings.show_verdict(self._verdict(step))
        else:
            tree = record_tree(step, self._text)
            self.records.set_node(tree)
            self.records.setVisible(tree is not None)
            self.no_records.setVisible(tree is None)

    # -- findings --------------------------------------------------------------------------------------------------

    @functools.cached_property
    def findings(self) -> FindingsTab:
        """What path validation found; made when a certificate is first judged."""
        from workbench.views.inspector.findings_tab import FindingsTab

        made = FindingsTab(self.shell)
        made.bytes_wanted.connect(self._show_bytes_of)
        self._findings_column.addWidget(made)
        return made

    def _verdict(self, step: Step) -> Verdict | None:
        """What was found about the peer's certificates in this step."""
        found = getattr(step.subject, "verdict", None)
        return found if isinstance(found, Verdict) and found.paths else None

    def _show_bytes_of(self, entry: Entry) -> None:
        """Go to the message that brought the certificate a finding speaks of."""
        certificate, transcript, moment = entry.certificate, self._transcript, self._moment
        if certificate is None or transcript is None or moment is None:
            return
        for step in reversed(transcript.steps[: moment.step.number]):
            place = next((number for number, part in enumerate(step.parts) if part.data == certificate.der), None)
            if place is not None:
                self.step_wanted.emit(step.number)
                self.tabs.setCurrentIndex(FIELDS)
                self.parts.setCurrentIndex(place)
                self.fields.show_field(entry.finding.field)
                return

    # -- parts -----------------------------------------------------------------------------------------------------

    def _list_parts(self, step: Step) -> None:
        self.parts.blockSignals(True)
        self.parts.clear()
        for part in step.parts:
            self.parts.addItem(self._part_name(step, part))
        # The message rather than the record around it.
        wanted = next((number for number, part in enumerate(step.parts) if part.id == "message"), 0)
        self.parts.setCurrentIndex(wanted if step.parts else -1)
        self.parts.blockSignals(False)
        self.parts.setVisible(len(step.parts) > 1)
        self.fields.setVisible(bool(step.parts))
        self.no_bytes.setVisible(not step.parts)
        self._show_part()

    def _part_name(self, step: Step, part: Part) -> str:
        name = self._text.part(part.id)
        several = sum(other.id == part.id for other in step.parts) > 1
        return f"{name} {part.number + 1}" if several else name

    def _show_part(self) -> None:
        step, number = self._moment.step if self._moment is not None else None, self.parts.currentIndex()
        if step is None or not 0 <= number < len(step.parts):
            self.fields.clear()
            return
        part = step.parts[number]
        self.fields.set_node(_secret(part.node) if part.secret else part.node, part.data)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.fit(self.height() * HEAD_PART // 100)

    # -- language --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The step in detail"))
        names = (self.tr("Fields"), self.tr("Values"), self.tr("Who knows"), self.tr("Records"), self.tr("Findings"))
        for number, text in enumerate(names):
            self.tabs.setTabText(number, text)
        if "findings" in self.__dict__:
            self.findings.retranslate()
        self.origin.setText(self.tr("Where this key comes from"))
        self._name_depth()
        self.parts.setAccessibleName(self.tr("Which bytes"))
        self.no_bytes.setText(self.tr("No bytes belong to this step alone."))
        self.no_records.setText(self.tr("No TLS record carried this step."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Names(Text):
    """Text whose long names may be broken after an underscore; `text` and what is copied are as they were given."""

    _BREAK = "\u200b"
    _WHOLE = 14
    """Letters of a name that stay together: `TLS_` alone at the end of a line reads badly."""

    def setText(self, text: str) -> None:
        super().setText(re.sub(r"\S+", lambda name: name[0][: self._WHOLE] + name[0][self._WHOLE :].replace("_", "_" + self._BREAK), text))
        self.setAccessibleName(text)

    def text(self) -> str:
        return super().text().replace(self._BREAK, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(self._BREAK, ""))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The label's own menu would copy the breaks too."""


class _Head(QScrollArea):
    """As high as its texts need at its width, but never higher than `most`: then it scrolls. What is over belongs to the tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.most = 10_000
        self._inner = QWidget()
        for widget in (self, self.viewport(), self._inner):
            widget.setProperty("part", "clear")
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(14, 0, 14, 0)
        self.column.setSpacing(4)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)

    def fit(self, most: int | None = None) -> None:
        """Take the height that is needed; `most` is the highest from now on."""
        self.most = most if most is not None else self.most
        needed = max(1, self.column.heightForWidth(self.viewport().width()))
        height = min(needed, max(1, self.most))
        if needed != self._inner.minimumHeight():
            self._inner.setMinimumHeight(needed)
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After what is in it has been laid out anew: a text came, went or is longer."""
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.fit()
        return done


def _secret(node: Node) -> Node:
    """The same tree, all of it masked until asked for."""
    return replace(node, secret=True, children=tuple(_secret(child) for child in node.children))
