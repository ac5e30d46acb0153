"""What was reported as saved is there: after a kill at any moment, and with several programs at work on one workspace."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from tests.conftest import ROOT
from tests.core.workspace.conftest import PASSPHRASE
from tests.core.workspace.surviving import named
from workbench.core.workspace import certificates, keys, log, schema
from workbench.core.workspace.entries import Event
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.signature import certificate_signature

Program = subprocess.Popen[str]


def authority(workspace: Workspace) -> str:
    return issue(workspace, Order(named("root", "Root"), None, KeyKind.P_256, "root")).id


def start(url: str, issuer_id: str, count: int = 0) -> Program:
    command = [sys.executable, "-m", "tests.core.workspace.surviving", url, issuer_id, PASSPHRASE, str(count)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    return program


def reported(program: Program) -> list[list[str]]:
    """Whole lines that it printed: (id, serial)."""
    assert program.stdout is not None
    with program.stdout as output:
        return [line.split() for line in output.read().splitlines(keepends=True) if line.endswith("\n")]


def hold(workspace: Workspace, issuer_id: str, saved: Sequence[Sequence[str]]) -> None:
    """Everything reported is there and whole, nothing is half there, and no serial was given out twice."""
    with workspace.reading() as connection:
        issuer = certificates.certificate_entry(connection, issuer_id)
        issued = certificates.issued_by(connection, issuer_id, None)
        assert {(entry.id, entry.serial) for entry in issued} >= {(id, serial) for id, serial in saved}
        assert len({entry.serial for entry in issued}) == len(issued)
        spki = parse_certificate(issuer.der).spki
        for entry in issued:
            assert certificate_signature(parse_certificate(entry.der), spki).ok
            assert entry.key_id is not None
            key = keys.private_key(connection, workspace.vault, entry.key_id)
            assert keys.spki_of(key) == parse_certificate(entry.der).spki
        # Of each certificate there is one key, one row in the log and one text to find it by.
        assert keys.count_keys(connection) == len(issued) + 1
        told = [row.object_id for row in log.read_log(connection, limit=100_000) if row.event is Event.ISSUED]
        assert sorted(told) == sorted([issuer_id, *(entry.id for entry in issued)])
        texts = select(func.count()).select_from(schema.texts).where(schema.texts.c.kind == "certificates")
        assert connection.execute(texts).scalar_one() == len(issued) + 1


def test_a_kill_at_any_moment_loses_nothing_that_was_reported(url: str, workspace: Workspace) -> None:
    issuer_id = authority(workspace)
    saved: list[list[str]] = []
    moments = random.Random(5)
    for _ in range(6):
        program = start(url, issuer_id)
        assert program.stdout is not None
        first = program.stdout.readline()  # a busy machine takes its time until then
        time.sleep(moments.uniform(0.0, 0.4))
        program.send_signal(signal.SIGKILL)
        program.wait()
        saved += [first.split(), *reported(program)]
        assert program.returncode == -signal.SIGKILL
        hold(workspace, issuer_id, saved)  # by a program that had it open all the time
    assert len(saved) > 6
    again = open_workspace(url)
    again.vault.unlock(PASSPHRASE)
    hold(again, issuer_id, saved)
    again.close()
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


def test_programs_on_one_workspace_lose_nothing_of_each_other(url: str, workspace: Workspace) -> None:
    issuer_id = authority(workspace)
    programs = [start(url, issuer_id, 40) for _ in range(3)]
    own = [issue(workspace, Order(named("client", "here"), issuer_id, KeyKind.P_256, "client")) for _ in range(20)]
    saved = [line for program in programs for line in reported(program)]
    assert [program.wait() for program in programs] == [0, 0, 0] and len(saved) == 120
    hold(workspace, issuer_id, [*saved, *([entry.id, entry.serial] for entry in own)])
    with workspace.reading() as connection:
        assert certificates.count_issued_by(connection, issuer_id) == 140


@pytest.mark.parametrize("turn", range(3))
def test_a_program_that_dies_in_a_transaction_leaves_nothing_of_it(url: str, workspace: Workspace, turn: int) -> None:
    """Killed with everything written and nothing committed."""
    issuer_id = authority(workspace)
    program = f"""
import sys, time
from workbench.core.workspace import keys, log
from workbench.core.workspace.entries import Event
from workbench.core.workspace.workspace import open_workspace
from workbench.core.x509.issuance import KeyKind, make_key
workspace = open_workspace({url!r})
workspace.vault.unlock({PASSPHRASE!r})
with workspace.writing() as connection:
    for number in range({10 ** (turn + 1)}):
        log.tell(connection, Event.IMPORTED, str(number), text="x" * 1000)
    keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256))
    print("written", flush=True)
    time.sleep(60)
"""
    other = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert other.stdout is not None and other.stdout.readline() == "written\n"
    other.kill()
    other.wait()
    other.stdout.close()
    hold(workspace, issuer_id, [])
    issue(workspace, Order(named("client", "here"), issuer_id, KeyKind.P_256, "client"))  # nobody holds a lock any more
