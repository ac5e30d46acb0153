"""The cost page: measures when it is asked to, can be stopped, shows what was measured, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.handshake.made import transcript
from workbench.core.handshake.cost import Measurement, Quantity, measure
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.tls.cipher_suites import Aead
from workbench.core.x509.issuance import KeyKind
from workbench.models import handshake_cost_runs, jobs
from workbench.models.handshake_player import Shown
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_text import HandshakeText
from workbench.models.jobs import Task
from workbench.views.handshake.cost.cost_view import DISTANCE, HANDSHAKE, SESSION_KEY, SIZES, CostView
from workbench.views.shell import Shell

Settle = Callable[[], None]


def shown() -> Shown:
    made = run("tls13_full", Parameters(seed=1))
    return Shown(made, Detail.messages, moments(made, Detail.messages))


def quickly(task: Task) -> None:
    """A few kinds, measured for real."""
    for found in measure(task.progress, lambda: task.cancelled, 1, (KeyKind.RSA_2048, KeyKind.P_256), (0x001D,), (Aead.aes_128_gcm,)):
        task.deliver(found)


@pytest.fixture
def view(qtbot: QtBot, shell: Shell) -> CostView:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made = CostView(shell)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_transcript(shown(), HandshakeText("en"))
    return made


def described(view: CostView) -> str:
    return "\n".join(chart.accessibleDescription() for chart in view.charts if not chart.isHidden())


def test_nothing_is_measured_before_somebody_asks(view: CostView, settle: Settle) -> None:
    settle()
    assert jobs.activity.count == 0 and not view.progress.isVisible() and described(view) == ""


def test_measuring_fills_the_charts_with_what_was_measured(view: CostView, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake_cost_runs, "measured", quickly)
    QTest.mouseClick(view.measure, Qt.MouseButton.LeftButton)
    assert view.cancel.isVisible() and not view.measure.isVisible()
    settle()
    assert not view.cancel.isVisible() and view.measure.text() == "Measure again"
    assert "times as long" in view.headline.text()
    assert "RSA 2048: public key" in described(view) and "4,280 ×" in described(view)
    view.show_section(SIZES)
    assert "P-256: public key 65 B" in described(view) and "x25519: client's share 32 B, server's share 32 B" in described(view)


def test_measuring_can_be_stopped_and_what_is_known_stays(view: CostView, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(task: Task) -> None:
        task.deliver(Measurement(Quantity.public_key_size, "p-256", 65))
        task.flush()
        while True:
            task.check()

    monkeypatch.setattr(handshake_cost_runs, "measured", endless)
    view.show_section(SIZES)
    view.begin_measuring()
    view.begin_measuring()
    assert jobs.activity.count == 1
    QTest.mouseClick(view.cancel, Qt.MouseButton.LeftButton)
    settle()
    assert view.measure.isVisible() and view.measure.isEnabled()
    assert jobs.activity.count == 0


def test_this_handshake_is_shown_by_its_own_steps(view: CostView, settle: Settle, qtbot: QtBot) -> None:
    view.show_section(HANDSHAKE)
    settle()
    assert "Certificate" in view.headline.text()
    assert "ClientHello" in described(view) and "Sign the handshake so far" in described(view)
    made = transcript()
    view.show_transcript(Shown(made, Detail.messages, moments(made, Detail.messages)), HandshakeText("ja"))
    assert "サーバー" in described(view)


def test_a_bar_leads_to_its_step(view: CostView, settle: Settle, qtbot: QtBot) -> None:
    view.show_section(HANDSHAKE)
    settle()
    chart = view.charts[0]
    with qtbot.waitSignal(view.step_wanted) as wanted:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() // 2, 16))
    assert wanted.args is not None and view._shown is not None
    assert view._shown.transcript.steps[wanted.args[0]].seconds


def test_distance_compares_connections_that_are_really_run(view: CostView, settle: Settle) -> None:
    view.show_section(DISTANCE)
    settle()
    rows = described(view).splitlines()
    assert len(rows) == len(handshake_cost_runs.COMPARED) + 1
    assert any(row.startswith("TLS 1.3 · 0-RTT: ") and "TLS round trips 0 s 0 RTT" in row for row in rows)
    assert any(row.startswith("TLS 1.2 · Session ID: ") and "1 RTT" in row for row in rows)
    before = described(view)
    QTest.keyClick(view.slider, Qt.Key.Key_Right)
    assert described(view) != before and "150 ms" in view.distance.text()


def test_charts_are_copied_as_tables(view: CostView, settle: Settle, qapp: QApplication) -> None:
    view.show_section(HANDSHAKE)
    settle()
    QTest.keyClick(view.charts[1], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = qapp.clipboard().text().splitlines()
    assert any(line.startswith("ClientHello\t") and line.endswith("Client → Server") for line in lines)


def test_every_section_speaks_japanese(view: CostView, settle: Settle, shell: Shell) -> None:
    shell.settings.language = "ja"
    shell.language.choose("ja")
    view.show_transcript(shown(), HandshakeText("ja"))
    for section in (SESSION_KEY, HANDSHAKE, SIZES, DISTANCE):
        view.show_section(section)
        settle()
        assert any(letter > "\u3000" for letter in view.headline.text()) and any(letter > "\u3000" for letter in view.about.text())
    shell.language.choose("en")
