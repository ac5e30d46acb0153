"""Killed in the middle of whatever a workspace can do: what was reported is there, nothing is half there, and the next program goes on."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.core.workspace import postgresql
from tests.core.workspace.conftest import PASSPHRASE
from tests.core.workspace.surviving import named
from tests.core.workspace.test_surviving import authority
from tests.core.workspace.test_workspace import refused
from workbench.core.workspace import certificates, crls, keys, labels, log
from workbench.core.workspace.entries import Event
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.revoking import lift_hold
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.signature import certificate_signature


def start(url: str, job: str, id: str, count: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.core.workspace.busy", url, PASSPHRASE, job, id, str(count)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    return program


def reported(program: subprocess.Popen[str]) -> list[str]:
    """Whole lines that it printed."""
    assert program.stdout is not None
    with program.stdout as output:
        return [line.strip() for line in output.read().splitlines(keepends=True) if line.endswith("\n")]


def unlocked(url: str) -> tuple[Workspace, str]:
    """Opened by whichever of the two passphrases holds; exactly one does."""
    workspace = open_workspace(url)
    good = []
    for passphrase in (PASSPHRASE, PASSPHRASE * 2):
        try:
            workspace.vault.unlock(passphrase)
            good.append(passphrase)
        except VaultError as error:
            assert error.message.id == "vault_wrong_passphrase"
    assert len(good) == 1
    return workspace, good[0]


def whole(workspace: Workspace) -> None:
    """Every certificate has its key, its signature and one row in the log; every CRL its own number."""
    with workspace.reading() as connection:
        events = log.read_log(connection, limit=100_000)
        issued = [row.object_id for row in events if row.event is Event.ISSUED]
        entries = [certificates.certificate_entry(connection, id) for id in issued]
        assert len(set(issued)) == len(issued) and keys.count_keys(connection) == len(issued)
        for entry in entries:
            assert entry.key_id is not None and entry.issuer_id is not None
            certificate = parse_certificate(entry.der)
            above = parse_certificate(certificates.certificate_entry(connection, entry.issuer_id).der)
            assert certificate_signature(certificate, above.spki).ok
            assert keys.spki_of(keys.private_key(connection, workspace.vault, entry.key_id)) == certificate.spki
        made = crls.list_crls(connection)
        assert sorted(crl.number or 0 for crl in made) == list(range(1, len(made) + 1))
        assert sorted(row.object_id for row in events if row.event is Event.MADE_CRL) == sorted(crl.id for crl in made)


def there(workspace: Workspace, job: str, id: str, lines: Sequence[str], passphrase: str) -> None:
    """What was said to be done is done: the last thing said holds, or the next one that was not said any more."""
    with workspace.reading() as connection:
        if job in ("many", "lab"):
            for line in lines:
                for each in line.split():
                    certificates.certificate_entry(connection, each)
        if job == "crl" and lines:
            assert {int(line) for line in lines} <= {crl.number for crl in crls.list_crls(connection)}
        told = [row for row in log.read_log(connection, limit=100_000) if row.event is not Event.MADE_KEY]
        if job == "hold":
            entry = certificates.certificate_entry(connection, id)
            assert (entry.revoked is not None) is (told[0].event is Event.REVOKED)
        if job == "passphrase":
            changes = sum(row.event is Event.CHANGED_PASSPHRASE for row in told)
            assert changes >= len(lines) and (passphrase == PASSPHRASE) is (changes % 2 == 0)


@pytest.mark.parametrize("job", ["crl", "hold", "many", "lab", "passphrase"])
def test_a_kill_in_the_middle_of_it(url: str, workspace: Workspace, job: str) -> None:
    root = authority(workspace)
    client = issue(workspace, Order(named("client", "held"), root, KeyKind.P_256, "client")).id
    id = client if job == "hold" else root
    moments = random.Random(job)
    lines: list[str] = []
    for _ in range(4):
        program = start(url, job, id)
        time.sleep(moments.uniform(0.01, 0.3))
        program.send_signal(signal.SIGKILL)
        program.wait()
        lines += reported(program)
        again, passphrase = unlocked(url)
        whole(again)
        there(again, job, id, lines, passphrase)
        if passphrase != PASSPHRASE:  # so that the next one can begin
            again.change_passphrase(passphrase, PASSPHRASE)
            lines.append("once")
        with again.reading() as connection:
            held = certificates.certificate_entry(connection, client).revoked is not None
        again.close()
        if held:
            lift_hold(workspace, client)
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()


def test_programs_that_make_crls_and_change_the_passphrase_at_once(url: str, workspace: Workspace) -> None:
    root = authority(workspace)
    programs = [start(url, "crl", root, 15), start(url, "crl", root, 15), start(url, "passphrase", root, 5), start(url, "many", root, 2)]
    lines = [reported(program) for program in programs]
    assert [program.wait() for program in programs] == [0] * 4
    numbers = [int(line) for line in lines[0] + lines[1]]
    assert sorted(numbers) == list(range(1, 31))
    again, passphrase = unlocked(url)
    assert passphrase == PASSPHRASE
    whole(again)
    again.close()


@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_a_server_that_is_started_again_is_used_again(server: Path, mode: str) -> None:
    workspace = open_workspace(postgresql.new_database(server))
    workspace.set_up_vault(PASSPHRASE)
    root = authority(workspace)
    try:
        with refused("workspace_connection_lost"), workspace.writing() as connection:
            labels.set_notes(connection, root, "lost")
            postgresql.stop(server, mode)
            keys.list_keys(connection)
        for _ in range(2):
            with refused("workspace_unreachable"), workspace.reading() as connection:
                keys.list_keys(connection)
    finally:
        postgresql.start(server)
    with workspace.reading() as connection:
        assert certificates.certificate_entry(connection, root).notes == ""
    assert not workspace.vault.locked  # nobody is asked for the passphrase again
    issue(workspace, Order(named("client", "after"), root, KeyKind.P_256, "client"))
    workspace.close()
