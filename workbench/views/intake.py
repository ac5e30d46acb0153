"""What a drop or the clipboard holds: files, or bytes. The same for both."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QUrl


@dataclass(frozen=True)
class Intake:
    """paths of local files and folders, or the data itself; both empty when there is nothing for us."""

    paths: tuple[str, ...] = ()
    data: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.paths or self.data)

    def __repr__(self) -> str:  # never the bytes
        return f"<Intake {len(self.paths)} paths, {len(self.data)} bytes>"


# Content that comes as bytes of its own kind (mail programs and browsers offer these).
_BINARY = (
    "application/x-x509-ca-cert",
    "application/pkix-cert",
    "application/x-pkcs12",
    "application/pkcs7-mime",
    "application/octet-stream",
)


def can_take(mime: QMimeData) -> bool:
    """Whether there is anything to take, without fetching it."""
    return mime.hasUrls() or mime.hasText() or any(mime.hasFormat(name) for name in _BINARY)


def take(mime: QMimeData) -> Intake:
    """Files first, then bytes, then text; text that names existing files one a line is taken as these files."""
    paths = tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
    if paths:
        return Intake(paths)
    for name in _BINARY:
        if mime.hasFormat(name):
            return Intake(data=bytes(mime.data(name).data()))
    text = mime.text()
    lines = [line.strip().strip('"') for line in text.splitlines() if line.strip()]
    if lines and len(lines) <= 100 and all(len(line) < 4096 for line in lines):
        named = [QUrl(line).toLocalFile() if line.startswith("file:") else line for line in lines]
        if all(os.path.isabs(name) and "\x00" not in name and os.path.exists(name) for name in named):
            return Intake(tuple(named))
    return Intake(data=text.encode("utf-8", "surrogatepass")) if text.strip() else Intake()
