"""curl: whom to trust, and what to prove oneself with."""

from __future__ import annotations

import shlex

from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, chain_file, key_file


def make(material: Material, choices: Choices) -> ReadySet:
    chain, key = chain_file(material, choices), key_file(material)
    files = [chain, key]
    words = ["curl"]
    if material.root is not None:
        root = OutFile(f"{material.name}-root.pem", "root", pem("CERTIFICATE", material.root))
        files.append(root)
        words += ["--cacert", shlex.quote(str(choices.folder / root.name))]
    words += ["--cert", shlex.quote(str(choices.folder / chain.name)), "--key", shlex.quote(str(choices.folder / key.name))]
    return ReadySet("curl", tuple(files), f"{material.name}.curl.sh", "#!/bin/sh\nexec " + " ".join([*words, '"$@"']) + "\n")
