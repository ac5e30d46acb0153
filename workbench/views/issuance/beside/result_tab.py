"""The chain it would stand in, and what is to be said about it: what is wrong first, what is all right folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.models.issuance.beside.findings import WishFindings, entries_of, others_of
from workbench.models.issuance.beside.preview import Preview
from workbench.models.object_text import name_of
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.beside.wish_list import WishFindingsList
from workbench.views.issuance.dates import long_date
from workbench.views.panes import ElidedText, IconLabel, Text
from workbench.views.shell import Shell

STEP = 18
"""Pixels by which each certificate stands further right than the one that signed it."""


class _Link(QWidget):
    """One certificate of the chain."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.sign = IconLabel("certificate", "muted", 18)
        self.name = ElidedText("", "strong")
        self.until = Text("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self.sign)
        self._row.addWidget(self.name, 1)
        self._row.addWidget(self.until)

    def show_certificate(self, icon: str, token: str, depth: int, name: str, until: str) -> None:
        self._row.setContentsMargins(STEP * depth, 2, 0, 2)
        self.sign.set_icon(icon, token)
        self.name.setText(name)
        self.until.setText(until)
        self.setAccessibleName(f"{name}, {until}")


class ChainStrip(QWidget):
    """Root first, each below the one that signed it. Rows are kept and written anew, so that nothing flickers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # never squeezed where room is short
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 4)
        self._column.setSpacing(0)
        self.links: list[_Link] = []
        self._chain: Sequence[Certificate] = ()

    def show_chain(self, chain: Sequence[Certificate]) -> None:
        """The one that would be made comes first in `chain`."""
        self._chain = chain
        while len(self.links) < len(chain):
            link = _Link()
            self.links.append(link)
            self._column.addWidget(link)
        for depth, certificate in enumerate(reversed(chain)):
            new = depth == len(chain) - 1
            icon = "root_ca" if certificate.self_issued and not new else "certificate" if new else "intermediate_ca"
            until = self._until(certificate)
            text = self.tr("this one, {until}").format(until=until) if new else until
            self.links[depth].show_certificate(icon, "accent" if new else "muted", depth, name_of(certificate), text)
        for number, link in enumerate(self.links):
            link.setVisible(number < len(chain))
        self.setVisible(bool(chain))

    def _until(self, certificate: Certificate) -> str:
        try:
            return self.tr("until {date}").format(date=long_date(certificate.not_after))
        except DerError:
            return ""

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The chain it would stand in"))
        self.show_chain(self._chain)


class ResultTab(QWidget):
    """place_wanted(place)   the field of the form that a row is about"""

    place_wanted = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._preview: Preview | None = None
        self.chain = ChainStrip()
        self.chain.hide()
        self.model = WishFindings(self)
        self.list = WishFindingsList(self.model)
        self.list.place_wanted.connect(self.place_wanted)
        self.quiet = TermText(shell.language, role="quiet")
        self.others = QPushButton()
        self.others.setProperty("kind", "heading")
        self.others.setCheckable(True)
        self.others.toggled.connect(self._refresh)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 4, 14, 2)
        inner.addWidget(self.quiet)
        inner.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)
        body = QWidget()
        body.setProperty("part", "clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 2, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.chain)
        column.addWidget(self.list)
        column.addLayout(inner)
        column.addStretch(1)
        area = QScrollArea()  # for a window too low for the chain and one row of the list
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.retranslate()

    def show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self.chain.show_chain(preview.chain)
        self._refresh()

    def _refresh(self) -> None:
        preview = self._preview
        everything = self.others.isChecked()
        entries, places = entries_of(preview, everything) if preview is not None else ([], {})
        self.model.show(entries, places)
        self.list.setVisible(bool(entries))
        count = others_of(preview) if preview is not None else 0
        self.others.setVisible(count > 0)
        icons.put(self.others, "chevron_down" if everything else "chevron_right", "muted")
        if everything:
            self.others.setText(self.tr("Hide the %n checks that found nothing wrong", "", count))
        else:
            self.others.setText(self.tr("Show the %n checks that found nothing wrong", "", count))
        quiet = self._sentence(preview) if not entries else ""
        if quiet != self.quiet.text():
            self.quiet.setText(quiet)
        self.quiet.setVisible(bool(quiet))

    def _sentence(self, preview: Preview | None) -> str:
        if preview is None:
            return ""
        if preview.trouble is not None:
            return self._shell.language.say(preview.trouble)
        return self.tr("There is nothing to be said against it.") if preview.made else ""

    def retranslate(self) -> None:
        self.model.set_language(self._shell.language.current)
        self.chain.retranslate()
        self.list.retranslate()
        self._refresh()
