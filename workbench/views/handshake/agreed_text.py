"""What was agreed on, in one line: as many of its items as there is room for, the first ones first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from workbench.core.handshake.wording import BETWEEN
from workbench.views.panes import ElidedText, as_tool_tip


class AgreedText(ElidedText):
    """Shows items that stand between `BETWEEN`; all of them are its tool tip and its accessible name."""

    def _fit(self) -> None:
        items, metrics = self.whole().split(BETWEEN), self.fontMetrics()
        while len(items) > 1 and metrics.horizontalAdvance(BETWEEN.join(items)) + 2 > self.width():
            items.pop()
        shown = metrics.elidedText(BETWEEN.join(items), Qt.TextElideMode.ElideRight, max(0, self.width()))
        QLabel.setText(self, shown)
        self.setToolTip(as_tool_tip(self.whole()) if shown != self.whole() else "")
