"""What ready sets are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_keys import load_private
from workbench.core.formats.export_wrap import pem
from workbench.core.x509.issuance import PrivateKey


@dataclass(frozen=True)
class Material:
    """name     beginning of the file names, see `file_names.safe_name`
    leaf     the certificate (DER)
    between  the CA certificates above it without the root, its issuer first (DER)
    root     DER, None when it is not here
    key      the leaf's private key: PKCS #8, DER; None when it is not here or shall not leave
    hosts    the names that a server answers to
    """

    name: str
    leaf: bytes
    between: tuple[bytes, ...] = ()
    root: bytes | None = None
    key: bytes | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()

    @property
    def above(self) -> tuple[bytes, ...]:
        """All CA certificates above the leaf that are here, its issuer first."""
        return (*self.between, *(() if self.root in (None, self.leaf) else (self.root,)))


@dataclass(frozen=True)
class Choices:
    """folder      where the files will lie, as the configuration names it
    root_in     the chain file ends with the root; servers need not send it (RFC 8446 4.4.2)
    clients     for mutual TLS: the CA certificates (DER) whose clients a server lets in, the root among them
    password    for PKCS #12
    legacy      PKCS #12 with 3DES and SHA-1, for what is too old for AES
    """

    folder: PurePath
    root_in: bool = False
    clients: tuple[bytes, ...] = ()
    password: str = field(default="", repr=False)
    legacy: bool = False


@dataclass(frozen=True)
class OutFile:
    """One file: `secret` ones are readable by their owner alone. `id` names what it is: `ready_file_<id>` of the words."""

    name: str
    id: str
    data: bytes = field(repr=False)
    secret: bool = False


@dataclass(frozen=True)
class ReadySet:
    """The files of one target, and the lines of its configuration, an example of which `snippet_name` names ("" where there is none)."""

    target: str
    files: tuple[OutFile, ...]
    snippet_name: str
    snippet: str = field(repr=False)
    snippet_secret: bool = False

    def all_files(self) -> tuple[OutFile, ...]:
        """The snippet too, as a file, where there is one."""
        if not self.snippet_name:
            return self.files
        return (*self.files, OutFile(self.snippet_name, "snippet", self.snippet.encode(), self.snippet_secret))


def chain_pem(material: Material, choices: Choices) -> bytes:
    """The leaf first, then each one's issuer, as RFC 8446 4.4.2 wants it; the root only when chosen."""
    above = material.above if choices.root_in else material.between
    return b"".join(pem("CERTIFICATE", der) for der in (material.leaf, *above))


def key_pem(material: Material) -> bytes:
    """Raises ExportError `ready_set_no_key`."""
    return pem("PRIVATE KEY", needed_key(material))


def needed_key(material: Material) -> bytes:
    if material.key is None:
        raise ExportError("ready_set_no_key", name=material.name)
    return material.key


def library_key(material: Material) -> PrivateKey:
    return load_private(needed_key(material))  # type: ignore[return-value]  # those that certificates are made of


def chain_file(material: Material, choices: Choices) -> OutFile:
    return OutFile(f"{material.name}-chain.pem", "chain", chain_pem(material, choices))


def key_file(material: Material) -> OutFile:
    return OutFile(f"{material.name}.key", "key", key_pem(material), secret=True)


def clients_file(material: Material, choices: Choices) -> tuple[OutFile, ...]:
    """The CAs whose clients are let in; nothing without mutual TLS."""
    data = b"".join(pem("CERTIFICATE", der) for der in choices.clients)
    return (OutFile(f"{material.name}-client-ca.pem", "client_ca", data),) if choices.clients else ()


def place(choices: Choices, name: str, impossible: str = '"\\$\n\r\x00') -> str:
    """The path of a file as a configuration says it. Raises ExportError `ready_set_path` for what cannot be said there."""
    path = str(choices.folder / name)
    if any(character in path for character in impossible):
        raise ExportError("ready_set_path", path=path)
    return path
