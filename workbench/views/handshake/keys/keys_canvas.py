"""The picture of a key schedule on the screen: scrolls, is dragged and zoomed, answers to clicks and to the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.core.handshake.lineage import Lineage
from workbench.core.handshake.transcript import Role
from workbench.models.handshake_keys import Shown, State, key_graph
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.canvas import DraggedCanvas
from workbench.views.handshake.keys.keys_painter import KeysMetrics, KeysPainter
from workbench.views.handshake.keys.layout import Picture, lay_out
from workbench.views.handshake.keys.looks import Frame, Standing, frame_of
from workbench.views.handshake.keys.story import spoken, words_of
from workbench.views.panes import as_tool_tip

ZOOMS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
WHEEL_STEP = 1.12
WIDEST = 1300.0
SEARCH = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0), Qt.Key.Key_Up: (0.0, -1.0), Qt.Key.Key_Down: (0.0, 1.0),
}  # fmt: skip


class KeysCanvas(DraggedCanvas):
    """chosen(id)   a card was clicked, or Enter was pressed on it
    zoom_changed(zoom)   1 is the normal size
    """

    chosen = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 120)
        self.viewport().setMouseTracking(True)
        self._lineage: Lineage | None = None
        self._text = HandshakeText("en")
        self._graph: tuple[Shown, ...] = ()
        self._picture = Picture(0.0, 0.0, {}, ())
        self._connection, self._intermediate, self._revealed = 1, False, False
        self._moment: tuple[int, int] | None = None
        self._zoom = 1.0
        self.selected: int | None = None
        self._frame: Frame | None = None
        self._painted: QPixmap | None = None
        self.drawn = 0
        """How often the picture was drawn anew."""
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(lambda value: self._dirty())
        self._take_look()
        self.retranslate()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_lineage(self, lineage: Lineage | None, connection: int, text: HandshakeText, intermediate: bool, revealed: bool) -> None:
        """Show the values of a connection; the place and the selection stay where they can."""
        same = lineage is self._lineage and connection == self._connection
        self._lineage, self._text = lineage, text
        self._connection, self._intermediate, self._revealed = connection, intermediate, revealed
        self._graph = key_graph(lineage, connection, intermediate) if lineage is not None else ()
        if not same or self.selected not in {value.id for value in self._graph}:
            self.selected = None
        if not same:
            self.verticalScrollBar().setValue(0)
        self._lay_out()

    @property
    def graph(self) -> tuple[Shown, ...]:
        return self._graph

    @property
    def picture(self) -> Picture:
        return self._picture

    def show_moment(self, moment: tuple[int, int] | None) -> None:
        """The first and the last step of the moment; None: everything, as it was while it was used. What is new is brought into view."""
        if moment == self._moment:
            return
        before, self._moment = self._moment, moment
        self._frame = None
        self._dirty()
        if moment is not None and before != moment:
            self._follow()
        self._describe()

    def _follow(self) -> None:
        new = [id for id, look in self._frame_now().cards.items() if look.state is State.new]
        boxes = [self._picture.cards[id].box for id in new]
        if not boxes or self._pressed is not None:
            return
        top, bottom = min(box.y for box in boxes) - 20.0, max(box.bottom for box in boxes) + 20.0
        self._bring(top, bottom)

    def _bring(self, top: float, bottom: float) -> None:
        bar, view = self.verticalScrollBar(), self.viewport().height()
        low, high = top * self._zoom, bottom * self._zoom
        if high > bar.value() + view:
            bar.setValue(round(min(high - view, low)))
        elif low < bar.value():
            bar.setValue(round(low))

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._picture = self._laid_out(self._zoom)
        self._frame = None
        self._range()
        self._dirty()

    def _laid_out(self, zoom: float) -> Picture:
        """The picture as wide as this zoom leaves room for."""
        scale, lineage = theme.current().scale, self._lineage
        if lineage is None:
            return Picture(0.0, 0.0, {}, ())
        width = min(self.viewport().width() / zoom, WIDEST * scale)
        words = {
            value.id: words_of(value, self._text, self._revealed, len(lineage.ever_held(value.id)))
            for value in self._graph
        }  # fmt: skip
        return lay_out(self._graph, lambda value: words[value.id], self._metrics, width, scale)

    def _range(self) -> None:
        view = self.viewport()
        height, width = self._picture.height * self._zoom, self._picture.width * self._zoom
        for bar, size, room in ((self.verticalScrollBar(), height, view.height()), (self.horizontalScrollBar(), width, view.width())):
            bar.setRange(0, max(0, round(size - room)))
            bar.setPageStep(max(1, room))
            bar.setSingleStep(24)

    def _left(self) -> float:
        spare = round((self.viewport().width() - self._picture.width * self._zoom) / 2)
        return max(0, spare) - float(self.horizontalScrollBar().value())

    def _take_look(self) -> None:
        look = theme.current()
        self._metrics, self._painter = KeysMetrics(look), KeysPainter(look)

    def refresh(self) -> None:
        """Theme or text size changed."""
        self._take_look()
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.refresh()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # -- zoom ------------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Larger or smaller; what is at `around` (the middle of the view by default) stays there."""
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        if zoom == self._zoom:
            return
        point = around if around is not None else QPointF(self.viewport().rect().center())
        held, old = self._in_picture(point), self._picture
        near = min(old.cards.values(), key=lambda card: abs(card.box.middle - held[1]), default=None)
        part = (held[1] - near.box.y) / near.box.height if near is not None else 0.0
        self._zoom = zoom
        self._lay_out()
        y = held[1] if near is None else self._picture.cards[near.id].box.y + part * self._picture.cards[near.id].box.height
        x = held[0] / max(old.width, 1.0) * self._picture.width
        self.verticalScrollBar().setValue(round(y * zoom - point.y()))
        self.horizontalScrollBar().setValue(round(x * zoom - point.x()))
        self.zoom_changed.emit(zoom)

    def zoom_in(self) -> None:
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom - 0.01), ZOOMS[0]))

    def zoom_normal(self) -> None:
        self.set_zoom(1.0)

    def fit(self) -> None:
        """All of it at once, as large as that is possible."""
        low, high = ZOOMS[0], 1.0
        if self._fits(high):
            low = high
        for _ in range(5 if low < high else 0):  # another width is another layout
            middle = (low + high) / 2
            low, high = (middle, high) if self._fits(middle) else (low, middle)
        self.set_zoom(int(low * 100) / 100)
        self.verticalScrollBar().setValue(0)

    def _fits(self, zoom: float) -> bool:
        view, picture = self.viewport().size(), self._laid_out(zoom)
        return picture.height * zoom <= view.height() and picture.width * zoom <= view.width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * WHEEL_STEP ** (event.angleDelta().y() / 120.0), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    # -- looks -----------------------------------------------------------------------------------------------------

    def _frame_now(self) -> Frame:
        if self._frame is None:
            self._frame = self._make_frame()
        return self._frame

    def _make_frame(self) -> Frame:
        if self._lineage is None:
            return Frame(self._picture, {}, {})
        return frame_of(Standing(self._lineage, self._moment), self._graph, self._picture, self.selected)

    def state(self, id: int) -> State:
        """How a value stands at the moment."""
        return Standing(self._lineage, self._moment).state(id) if self._lineage is not None else State.held

    def holders(self, id: int) -> tuple[Role, ...]:
        """Who holds a value at the moment."""
        return Standing(self._lineage, self._moment).holders(id) if self._lineage is not None else ()

    # -- painting --------------------------------------------------------------------------------------------------

    def _dirty(self) -> None:
        self._painted = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.viewport().devicePixelRatioF()
        size = self.viewport().size() * ratio
        if self._painted is None or self._painted.size() != size:
            self._painted = QPixmap(size)
            self._painted.setDevicePixelRatio(ratio)
            self._painted.fill(theme.colour("surface"))
            self.drawn += 1
            painter = QPainter(self._painted)
            painter.translate(self._left(), -float(self.verticalScrollBar().value()))
            painter.scale(self._zoom, self._zoom)
            top, height = self.verticalScrollBar().value() / self._zoom, self.viewport().height() / self._zoom
            self._painter.paint(painter, self._frame_now(), QRectF(-1e6, top, 2e6, height))
            painter.end()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._painted)
        self.paint_focus(painter)
        painter.end()

    # -- pointing --------------------------------------------------------------------------------------------------

    def _in_picture(self, point: QPointF) -> tuple[float, float]:
        return (point.x() - self._left()) / self._zoom, (point.y() + self.verticalScrollBar().value()) / self._zoom

    def place_of(self, id: int) -> QPointF:
        """The middle of a card in the viewport."""
        box = self._picture.cards[id].box
        y = box.middle * self._zoom - self.verticalScrollBar().value()
        return QPointF((box.x + box.width / 2) * self._zoom + self._left(), y)

    def card_at(self, point: QPointF) -> int | None:
        return self._picture.card_at(*self._in_picture(point))

    def answers(self, position: QPointF) -> bool:
        return self.card_at(position) is not None

    def clicked(self, position: QPointF) -> None:
        id = self.card_at(position)
        self.select(id)
        if id is not None:
            self.chosen.emit(id)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            id = self.card_at(QPointF(event.pos()))
            if id is not None:
                QToolTip.showText(event.globalPos(), as_tool_tip(self.describe(id)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # -- keyboard --------------------------------------------------------------------------------------------------

    def select(self, id: int | None) -> None:
        """Make a card the selected one: where it comes from and where it leads is brought out; None for no card."""
        if id == self.selected:
            return
        self.selected = id
        self._frame = None
        self._dirty()
        if id is not None:
            box = self._picture.cards[id].box
            self._bring(box.y - 20.0, box.bottom + 20.0)
        self._describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in SEARCH:
            self.select(self._next(*SEARCH[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected is not None:
            self.chosen.emit(self.selected)
        elif key == Qt.Key.Key_Escape and self.selected is not None:
            self.select(None)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.zoom_normal()
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._picture.order:
            self.select(self._picture.order[0 if key == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def _next(self, across: float, down: float) -> int | None:
        """The nearest card in a direction; without a selection the first, or the one that comes to be now."""
        if self.selected is None:
            new = [id for id in self._picture.order if self.state(id) is State.new]
            return next(iter(new or self._picture.order), None)
        here = self._picture.cards[self.selected].box
        best, nearest = self.selected, float("inf")
        for id, card in self._picture.cards.items():
            x = card.box.x + card.box.width / 2 - here.x - here.width / 2
            y = card.box.middle - here.middle
            ahead, beside = x * across + y * down, abs(x * down) + abs(y * across)
            if ahead > 6.0 and ahead + 2.5 * beside < nearest:
                best, nearest = id, ahead + 2.5 * beside
        return best

    # -- words -----------------------------------------------------------------------------------------------------

    def describe(self, id: int) -> str:
        """A card in words."""
        assert self._lineage is not None
        shown = next(value for value in self._graph if value.id == id)
        return spoken(shown, self.state(id), self.holders(id), self._lineage, self._text)

    def _describe(self) -> None:
        """Say the selected card to assistive tools, else what comes to be now."""
        new = [value.id for value in self._graph if self.state(value.id) is State.new]
        told = [self.selected] if self.selected is not None else new
        self.setAccessibleDescription("\n".join(self.describe(id) for id in told))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if self.selected is not None and self.hasFocus():  # a description that changes is not read out by itself
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleDescription()))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Key schedule"))
