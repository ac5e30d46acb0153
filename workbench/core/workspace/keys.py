"""Private keys of a workspace: sealed when they come in, opened only to be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_der_private_key
from sqlalchemy import Connection, Row, func, insert, select

from workbench.core.workspace import deleting, labels, linking, log, schema, texts
from workbench.core.workspace.entries import Event, KeyEntry
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.vault import Vault
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.issuance import PrivateKey
from workbench.core.x509.public_key import describe_key

TABLE = schema.keys
COLUMNS = [column for column in TABLE.c if column.name != "sealed"]


def add_key(connection: Connection, vault: Vault, key: PrivateKey, label: str = "", event: Event = Event.MADE_KEY) -> KeyEntry:
    """Seal a key and keep it; one that is here already is given back as it is, also from those put away.

    Raises VaultError `vault_locked`, `vault_changed_meanwhile`.
    """
    spki = spki_of(key)
    digest = hashlib.sha256(spki).hexdigest()
    known = connection.execute(select(*COLUMNS).where(TABLE.c.spki_sha256 == digest)).first()
    if known is not None:
        if known.deleted is not None:
            deleting.restore(connection, known.id)
        return key_entry(connection, known.id)
    (entry,) = add_many(connection, vault, [(key, label)], event)
    linking.adopt_by_key(connection, entry.id, digest)
    return entry


def add_many(
    connection: Connection, vault: Vault, new: Iterable[tuple[PrivateKey, str]], event: Event = Event.MADE_KEY
) -> tuple[KeyEntry, ...]:
    """Seal and keep keys that were made just now, with their labels: nothing is here yet that belongs to them. Raises as `add_key` does."""
    made = datetime.now(UTC).replace(microsecond=0)
    entries, rows = [], []
    for key, label in new:
        spki, id = spki_of(key), new_id()
        entry = KeyEntry(id, spki, hashlib.sha256(spki).hexdigest(), texts.storable(label), "", made, key_text=describe_key(spki).text)
        entries.append(entry)
        rows.append({
            "id": id, "spki_sha256": entry.spki_sha256, "spki": spki, "key_text": entry.key_text, "label": entry.label, "notes": "",
            "sealed": vault.seal(id, key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())), "made": seconds(made),
        })  # fmt: skip
    if rows:
        connection.execute(insert(TABLE), rows)
        texts.add(connection, texts.KEYS, [(entry.id, texts.text_of(entry.key_text), entry.label) for entry in entries])
        log.tell_many(connection, [(event, entry.id, {"key": entry.key_text, "label": entry.label}) for entry in entries])
    return tuple(entries)


def key_entry(connection: Connection, id: str) -> KeyEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(*COLUMNS).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return entries_of(connection, [row])[0]


def list_keys(connection: Connection, limit: int | None = None, offset: int = 0) -> tuple[KeyEntry, ...]:
    """All that are not put away, the newest first."""
    query = select(*COLUMNS).where(TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc(), TABLE.c.id.desc())
    return entries_of(connection, connection.execute(query.limit(limit).offset(offset)).all())


def count_keys(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(TABLE).where(TABLE.c.deleted.is_(None))).scalar_one()


def private_key_info(connection: Connection, vault: Vault, id: str) -> bytes:
    """The PKCS #8 (DER) of a key, unencrypted: for use in memory only.

    Raises VaultError `vault_locked`, `vault_key_damaged`, WorkspaceError `workspace_no_such_object`.
    """
    return _opened(connection, vault, id)[0]


def private_key(connection: Connection, vault: Vault, id: str) -> PrivateKey:
    """As the library uses it. Raises as `private_key_info` does."""
    return _opened(connection, vault, id)[1]


def entries_of(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> tuple[KeyEntry, ...]:
    """Rows of the table (all columns but `sealed`) as entries, with their tags."""
    tags = labels.tags_of(connection, [row.id for row in rows])
    return tuple(
        KeyEntry(
            row.id, row.spki, row.spki_sha256, row.label, row.notes, moment(row.made),
            None if row.deleted is None else moment(row.deleted), row.key_text, tags.get(row.id, ()),
        )
        for row in rows
    )  # fmt: skip


def _opened(connection: Connection, vault: Vault, id: str) -> tuple[bytes, PrivateKey]:
    row = connection.execute(select(TABLE.c.sealed, TABLE.c.spki).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    info = vault.open(id, row.sealed)
    try:
        key: PrivateKey = load_der_private_key(info, None)  # type: ignore[assignment]  # only such keys come in
        if spki_of(key) != row.spki:  # a signature by another key than the certificate names would be worse than none
            raise VaultError("vault_key_damaged")
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise VaultError("vault_key_damaged") from None
    return info, key


def spki_of(key: PrivateKey) -> bytes:
    """DER of the SubjectPublicKeyInfo of its public half."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
