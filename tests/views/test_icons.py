"""Our own drawings: all there, all coloured by the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QApplication

from workbench.models.resource import resource
from workbench.views import icons, theme
from workbench.views.actions import TABLE
from workbench.views.pages import PAGES

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))


def ink(image: QImage) -> list[QColor]:
    """The opaque colours of an image."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [image.pixelColor(x, y) for x, y in points if image.pixelColor(x, y).alpha() == 255]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("application") and not name.endswith(("_light", "_dark"))])
def test_draws_something_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "accent", 24, 2.0).toImage()
    assert image.width() == 48
    wanted = theme.colour("accent")
    for colour in ink(image):  # where two strokes lie over each other, rounding may take one off
        assert abs(colour.red() - wanted.red()) + abs(colour.green() - wanted.green()) + abs(colour.blue() - wanted.blue()) <= 2
    assert ink(image)


def test_the_arrows_of_the_style_sheet_have_the_colour_of_their_theme(qapp: QApplication) -> None:
    for path in (*resource("icons").glob("arrow*_light.svg"), *resource("icons").glob("branch*_light.svg")):
        assert theme.load("light").colours["muted"] in path.read_text()
        assert theme.load("dark").colours["muted"] in Path(str(path).replace("_light", "_dark")).read_text()


def test_every_icon_that_is_named_is_there() -> None:
    named = {row.icon for row in TABLE if row.icon} | {page.icon for page in PAGES}
    folder = Path(icons.__file__).parent
    for source in folder.rglob("*.py"):
        named |= set(re.findall(r'icons\.(?:put|icon|pixmap|paint)\((?:\w[\w.]*, )?"(\w+)"', source.read_text()))
        named |= set(re.findall(r'IconLabel\("(\w+)"', source.read_text()))
    assert named <= set(NAMES)
    assert len(named) > 15


def test_icons_follow_the_theme(qapp: QApplication) -> None:
    switch = theme.ThemeSwitch("light")
    action = QAction()
    icons.put(action, "open", "text")
    before = ink(action.icon().pixmap(24, 24).toImage())
    switch.choose("dark")
    icons.refresh()
    after = ink(action.icon().pixmap(24, 24).toImage())
    assert QColor("#1B2330") in before and QColor("#E8ECF2") in after and QColor("#1B2330") not in after
    switch.choose("light")
    icons.refresh()
