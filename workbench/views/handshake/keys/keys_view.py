"""The key schedule as a graph that lights up while the handshake plays: what each value is made from, who has it, what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.handshake.lineage import Lineage
from workbench.core.handshake.transcript import Role
from workbench.models.handshake_keys import connections_of, lineage_of
from workbench.models.handshake_player import Shown
from workbench.models.handshake_text import HandshakeText
from workbench.views import icons, theme
from workbench.views.handshake.keys.keys_canvas import KeysCanvas
from workbench.views.handshake.keys.keys_painter import KeysPainter, sign_size
from workbench.views.handshake.keys.story import sentence
from workbench.views.handshake.zoom_control import ZoomControl
from workbench.views.panes import Line, Text


class KeysView(QWidget):
    """A `HandshakeView`.

    step_wanted(number)         go to the step in which a value was born
    value_wanted(number, name)  the same, with the value that was meant; said after `step_wanted`
    """

    step_wanted = Signal(int)
    value_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = HandshakeText("en")
        self._shown: Shown | None = None
        self._lineage: Lineage | None = None
        self._connection: int | None = None
        self.setProperty("part", "clear")
        self.connections = QComboBox()
        self.connections.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.connections.setMinimumWidth(80)
        self.connections.activated.connect(lambda number: self._choose(int(self.connections.itemData(number))))
        self.intermediate, self.reveal = QPushButton(), QPushButton()
        for button in (self.intermediate, self.reveal):
            button.setProperty("kind", "quiet")
            button.setCheckable(True)
            button.setMinimumWidth(28)
            button.clicked.connect(lambda checked=False: self._fill())
        icons.put(self.intermediate, "list", "muted", "accent")
        icons.put(self.reveal, "eye", "muted", "accent")
        self.caption = Text("", "quiet", wrap=True)
        self.empty = Text("", "quiet", wrap=True)
        self.empty.setContentsMargins(14, 14, 14, 14)
        self.legend = _Legend()
        self.canvas = KeysCanvas()
        self.canvas.chosen.connect(self._go_to)
        self.zoom = ZoomControl(self.canvas)
        self.zoom.clicked.connect(lambda: self.canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        self.canvas.zoom_changed.connect(self.zoom.show_zoom)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.setSpacing(4)
        top.addWidget(self.connections)
        top.addWidget(self.intermediate)
        top.addWidget(self.reveal)
        top.addStretch()
        top.addWidget(self.zoom)
        said = QVBoxLayout()
        said.setContentsMargins(14, 2, 14, 6)
        said.setSpacing(4)
        said.addWidget(self.caption)
        said.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(said)
        column.addWidget(Line())
        column.addWidget(self.empty)
        column.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)
        self.retranslate()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another transcript, level of detail or language. Secrets of another transcript are masked again."""
        fresh = shown is None or self._shown is None or shown.transcript is not self._shown.transcript
        self._shown, self._text = shown, text
        if fresh:
            self.reveal.setChecked(False)
            self._lineage = lineage_of(shown.transcript) if shown is not None else None
            known = connections_of(self._lineage) if self._lineage is not None else ()
            self._connection = next((number for number in known if number), next(iter(known), None))
            self.legend.show_roles(tuple(party.role for party in shown.transcript.parties) if shown is not None else (), text)
        self._list_connections()
        self._fill()

    def show_moment(self, t: float, current: int | None, playing: bool) -> None:
        """What is there once this moment is done; the connection that the clock is in is shown."""
        if self._shown is None or self._lineage is None:
            return
        if current is None:
            self.canvas.show_moment(None if t > 0.0 else (-1, -1))
            return
        moment = self._shown.moments[current]
        wanted = moment.step.connection
        if wanted != self._connection and wanted in connections_of(self._lineage):
            self._connection = wanted
            self._list_connections()
            self._fill()
        self.canvas.show_moment((moment.first, moment.last))

    def _choose(self, connection: int) -> None:
        self._connection = connection
        self._fill()

    def _list_connections(self) -> None:
        known = connections_of(self._lineage) if self._lineage is not None else ()
        first = min((step.connection for step in self._shown.transcript.steps[:1]), default=1) if self._shown is not None else 1
        self.connections.clear()
        for number in known:
            self.connections.addItem(self._text.connection(number, first != 0), number)
        if self._connection in known:
            self.connections.setCurrentIndex(known.index(self._connection))
        self.connections.setVisible(len(known) > 1)

    def _fill(self) -> None:
        lineage = self._lineage if self._connection is not None else None
        self.canvas.show_lineage(lineage, self._connection or 0, self._text, self.intermediate.isChecked(), self.reveal.isChecked())
        there = bool(self.canvas.graph)
        self.caption.setText(sentence(self.canvas.graph) if there else "")
        for part in (self.caption, self.legend, self.canvas, self.intermediate, self.reveal, self.zoom):
            part.setVisible(there)
        self.empty.setVisible(not there and self._shown is not None)
        self._name_tools()

    def _name_tools(self) -> None:
        """Words on the buttons where there is room for them; else they are tool tips."""
        secrets = self.tr("Hide the secrets") if self.reveal.isChecked() else self.tr("Show the secrets")
        texts = {self.intermediate: self.tr("Intermediate values"), self.reveal: secrets}
        needed = sum(button.fontMetrics().horizontalAdvance(text) + 44 for button, text in texts.items())
        others = self.zoom.sizeHint().width() + (self.connections.sizeHint().width() if not self.connections.isHidden() else 0)
        wide = needed + others + 40 <= self.width()
        for button, text in texts.items():
            button.setText(text if wide else "")
            button.setAccessibleName(text)
        self.reveal.setToolTip("" if wide else secrets)
        more = self.tr("Hashes, nonces, MACs and signatures too")
        self.intermediate.setToolTip(more if wide else f"{texts[self.intermediate]}: {more}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_tools()

    def _go_to(self, id: int) -> None:
        """To the first birth of a value."""
        if self._lineage is not None:
            origin = self._lineage.origins[id]
            self.step_wanted.emit(origin.born)
            self.value_wanted.emit(origin.born, origin.name)

    # -- language --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.connections.setAccessibleName(self.tr("Connection"))
        self.empty.setText(self.tr("No keys were made here."))
        self.legend.retranslate()
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Legend(QWidget):
    """Whose letter is whose, and how a card looks that is not there yet or not any more."""

    def __init__(self) -> None:
        super().__init__()
        self._roles: tuple[Role, ...] = ()
        self._text = HandshakeText("en")

    def show_roles(self, roles: tuple[Role, ...], text: HandshakeText) -> None:
        shown = (Role.client, Role.server, Role.certification_authority, Role.attacker, Role.eavesdropper)
        self._roles, self._text = tuple(role for role in shown if role in roles), text
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The letters on the cards: {who}").format(who=self._text.roles(self._roles)))
        self.setToolTip(self._states())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(200, max(round(sign_size(look)), look.px(theme.MUTED_PX) + 4) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter, signs, size, x = QPainter(self), KeysPainter(look), sign_size(look), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - size) / 2
        names = [(role, self._text.role(role)) for role in self._roles]
        font = look.font(theme.MUTED_PX)
        for role, name in names:
            signs.sign(painter, QRectF(x, top, size, size), role)
            painter.setFont(font)
            painter.setPen(look.colour("muted"))
            width = painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x + size + 5.0, 0.0, width + 4.0, self.height()), int(Qt.AlignmentFlag.AlignVCenter), name)
            x += size + width + 20.0
        states = self._states()
        if x + painter.fontMetrics().horizontalAdvance(states) <= self.width():
            painter.drawText(QRectF(x, 0.0, self.width() - x, self.height()), int(Qt.AlignmentFlag.AlignVCenter), states)
        painter.end()

    def _states(self) -> str:
        return self.tr("outlined: new · faint: not yet · struck through: destroyed")
