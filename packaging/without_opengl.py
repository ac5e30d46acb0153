"""Runs first in the frozen program: pyqtgraph imports QtOpenGL (9 MB) for plots on the graphics card, which none of ours is."""

import sys
import types

sys.modules["PySide6.QtOpenGL"] = types.ModuleType("PySide6.QtOpenGL", "Left out; see packaging/without_opengl.py.")
