"""The table of readers against the folder, and what every reader says about what is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbench.core.formats as formats
from workbench import words
from workbench.core.formats import READERS, TITLES, Stage, open_bytes

# Modules of the folder that are not formats: what readers share, and the writers.
SHARED = {
    "base64_body", "ciphers", "found", "java_serialization", "library_pkcs12", "on_disk", "opening", "password_based",
    "pem_encryption", "ssh_wire", "text",
}  # fmt: skip


def test_every_module_of_the_folder_has_its_row_and_every_row_its_module() -> None:
    folder = Path(formats.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"} - SHARED
    modules = {name for name in modules if not name.startswith("export")}
    rows = {reader.read.__module__.rsplit(".", 1)[1] for reader in READERS}
    assert rows == modules


def test_names_of_rows_are_unique_and_have_titles_in_both_languages() -> None:
    names = [reader.name for reader in READERS]
    assert len(set(names)) == len(names)
    for title in TITLES.values():
        assert all(words.say(title, language) != title.id for language in words.LANGUAGES)


def test_every_reader_of_files_says_why_it_refuses_plain_text() -> None:
    opened = open_bytes(b"This is not a certificate, nor anything else that is known here.\n", "note.txt")
    assert not opened.objects
    assert {refusal.reader for refusal in opened.refusals} == {reader.name for reader in READERS if reader.stage is not Stage.OBJECT}
    assert opened.error is not None
    for language in words.LANGUAGES:
        for refusal in opened.refusals:
            assert words.say(refusal.reason, language) != refusal.reason.id
        assert "PEM" in words.say(opened.error, language)


def test_every_reader_of_objects_says_why_it_refuses_unknown_der() -> None:
    opened = open_bytes(bytes.fromhex("3003040141"), "odd.der")
    assert [item.kind for item in opened.objects] == [formats.Kind.UNKNOWN_DER]
    assert {refusal.reader for refusal in opened.refusals} == {reader.name for reader in READERS if reader.stage is Stage.OBJECT}


@pytest.mark.parametrize("data", [b"", b"\0" * 1000, b"\xff" * 1000, b"0", b"0\x80", bytes(range(256)) * 10])
def test_rubbish_ends_in_one_sentence_or_an_unknown_object(data: bytes) -> None:
    opened = open_bytes(data, "rubbish")
    assert opened.error is not None or [item.kind for item in opened.objects] == [formats.Kind.UNKNOWN_DER]
