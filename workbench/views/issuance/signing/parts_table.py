"""Part by part: what the request asks for, what the profile says, which of them is chosen, and what will stand in the certificate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.parts import Place
from workbench.core.issuance.request_signing import Choice as Side
from workbench.core.issuance.request_signing import Difference
from workbench.models.issuance.signing.answer import Part
from workbench.models.issuance.signing.asking import shortened
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.editors.note import Note
from workbench.views.panes import BrokenText, IconLabel, Line, Text
from workbench.views.shell import Shell
from workbench.words import visible

TITLES = {
    "subject": "subject", "2.5.29.17": "names", "2.5.29.19": "basic_constraints", "2.5.29.15": "key_usage",
    "2.5.29.37": "extended_key_usage", "2.5.29.30": "name_constraints", "2.5.29.32": "policies", "1.3.6.1.5.5.7.1.24": "tls_feature",
    "1.3.6.1.5.5.7.48.1.5": "ocsp_no_check",
}  # fmt: skip
"""By `Row.part`, the editor whose title is that of the part; others are called as the standard calls them."""
_PLACES = {
    **{id: part for part, id in TITLES.items()}, "tls_features": "1.3.6.1.5.5.7.1.24", "ocsp_urls": "1.3.6.1.5.5.7.1.1",
    "issuer_urls": "1.3.6.1.5.5.7.1.1", "crl_urls": "2.5.29.31", "delta_crl_urls": "2.5.29.46",
}  # fmt: skip
"""By the first part of `Problem.place`."""
_SIGNS = {
    Difference.SAME: ("check", "muted"), Difference.ONLY_PROFILE: ("profile", "muted"), Difference.ONLY_REQUEST: ("request", "warning"),
    Difference.DIFFERENT: ("compare", "warning"),
}  # fmt: skip
ROWS_OF_A_PART = 4
MOST_PARTS = 24
"""A request may ask for thousands of extensions. Those that have no row here are as the profile says."""


class PartRow:
    """The widgets of one part in the grid of the table."""

    def __init__(self, table: PartsTable, part: Part, place: int) -> None:
        self.table, self.part = table, part
        language = table.shell.language
        self.sign = IconLabel("check", "muted", 16)
        self.title = TermText(language, role="strong")
        self.word = Text("", "muted")
        self.choice = Choice()
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.choice.chosen.connect(table.note_choice)
        self.cells = [BrokenText("", "mono") for _ in range(3)]
        for cell in self.cells:
            cell.selectable()
        self.note = Note(language, of=self.choice)
        self.head = QWidget()
        self.head.setProperty("part", "clear")
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, theme.GRID // 2, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.sign)
        row.addWidget(self.title, 1)
        row.addWidget(self.word)
        row.addWidget(self.choice)
        grid, first = table.grid, place * ROWS_OF_A_PART + 1
        grid.addWidget(Line(), first, 0, 1, 3)
        grid.addWidget(self.head, first + 1, 0, 1, 3)
        for column, cell in enumerate(self.cells):
            grid.addWidget(cell, first + 2, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, first + 3, 0, 1, 3)

    def show(self, part: Part) -> None:
        """The same part, perhaps otherwise."""
        self.part = part
        table, row = self.table, part.row
        say = table.shell.language.say
        id = TITLES.get(row.part)
        title = say(Message(f"issuing_editor_{id}")) if id is not None else visible(row.name)
        word = say(Message(f"signing_page_{row.difference}"))
        self.sign.set_icon(*_SIGNS[row.difference])
        self.title.setText(title)
        self.word.setText(word)
        for cell, lines in zip(self.cells, (row.request, row.profile, part.stands), strict=True):
            cell.setText(self._text(lines))
        several = len(row.choices) > 1
        self.choice.setVisible(several)
        options: list[tuple[object, str]] = [(side.value, say(Message(f"signing_page_{side}"))) for side in row.choices]
        self.choice.blockSignals(True)
        if options != [(self.choice.itemData(at), self.choice.itemText(at)) for at in range(self.choice.count())]:
            self.choice.clear()
            for value, text in options:
                self.choice.addItem(text, value)
        self.choice.setCurrentIndex(max(0, self.choice.findData(part.chosen.value)))
        self.choice.blockSignals(False)
        self.choice.setAccessibleName(table.name_of_choice(title))
        self.note.setText(say(part.note) if part.note is not None else "")
        self.note.setVisible(part.note is not None)
        for cell, name in zip(self.cells, table.headings, strict=True):
            cell.setAccessibleDescription(f"{title}, {name.text()}, {word}")

    def _text(self, lines: Sequence[str]) -> str:
        shown, more = shortened(lines)
        rest = [self.table.and_more(more)] if more else []
        return "\n".join([*map(visible, shown), *rest]) or "–"


class PartsTable(QWidget):
    """chosen(part, Choice)   something else is to stand in the certificate"""

    chosen = Signal(str, object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell = shell
        self.rows: dict[str, PartRow] = {}
        self.headings = [Text("", "section", wrap=True) for _ in range(3)]
        self.more = Text("", "muted", wrap=True)
        self.more.hide()
        self._more = 0
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.grid = QGridLayout()
        whole.addLayout(self.grid)
        whole.addWidget(self.more)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(2 * theme.GRID)
        self.grid.setVerticalSpacing(4)
        for column, heading in enumerate(self.headings):
            self.grid.addWidget(heading, 0, column)
            self.grid.setColumnStretch(column, 1)
            self.grid.setColumnMinimumWidth(column, 72)
        self.retranslate()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Rows that are there stay, so that the focus stays in them."""
        more, parts = len(parts) - MOST_PARTS, parts[:MOST_PARTS]
        if [part.row.part for part in parts] != list(self.rows):
            self._clear()
            self.rows = {part.row.part: PartRow(self, part, place) for place, part in enumerate(parts)}
            self._order()
        for part in parts:
            self.rows[part.row.part].show(part)
        self._more = more
        self._show_more()

    def _clear(self) -> None:
        self.rows = {}
        for at in reversed(range(self.grid.count())):
            item = self.grid.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in self.headings:
                self.grid.takeAt(at)
                widget.hide()
                widget.deleteLater()

    def _order(self) -> None:
        """Tab goes from row to row."""
        choices = [row.choice for row in self.rows.values()]
        for one, other in zip(choices, choices[1:], strict=False):
            QWidget.setTabOrder(one, other)

    def note_choice(self) -> None:
        """One of the choices was made: whichever says something else than before."""
        for id, row in self.rows.items():
            value = row.choice.value()
            if value is not None and len(row.part.row.choices) > 1 and value != row.part.chosen.value:
                self.chosen.emit(id, Side(str(value)))

    def field_of(self, place: Place) -> QWidget | None:
        """Where it is chosen what stands there; None where there is nothing to choose."""
        wanted = _PLACES.get(str(place[0])) if place else None
        row = self.rows.get(wanted or "")
        return row.choice if row is not None and not row.choice.isHidden() else None

    def _show_more(self) -> None:
        self.more.setVisible(self._more > 0)
        self.more.setText(self.tr("… and %n more, as the profile says", "", self._more) if self._more > 0 else "")

    def name_of_choice(self, part: str) -> str:
        return self.tr("{part}: what stands in the certificate").format(part=part)

    def and_more(self, count: int) -> str:
        return self.tr("… and {count} more").format(count=count)

    def retranslate(self) -> None:
        texts = (self.tr("The request asks for"), self.tr("The profile says"), self.tr("In the certificate"))
        for heading, text in zip(self.headings, texts, strict=True):
            heading.setText(text)
        self.setAccessibleName(self.tr("Part by part"))
        for row in self.rows.values():
            row.show(row.part)
        self._show_more()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
