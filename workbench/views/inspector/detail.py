"""The right side: the answer, the conditions, and the tabs about the selected object."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench import words
from workbench.core.formats.found import Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Verdict
from workbench.models.choices import is_ca
from workbench.models.findings_model import Entry
from workbench.models.inspection import Inspection
from workbench.models.object_rows import Row
from workbench.models.object_text import ObjectText, name_of
from workbench.models.subject import Subject, subject_of
from workbench.views import theme
from workbench.views.inspector.answers import answer_of
from workbench.views.inspector.banner import Banner
from workbench.views.inspector.conditions_bar import ConditionsBar
from workbench.views.inspector.findings_tab import FindingsTab
from workbench.views.panes import Pane
from workbench.views.shell import Shell

# The tabs that are not the first to be seen are loaded and made when they are first shown.
if TYPE_CHECKING:
    from workbench.views.inspector.boxes_view import BoxesView
    from workbench.views.inspector.compare_tab import CompareTab
    from workbench.views.inspector.summary_tab import SummaryTab
    from workbench.views.inspector.text_tab import EncodedTab, OpensslTab
    from workbench.views.inspector.tree_tab import TreeTab

SUMMARY, FINDINGS, BOXES, FIELDS, ASN1, PEM, OPENSSL, COMPARE = range(8)
GREY_AFTER_MS = 80
"""A verdict that takes longer than this greys the old one meanwhile."""

COMPACT_BELOW = 340
"""Pixels of height below which the answer is the headline only: why stands in the findings too."""


class _Tabs(QTabWidget):
    def minimumSizeHint(self) -> QSize:
        """The tabs and a few lines; each page knows how to be small."""
        return QSize(super().minimumSizeHint().width(), self.tabBar().sizeHint().height() + theme.current().px(64))


Tab = TypeVar("Tab", bound=QWidget)


class _Place(QWidget):
    """Where a tab will stand."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self, tab: QWidget) -> None:
        self._column.addWidget(tab)
        self.setFocusProxy(tab)


class Detail(QWidget):
    """Shows what `inspection` has selected.

    copy_wanted(subject, form), save_wanted(subject, form)  something is to be handed out
    copy_box_wanted(box, plan), save_box_wanted(box, plan)  what goes into a box of an upload form is
    row_wanted(row)                                         another row is to be selected
    """

    copy_wanted = Signal(object, object)
    save_wanted = Signal(object, object)
    copy_box_wanted = Signal(object, object)
    save_box_wanted = Signal(object, object)
    row_wanted = Signal(object)

    def __init__(self, shell: Shell, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell, self.inspection = shell, inspection
        self.object_text: ObjectText | None = None
        self._row: Row | None = None
        self._subject: Subject | None = None
        self._stale: set[int] = set()
        self._working = False
        self._chosen_tab = FINDINGS
        self._switching = False
        self.banner = Banner(shell.language)
        self.conditions = ConditionsBar()
        self.conditions.hide()  # until a certificate is selected
        self.findings = FindingsTab(shell)
        self.tabs = _Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for number in range(8):
            self.tabs.addTab(self.findings if number == FINDINGS else _Place(), "")
        self.pane = Pane("", 0)
        self.pane.column.setContentsMargins(1, 1, 1, 1)
        self.pane.column.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(self.conditions)
        column.addWidget(self.pane, 1)
        self._connect()

    def _connect(self) -> None:
        inspection = self.inspection
        inspection.selected_changed.connect(self._show_row)
        inspection.working.connect(self._show_working)
        inspection.verdict_changed.connect(self._show_verdict)
        inspection.lint_changed.connect(self.findings.show_lint)
        inspection.choices_changed.connect(lambda choices: self._show_conditions())
        self.conditions.chosen.connect(inspection.choose)
        self.banner.button.clicked.connect(self._unlock)
        self.findings.bytes_wanted.connect(self.show_bytes)
        self.findings.count_changed.connect(self._name_findings)
        self.tabs.currentChanged.connect(self._tab_chosen)

    # -- the tabs, each made when it is asked for ------------------------------------------------------------------

    @functools.cached_property
    def boxes(self) -> BoxesView:
        from workbench.views.inspector.boxes_view import BoxesView
        from workbench.views.inspector.summary_tab import Scrolled

        made = BoxesView(self.shell)
        self._put(BOXES, Scrolled(made))
        made.copy_wanted.connect(self.copy_box_wanted)
        made.save_wanted.connect(self.save_box_wanted)
        return made

    @functools.cached_property
    def summary(self) -> SummaryTab:
        from workbench.views.inspector.summary_tab import SummaryTab

        return self._put(SUMMARY, SummaryTab())

    @functools.cached_property
    def fields(self) -> TreeTab:
        return self._tree_tab(FIELDS, "fields")

    @functools.cached_property
    def asn1(self) -> TreeTab:
        return self._tree_tab(ASN1, "asn1")

    def _tree_tab(self, number: int, name: str) -> TreeTab:
        from workbench.views.inspector.tree_tab import TreeTab

        return self._put(number, TreeTab(name, self.shell.language, self.shell.settings))

    @functools.cached_property
    def encoded(self) -> EncodedTab:
        from workbench.views.inspector.text_tab import EncodedTab

        made = self._put(PEM, EncodedTab(self.shell))
        made.copy_wanted.connect(lambda form: self.copy_wanted.emit(self._subject, form))
        made.save_wanted.connect(lambda form: self.save_wanted.emit(self._subject, form))
        return made

    @functools.cached_property
    def openssl(self) -> OpensslTab:
        from workbench.views.inspector.text_tab import OpensslTab

        return self._put(OPENSSL, OpensslTab(self.shell))

    @functools.cached_property
    def compare(self) -> CompareTab:
        from workbench.views.inspector.compare_tab import CompareTab

        return self._put(COMPARE, CompareTab(self.shell))

    def _put(self, number: int, tab: Tab) -> Tab:
        place = self.tabs.widget(number)
        assert isinstance(place, _Place)
        place.fill(tab)
        return tab

    def _is_made(self, name: str) -> bool:
        """Whether the tab of this name was shown already."""
        return name in self.__dict__

    # -- what is selected ------------------------------------------------------------------------------------------

    def _show_row(self, row: Row | None) -> None:
        self._row, self._subject = row, subject_of(row)
        self._stale = set(range(self.tabs.count()))
        certificate = self._subject.certificate if self._subject is not None else None
        self.findings.expect()
        self._show_conditions()
        self.conditions.setVisible(certificate is not None)
        self._show_tabs()
        if certificate is None:
            self._show_answer()
        self._fill(self.tabs.currentIndex())

    def _show_tabs(self) -> None:
        """Only the tabs that this kind of object has; the one that was looked at stays."""
        subject = self._subject
        kind = subject.kind if subject is not None else None
        visible = {
            SUMMARY: True,
            FINDINGS: subject is not None and subject.certificate is not None,
            BOXES: self._installable() is not None,
            FIELDS: subject is not None,
            ASN1: subject is not None,
            PEM: subject is not None and kind is not Kind.SECRET_KEY,
            OPENSSL: kind in (Kind.CERTIFICATE, Kind.CRL, Kind.CERTIFICATE_REQUEST, Kind.OCSP_REQUEST, Kind.OCSP_RESPONSE),
            COMPARE: subject is not None and kind is not Kind.SECRET_KEY,
        }
        self._switching = True
        for number, shown in visible.items():
            self.tabs.setTabVisible(number, shown)
        wanted = self._chosen_tab if visible[self._chosen_tab] else SUMMARY
        self.tabs.setCurrentIndex(wanted)
        self._switching = False

    def _tab_chosen(self, number: int) -> None:
        if not self._switching:
            self._chosen_tab = number
            self._fill(number)

    def _fill(self, number: int) -> None:
        """Tabs are filled when they are looked at."""
        if number not in self._stale:
            return
        self._stale.discard(number)
        subject = self._subject
        match number:
            case 0:
                self._fill_summary()
            case 2:
                self.boxes.show_certificate(self._installable(), self.inspection.collection, self.inspection.judging)
            case 3:
                self.fields.show_subject(subject, subject.fields if subject is not None else None)
            case 4:
                self.asn1.show_subject(subject, subject.asn1 if subject is not None else None)
            case 5:
                self.encoded.show_subject(subject)
            case 6:
                self.openssl.show_subject(subject)
            case 7:
                self.compare.show_subject(subject, self._title(self._row), self._others())

    def _fill_summary(self, keep_place: bool = False) -> None:
        from workbench.models.summary import Summary

        related = self.object_text is not None and self.object_text.relations is not None
        summary = Summary(self.shell.language.current, self.inspection.collection, related)
        if self._subject is not None:
            self.summary.show_sections(summary.of(self._subject), keep_place)
        elif self._row is not None and self._row.file is not None:
            self.summary.show_sections(summary.of_refused(self._row.file), keep_place)
        else:
            self.summary.show_sections((), keep_place)

    def _installable(self) -> Certificate | None:
        """The selected certificate if it is one that somebody installs with its key."""
        certificate = self._subject.certificate if self._subject is not None else None
        return certificate if certificate is not None and not is_ca(certificate) else None

    def _title(self, row: Row | None) -> str:
        if row is None or self.object_text is None:
            return ""
        return self.object_text.of(row).title

    def _others(self) -> tuple[tuple[str, Subject], ...]:
        """Everything else that is open, the same kind first."""
        collection, subject = self.inspection.collection, self._subject
        if collection is None or subject is None or self.object_text is None:
            return ()
        text = self.object_text
        from workbench.views.inspector.compare_tab import MOST_OFFERED

        items = [item for item in collection.items if item.kind is not Kind.SECRET_KEY and item.der != subject.der]
        offered = sorted(items, key=lambda item: item.kind is not subject.kind)[:MOST_OFFERED]
        others = sorted((Subject(item.sources[0], item, item.parsed) for item in offered), key=lambda other: _distance(subject, other))
        return tuple((f"{text.say(other.item.title)} · {text.source(other.found)}", other) for other in others if other.item is not None)

    def relations_known(self) -> None:
        """What belongs together was found: the summary and the headline of what has no verdict say so."""
        self._stale.add(SUMMARY)
        self._fill(self.tabs.currentIndex())
        if self._row is not None and self.inspection.certificate is None:
            self._show_answer()

    # -- the answer ------------------------------------------------------------------------------------------------

    def _show_answer(self) -> None:
        row = self._row
        if row is not None and self.object_text is not None:
            answer = answer_of(row, self._subject, self.object_text)
            self.banner.show_answer(answer.status, answer.headline, answer.detail, answer.letter)
            self.banner.offer(answer.action)
        else:
            self.banner.show_answer(None, "", "")

    def _unlock(self) -> None:
        """Ask for the password of the selected file once more."""
        file = self._row.file if self._row is not None else None
        source = next((source for source in self.shell.session.sources if file in source.opened), None)
        if source is not None and source.locked:
            self.shell.session.ask_again(source)

    def _show_working(self, working: bool) -> None:
        self._working = working
        if working:
            QTimer.singleShot(GREY_AFTER_MS, self, self._grey)

    def _grey(self) -> None:
        if self._working:
            self.banner.set_stale()

    def _show_verdict(self, verdict: Verdict | None) -> None:
        self.findings.show_verdict(verdict)
        if verdict is not None:
            language = self.shell.language.current
            headline = words.say(verdict.headline, language)
            self.banner.show_answer(verdict.status, headline, words.say(verdict.headline, language, "detail"))
        elif self._subject is not None and self._subject.certificate is not None:
            self.banner.show_answer(None, name_of(self._subject.certificate), "")

    def _show_conditions(self) -> None:
        certificate = self._subject.certificate if self._subject is not None else None
        self.conditions.show_choices(self.inspection.choices, certificate)

    # -- from a finding to its bytes -------------------------------------------------------------------------------

    def show_bytes(self, entry: Entry) -> None:
        """The Fields tab of the certificate that the finding speaks of, its field selected and its bytes lit."""
        certificate = entry.certificate
        if certificate is None:
            return
        if self._subject is None or self._subject.certificate != certificate:
            linked = self.inspection.linked
            rows = linked.rows if linked is not None else ()
            row = next((row for row in rows if row.certificate == certificate), None)
            if row is None:
                return
            self._chosen_tab = FIELDS
            self.row_wanted.emit(row)
        self.tabs.setCurrentIndex(FIELDS)
        self.fields.light(entry.finding.field)
        self.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def compare_with(self, other: Subject, title: str) -> None:
        """Show the comparison of the selected object with this one."""
        self.show_compare()
        self.compare.compare_with(other, title)

    def show_compare(self) -> None:
        self.show_tab(COMPARE)

    def show_tab(self, number: int) -> None:
        """Go to a tab with the keyboard, if the object has it."""
        if self.tabs.isTabVisible(number):
            self.tabs.setCurrentIndex(number)
            self.enter()

    def enter(self) -> None:
        """Go on to the details with the keyboard."""
        widget = self.tabs.currentWidget()
        target = self.findings.list if widget is self.findings else widget
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def minimumSizeHint(self) -> QSize:
        """What the texts need at the present width; the layout's own hint is that of the narrowest width, with every text wrapped."""
        hint = super().minimumSizeHint()
        width = max(self.width(), hint.width())
        above = [widget for widget in (self.banner, self.conditions) if widget.isVisibleTo(self)]
        height = sum(max(widget.minimumSizeHint().height(), widget.heightForWidth(width)) + 10 for widget in above)
        height -= self.banner.spare_height(width)
        return QSize(hint.width(), min(hint.height(), height + self.pane.minimumSizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.banner.set_compact(self.height() < theme.current().px(COMPACT_BELOW))

    def panes(self) -> list[QWidget]:
        return [*((self.conditions,) if self.conditions.isVisible() else ()), self.tabs]

    # -- language and look -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        names = (self.tr("Summary"), "", self.tr("Upload"), self.tr("Fields"), "ASN.1", "PEM", "openssl", self.tr("Compare"))
        for number, name in enumerate(names):
            if name:
                self.tabs.setTabText(number, name)
        self._name_findings(self.findings.model.rowCount())
        self.pane.setAccessibleName(self.tr("Details"))
        self.tabs.setAccessibleName(self.tr("Details"))
        self.tabs.tabBar().setAccessibleName(self.tr("Views of the object"))
        self.conditions.retranslate()
        self.findings.retranslate()
        if self._is_made("encoded"):
            self.encoded.retranslate()
        if self._is_made("compare"):
            self.compare.retranslate()
        if self._is_made("boxes"):
            self.boxes.retranslate()
        if self._row is not None:
            self._stale |= {SUMMARY, BOXES, OPENSSL, COMPARE}
            self._fill(self.tabs.currentIndex())
            if self.inspection.verdict is not None:
                self._show_verdict(self.inspection.verdict)
            else:
                self._show_answer()

    def _name_findings(self, count: int) -> None:
        self.tabs.setTabText(FINDINGS, self.tr("Findings {count}").format(count=count))

    def refresh(self) -> None:
        self.findings.refresh()
        if self._is_made("compare"):
            self.compare.refresh()
        if self._row is not None:
            self._stale.add(SUMMARY)
            self._fill(self.tabs.currentIndex())


def _distance(subject: Subject, other: Subject) -> int:
    """The likelier somebody wants to compare the two, the less: a renewal, the same kind of object, anything."""
    if other.kind is not subject.kind:
        return 2
    left, right = subject.certificate, other.certificate
    return 0 if left is not None and right is not None and left.subject_der == right.subject_der else 1
