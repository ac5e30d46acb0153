"""The table of many certificates without a window: its rows, its sheets, and its work."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench import words
from workbench.core.errors import Message, WorkbenchError
from workbench.core.issuance.batch import BatchRow, RowProblem, read_table
from workbench.core.issuance.batch_rehearsal import rehearsed
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.ready_set import Choices
from workbench.core.issuance.specification import SubjectAttribute
from workbench.core.workspace import batch, certificates, log
from workbench.core.workspace.batch import RowResult
from workbench.core.workspace.entries import Event
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.taking_out_many import CHAIN_AND_KEY, take_out_many
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind
from workbench.models import jobs
from workbench.models.issuance.batch import work
from workbench.models.issuance.batch.choosing import PROFILES
from workbench.models.issuance.batch.row_text import State
from workbench.models.issuance.batch.rows import STATE, RowsModel
from workbench.models.issuance.batch.sheets import report, template
from workbench.models.issuance.batch.work import Under

NAMES = {kind: str(kind) for kind in KeyKind}


def rows(count: int, broken: tuple[int, ...] = ()) -> tuple[BatchRow, ...]:
    lines = [f"host{n}.example.test,{'no' if n in broken else 90}" for n in range(count)]
    return read_table(("name,days\n" + "\n".join(lines)).encode(), built_in("server")).rows


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = open_workspace(f"sqlite:///{tmp_path / 'workspace.sqlite'}")
    made.set_up_vault("passphrase")
    return made


@pytest.fixture
def issuer(workspace: Workspace) -> str:
    wish = replace(built_in("root").specification, subject=(SubjectAttribute("2.5.4.3", "Root"),))
    return issue(workspace, Order(wish, None, KeyKind.P_256)).id


# --- rows --------------------------------------------------------------------------------------------------------------------------


def test_the_rows_are_a_proper_model_whose_texts_are_made_when_they_are_shown(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    original = RowsModel._text

    def counted(self: RowsModel, position: int, column: str) -> str:
        made.append(column)
        return original(self, position, column)

    model = RowsModel(NAMES, "en")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(rows(20, (3, 9)))
    model.put_wrong_first(True)
    model.came([(3, RowResult(model.rows[3], None, Message("vault_locked")))])
    monkeypatch.setattr(RowsModel, "_text", counted)
    del tester
    model = RowsModel(NAMES, "en")
    model.show([*rows(1)] * 10_000)
    assert made == [] and model.rowCount() == 10_000
    assert model.data(model.index(9_999, 1)) == "host0.example.test" and made == ["name"]


def test_mistakes_come_first_on_request_and_a_selected_row_stays_itself(qapp: object) -> None:
    model = RowsModel(NAMES, "en")
    model.show(rows(6, (4,)))
    kept = QPersistentModelIndex(model.index(2, 0))
    warned = model.rows[5]
    note = RowProblem("", Message("rehearsal_never_together"), Status.WARNING)
    model.change([(5, BatchRow(warned.line, warned.title, warned.specification, warned.key, warned.file_name, (note,)))])
    model.put_wrong_first(True)
    assert [model.position(model.index(row, 0)) for row in range(6)] == [4, 5, 0, 1, 2, 3]
    assert kept.row() == 4 and kept.data() == "4"
    assert [model.data(model.index(row, STATE), Qt.ItemDataRole.DisplayRole).split(":")[0] for row in range(3)] == [
        "Cannot be issued",
        "Warning",
        "Can be issued",
    ]
    model.put_wrong_first(False)
    assert kept.row() == 2


def test_a_result_changes_its_row_only(qapp: object) -> None:
    model = RowsModel(NAMES, "ja")
    model.show(rows(4))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    model.came([(2, RowResult(model.rows[2], None, Message("vault_locked")))])
    assert changed == [2] and [model.state(at) for at in range(4)] == [State.FINE, State.FINE, State.REFUSED, State.FINE]
    assert model.data(model.index(2, STATE)).startswith("発行できませんでした：") and model.reasons(model.index(2, 0))


def test_what_other_people_wrote_is_shown_as_plain_text(qapp: object) -> None:
    table = read_table('name\n"<b>x</b>\u202e"\n'.encode(), built_in("client"))
    model: QAbstractItemModel = RowsModel(NAMES, "en")
    assert isinstance(model, RowsModel)
    model.show(table.rows)
    assert "\u202e" not in model.data(model.index(0, 1))
    tip = model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip and "&lt;b&gt;" in tip


# --- sheets ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_template_is_read_back_whole_under_its_profile(profile: str, language: str) -> None:
    table = read_table(template(built_in(profile), language), built_in(profile))
    assert table.ignored == () and len(table.rows) == 1
    assert table.rows[0].fine, table.rows[0].problems


def test_no_cell_of_a_report_is_a_formula() -> None:
    table = read_table(b'name\n"=cmd|calc"\n@here\nplain\n', built_in("client"))
    cells = list(csv.reader(io.StringIO(report(table.rows, {}, "en").decode("utf-8-sig"))))
    assert [row[1] for row in cells[1:]] == ["'=cmd|calc", "'@here", "plain"]
    assert {row[4] for row in cells[1:]} == {"Not made"}


# --- the CA's word on it -----------------------------------------------------------------------------------------------------------


def test_rows_that_differ_in_names_only_are_rehearsed_once_and_all_are_told(workspace: Workspace, issuer: str) -> None:
    with workspace.reading() as connection:
        entry = certificates.certificate_entry(connection, issuer)
    long = read_table(b"name,days\na.example.test,30000\nb.example.test,30000\nc.example.test,9\nd.example.test,x\n", built_in("server"))
    steps: list[int] = []
    found = dict(rehearsed(long.rows, (entry.der,), datetime.now(UTC), step=steps.append))
    assert sorted(found) == [0, 1] and steps == [0, 1, 2, 3]
    assert all(row.problems[-1].message.id == "rehearsal_outlives" and row.fine for row in found.values())
    revoked = dict(rehearsed(long.rows, (entry.der,), datetime.now(UTC), {entry.sha256}))
    assert sorted(revoked) == [0, 1, 2] and not any(row.fine for row in revoked.values())


# --- the work ----------------------------------------------------------------------------------------------------------------------


def ended(qtbot: Any, job: jobs.Job) -> list[object]:
    found: list[object] = []
    job.finished.connect(found.append)
    job.failed.connect(found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    return found


def test_what_was_delivered_when_a_job_fails_is_told_all_the_same(
    qtbot: Any, workspace: Workspace, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original: Callable[..., Any] = batch.run
    calls: list[int] = []

    def second_fails(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            workspace.vault.lock()
        return original(*args)

    monkeypatch.setattr(batch, "run", second_fails)
    told: list[Any] = []
    wanted = list(enumerate(rows(20)))
    job = jobs.run_task(work.issue, workspace, wanted, Under(built_in("server"), None, issuer, True), threading.Event())
    job.chunk.connect(told.extend)
    (message,) = ended(qtbot, job)
    assert isinstance(message, Message) and message.id == "vault_locked"
    assert [position for position, _ in told] == list(range(work.FIRST_PART))
    with workspace.reading() as connection:
        there = {entry.id for entry in certificates.issued_by(connection, issuer)} - {issuer}
    assert there == {result.entry.id for _, result in told}


def test_a_part_becomes_smaller_when_it_takes_long(qtbot: Any, workspace: Workspace, issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With large keys somebody would otherwise see nothing for a long time."""
    sizes: list[int] = []
    clock = [0.0]

    def slow(_: object, part: list[BatchRow], *args: Any) -> None:
        sizes.append(len(part))
        clock[0] += len(part)  # a second each

    monkeypatch.setattr(batch, "run", slow)
    monkeypatch.setattr(work, "time", type("Clock", (), {"monotonic": staticmethod(lambda: clock[0])}))
    job = jobs.run_task(work.issue, workspace, list(enumerate(rows(20))), Under(built_in("server"), None, issuer, True), threading.Event())
    assert ended(qtbot, job) == [True]
    assert sizes == [8, 4, 2, 1, 1, 1, 1, 1, 1]


def test_many_are_saved_all_or_none_and_the_log_says_that_keys_left(workspace: Workspace, issuer: str, tmp_path: Path) -> None:
    results = batch.run(workspace, rows(3), issuer)
    wanted = [(result.entry.id, result.row.file_name) for result in results if result.entry is not None]
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "host2.example.test.key").write_text("precious")
    with pytest.raises(WorkbenchError) as refused:
        take_out_many(workspace, wanted, CHAIN_AND_KEY, folder, Choices(folder))
    assert refused.value.message.id == "export_exists" and len(list(folder.iterdir())) == 1
    with workspace.reading() as connection:
        assert Event.EXPORTED_KEY not in {entry.event for entry in log.read_log(connection)}
    paths = take_out_many(workspace, wanted, CHAIN_AND_KEY, folder, Choices(folder), overwrite=True)
    assert len(paths) == 6 == len(list(folder.iterdir()))
    with workspace.reading() as connection:
        assert sum(entry.event is Event.EXPORTED_KEY for entry in log.read_log(connection)) == 3
    workspace.vault.lock()
    with pytest.raises(WorkbenchError) as locked:
        take_out_many(workspace, wanted, CHAIN_AND_KEY, tmp_path / "other", Choices(tmp_path / "other"))
    assert locked.value.message.id == "vault_locked" and not (tmp_path / "other").exists()
    assert len(take_out_many(workspace, wanted, "pem", tmp_path / "public", Choices(tmp_path / "public"))) == 3
