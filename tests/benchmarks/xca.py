"""The same bundle taken in by XCA (without its window) and here: into a workspace, and with the window; only where xca is installed."""

from __future__ import annotations

import glob
import os
import pty
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing

from tests.benchmarks.window import measure, write_bundle
from workbench.core.workspace.workspace import open_workspace

PATIENCE = 120
TRIES = 3


def answer_on_terminal(*command: str) -> bool:
    """Run a program on a terminal of its own and type a password whenever it asks: XCA takes that of a new database no other way.

    False when it did not end: now and then it waits for ever on the terminal.
    """
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    deadline = time.monotonic() + PATIENCE
    said = b""
    ended = False
    while not ended and time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            said += os.read(terminal, 4096)
        except OSError:  # how Linux reports the other end of a terminal closed
            ended = True
        if b"assword:" in said:
            said = b""
            os.write(terminal, b"bench\n")
    if not ended:
        os.kill(process, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(process, 0)
    return ended


def import_there(program: str, path: str, database: str) -> float | None:
    """How long XCA takes to bring the bundle into a new database, in milliseconds; None when it never ends."""
    for _ in range(TRIES):
        for leftover in glob.glob(f"{database}*"):
            os.remove(leftover)
        if not answer_on_terminal(program, "--no-gui", f"--database={database}", "--exit"):
            continue
        start = time.perf_counter()
        if answer_on_terminal(program, "--no-gui", f"--database={database}", "--password=pass:bench", "--import", "--exit", path):
            return (time.perf_counter() - start) * 1e3
    return None


def import_here(path: str, database: str) -> tuple[int, float]:
    """How many certificates our command brings into an empty workspace, and how long its process takes, in milliseconds."""
    url = f"sqlite:///{database}"
    open_workspace(url).close()
    start = time.perf_counter()
    command = [sys.executable, "-m", "workbench", "issue", "import", path, "--workspace", url]
    subprocess.run(command, capture_output=True, check=True)
    took = (time.perf_counter() - start) * 1e3
    return count(database, "certificates"), took


def count(database: str, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def run() -> None:
    program = shutil.which("xca")
    if program is None:
        print("xca is not installed: not compared")
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in (100, 1_000):
            path = write_bundle(folder, size)
            database = f"{folder}/{size}.xdb"
            theirs = import_there(program, path, database)
            if theirs is None:
                print(f"{size:6} certificates: xca did not end: not compared")
                continue
            taken = count(database, "certs")
            kept, importing = import_here(path, f"{folder}/{size}.sqlite")
            ours = measure("ours", path)["shown"]
            print(
                f"{size:6} certificates: xca took in {taken} in {theirs:.0f} ms, "
                f"our workspace {kept} in {importing:.0f} ms = {importing / theirs:.2f} x, "
                f"ours with window and verdict {ours:.0f} ms = {ours / theirs:.2f} x"
            )
