"""Keeps what stands beside a form up to date: in jobs, the latest wish only, the old picture until the new one is there."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Rules
from workbench.models import jobs
from workbench.models.issuance.beside.preview import Preview, preview
from workbench.models.issuance.wish import Wish
from workbench.models.jobs import Job

LINT_AFTER_MS = 250
"""How long the form rests until the linter looks: its first look takes half a second of the processor."""


class Previewer(QObject):
    """previewed(Preview)   the picture of the latest wish
    linted()             `lint` is another: findings, or None where the linter has not looked yet
    failed(message)      the picture cannot be made for a reason nobody foresaw

    public   also by the rules of public CAs
    """

    previewed = Signal(object)
    linted = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Preview | None = None
        self.lint: tuple[Finding, ...] | None = None
        self.lint_trouble: Message | None = None
        self.strict = False
        self.public = False
        self.encrypted = False
        self._wanted: Wish | None = None
        self._shown: tuple[Wish, bool] | None = None
        self._job: Job | None = None
        self._lint_job: Job | None = None
        self._linting: tuple[bytes, bool] = (b"", False)
        self._lint_soon = QTimer(self, singleShot=True, interval=LINT_AFTER_MS)
        self._lint_soon.timeout.connect(self._lint)

    def show_wish(self, wish: Wish) -> None:
        """Make the picture of this wish, unless it is the one that is shown."""
        self._wanted = wish
        self._go_on()

    def encrypt(self, on: bool) -> None:
        """In the openssl commands the new key gets a passphrase."""
        self.encrypted = on
        self._go_on()

    def set_public(self, on: bool) -> None:
        """Lint by the rules of public CAs too."""
        if on != self.public:
            self.public = on
            self._lint()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def _go_on(self) -> None:
        wish = self._wanted
        if wish is None or self._job is not None or self._shown == (wish, self.encrypted):
            return
        self._shown = (wish, self.encrypted)
        self._job = jobs.run(preview, wish, datetime.now(UTC), self.encrypted)
        self._job.finished.connect(self._on_made)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_ended)

    @Slot(object)
    def _on_made(self, made: Preview) -> None:
        self._job = None
        # What was typed meanwhile comes next; this one is shown all the same, so that the picture moves while somebody types on.
        self.current = made
        self.previewed.emit(made)
        self._lint_soon.start()
        self._go_on()

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._job = None
        self.failed.emit(message)
        self._go_on()

    @Slot()
    def _on_ended(self) -> None:
        self._job = None

    # -- the linter ------------------------------------------------------------------------------------------------

    @Slot()
    def _lint(self) -> None:
        certificate = self.current.certificate if self.current is not None else None
        if self._lint_job is not None:
            return
        if certificate is None:
            self.lint, self._linting = None, (b"", False)
            self.linted.emit()
        elif (certificate.der, self.public) != self._linting:
            self._linting = (certificate.der, self.public)
            self._lint_job = jobs.run(lint_of, certificate, self.public)
            self._lint_job.finished.connect(self._on_linted)
            self._lint_job.failed.connect(self._on_lint_failed)
            self._lint_job.cancelled.connect(self._on_lint_ended)

    @Slot(object)
    def _on_linted(self, found: tuple[bool, tuple[Finding, ...]]) -> None:
        self._lint_job, self.lint_trouble = None, None
        self.strict, self.lint = found
        self.linted.emit()
        if not self._lint_soon.isActive():
            self._lint()  # another one meanwhile?

    @Slot(object)
    def _on_lint_failed(self, message: Message) -> None:
        self._lint_job, self.lint_trouble = None, message
        self.lint = ()
        self.linted.emit()

    @Slot()
    def _on_lint_ended(self) -> None:
        self._lint_job = None


def lint_of(certificate: Certificate, public: bool) -> tuple[bool, tuple[Finding, ...]]:
    """Whether the CA/Browser Forum has rules for such a certificate, and what pkilint says."""
    from workbench.core.lint import Profile, lint, profile_of

    profile = profile_of(certificate)
    strict = profile in (Profile.SERVERAUTH, Profile.SMIME)
    return strict, lint(certificate, Rules.WEBPKI if public and strict else Rules.RFC5280)
