"""The table of the steps: its columns, its signs, its search and its keys."""

from __future__ import annotations

from functools import cache

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_player import Shown
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_table import (
    FACTS,
    NAME,
    NUMBER,
    PROTECTION,
    RESULT,
    SIZE,
    TIME,
    WAY,
    StepFilter,
    StepTableModel,
)
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.step_table import StepTable

EN, JA = HandshakeText("en"), HandshakeText("ja")
PLAYED: list[bool] = []
Display, Accessible = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=5))


def shown(name: str, detail: Detail = Detail.messages) -> Shown:
    return Shown(played(name), detail, moments(played(name), detail))


def names(view: StepTable) -> list[str]:
    return [view.filter.index(row, NAME).data() for row in range(view.filter.rowCount())]


@pytest.fixture
def table(qtbot: QtBot) -> StepTable:
    made = StepTable(lambda: PLAYED.append(True))
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show_transcript(shown("tls13_full"), EN)
    made.show()
    return made


@pytest.mark.parametrize("detail", list(Detail))
def test_the_models_are_sound(qtbot: QtBot, detail: Detail) -> None:
    model = StepTableModel(EN)
    filter = StepFilter(model)
    for tested in (model, filter):
        QAbstractItemModelTester(tested, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for name in ("tls13_full", "expired", "replayed_early_data"):
        model.show(shown(name, detail), JA)
        for words in ("", "Finished", "nothing of the kind"):
            filter.search(words)
    model.show(None, EN)
    assert model.rowCount() == filter.rowCount() == 0


def test_headings_stand_over_their_columns() -> None:
    model = StepTableModel(EN)
    model.show(shown("tls13_full"), EN)
    for column in range(RESULT + 1):
        right = column in (NUMBER, SIZE, TIME)
        flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        assert model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) & flag.value
        assert model.headerData(column, Qt.Orientation.Horizontal, Accessible)


def test_what_protects_a_step_is_short_on_the_screen_and_whole_for_assistive_tools() -> None:
    model = StepTableModel(EN)
    model.show(shown("tls13_full"), EN)
    row = next(row for row in range(model.rowCount()) if model.index(row, NAME).data() == "Certificate")
    index = model.index(row, PROTECTION)
    assert (index.data(Display), index.data(Accessible)) == ("handshake", "handshake keys")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("certificateverify", ["CertificateVerify"]),
        ("x25519 clienthello", ["ClientHello"]),
        ("server_handshake_write_key", ["change_cipher_spec", "EncryptedExtensions"]),
        ("holds private key of", ["CertificateVerify", "Verify the signature"]),  # words of what is told about it
    ],
)
def test_a_search_looks_at_names_facts_values_and_narration(table: StepTable, words: str, found: list[str]) -> None:
    table.search.setText(words)
    assert set(found) <= set(names(table)) and len(names(table)) < table.model.rowCount()
    assert table.count.text() == f"{len(names(table))} of {table.model.rowCount()}"


def test_a_public_value_is_found_by_its_bytes_and_a_secret_is_not(table: StepTable) -> None:
    values = [value for step in played("tls13_full").steps for value in step.values if value.data]
    public = next(value for value in values if value.name == "client_x25519_public_key")
    secret = next(value for value in values if value.name == "shared_secret")
    assert public.data is not None and secret.data is not None
    table.search.setText(public.data.hex()[:16])
    assert names(table) and not table.nothing.isVisible()
    table.search.setText(secret.data.hex()[:16])
    assert not names(table) and table.nothing.isVisible() and not table.view.isVisible()


def test_the_keys_of_the_search(qtbot: QtBot, table: StepTable) -> None:
    table.view.setFocus()
    table.show_moment(5.0, 4, False)
    qtbot.waitUntil(lambda: table.view.hasFocus())
    qtbot.keyClick(table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.search.hasFocus()
    qtbot.keyClicks(table.search, "finished")
    with qtbot.waitSignal(table.step_wanted) as wanted:
        qtbot.keyClick(table.search, Qt.Key.Key_Return)
    assert wanted.args is not None and table.view.hasFocus()
    step = wanted.args[0]
    table.search.setFocus()
    qtbot.keyClick(table.search, Qt.Key.Key_Escape)
    assert table.search.text() == "" and table.view.hasFocus() and not table.count.isVisible()
    assert table.filter.rowCount() == table.model.rowCount()
    moment = table.model.moment(table.filter.mapToSource(table.view.currentIndex()))
    assert moment is not None and moment.first <= step <= moment.last, "the place is kept"


def test_space_plays_and_arrows_choose(qtbot: QtBot, table: StepTable) -> None:
    table.view.setFocus()
    table.show_moment(1.0, 0, False)
    PLAYED.clear()
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert PLAYED == [True]
    with qtbot.waitSignal(table.step_wanted):
        qtbot.keyClick(table.view, Qt.Key.Key_Down)


def test_following_the_clock_asks_for_nothing(qtbot: QtBot, table: StepTable) -> None:
    with qtbot.assertNotEmitted(table.step_wanted):
        for current in (3, 7, None, 0):
            table.show_moment(0.0, current, True)
            table.search.setText("e" * (current or 0))


@pytest.mark.parametrize("width", [300, 420, 610, 700, 1000, 1400])
def test_columns_fit_at_every_width(qtbot: QtBot, table: StepTable, width: int) -> None:
    for text in (EN, JA):
        table.show_transcript(shown("expired"), text)
        table.resize(width, 400)
        header = table.view.horizontalHeader()
        qtbot.waitUntil(lambda: header.length() == table.view.viewport().width())  # noqa: B023
        assert not table.view.isColumnHidden(NAME) and not table.view.isColumnHidden(NUMBER)
        assert table.view.isColumnHidden(TIME) == (table.view.viewport().width() < 800)


@pytest.mark.parametrize("width", [420, 520, 614, 760, 1000])
@pytest.mark.parametrize("detail", [Detail.messages, Detail.computations])
def test_no_column_hangs_over_the_edge_or_is_too_narrow_to_read(table: StepTable, width: int, detail: Detail) -> None:
    for text in (EN, JA):
        for id in ("tls12_rsa", "tls13_mutual"):
            table.resize(width, 400)
            table.show_transcript(shown(id, detail), text)
            view = table.view
            widths = {column: view.columnWidth(column) for column in range(RESULT + 1) if not view.isColumnHidden(column)}
            assert sum(widths.values()) <= view.viewport().width()
            assert widths.get(FACTS, 110) >= 100


def test_stages_have_no_empty_columns(table: StepTable) -> None:
    table.show_transcript(shown("tls12_rsa", Detail.stages), EN)
    assert all(table.view.isColumnHidden(column) for column in (WAY, PROTECTION, RESULT)) and not table.view.isColumnHidden(FACTS)
    assert names(table)[1:4] == ["Agree on the method", "Prove who you are", "Make the key"]
