"""The same tests on SQLite and on a real PostgreSQL; where none is installed those are skipped, by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.workspace import postgresql
from workbench.core.workspace import vault
from workbench.core.workspace.workspace import Workspace, open_workspace

PASSPHRASE = "correct horse"


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL server."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra `postgresql`)")
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    with postgresql.cluster() as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no workspace is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'own' / 'workspace.sqlite'}"
    return postgresql.new_database(request.getfixturevalue("server"))


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching a passphrase takes a third of a second on purpose; what it does is the same with less (`test_vault` measures the rest)."""
    monkeypatch.setattr(vault, "SCRYPT_N", 2**4)


@pytest.fixture
def workspace(url: str) -> Iterator[Workspace]:
    """A new one, unlocked."""
    made = open_workspace(url)
    made.set_up_vault(PASSPHRASE)
    yield made
    made.close()
