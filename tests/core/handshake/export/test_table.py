"""The table of exports holds every module of its folder."""

from __future__ import annotations

from pathlib import Path

from workbench.core.handshake import export
from workbench.core.handshake.export import EXPORTS
from workbench.core.handshake.transcript import Transcript


def test_table_and_folder_agree() -> None:
    folder = Path(export.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__") == sorted(row.name for row in EXPORTS)


def test_every_row_writes() -> None:
    empty = Transcript("nothing", (), ())
    written = {row.name: row.write(empty) for row in EXPORTS}
    assert written["key_log"] == b"" and b'"nothing"' in written["json"] and written["pcapng"].startswith(b"\x0a\x0d\x0d\x0a")
