"""The right side: what the current step is, what it means, its fields and bytes, the values born in it, its records."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench.core.handshake.transcript import Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.x509.finding import Verdict
from workbench.models.findings_model import Entry
from workbench.models.handshake_protection import Protection, protection_of, protection_text, stage_protection_text
from workbench.models.handshake_records import record_tree
from workbench.models.handshake_steps import Moment, steps_of
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_values import born_in
from workbench.narration import Depth, narrate, narrate_stage
from workbench.narration.answers import answers
from workbench.views import theme
from workbench.views.handshake.step_explanation import StepExplanation
from workbench.views.handshake.step_fields import StepFields
from workbench.views.handshake.step_head import StepHead
from workbench.views.handshake.values_table import ValuesTable
from workbench.views.node_tree import NodeTree
from workbench.views.panes import Pane, Text
from workbench.views.shell import Shell

if TYPE_CHECKING:
    from workbench.views.inspector.findings_tab import FindingsTab

EXPLANATION, FIELDS, VALUES, RECORDS, FINDINGS = range(5)
HEAD_PART = 36
"""Per cent of the pane that its head may take before it scrolls."""
WIDE, LOW = 460, 420
"""Pixels (at the normal text size) of a pane so wide and so low that its head is laid out in width."""


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
        self._asked: tuple[Transcript | None, str, Depth] | None = None
        self._wanted = EXPLANATION
        self._choosing = False
        self.as_written = True
        """Whether the scenario was run as it is by itself: only then what is written about it holds."""
        self.setMinimumWidth(260)
        self.column.setContentsMargins(1, 12, 1, 1)
        self.column.setSpacing(4)
        self.head = StepHead(shell.language)
        self.title, self.facts, self.result, self.sign = self.head.title, self.head.facts, self.head.result, self.head.sign
        self.explaining = StepExplanation(self._text, shell.language)
        self.explanation, self.protection = self.explaining.explanation, self.explaining.protection
        self.reader, self.origin, self.knowledge = self.explaining.reader, self.explaining.origin, self.explaining.knowledge
        self.questions = self.explaining.questions
        self.explaining.depth_wanted.connect(self._change_depth)
        self.explaining.origin_wanted.connect(self._show_origin)
        self.explaining.step_wanted.connect(self.step_wanted)
        self.bytes = StepFields(shell)
        self.parts, self.fields = self.bytes.parts, self.bytes.fields
        self.values = ValuesTable(self._text)
        self.values.value_wanted.connect(self.show_value)
        self.records = NodeTree(shell.language)
        self.no_records = Text("", "quiet", wrap=True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self._findings_place, self._findings_column = _page()
        for page in (self.explaining, self.bytes, self.values, self._records_page(), self._findings_place):
            self.tabs.addTab(page, "")
        self.tabs.currentChanged.connect(self._tab_changed)
        self.column.addWidget(self.head)
        self.column.addWidget(self.tabs, 1)
        self.retranslate()
        self.show_moment(None, None, self._text)

    def _records_page(self) -> QWidget:
        page, column = _page(6)
        self.no_records.setContentsMargins(12, 6, 12, 12)
        column.addWidget(self.no_records)
        column.addWidget(self.records, 1)
        column.addStretch()
        page.setFocusProxy(self.records)
        return page

    def panes(self) -> list[QWidget]:
        return [self.tabs.tabBar(), self.tabs.currentWidget()] if self._moment is not None else [self.tabs.currentWidget()]

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_moment(self, transcript: Transcript | None, moment: Moment | None, text: HandshakeText) -> None:
        """Show a moment; with None what is to be said of the whole transcript."""
        before = self._moment
        same = transcript is self._transcript and moment is not None and before is not None and moment.step is before.step
        if same and text is self._text and moment is not None and before is not None and moment.first == before.first:
            return
        self._transcript, self._moment, self._text = transcript, moment, text
        self._stale = {EXPLANATION, FIELDS, VALUES, RECORDS, FINDINGS}
        self._show_head()
        self._choose_tab()
        self._fill()

    def _show_head(self) -> None:
        moment, transcript, text = self._moment, self._transcript, self._text
        if transcript is None:
            self.head.show_texts("", "", "")
        elif moment is None:
            headline = text.message(transcript.headline)
            facts = self.tr("Press play, or choose a step: its fields, bytes and values are shown here.")
            result = text.why(transcript) or text.whole(transcript.outcome)
            self.head.show_texts(self.tr("How it came out"), headline, facts, transcript.outcome, result)
        elif moment.stage is not None:
            steps = self._steps()
            size = sum(step.size for step in steps)
            first, last = moment.first + 1, moment.last + 1
            way = (
                self.tr("Steps {first} to {last}").format(first=first, last=last)
                if last > first
                else self.tr("Step {number}").format(number=first)
            )
            self.head.show_texts(way, text.stage(moment.stage), f"{size:,} B" if size else "")
        else:
            self._show_step_head(moment.step)

    def _show_step_head(self, step: Step) -> None:
        text = self._text
        number = self.tr("Step {number}").format(number=step.number + 1)
        sentences = step.kind is StepKind.computation  # each fact is one; of a message they are a few words
        about = [] if sentences else [text.facts(step)]
        about.append(text.size(step))
        if step.protection is not Level.none:
            about.append(text.level(step.protection))
        if step.citation:
            about.append(step.citation)
        short = " · ".join(part for part in about if part)
        facts = "\n".join(part for part in (text.facts(step, "\n") if sentences else "", short) if part)
        plain = "" if step.kind is StepKind.alert else text.outcome(step.outcome)  # an alert passes no check
        result = text.message(step.reason) or plain
        self.head.show_texts(f"{number} · {text.way(step)}", text.title(step), facts, step.outcome, result)

    def _show_explanation(self) -> None:
        moment, transcript, text = self._moment, self._transcript, self._text
        depth = Depth(self.shell.settings.narration)
        self._origin = None
        said, protected = "", ""
        messages: tuple[Step, ...] = ()
        if transcript is None:
            pass
        elif moment is None:
            said = text.summary(transcript) if self.as_written else ""
        elif moment.stage is not None:
            said = narrate_stage(transcript, moment.step.connection, moment.stage, text.language, depth)
            protected = stage_protection_text(transcript, self._steps(), text)
            messages = tuple(step for step in self._steps() if step.receiver is not None)
        else:
            said = narrate(transcript, moment.step, text.language, depth)
            protected = protection_text(transcript, moment.step, text)
            self._origin = protection_of(transcript, moment.step)
        self._name_depth()
        self.explaining.show_texts(said, protected, self._origin is not None and self._origin.born is not None)
        self.reader.setVisible(transcript is not None)
        self.explaining.show_below(moment is None)
        asked = (transcript, text.language, depth)
        if self._asked is None or asked[0] is not self._asked[0] or asked[1:] != self._asked[1:]:
            self._asked = asked
            self.questions.show_answers(answers(transcript, text.language, depth) if transcript is not None else ())
        self.explaining.show_messages(messages, text)

    def _change_depth(self) -> None:
        """Explain to the other kind of reader."""
        settings = self.shell.settings
        settings.narration = Depth.engineer if settings.narration == Depth.newcomer else Depth.newcomer
        self._show_explanation()

    def _name_depth(self) -> None:
        simple = self.shell.settings.narration == Depth.newcomer
        self.reader.setText(self.tr("For engineers") if simple else self.tr("In plain words"))

    def _show_origin(self) -> None:
        """Go to the step in which the key was made."""
        origin = self._origin
        if origin is not None and origin.born is not None:
            self.show_value(origin.born, origin.key)

    def show_value(self, number: int, name: str) -> None:
        """Go to a step, and there to the value of this name; "" for the step alone."""
        self._wanted = VALUES if name else self._wanted
        self.step_wanted.emit(number)
        if name:
            self.tabs.setCurrentIndex(VALUES)
            self.values.choose(name)

    # -- tabs ------------------------------------------------------------------------------------------------------

    def _choose_tab(self) -> None:
        """The tab that was chosen last, where there is something in it: it comes back as soon as there is again."""
        moment = self._moment
        step = moment.step if moment is not None and moment.stage is None else None
        has = {
            EXPLANATION: True, FIELDS: step is not None and bool(step.parts), VALUES: any(other.values for other in self._steps()),
            RECORDS: step is not None and bool(step.records), FINDINGS: step is not None and self._verdict(step) is not None,
        }  # fmt: skip
        self._choosing = True
        self.tabs.tabBar().setVisible(moment is not None)
        for number in (FIELDS, RECORDS):  # a stage has none of its own
            self.tabs.setTabVisible(number, step is not None and not has[FINDINGS])
        self.tabs.setTabVisible(FINDINGS, has[FINDINGS])
        for number in (FIELDS, VALUES, RECORDS):
            self.tabs.setTabEnabled(number, has[number])
        self.tabs.setCurrentIndex(self._wanted if has[self._wanted] else EXPLANATION)
        self._choosing = False

    def _tab_changed(self, number: int) -> None:
        if not self._choosing:
            self._wanted = number
        self._fill()

    def _steps(self) -> tuple[Step, ...]:
        if self._transcript is None or self._moment is None:
            return ()
        return steps_of(self._transcript, self._moment)

    def _fill(self) -> None:
        """Fill the tab that is looked at; the others when they are."""
        number, moment, transcript = self.tabs.currentIndex(), self._moment, self._transcript
        if number not in self._stale or self._choosing:
            return
        self._stale.discard(number)
        if number == EXPLANATION:
            self._show_explanation()
            if transcript is not None and transcript.steps:
                last = len(transcript.steps) - 1
                first, last = (moment.first, moment.last) if moment is not None else (last, last)
                self.knowledge.show_moment(transcript, first, last, self._text)
        elif moment is None:
            return
        elif number == FIELDS:
            self.bytes.show_step(moment.step, self._text)
        elif number == VALUES:
            self.values.set_values(born_in(self._steps()), self._text, transcript)
        elif number == FINDINGS:
            self.findings.show_verdict(self._verdict(moment.step))
        else:
            tree = record_tree(moment.step, self._text)
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
                self._wanted = FIELDS
                self.step_wanted.emit(step.number)
                self.tabs.setCurrentIndex(FIELDS)
                self.parts.setCurrentIndex(place)
                self.fields.show_field(entry.finding.field)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = theme.current().scale
        self.head.stand_beside(self.width() >= WIDE * scale and self.height() < LOW * scale)
        self.head.fit(self.height() * HEAD_PART // 100)

    # -- language --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The step in detail"))
        self.tabs.setAccessibleName(self.tr("The step in detail"))
        names = (self.tr("Explain"), self.tr("Fields"), self.tr("Values"), self.tr("Records"), self.tr("Findings"))
        for number, text in enumerate(names):
            self.tabs.setTabText(number, text)
        if "findings" in self.__dict__:
            self.findings.retranslate()
        self._name_depth()
        self.no_records.setText(self.tr("No TLS record carried this step."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _page(top: int = 0) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setProperty("part", "clear")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, top, 0, 0)
    column.setSpacing(0)
    return page, column
