"""The table of readers against the folder, and what every reader says about what is not its own."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import workbench.core.formats as formats
from workbench import words
from workbench.core.errors import FileError
from workbench.core.formats import READERS, TITLES, Stage, open_bytes
from workbench.core.formats.opening import Opening, Place

# Modules of the folder that are not formats: what readers share, and the writers.
SHARED = {
    "base64_body", "ciphers", "file_names", "found", "java_serialization", "library_pkcs12", "on_disk", "opening", "password_based",
    "pem_encryption", "ssh_wire", "text",
}  # fmt: skip


def test_every_module_of_the_folder_has_its_row_and_every_row_its_module() -> None:
    folder = Path(formats.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"} - SHARED
    modules = {name for name in modules if not name.startswith("export")}
    assert {reader.file for reader in READERS} == modules
    for reader in READERS:
        assert callable(getattr(importlib.import_module(f"{formats.__name__}.{reader.file}"), reader.function))


@pytest.mark.parametrize("name", ["chain.pem", "root.der"])
def test_a_chain_loads_no_reader_of_other_formats(name: str, tmp_path: Path) -> None:
    path = Path(__file__).parents[3] / "workbench" / "resources" / "demo" / "chain.pem"
    if name == "root.der":
        der = open_bytes(path.read_bytes(), "chain.pem").objects[0].der
        path = tmp_path / name
        path.write_bytes(der)
    program = (
        "import sys\nfrom workbench.core.formats import open_path\n"
        f"assert open_path({str(path)!r})[0].objects\n"
        "print(sorted(name.rpartition('.')[2] for name in sys.modules if name.startswith('workbench.core.formats.')))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(result.stdout))
    assert "certificate" in loaded or "pem" in loaded
    assert not loaded & {"java_keystore", "openssh", "pkcs12", "pkcs7", "password_based", "private_key", "encrypted_key", "ocsp_response"}


def test_what_does_not_begin_like_a_format_is_refused_as_its_reader_would() -> None:
    for reader in (reader for reader in READERS if reader.begins):
        said = []
        for read in (reader.read, getattr(importlib.import_module(f"{formats.__name__}.{reader.file}"), reader.function)):
            with pytest.raises(FileError) as caught:
                read(b"-----BEGIN CERTIFICATE-----", Opening("", (), False, _never, _never), Place())
            said.append(caught.value.message)
        assert said[0] == said[1], reader.name


def _never(*_: object) -> bool:
    raise AssertionError


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
