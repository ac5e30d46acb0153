"""A program that does one thing over and over until somebody kills it: `python -m tests.core.workspace.busy URL PASSPHRASE JOB ID [COUNT]`.

Prints what it has done when it is saved, a line each, at once. `passphrase` goes back and forth between PASSPHRASE and the same twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.core.workspace.surviving import named
from workbench.core.workspace import vault
from workbench.core.workspace.issuing import Order
from workbench.core.workspace.issuing_many import issue_many
from workbench.core.workspace.lab import LabWish, make_lab
from workbench.core.workspace.revoking import lift_hold, make_crl, revoke
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.crl import Reason
from workbench.core.x509.issuance import KeyKind


def crl(workspace: Workspace, id: str, passphrase: str) -> str:
    return str(make_crl(workspace, id, 7).number)


def hold(workspace: Workspace, id: str, passphrase: str) -> str:
    revoke(workspace, id, Reason.CERTIFICATE_HOLD)
    print("held", flush=True)
    lift_hold(workspace, id)
    return "lifted"


def many(workspace: Workspace, id: str, passphrase: str) -> str:
    order = Order(named("client", "somebody"), id, KeyKind.P_256, "client")
    outcomes = issue_many(workspace, [order] * 20)
    return " ".join(str(getattr(each, "id", each)) for each in outcomes)


def lab(workspace: Workspace, id: str, passphrase: str) -> str:
    return " ".join(entry.id for entry in make_lab(workspace, LabWish(("www.example.test",))).entries)


def passphrase(workspace: Workspace, id: str, passphrase: str) -> str:
    workspace.change_passphrase(passphrase, passphrase * 2)
    print("twice", flush=True)
    workspace.change_passphrase(passphrase * 2, passphrase)
    return "once"


JOBS: dict[str, Callable[[Workspace, str, str], str]] = {"crl": crl, "hold": hold, "many": many, "lab": lab, "passphrase": passphrase}


def main(url: str, secret: str, job: str, id: str, limit: str = "0") -> None:
    vault.SCRYPT_N = 2**4
    workspace = open_workspace(url)
    workspace.vault.unlock(secret)
    print("ready", flush=True)
    done = 0
    while not int(limit) or done < int(limit):
        print(JOBS[job](workspace, id, secret), flush=True)
        done += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
