"""The diagram under the hand: zoom, drag, click; and what is looked at stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.handshake.made import transcript
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake import diagram_view
from workbench.views.handshake.diagram import Diagram, lay_out
from workbench.views.handshake.diagram_view import ZOOMS, DiagramView

LEFT = Qt.MouseButton.LeftButton


class Stage:
    """A diagram joined to a player, as the page joins them."""

    def __init__(self) -> None:
        self.player, self.view, self.text = HandshakePlayer(), DiagramView(), HandshakeText("en")
        self.player.shown_changed.connect(self._tell)
        self.player.playback.moved.connect(lambda position: self._move())
        self.player.playback.playing_changed.connect(lambda playing: self._move())
        self.view.step_wanted.connect(self.player.go_to)

    def _tell(self) -> None:
        self.view.show_transcript(self.player.shown, self.text)
        self._move()

    def _move(self) -> None:
        clock, diagram = self.player.playback, self.view.diagram
        if diagram is not None and len(diagram.rows) == clock.count:
            self.view.show_moment(clock.position, clock.current, clock.playing)

    def seen(self) -> bool:
        """Whether the current row (of a high one its beginning) stands below the cards and in the view."""
        row, diagram, view = self.player.playback.current, self.view.diagram, self.view
        if row is None or diagram is None:
            return True
        if view.viewport().height() - diagram.head * view.zoom < 2 * diagram.rows[row].frame.height * view.zoom:
            return True  # the cards leave no room for it
        y = diagram.rows[row].frame.y * view.zoom - view.verticalScrollBar().value()
        return diagram.head * view.zoom - 1 <= y < view.viewport().height()


@pytest.fixture
def stage(qtbot: QtBot, shell: object) -> Stage:
    made = Stage()
    qtbot.addWidget(made.view)
    made.view.resize(700, 420)
    made.view.show()
    made.player.show_transcript(transcript(2))
    return made


def point_of(view: DiagramView, row: int) -> QPoint:
    diagram = view.diagram
    assert diagram is not None
    frame = diagram.rows[row].frame
    x = view._left() + (frame.x + frame.width / 2) * view.zoom
    return QPoint(round(x), round(frame.middle * view.zoom - view.verticalScrollBar().value()))


def wheel(view: DiagramView, at: QPointF, by: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_around_the_pointer_and_scrolls_without_a_key(stage: Stage) -> None:
    view = stage.view
    view.verticalScrollBar().setValue(300)
    at = QPointF(350.0, 250.0)
    row = view._row_at(at.toPoint()) or view._row_at(QPoint(350, 262))
    for by in (120, 120, 120, -120, -240):
        wheel(view, at, by, Qt.KeyboardModifier.ControlModifier)
        assert abs(point_of(view, row or 0).y() - 250) < 60 * view.zoom, "what was below the pointer is still there"
    assert view.zoom == pytest.approx(1.0)
    before = view.verticalScrollBar().value()
    wheel(view, at, -120, Qt.KeyboardModifier.NoModifier)
    assert view.zoom == pytest.approx(1.0) and view.verticalScrollBar().value() > before


def test_zoom_keeps_within_its_limits_and_text_is_never_cut_off_at_the_sides(stage: Stage) -> None:
    view, told = stage.view, []
    view.zoom_changed.connect(told.append)
    for _ in ZOOMS:
        view.zoom_out()
    assert view.zoom == ZOOMS[0]
    for zoom in ZOOMS[1:]:
        view.zoom_in()
        assert view.zoom == zoom == told[-1] and view.diagram is not None
        assert view.diagram.width * zoom <= view.viewport().width() + view.horizontalScrollBar().maximum() + 1
    view.zoom_in()
    assert view.zoom == ZOOMS[-1]
    view.zoom_normal()
    assert view.zoom == 1.0


@pytest.mark.parametrize("detail", Detail)
def test_fit_shows_all_of_it(stage: Stage, detail: Detail) -> None:
    stage.player.set_detail(detail)
    stage.view.resize(900, 800)
    stage.view.fit()
    view = stage.view
    assert view.verticalScrollBar().maximum() == 0 == view.horizontalScrollBar().maximum() or view.zoom == ZOOMS[0]


def test_a_click_chooses_and_a_drag_scrolls(qtbot: QtBot, stage: Stage) -> None:
    view, told = stage.view, []
    view.step_wanted.connect(told.append)
    port = view.viewport()
    begin, end = QPoint(350, 300), QPoint(350, 180)
    qtbot.mousePress(port, LEFT, pos=begin)
    for y in range(300, 179, -20):
        qtbot.mouseMove(port, QPoint(350, y))
    qtbot.mouseRelease(port, LEFT, pos=end)
    assert view.verticalScrollBar().value() == 120 and told == []
    assert view.diagram is not None
    row = view.diagram.row_at(view.diagram.width / 2, (200 + view.verticalScrollBar().value()) / view.zoom) or 6
    qtbot.mouseClick(port, LEFT, pos=point_of(view, row))
    assert told == [view.diagram.rows[row].moment.step.number] and stage.player.playback.current == row
    view.set_zoom(1.75)
    qtbot.mouseClick(port, LEFT, pos=point_of(view, row))
    assert told[-1] == told[0], "it is found at any zoom"


def test_a_click_on_a_stage_takes_the_whole_stage(qtbot: QtBot, stage: Stage) -> None:
    stage.player.set_detail(Detail.stages)
    qtbot.mouseClick(stage.view.viewport(), LEFT, pos=point_of(stage.view, 1))
    assert stage.player.playback.position == 2.0


def test_who_looks_elsewhere_while_it_plays_is_left_alone(stage: Stage) -> None:
    view, clock = stage.view, stage.player.playback
    clock.seek(8.0)
    clock.play()
    view._let_loose()
    bottom = view.verticalScrollBar().maximum()
    view.verticalScrollBar().setValue(bottom)
    clock.advance(100.0)
    assert view.verticalScrollBar().value() == bottom
    clock.pause()
    clock.step_back()
    assert stage.seen() and view.verticalScrollBar().value() < bottom


def test_back_at_the_beginning_the_beginning_is_seen(stage: Stage) -> None:
    stage.player.playback.last()
    assert stage.view.verticalScrollBar().value() > 0
    stage.player.playback.seek(0.0)
    assert stage.player.playback.current is None and stage.view.verticalScrollBar().value() == 0


def test_another_level_leaves_the_current_step_where_it_is_seen(stage: Stage) -> None:
    view, player = stage.view, stage.player
    number = next(step.number for step in transcript(2).steps if step.name == "Certificate" and step.connection == 2)
    player.go_to(number)
    before = point_of(view, player.playback.current or 0).y()
    player.set_detail(Detail.computations)
    assert abs(point_of(view, player.playback.current or 0).y() - before) <= 3
    player.set_detail(Detail.messages)
    assert abs(point_of(view, player.playback.current or 0).y() - before) <= 3


ACTIONS = st.one_of(
    st.sampled_from(["step_forward", "step_back", "first", "last"]),
    st.tuples(st.just("seek"), st.floats(0, 1)),
    st.tuples(st.just("play"), st.floats(0, 3000)),
    st.tuples(st.just("detail"), st.sampled_from(Detail)),
    st.tuples(st.just("size"), st.integers(260, 1400), st.integers(260, 900)),
    st.tuples(st.just("zoom"), st.floats(0.2, 4.0)),
    st.sampled_from(["zoom_in", "zoom_out", "zoom_normal", "fit"]),
)


@given(st.lists(ACTIONS, max_size=14))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_neither_size_nor_zoom_nor_level_loses_the_place(stage: Stage, actions: list[object]) -> None:
    view, player = stage.view, stage.player
    view.resize(700, 420)
    view.zoom_normal()
    player.set_detail(Detail.messages)
    player.show_transcript(transcript(2))
    clock, zoomed = player.playback, False
    for action in actions:
        name, *values = action if isinstance(action, tuple) else (action,)
        at, position = player.place, clock.position
        level = player.detail
        if name == "seek":
            clock.seek(float(round(values[0] * clock.count)))
        elif name == "play":
            clock.play()
            clock.advance(values[0])
            clock.pause()
        elif name == "detail":
            player.set_detail(values[0])
            assert player.place == at
        elif name == "size":
            view.resize(*values)
            assert (player.place, clock.position) == (at, position)
        elif name == "zoom" or name.startswith("zoom") or name == "fit":
            getattr(view, "set_zoom" if name == "zoom" else name)(*values)
            assert (player.place, clock.position) == (at, position) and ZOOMS[0] <= view.zoom <= ZOOMS[-1]
        else:
            getattr(clock, name)()
            clock.advance(60_000.0)
        assert 0.0 <= clock.position <= clock.count and view.diagram is not None and len(view.diagram.rows) == clock.count
        assert view._t == clock.position and view._selected == clock.current
        # What zooming took out of sight stays there until the clock moves, or the level changes.
        zoomed = name.startswith("zoom") or name == "fit" or (zoomed and (clock.position, player.detail) == (position, level))
        assert stage.seen() or zoomed
        scene = view._scene
        assert scene is not None and scene.at(clock.position) == scene.at(clock.position)
    clock.pause()


@pytest.mark.parametrize("detail", [Detail.stages, Detail.messages])
def test_while_something_is_sent_only_its_row_changes(stage: Stage, detail: Detail) -> None:
    stage.player.set_detail(detail)
    diagram, view = stage.view.diagram, stage.view
    assert diagram is not None
    narrow = 0
    for number in range(len(diagram.rows)):
        view.show_moment(number + 0.3, number, True)
        before = view.viewport().grab().toImage()
        scroll = view.verticalScrollBar().value()
        view.show_moment(number + 0.5, number, True)
        changing = view._changing(number + 0.3)
        if view.verticalScrollBar().value() != scroll or changing == view.viewport().rect():
            continue
        narrow += 1
        after = view.viewport().grab().toImage()
        outside = [y for y in range(after.height()) if not changing.top() <= y <= changing.bottom()]
        assert all(before.pixel(x, y) == after.pixel(x, y) for y in outside for x in range(0, after.width(), 5)), number
    assert narrow
    assert view._changing(0.3) == view.viewport().rect()  # of another row


def test_a_part_is_painted_as_it_is_in_the_whole(stage: Stage) -> None:
    view = stage.view
    view.show_moment(4.5, 4, True)
    whole = view.viewport().grab().toImage()
    for y in range(0, whole.height() - 30, 45):
        part = view.viewport().grab(QRect(0, y, whole.width(), 30)).toImage()
        assert part == whole.copy(0, y, whole.width(), 30), y


def test_every_level_is_laid_out_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Detail] = []

    def counted(transcript: Transcript, text: HandshakeText, detail: Detail, *more: Any) -> Diagram:
        asked.append(detail)
        return lay_out(transcript, text, detail, *more)

    monkeypatch.setattr(diagram_view, "lay_out", counted)
    stage.player.show_transcript(transcript(3))
    QApplication.processEvents()
    for detail in (Detail.stages, Detail.computations, Detail.messages, Detail.stages):
        stage.player.set_detail(detail)
        QApplication.processEvents()  # a scroll bar may come or go
    assert asked == [Detail.messages, Detail.stages, Detail.computations]
