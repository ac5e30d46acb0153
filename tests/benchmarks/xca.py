"""The same bundle taken in by XCA (without its window) and opened here with the window; only where xca is installed."""

from __future__ import annotations

import os
import pty
import shutil
import sqlite3
import tempfile
import time

from tests.benchmarks.window import measure, write_bundle


def answer_on_terminal(*command: str) -> None:
    """Run a program on a terminal of its own and type a password whenever it asks: XCA takes that of a new database no other way."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    try:
        while said := os.read(terminal, 4096):
            if b"assword:" in said:
                os.write(terminal, b"bench\n")
    except OSError:  # how Linux reports the other end of a terminal closed
        pass
    os.close(terminal)
    os.waitpid(process, 0)


def run() -> None:
    program = shutil.which("xca")
    if program is None:
        print("xca is not installed: not compared")
        return
    with tempfile.TemporaryDirectory() as folder:
        for count in (100, 1_000):
            path = write_bundle(folder, count)
            database = f"{folder}/{count}.xdb"
            answer_on_terminal(program, "--no-gui", f"--database={database}", "--exit")
            start = time.perf_counter()
            answer_on_terminal(program, "--no-gui", f"--database={database}", "--password=pass:bench", "--import", "--exit", path)
            theirs = (time.perf_counter() - start) * 1e3
            taken = sqlite3.connect(database).execute("select count(*) from certs").fetchone()[0]
            ours = measure("ours", path)["shown"]
            print(
                f"{count:6} certificates: xca took in {taken} in {theirs:.0f} ms, "
                f"ours with window and verdict {ours:.0f} ms = {ours / theirs:.2f} x"
            )
