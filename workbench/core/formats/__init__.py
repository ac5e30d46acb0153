"""Bytes -> the objects in them. Content decides, never the name.

A file is given to every reader of files; what is DER in it to every reader of objects. Each is one module and one row here.
What a reader cannot use it refuses with a reason, and every reason is kept. A module is loaded when its reader is first asked.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from workbench.core.errors import FileError, Message
from workbench.core.formats import der, on_disk, text
from workbench.core.formats.found import FoundObject, Kind, Locked, OpenedFile, Refusal
from workbench.core.formats.opening import Opening, Place

__all__ = ["READERS", "TITLES", "FoundObject", "Kind", "Locked", "OpenedFile", "Reader", "Refusal", "Stage", "open_bytes", "open_path"]


class Stage(Enum):
    """When a reader is asked.

    WHOLE   the bytes of a file; when it takes them, they are of no other format
    PARTS   the bytes of a file that may hold several things between other text
    LAST    the bytes of a file in which no reader before found anything; when it takes them, they are of no other format
    OBJECT  one element of DER
    """

    WHOLE = auto()
    PARTS = auto()
    LAST = auto()
    OBJECT = auto()


@dataclass(frozen=True, slots=True)
class Reader:
    """One row.

    file, function   the module in this folder and the function that reads
    title            what people call the format
    begins, refusal  what bytes begin with to be of this format ((): no telling), and why they are not when they do not
    """

    name: str
    stage: Stage
    file: str
    function: str
    title: Message
    begins: tuple[bytes, ...] = ()
    refusal: str = ""

    def read(self, data: bytes, opening: Opening, place: Place) -> None:
        """Add what is found to the opening. Raises FileError: not this format, and why."""
        if self.begins and not data.startswith(self.begins):
            raise FileError(self.refusal)
        getattr(importlib.import_module(f"{__name__}.{self.file}"), self.function)(data, opening, place)


_JAVA = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")

READERS: tuple[Reader, ...] = (
    Reader("java_keystore", Stage.WHOLE, "java_keystore", "read", Message("reader_java_keystore"), _JAVA, "not_a_java_keystore"),
    Reader("openssh", Stage.WHOLE, "openssh", "read", Message("reader_openssh"), (b"openssh-key-v1\0",), "not_openssh"),
    Reader("der", Stage.WHOLE, "der", "read", Message("reader_der")),
    Reader("pem", Stage.PARTS, "pem", "read", Message("reader_pem")),
    Reader("ssh_public_key", Stage.PARTS, "ssh_public_key", "read", Message("reader_ssh_public_key")),
    Reader("spkac_text", Stage.PARTS, "spkac", "read_text", Message("reader_spkac_text")),
    Reader("mail", Stage.PARTS, "mail", "read", Message("reader_mail")),
    Reader("base64_text", Stage.LAST, "base64_text", "read", Message("reader_base64_text")),
    Reader("hex_text", Stage.LAST, "hex_text", "read", Message("reader_hex_text")),
    Reader("base64_values", Stage.PARTS, "base64_values", "read", Message("reader_base64_values")),
    Reader("certificate", Stage.OBJECT, "certificate", "read", Message("reader_certificate")),
    Reader("crl", Stage.OBJECT, "crl", "read", Message("reader_crl")),
    Reader("certificate_request", Stage.OBJECT, "certificate_request", "read", Message("reader_certificate_request")),
    Reader("pkcs7", Stage.OBJECT, "pkcs7", "read", Message("reader_pkcs7")),
    Reader("pkcs12", Stage.OBJECT, "pkcs12", "read", Message("reader_pkcs12")),
    Reader("private_key", Stage.OBJECT, "private_key", "read", Message("reader_private_key")),
    Reader("encrypted_key", Stage.OBJECT, "encrypted_key", "read", Message("reader_encrypted_key")),
    Reader("public_key", Stage.OBJECT, "public_key", "read", Message("reader_public_key")),
    Reader("ocsp_response", Stage.OBJECT, "ocsp_response", "read", Message("reader_ocsp_response")),
    Reader("ocsp_request", Stage.OBJECT, "ocsp_request", "read", Message("reader_ocsp_request")),
    Reader("spkac", Stage.OBJECT, "spkac", "read", Message("reader_spkac")),
    Reader("parameters", Stage.OBJECT, "parameters", "read", Message("reader_parameters")),
)

# Of one folder, at once.
MAX_FILES = 20_000

# What people call the reader of a `Refusal`.
TITLES: Mapping[str, Message] = {reader.name: reader.title for reader in READERS}

_FILE_READERS = tuple(reader for reader in READERS if reader.stage is not Stage.OBJECT)
_OBJECT_READERS = tuple((reader.name, reader.read) for reader in READERS if reader.stage is Stage.OBJECT)


def open_bytes(data: bytes, path: str, passwords: Sequence[str] = (), allow_cost: bool = False) -> OpenedFile:
    """Everything in the bytes of one file, or of pasted text (`path` "").

    passwords   are tried on everything that is locked; the empty one always is
    allow_cost  pay also for key derivations that take absurdly long (never for those beyond `opening.HARD_MEMORY`)

    Never raises for bad content: what cannot be read is among the refusals, and `error` says so when nothing was found.
    """
    opening = Opening(path, passwords, allow_cost, _open_der, _read_file)
    error = None
    if not data:
        error = Message("file_empty")
    elif not _read_file(data, opening, Place()) and not opening.locked and not opening.objects:
        error = _nothing(opening)
    if opening.refusals_left_out:
        opening.refusals.append(Refusal("pem", Message("refusals_left_out", {"count": opening.refusals_left_out})))
    return OpenedFile(path, tuple(opening.objects), tuple(opening.refusals), tuple(opening.locked), error)


def _nothing(opening: Opening) -> Message:
    """One sentence for a file that gave nothing: the reason, when a format was recognised; else all that was tried."""
    tried = {refusal.reader for refusal in opening.refusals}
    if len(tried) == 1:
        return Message("nothing_readable", {"format": TITLES[opening.refusals[0].reader], "reason": opening.refusals[0].reason})
    return Message("nothing_found", {"tried": tuple(reader.title for reader in READERS if reader.name in tried)})


def open_path(path: str | Path, passwords: Sequence[str] = (), allow_cost: bool = False) -> tuple[OpenedFile, ...]:
    """A file -> one OpenedFile; a folder -> one for each file below it (hidden ones left out), at most `MAX_FILES`.

    What cannot be read has its reason in `error`. Never raises for what is on disk.
    """
    name = os.fspath(path)
    if not on_disk.is_folder(name):
        return (_open_file(name, passwords, allow_cost),)
    result: list[OpenedFile] = []
    try:
        for file in on_disk.files_in(name):
            if len(result) >= MAX_FILES:
                result.append(OpenedFile(name, (), error=Message("folder_too_large", {"limit": MAX_FILES})))
                break
            result.append(_open_file(file, passwords, allow_cost))
    except OSError as error:
        result.append(OpenedFile(name, (), error=on_disk.reason_of(error)))
    return tuple(result) or (OpenedFile(name, (), error=Message("folder_empty")),)


def _open_file(path: str, passwords: Sequence[str], allow_cost: bool) -> OpenedFile:
    try:
        data = on_disk.read_file(path)
    except FileError as error:
        return OpenedFile(path, (), error=error.message)
    return open_bytes(data, path, passwords, allow_cost)


def _open_der(data: bytes, opening: Opening, place: Place, expected: str) -> bool:
    return der.read_objects(data, opening, place, expected, _OBJECT_READERS)


def _read_file(data: bytes, opening: Opening, place: Place) -> bool:
    """All readers of files on these bytes. True when anything was found or is locked."""
    before = len(opening.objects) + len(opening.locked)
    not_theirs: list[Refusal] = []
    known = False
    data, place = text.narrowed(data, place)
    for reader in _FILE_READERS:
        found = len(opening.objects) + len(opening.locked)
        if reader.stage is Stage.LAST and (known or found > before):
            continue
        try:
            reader.read(data, opening, place)
        except FileError as error:
            not_theirs.append(Refusal(reader.name, error.message))
            continue
        known = True
        if reader.stage is not Stage.PARTS or opening.nothing_else:
            opening.nothing_else = False
            break
    if len(opening.objects) + len(opening.locked) > before:
        return True
    if not known and place.follow:
        for refusal in not_theirs:
            opening.refuse(refusal.reader, refusal.reason)
    return False
