"""A certificate of the workspace in a handshake: sent with its chain, judged by its root; and never without its key being unlocked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.models.library.library_fixtures import HOST, lab, unlocked
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.transcript import Outcome
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.revoking import make_crl, revoke
from workbench.models.library.playing import play


def test_the_server_shows_its_chain_and_is_trusted(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    made = lab(workspace)
    name, parameters = play(workspace, made.server.id)
    assert (name, parameters.server_name) == ("tls13_full", HOST)
    assert parameters.own is not None
    assert parameters.own.credential.chain == (made.server.der, made.intermediate.der)
    assert parameters.own.anchors == (made.root.der,)
    assert run(name, parameters).outcome is Outcome.ok


def test_the_client_shows_its_own(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    name, parameters = play(workspace, lab(workspace).client.id)
    assert name == "tls13_mutual"
    assert run(name, parameters).outcome is Outcome.ok


def test_a_revoked_one_is_refused_once_there_is_a_crl(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    made = lab(workspace)
    revoke(workspace, made.server.id, 1)
    make_crl(workspace, made.intermediate.id, 7)
    transcript = run(*play(workspace, made.server.id))
    assert transcript.outcome is Outcome.failed
    assert "certificate_revoked" in [step.name for step in transcript.steps]


def test_locked_keys_stay_closed(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    made = lab(workspace)
    workspace.vault.lock()
    with pytest.raises(VaultError) as caught:
        play(workspace, made.server.id)
    assert caught.value.message.id == "vault_locked"


def test_a_ca_plays_no_part(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    with pytest.raises(WorkspaceError) as caught:
        play(workspace, lab(workspace).root.id)
    assert caught.value.message.id == "library_plays_no_part"
