"""What it costs: why there is a session key, this handshake step by step, keys and signatures, and how far away the server is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from workbench.core.handshake.cost import Measurement
from workbench.core.handshake.counts import Counts
from workbench.core.handshake.scenarios import BY_ID
from workbench.core.tls.events import Level
from workbench.models import handshake_cost as cost
from workbench.models import handshake_cost_runs as runs
from workbench.models import jobs
from workbench.models.handshake_player import Shown
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.cost.bar_chart import BarChart
from workbench.views.handshake.cost.legend import Legend
from workbench.views.panes import Line, SectionHeader, Text
from workbench.views.shell import Shell

SESSION_KEY, HANDSHAKE, SIZES, DISTANCE = range(4)
ROUND_TRIPS_MS = (0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600)
"""What the slider offers: the same rack, the same city, the same continent, around the world, a satellite."""
FIRST_ROUND_TRIP = ROUND_TRIPS_MS.index(100)


class CostView(QWidget):
    """A `HandshakeView` that does not play.

    step_wanted(number)   the bar of a step was clicked
    """

    step_wanted = Signal(int)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell = shell
        self._text = HandshakeText(shell.language.current)
        self._shown: Shown | None = None
        self._measured: list[Measurement] = []
        self._compared: tuple[tuple[str, Counts], ...] = ()
        self._job: jobs.Job | None = None
        self._comparing: jobs.Job | None = None
        self._section = SESSION_KEY
        self.sections = [QPushButton() for _ in range(4)]
        self.headline, self.about = TermText(shell.language, role="headline"), TermText(shell.language, role="quiet")
        self.headings = [SectionHeader(), SectionHeader()]
        self.charts = [BarChart(), BarChart()]
        self.legends = [Legend(), Legend()]
        self.measure, self.cancel, self.progress = QPushButton(), QPushButton(), QProgressBar()
        self.slider, self.distance = QSlider(Qt.Orientation.Horizontal), Text("", "strong")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setContentsMargins(12, 10, 12, 0)
        top.setSpacing(0)
        for number, button in enumerate(self.sections):
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.clicked.connect(lambda checked=False, wanted=number: self.show_section(wanted))
            group.addButton(button)
            top.addWidget(button)
        top.addStretch()
        self.sections[SESSION_KEY].setChecked(True)
        self.measuring = QWidget()
        self.measuring.setProperty("part", "clear")
        row = QHBoxLayout(self.measuring)
        row.setContentsMargins(0, 0, 0, 0)
        self.measure.setProperty("kind", "main")
        self.progress.setTextVisible(False)
        row.addWidget(self.measure)
        row.addWidget(self.cancel)
        row.addWidget(self.progress, 1)
        row.addStretch()
        self.far = QWidget()
        self.far.setProperty("part", "clear")
        row = QHBoxLayout(self.far)
        row.setContentsMargins(0, 0, 0, 0)
        self.slider.setRange(0, len(ROUND_TRIPS_MS) - 1)
        self.slider.setValue(FIRST_ROUND_TRIP)
        self.slider.setPageStep(3)
        self.slider.setMaximumWidth(420)
        row.addWidget(self.slider, 1)
        row.addWidget(self.distance)
        row.addStretch()
        inner = QWidget()
        inner.setProperty("part", "clear")
        content = QVBoxLayout(inner)
        content.setContentsMargins(18, 14, 18, 18)
        content.setSpacing(theme.GRID)
        for widget in (self.headline, self.about, self.measuring, self.far):
            content.addWidget(widget)
        for heading, legend, chart in zip(self.headings, self.legends, self.charts, strict=True):
            content.addSpacing(theme.GRID)
            content.addWidget(heading)
            content.addWidget(legend)
            content.addWidget(chart)
        content.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (scroll, scroll.viewport()):
            widget.setProperty("part", "clear")
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(top)
        column.addWidget(Line())
        column.addWidget(scroll, 1)
        self.setFocusProxy(self.sections[SESSION_KEY])

    def _connect(self) -> None:
        self.measure.clicked.connect(self.begin_measuring)
        self.cancel.clicked.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.slider.valueChanged.connect(lambda value: self._show())
        self.shell.theme.changed.connect(self._refresh)
        for chart in self.charts:
            chart.step_wanted.connect(self.step_wanted)

    # -- what the page tells ---------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another handshake, or another language."""
        self._shown, self._text = shown, text
        self._show()

    def show_moment(self, t: float, current: int | None, playing: bool) -> None:
        """It does not play."""

    def show_section(self, number: int) -> None:
        """SESSION_KEY, HANDSHAKE, SIZES or DISTANCE."""
        self._section = number
        self.sections[number].setChecked(True)
        self.setFocusProxy(self.sections[number])
        if number == DISTANCE and not self._compared and self._comparing is None:
            self._comparing = jobs.run(runs.compared)
            self._comparing.finished.connect(self._take_compared)
        self._show()

    def _take_compared(self, found: Any) -> None:
        self._compared, self._comparing = found, None
        self._show()

    # -- measuring -------------------------------------------------------------------------------------------------

    def begin_measuring(self) -> None:
        """Measure anew; what was known before goes."""
        if self._job is not None:
            return
        self._measured.clear()
        job = self._job = jobs.run_task(runs.measured)
        job.progress.connect(self._progressed)
        job.chunk.connect(self._take_measured)
        job.finished.connect(lambda _: self._ended())
        job.cancelled.connect(self._ended)
        job.failed.connect(self._failed)
        self._progressed(0, 0)
        self._show()

    def _progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _take_measured(self, found: list[Measurement]) -> None:
        self._measured += found
        self._show()

    def _ended(self) -> None:
        self._job = None
        self._show()

    def _failed(self, message: object) -> None:
        self._ended()
        self.shell.session.failed.emit(message)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        measures = self._section in (SESSION_KEY, SIZES)
        self.measuring.setVisible(measures)
        running = self._job is not None
        for widget in (self.cancel, self.progress):
            widget.setVisible(running)
        self.measure.setVisible(not running)
        self.measure.setText(self.tr("Measure again") if self._measured else self.tr("Measure on this machine"))
        self.far.setVisible(self._section == DISTANCE)
        show: Callable[[], None] = (self._show_session_key, self._show_handshake, self._show_sizes, self._show_distance)[self._section]
        show()
        for text in (self.headline, self.about):
            text.setVisible(bool(text.text()))

    def _put(self, place: int, heading: str, chart: cost.Chart, highest: float | None = None) -> None:
        """One of the two charts; an empty one takes no room."""
        there = bool(chart.rows)
        for widget in (self.headings[place], self.legends[place], self.charts[place]):
            widget.setVisible(there)
        self.headings[place].setText(heading)
        names = {series: self._series(series) for series, _ in chart.series}
        self.legends[place].show_series([(names[series], token) for series, token in chart.series])
        self.charts[place].setAccessibleName(heading)
        self.charts[place].show_chart(chart, names, highest)

    def _show_session_key(self) -> None:
        found = cost.why_session_key(self._measured)
        if found is None:
            self.headline.setText(self.tr("Why is there a session key at all?"))
            self.about.setText(
                self.tr(
                    "Public keys could encrypt everything, if one had the time. Measured here with the library that this program uses; "
                    "it takes about a quarter of a minute, most of it for RSA keys."
                )
            )
        else:
            fast, slow = cost.amount(found.fast, cost.Unit.seconds), cost.amount(found.slow, cost.Unit.seconds)
            times = f"{float(f'{found.times:.2g}'):,.0f}"
            headline = self.tr("Decrypting 1 MiB takes {fast} with a session key, {slow} with an RSA private key: {times} times as long.")
            self.headline.setText(headline.format(fast=fast, slow=slow, times=times))
            about = self.tr(
                "So public keys only help to agree on a session key, and {aead} does the rest. RSA encrypts piece by piece, "
                "each a little shorter than its key. What is longer by one step on the scale takes ten times as long or more."
            )
            self.about.setText(about.format(aead=found.aead))
        self._put(0, self.tr("1 MiB of data"), cost.one_mebibyte(self._measured))
        self._put(1, self.tr("One operation with a key pair"), cost.operations(self._measured))

    def _show_handshake(self) -> None:
        transcript = self._shown.transcript if self._shown is not None else None
        if transcript is None:
            return
        times, sent = cost.computing_times(transcript, self._text), cost.message_sizes(transcript, self._text)
        most, largest = max(times.rows, key=lambda row: row.total, default=None), max(sent.rows, key=lambda row: row.total, default=None)
        if most is not None and largest is not None:
            headline = self.tr("Most of the time goes to “{step}” ({seconds}), most of the bytes to {message} ({bytes}).")
            seconds, size = cost.amount(most.total, cost.Unit.seconds), cost.amount(largest.total, cost.Unit.bytes)
            self.headline.setText(headline.format(step=most.label, seconds=seconds, message=largest.label, bytes=size))
        else:
            self.headline.setText(self.tr("Nothing was computed or sent in this handshake that could be counted."))
        self.about.setText(self.tr("Measured while this handshake ran. A single run: it varies. A click goes to the step."))
        self._put(0, self.tr("Computing time, step by step"), times)
        self._put(1, self.tr("Bytes on the wire, message by message"), sent)

    def _show_sizes(self) -> None:
        self.headline.setText(self.tr("What has to travel: keys, signatures, certificates, key shares"))
        self.about.setText(
            self.tr(
                "Signatures and keys that withstand quantum computers (ML-DSA, ML-KEM) are much longer. A handshake carries one signature "
                "and key for each certificate of the chain, and one of its own."
            )
        )
        self._put(0, self.tr("Bytes of each"), cost.sizes(self._measured))
        self._put(1, "", cost.Chart(cost.Unit.bytes, ()))

    def _show_distance(self) -> None:
        milliseconds = ROUND_TRIPS_MS[self.slider.value()]
        self.distance.setText(self.tr("Round trip: {milliseconds} ms").format(milliseconds=milliseconds))
        connections = {self._scenario(id): counts for id, counts in self._compared}
        for counts in runs.shown(self._shown.transcript) if self._shown is not None else ():
            connections[self.tr("This handshake, connection {number}").format(number=counts.connection)] = counts
        chart = cost.waiting(connections, milliseconds / 1000)
        self.headline.setText(self.tr("How long until the first data may leave?"))
        self.about.setText(
            self.tr(
                "Far away the round trips decide, not the computing: TLS 1.3 saves one against TLS 1.2, and 0-RTT the last one. "
                "TCP's own handshake is counted, the lookup of the name is not."
            )
        )
        self._put(0, "", chart)
        self._put(1, "", cost.Chart(cost.Unit.seconds, ()))

    def _scenario(self, id: str) -> str:
        return f"{self._text.say(f'scenario_group_{BY_ID[id].group}')} · {self._text.say(f'scenario_{id}')}"

    def _series(self, id: str) -> str:
        texts = {
            "session_key": self.tr("session key"), "public_key": self.tr("public key"), "private_key": self.tr("private key"),
            "signature": self.tr("sign"), "verification": self.tr("verify"),
            "share_generation": self.tr("client makes its share"), "share_response": self.tr("server makes share and secret"),
            "share_completion": self.tr("client computes the secret"),
            "public_key_size": self.tr("public key"), "signature_size": self.tr("signature"), "certificate_size": self.tr("certificate"),
            "client_share_size": self.tr("client's share"), "server_share_size": self.tr("server's share"),
            "tcp": self.tr("TCP round trips"), "tls": self.tr("TLS round trips"), "computing": self.tr("computing of both sides"),
        }  # fmt: skip
        if id in texts:
            return texts[id]
        return self._text.say(f"protection_{id}") if id in set(Level) else self._text.say(f"party_{id}")

    # -- language and look -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        names = (self.tr("Why a session key"), self.tr("This handshake"), self.tr("Keys and signatures"), self.tr("Distance"))
        for button, text in zip(self.sections, names, strict=True):
            button.setText(text)
        self.cancel.setText(self.tr("Cancel"))
        self.progress.setAccessibleName(self.tr("How far the measuring is"))
        self.slider.setAccessibleName(self.tr("Round-trip time of the network"))
        self._show()

    def _refresh(self) -> None:
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for chart in self.charts:
            chart.refresh()
