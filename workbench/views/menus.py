"""Menus that are filled again and again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu


def empty(menu: QMenu) -> None:
    """Take everything out of a menu and let go of it: `clear` alone keeps submenus, their actions and groups for as long as the menu."""
    menu.clear()
    own = menu.menuAction()
    only = Qt.FindChildOption.FindDirectChildrenOnly
    for kind in (QAction, QActionGroup, QMenu):
        for child in menu.findChildren(kind, options=only):
            if child is not own:
                child.deleteLater()
