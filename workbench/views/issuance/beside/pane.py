"""What stands beside a form: the answer first, then the chain and findings, the certificate itself, the linter, and openssl."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.x509.finding import Status
from workbench.models.issuance.beside.answer import Answer, answer
from workbench.models.issuance.beside.preview import Preview
from workbench.models.issuance.beside.previewer import Previewer
from workbench.models.issuance.wish import Wish
from workbench.views import theme
from workbench.views.inspector.banner import Banner
from workbench.views.issuance.beside.certificate_tab import CertificateTab
from workbench.views.issuance.beside.lint_tab import LintTab
from workbench.views.issuance.beside.openssl_tab import OpensslTab
from workbench.views.issuance.beside.result_tab import ResultTab
from workbench.views.panes import Pane
from workbench.views.shell import Shell

COMPACT_BELOW = 500
"""Pixels of height below which the answer is its headline only: why stands in the first tab too."""
TABS = ("result", "certificate", "lint", "openssl")
REMEMBERED = "issuance_beside_tab"


class _Tabs(QTabWidget):
    def minimumSizeHint(self) -> QSize:
        """The tabs and a few lines; each page knows how to be small."""
        return QSize(240, self.tabBar().sizeHint().height() + theme.current().px(64))


class Beside(QWidget):
    """place_wanted(place)   somebody wants to mend the field of this place (`Problem.place`)"""

    place_wanted = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.previewer = Previewer(self)
        self._answer: Answer | None = None
        self._bad = 0
        self.banner = Banner(shell.language)
        self.result, self.certificate = ResultTab(shell), CertificateTab(shell)
        self.lint, self.openssl = LintTab(shell, self.previewer), OpensslTab(shell)
        self.tabs = _Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        for tab in (self.result, self.certificate, self.lint, self.openssl):
            self.tabs.addTab(tab, "")
        self._restore()
        pane = Pane("", 0)
        pane.column.setContentsMargins(1, 1, 1, 1)
        pane.column.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(pane, 1)
        self.setFocusProxy(self.tabs)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.previewer.previewed.connect(self._on_preview)
        self.previewer.failed.connect(self._on_failed)
        self.tabs.currentChanged.connect(self._remember)
        self.lint.count_changed.connect(self._on_count)
        self.openssl.encrypt_wanted.connect(self.previewer.encrypt)
        for tab in (self.result, self.lint, self.openssl):
            tab.place_wanted.connect(self.place_wanted)

    def show_wish(self, wish: Wish) -> None:
        """Show what would be made of it, as soon as it is made; the picture of before stays until then."""
        self.previewer.show_wish(wish)

    @property
    def preview(self) -> Preview | None:
        """What is shown."""
        return self.previewer.current

    @Slot(object)
    def _on_preview(self, preview: Preview) -> None:
        self.result.show_preview(preview)
        self.certificate.show_preview(preview)
        self.openssl.show_commands(preview.commands)
        self.lint.refresh()
        self._show_answer(answer(preview))
        self._name_tabs()

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._show_answer(Answer(Status.NOT_CHECKED, Message("beside_failed"), message))

    def _show_answer(self, shown: Answer) -> None:
        if shown == self._answer:
            return
        self._answer = shown
        say = self.shell.language.say
        detail = say(shown.detail, shown.part) if shown.detail is not None else ""
        self.banner.show_answer(shown.status, say(shown.headline), detail, shown.letter)

    @Slot(int)
    def _on_count(self, count: int) -> None:
        self._bad = count
        self._name_tabs()

    # -- which tab -------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        remembered = self.shell.settings.layout(REMEMBERED)
        name = bytes(remembered.data()).decode("ascii", "replace") if remembered is not None else ""
        if name in TABS:
            self.tabs.setCurrentIndex(TABS.index(name))

    def _remember(self, number: int) -> None:
        self.shell.settings.remember_layout(REMEMBERED, QByteArray(TABS[number].encode()))

    def _name_tabs(self) -> None:
        preview = self.preview
        request = preview is not None and preview.wish.request
        lint = self.tr("Lint")
        names = (
            self.tr("Result"),
            self.tr("Request") if request else self.tr("Certificate"),
            f"{lint} {self._bad}" if self._bad else lint,
            "openssl",
        )
        for number, name in enumerate(names):
            if self.tabs.tabText(number) != name:
                self.tabs.setTabText(number, name)

    # -- size and words --------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.banner.set_compact(event.size().height() < theme.current().px(COMPACT_BELOW))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What the form would make"))
        self.tabs.setAccessibleName(self.tr("What the form would make"))
        for tab in (self.result, self.certificate, self.lint, self.openssl):
            tab.retranslate()
        shown, self._answer = self._answer, None
        self._show_answer(shown or Answer(None, Message("beside_waiting"), None))
        self._name_tabs()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.result.list.refresh()
            self.lint.list.refresh()
