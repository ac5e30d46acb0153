"""A real PostgreSQL server of our own: a temporary cluster on a Unix socket, run by an unprivileged user, gone after the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

SERVER_USER = "postgres"
"""Made by Debian's package. PostgreSQL refuses to run as root."""
_numbers = count(1)


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None when PostgreSQL is not installed. Debian keeps them out of the path."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


@contextmanager
def cluster() -> Iterator[Path]:
    """Start one, give its folder (where its socket is), and stop it in the end."""
    place = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path has at most 107 octets
    if os.geteuid() == 0:
        shutil.chown(place, SERVER_USER)
    try:
        _run(place, "initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "-D", _data(place))
        start(place)
        try:
            yield place
        finally:
            stop(place, "immediate")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def start(place: Path) -> None:
    options = f"-c listen_addresses='' -c unix_socket_directories={place} -c max_connections=40 -c shared_buffers=64MB -c fsync=off"
    # Its output must not go into our pipe: the server would keep that open, and we would wait for its end.
    _run(place, "pg_ctl", "-w", "-s", "-l", str(place / "server.log"), "-o", options, "-D", _data(place), "start")


def stop(place: Path, mode: str) -> None:
    """mode: "fast" or "immediate", as pg_ctl has them."""
    _run(place, "pg_ctl", "-w", "-s", "-m", mode, "-D", _data(place), "stop")


def _data(place: Path) -> str:
    return str(place / "data")


def _run(place: Path, program: str, *words: str) -> None:
    folder = programs()
    assert folder is not None
    # LD_LIBRARY_PATH of others could give the server a wrong library.
    user = SERVER_USER if os.geteuid() == 0 else None
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(place)}
    done = subprocess.run(
        [str(folder / program), *words], user=user, group=user, extra_groups=[] if user else None, env=environment, cwd=place,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def statement(socket: Path, text: str, database: str = "postgres") -> list[tuple[object, ...]]:
    """Run one statement as somebody else would, outside of any workspace; its rows."""
    import psycopg

    with psycopg.connect(host=str(socket), user="postgres", dbname=database, autocommit=True) as connection:
        cursor = connection.execute(text)  # type: ignore[arg-type]  # our own texts
        return [] if cursor.description is None else cursor.fetchall()


def new_database(socket: Path) -> str:
    """The URL of an empty database."""
    name = f"test{next(_numbers)}"
    statement(socket, f"CREATE DATABASE {name}")
    return f"postgresql://postgres@/{name}?host={socket}"
