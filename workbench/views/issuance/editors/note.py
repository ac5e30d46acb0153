"""The small text below a field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText


class Note(TermText):
    """Explains its terms to the pointer. Tab passes it by, from field to field: Shift+F1 in a field explains the same.

    of  the field: assistive tools and Shift+F1 find the text there too
    """

    def __init__(self, language: Language, role: str = "muted", of: QWidget | None = None, parent: QWidget | None = None) -> None:
        self._of = of
        super().__init__(language, "", role, parent=parent)

    def setText(self, text: str) -> None:
        super().setText(text)
        if self._of is not None:
            describe(self._of, "note", text)

    def setFocusPolicy(self, policy: Qt.FocusPolicy) -> None:
        super().setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def describe(field: QWidget, part: str, text: str) -> None:
    """Tell assistive tools (and Shift+F1) the "note" of a field, or its "problem", besides the other one."""
    field.setProperty(f"description-{part}", text)
    field.setAccessibleDescription("\n".join(filter(None, (field.property("description-problem"), field.property("description-note")))))
