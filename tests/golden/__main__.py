"""python -m tests.golden: draws the golden pictures again."""

from __future__ import annotations

import json
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.golden import FONTS, FRAMES, draw, families, path

application = QApplication.instance() or QApplication([])
for chosen in FRAMES:
    coarse = draw(chosen).convertToFormat(QImage.Format.Format_RGB16)  # a third smaller, and no eye can tell
    coarse.convertToFormat(QImage.Format.Format_RGB32).save(str(path(chosen)))
    print(path(chosen).name, path(chosen).stat().st_size)
FONTS.write_text(json.dumps({chosen.name: families(chosen) for chosen in FRAMES}, indent=1) + "\n", encoding="utf-8")
