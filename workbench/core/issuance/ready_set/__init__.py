"""Ready sets: the files that one piece of software wants, under the names and in the order in which it wants them, and what its
configuration says about them. One module a target; `TARGETS` is the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_write import NewFile, write_together
from workbench.core.issuance.ready_set import apache, browser, curl, haproxy, java, kubernetes, nginx, node, single
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, chain_pem

__all__ = ["TARGETS", "Choices", "Material", "OutFile", "ReadySet", "chain_pem", "ready_set", "save", "targets_for"]

TARGETS: dict[str, Callable[[Material, Choices], ReadySet]] = {
    "nginx": nginx.make,
    "apache": apache.make,
    "haproxy": haproxy.make,
    "node": node.make,
    "java": java.make,
    "kubernetes": kubernetes.make,
    "curl": curl.make,
    "browser": browser.make,
    "pem": single.make_pem,
    "der": single.make_der,
    "pkcs7": single.make_pkcs7,
    "pkcs12": single.make_pkcs12,
    "encrypted_key": single.make_encrypted_key,
}
"""By the id of the target. The words have `ready_set_<id>`: its name, `summary` (what it gets), `advice` (how to put it to use)."""
NEED_PASSWORD = frozenset({"java", "browser", "pkcs12", "encrypted_key"})
"""Their files protect a key with a password. Without a key "browser" needs none."""
NEED_KEY = frozenset({"nginx", "apache", "haproxy", "node", "java", "kubernetes", "curl", "pkcs12", "encrypted_key"})
USE_KEY = NEED_KEY | {"browser"}
UNPROTECTED = frozenset({"nginx", "apache", "haproxy", "node", "kubernetes", "curl"})
"""The key leaves readable by whoever has the file."""
FOR_SERVERS = ("nginx", "apache", "haproxy", "node", "java", "kubernetes")
FOR_CLIENTS = ("browser", "curl", "java")
FOR_ALL = ("browser", "pem", "der", "pkcs7", "pkcs12", "encrypted_key")


def targets_for(server: bool, client: bool, key: bool = True) -> tuple[str, ...]:
    """The targets that have a use for a certificate that servers, or clients, prove themselves with, the likeliest first.

    key  whether its key is there
    """
    wanted = (*(FOR_SERVERS if server else ()), *(FOR_CLIENTS if client else ()), *FOR_ALL)
    return tuple(id for id in dict.fromkeys(wanted) if key or id not in NEED_KEY)


def ready_set(target: str, material: Material, choices: Choices) -> ReadySet:
    """The files for a target, made but not written.

    Raises ExportError: `ready_set_no_key` where the target needs the private key, `export_needs_password`, `ready_set_path` for a folder
    whose name the target's configuration cannot say, and those of `formats.export_keys`.
    """
    return TARGETS[target](material, choices)


def save(folder: Path, wanted: Sequence[ReadySet], overwrite: bool = False) -> tuple[Path, ...]:
    """Write the files and the configuration snippets of several targets into one folder, all or none. Raises ExportError."""
    files: dict[str, OutFile] = {}
    for each in wanted:
        for file in each.all_files():
            known = files.setdefault(file.name, file)
            if known.data != file.data:
                raise ExportError("ready_set_same_name", name=file.name)
    new = [NewFile(folder / file.name, file.data, file.secret) for file in files.values()]
    write_together(new, overwrite)
    return tuple(file.path for file in new)
