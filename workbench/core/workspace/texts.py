"""The texts that a search looks at: names by which one might know an object, folded so that writing it otherwise finds it too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import idna
from sqlalchemy import Connection, insert, update

from workbench.core.workspace import schema

CERTIFICATES, KEYS, REQUESTS, CRLS = "certificates", "keys", "requests", "crls"
"""What a row of `texts` is about: the name of its table."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_A_LABEL = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)


def storable(text: str) -> str:
    """Text as both databases take it: PostgreSQL has no NUL, and neither has lone surrogates. Each becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def folded(text: str) -> str:
    """For comparing: case, width and composition of letters do not count."""
    if text.isascii():
        return text.replace("\0", "\ufffd").lower()
    return unicodedata.normalize("NFKC", storable(text)).casefold()


def with_u_labels(name: str) -> str:
    """A name and, when it has A-labels, the same with U-labels beside it (RFC 5890)."""
    if "xn--" not in name.lower():
        return name
    spoken = _A_LABEL.sub(lambda match: _u_label(match[0]), name)
    return name if spoken == name else f"{name}\n{spoken}"


def text_of(*words: str) -> str:
    """The text of an object. Fingerprints are not in it: they are found by indexes."""
    return folded("\n".join(map(with_u_labels, words)))


def add(connection: Connection, kind: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Rows of (object's id, its text, its label or notes)."""
    values = [{"object_id": id, "kind": kind, "text": text, "noted": folded(noted)} for id, text, noted in rows]
    if values:
        connection.execute(insert(schema.texts), values)


def set_away(connection: Connection, object_id: str, away: bool) -> None:
    """The object was put away or has come back."""
    connection.execute(update(schema.texts).where(schema.texts.c.object_id == object_id).values(away=int(away)))


def note(connection: Connection, object_id: str, *noted: str) -> None:
    """Label or notes are others now."""
    connection.execute(update(schema.texts).where(schema.texts.c.object_id == object_id).values(noted=folded("\n".join(noted))))


def _u_label(label: str) -> str:
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label
