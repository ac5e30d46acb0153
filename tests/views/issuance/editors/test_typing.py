"""Typing, pasting, and going through rows with the keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.views.issuance.editors.conftest import Make
from workbench.core.issuance.problems import problems
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    ExtendedKeyUsage,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    SubjectAttribute,
    TextType,
    Validity,
)
from workbench.views import tab_order
from workbench.views.issuance.editors import (
    BasicConstraintsEditor,
    ExtendedKeyUsageEditor,
    KeyUsageEditor,
    NameConstraintsEditor,
    NamesEditor,
    PoliciesEditor,
    RawExtensionsEditor,
    SubjectEditor,
    TlsFeatureEditor,
    ValidityEditor,
)
from workbench.views.shell import Shell

EMPTY = Specification()
Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier


def keys(qtbot: QtBot, text: str) -> None:
    """Type where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def key(qtbot: QtBot, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, code, modifier)


def paste(qtbot: QtBot, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key(qtbot, Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def tab_to(wanted: QWidget) -> None:
    """By Tab alone, as the window moves."""
    for _ in range(60):
        tab_order.move_focus(wanted.window(), True)
        if QApplication.focusWidget() is wanted:
            return
    raise AssertionError(f"Tab does not reach {wanted!r}")


# -- subject -------------------------------------------------------------------------------------------------------------------------


def test_a_subject_is_made_with_the_keyboard_alone(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(SubjectEditor)
    with qtbot.waitSignal(editor.changed):
        tab_to(editor.list.add)
        key(qtbot, Key.Key_Space)
    keys(qtbot, "Example CA")
    key(qtbot, Key.Key_Return)  # another row, of the next kind
    keys(qtbot, "Example Ltd.")
    key(qtbot, Key.Key_Up, Alt)
    assert editor.apply(EMPTY).subject == (SubjectAttribute("2.5.4.10", "Example Ltd."), SubjectAttribute("2.5.4.3", "Example CA"))
    key(qtbot, Key.Key_Down, Alt)
    assert [item.value for item in editor.apply(EMPTY).subject] == ["Example CA", "Example Ltd."]
    key(qtbot, Key.Key_Delete, Alt)
    assert editor.apply(EMPTY).subject == (SubjectAttribute("2.5.4.3", "Example CA"),)
    tab_to(editor.list.back)
    key(qtbot, Key.Key_Space)
    assert [item.value for item in editor.apply(EMPTY).subject] == ["Example CA", "Example Ltd."]


@pytest.mark.parametrize(
    ("typed", "oid"),
    [("2.5.4.13", "2.5.4.13"), ("ou", "2.5.4.11"), ("organizationName", "2.5.4.10"), ("pseudonym", "2.5.4.65"), ("1.2.", "1.2.")],
)
def test_a_kind_is_typed(typed: str, oid: str, make: Make, qtbot: QtBot) -> None:
    """By its OID, its short name, or the name its standard gave it; what is half typed stays as it is."""
    editor: Any = make(SubjectEditor)
    editor.fill(Specification((SubjectAttribute("2.5.4.3", "x"),)))
    line = editor.list.rows[0].type.lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, typed)
    assert editor.apply(EMPTY).subject == (SubjectAttribute(oid, "x"),)


def test_the_kind_says_what_it_means(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(SubjectEditor)
    editor.fill(Specification((SubjectAttribute("2.5.4.3", "x"),)))
    row = editor.list.rows[0]
    assert "Browsers do not compare it" in row.note.text()
    assert row.note.text() in row.text.accessibleDescription()
    row.type.setCurrentIndex(row.type.findData("2.5.4.11"))
    row.type.activated.emit(row.type.currentIndex())
    assert "department" in row.note.text()
    assert editor.apply(EMPTY).subject[0].type == "2.5.4.11"


def test_a_country_is_helped_to_two_letters(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(SubjectEditor)
    editor.fill(Specification((SubjectAttribute("2.5.4.6", ""),)))
    row = editor.list.rows[0]
    row.text.setFocus()
    keys(qtbot, "jp")
    assert editor.apply(EMPTY).subject[0].value == "JP"
    assert not row.suggestion.isVisible()
    row.text.selectAll()
    keys(qtbot, "japan")
    assert editor.apply(EMPTY).subject[0].value == "JApan"  # the two first letters were a code when they stood alone
    with qtbot.waitSignal(editor.changed):
        qtbot.mouseClick(row.suggestion, Qt.MouseButton.LeftButton)
    assert editor.apply(EMPTY).subject[0].value == "JP"
    editor.fill(Specification((SubjectAttribute("2.5.4.6", "日本"),)))
    assert editor.list.rows[0].suggestion.whole() == "Write JP for Japan"


def test_how_a_value_is_written(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(SubjectEditor)
    editor.fill(Specification((SubjectAttribute("2.5.4.3", "x"),)))
    menu = editor.list.rows[0].more.menu()
    menu.aboutToShow.emit()
    action = next(
        action for action in menu.actions() if action.text() == "Written as PrintableString" or action.text() == "PrintableString"
    )
    with qtbot.waitSignal(editor.changed):
        action.trigger()
    assert editor.apply(EMPTY).subject[0].text_type is TextType.PRINTABLE
    assert "Written as PrintableString." in editor.list.rows[0].note.text()


# -- names ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("www.example.com", AlternativeName(NameKind.DNS, "www.example.com")),
        ("192.0.2.1", AlternativeName(NameKind.IP, "192.0.2.1")),
        ("2001:db8::1", AlternativeName(NameKind.IP, "2001:db8::1")),
        ("user@example.com", AlternativeName(NameKind.EMAIL, "user@example.com")),
        ("https://example.com/a,b", AlternativeName(NameKind.URI, "https://example.com/a,b")),
        ("CN=a,O=b", AlternativeName(NameKind.DIRECTORY, "CN=a,O=b")),
    ],
)
def test_the_kind_follows_what_is_typed(typed: str, name: AlternativeName, make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    tab_to(editor.list.add)
    key(qtbot, Key.Key_Space)
    keys(qtbot, typed)
    assert editor.apply(EMPTY).names == (name,)


def test_a_kind_chosen_by_hand_stays(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    editor.fill(Specification(names=(AlternativeName(NameKind.DNS, ""),)))
    row = editor.list.rows[0]
    row.kind.setCurrentIndex(row.kind.findData(NameKind.UPN))
    row.kind.activated.emit(row.kind.currentIndex())
    row.text.setFocus()
    keys(qtbot, "user@example.com")
    assert editor.apply(EMPTY).names == (AlternativeName(NameKind.UPN, "user@example.com"),)


def test_many_names_are_pasted(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    editor.fill(Specification(names=(AlternativeName(NameKind.DNS, "first.example"), AlternativeName(NameKind.DNS, ""))))
    editor.list.rows[1].text.setFocus()
    paste(qtbot, "a.example\n192.0.2.1, user@example.com\r\nDNS:例え.jp")
    assert editor.apply(EMPTY).names == (
        AlternativeName(NameKind.DNS, "first.example"),
        AlternativeName(NameKind.DNS, "a.example"),
        AlternativeName(NameKind.IP, "192.0.2.1"),
        AlternativeName(NameKind.EMAIL, "user@example.com"),
        AlternativeName(NameKind.DNS, "例え.jp"),
    )
    assert QApplication.focusWidget() is editor.list.rows[4].text
    assert "xn--r8jz45g.jp" in editor.list.rows[4].note.text()


def test_a_comma_begins_another_row(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    editor.fill(Specification(names=(AlternativeName(NameKind.DNS, ""),)))
    editor.list.rows[0].text.setFocus()
    keys(qtbot, "a.example, ")
    keys(qtbot, "b")
    keys(qtbot, ".example")
    assert [name.value for name in editor.apply(EMPTY).names] == ["a.example", "b.example"]


def test_the_common_name_is_taken_over_with_one_click(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    wanted = Specification((SubjectAttribute("2.5.4.3", "www.example.com"),))
    assert not editor.take_over.isVisible()
    editor.see(wanted)
    assert editor.take_over.isVisible()
    with qtbot.waitSignal(editor.changed):
        qtbot.mouseClick(editor.take_over, Qt.MouseButton.LeftButton)
    assert editor.apply(wanted).names == (AlternativeName(NameKind.DNS, "www.example.com"),)
    assert not editor.take_over.isVisible()


def test_a_new_row_is_no_mistake_before_somebody_was_there(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    tab_to(editor.list.add)
    key(qtbot, Key.Key_Space)
    editor.show_problems(problems(editor.apply(EMPTY)))
    line = editor.list.rows[0].problem
    assert line.problems and not line.isVisible()
    tab_order.move_focus(editor.window(), True)
    assert line.isVisible()
    assert "empty" in line.text()


def test_critical_is_folded_away_and_reached_by_keyboard(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    assert not editor.critical.isVisible()
    tab_to(editor.fold.heading)
    key(qtbot, Key.Key_Space)
    tab_to(editor.critical)
    with qtbot.waitSignal(editor.changed):
        key(qtbot, Key.Key_Space)
    assert editor.apply(EMPTY).names_critical


def test_hundreds_of_names_come_in_little_by_little(make: Make, qtbot: QtBot) -> None:
    """All of them count at once; their rows follow, and then their problems stand there."""
    editor: Any = make(NamesEditor)
    tab_to(editor.list.add)
    key(qtbot, Key.Key_Space)
    pasted = [f"host{number}.example.com" for number in range(40)] + ["not a name!"]
    paste(qtbot, "\n".join(pasted))
    assert [item.value for item in editor.apply(EMPTY).names] == [*pasted[:-1], "not", "a", "name!"]
    assert len(editor.list.rows) < 40
    editor.show_problems(problems(editor.apply(EMPTY)))
    qtbot.waitUntil(lambda: len(editor.list.rows) == 43)
    assert "is no DNS name" in editor.list.rows[42].problem.text()
    assert [row.number for row in editor.list.rows] == list(range(1, 44))
    assert editor.apply(EMPTY).names[42].value == "name!"


def test_a_row_is_added_while_others_are_still_to_come(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NamesEditor)
    names = tuple(AlternativeName(NameKind.DNS, f"host{number}.example.com") for number in range(40))
    editor.fill(Specification(names=names))
    editor.list.add.click()
    assert editor.apply(EMPTY).names == (*names, AlternativeName(NameKind.DNS, ""))
    editor.fill(Specification(names=names[:3]))
    assert editor.apply(EMPTY).names == names[:3] and len(editor.list.rows) == 3


def test_a_new_row_is_brought_into_sight(shell: Shell, qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    editor = NamesEditor(shell)
    area.setWidgetResizable(True)
    area.setWidget(editor)
    area.resize(500, 200)
    area.show()
    qtbot.waitExposed(area)
    editor.fill(Specification(names=tuple(AlternativeName(NameKind.DNS, f"host{number}.example.com") for number in range(20))))
    qtbot.waitUntil(lambda: len(editor.list.rows) == 20)
    area.verticalScrollBar().setValue(0)
    editor.list.add.click()
    qtbot.waitUntil(lambda: not editor.list.rows[20].text.visibleRegion().isEmpty())


# -- validity ------------------------------------------------------------------------------------------------------------------------


def test_a_length_is_typed_and_a_preset_taken(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(ValidityEditor)
    editor.number.setFocus()
    editor.number.selectAll()
    keys(qtbot, "36500")
    assert editor.apply(EMPTY).validity == Validity(36500)
    editor.number.selectAll()
    key(qtbot, Key.Key_Backspace)
    assert editor.apply(EMPTY).validity == Validity(0)
    key(qtbot, Key.Key_Up)
    assert editor.apply(EMPTY).validity == Validity(1)
    now = datetime.now(UTC)
    for preset, button in zip(editor.offered, editor.presets, strict=True):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        days = editor.apply(EMPTY).validity.days
        assert days == (preset.number if preset.unit == "days" else (now.replace(year=now.year + preset.number) - now).days)
        assert [other.isChecked() for other in editor.presets] == [other is button for other in editor.presets]


def test_the_unit_keeps_the_length(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(ValidityEditor)
    editor.fill(Specification(validity=Validity(3653, datetime(2026, 11, 21, tzinfo=UTC))))
    editor.unit.setFocus()
    key(qtbot, Key.Key_Down)
    key(qtbot, Key.Key_Down)
    assert (editor.number.text(), editor.unit.currentText()) == ("10", "years")
    assert editor.apply(EMPTY).validity.days == 3653


def test_dates_are_chosen_in_a_zone(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(ValidityEditor)
    begin, end = datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
    editor.fill(Specification(validity=Validity(90, begin, end)))
    assert "In UTC: 2026-01-01 12:00:00 – 2026-06-01 12:00:00" in editor.result.text()
    assert not editor.number.isVisible() and editor.not_after.isVisible() and editor.zone.isVisible()
    editor.zone.setCurrentIndex(1)
    editor.zone.activated.emit(1)
    assert editor.not_after.text() == "2026-06-01 12:00:00"
    editor.not_after.setFocus()
    key(qtbot, Key.Key_Up)  # the year, where the cursor is
    assert editor.apply(EMPTY).validity == Validity(90, begin, end.replace(year=2027))


def test_going_over_to_dates_keeps_the_end(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(ValidityEditor)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    editor.fill(Specification(validity=Validity(10, begin)))
    editor.ends.setFocus()
    key(qtbot, Key.Key_Down)
    assert editor.apply(EMPTY).validity == Validity(10, begin, begin + timedelta(days=10, seconds=-1))


def test_it_tells_when_the_issuer_ends_before_and_what_browsers_allow(make: Make) -> None:
    editor: Any = make(ValidityEditor)
    begin = datetime(2026, 4, 1, tzinfo=UTC)
    wanted = Specification(validity=Validity(201, begin), extended_key_usage=ExtendedKeyUsage(("1.3.6.1.5.5.7.3.1",)))
    editor.fill(wanted)
    editor.see(wanted, begin + timedelta(days=100))
    assert "ends before that, at 2026-07-10 00:00:00 UTC" in editor.hint.text()
    assert "for 200 days at most" in editor.hint.text()
    within = Specification(validity=Validity(200, begin), extended_key_usage=wanted.extended_key_usage)
    editor.fill(within)
    editor.see(within, begin + timedelta(days=1000))
    assert editor.hint.text() == "Within the 200 days that the CA/Browser Forum allows for publicly trusted server certificates."
    ca = Specification(
        validity=Validity(9000, begin), basic_constraints=BasicConstraints(True), extended_key_usage=wanted.extended_key_usage
    )
    editor.fill(ca)
    editor.see(ca)
    assert not editor.hint.isVisible()


def test_a_length_beyond_all_years_is_kept(make: Make) -> None:
    editor: Any = make(ValidityEditor)
    wanted = Specification(validity=Validity(10**9))
    editor.fill(wanted)
    assert editor.apply(EMPTY) == wanted
    assert editor.result.text() == ""


# -- the others ----------------------------------------------------------------------------------------------------------------------


def test_basic_constraints_by_keyboard(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(BasicConstraintsEditor)
    tab_to(editor.kind)
    key(qtbot, Key.Key_Down)
    assert editor.apply(EMPTY).basic_constraints == BasicConstraints(True)
    tab_to(editor.limited)
    key(qtbot, Key.Key_Space)
    tab_to(editor.path_length)
    key(qtbot, Key.Key_Up)
    assert editor.apply(EMPTY).basic_constraints == BasicConstraints(True, 1)
    tab_to(editor.kind)
    key(qtbot, Key.Key_Down)
    assert editor.apply(EMPTY).basic_constraints is None
    assert not editor.critical.isVisible()
    key(qtbot, Key.Key_Up)
    assert editor.apply(EMPTY).basic_constraints == BasicConstraints(True, 1)


def test_key_usages_are_ticked(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(KeyUsageEditor)
    for name in ("digitalSignature", "cRLSign"):
        tab_to(editor.boxes[name])
        key(qtbot, Key.Key_Space)
    assert editor.apply(EMPTY).key_usage.usages == {"digitalSignature", "cRLSign"}
    assert len(editor.boxes) == 9 and all(note.text() for note in editor.notes.values())


def test_purposes_and_policies_are_proposed_one_after_the_other(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(ExtendedKeyUsageEditor)
    editor.list.add.click()
    editor.list.add.click()
    assert editor.apply(EMPTY).extended_key_usage.purposes == ("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")
    policies: Any = make(PoliciesEditor)
    policies.list.add.click()
    policies.list.rows[0].cps.add.click()
    keys(qtbot, "https://example.com/cps")
    policies.list.rows[0].notices.add.click()
    paste(qtbot, "お知らせ")
    assert policies.apply(EMPTY).policies == (Policy("2.23.140.1.2.1", ("https://example.com/cps",), ("お知らせ",)),)


def test_networks_and_domains_are_pasted_into_constraints(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(NameConstraintsEditor)
    editor.lists["excluded"].add.click()
    paste(qtbot, "192.0.2.0/24\n2001:db8::/32\nexample.com")
    assert editor.apply(EMPTY).name_constraints.excluded == (
        AlternativeName(NameKind.IP, "192.0.2.0/24"),
        AlternativeName(NameKind.IP, "2001:db8::/32"),
        AlternativeName(NameKind.DNS, "example.com"),
    )
    assert (
        problems(editor.apply(Specification(basic_constraints=BasicConstraints(True), subject=(SubjectAttribute("2.5.4.3", "a"),)))) == ()
    )


def test_unknown_features_are_kept_until_they_are_taken_out(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(TlsFeatureEditor)
    editor.fill(Specification(tls_features=(99, 5)))
    editor.switches[17].box.click()
    assert editor.apply(EMPTY).tls_features == (99, 5, 17)
    editor.switches[5].box.click()
    assert editor.apply(EMPTY).tls_features == (99, 17)
    assert editor.others.text() == "Besides: 99"
    editor.drop.click()
    assert editor.apply(EMPTY).tls_features == (17,)
    assert not editor.others.isVisible()


def test_raw_bytes_are_decoded_while_they_are_typed(make: Make, qtbot: QtBot) -> None:
    editor: Any = make(RawExtensionsEditor)
    editor.list.add.click()
    row = editor.list.rows[0]
    keys(qtbot, "2.5.29.19")
    editor.window().activateWindow()  # names were proposed; without a window manager that list stays the active window
    qtbot.waitUntil(editor.isActiveWindow)
    tab_to(row.hex)
    keys(qtbot, "30:03 01 01 ff")
    assert editor.apply(EMPTY).raw == (RawExtension("2.5.29.19", "30:03 01 01 ff"),)
    qtbot.waitUntil(lambda: row.tree.isVisible())
    root = row.tree.model.index(0, 0)
    assert row.tree.model.index(0, 0, root).data() == "cA"
    tab_to(row.critical)
    key(qtbot, Key.Key_Space)
    assert editor.apply(EMPTY).raw[0].critical


def test_a_file_gives_an_extension_or_a_sentence(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    editor: Any = make(RawExtensionsEditor)
    editor.fill(Specification(raw=(RawExtension("1.2.3", "05 00"),)))
    row = editor.list.rows[0]
    qtbot.waitUntil(row.isVisible)
    row.take_file(str(tmp_path / "missing"))
    assert row.trouble.isVisible() and "“missing” could not be read" in row.trouble.text()
    assert editor.apply(EMPTY).raw == (RawExtension("1.2.3", "05 00"),)
    (tmp_path / "value").write_bytes(bytes.fromhex("0101ff"))
    with qtbot.waitSignal(editor.changed):
        row.take_file(str(tmp_path / "value"))
    assert editor.apply(EMPTY).raw == (RawExtension("1.2.3", "01 01 ff"),)
    assert not row.trouble.isVisible()


def test_what_already_stands_there_is_not_filled_in_again(make: Make, qtbot: QtBot) -> None:
    """A form that fills with what it was just told does not move the cursor."""
    editor: Any = make(NamesEditor)
    editor.fill(Specification(names=(AlternativeName(NameKind.DNS, "www.example.com"),)))
    field = editor.list.rows[0].text
    field.setFocus()
    field.setCursorPosition(4)
    keys(qtbot, "x")
    editor.fill(editor.apply(EMPTY))
    assert (field.text(), field.cursorPosition()) == ("www.xexample.com", 5)


def test_the_wheel_turns_nothing_that_has_no_focus(make: Make, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    editor: Any = make(ValidityEditor)
    for field in (editor.ends, editor.unit, editor.not_before):
        event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
                            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(field, event)
    assert editor.apply(EMPTY) == EMPTY
