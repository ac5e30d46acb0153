"""What every test stands on: no screen, no traces in the person's own settings, and the outside corpora where they lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Before anything imports Qt. A test that wants a real X server starts its own process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_STYLE_OVERRIDE", None)
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.setdefault("PYTHONHASHSEED", "0")

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of outside test data beside the checkout; tests that need it are skipped, by name, where it is absent."""
    if not CORPORA.is_dir():
        pytest.skip(f"the corpora are not there ({CORPORA.parent.name}/{CORPORA.name} beside the checkout)")
    return CORPORA


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """The folder of demonstration files that the program carries."""
    return ROOT / "workbench" / "resources" / "demo"


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings, caches and recent files of the tests go to a folder of their own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name.lower())
    return home


@pytest.fixture(autouse=True)
def _no_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests speak English unless they ask for another language, whatever the machine speaks."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
