"""What a person calls an object of the workspace -> that object: by id, fingerprint, serial number or name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select

from workbench.core.errors import Message
from workbench.core.workspace import certificates, keys, schema, searching
from workbench.core.workspace.entries import CertificateEntry, KeyEntry
from workbench.core.workspace.errors import WorkspaceError

TABLE = schema.certificates
SHORTEST_PREFIX = 6
"""Hex digits of a fingerprint or id that are taken for its beginning."""
SHOWN_PREFIX = 16
"""Hex digits of an id that tell it from all others of one program: its time (`workspace.new_id`)."""
SHOWN = 8


def find_certificate(connection: Connection, text: str, authority: bool = False) -> CertificateEntry:
    """The certificate with this id, SHA-256 fingerprint (or the beginning of either), serial number (hex), common name, alternative name
    or RFC 4514 subject: the first of these that fits any decides.

    authority  only CA certificates whose private key is here

    Raises WorkspaceError `workspace_no_such_certificate`, `workspace_ambiguous_certificate` (which lists the candidates),
    `workspace_no_key_of_issuer` when the CA is here but cannot sign.
    """
    found = _certificates(connection, text)
    usable = [entry for entry in found if entry.ca and entry.key_id is not None] if authority else found
    if not found:
        raise WorkspaceError("workspace_no_such_certificate", text=text)
    if not usable:
        id = "workspace_issuer_without_key" if found[0].ca else "workspace_issuer_is_no_ca"
        raise WorkspaceError(id, name=found[0].title)
    if len(usable) > 1:
        raise WorkspaceError("workspace_ambiguous_certificate", text=text, count=len(usable), candidates=candidates(usable))
    return usable[0]


def only_authority(connection: Connection) -> CertificateEntry:
    """The one CA that can issue here. Raises WorkspaceError `workspace_no_authority`, `workspace_several_authorities`."""
    found = certificates.authorities(connection)
    if not found:
        raise WorkspaceError("workspace_no_authority")
    if len(found) > 1:
        raise WorkspaceError("workspace_several_authorities", count=len(found), candidates=candidates(found))
    return found[0]


def find_key(connection: Connection, text: str) -> KeyEntry:
    """The private key with this id or SHA-256 of its public half (or the beginning of either), or this label.

    Raises WorkspaceError `workspace_no_such_key`, `workspace_ambiguous_key`.
    """
    wanted = _hex(text)
    every = keys.list_keys(connection)
    found = [key for key in every if key.id == wanted or key.spki_sha256 == wanted]
    if not found and len(wanted) >= SHORTEST_PREFIX:
        found = [key for key in every if key.id.startswith(wanted) or key.spki_sha256.startswith(wanted)]
    found = found or [key for key in every if key.label.casefold() == text.strip().casefold() and key.label]
    if not found:
        raise WorkspaceError("workspace_no_such_key", text=text)
    if len(found) > 1:
        raise WorkspaceError("workspace_ambiguous_key", text=text, count=len(found))
    return found[0]


def candidates(entries: Iterable[CertificateEntry]) -> tuple[Message, ...]:
    """A few of them, each so that it can be told from the others."""
    listed = list(entries)
    shown: list[Message] = [
        Message("workspace_candidate", {"name": entry.title, "date": entry.not_after.strftime("%Y-%m-%d"), "id": entry.id[:SHOWN_PREFIX]})
        for entry in listed[:SHOWN]
    ]
    if len(listed) > SHOWN:
        shown.append(Message("workspace_more_candidates", {"count": len(listed) - SHOWN}))
    return tuple(shown)


def _certificates(connection: Connection, text: str) -> list[CertificateEntry]:
    wanted = _hex(text)
    words = text.strip()
    conditions: list[ColumnElement[bool]] = []
    if wanted:
        conditions += [(TABLE.c.id == wanted) | (TABLE.c.sha256 == wanted), TABLE.c.serial == (wanted.lstrip("0") or "0")]
        if len(wanted) >= SHORTEST_PREFIX:
            conditions.append(TABLE.c.id.startswith(wanted) | TABLE.c.sha256.startswith(wanted))
    conditions += [
        TABLE.c.common_name == words,
        func.lower(TABLE.c.common_name) == words.lower(),
        TABLE.c.subject == words,
    ]
    for condition in conditions:
        query = select(TABLE.c.id).where(condition, TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc(), TABLE.c.id.desc()).limit(100)
        ids = [str(row.id) for row in connection.execute(query)]
        if ids:
            return [certificates.certificate_entry(connection, id) for id in ids]
    named = searching.search_certificates(connection, words) if words else ()
    return [entry for entry in named if any(name.casefold() == words.casefold() for name in entry.names)]


def _hex(text: str) -> str:
    """Digits without colons and blanks, in lower case; "" when it is no hexadecimal number."""
    digits = re.sub(r"[\s:]", "", text).lower().removeprefix("0x")
    return digits if re.fullmatch(r"[0-9a-f]+", digits) else ""
