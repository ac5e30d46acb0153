"""Editors in a window that is shown, as wide as a column of a form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.views.issuance.editors import Editor
from workbench.views.shell import Shell

Make = Callable[..., Editor]


@pytest.fixture
def make(qtbot: QtBot, shell: Shell) -> Make:
    """An editor of a kind, shown and active, `width` pixels wide."""
    kept: list[QWidget] = []  # pytest-qt itself holds windows weakly

    def made(kind: type[Editor], width: int = 600) -> Editor:
        window = QWidget()
        qtbot.addWidget(window)
        kept.append(window)
        column = QVBoxLayout(window)
        editor = kind(shell)
        column.addWidget(editor)
        column.addStretch()
        window.resize(width, 600)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return editor

    return made
