"""The inspector: chains and other objects on the left; the answer, what it holds under, and all details on the right."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from workbench.core.collection import Item
from workbench.core.errors import Message
from workbench.core.formats.found import Kind
from workbench.models.certificate_tree import ObjectListModel
from workbench.models.inspection import Inspection
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.models.object_rows import Row
from workbench.models.object_text import ObjectText
from workbench.models.subject import Subject, subject_of
from workbench.views.actions import Row as ActionRow
from workbench.views.inspector.detail import Detail
from workbench.views.inspector.object_list import ObjectList
from workbench.views.panes import EmptyState, Splitter
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning

if TYPE_CHECKING:
    from workbench.core.x509.relations import Relation
    from workbench.views.inspector.handing_out import HandingOut

ROWS = (
    ActionRow("inspector_copy", QT_TRANSLATE_NOOP("InspectorActions", "Copy the selected object"), (), "copy"),
    ActionRow("inspector_save", QT_TRANSLATE_NOOP("InspectorActions", "Save the selected object as…"), ("Ctrl+S",), "save"),
)
TAB_ROWS = (
    ActionRow("inspector_summary", QT_TRANSLATE_NOOP("InspectorActions", "Show the summary"), ("Alt+1",)),
    ActionRow("inspector_findings", QT_TRANSLATE_NOOP("InspectorActions", "Show the findings"), ("Alt+2",)),
    ActionRow("inspector_boxes", QT_TRANSLATE_NOOP("InspectorActions", "Show which file goes into which box"), ("Alt+3",), "boxes"),
    ActionRow("inspector_fields", QT_TRANSLATE_NOOP("InspectorActions", "Show the fields and their bytes"), ("Alt+4",)),
    ActionRow("inspector_asn1", QT_TRANSLATE_NOOP("InspectorActions", "Show the ASN.1"), ("Alt+5",)),
    ActionRow("inspector_pem", QT_TRANSLATE_NOOP("InspectorActions", "Show as PEM or another format"), ("Alt+6",)),
    ActionRow("inspector_openssl", QT_TRANSLATE_NOOP("InspectorActions", "Show as openssl prints it"), ("Alt+7",)),
    ActionRow("inspector_compare", QT_TRANSLATE_NOOP("InspectorActions", "Compare with another object"), ("Alt+8",)),
)
FOLD_BELOW = 760
"""Narrower than this the list stands above the details."""


class InspectorPage(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on empty ground leaves the shortcuts of the page alive
        self.inspection = Inspection(shell.session, self)
        self.model = ObjectListModel(self)
        self.objects = ObjectList(self.model)
        self.detail = Detail(shell, self.inspection)
        self.empty = EmptyState("inspect")
        self._open, self._demo = QPushButton(), QPushButton()
        self._open.setProperty("kind", "main")
        for button, action in ((self._open, "open"), (self._demo, "demo")):
            button.clicked.connect(shell.actions[action].trigger)
            self.empty.add_button(button)
        self.splitter = Splitter("inspector", shell.settings, FOLD_BELOW, shares=(31, 69), folded_shares=(40, 60))
        self.splitter.addWidget(self.objects)
        self.splitter.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        self._stack = QStackedLayout()
        column.addLayout(self._stack)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        self._connect()
        self.retranslate()
        if shell.session.collection is not None or shell.session.sources:
            self.inspection.refresh()

    def _connect(self) -> None:
        inspection, view = self.inspection, self.objects.view
        inspection.rows_changed.connect(self._show_rows)
        inspection.select_wanted.connect(self._select_number)
        inspection.related.connect(self._show_relations)
        inspection.checked.connect(self.model.set_checked)
        inspection.statuses_known.connect(self.model.set_statuses)
        inspection.statuses_void.connect(self.model.forget_statuses)
        inspection.failed.connect(self._failed)
        self.model.check_wanted.connect(inspection.want_check)
        view.chosen.connect(self._chosen)
        view.menu_wanted.connect(self._show_menu)
        view.copy_wanted.connect(self._copy)
        view.entered.connect(self.detail.enter)
        self.objects.drop.clicked.connect(self.shell.actions["open"].trigger)
        self.detail.row_wanted.connect(self.objects.show_row)
        self.detail.copy_wanted.connect(lambda subject, form: self.handing_out.copy(subject, form))
        self.detail.save_wanted.connect(lambda subject, form: self.handing_out.save(subject, form))
        self.detail.copy_box_wanted.connect(lambda box, plan: self.handing_out.copy_box(box, plan))
        self.detail.save_box_wanted.connect(lambda box, plan: self.handing_out.save_box(box, plan))
        self.shell.theme.changed.connect(self._refresh)
        runs: dict[str, Callable[[], None]] = {
            "inspector_save": self._save,
            "inspector_copy": self._copy,
        }
        for number, row in enumerate(TAB_ROWS):
            runs[row.id] = functools.partial(self.detail.show_tab, number)
        for row in (*ROWS, *TAB_ROWS):
            # For the whole window, so also with the focus in the rail; Qt leaves those of a page out that is not to be seen.
            self.shell.actions.add(self, row, runs[row.id], "InspectorActions")

    # -- what the window asks for ----------------------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        """Between these F6 moves."""
        return [self.objects.view, *self.detail.panes()] if self._stack.currentIndex() else [self._open]

    def show_item(self, id: str) -> None:
        """Select an open object."""
        index = self.model.index_of(lambda row: row.item is not None and row.item.id == id)
        if not index.isValid():
            self.objects.clear_filter()
            index = self.model.index_of(lambda row: row.item is not None and row.item.id == id)
        if index.isValid():
            self.objects.view.setCurrentIndex(index)
            self.objects.view.scrollTo(index)

    def current_item(self) -> Item | None:
        return self.inspection.item

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_rows(self, rows: tuple[Row, ...]) -> None:
        linked = self.inspection.linked
        assert linked is not None
        language, collection, trust = self.shell.language.current, self.inspection.collection, self.inspection.choices.trust
        text = ObjectText(language, collection, linked.relations, linked.parts, trust, rows)
        self.detail.object_text = text
        self.objects.clear_filter()
        self.model.set_rows(rows, text, linked.checked)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _show_relations(self, relations: Mapping[str, Sequence[Relation]]) -> None:
        if self.model.text is not None:
            self._word(self.model.text.with_relations(relations))
            self.detail.relations_known()

    def _word(self, text: ObjectText) -> None:
        self.detail.object_text = text
        self.model.set_text(text)

    def _select_number(self, number: int) -> None:
        index = self.model.index(number) if number >= 0 else self.model.index(-1)
        had_focus = self.objects.view.hasFocus()
        self.objects.view.setCurrentIndex(index)
        if index.isValid():
            self.objects.view.scrollTo(index, self.objects.view.ScrollHint.PositionAtCenter)
        typing = isinstance(self.window().focusWidget(), QLineEdit)  # a password or a search: its letters belong there
        if not had_focus and not typing and self.isVisible() and self.focusWidget() is None:
            self.objects.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, row: Row | None) -> None:
        if row is not None or not self.model.rows:
            self.inspection.select(row)

    def _failed(self, message: Message) -> None:
        self.shell.session.failed.emit(message)

    # -- handing out -----------------------------------------------------------------------------------------------

    @functools.cached_property
    def handing_out(self) -> HandingOut:
        """Made when something is first handed out: what it needs takes a while to load."""
        from workbench.views.inspector.handing_out import HandingOut

        return HandingOut(self.shell, self)

    def _copy(self) -> None:
        subject = subject_of(self.inspection.row)
        if subject is not None:
            self.handing_out.copy(subject, None)

    def _save(self) -> None:
        subject = subject_of(self.inspection.row)
        if subject is not None:
            self.handing_out.save(subject, None)

    def _show_menu(self, row: Row, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        subject = subject_of(row)
        if subject is not None:
            menu.addAction(self.tr("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), lambda: self.handing_out.copy(subject, None))
            menu.addAction(self.tr("Save as…"), QKeySequence(QKeySequence.StandardKey.Save), lambda: self.handing_out.save(subject, None))
            menu.addAction(self.tr("Keep in the library"), lambda: self.shell.wishes.keep.emit((subject.found,)))
            if subject.kind is Kind.CERTIFICATE_REQUEST:
                wanted = Beginning("sign", request=subject.found.der)
                menu.addAction(self.tr("Sign this request…"), lambda: self.shell.wishes.issue.emit(wanted))
            self._add_compare(menu, row, subject)
            if subject.item is not None and subject.certificate is not None:
                self._add_anchor(menu, subject)
        if row.item is not None:
            item = row.item
            menu.addSeparator()
            menu.addAction(self.tr("Close the file"), lambda: self.shell.session.close_item(item))
        elif row.file is not None:
            source = self.shell.session.source_of(row.file.path)
            if source is not None:
                menu.addAction(self.tr("Read again"), lambda: self.shell.session.reopen(source))
                menu.addAction(self.tr("Close the file"), lambda: self.shell.session.close([source]))
        if not menu.isEmpty():
            menu.popup(place)

    def _add_compare(self, menu: QMenu, row: Row, subject: Subject) -> None:
        current = subject_of(self.inspection.row)
        if current is not None and current.found.sha256 != subject.found.sha256:
            title = self.model.text.of(row).title if self.model.text is not None else ""
            menu.addAction(self.tr("Compare with the selected one"), lambda: self.detail.compare_with(subject, title))
        elif current is not None:
            menu.addAction(self.tr("Compare with…"), self.detail.show_compare)

    def _add_anchor(self, menu: QMenu, subject: Subject) -> None:
        certificate = subject.certificate
        assert certificate is not None
        action = menu.addAction(self.tr("Trust as an anchor for now"))
        action.setCheckable(True)
        action.setChecked(certificate.sha256 in self.inspection.choices.anchors)
        action.triggered.connect(lambda: self.inspection.toggle_anchor(certificate))

    # -- language and look -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.empty.set_texts(
            self.tr("Nothing is open"),
            self.tr("Drop certificates, keys, CSRs, CRLs, OCSP messages or whole folders here, paste them, or open them."),
        )
        self._open.setText(self.tr("Open files…"))
        self._demo.setText(self.tr("Open the demonstration files"))
        self.objects.retranslate()
        if self.model.text is not None:
            self._word(self.model.text.in_language(self.shell.language.current))
        self.detail.retranslate()

    def _refresh(self) -> None:
        self.objects.refresh()
        self.detail.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
