"""Bringing what files hold into a workspace: keys are sealed, and everything finds what belongs to it, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from sqlalchemy import Connection, func, select

from workbench.core.errors import Message, WorkbenchError
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.workspace import certificates, crls, keys, requests, schema
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.entries import Event, Origin
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import PrivateKey

KEPT = (
    rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey,
    mldsa.MLDSA44PrivateKey, mldsa.MLDSA65PrivateKey, mldsa.MLDSA87PrivateKey,
)  # fmt: skip
"""Kinds of keys that can sign a certificate."""
IMPORTED = (Kind.CERTIFICATE, Kind.PRIVATE_KEY, Kind.CERTIFICATE_REQUEST, Kind.CRL)


@dataclass(frozen=True)
class Refused:
    """What could not be brought in: the file, which object of its kind there, and why."""

    path: str
    kind: Kind
    part: int
    reason: Message


@dataclass(frozen=True)
class Summary:
    """certificates, keys, requests, crls   ids of what came in, in the order of the files
    known     how many of all that were here already (those put away have come back)
    left_out  how many objects are of kinds that a workspace does not keep (public keys, OCSP responses)
    refused   what could not be brought in
    """

    certificates: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    crls: tuple[str, ...] = ()
    known: int = 0
    left_out: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def added(self) -> int:
        return len(self.certificates) + len(self.keys) + len(self.requests) + len(self.crls)

    @property
    def message(self) -> Message:
        """One sentence about all."""
        return Message("workspace_imported", {
            "certificates": len(self.certificates), "keys": len(self.keys), "requests": len(self.requests), "crls": len(self.crls),
            "known": self.known, "left_out": self.left_out, "refused": len(self.refused),
        })  # fmt: skip


def import_objects(workspace: Workspace, found: Iterable[FoundObject]) -> Summary:
    """Bring everything in, in one transaction. What cannot be kept is told in the summary, and the others come in nevertheless.

    Raises VaultError `vault_locked` when there are keys and the vault is locked (nothing came in then), WorkspaceError.
    """
    objects = list(found)
    if workspace.vault.locked and any(item.kind is Kind.PRIVATE_KEY for item in objects):
        raise VaultError("vault_locked")
    refused: list[Refused] = []
    ids: dict[Kind, list[str]] = {kind: [] for kind in IMPORTED}
    with workspace.writing() as connection:
        before = _counts(connection)
        ready = [NewCertificate(item.der) for item in objects if item.kind is Kind.CERTIFICATE and _readable(item, refused)]
        for item in objects:
            try:
                if item.kind is Kind.PRIVATE_KEY:
                    ids[item.kind].append(keys.add_key(connection, workspace.vault, _key(item.der), item.name, Event.IMPORTED_KEY).id)
                elif item.kind is Kind.CERTIFICATE_REQUEST:
                    ids[item.kind].append(requests.add_request(connection, item.der).id)
                elif item.kind is Kind.CRL:
                    ids[item.kind].append(crls.add_crl(connection, None, item.der, Origin.IMPORTED).id)
            except VaultError:
                raise
            except WorkbenchError as error:
                refused.append(Refused(item.path, item.kind, item.part, error.message))
        ids[Kind.CERTIFICATE] = [entry.id for entry in certificates.add_many(connection, ready)]
        added = sum(_counts(connection).values()) - sum(before.values())
    unique = {kind: tuple(dict.fromkeys(kind_ids)) for kind, kind_ids in ids.items()}
    return Summary(
        unique[Kind.CERTIFICATE], unique[Kind.PRIVATE_KEY], unique[Kind.CERTIFICATE_REQUEST], unique[Kind.CRL],
        sum(map(len, ids.values())) - added, sum(item.kind not in IMPORTED for item in objects), tuple(refused),
    )  # fmt: skip


def _readable(item: FoundObject, refused: list[Refused]) -> bool:
    """Whether everything that a row needs can be read of a certificate."""
    try:
        certificate = parse_certificate(item.der)
        for read in (lambda: certificate.serial_number, lambda: certificate.not_after, lambda: certificate.subject.rfc4514):
            read()
    except WorkbenchError as error:
        refused.append(Refused(item.path, item.kind, item.part, error.message))
        return False
    return True


def _key(info: bytes) -> PrivateKey:
    """Raises WorkspaceError `workspace_key_not_kept`."""
    try:
        key = load_der_private_key(info, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise WorkspaceError("workspace_key_not_kept") from None
    if not isinstance(key, KEPT):
        raise WorkspaceError("workspace_key_not_kept")
    return key


def _counts(connection: Connection) -> dict[str, int]:
    tables = (schema.certificates, schema.keys, schema.requests, schema.crls)
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
