"""Who signs for a CA of the workspace. To the world a CA is a name and a key: all its certificates, renewed ones too, are one CA."""

from __future__ import annotations

from sqlalchemy import Connection, select

from workbench.core.workspace import schema
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.keys import private_key
from workbench.core.workspace.vault import Vault
from workbench.core.x509.issuance import Authority


def same_authority(connection: Connection, issuer_id: str) -> tuple[str, ...]:
    """The ids of all certificates with this one's subject and key, put away ones too: what one of them issued, every one did.

    Raises WorkspaceError `workspace_no_such_object`.
    """
    table = schema.certificates
    own = connection.execute(select(table.c.spki_sha256, table.c.subject_name).where(table.c.id == issuer_id)).first()
    if own is None:
        raise WorkspaceError("workspace_no_such_object", object=issuer_id)
    query = select(table.c.id).where(table.c.spki_sha256 == own.spki_sha256, table.c.subject_name == own.subject_name)
    return tuple(str(row.id) for row in connection.execute(query.order_by(table.c.id)))


def authority(connection: Connection, vault: Vault, issuer_id: str) -> Authority:
    """A CA with its key, to sign at once. Raises WorkspaceError `workspace_issuer_has_no_key`, VaultError."""
    entry = certificate_entry(connection, issuer_id)
    if entry.key_id is None:
        raise WorkspaceError("workspace_issuer_has_no_key", issuer=entry.title)
    return Authority(entry.der, private_key(connection, vault, entry.key_id))
