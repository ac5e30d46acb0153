"""Running `issue` in this process or in one of its own, and asking openssl about what it wrote."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from workbench import cli

PASSPHRASE = "correct horse 電池"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Issue = Callable[..., Answer]


def runner(capsys: pytest.CaptureFixture[str]) -> Issue:
    def run(*words: str | Path) -> Answer:
        capsys.readouterr()
        code = cli.main(["issue", *map(str, words)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Answer(code, captured.out, captured.err)

    return run


def process(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", "issue", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120, **{"stdin": subprocess.DEVNULL, **options},
    )  # fmt: skip


def openssl(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The real program; a test that needs it is skipped where it is not there."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=60)


def verified(root: Path, leaf: Path, *words: str | Path) -> bool:
    return openssl("verify", "-x509_strict", "-CAfile", root, *words, leaf).returncode == 0


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def home_is_untouched(home: Path) -> bool:
    """Nothing of a workspace stands in the person's own folder."""
    return not any(home.rglob("*.sqlite*"))


@dataclass(frozen=True)
class Place:
    """A workspace of its own: the options that name it and unlock it."""

    url: str
    passphrase: Path

    @property
    def open(self) -> tuple[str, ...]:
        return ("--workspace", self.url)

    @property
    def unlocked(self) -> tuple[str, ...]:
        return (*self.open, "--passphrase-file", str(self.passphrase))


def place(folder: Path) -> Place:
    passphrase = folder / "passphrase"
    passphrase.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    os.chmod(passphrase, 0o600)
    return Place(f"sqlite:///{folder / 'own' / 'workspace.sqlite'}", passphrase)
