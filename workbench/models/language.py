"""The language of the interface: chosen, resolved, switched while the program runs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from workbench import words
from workbench.core.errors import Message
from workbench.models.resource import resource

CHOICES = ("system", *words.LANGUAGES)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text in a table for translation (lupdate knows this name); it is translated where it is shown."""
    return text


def resolve(choice: str) -> str:
    """The choice "system", "en" or "ja" -> "en" or "ja". Whatever is not Japanese is English."""
    if choice in words.LANGUAGES:
        return choice
    first = next(iter(QLocale.system().uiLanguages()), "")
    return "ja" if first.lower().startswith("ja") else "en"


class Language(QObject):
    """The language in use. Installing its translators makes Qt send LanguageChange to every widget."""

    changed = Signal(str)

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translators: list[_Texts] = []
        self._current = ""
        self.choose(choice)

    @property
    def current(self) -> str:
        """Either "en" or "ja"."""
        return self._current

    def choose(self, choice: str) -> None:
        """Switch to a choice of `CHOICES`. Emits `changed` when the language really changed."""
        language = resolve(choice)
        if language == self._current:
            return
        self._current = language
        words.prepare(language)
        QLocale.setDefault(QLocale(QLocale.Language.Japanese if language == "ja" else QLocale.Language.English))
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators = [translator for translator in _translators(language) if QCoreApplication.installTranslator(translator)]
        self.changed.emit(language)

    def say(self, message: Message, part: str = "sentence") -> str:
        """The text of a message of core in the language in use."""
        return words.say(message, self._current, part)


class _Texts(QTranslator):
    """The texts of one file. Loaded by name, Qt would map the file, and the program would crash when it is written anew (an update)."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._content = file.read_bytes()  # Qt reads in it as long as this lives
        self.readable = self.load(self._content)


def _translators(language: str) -> list[_Texts]:
    """Qt's own texts first, then ours: the one installed last is asked first. English is what the source says."""
    found = []
    if language != "en":
        files = [Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"]
        files += sorted(resource("translations").glob(f"*_{language}.qm"))
        for file in files:
            if file.is_file() and (texts := _Texts(file)).readable:
                found.append(texts)
    return found
