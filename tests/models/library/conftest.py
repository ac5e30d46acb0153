"""Stretching a passphrase is made cheap: how long it takes is not what is tested here."""

from __future__ import annotations

import pytest

from workbench.core.workspace import vault


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SCRYPT_N", 2**10)
