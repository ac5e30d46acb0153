"""Asks for the password of one file at a time, without standing in the way."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.models.language import Language
from workbench.models.session import Session, Source
from workbench.views.error_bar import Bar
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import IconLabel, Text
from workbench.words import visible


class PasswordBar(Bar):
    """Shows the first source that waits for a password or for consent to a cost; hidden when none does."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("neutral", parent)
        self._session, self._language = session, language
        self._source: Source | None = None
        self._question = Text("", "strong", wrap=True)
        self._detail = TermText(language, role="muted")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMinimumWidth(200)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.field.returnPressed.connect(self._submit)
        self._reveal = QCheckBox()
        self._reveal.toggled.connect(lambda on: self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password))
        self.open_button, self.skip_button = QPushButton(), QPushButton()
        self.open_button.setProperty("kind", "main")
        self.open_button.clicked.connect(self._submit)
        self.skip_button.clicked.connect(self._skip)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._question)
        texts.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("lock", "accent", 20))
        row.addLayout(texts, 1)
        row.addWidget(self.field)
        row.addWidget(self._reveal)
        row.addWidget(self.open_button)
        row.addWidget(self.skip_button)
        session.changed.connect(lambda collection: self.refresh())
        session.asked_again.connect(self._ask)
        self.hide()

    @property
    def source(self) -> Source | None:
        """The one it asks for now."""
        return self._source

    def refresh(self, wanted: Source | None = None) -> None:
        """Ask for the one wanted, else the first that waits."""
        waiting = self._session.waiting_for_password
        before = self._source.key if self._source else None
        self._source = wanted if wanted in waiting else waiting[0] if waiting else None
        if self._source is None:
            self.field.clear()
            self.hide()
            return
        if self._source.key != before:
            self.field.clear()
            self._reveal.setChecked(False)
        self._retranslate()
        hidden = not self.isVisible()
        self.show()
        if hidden or self._source.key != before:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._asks_consent():
            self.field.selectAll()

    def _ask(self, source: Source) -> None:
        self.refresh(source)
        target = self.open_button if self._asks_consent() else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asks_consent(self) -> bool:
        return self._source is not None and any(locked.seconds for locked in self._source.locked) and not self._source.allow_cost

    def _submit(self) -> None:
        source = self._source
        if source is None or self._session.busy:
            return
        if self._asks_consent():
            self._session.reopen(source, allow_cost=True)
        else:
            self._session.try_password(source, self.field.text())

    def _skip(self) -> None:
        if self._source is not None:
            self._session.skip_password(self._source)
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._skip()
        else:
            super().keyPressEvent(event)

    def _retranslate(self) -> None:
        source = self._source
        if source is None:
            return
        name = visible(os.path.basename(source.path)) if source.path else self.tr("the pasted text")
        locked = source.locked[0]
        consent = self._asks_consent()
        what = self._language.say(locked.what)
        if consent:
            seconds = max(entry.seconds for entry in source.locked)
            self._question.setText(self.tr("Opening {name} takes about %n seconds", "", round(seconds)).format(name=name))
            self._detail.setText(self.tr("Whoever made it chose to make opening this slow: {what}").format(what=what))
        elif locked.wrong and self._tried():
            self._question.setText(self.tr("That password does not open {name}").format(name=name))
            self._detail.setText(self.tr("Upper and lower case matter. It opens {what}").format(what=what))
        else:
            self._question.setText(self.tr("{name} needs a password").format(name=name))
            self._detail.setText(what)
        self.field.setVisible(not consent)
        self._reveal.setVisible(not consent)
        self._reveal.setText(self.tr("Show"))
        self.field.setPlaceholderText(self.tr("Password"))
        self.field.setAccessibleName(self._question.text())
        self.open_button.setText(self.tr("Open it anyway") if consent else self.tr("Open"))
        self.skip_button.setText(self.tr("Skip"))
        self.setAccessibleName(self._question.text())

    def _tried(self) -> bool:
        return bool(self.field.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
