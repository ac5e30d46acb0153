"""The key schedule on the screen: it lights up, answers to mouse and keyboard, keeps its place, and is drawn only when it changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_keys import State
from workbench.models.handshake_player import Shown
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.keys import keys_canvas
from workbench.views.handshake.keys.keys_canvas import KeysCanvas
from workbench.views.handshake.keys.keys_view import KeysView
from workbench.views.handshake.page import HandshakePage
from workbench.views.main_window import MainWindow

_RUNS: dict[str, Transcript] = {}


def played(name: str) -> Transcript:
    if name not in _RUNS:
        _RUNS[name] = run(name, Parameters(seed=3))
    return _RUNS[name]


def shown(name: str, detail: Detail = Detail.computations) -> Shown:
    transcript = played(name)
    return Shown(transcript, detail, moments(transcript, detail))


def view_of(qtbot: QtBot, name: str, language: str = "en", size: tuple[int, int] = (640, 560)) -> KeysView:
    view = KeysView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show_transcript(shown(name), HandshakeText(language))
    view.show()
    qtbot.waitExposed(view)
    to(view, None)
    return view


def to(view: KeysView, step: int | None) -> None:
    """Put the clock after a step; None: nowhere, everything is shown."""
    assert view._shown is not None
    found = view._shown.moments
    if step is None:
        view.show_moment(float(len(found)), None, False)
    else:
        place = next(number for number, moment in enumerate(found) if step <= moment.last)
        view.show_moment(place + 1.0, place, False)
    QApplication.processEvents()


def card(canvas: KeysCanvas, name: str) -> int:
    return next(value.id for value in canvas.graph if value.origin.name == name)


def born(canvas: KeysCanvas, name: str) -> list[int]:
    return [birth.step for birth in next(value.origin for value in canvas.graph if value.origin.name == name).births]


def picture(canvas: KeysCanvas) -> QImage:
    return canvas.viewport().grab().toImage()


def test_it_lights_up_as_it_plays(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas = view.canvas
    shared = card(canvas, "shared_secret")
    first, second = born(canvas, "shared_secret")
    seen = []
    for step in (first - 1, first, second, len(played("tls13_full").steps) - 1):
        to(view, step)
        seen.append((canvas.state(shared), canvas.holders(shared)))
    assert seen == [
        (State.unborn, ()), (State.new, (Role.server,)), (State.new, (Role.client, Role.server)), (State.gone, ()),
    ]  # fmt: skip
    to(view, None)
    assert (canvas.state(shared), canvas.holders(shared)) == (State.held, (Role.client, Role.server))


def test_only_public_values_are_heard(qtbot: QtBot) -> None:
    canvas = view_of(qtbot, "tls13_full").canvas
    heard = {value.origin.name for value in canvas.graph if Role.eavesdropper in canvas.holders(value.id)}
    assert heard == {"client_x25519_public_key", "server_x25519_public_key"}


def test_what_comes_to_be_is_outlined(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas, step = view.canvas, born(view.canvas, "shared_secret")[0]

    def outlined(name: str) -> bool:
        box, place = canvas.picture.cards[card(canvas, name)].box, canvas.place_of(card(canvas, name))
        left = round(place.x() - box.width / 2 * canvas.zoom)
        accent, image = theme.colour("accent"), picture(canvas)
        return any(near(image.pixelColor(x, round(place.y())), accent) for x in range(left - 4, left))

    to(view, step)
    assert outlined("shared_secret") and not outlined("client_x25519_private_key")
    to(view, step + 1)
    assert not outlined("shared_secret")


def near(one: QColor, other: QColor) -> bool:
    return max(abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue())) < 40


def test_a_click_goes_to_the_birth_and_brings_out_the_family(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas, wanted = view.canvas, card(view.canvas, "handshake_secret")
    said: list[tuple[object, ...]] = []
    view.step_wanted.connect(lambda number: said.append((number,)))
    view.value_wanted.connect(lambda number, name: said.append((number, name)))
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.place_of(wanted).toPoint())
    step = born(canvas, "handshake_secret")[0]
    assert said == [(step,), (step, "handshake_secret")]
    assert canvas.selected == wanted
    looks = canvas._frame_now().cards
    aside = {value.origin.name for value in canvas.graph if looks[value.id].aside}
    assert aside == set(), "everything goes into it or comes from it"
    canvas.select(card(canvas, "client_handshake_write_key"))
    looks = canvas._frame_now().cards
    aside = {value.origin.name for value in canvas.graph if looks[value.id].aside}
    assert "master_secret" in aside and "server_handshake_traffic_secret" in aside
    assert not aside & {"shared_secret", "handshake_secret", "client_handshake_traffic_secret", "client_x25519_private_key"}
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(canvas.viewport().width() - 3, 3))
    assert canvas.selected is None


def test_by_keyboard_alone(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas = view.canvas
    canvas.setFocus()

    def press(key: Qt.Key) -> str:
        qtbot.keyClick(canvas, key)
        return next((value.origin.name for value in canvas.graph if value.id == canvas.selected), "")

    assert press(Qt.Key.Key_Home) == "client_x25519_private_key"
    assert press(Qt.Key.Key_Right) == "client_x25519_public_key"
    assert press(Qt.Key.Key_Right) == "server_x25519_public_key"
    assert press(Qt.Key.Key_Home) == "client_x25519_private_key"
    assert press(Qt.Key.Key_Down) == "shared_secret"
    assert press(Qt.Key.Key_Down) == "early_secret"
    assert press(Qt.Key.Key_Down) == "handshake_secret"
    assert press(Qt.Key.Key_Right) in ("client_handshake_traffic_secret", "server_handshake_traffic_secret")
    with qtbot.waitSignal(view.step_wanted):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    visited = {press(Qt.Key.Key_Down) for _ in range(12)}
    assert "resumption_master_secret" in visited
    assert press(Qt.Key.Key_Escape) == ""


def test_every_card_is_reached_with_the_arrows(qtbot: QtBot) -> None:
    canvas = view_of(qtbot, "tls13_early_data").canvas
    canvas.select(canvas.picture.order[0])
    waiting, reached = [canvas.picture.order[0]], {canvas.picture.order[0]}
    while waiting:
        here = waiting.pop()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            canvas.select(here)
            qtbot.keyClick(canvas, key)
            assert canvas.selected is not None
            if canvas.selected not in reached:
                reached.add(canvas.selected)
                waiting.append(canvas.selected)
    assert reached == set(canvas.picture.cards)


def test_zooming_keeps_what_is_under_the_pointer(qtbot: QtBot) -> None:
    canvas = view_of(qtbot, "tls13_resumption").canvas
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 2)
    name = card(canvas, "handshake_secret")
    point = canvas.place_of(name)
    for turn in (120, 120, -120, -120, -120, 120):
        event = QWheelEvent(
            point, canvas.viewport().mapToGlobal(point), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas.viewport(), event)
        assert abs(canvas.place_of(name).y() - point.y()) < 4.0
    assert canvas.zoom == pytest.approx(1.0)
    canvas.fit()
    assert canvas.picture.height * canvas.zoom <= canvas.viewport().height() + 1


def test_it_is_dragged(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas, port = view.canvas, view.canvas.viewport()
    with qtbot.assertNotEmitted(canvas.chosen):
        qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
        qtbot.mouseMove(port, QPoint(300, 250))
        qtbot.mouseMove(port, QPoint(300, 200))
        qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert canvas.verticalScrollBar().value() == 100


def test_it_is_drawn_only_when_something_changed(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    step = born(view.canvas, "shared_secret")[0]
    to(view, step)
    before = view.canvas.drawn
    place = next(number for number, moment in enumerate(view._shown.moments) if step <= moment.last)  # type: ignore[union-attr]
    for part in range(1, 20):
        view.show_moment(place + part / 20.0, place, True)
        view.canvas.viewport().update()
        QApplication.processEvents()
    assert view.canvas.drawn == before
    view.show_moment(place + 1.5, place + 1, True)
    QApplication.processEvents()
    assert view.canvas.drawn == before + 1


def test_what_is_new_is_brought_into_view(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full", size=(640, 420))
    canvas = view.canvas
    for name in ("master_secret", "client_x25519_private_key", "client_application_write_key"):
        to(view, born(canvas, name)[0])
        assert 0.0 < canvas.place_of(card(canvas, name)).y() < canvas.viewport().height(), name


def test_it_follows_the_connection_and_lets_another_be_chosen(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_resumption")
    assert not view.connections.isHidden() and view.connections.currentData() == 1
    to(view, next(step.number for step in played("tls13_resumption").steps if step.connection == 2))
    assert view.connections.currentData() == 2
    assert "psk_early_secret" in {value.origin.name for value in view.canvas.graph}
    view.connections.setCurrentIndex(0)
    view.connections.activated.emit(0)
    assert "early_secret" in {value.origin.name for value in view.canvas.graph}
    assert view_of(qtbot, "tls13_full").connections.isHidden()


def test_secrets_are_seen_only_when_asked_for(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")

    def written() -> str:
        return "\n".join(line.text for each in view.canvas.picture.cards.values() for line in each.lines)

    secrets = [value.origin.data.hex()[:16] for value in view.canvas.graph if value.origin.data and value.origin.secret]
    assert not any(secret in written() for secret in secrets)
    view.reveal.click()
    assert all(secret in written() for secret in secrets)
    view.show_transcript(shown("tls12_rsa"), HandshakeText("en"))
    assert not view.reveal.isChecked(), "of another handshake they are masked again"
    told = "\n".join(view.canvas.describe(value.id) for value in view.canvas.graph)
    assert not any(value.origin.data.hex()[:16] in told for value in view.canvas.graph if value.origin.data)


def test_intermediate_values_on_demand(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    few = len(view.canvas.graph)
    view.canvas.select(card(view.canvas, "master_secret"))
    view.intermediate.click()
    assert len(view.canvas.graph) > 2 * few and view.canvas.selected == card(view.canvas, "master_secret")


@pytest.mark.parametrize(
    ("scenario", "said"),
    [("tls13_full", "shared key"), ("tls12_rsa", "pre-master"), ("tls12_session_id", "earlier"), ("replayed_early_data", "Only one side")],
)
def test_it_says_what_it_comes_to(qtbot: QtBot, scenario: str, said: str) -> None:
    view = view_of(qtbot, scenario)
    last = len(played(scenario).steps) - 1
    to(view, max(step.number for step in played(scenario).steps[: last + 1] if step.connection))
    assert said in view.caption.text()


def test_where_no_keys_were_made(qtbot: QtBot) -> None:
    view = KeysView()
    qtbot.addWidget(view)
    view.show_transcript(None, HandshakeText("en"))
    view.show_moment(0.0, None, False)
    assert view.canvas.isHidden() and view.caption.isHidden()


def test_what_is_said_to_assistive_tools(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_full")
    canvas = view.canvas
    assert canvas.accessibleName() == "Key schedule"
    to(view, born(canvas, "shared_secret")[1])
    told = canvas.accessibleDescription()
    assert "shared_secret · shared key · comes to be now" in told and "known to Client, Server" in told
    canvas.select(card(canvas, "master_secret"))
    assert canvas.accessibleDescription().startswith("master_secret · secret · not there yet")
    parts = canvas.accessibleDescription().split(" · ")
    assert "made from derived_handshake_secret" in parts and "made in step 29" in parts
    assert parts[-2:] == ["Server destroys it in step 40", "Client destroys it in step 43"]


def test_the_card_that_the_keys_choose_is_read_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(qtbot, "tls13_full")
    said: list[str] = []
    monkeypatch.setattr(keys_canvas, "QAccessibleAnnouncementEvent", lambda canvas, text: said.append(text))
    monkeypatch.setattr(keys_canvas.QAccessible, "updateAccessibility", lambda event: None)
    view.canvas.select(card(view.canvas, "shared_secret"))
    assert said == [], "nobody is in the picture"
    monkeypatch.setattr(view.canvas, "hasFocus", lambda: True)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert said == [view.canvas.accessibleDescription()] and said[0]


@pytest.mark.parametrize("size", [(480, 400), (640, 560), (1200, 800)])
@pytest.mark.parametrize("name", ["tls13_early_data", "opened_years_later_rsa", "mutual_preparation", "replayed_early_data"])
def test_every_size_and_every_moment_is_drawn(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    view = view_of(qtbot, name, "ja", size)
    for step in range(0, len(played(name).steps), 9):
        to(view, step)
    view.canvas.fit()
    view.canvas.refresh()
    assert not picture(view.canvas).isNull()


def test_where_it_is_narrow_its_buttons_have_icons_alone(qtbot: QtBot) -> None:
    view = view_of(qtbot, "tls13_resumption", size=(1100, 500))
    assert view.reveal.text() == "Show the secrets"
    view.resize(420, 500)
    QApplication.processEvents()
    assert view.width() == 420 and view.reveal.text() == ""
    assert view.reveal.accessibleName() == view.reveal.toolTip() == "Show the secrets"


def test_in_the_page(qtbot: QtBot, window: MainWindow) -> None:
    """A card goes to its step and shows the value on the right; the keys that play work here too."""
    window.resize(1280, 800)
    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    page.player.show_transcript(played("tls13_full"))
    page.show_view("keys")
    window.show()
    canvas = page.current_view.canvas
    wanted = card(canvas, "server_handshake_traffic_secret")
    canvas.select(wanted)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    moment = page.player.moment
    assert moment is not None and moment.first <= born(canvas, "server_handshake_traffic_secret")[0] <= moment.last
    assert page.detail.values.card.name.whole() == "server_handshake_traffic_secret" and page.detail.values.isVisible()
    link = next(link for link in page.detail.values.card.inputs.links if link.link is not None and link.link.name == "handshake_secret")
    link.click()
    assert page.detail.values.card.name.whole() == "handshake_secret"
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert page.player.playback.playing
    page.player.playback.pause()
