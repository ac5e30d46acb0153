"""A real workspace in a folder of the test, and what is put into it."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import insert, select

from workbench.core.workspace import schema
from workbench.core.workspace.lab import Lab, LabWish, make_lab
from workbench.core.workspace.workspace import Workspace, open_workspace

PASSPHRASE = "twelve quiet words"
HOST = "shop.example.test"


def unlocked(folder: Path) -> Workspace:
    """A new workspace with its passphrase."""
    workspace = open_workspace(f"sqlite:///{folder / 'workspace.sqlite'}")
    workspace.set_up_vault(PASSPHRASE)
    return workspace


def lab(workspace: Workspace, host: str = HOST) -> Lab:
    return make_lab(workspace, LabWish((host,)))


def many(workspace: Workspace, like: str, count: int) -> None:
    """Rows like that of a certificate, under the same CA, each with a name of its own: `host0007.example.test`."""
    table = schema.certificates
    with workspace.writing() as connection:
        row = dict(connection.execute(select(table).where(table.c.id == like)).mappings().one())
        rows, searched = [], []
        for number in range(count):
            name = f"host{number:04}.example.test"
            made = {
                **row, "id": secrets.token_hex(16), "sha256": secrets.token_hex(32), "serial": secrets.token_hex(19), "key_id": None,
                "common_name": name, "subject": f"CN={name}", "names": f'["{name}"]', "made": row["made"] - count + number,
            }  # fmt: skip
            rows.append(made)
            text = f"cn={name}\n{made['serial']}\n{made['sha256']}"
            searched.append({"object_id": made["id"], "kind": "certificates", "text": text, "noted": ""})
        connection.execute(insert(table), rows)
        connection.execute(insert(schema.texts), searched)
