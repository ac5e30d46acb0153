"""What tests of `issue` share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import issuing
from workbench.core.workspace import vault


@pytest.fixture
def issue(capsys: pytest.CaptureFixture[str]) -> issuing.Issue:
    return issuing.runner(capsys)


@pytest.fixture
def place(tmp_path: Path) -> issuing.Place:
    return issuing.place(tmp_path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person's own workspace would be."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TLS_WORKBENCH_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching takes a third of a second on purpose; `tests/core/workspace/test_vault` asks for all of it."""
    monkeypatch.setattr(vault, "SCRYPT_N", 2**4)
