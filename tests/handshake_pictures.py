"""Draws every scenario at every level of detail, at its start, in its middle and at its end, to be looked at by eye.

python -m tests.handshake_pictures [OUTDIR] [--quick] [--only SCENARIO...]   default out/screenshots/handshakes

In all sizes, themes and languages (`--quick`: 1280x800 alone). The rest of the program is drawn by `tests.screenshots`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.screenshots import LANGUAGES, THEMES, draw, settle  # first: it chooses the platform
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.models.handshake_steps import Detail
from workbench.models.settings import Settings
from workbench.views import application
from workbench.views.main_window import MainWindow

SIZES = ((1280, 800), (1920, 1080), (3840, 2160))
MOMENTS = (("start", 0.0), ("middle", 0.5), ("end", 1.0))


def pictures(window: MainWindow, ids: tuple[str, ...]) -> Iterator[str]:
    """Bring the handshake page into one state after the other; yields the name of each."""
    from workbench.views.handshake.page import HandshakePage

    window.show_page("handshakes")
    page = window.page("handshakes")
    assert isinstance(page, HandshakePage)
    clock = page.player.playback
    for id in ids:
        page.scenarios.choose(id)
        settle(0.05)
        for detail in Detail:
            page.player.set_detail(detail)
            for name, part in MOMENTS:
                clock.seek(part * clock.count if name != "middle" else int(clock.count * part) + 0.45)
                settle(0.02)
                yield f"{id}-{detail}-{name}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", nargs="?", type=Path, default=Path("out/screenshots/handshakes"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", default=[scenario.id for scenario in SCENARIOS])
    arguments = parser.parse_args()
    arguments.target.mkdir(parents=True, exist_ok=True)
    application.set_up()
    count = 0
    for language in LANGUAGES:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as folder:
                window = application.make_window(Settings(Path(folder, "settings.ini")), language, theme)
                window.show()
                for width, height in SIZES[:1] if arguments.quick else SIZES:
                    window.resize(width, height)
                    for name in pictures(window, tuple(arguments.only)):
                        count += draw(window, arguments.target / f"{name}-{width}x{height}-{theme}-{language}.png")
                window.close()
                settle()
                window.deleteLater()
                settle(0.05)
    print(f"{count} pictures in {arguments.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
