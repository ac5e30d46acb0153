"""A whole lab PKI in one go: a root CA, an intermediate CA, a server and a client certificate, and the files they are used as."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from workbench.core.formats import export_keys, export_wrap
from workbench.core.issuance.checked import checked
from workbench.core.issuance.from_text import LONGEST_COMMON_NAME, alternative_name, common_name_of
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.making_keys import make_key_cancellably
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute, Validity
from workbench.core.workspace import keys
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.vault import Vault
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, PrivateKey
from workbench.core.x509.name import COMMON_NAME

ROLES = ("root", "intermediate", "server", "client")
CLIENT_NAME = "Lab client"
STEPS = len(ROLES)


@dataclass(frozen=True)
class LabWish:
    """names        what the server is called: DNS names (U-labels and "*." allowed), IP addresses; the first one is its common name
    client_name  common name of the client
    key          kind of all four keys; None: what each profile proposes
    days         how long server and client certificate hold; None: as their profiles say
    """

    names: tuple[str, ...]
    client_name: str = CLIENT_NAME
    key: KeyKind | None = None
    days: int | None = None


@dataclass(frozen=True)
class Lab:
    root: CertificateEntry
    intermediate: CertificateEntry
    server: CertificateEntry
    client: CertificateEntry

    @property
    def entries(self) -> tuple[CertificateEntry, ...]:
        """In the order of `ROLES`."""
        return (self.root, self.intermediate, self.server, self.client)


@dataclass(frozen=True)
class PlannedCertificate:
    """role: one of `ROLES`, and the id of its profile."""

    role: str
    specification: Specification
    key: KeyKind


def plan(wish: LabWish) -> tuple[PlannedCertificate, ...]:
    """What the four certificates say, in the order of `ROLES`, before anything is made. Never raises."""
    names = tuple(dict.fromkeys(_host(alternative_name(name)) for name in wish.names))
    shown = names[0].value if names else ""
    subjects = {
        "root": (SubjectAttribute(COMMON_NAME, _authority_name(shown, "Lab Root CA")),),
        "intermediate": (SubjectAttribute(COMMON_NAME, _authority_name(shown, "Lab Intermediate CA")),),
        "server": common_name_of(names[0]) if names else (),
        "client": (SubjectAttribute(COMMON_NAME, wish.client_name),),
    }
    result = []
    for role in ROLES:
        profile = built_in(role)
        specification = replace(profile.specification, subject=subjects[role], names=names if role == "server" else ())
        if wish.days is not None and role in ("server", "client"):
            specification = replace(specification, validity=Validity(wish.days))
        key = wish.key or profile.key
        result.append(PlannedCertificate(role, for_key(specification, key), key))
    return tuple(result)


def make_lab(
    workspace: Workspace, wish: LabWish, progress: Callable[[int, int], None] | None = None, now: datetime | None = None
) -> Lab:
    """Make what `plan` says, each under the one before: server and client under the intermediate CA.

    The keys come first, as they take the time: whoever gives up while they are made leaves nothing behind.
    progress  called often with how many keys are made and `STEPS`; what it raises (a cancelled job) ends the work

    Raises SpecificationError before anything is made; VaultError, WorkspaceError as `issuing.issue` does.
    """
    now = now or datetime.now(UTC)
    planned = plan(wish)
    for each in planned:
        checked(each.specification, now)
    if workspace.vault.locked:
        raise VaultError("vault_locked")
    report = progress or (lambda done, total: None)
    keys_made: list[PrivateKey] = []
    for each in planned:
        keys_made.append(make_key_cancellably(each.key, functools.partial(report, len(keys_made), STEPS)))
    report(STEPS, STEPS)
    made: dict[str, CertificateEntry] = {}
    issuers = {"root": None, "intermediate": "root", "server": "intermediate", "client": "intermediate"}
    for each, key in zip(planned, keys_made, strict=True):
        above = issuers[each.role]
        issuer_id = None if above is None else made[above].id
        made[each.role] = issue(workspace, Order(each.specification, issuer_id, each.key, each.role, _label(each.specification)), key, now)
    return Lab(**made)


@dataclass(frozen=True)
class LabFile:
    """name    file name
    role    whose it is; holds: "certificate", "chain" (the leaf first, without the root), "key" or "pkcs12"
    """

    name: str
    role: str
    holds: str
    data: bytes
    secret: bool

    def __repr__(self) -> str:  # a key is not to be printed
        return f"<LabFile {self.name}>"


def lab_files(connection: Connection, vault: Vault, lab: Lab, authority_keys: bool, password: str = "") -> tuple[LabFile, ...]:
    """A lab as the files that servers, clients and browsers read.

    `<role>.pem` is the certificate alone, `<role>-chain.pem` the certificate with the intermediate CA behind it, `<role>.key` the private
    key (PKCS #8, not encrypted: servers start without anybody typing).
    authority_keys  the keys of the two CAs too
    password        not empty: also `<role>.p12` with key and chain, for browsers and Java, protected by it

    Raises VaultError, WorkspaceError, ExportError.
    """
    result = [LabFile(f"{role}.pem", role, "certificate", _pem(entry.der), False) for role, entry in zip(ROLES, lab.entries, strict=True)]
    for role, entry in zip(ROLES, lab.entries, strict=True):
        leaf = role in ("server", "client")
        if leaf:
            result.append(LabFile(f"{role}-chain.pem", role, "chain", _pem(entry.der) + _pem(lab.intermediate.der), False))
        if not leaf and not authority_keys:
            continue
        assert entry.key_id is not None
        key = keys.private_key_info(connection, vault, entry.key_id)
        result.append(LabFile(f"{role}.key", role, "key", export_wrap.pem("PRIVATE KEY", key), True))
        if leaf and password:
            above: Sequence[bytes] = (lab.intermediate.der, lab.root.der)
            data = export_keys.pkcs12_file(entry.title, key, entry.der, above, password.encode("utf-8"), False)
            result.append(LabFile(f"{role}.p12", role, "pkcs12", data, True))
    return tuple(sorted(result, key=lambda file: ROLES.index(file.role)))


def file_names(authority_keys: bool, password: bool) -> tuple[str, ...]:
    """The names of what `lab_files` gives, known before anything is made."""
    names = [f"{role}.pem" for role in ROLES] + ["server-chain.pem", "client-chain.pem", "server.key", "client.key"]
    names += ["root.key", "intermediate.key"] if authority_keys else []
    return (*names, *(("server.p12", "client.p12") if password else ()))


def _host(name: AlternativeName) -> AlternativeName:
    """What a server can be called: whatever is no IP address is taken for a DNS name, so that a wrong one is named as that."""
    return name if name.kind in (NameKind.DNS, NameKind.IP) else AlternativeName(NameKind.DNS, name.value)


def _authority_name(host: str, role: str) -> str:
    """Named after the host, so that several labs in one trust store can be told apart."""
    name = f"{host} {role}".strip()
    return name if len(name) <= LONGEST_COMMON_NAME else role


def _label(specification: Specification) -> str:
    return specification.subject[0].value if specification.subject else specification.names[0].value if specification.names else ""


def _pem(der: bytes) -> bytes:
    return export_wrap.pem("CERTIFICATE", der)
