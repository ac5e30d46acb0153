"""A row of widgets that goes on in the next line when it is too narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Left to right, then down. `spacing` between items in both directions."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, really: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        x, y, line = inner.x(), inner.y(), 0
        row: list[tuple[QLayoutItem, int, QSize]] = []

        def finish() -> None:
            if really:
                for item, left, size in row:
                    item.setGeometry(QRect(QPoint(left, y + (line - size.height()) // 2), size))

        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            widget = item.widget()
            flexible = widget is not None and widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Preferred
            size = QSize(min(hint.width(), inner.width()) if flexible else hint.width(), hint.height())
            if row and x + size.width() > inner.right() + 1:
                finish()
                x, y, line, row = inner.x(), y + line + self.spacing(), 0, []
            row.append((item, x, size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        finish()
        margins = self.contentsMargins()
        return y + line - rect.y() + margins.bottom()
