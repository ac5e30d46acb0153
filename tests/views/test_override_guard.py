"""An exception that C code raises in one of our overrides ends as an exception, not as the end of the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PROGRAM = """
import workbench.views
from PySide6.QtWidgets import QApplication, QLabel

class Broken(QLabel):
    __module__ = "workbench.views.broken"
    def changeEvent(self, event):
        len(3)
    def sizeHint(self):
        len(3)

application = QApplication([])
label = Broken("text")
for deed in (lambda: application.setStyleSheet("* { color: red }"), label.adjustSize, lambda: label.setEnabled(False)):
    try:
        deed()
    except TypeError as error:
        print("TypeError", error)
print("alive")
"""


def test_the_process_lives_on() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "alive" and "TypeError" in ended.stdout


GUARDED = """
from workbench.views.main_window import MainWindow
from workbench.models.node_tree_model import NodeTreeModel

for function in (MainWindow.closeEvent, MainWindow.changeEvent, NodeTreeModel.data, NodeTreeModel.index):
    assert hasattr(function, "__wrapped__") and function.__doc__ == function.__wrapped__.__doc__, function
assert not hasattr(MainWindow.show_page, "__wrapped__")
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python makes the instance itself")
def test_windows_and_models_are_guarded_and_keep_their_names() -> None:
    """In a process of its own: where models were loaded before the window, as another test may do, they are not."""
    ended = subprocess.run([sys.executable, "-c", GUARDED], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
