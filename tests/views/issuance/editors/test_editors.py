"""What holds for every editor: it gives back what it was given, says problems where they are, speaks both languages, fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateTimeEdit, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.core.issuance.strategies import specifications
from tests.views.issuance.editors.conftest import Make
from workbench import glossary
from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem, problems
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    ExtendedKeyUsage,
    KeyUsage,
    NameConstraints,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    SubjectAttribute,
    TextType,
    Validity,
)
from workbench.core.x509.finding import Status
from workbench.views import tab_order
from workbench.views.glossary import here
from workbench.views.issuance.editors import EDITORS, Editor
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row_list import RowList
from workbench.views.shell import Shell

IDS = [row.id for row in EDITORS]
FULL = Specification(
    subject=(
        SubjectAttribute("2.5.4.3", "www.例え.jp", TextType.UTF8),
        SubjectAttribute("2.5.4.6", "Japan"),
        SubjectAttribute("1.2.3", "x"),
    ),
    names=(AlternativeName(NameKind.DNS, "www.例え.jp"), AlternativeName(NameKind.UPN, "user@example.com")),
    names_critical=True,
    validity=Validity(400),
    basic_constraints=BasicConstraints(True, 2),
    key_usage=KeyUsage(frozenset({"keyCertSign", "cRLSign"})),
    extended_key_usage=ExtendedKeyUsage(("1.3.6.1.5.5.7.3.1", "1.2.3.4")),
    name_constraints=NameConstraints((AlternativeName(NameKind.DNS, "example.com"),), (AlternativeName(NameKind.IP, "192.0.2.0/24"),)),
    policies=(Policy("2.23.140.1.2.1", ("https://example.com/cps",), ("Notice",)),),
    ocsp_urls=("http://ocsp.example.com/",),
    issuer_urls=("http://pki.example.com/ca.cer",),
    crl_urls=("http://pki.example.com/ca.crl",),
    delta_crl_urls=("http://pki.example.com/delta.crl",),
    tls_features=(5, 17),
    ocsp_no_check=True,
    hash="sha384",
    raw=(RawExtension("1.2.3.4", "30 03 02 01 05", True),),
)


@contextmanager
def no_change(editor: Editor) -> Iterator[None]:
    heard: list[int] = []

    def hear() -> None:
        heard.append(1)

    editor.changed.connect(hear)
    yield
    editor.changed.disconnect(hear)
    assert heard == []


def test_the_table_edits_every_field_once() -> None:
    """The fields of a Specification, by the places of problems."""
    own = [place for row in EDITORS for place in row.factory.places]  # type: ignore[attr-defined]
    assert sorted(own) == sorted(field for field in Specification.__dataclass_fields__)


def test_what_is_filled_in_comes_out_again(shell: Shell, qtbot: QtBot) -> None:
    """For any Specification, also half typed, through one set of editors that held another one before."""
    editors = [row.factory(shell) for row in EDITORS]
    for editor in editors:
        qtbot.addWidget(editor)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(specifications(), specifications())
    def check(first: Specification, second: Specification) -> None:
        for wanted in (first, second):
            result = Specification()
            for editor in editors:
                with no_change(editor):
                    editor.fill(wanted)
                result = editor.apply(result)
                assert editor.apply(wanted) == wanted
            assert result == wanted

    check()


@pytest.mark.parametrize("row", EDITORS, ids=IDS)
def test_an_editor_begins_with_nothing_asked_for(row: Any, make: Make) -> None:
    editor = make(row.factory)
    assert editor.apply(Specification()) == Specification()
    assert editor.apply(FULL) == replace(FULL, **{name: getattr(Specification(), name) for name in row.factory.places})


@pytest.mark.parametrize("row", EDITORS, ids=IDS)
def test_everything_is_said_in_both_languages(row: Any, make: Make, shell: Shell, qtbot: QtBot) -> None:
    """After a switch an editor says what one says that was made in that language; nothing of the value changes."""
    editor = make(row.factory)
    editor.fill(FULL)
    editor.show_problems(problems(FULL))
    english = _texts(editor)
    with no_change(editor):
        shell.language.choose("ja")
        QApplication.processEvents()
    japanese = _texts(editor)
    assert editor.apply(FULL) == FULL
    fresh = make(row.factory)
    fresh.fill(FULL)
    fresh.show_problems(problems(FULL))
    assert japanese == _texts(fresh)
    assert english != japanese
    shell.language.choose("en")
    QApplication.processEvents()
    assert _texts(editor) == english


def _texts(editor: Editor) -> list[str]:
    found: list[str] = [editor.accessibleName(), editor.accessibleDescription()]
    for widget in editor.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.append(widget.text())
        if isinstance(widget, QComboBox):
            found += [widget.itemText(at) for at in range(widget.count())]
        if widget.accessibleName():
            found.append(widget.accessibleName())
    times = re.compile(r"\d\d:\d\d:\d\d")  # they go on while this test runs
    return [times.sub("", text).replace("\n", " ").replace(" ", "") for text in found]


@pytest.mark.parametrize("row", EDITORS, ids=IDS)
def test_every_field_has_a_name_for_assistive_tools(row: Any, make: Make) -> None:
    editor = make(row.factory)
    editor.fill(FULL)
    fields = [
        widget for kind in (QLineEdit, QComboBox, QDateTimeEdit, QPlainTextEdit, QAbstractButton) for widget in editor.findChildren(kind)
    ]
    inner = (QComboBox, QDateTimeEdit)  # the lines inside of these are theirs; so is what a tree consists of
    nameless = [
        widget
        for widget in fields
        if not isinstance(widget.parent(), inner)
        and widget.isVisibleTo(editor)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text().strip("⋯")))
    ]
    assert nameless == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("row", EDITORS, ids=IDS)
def test_the_glossary_explains_every_field(row: Any, language: str, make: Make, shell: Shell) -> None:
    """Shift+F1 at any stop of Tab finds a term of the glossary in what stands there, or around it in the editor."""
    shell.language.choose(language)
    editor = make(row.factory)
    editor.fill(FULL)
    QApplication.processEvents()
    stops = tab_order.tab_stops(editor)
    assert stops
    for stop in stops:
        texts = [text for place in (here.of_focus(stop), *here.outwards(stop)) for text in place.texts]
        assert any(glossary.find(text, language) for text in texts), (stop, texts)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("row", EDITORS, ids=IDS)
def test_it_fits_into_a_narrow_column(row: Any, language: str, make: Make, shell: Shell) -> None:
    """A column of 360 pixels has 336 inside; at 150 % text a column of the smallest window has 20 more."""
    shell.language.choose(language)
    for size, room in ((100, 336), (150, 356)):
        shell.theme.set_text_size(size)
        editor = make(row.factory, 360)
        editor.fill(FULL)
        editor.show_problems(problems(FULL))
        QApplication.processEvents()
        assert editor.minimumSizeHint().width() <= room, (size, editor.minimumSizeHint())
    shell.theme.set_text_size(100)


# -- problems ------------------------------------------------------------------------------------------------------------------------

WRONG = (
    Specification(subject=(SubjectAttribute("2.5.4.3", "ok"), SubjectAttribute("2.5.4.3", ""), SubjectAttribute("1.2.x", "a"))),
    Specification(subject=(SubjectAttribute("2.5.4.3", "日本", TextType.PRINTABLE), SubjectAttribute("2.5.4.3", "日本", TextType.IA5))),
    Specification(subject=(SubjectAttribute("2.5.4.6", "Japan"),)),
    Specification(names=(AlternativeName(NameKind.DNS, "a.example"), AlternativeName(NameKind.DNS, "a b"))),
    Specification(names=tuple(AlternativeName(kind, value) for kind in NameKind for value in ("", "no @ such: thing"))),
    Specification(validity=Validity(0)),
    Specification(validity=Validity(99999)),
    Specification(basic_constraints=BasicConstraints(True, -1)),
    Specification(basic_constraints=BasicConstraints(True), key_usage=KeyUsage(frozenset({"encipherOnly"}))),
    Specification(extended_key_usage=ExtendedKeyUsage(("1.3.6.1.5.5.7.3.1", "x"))),
    Specification(
        name_constraints=NameConstraints(
            (AlternativeName(NameKind.DNS, ""),), (AlternativeName(NameKind.IP, "1"), AlternativeName(NameKind.UPN, "a"))
        )
    ),
    Specification(policies=(Policy("1.2.3"), Policy("x"), Policy("1.2.3", ("ok:x", "no")), Policy("1.2.3", (), ("a", "b" * 201)))),
    Specification(ocsp_urls=("x",), issuer_urls=("http://a/", "x"), crl_urls=("", "x"), delta_crl_urls=("x",)),
    Specification(tls_features=(5, 99)),
    Specification(
        raw=(RawExtension("1.2.3", "05 00"), RawExtension("1.2.3", "05 00"), RawExtension("x", "05 00"), RawExtension("1.2.4", "zz"))
    ),
)


@pytest.mark.parametrize("wanted", WRONG)
def test_a_problem_is_said_at_its_field_and_nowhere_else(wanted: Specification, shell: Shell, qtbot: QtBot) -> None:
    """Whatever core finds wrong has one editor, and there the line of its row."""
    editors = [row.factory(shell) for row in EDITORS]
    found = problems(wanted)
    assert found
    said: list[Problem] = []
    for editor in editors:
        qtbot.addWidget(editor)
        editor.fill(wanted)
        for rows in editor.findChildren(RowList):
            rows.complete()
        editor.show_problems(found)
        for line in editor.findChildren(ProblemLine):
            said += line.problems
            for problem in line.problems:
                sentence = shell.language.say(problem.message)
                word = "Error" if problem.status is Status.FAILURE else "Warning"
                assert f"{word}: {sentence}" in line.text()
                assert line.isVisibleTo(editor)
                if any(isinstance(part, int) for part in problem.place):
                    assert line is not editor.general, problem.place
    assert sorted(said, key=str) == sorted(found, key=str)
    for editor in editors:
        editor.fill(FULL)
        editor.show_problems(())
        assert [line for line in editor.findChildren(ProblemLine) if line.isVisibleTo(editor)] == []


def test_a_problem_marks_the_field(make: Make) -> None:
    editor: Any = make(EDITORS[0].factory)
    wanted = Specification(subject=(SubjectAttribute("2.5.4.3", "ok"), SubjectAttribute("1.2.x", "a"), SubjectAttribute("2.5.4.3", "")))
    editor.fill(wanted)
    editor.show_problems(problems(wanted))
    first, second, third = editor.list.rows
    assert [first.text.property("status"), second.type.property("status"), third.text.property("status")] == [None, "bad", "bad"]
    assert "object identifier" in second.type.accessibleDescription()
    assert "empty" in third.text.accessibleDescription()
    editor.show_problems(())
    assert third.text.property("status") == ""
    assert "empty" not in third.text.accessibleDescription()


def test_a_stranger_cannot_dress_up_a_problem(make: Make) -> None:
    """Sentences quote what was typed: it stays plain and cannot turn the direction of the text."""
    editor: Any = make(EDITORS[1].factory)
    wanted = Specification(names=(AlternativeName(NameKind.DNS, "<b>\u202eevil</b>"),))
    editor.fill(wanted)
    editor.show_problems(problems(wanted))
    text = editor.list.rows[0].problem.text()
    assert "<b>" in text and "⟨U+202E⟩" in text


def test_problems_of_other_places_are_somebody_elses(make: Make) -> None:
    editor = make(EDITORS[0].factory)
    editor.show_problems([Problem(("validity", "days"), Message("wish_ends_before_it_begins")), Problem((), Message("wish_nobody"))])
    assert all(not line.problems for line in editor.findChildren(ProblemLine))


def test_the_language_event_alone_is_no_change(make: Make) -> None:
    for row in EDITORS:
        editor = make(row.factory)
        editor.fill(FULL)
        with no_change(editor):
            QApplication.sendEvent(editor, QEvent(QEvent.Type.LanguageChange))
        assert editor.apply(FULL) == FULL
