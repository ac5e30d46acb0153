"""The plain parts pages are laid out with: panes, texts, section headers, lines, empty states, splitters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from workbench.models.settings import Settings
from workbench.views import icons, theme

WRAPPED_WIDTH = 560
"""Pixels that wrapped text would like to have."""
WRAPPED_AT_LEAST = 40
"""Pixels below which breaking text is of no use."""


class Pane(QFrame):
    """A rounded surface with a line around it. `name` is what assistive tools call it."""

    def __init__(self, name: str = "", margins: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "pane")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margins, margins, margins, margins)
        self.column.setSpacing(theme.GRID)


class Text(QLabel):
    """Plain text, never guessed to be anything else. Roles: name, large, headline, strong, section, muted, quiet, mono, key, ""."""

    def __init__(self, text: str = "", role: str = "", wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("text-role", role)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Of wrapped text one line: Qt asks for the height that the text would have in a very narrow column."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 64), min(hint.height(), self.fontMetrics().height())) if self.wordWrap() else hint

    def sizeHint(self) -> QSize:
        """Of wrapped text that of a column of a comfortable width; Qt's own guess is tall and narrow."""
        if not self.wordWrap() or not self.text():
            return super().sizeHint()
        width = min(max(self.fontMetrics().horizontalAdvance(line) for line in self.text().splitlines() or [""]) + 4, WRAPPED_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def selectable(self) -> Text:
        """Let the text be selected and copied, with the keyboard too."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        return self


class BrokenText(Text):
    """Text that is broken wherever the room ends: digests, paths, names without a space. Its accessible name is the unbroken text."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = "\n".join(part for line in self._whole.split("\n") for part in self._parts(line))
        if shown != self.text():
            super().setText(shown)

    def _parts(self, line: str) -> list[str]:
        """One line as the lines it takes in the room there is, between words where that is possible."""
        room = self.contentsRect().width() - 2
        if room < WRAPPED_AT_LEAST or self.fontMetrics().horizontalAdvance(line) <= room:
            return [line]
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(line, self.font())
        layout.setTextOption(option)
        layout.beginLayout()
        ends = []
        while (part := layout.createLine()).isValid():
            part.setLineWidth(room)
            ends.append(part.textStart() + part.textLength())
        layout.endLayout()
        octets = line.encode("utf-16-le", "surrogatepass")  # Qt counts UTF-16 units
        return [octets[2 * start : 2 * end].decode("utf-16-le", "surrogatepass") for start, end in zip([0, *ends], ends, strict=False)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._whole:
            self._fit()


class ElidedText(Text):
    """One line that ends in … where there is no room; the whole text is its tool tip and its accessible name."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip("")
        self._fit()

    def whole(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(0, self.width()))
        super().setText(shown)
        self.setToolTip(as_tool_tip(self._whole) if shown != self._whole else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._whole:
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())


def as_tool_tip(text: str) -> str:
    """Text for a tool tip: Qt guesses rich text there, so what could be taken for a tag is spelled out."""
    from html import escape

    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


class SectionHeader(Text):
    """The small bold heading above a list."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "section", parent=parent)


class Line(QFrame):
    """A horizontal line of one pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "line")
        self.setFixedHeight(1)


class IconLabel(QWidget):
    """An icon in a colour of the theme."""

    def __init__(self, name: str, token: str = "muted", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, token: str = "muted") -> None:
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QEvent) -> None:
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        icons.paint(painter, self._name, QRectF(self.rect()), theme.colour(self._token))
        painter.end()


class EmptyState(QWidget):
    """What a page shows when there is nothing to show: an icon, one sentence, what to do, and perhaps a button."""

    def __init__(self, icon: str, text: str = "", detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(text, "headline", wrap=True)
        self.detail = Text(detail, "quiet", wrap=True)
        for label in (self.title, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.row = QHBoxLayout()
        self.row.addStretch()
        self.row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.GRID)
        column.addStretch(2)
        column.addWidget(IconLabel(icon, size=40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GRID)
        column.addWidget(self.title)
        column.addWidget(self.detail)
        column.addSpacing(theme.GRID)
        column.addLayout(self.row)
        column.addStretch(3)

    def add_button(self, button: QPushButton) -> None:
        self.row.insertWidget(self.row.count() - 1, button)

    def set_texts(self, text: str, detail: str = "") -> None:
        self.title.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))


class Splitter(QSplitter):
    """A splitter that remembers where it stood, under `name`; narrower than `fold_below` pixels its panes stand one under the other.

    shares         how the room is divided as long as nobody moved a handle
    folded_shares  the same for panes one under the other
    """

    def __init__(
        self, name: str, settings: Settings, fold_below: int = 0, shares: tuple[int, ...] = (), folded_shares: tuple[int, ...] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self._settings, self._fold_below = settings, fold_below
        self._shares = {Qt.Orientation.Horizontal: shares, Qt.Orientation.Vertical: folded_shares or shares}
        self._restored: Qt.Orientation | None = None
        self.splitterMoved.connect(lambda position, index: self._remember())

    def _key(self) -> str:
        return f"{self.objectName()}/{'wide' if self.orientation() is Qt.Orientation.Horizontal else 'narrow'}"

    def _remember(self) -> None:
        self._settings.remember_layout(self._key(), self.saveState())

    def restore(self) -> None:
        """Put the handles where they were last; call it when all panes are in (also done whenever the size changes).

        Where somebody has put a handle, it is put there once; otherwise each size is divided anew.
        """
        orientation = self.orientation()
        state = self._settings.layout(self._key())
        if state is not None:
            if self._restored is not orientation:
                self.restoreState(state)
                self.setOrientation(orientation)
                self.setHandleWidth(10)
            self._restored = orientation
            return
        self._restored = orientation
        shares = self._shares[orientation]
        shares = shares if len(shares) == self.count() else ()
        if not shares and orientation is Qt.Orientation.Vertical:
            shares = (2, *([3] * (self.count() - 1)))
        if shares:
            room = self.width() if orientation is Qt.Orientation.Horizontal else self.height()
            self.setSizes([room * share // sum(shares) for share in shares])

    def resizeEvent(self, event: QResizeEvent) -> None:
        wanted = Qt.Orientation.Vertical if event.size().width() < self._fold_below else Qt.Orientation.Horizontal
        if wanted is not self.orientation():
            self.setOrientation(wanted)
        self.restore()
        super().resizeEvent(event)
