"""What leaves a workspace as files: the chain, the key, and the row of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.formats.export_errors import ExportError
from workbench.core.issuance.ready_set import Choices
from workbench.core.workspace import taking_out
from workbench.core.workspace.entries import Event
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.lab import Lab, LabWish, make_lab
from workbench.core.workspace.log import read_log
from workbench.core.workspace.workspace import Workspace


@pytest.fixture
def lab(workspace: Workspace) -> Lab:
    return make_lab(workspace, LabWish(("www.example.test",)))


def test_server_files_leave_with_chain_and_key_and_the_log_says_so(workspace: Workspace, lab: Lab, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with workspace.reading() as connection:
        clients = taking_out.client_authorities(connection, lab.intermediate.id)
    assert clients == (lab.intermediate.der, lab.root.der)
    paths = taking_out.take_out(workspace, lab.server.id, ("nginx", "pem"), out, Choices(out, clients=clients))
    assert {path.name for path in paths} >= {"www.example.test-chain.pem", "www.example.test.key", "www.example.test.nginx.conf"}
    assert (out / "www.example.test.key").stat().st_mode & 0o777 == 0o600
    assert "server_name www.example.test;" in (out / "www.example.test.nginx.conf").read_text()
    with workspace.reading() as connection:
        assert lab.server.key_id is not None
        told = [entry.event for entry in read_log(connection, lab.server.key_id)]
    assert told.count(Event.EXPORTED_KEY) == 1


def test_without_a_key_nothing_is_told_and_the_vault_may_be_locked(workspace: Workspace, lab: Lab, tmp_path: Path) -> None:
    workspace.vault.lock()
    with pytest.raises(VaultError):
        taking_out.take_out(workspace, lab.server.id, ("nginx",), tmp_path / "a", Choices(tmp_path / "a"))
    assert not (tmp_path / "a").exists()
    paths = taking_out.take_out(workspace, lab.server.id, ("pem", "pkcs7"), tmp_path / "b", Choices(tmp_path / "b"))
    assert len(paths) == 3
    with workspace.reading() as connection:
        assert Event.EXPORTED_KEY not in [entry.event for entry in read_log(connection)]


def test_a_certificate_without_its_key_has_no_server_files(workspace: Workspace, lab: Lab, tmp_path: Path) -> None:
    from sqlalchemy import update

    from workbench.core.workspace import schema

    with workspace.writing() as connection:
        connection.execute(update(schema.certificates).where(schema.certificates.c.id == lab.server.id).values(key_id=None))
    with pytest.raises(ExportError) as error:
        taking_out.take_out(workspace, lab.server.id, ("nginx",), tmp_path / "a", Choices(tmp_path / "a"))
    assert error.value.message.id == "ready_set_no_key"
