"""Who signs it, by which profile, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.profiles import Profile
from workbench.models.issuance.signing.desk import SigningDesk
from workbench.views import theme
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.dates import long_date, short_date
from workbench.views.issuance.editors.fields import Choice, NumberField
from workbench.views.issuance.field import Field
from workbench.views.panes import Text
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning
from workbench.words import visible

PAIR_FROM = 400
"""Pixels (of text of the usual size) from which profile and length stand beside each other."""


class Choices(QWidget):
    def __init__(self, shell: Shell, desk: SigningDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.desk = shell, desk
        self.issuer_field = self._make_issuer()
        self.profile = Choice()
        self.profile.setMaxVisibleItems(24)
        self.profile.chosen.connect(self._profile_chosen)
        self.profile_field = Field(shell.language, self.profile)
        self.days_field = self._make_days()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self.issuer_field)
        self.pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.pair.setSpacing(2 * theme.GRID)
        self.pair.addWidget(self.profile_field, 1, Qt.AlignmentFlag.AlignTop)
        self.pair.addWidget(self.days_field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self.pair)
        self.retranslate()

    def _make_issuer(self) -> Field:
        self.issuer = Choice()
        self.issuer.chosen.connect(self._issuer_chosen)
        self.make_root, self.make_lab = QPushButton(), QPushButton()
        self.make_root.clicked.connect(self._to_root)
        self.make_lab.clicked.connect(self._to_lab)
        self.none = QWidget()
        self.none.setProperty("part", "clear")
        links = FlowLayout(spacing=theme.GRID)
        for button in (self.make_root, self.make_lab):
            button.setProperty("kind", "link")
            links.addWidget(button)
        self.none_text = Text("", wrap=True)
        inner = QVBoxLayout(self.none)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.none_text)
        inner.addLayout(links)
        content = QWidget()
        content.setProperty("part", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.issuer)
        column.addWidget(self.none)
        self.none.hide()
        return Field(self.shell.language, content, self.issuer)

    def _make_days(self) -> Field:
        self.days = NumberField()
        self.days.typed.connect(self._days_typed)
        self.until = Text("", "quiet", wrap=True)
        content = QWidget()
        content.setProperty("part", "clear")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.days)
        row.addWidget(self.until, 1, Qt.AlignmentFlag.AlignVCenter)
        return Field(self.shell.language, content, self.days)

    # -- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """What can be chosen and what is."""
        self._show_issuers()
        profile = self.desk.profile
        self._offer(self.profile, [(each.id, self._name_of(each)) for each in self.desk.profiles], profile.id)
        summary = self.shell.language.say(Message(f"profile_{profile.id}"), "summary") if profile.built_in else ""
        self.profile_field.say(summary)
        if self.days.number() != self.desk.days:
            self.days.fill(self.desk.days)
        self.days.setFixedWidth(round(72 * max(1.0, theme.current().scale)))
        self._show_until(profile)

    def _name_of(self, profile: Profile) -> str:
        return self.shell.language.say(Message(f"profile_{profile.id}"), "title") if profile.built_in else visible(profile.name)

    def _show_issuers(self) -> None:
        options: list[tuple[object, str]] = []
        for ca in self.desk.here.standing.authorities:
            if ca.authorities or not self.desk.for_authority:
                kind = self.tr("root CA") if ca.root else self.tr("intermediate CA")
                text = self.tr("{name} · {kind} · until {date}")
                text = text.format(name=visible(ca.entry.title), kind=kind, date=short_date(ca.entry.not_after))
                options.append((ca.entry.id, text))
        chosen = self.desk.issuer
        if chosen is not None and all(id != chosen.entry.id for id, _ in options):
            options.append((chosen.entry.id, visible(chosen.entry.title)))
        self._offer(self.issuer, options, None if chosen is None else chosen.entry.id)
        self.issuer.setVisible(bool(options))
        self.none.setVisible(not options and self.desk.looked)
        self.make_lab.setVisible(not self.desk.for_authority)
        late = chosen is not None and not chosen.holds(datetime.now(UTC))
        self.issuer_field.say(self.tr("This CA is not valid now: nobody would accept what it signs.") if late else "")

    def _offer(self, choice: Choice, options: list[tuple[object, str]], value: object) -> None:
        if options != [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())]:
            choice.clear()
            for each, text in options:
                choice.addItem(text, each)
        choice.setCurrentIndex(next((at for at, (each, _) in enumerate(options) if each == value), -1))

    def _show_until(self, profile: Profile) -> None:
        validity = replace(profile.specification.validity, days=self.desk.days, not_after=None)
        try:
            self.until.setText(self.tr("days, until {last}").format(last=long_date(times(validity, datetime.now(UTC))[1])))
        except SpecificationError as error:
            self.until.setText(self.shell.language.say(error.message))

    def field_of(self, place: Place) -> QWidget | None:
        """The field in which something of this place is chosen."""
        return {"issuer": self.issuer, "validity": self.days}.get(str(place[0])) if place else None

    # -- choosing --------------------------------------------------------------------------------------------------

    def _issuer_chosen(self) -> None:
        self.desk.choose_issuer(str(self.issuer.value()))

    def _profile_chosen(self) -> None:
        self.desk.choose_profile(str(self.profile.value()))

    def _days_typed(self) -> None:
        self.desk.choose_days(self.days.number())

    def _to_root(self) -> None:
        self.shell.wishes.issue.emit(Beginning("root"))

    def _to_lab(self) -> None:
        self.shell.wishes.issue.emit(Beginning("lab"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Profile and length stand one below the other where there is no room beside each other."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().px(PAIR_FROM)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.pair.direction() is not wanted:
            self.pair.setDirection(wanted)

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.issuer_field.label.setText(self.tr("Signed by"))
        self.issuer.setAccessibleName(self.tr("Signed by"))
        self.none_text.setText(self.tr("There is no CA here yet that could sign it."))
        self.make_root.setText(self.tr("Make a root CA"))
        self.make_lab.setText(self.tr("Make a lab PKI"))
        self.profile_field.name(self.tr("Profile"))
        self.days_field.label.setText(self.tr("Valid for"))
        self.days.setAccessibleName(self.tr("Valid for so many days"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.days.setFixedWidth(round(72 * max(1.0, theme.current().scale)))
