"""The work behind the button of a form, for jobs: reading a key file, making certificates and requests, and what came of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.core.errors import FileError
from workbench.core.issuance.key_fit import kind_of
from workbench.core.workspace.entries import CertificateEntry, RequestEntry
from workbench.core.x509.issuance import KeyKind, PrivateKey
from workbench.models.issuance.form import Form
from workbench.models.issuance.naming import title_of
from workbench.models.jobs import Task

if TYPE_CHECKING:
    from workbench.core.workspace.lab import LabWish
    from workbench.core.workspace.workspace import Workspace


@dataclass(frozen=True)
class Issued:
    """What was made: it is on the disk.

    intent  what was asked for
    entries certificates (of a lab: root, intermediate, server, client), or one request
    chain   DER of all that the inspector shows of it, in the order of a file: the leaf first
    """

    intent: str
    entries: tuple[CertificateEntry | RequestEntry, ...]
    chain: tuple[bytes, ...]

    @property
    def main(self) -> CertificateEntry | RequestEntry:
        """The one that it is about: of a lab the server's."""
        return self.entries[2] if self.intent == "lab" else self.entries[0]

    @property
    def pem(self) -> bytes:
        from workbench.core.formats.export_wrap import pem

        label = "CERTIFICATE REQUEST" if isinstance(self.entries[0], RequestEntry) else "CERTIFICATE"
        return b"".join(pem(label, der) for der in self.chain)


@dataclass(frozen=True)
class LoadedKey:
    """A private key out of a file, kept until the form is done with it.

    name  of the file; spki  DER of its public half; kind  None for one that is not made here
    """

    name: str
    spki: bytes
    kind: KeyKind | None
    key: PrivateKey = field(repr=False)


class KeyLocked(FileError):
    """The key needs a password, or another one."""


def read_key(path: str, password: str) -> LoadedKey:
    """The private key in a file of any format. Raises KeyLocked, FileError with one sentence that names the file."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

    from workbench.core.formats import Kind, open_path

    name = os.path.basename(path)
    (opened,) = open_path(path, (password,) if password else ())[:1]
    keys = [item for item in opened.objects if item.kind is Kind.PRIVATE_KEY]
    if not keys and opened.locked:
        raise KeyLocked("issuing_key_wrong_password" if password else "issuing_key_locked", file=name)
    if not keys:
        if opened.error is not None:
            raise FileError("issuing_key_unreadable", file=name, reason=opened.error)
        raise FileError("issuing_key_none", file=name)
    if len({item.sha256 for item in keys}) > 1:
        raise FileError("issuing_key_several", file=name, count=len(keys))
    try:
        key = load_der_private_key(keys[0].der, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise FileError("issuing_key_unusable", file=name) from None
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if not isinstance(key, PrivateKey):
        raise FileError("issuing_key_unusable", file=name)
    return LoadedKey(name, spki, kind_of(spki), key)


def prepare(task: Task, workspace: Workspace, form: Form, issuer_id: str | None) -> PrivateKey:
    """A new key for what can be issued: it is looked first whether it may be. Raises Cancelled soon after the job was cancelled.

    Raises SpecificationError, IssuingRefused, VaultError, WorkspaceError.
    """
    from workbench.core.issuance.making_keys import make_key_cancellably
    from workbench.core.workspace.issuing import signing_of

    if not form.request:
        with workspace.reading() as connection:
            signing = signing_of(workspace, connection, issuer_id)
        signing.refuse(form.specification, form.key, datetime.now(UTC))
    return make_key_cancellably(form.key, task.check)


def make(workspace: Workspace, form: Form, issuer_id: str | None, key: PrivateKey | None, from_file: bool) -> Issued:
    """Make what the form says, with a key that was made or brought, or (None) that of the workspace. When it raises, nothing but a
    key that was brought is kept.

    Raises SpecificationError, IssuingRefused, VaultError, WorkspaceError.
    """
    from workbench.core.workspace import certificates, issuing, keys
    from workbench.core.workspace.entries import Event

    label = title_of(form.specification)
    key_id: KeyKind | str = form.key_id or form.key
    if key is not None and from_file:
        with workspace.writing() as connection:
            key_id = keys.add_key(connection, workspace.vault, key, label, Event.IMPORTED_KEY).id
        key = None
    if form.request:
        request = issuing.request(workspace, form.specification, key_id, label, key)
        return Issued(form.intent, (request,), (request.der,))
    entry = issuing.issue(workspace, issuing.Order(form.specification, issuer_id, key_id, form.intent, label, form.replaces_id), key)
    with workspace.reading() as connection:
        chain = certificates.chain(connection, entry.id)
    return Issued(form.intent, (entry,), tuple(above.der for above in chain))


def make_the_lab(task: Task, workspace: Workspace, wish: LabWish, made: list[Issued]) -> Issued:
    """All four certificates, telling how far it is. What is made is put into `made` too: a cancel may come when it is there already.

    Raises Cancelled while keys are made: then there is nothing. Raises as `make_lab` does.
    """
    from workbench.core.workspace.lab import make_lab

    def progress(done: int, total: int) -> None:
        task.check()
        task.progress(done, total)

    lab = make_lab(workspace, wish, progress)
    made.append(Issued("lab", lab.entries, (lab.server.der, lab.client.der, lab.intermediate.der, lab.root.der)))
    return made[0]
