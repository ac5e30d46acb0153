"""Draws every page, every tab of the inspector and of the handshake page, and every scenario, to be looked at by eye.

python -m tests.screenshots [OUTDIR] [--quick]     default out/screenshots; --quick: 1280x800 only
Every scenario at every level of detail is drawn by `tests.handshake_pictures`.

Real windows with the demonstration files, in both sizes, themes and languages; on a machine with no screen through Qt's
offscreen platform. Also drawn: the command search, the shortcuts, a password that is asked for, large text, a narrow window.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from workbench.models import jobs
from workbench.models.resource import resource
from workbench.models.settings import Settings
from workbench.views import application
from workbench.views.main_window import MainWindow
from workbench.views.pages import PAGES

if TYPE_CHECKING:
    from workbench.views.handshake.page import HandshakePage

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
LANGUAGES = ("en", "ja")


def settle(seconds: float = 0.25) -> None:
    """Run the event loop until no job has been at work for this long."""
    quiet = time.monotonic()
    while time.monotonic() - quiet < seconds:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)
        if jobs.activity.count:
            quiet = time.monotonic()


def pictures(window: MainWindow) -> Iterator[str]:
    """Brings the window into one state after the other; yields the name of each."""
    session = window.shell.session
    session.settings.forget_recent()
    window.show_page("home")
    yield "home-first"
    session.open_paths([resource("demo")])
    settle()
    for page in PAGES:
        window.show_page(page.id)
        settle()
        tabs = _tabs(window.page(page.id))
        if not tabs:
            yield page.id
        for name, choose in tabs:
            choose()
            settle()
            yield f"{page.id}-{name}"
        if tabs:
            tabs[0][1]()
    window.show_page("inspect")
    window.shell.actions["search"].trigger()
    settle()
    yield "search"
    window.top_bar.field.setText("example")
    window.top_bar.field.textEdited.emit("example")
    yield "search-typed"
    window.top_bar.field.end()


HANDSHAKES = (
    "tls13_full", "tls12_rsa", "tls13_resumption", "server_preparation", "untrusted_issuer", "downgrade", "opened_years_later_rsa",
)  # fmt: skip
"""Scenarios that are drawn in every size, language and theme: one of each kind."""


def handshakes(window: MainWindow) -> Iterator[str]:
    """Scenarios as they come, in the middle of playing, and at their last step; one also at its other level of detail."""
    from workbench.models.handshake_steps import Detail
    from workbench.views.handshake.page import HandshakePage

    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    settle()
    clock = page.player.playback
    for id in HANDSHAKES:
        page.scenarios.choose(id)
        settle()
        yield f"handshake-{id}"
        clock.seek(clock.count // 2 + 0.45)
        settle()
        yield f"handshake-{id}-playing"
        clock.last()
        settle()
        yield f"handshake-{id}-end"
    page.scenarios.choose(HANDSHAKES[0])
    settle()
    page.player.set_detail(Detail.computations)
    clock.seek(clock.count // 3 + 0.0)
    settle()
    yield "handshake-computations"
    for number in range(page.detail.tabs.count()):
        if page.detail.tabs.isTabVisible(number):
            page.detail.tabs.setCurrentIndex(number)
            settle()
            yield f"handshake-tab-{number + 1}"
    page.player.set_detail(Detail.messages)
    settle()
    yield from views_of(window, page)


def views_of(window: MainWindow, page: HandshakePage) -> Iterator[str]:
    """Every way to look at a handshake, the presenter, the glossary."""
    from workbench.views.glossary.glossary_window import GlossaryWindow
    from workbench.views.handshake.stage_views import VIEWS

    clock = page.player.playback
    for row in VIEWS:
        page.show_view(row.id)
        clock.seek(clock.count // 2 + 0.45)
        settle()
        yield f"handshake-view-{row.id}"
    page.show_view(VIEWS[0].id)
    page.present()
    presenter = page.presenter
    assert presenter is not None
    presenter.showNormal()
    presenter.resize(window.size())
    settle()
    with marked(presenter):
        yield "presenter"
    presenter.close()
    settle()
    window.show_term("forward_secrecy")
    settle()
    glossary = window.findChildren(GlossaryWindow)[-1]
    with marked(glossary):
        yield "glossary"
    glossary.close()


@contextlib.contextmanager
def marked(widget: QWidget) -> Iterator[None]:
    """This is drawn instead of the window."""
    widget.setProperty("picture", True)
    yield
    widget.setProperty("picture", False)


def handshake_at(window: MainWindow, name: str) -> Iterator[str]:
    """An encrypted message of a preparation, with the most lifelines and words: what gets tight first."""
    from workbench.views.handshake.page import HandshakePage

    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    page.scenarios.choose("server_preparation")
    settle()
    assert page.player.shown is not None
    page.player.go_to(next(step.number for step in page.player.shown.transcript.steps if step.name == "CertificateVerify"))
    settle()
    yield f"handshake-{name}"


def _tabs(page: QWidget) -> list[tuple[str, Callable[[], None]]]:
    """(name, how to choose it) of the tabs of a page that can be chosen now. Names are made of the first language drawn."""
    for bar in page.findChildren(QTabBar):
        if bar.isVisible():
            places = [place for place in range(bar.count()) if bar.isTabVisible(place)]
            return [(f"{place + 1}", functools.partial(bar.setCurrentIndex, place)) for place in places]
    return []


def locked_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    encryption = serialization.BestAvailableEncryption(b"password")
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def special(window: MainWindow, folder: Path) -> Iterator[str]:
    """States that are drawn once a language and theme."""
    session = window.shell.session
    for name in ("locked.key", "photo.jpg"):
        (folder / name).write_bytes(locked_key() if name.endswith("key") else b"\xff\xd8\xff\xe0 a photograph")
    session.open_paths([folder / "locked.key", folder / "photo.jpg"])
    settle()
    yield "password"
    window.shell.actions["close_all"].trigger()
    window.trouble.clear()
    settle()
    yield "inspect-empty"
    session.open_paths([resource("demo", "chain.pem"), resource("demo", "server.key")])
    settle()
    window.resize(860, 800)
    settle()
    yield "narrow"
    window.resize(1280, 800)
    window.shell.settings.text_size = 150
    settle()
    yield "large-text"
    yield from handshake_at(window, "large-text")
    window.shell.settings.text_size = 100
    window.resize(860, 800)
    yield from handshake_at(window, "narrow")
    window.resize(1280, 800)
    window.show_page("inspect")
    window.show_shortcuts()
    settle()
    overview = window.findChildren(QWidget, "shortcuts")[-1]
    overview.setProperty("picture", True)
    yield "shortcuts"
    overview.close()


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    target = Path(arguments[0] if arguments else "out/screenshots")
    sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
    target.mkdir(parents=True, exist_ok=True)
    application.set_up()
    count = 0
    for language in LANGUAGES:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as folder:
                window = application.make_window(Settings(Path(folder, "settings.ini")), language, theme)
                window.show()
                for width, height in sizes:
                    window.resize(width, height)
                    for name in itertools.chain(pictures(window), handshakes(window)):
                        count += draw(window, target / f"{name}-{width}x{height}-{theme}-{language}.png")
                window.resize(*SIZES[0])
                for name in special(window, Path(folder)):
                    count += draw(window, target / f"{name}-{theme}-{language}.png")
                window.close()
                settle()
                window.deleteLater()
                settle(0.05)
    print(f"{count} pictures in {target}")
    return 0


def draw(window: MainWindow, path: Path) -> int:
    """Save the window (or the dialog that is marked for it) as a picture."""
    QApplication.processEvents()
    subject: QWidget = next((child for child in window.findChildren(QWidget) if child.property("picture")), window)
    name = re.sub(r"[^\w.-]", "_", path.name)
    if not subject.grab().save(str(path.with_name(name)), "PNG"):
        raise SystemExit(f"{path} cannot be written.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
