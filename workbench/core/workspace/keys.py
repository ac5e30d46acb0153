"""Private keys of a workspace: sealed when they come in, opened only to be used."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_der_private_key
from sqlalchemy import Connection, Row, insert, select

from workbench.core.workspace import log, schema
from workbench.core.workspace.entries import Event, KeyEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.vault import Vault
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.issuance import PrivateKey
from workbench.core.x509.public_key import describe_key


def add_key(connection: Connection, vault: Vault, key: PrivateKey, label: str = "", event: Event = Event.MADE_KEY) -> KeyEntry:
    """Seal a key and keep it; one that is here already is given back as it is. Raises VaultError `vault_locked`."""
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashlib.sha256(spki).hexdigest()
    known = connection.execute(select(schema.keys).where(schema.keys.c.spki_sha256 == digest, schema.keys.c.deleted.is_(None))).first()
    if known is not None:
        return _entry(known)
    id = new_id()
    sealed = vault.seal(id, key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    made = datetime.now(UTC).replace(microsecond=0)
    connection.execute(
        insert(schema.keys).values(id=id, spki_sha256=digest, spki=spki, sealed=sealed, label=label, notes="", made=seconds(made))
    )
    log.tell(connection, event, id, key=describe_key(spki).text, label=label)
    return KeyEntry(id, spki, digest, label, "", made)


def key_entry(connection: Connection, id: str) -> KeyEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(schema.keys).where(schema.keys.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return _entry(row)


def list_keys(connection: Connection) -> tuple[KeyEntry, ...]:
    """All that are not put away, the newest first."""
    query = select(schema.keys).where(schema.keys.c.deleted.is_(None)).order_by(schema.keys.c.made.desc())
    return tuple(map(_entry, connection.execute(query)))


def private_key_info(connection: Connection, vault: Vault, id: str) -> bytes:
    """The PKCS #8 (DER) of a key, unencrypted: for use in memory only. Raises VaultError, WorkspaceError."""
    row = connection.execute(select(schema.keys.c.sealed).where(schema.keys.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return vault.open(id, row.sealed)


def private_key(connection: Connection, vault: Vault, id: str) -> PrivateKey:
    """As the library uses it. Raises as `private_key_info` does."""
    return load_der_private_key(private_key_info(connection, vault, id), None)  # type: ignore[return-value]  # only such keys come in


def _entry(row: Row[tuple[object, ...]]) -> KeyEntry:
    return KeyEntry(
        row.id, row.spki, row.spki_sha256, row.label, row.notes, moment(row.made), None if row.deleted is None else moment(row.deleted)
    )
