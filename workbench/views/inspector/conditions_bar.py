"""What the verdict holds under: host, time, purpose, trust and rules, each a button that changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Purpose, Rules
from workbench.core.x509.trust_store import MOZILLA, SYSTEM
from workbench.models.choices import FILES, Choices, hosts
from workbench.models.object_text import trust_name
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.panes import Pane, Text

LONGEST = 46
"""Characters of a host name or path that a button shows."""


class ConditionsBar(Pane):
    """`chosen(choices)` when the user wants other ones."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", 8, parent)
        self._choices = Choices()
        self._certificate: Certificate | None = None
        self._label = Text("", "muted")
        self.host = self._button(self._fill_host)
        self.time = self._button(self._fill_time)
        self.purpose = self._button(self._fill_purpose)
        self.trust = self._button(self._fill_trust)
        self.rules = self._button(self._fill_rules)
        layout = FlowLayout()
        for widget in (self._label, *self.buttons):
            layout.addWidget(widget)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.addLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        return self.host, self.time, self.purpose, self.trust, self.rules

    def _button(self, fill: Callable[[QMenu], None]) -> QToolButton:
        button = QToolButton(self)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("kind", "condition")
        menu = QMenu(button)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        return button

    def show_choices(self, choices: Choices, certificate: Certificate | None) -> None:
        self._choices, self._certificate = choices, certificate
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Checked for"))
        self.setAccessibleName(self.tr("Checked for"))
        if self._certificate is None:
            return
        conditions = self._choices.conditions_for(self._certificate)
        host = _shorten(words.visible(conditions.host))
        self._put(self.host, self.tr("host {name}").format(name=host) if host else self.tr("any host"))
        when = self.tr("time now") if conditions.time is None else self.tr("time {when}").format(when=_minute(conditions.time))
        self._put(self.time, when)
        self._put(self.purpose, self.tr("purpose {name}").format(name=self._purpose_name(conditions.purpose)))
        trust = _shorten(trust_name(conditions.trust))
        if self._choices.anchors:
            trust = self.tr("{name} + %n for now", "", len(self._choices.anchors)).format(name=trust)
        self._put(self.trust, self.tr("trust {name}").format(name=trust))
        self._put(self.rules, self.tr("rules {name}").format(name=_RULES[conditions.rules]))

    def _put(self, button: QToolButton, text: str) -> None:
        button.setText(text.replace("&", "&&"))
        button.setAccessibleName(text)
        button.updateGeometry()

    def _purpose_name(self, purpose: Purpose) -> str:
        match purpose:
            case Purpose.SERVER:
                return self.tr("server")
            case Purpose.CLIENT:
                return self.tr("client")
            case Purpose.ANY:
                return self.tr("any")

    # -- the menus -------------------------------------------------------------------------------------------------

    def _add(self, menu: QMenu, text: str, choices: Choices, checked: bool) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        group = menu.findChild(QActionGroup) or QActionGroup(menu)
        group.addAction(action)
        action.triggered.connect(lambda: self.chosen.emit(choices))
        return action

    def _fill_host(self, menu: QMenu) -> None:
        certificate = self._certificate
        if certificate is None:
            return
        now = self._choices.conditions_for(certificate).host
        found = hosts(certificate)
        for name in found[:20]:
            if "*" not in name:
                self._add(menu, words.visible(name), self._choices.with_host(certificate, name), name == now)
        wildcards = [name for name in found if name.startswith("*.")]
        for name in wildcards[:3]:
            example = "www" + name[1:]
            if example not in found:
                self._add(menu, words.visible(example), self._choices.with_host(certificate, example), example == now)
        if now and now not in found:
            self._add(menu, words.visible(now), self._choices, True)
        self._add(menu, self.tr("any host"), self._choices.with_host(certificate, ""), not now)
        menu.addSeparator()
        menu.addAction(self.tr("Another host…")).triggered.connect(self._ask_host)

    def _ask_host(self) -> None:
        certificate = self._certificate
        if certificate is None:
            return
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(self.tr("Host"))
        dialog.setLabelText(self.tr("DNS name, IP address or email address that the certificate must be valid for:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue(self._choices.conditions_for(certificate).host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda text: self.chosen.emit(self._choices.with_host(certificate, text.strip())))
        dialog.open()

    def _fill_time(self, menu: QMenu) -> None:
        now = self._choices.time
        self._add(menu, self.tr("now"), replace(self._choices, time=None), now is None)
        moments: list[tuple[str, datetime]] = []
        try:
            if self._certificate is not None:
                issued, expiry = self._certificate.not_before, self._certificate.not_after
                moments.append((self.tr("when it was issued, {when}").format(when=_minute(issued)), issued))
                moments.append((self.tr("when it expires, {when}").format(when=_minute(expiry)), expiry))
        except DerError:
            pass
        for days in (30, 90):
            later = (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)
            moments.append((self.tr("in %n days", "", days), later))
        for text, moment in moments:
            self._add(menu, text, replace(self._choices, time=moment), moment == now)
        if now is not None and now not in (moment for _, moment in moments):
            self._add(menu, _minute(now), self._choices, True)
        menu.addSeparator()
        menu.addAction(self.tr("Another time…")).triggered.connect(self._ask_time)

    def _ask_time(self) -> None:
        from workbench.views.inspector.time_dialog import TimeDialog

        dialog = TimeDialog(self._choices.time or datetime.now(UTC), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda moment: self.chosen.emit(replace(self._choices, time=moment)))
        dialog.open()

    def _fill_purpose(self, menu: QMenu) -> None:
        certificate = self._certificate
        if certificate is None:
            return
        now = self._choices.conditions_for(certificate).purpose
        for purpose in Purpose:
            self._add(menu, self._purpose_name(purpose), self._choices.with_purpose(certificate, purpose), purpose is now)

    def _fill_trust(self, menu: QMenu) -> None:
        now = self._choices.trust
        for trust in (MOZILLA, SYSTEM, FILES):
            self._add(menu, trust_name(trust), replace(self._choices, trust=trust), trust == now)
        if now not in (MOZILLA, SYSTEM, FILES):
            self._add(menu, trust_name(now), self._choices, True)
        menu.addSeparator()
        if self._choices.anchors:
            action = menu.addAction(self.tr("Forget what is trusted for now"))
            action.triggered.connect(lambda: self.chosen.emit(replace(self._choices, anchors=frozenset())))
        menu.addAction(self.tr("Roots from a file…")).triggered.connect(self._ask_trust)

    def _ask_trust(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Roots to trust"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.chosen.emit(replace(self._choices, trust=path)))
        dialog.open()

    def _fill_rules(self, menu: QMenu) -> None:
        for rules in Rules:
            text = f"{_RULES[rules]}: {self._rules_meaning(rules)}"
            self._add(menu, text, replace(self._choices, rules=rules), rules is self._choices.rules)

    def _rules_meaning(self, rules: Rules) -> str:
        if rules is Rules.RFC5280:
            return self.tr("the standard; what browsers demand beyond it are warnings")
        return self.tr("what browsers and the CA/Browser Forum demand must be met too")

    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().minimumSizeHint().height())


_RULES = {Rules.RFC5280: "RFC 5280", Rules.WEBPKI: "Web PKI"}


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 :]}"
