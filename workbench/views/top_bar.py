"""The bar at the top: the name, the command search, the other language, and the button that presents what the page shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from workbench.views import icons, theme
from workbench.views.command_search import SearchField
from workbench.views.panes import Text

LANGUAGE_NAMES = {"en": "English", "ja": "日本語"}
"""Each language by its own name: these are not translated."""


class PresentButton(QPushButton):
    """Its key stands in it, as on a key cap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "main")
        self.setProperty("part", "present")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # the layout within would make it as wide as it can be
        icons.put(self, "play", "on_accent")
        self._key = Text("F5", "key")
        self._key.setProperty("on", "accent")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch()
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Icon, text, key."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + self.iconSize().width() + self._key.sizeHint().width()
        return QSize(wide + 48, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        self.setText(self.tr("Present"))
        self.setToolTip(self.tr("Diagram and who knows what on the whole screen"))


class TopBar(QFrame):
    language_wanted = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "top-bar")
        self.name = Text("TLS Workbench", "name")
        self.field = SearchField()
        self.language, self.present = QPushButton(), PresentButton()
        self.present.hide()
        self._other = "ja"
        self.language.clicked.connect(lambda: self.language_wanted.emit(self._other))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(12)
        left, right = QWidget(), QWidget()
        for side, widgets in ((left, (self.name,)), (right, (self.language, self.present))):
            side.setProperty("part", "clear")
            inner = QHBoxLayout(side)
            inner.setContentsMargins(0, 0, 0, 0)
            if side is right:
                inner.addStretch()
            for widget in widgets:
                inner.addWidget(widget)
            if side is left:
                inner.addStretch()
        row.addWidget(left, 1)
        row.addWidget(self.field, 100)
        row.addWidget(right, 1)
        self.show_language(language)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(44, theme.current().px(theme.TEXT_PX) + 31))

    def show_language(self, language: str) -> None:
        """The button offers the language that is not in use."""
        self._other = "en" if language == "ja" else "ja"
        self.language.setText(LANGUAGE_NAMES[self._other])
        self.language.setAccessibleName(LANGUAGE_NAMES[self._other])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Top bar"))
            self.present.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
