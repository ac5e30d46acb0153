"""The diagram on the screen: scrolls, follows what plays, answers to clicks. The cards of the parties stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from workbench.models.handshake_player import Shown
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.diagram import NARROWEST, Diagram, lay_out
from workbench.views.handshake.painter import DiagramPainter, FontMetrics
from workbench.views.handshake.scene import Scene
from workbench.views.panes import as_tool_tip

WIDEST = 1000.0
"""Pixels (at the normal text size) beyond which arrows only get longer."""
_CALM = (0.22, 0.72)
"""While it plays, the moment under way is kept between these parts of the view's height."""


class DiagramView(QAbstractScrollArea):
    """Shows a transcript at a moment.

    step_wanted(number)   a row was clicked: this step of the transcript is to be the current one
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.viewport().setMouseTracking(True)
        self._shown: Shown | None = None
        self._text = HandshakeText("en")
        self._scene: Scene | None = None
        self._t = 0.0
        self._selected: int | None = None
        self._by_keyboard = False
        self._take_look()
        self.retranslate()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Lay this transcript out; the place is given by `show_moment` next."""
        fresh = shown is None or self._shown is None or shown.transcript is not self._shown.transcript
        self._shown, self._text = shown, text
        self._lay_out()
        if fresh:
            self.verticalScrollBar().setValue(0)

    @property
    def diagram(self) -> Diagram | None:
        return self._scene.diagram if self._scene is not None else None

    def show_moment(self, t: float, selected: int | None, playing: bool) -> None:
        """Draw the moment `t` (counted in rows) with a row outlined, and bring it into view."""
        before, self._t, self._selected = self._selected, t, selected
        if selected is not None:
            self._follow(playing)
        if before != selected:
            self._describe()
        self.viewport().update()

    def _follow(self, playing: bool) -> None:
        diagram = self.diagram
        if diagram is None or self._selected is None or self._selected >= len(diagram.rows):
            return
        bar, frame = self.verticalScrollBar(), diagram.rows[self._selected].frame
        room = self.viewport().height() - diagram.head
        top = bar.value() + diagram.head
        if playing:
            y = frame.y + frame.height * min(1.0, self._t - self._selected)
            low, high = top + room * _CALM[0], top + room * _CALM[1]
            wanted = y - high if y > high else y - low if y < low else 0.0
        else:
            wanted = min(0.0, frame.y - 14.0 - top) or max(0.0, frame.bottom + 14.0 - (top + room))
        bar.setValue(round(bar.value() + wanted))
        across, left = self.horizontalScrollBar(), float(self.horizontalScrollBar().value())
        over = frame.right + 14.0 - left - self.viewport().width()
        across.setValue(round(left + min(0.0, frame.x - 14.0 - left) if frame.x - 14.0 < left else left + max(0.0, over)))

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        shown = self._shown
        if shown is None:
            self._scene = None
        else:
            width = min(float(self.viewport().width()), WIDEST * theme.current().scale)
            self._scene = Scene(lay_out(shown.transcript, self._text, shown.detail, self._metrics, width, shown.changed))
        self._range()
        self.viewport().update()

    def _range(self) -> None:
        view, diagram = self.viewport(), self.diagram
        height = diagram.height if diagram is not None else 0.0
        width = diagram.width if diagram is not None else 0.0
        self.verticalScrollBar().setRange(0, max(0, round(height - view.height())))
        self.verticalScrollBar().setPageStep(max(1, view.height() - round(diagram.head if diagram is not None else 0.0)))
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setRange(0, max(0, round(width - view.width())))
        self.horizontalScrollBar().setPageStep(max(1, view.width()))

    def _left(self) -> float:
        """Where the diagram begins in the viewport."""
        diagram = self.diagram
        if diagram is None:
            return 0.0
        return max(0, round((self.viewport().width() - diagram.width) / 2)) - float(self.horizontalScrollBar().value())

    def _take_look(self) -> None:
        look = theme.current()
        self._metrics, self._painter = FontMetrics(look), DiagramPainter(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        diagram = self.diagram
        width = max(min(float(event.size().width()), WIDEST * theme.current().scale), NARROWEST)
        if diagram is not None and diagram.width == width:
            self._range()
        else:
            self._lay_out()
        self._follow(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.refresh()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def refresh(self) -> None:
        """Theme or text size changed."""
        self._take_look()
        self._lay_out()

    # -- painting and pointing -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self._scene is not None:
            scroll = float(self.verticalScrollBar().value())
            painter.translate(self._left(), -scroll)
            self._painter.paint(painter, self._scene.at(self._t, self._selected), scroll, float(self.viewport().height()), scroll)
            painter.resetTransform()
        if self._by_keyboard and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6.0, 6.0)
        painter.end()

    def _row_at(self, point: QPoint) -> int | None:
        diagram = self.diagram
        if diagram is None or point.y() < diagram.head:
            return None
        return diagram.row_at(point.x() - self._left(), point.y() + self.verticalScrollBar().value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and row is not None:
            diagram = self.diagram
            assert diagram is not None
            self.step_wanted.emit(diagram.rows[row].moment.step.number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._row_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, diagram = self._row_at(event.pos()), self.diagram
            if row is not None and diagram is not None:
                QToolTip.showText(event.globalPos(), as_tool_tip(self._text.spoken(diagram.rows[row].moment.step)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- words -----------------------------------------------------------------------------------------------------

    def _describe(self) -> None:
        """Say the current step to assistive tools."""
        diagram = self.diagram
        if diagram is None or self._selected is None or self._selected >= len(diagram.rows):
            self.setAccessibleDescription("")
        else:
            self.setAccessibleDescription(self._text.spoken(diagram.rows[self._selected].moment.step))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Sequence diagram"))
