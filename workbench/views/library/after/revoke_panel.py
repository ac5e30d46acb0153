"""Revoke a certificate: why, since when, what follows from it, and whether a CRL is made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.x509.crl import REASON_NAMES, Reason
from workbench.models.library.after import revocation
from workbench.models.library.after.crls import DAYS
from workbench.models.library.after.revocation import Order, Revoked
from workbench.models.library.details import Details
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.fields import Choice, MomentField, NumberField
from workbench.views.library.after.deeds import Holding
from workbench.views.library.after.panel import AfterPanel, row_of
from workbench.views.panes import Text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.views.library.actions import Library

_NOW, _EARLIER = "now", "earlier"


class RevokePanel(AfterPanel):
    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(library, details, parent)
        entry = details.entry
        assert isinstance(entry, CertificateEntry)
        self.entry = entry
        self._held = revocation.on_hold(entry)
        self.reason, self.since, self.time = Choice(), Choice(), MomentField()
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.when, self.follows = TermText(self.shell.language, role="muted"), TermText(self.shell.language)
        self.make_crl, self.days = QCheckBox(), NumberField()
        self._labels = {name: Text() for name in ("reason", "since")}
        self._labels["reason"].setBuddy(self.reason)
        self._labels["since"].setBuddy(self.since)
        self.days.setMaximumWidth(80)
        self.days.fill(DAYS)
        self.time.fill(entry.not_before)
        self.time.hide()
        for widget in (self._labels["reason"], self.reason, self.when, self._labels["since"]):
            self.body.addWidget(widget)
        self.body.addLayout(row_of(self.since, self.time))
        self.body.addWidget(self.follows)
        self.body.addLayout(row_of(self.make_crl, self.days))
        can_sign = details.issuer is not None and details.issuer.key_id is not None
        for part in (self.make_crl, self.days):
            part.setVisible(can_sign)
        for field in (self._labels["since"], self.since):
            field.setVisible(not self._held)
        self.days.setEnabled(False)
        self.buttons.addWidget(self.cancelled)
        self.buttons.addWidget(self.go)
        self.reason.chosen.connect(self._say_what_follows)
        self.since.chosen.connect(self._since_chosen)
        self.make_crl.toggled.connect(self.days.setEnabled)
        self.go.clicked.connect(self._revoke)
        self.setFocusProxy(self.reason)
        self.retranslate()

    @Slot()
    def _since_chosen(self) -> None:
        self.time.setVisible(self.since.value() == _EARLIER)

    @Slot()
    def _say_what_follows(self) -> None:
        say = self.shell.language.say
        reason = int(str(self.reason.value()))
        self.when.setText(say(Message(f"after_reason_{reason}"), "detail"))
        known = say(Message("after_follows"))
        if self._held:
            begun = say(Message("after_counts_from_hold", {"time": self.entry.revoked or ""}))
            self.follows.setText(self.say(begun, say(Message("after_follows_for_good"))))
        elif reason == Reason.CERTIFICATE_HOLD:
            self.follows.setText(self.say(known, say(Message("after_follows_hold"))))
        else:
            self.follows.setText(self.say(known, say(Message("after_follows_for_good"))))

    def order(self) -> Order:
        """What the panel says now."""
        time = self.time.moment() if self.since.value() == _EARLIER and not self._held else None
        return Order(self.id, int(str(self.reason.value())), time, self.days.number() if self.make_crl.isChecked() else None)

    @Slot()
    def _revoke(self) -> None:
        if self.busy:
            return
        order = self.order()
        if order.crl_days is not None and self.shell.workspace.locked:
            self.refused(Message("vault_locked"))  # before anything is done: the CRL needs the key of the CA
            return
        job = self.shell.workspace.change(revocation.revoke, order)
        self.follow(job, self._done)

    def _done(self, done: Revoked) -> None:
        library = self.library
        self.leave()
        library.done(done.message, Holding(library, done.entry).lift if revocation.on_hold(done.entry) else None)

    def retranslate(self) -> None:
        say, name = self.shell.language.say, visible(self.entry.title)
        title = self.tr("Revoke “{name}” for good?") if self._held else self.tr("Revoke “{name}”?")
        self.title.setText(title.format(name=name))
        self._labels["reason"].setText(self.tr("Why?"))
        self._labels["since"].setText(self.tr("Since when?"))
        self.reason.setAccessibleName(self._labels["reason"].text())
        self.since.setAccessibleName(self._labels["since"].text())
        named = self.tr("{reason} ({name})")
        self.reason.offer(
            [
                (int(reason), named.format(reason=say(Message(f"after_reason_{int(reason)}")), name=REASON_NAMES[reason]))
                for reason in revocation.reasons_for(self.entry)
            ]
        )
        self.since.offer([(_NOW, self.tr("From now on")), (_EARLIER, self.tr("Since an earlier time (UTC)"))])
        self.since.setMinimumContentsLength(max(len(self.since.itemText(at)) for at in range(self.since.count())))
        self.time.setAccessibleName(self.tr("Date and time, UTC"))
        self.make_crl.setText(self.tr("Make a new CRL at once; days until the next one:"))
        self.days.setAccessibleName(self.tr("Days until the next CRL"))
        self.go.setText(self.tr("Revoke"))
        self.cancelled.setText(self.tr("Leave it"))
        self._say_what_follows()
        super().retranslate()
