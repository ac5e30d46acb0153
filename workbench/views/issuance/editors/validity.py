"""The validity: for how long, or from when until when."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimeZone
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from workbench.core.issuance.build import times
from workbench.core.issuance.parts import Place, SpecificationError
from workbench.core.issuance.specification import Specification, Validity
from workbench.core.x509.issuance import SERVER_AUTH
from workbench.models.issuance.editors import lengths
from workbench.models.issuance.editors.lengths import Length, Unit
from workbench.views import theme
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.editors.editor import Editor
from workbench.views.issuance.editors.fields import Choice, MomentField, NumberField
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.panes import Text, as_tool_tip
from workbench.views.shell import Shell

_NOW, _LATER = "now", "later"
_LENGTH, _DATE = "length", "date"
_LOCAL, _UTC = "local", "utc"


class ValidityEditor(Editor):
    id = "validity"
    places = ("validity",)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.ends, self.begins, self.unit, self.zone = Choice(), Choice(), Choice(), Choice()
        self.number, self.not_before, self.not_after = NumberField(), MomentField(), MomentField()
        self._days: int | None = 90
        self._labels = {name: Text() for name in ("ends", "begins", "zone")}
        self.end_problem, self.begin_problem = ProblemLine(shell.language), ProblemLine(shell.language, self.not_before)
        self.result, self.hint = Note(shell.language, ""), Note(shell.language)
        self.presets: list[QPushButton] = []
        flow = FlowLayout(spacing=4)
        self.offered = lengths.presets(self._now())
        for preset in self.offered:
            button = QPushButton()
            button.setProperty("kind", "segment")
            button.clicked.connect(functools.partial(self._take, preset))
            self.presets.append(button)
            flow.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for at, (name, choice) in enumerate((("ends", self.ends), ("begins", self.begins), ("zone", self.zone))):
            self._labels[name].setBuddy(choice)
            grid.addWidget(self._labels[name], 4 * at, 0, 1, 2)
            grid.addWidget(choice, 4 * at + 1, 0, 1, 2)
        grid.addWidget(self.number, 2, 0)
        grid.addWidget(self.unit, 2, 1)
        grid.addWidget(self.not_after, 2, 0, 1, 2)
        grid.addWidget(self.end_problem, 3, 0, 1, 2)
        grid.addWidget(self.not_before, 6, 0, 1, 2)
        grid.addWidget(self.begin_problem, 7, 0, 1, 2)
        self.column.addLayout(flow)
        self.column.addLayout(grid)
        for widget in (self.result, self.hint):
            self.column.addWidget(widget)
        self._name_choices()
        for signal in (self.number.typed, self.unit.chosen):
            signal.connect(self._length_changed)
        for signal in (self.not_before.typed, self.not_after.typed):
            signal.connect(self._changed)
        self.ends.chosen.connect(self._end_kind_chosen)
        self.begins.chosen.connect(self._changed)
        self.zone.chosen.connect(self._zone_chosen)
        self.unit.activated.connect(self._unit_chosen)
        self._unit_before = Unit.DAYS
        self._zone_chosen()
        self.begin()

    # -- the value -------------------------------------------------------------------------------------------------

    def _fill(self, specification: Specification) -> None:
        wanted, now = specification.validity, self._now()
        self._days = wanted.days
        self.number.fill(wanted.days)
        self.unit.fill(Unit.DAYS)
        self._unit_before = Unit.DAYS
        self.begins.fill(_NOW if wanted.not_before is None else _LATER)
        self.ends.fill(_LENGTH if wanted.not_after is None else _DATE)
        self.not_before.fill(wanted.not_before or now)
        self.not_after.fill(wanted.not_after or self._end_of(wanted.days, wanted.not_before or now))
        self._show_parts()

    def apply(self, specification: Specification) -> Specification:
        return replace(specification, validity=self._wanted())

    def _wanted(self) -> Validity:
        begin = self.not_before.moment() if self.begins.value() == _LATER else None
        end = self.not_after.moment() if self.ends.value() == _DATE else None
        return Validity(self._count(), begin, end)

    def _count(self) -> int:
        if self._days is not None:
            return self._days
        return lengths.days(Length(self.number.number(), Unit(str(self.unit.value()))), self._begin())

    def _begin(self) -> datetime:
        return self.not_before.moment() if self.begins.value() == _LATER else self._now()

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    @staticmethod
    def _end_of(count: int, begin: datetime) -> datetime:
        try:
            return lengths.last_second(begin, count)
        except OverflowError:
            return datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

    # -- what its user does ----------------------------------------------------------------------------------------

    def _take(self, preset: Length, checked: bool = False) -> None:
        """A preset: a length in its own unit."""
        self.unit.fill(preset.unit)
        self._unit_before = preset.unit
        self.number.fill(preset.number)
        self.ends.fill(_LENGTH)
        self._length_changed()

    def _length_changed(self) -> None:
        self._days = None
        self._changed()

    def _unit_chosen(self, index: int) -> None:
        """The same length in the other unit, as near as it can be."""
        unit = Unit(str(self.unit.value()))
        if unit is not self._unit_before:
            count = lengths.days(Length(self.number.number(), self._unit_before), self._begin())
            self.number.fill(lengths.as_unit(count, unit, self._begin()).number)
            self._unit_before = unit
            self._length_changed()

    def _end_kind_chosen(self) -> None:
        """The end that was meant so far stands in the field for dates."""
        if self.ends.value() == _DATE and self.not_after.moment() <= self._begin():
            self.not_after.fill(self._end_of(self._count(), self._begin()))
        self._changed()

    def _zone_chosen(self) -> None:
        zone = QTimeZone.utc() if self.zone.value() == _UTC else QTimeZone.systemTimeZone()
        for field in (self.not_before, self.not_after):
            field.show_in(zone)

    def _changed(self) -> None:
        self._show_parts()
        self.edited()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _see(self, specification: Specification, issuer_until: datetime | None) -> None:
        super()._see(specification, issuer_until)
        self._show_parts()

    def _show_parts(self) -> None:
        by_length, later = self.ends.value() == _LENGTH, self.begins.value() == _LATER
        for widget, on in (
            (self.number, by_length), (self.unit, by_length), (self.not_after, not by_length), (self.not_before, later),
            (self.zone, later or not by_length), (self._labels["zone"], later or not by_length),
        ):  # fmt: skip
            widget.setVisible(on)
        chosen = Length(self.number.number(), Unit(str(self.unit.value()))) if by_length else None
        for preset, button in zip(self.offered, self.presets, strict=True):
            button.setCheckable(True)
            button.setChecked(preset == chosen)
        self._show_result()

    def _show_result(self) -> None:
        now = self._now()
        try:
            begin, end = times(self._wanted(), now)
        except SpecificationError:
            self.result.setText("")
            self.hint.setText("")
            return
        blanks = {"begin": _local(begin), "end": _local(end), "begin_utc": _utc(begin), "end_utc": _utc(end)}
        self.result.setText(self.tr("From {begin}\nuntil {end}\nIn UTC: {begin_utc} – {end_utc}").format(**blanks))
        self.hint.setText("\n".join(self._hints(begin, end)))
        self.hint.setVisible(bool(self.hint.text()))

    def _hints(self, begin: datetime, end: datetime) -> list[str]:
        specification, issuer_until = self._seen
        found = []
        if issuer_until is not None and end > issuer_until:
            found.append(self.tr("The issuer’s own certificate ends before that, at {time} UTC: nobody accepts this one longer.").format(
                time=_utc(issuer_until)))  # fmt: skip
        limit = lengths.public_server_limit(begin)
        ca = specification.basic_constraints is not None and specification.basic_constraints.ca
        if limit is not None and SERVER_AUTH in specification.extended_key_usage.purposes and not ca:
            if end - begin + timedelta(seconds=1) > timedelta(days=limit):
                found.append(self.say("issuing_longer_than_public", limit=limit))
            else:
                found.append(self.say("issuing_public_limit", limit=limit))
        return found

    def line_at(self, place: Place) -> ProblemLine:
        return self.begin_problem if place[1:2] == ("not_before",) else self.end_problem

    # -- words -----------------------------------------------------------------------------------------------------

    def _name_choices(self) -> None:
        self.ends.offer([(_LENGTH, self.tr("After a length of time")), (_DATE, self.tr("At a date and time"))])
        self.begins.offer([(_NOW, self.tr("When it is issued")), (_LATER, self.tr("At a date and time"))])
        self.unit.offer([(Unit.DAYS, self.tr("days")), (Unit.MONTHS, self.tr("months")), (Unit.YEARS, self.tr("years"))])
        local = datetime.now().astimezone()
        here = self.tr("Local time (UTC{offset})").format(offset=lengths.offset_text(local))
        self.zone.offer([(_LOCAL, here), (_UTC, "UTC")])

    def retranslate(self) -> None:
        super().retranslate()
        self._name_choices()
        for name, text in (("ends", self.tr("Ends")), ("begins", self.tr("Begins")), ("zone", self.tr("Times in"))):
            self._labels[name].setText(text)
        self.ends.setAccessibleName(self.tr("Ends"))
        self.begins.setAccessibleName(self.tr("Begins"))
        self.zone.setAccessibleName(self.tr("Times in"))
        self.number.setAccessibleName(self.tr("Length"))
        self.unit.setAccessibleName(self.tr("Unit of the length"))
        self.not_after.setAccessibleName(self.tr("End"))
        self.not_before.setAccessibleName(self.tr("Beginning"))
        limit = lengths.public_server_limit(self._now())
        for preset, button in zip(self.offered, self.presets, strict=True):
            if preset.unit is Unit.DAYS:
                button.setText(self.tr("{count} days").format(count=preset.number))
            else:
                button.setText(self.tr("1 year") if preset.number == 1 else self.tr("{count} years").format(count=preset.number))
            if limit is not None and preset == Length(limit - 1, Unit.DAYS):
                button.setToolTip(as_tool_tip(self.say("issuing_public_limit", limit=limit)))
        self._show_parts()


def _local(moment: datetime) -> str:
    """By the clocks here, with their distance from UTC."""
    try:
        here = moment.astimezone()
    except (OverflowError, OSError):
        here = moment
    return f"{here:%Y-%m-%d %H:%M:%S} (UTC{lengths.offset_text(here)})"


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
