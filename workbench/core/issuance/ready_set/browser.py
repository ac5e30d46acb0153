"""Browsers and operating systems: the root to be trusted, and a PKCS #12 file with what a person proves themselves with."""

from __future__ import annotations

import shlex

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_keys import pkcs12_file
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet


def make(material: Material, choices: Choices) -> ReadySet:
    files = []
    root = material.root if material.root is not None else material.leaf
    files.append(OutFile(f"{material.name}-root.cer", "root_der", root))
    if material.key is not None and material.root != material.leaf:
        if not choices.password:
            raise ExportError("export_needs_password")
        store = pkcs12_file(material.name, material.key, material.leaf, material.above, choices.password.encode(), choices.legacy)
        files.append(OutFile(f"{material.name}.p12", "browser_store", store, secret=True))
    # NSS keeps its own store on Linux, where Chromium and Firefox look; elsewhere a double click on the files does it.
    database = 'sql:"$HOME/.pki/nssdb"'
    trust = f"certutil -d {database} -A -t C,, -n {shlex.quote(material.name + ' root')} -i {_quoted(choices, files[0].name)}"
    lines = ["#!/bin/sh", 'mkdir -p "$HOME/.pki/nssdb"', trust]
    if len(files) > 1:
        lines.append(f"pk12util -d {database} -i {_quoted(choices, files[1].name)}")
    return ReadySet("browser", tuple(files), f"{material.name}.browser.sh", "\n".join([*lines, ""]))


def _quoted(choices: Choices, name: str) -> str:
    return shlex.quote(str(choices.folder / name))
