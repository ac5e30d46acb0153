"""A program that issues certificates until somebody kills it: `python -m tests.core.workspace.surviving URL ISSUER PASSPHRASE [COUNT]`.

Prints each certificate's id and serial when it is saved, one line each, at once.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count

from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import Specification, SubjectAttribute
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.workspace import open_workspace
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.name import COMMON_NAME


def named(profile: str, name: str) -> Specification:
    """What a built-in profile says, of somebody with that common name."""
    return replace(built_in(profile).specification, subject=(SubjectAttribute(COMMON_NAME, name),))


def main(url: str, issuer_id: str, passphrase: str, limit: str = "0") -> None:
    workspace = open_workspace(url)
    workspace.vault.unlock(passphrase)
    specification = named("client", "somebody")
    print("ready", flush=True)
    for number in count(1):
        entry = issue(workspace, Order(specification, issuer_id, KeyKind.P_256, "client"))
        print(entry.id, entry.serial, flush=True)
        if number == int(limit):
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
