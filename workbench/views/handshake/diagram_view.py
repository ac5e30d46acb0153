"""The diagram on the screen: scrolls, zooms, follows what plays, answers to clicks. The cards of the parties stay in sight.

Zoomed, it is laid out anew in the room that there is then, so that nothing is cut off at the sides. Scroll bars count pixels of the
screen; the diagram's own lengths are those divided by the zoom.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_player import Shown
from workbench.models.handshake_steps import place_of
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.canvas import DraggedCanvas
from workbench.views.handshake.diagram import Diagram, lay_out
from workbench.views.handshake.diagram_words import spoken_row
from workbench.views.handshake.painter import DiagramPainter, FontMetrics
from workbench.views.handshake.scene import Scene
from workbench.views.panes import as_tool_tip

WIDEST = 1000.0
"""Pixels (at the normal text size) beyond which arrows only get longer."""
_CALM = (0.22, 0.72)
"""While it plays, the moment under way is kept between these parts of the view's height."""
ZOOMS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Where the keys stop; the wheel goes anywhere between the ends."""
WHEEL_STEP, FIT_AT_MOST = 1.12, 2.0
LAYOUTS = 4
"""Layouts of a transcript that are kept: its levels of detail at one width, and one more."""
_GESTURE = Qt.GestureType.PinchGesture


@dataclass(frozen=True)
class _Held:
    """Something that is to stay where it is seen: a part of the height of the row of a step, at a height of the view."""

    step: int
    part: float
    y: float
    current: bool = False


class DiagramView(DraggedCanvas):
    """Shows a transcript at a moment.

    step_wanted(number)   a row was clicked: this step of the transcript is to be the current one
    zoom_changed(zoom)    1 is the normal size
    """

    step_wanted = Signal(int)
    zoom_changed = Signal(float)
    limits = (ZOOMS[0], ZOOMS[-1])

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = 1.0
        self._loose = False
        self._held: _Held | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(_GESTURE)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.sliderPressed.connect(self._let_loose)
        self._shown: Shown | None = None
        self._text = HandshakeText("en")
        self._scene: Scene | None = None
        self._layouts_of: Transcript | None = None
        self._layouts: dict[Hashable, Scene] = {}
        self._t = 0.0
        self._selected: int | None = None
        self._take_look()
        self.retranslate()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Lay this transcript out; the place is given by `show_moment` next."""
        fresh = shown is None or self._shown is None or shown.transcript is not self._shown.transcript
        held = None if fresh else self._hold()
        self._shown, self._text = shown, text
        self._lay_out()
        self._put_back(held)
        self._held = held if held is not None and held.current else None
        if fresh:
            self._loose = False
            self.verticalScrollBar().setValue(0)

    @property
    def diagram(self) -> Diagram | None:
        return self._scene.diagram if self._scene is not None else None

    def show_moment(self, t: float, selected: int | None, playing: bool) -> None:
        """Draw the moment `t` (counted in rows) with a row outlined, and bring it into view."""
        before, passed, self._t, self._selected = self._selected, self._t, t, selected
        held, self._held = self._held, None
        if held is not None and selected is not None:  # another level of detail: the current step stays where it was
            self._put_back(held, selected)
        self._loose = self._loose and playing
        if selected is not None:
            self._follow(playing)
        elif before is not None:  # back to the beginning
            self.verticalScrollBar().setValue(0)
        if before != selected:
            self._describe()
        self.viewport().update(self._changing(passed) if before == selected else self.viewport().rect())

    def _changing(self, before: float) -> QRect:
        """What looks otherwise than at an earlier moment: while something is sent its row alone (scrolling paints all by itself)."""
        diagram, number = self.diagram, int(self._t)
        within = diagram is not None and number < before < number + 1 and number < self._t and number < len(diagram.rows)
        if diagram is None or not within or (diagram.rows[number].arrow is None and diagram.rows[number].block is None):
            return self.viewport().rect()
        frame, zoom, scroll = diagram.rows[number].frame, self._zoom, self.verticalScrollBar().value()
        return QRect(0, int(frame.y * zoom) - scroll - 4, self.viewport().width(), int(frame.height * zoom) + 9)

    def _follow(self, playing: bool) -> None:
        """Bring the current row into view, unless somebody looks elsewhere while it plays."""
        diagram = self.diagram
        if diagram is None or self._selected is None or self._selected >= len(diagram.rows):
            return
        bar, frame, zoom = self.verticalScrollBar(), diagram.rows[self._selected].frame, self._zoom
        head = diagram.head * zoom
        room = self.viewport().height() - head
        top = bar.value() + head
        if playing:
            y = (frame.y + frame.height * min(1.0, self._t - self._selected)) * zoom
            if self._loose:
                self._loose = not top <= y <= top + room
                return
            low, high = top + room * _CALM[0], top + room * _CALM[1]
            wanted = y - high if y > high else y - low if y < low else 0.0
        else:
            begin = self._above(self._selected) * zoom - 14.0 - top
            wanted = min(0.0, begin) or max(0.0, frame.bottom * zoom + 14.0 - (top + room))
            wanted = min(wanted, max(0.0, begin))  # of a row that is too high its beginning
        bar.setValue(round(bar.value() + wanted))
        across, left = self.horizontalScrollBar(), float(self.horizontalScrollBar().value())
        begin, end = frame.x * zoom - 14.0, frame.right * zoom + 14.0
        if end - begin <= self.viewport().width():
            across.setValue(round(min(max(left, end - self.viewport().width()), begin)))

    def _above(self, row: int) -> float:
        """Where a row begins; of the first one of a stage where the title above it does."""
        diagram = self.diagram
        assert diagram is not None
        titles = [label.box.y for bracket in diagram.brackets if bracket.first == row for label in bracket.labels]
        return min([diagram.rows[row].frame.y, *titles])

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._scene = self._laid_out(self._zoom)
        self._range()
        self.viewport().update()

    def _laid_out(self, zoom: float) -> Scene | None:
        """The diagram as wide as this zoom leaves room for."""
        shown = self._shown
        if shown is None:
            return None
        # Beside a scroll bar, whether it is there or not yet: else all is laid out twice.
        room = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        width = min(room / zoom, WIDEST * theme.current().scale)
        key = (shown.detail, self._text.language, width, shown.changed, id(self._metrics))
        if self._layouts_of is not shown.transcript:
            self._layouts_of = shown.transcript
            self._layouts.clear()
        scene = self._layouts.pop(key, None)
        if scene is None:
            scene = Scene(lay_out(shown.transcript, self._text, shown.detail, self._metrics, width, shown.changed))
        self._layouts[key] = scene  # the last one asked for stands last
        if len(self._layouts) > LAYOUTS:
            del self._layouts[next(iter(self._layouts))]
        return scene

    def _range(self) -> None:
        view, diagram = self.viewport(), self.diagram
        height = diagram.height * self._zoom if diagram is not None else 0.0
        width = diagram.width * self._zoom if diagram is not None else 0.0
        head = diagram.head * self._zoom if diagram is not None else 0.0
        self.verticalScrollBar().setRange(0, max(0, round(height - view.height())))
        self.verticalScrollBar().setPageStep(max(1, view.height() - round(head)))
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setRange(0, max(0, round(width - view.width())))
        self.horizontalScrollBar().setPageStep(max(1, view.width()))

    def _left(self) -> float:
        """Where the diagram begins in the viewport."""
        diagram = self.diagram
        if diagram is None:
            return 0.0
        return max(0, round((self.viewport().width() - diagram.width * self._zoom) / 2)) - float(self.horizontalScrollBar().value())

    def _in_diagram(self, point: QPoint | QPointF) -> tuple[float, float]:
        """A point of the viewport in the diagram's own lengths."""
        return (point.x() - self._left()) / self._zoom, (point.y() + self.verticalScrollBar().value()) / self._zoom

    def _hold(self, y: float | None = None) -> _Held | None:
        """What stands at a height of the viewport; without one the current row, if it is seen, else what is at the top."""
        diagram = self.diagram
        if diagram is None or not diagram.rows:
            return None
        scroll, zoom = self.verticalScrollBar().value(), self._zoom
        head = diagram.head * zoom
        if y is None and self._selected is not None and self._selected < len(diagram.rows):
            frame = diagram.rows[self._selected].frame
            if head <= frame.y * zoom - scroll < self.viewport().height():
                return _Held(diagram.rows[self._selected].moment.step.number, 0.0, frame.y * zoom - scroll, True)
        y = max(y if y is not None else head, head)
        number = max(0, diagram.between((y + scroll) / zoom, (y + scroll) / zoom).start)
        frame = diagram.rows[number].frame
        step = diagram.rows[number].moment.step.number
        return _Held(step, ((y + scroll) / zoom - frame.y) / max(frame.height, 1.0), y)

    def _put_back(self, held: _Held | None, row: int | None = None) -> None:
        """Scroll so that what was held is seen at its height again; `row` where its row is known."""
        diagram = self.diagram
        if held is None or diagram is None or not diagram.rows:
            return
        number = row if row is not None else place_of([each.moment for each in diagram.rows], held.step)
        frame = diagram.rows[min(number, len(diagram.rows) - 1)].frame
        self.verticalScrollBar().setValue(round((frame.y + frame.height * held.part) * self._zoom - held.y))

    # -- zoom ------------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Show it larger or smaller, within the limits; what is at the point `around` of the viewport stays there."""
        zoom = min(max(zoom, self.limits[0]), self.limits[1])
        if zoom == self._zoom:
            return
        held = self._hold(around.y() if around is not None else None)
        part = None
        if around is not None and self.diagram is not None:
            part = self._in_diagram(around)[0] / self.diagram.width
        self._zoom = zoom
        self._lay_out()
        self._put_back(held)
        if part is not None and around is not None and self.diagram is not None:
            self.horizontalScrollBar().setValue(round(part * self.diagram.width * zoom - around.x()))
        self.zoom_changed.emit(zoom)

    def zoom_in(self) -> None:
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom + 0.01), self.limits[1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom - 0.01), self.limits[0]))

    def zoom_normal(self) -> None:
        self.set_zoom(1.0)

    def fit(self) -> None:
        """Show all of it at once, as large as that is possible."""
        view = self.viewport().size()
        low, high = self.limits[0], min(FIT_AT_MOST, self.limits[1])
        zoom = high
        for _ in range(4):  # another width is another layout
            scene = self._laid_out(zoom)
            if scene is None:
                return
            possible = min(view.height() / scene.diagram.height, view.width() / scene.diagram.width, high)
            if possible >= zoom:
                break
            zoom = max(possible, low)
        self.set_zoom(int(zoom * 100) / 100)
        self.verticalScrollBar().setValue(0)

    def _take_look(self) -> None:
        look = theme.current()
        self._metrics, self._painter = FontMetrics(look), DiagramPainter(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        held = self._hold()
        super().resizeEvent(event)
        self._lay_out()
        self._put_back(held)
        self._follow(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.refresh()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def refresh(self) -> None:
        """Theme or text size changed."""
        held = self._hold()
        self._take_look()
        self._lay_out()
        self._put_back(held)

    # -- painting and pointing -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self._scene is not None:
            scroll = float(self.verticalScrollBar().value())
            painter.translate(self._left(), -scroll)
            painter.scale(self._zoom, self._zoom)
            top, height = (scroll + event.rect().top()) / self._zoom, event.rect().height() / self._zoom
            self._painter.paint(painter, self._scene.at(self._t, self._selected), top, height, scroll / self._zoom)
            painter.resetTransform()
        self.paint_focus(painter)
        painter.end()

    def _row_at(self, point: QPoint | QPointF) -> int | None:
        diagram = self.diagram
        if diagram is None or point.y() < diagram.head * self._zoom:
            return None
        return diagram.row_at(*self._in_diagram(point))

    def step_at(self, point: QPoint | QPointF) -> int | None:
        """The number of the transcript's step that is shown at a point of the viewport (of a stage the last one), None for none."""
        row, diagram = self._row_at(point), self.diagram
        if row is None or diagram is None:
            return None
        moment = diagram.rows[row].moment
        return moment.last if moment.stage is not None else moment.step.number

    def current_place(self) -> QPoint | None:
        """Where in the viewport the current row stands, None for none."""
        diagram = self.diagram
        if diagram is None or self._selected is None or self._selected >= len(diagram.rows):
            return None
        frame = diagram.rows[self._selected].frame
        return QPoint(round(frame.x * self._zoom + self._left()), round(frame.bottom * self._zoom) - self.verticalScrollBar().value())

    def answers(self, position: QPointF) -> bool:
        return self._row_at(position) is not None

    def drag_begins(self) -> None:
        self._let_loose()

    def clicked(self, position: QPointF) -> None:
        row, diagram = self._row_at(position), self.diagram
        if row is None or diagram is None:
            return
        chosen, y = diagram.rows[row], self._in_diagram(position)[1]
        lines = chosen.block.minis if chosen.block is not None else ()
        line = next((line for line in lines if line.box.y <= y < line.box.bottom), None)
        whole = chosen.moment.last if chosen.moment.stage is not None else chosen.moment.step.number
        self.step_wanted.emit(line.last if line is not None else whole)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * WHEEL_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            self._let_loose()
            super().wheelEvent(event)

    def _let_loose(self) -> None:
        """Somebody looks elsewhere: what plays does not pull the view back until it is seen again."""
        self._loose = True

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, diagram = self._row_at(event.pos()), self.diagram
            if row is not None and diagram is not None:
                QToolTip.showText(event.globalPos(), as_tool_tip(self._spoken(row, self._in_diagram(event.pos())[1])), self)
            else:
                QToolTip.hideText()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self._zoom * (1.0 + event.value()), event.position())
            return True
        if isinstance(event, QGestureEvent) and isinstance(pinch := event.gesture(_GESTURE), QPinchGesture):
            middle = self.viewport().mapFromGlobal(pinch.centerPoint())
            self.set_zoom(self._zoom * pinch.scaleFactor(), middle)
            self._pressed = None
            return True
        return super().viewportEvent(event)

    # -- words -----------------------------------------------------------------------------------------------------

    def _spoken(self, row: int, y: float | None = None) -> str:
        """A row in words, or the line of it at a height."""
        diagram, shown = self.diagram, self._shown
        return spoken_row(diagram.rows[row], shown.transcript, self._text, y) if diagram is not None and shown is not None else ""

    def _describe(self) -> None:
        """Say the current step to assistive tools."""
        diagram = self.diagram
        if diagram is None or self._selected is None or self._selected >= len(diagram.rows):
            self.setAccessibleDescription("")
        else:
            self.setAccessibleDescription(self._spoken(self._selected))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Sequence diagram"))
