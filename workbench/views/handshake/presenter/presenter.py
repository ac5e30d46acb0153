"""The presenter: the whole screen with only the diagram, one sentence, and who knows what; readable from ten metres.

It shows what the page's player shows, with the same clock and the same keys. Sizes are for 1920x1080 and grow with the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from workbench.models.handshake_knowledge import KnowledgeModel
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_presenter import SecretsThatMatter, sentence, title
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.glossary.overlay import LARGE
from workbench.views.handshake.diagram_view import DiagramView
from workbench.views.handshake.page_actions import MOVING, PLAYING, give_keys
from workbench.views.handshake.presenter.knowledge_board import KnowledgeBoard
from workbench.views.handshake.presenter.large_text import LargeText
from workbench.views.shell import Shell

SCREEN = QSize(1920, 1080)
LEAST_PX = 20.0
"""Nothing on a screen of this size is smaller."""
DIAGRAM_PART = 0.62
POINTER_MS = 2000
"""How long a pointer lies still before it is hidden."""
WINDOW_ACTIONS = ("language", "theme", "glossary", "meaning")


class _Diagram(DiagramView):
    """Without scroll bars: it follows what plays, and can be dragged."""

    limits = (0.2, 20.0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Presenter(QWidget):
    """A window of its own.

    closed   somebody left it
    """

    closed = Signal()

    def __init__(self, shell: Shell, player: HandshakePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMouseTracking(True)
        self.setProperty(LARGE, True)
        self.shell, self.player, self.text = shell, player, HandshakeText(shell.language.current)
        self.scale = 1.0
        self._said: tuple[object, ...] = ()
        self.title = LargeText(LEAST_PX, 25.0, "muted", semibold=True, parent=self)
        self.sentence = LargeText(LEAST_PX, 36.0, parent=self)
        self.diagram = _Diagram(self)
        self.knowledge = SecretsThatMatter(KnowledgeModel(self.text, self), self)
        self.board = KnowledgeBoard(self.knowledge, self)
        self.setFocusProxy(self.diagram)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(POINTER_MS)
        self._still.timeout.connect(self._hide_pointer)
        self._hidden = False
        for widget in (self, self.diagram.viewport(), self.board, self.title, self.sentence):
            widget.installEventFilter(self)
        self._add_keys()
        self._connect()
        self.retranslate()
        self._take_scale()

    def _add_keys(self) -> None:
        give_keys(self.shell.actions, self.diagram, (*PLAYING, *(row for row in MOVING if "stage" in row.id or row.id in _STEPS)))
        for id in WINDOW_ACTIONS:
            self.addAction(self.shell.actions[id])
        for key, run in (("Esc", self.close), ("F5", self.close), ("T", self.shell.actions["theme"].trigger), ("D", self._next_detail)):
            QShortcut(QKeySequence(key), self, run)

    def _connect(self) -> None:
        player, clock = self.player, self.player.playback
        player.shown_changed.connect(self._show_transcript)
        clock.moved.connect(self._show_moment)
        clock.playing_changed.connect(self._show_moment)
        self.diagram.step_wanted.connect(player.go_to)
        self.shell.theme.changed.connect(self._refresh)

    def begin(self) -> None:
        """Take the whole screen, that of the window it belongs to."""
        parent = self.parentWidget()
        screen = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.diagram.setFocus(Qt.FocusReason.OtherFocusReason)
        self._still.start()

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_transcript(self) -> None:
        self.diagram.show_transcript(self.player.shown, self.text)
        self._show_moment()

    def _show_moment(self) -> None:
        shown, clock = self.player.shown, self.player.playback
        diagram = self.diagram.diagram
        if shown is None or diagram is None or len(diagram.rows) != clock.count or clock.count != len(shown.moments):
            return  # the clock is ahead of the diagram
        self.diagram.show_moment(clock.position, clock.current, clock.playing)
        place = self.player.place
        said = (shown, clock.current, place.step if place is not None else clock.position, self.text)
        if (
            all(now is before or now == before for now, before in zip(said[1:], self._said[1:], strict=False))
            and self._said[:1] == said[:1]
        ):
            return
        before, self._said = self._said, said
        moment = self.player.moment
        self.title.set_text(title(shown.transcript, moment, self.text))
        self.sentence.set_text(sentence(shown.transcript, moment, self.text))
        steps = len(shown.transcript.steps)
        if moment is None:
            last = steps - 1 if clock.position > 0 else 0
            self.knowledge.show(shown.transcript, last, last, self.text)
        elif moment.stage is None:
            self.knowledge.show(shown.transcript, moment.first, moment.last, self.text)
        else:
            last = place.step if place is not None else moment.last
            self.knowledge.show(shown.transcript, _begin(before, shown, moment.first, last), last, self.text)

    def _next_detail(self) -> None:
        every = list(Detail)
        self.player.set_detail(every[(every.index(self.player.detail) + 1) % len(every)])

    # -- size, look, language --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_scale()

    def _take_scale(self) -> None:
        """Sizes of everything from the size of the window."""
        self.scale = scale = min(self.width() / SCREEN.width(), self.height() / SCREEN.height())
        margin, line = round(28 * scale), round(34 * scale)
        head = round(108 * scale)
        inner = self.width() - 2 * margin
        for text in (self.title, self.sentence):
            text.scale = scale
        self.title.setGeometry(margin, round(18 * scale), inner, line)
        self.sentence.setGeometry(margin, round(18 * scale) + line, inner, head)
        top = round(18 * scale) + line + head + round(14 * scale)
        wide = round(self.width() * DIAGRAM_PART)
        smallest = theme.current().px(theme.MUTED_PX)
        self.diagram.set_zoom((LEAST_PX + 0.5) * scale / smallest)
        self.diagram.setGeometry(margin // 2, top, wide - margin // 2, self.height() - top)
        self.board.set_scale(scale)
        self.board.setGeometry(wide, top, self.width() - wide, self.height() - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, self.board.y() - 2, self.width(), self.board.y() - 2)
        painter.end()

    def _refresh(self) -> None:
        self.diagram.refresh()
        self._take_scale()
        for widget in (self, self.title, self.sentence, self.board):
            widget.update()

    def retranslate(self) -> None:
        self.text = HandshakeText(self.shell.language.current)
        self.setWindowTitle(self.tr("Handshake"))
        self.board.title = self.tr("Who knows what")
        self.board.nothing = self.tr("Nobody knows anything yet that others do not.")
        self.board.setAccessibleName(self.board.title)
        self._said = ()
        self._show_transcript()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # -- the pointer -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self._show_pointer()
            self._still.start()
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide) and watched is self:
            self._show_pointer()
            self._still.stop()
        elif event.type() is QEvent.Type.WindowActivate and watched is self:
            self._still.start()
        return False

    def _hide_pointer(self) -> None:
        if not self._hidden and self.isVisible():
            self._hidden = True
            QApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)

    def _show_pointer(self) -> None:
        if self._hidden:
            self._hidden = False
            QApplication.restoreOverrideCursor()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._still.stop()
        self._show_pointer()
        super().closeEvent(event)
        self.closed.emit()


_STEPS = ("handshake_back", "handshake_forward", "handshake_first", "handshake_last")


def _begin(before: tuple[object, ...], shown: object, first: int, last: int) -> int:
    """From which step on what happened is new: from the one that was shown before, when that was just before in the same stage."""
    if len(before) > 2 and before[0] is shown and isinstance(before[2], int) and first <= before[2] < last:
        return before[2] + 1
    return first
