"""The passphrase in the operating system's keyring: only in a real one, and a clear answer when there is none."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from workbench import words
from workbench.core.workspace import system_keyring
from workbench.core.workspace.system_keyring import KeyringError, available, forget, remember, remembered

URL = "sqlite:////home/somebody/workspace.sqlite"


class Desktop(KeyringBackend):
    """As a desktop's keyring behaves."""

    name = "Desktop"
    priority = 5  # type: ignore[assignment]
    kept: dict[tuple[str, str], str] = {}  # noqa: RUF012

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class Refusing(Desktop):
    name = "Refusing"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"could not unlock for {password}")


class Nowhere(Desktop):
    viable = False  # type: ignore[assignment]


def use(monkeypatch: pytest.MonkeyPatch, *kinds: type) -> None:
    module = ModuleType("keyrings_of_tests")
    for kind in kinds:
        setattr(module, kind.__name__, kind)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(system_keyring, "BACKENDS", tuple((module.__name__, kind.__name__) for kind in kinds))
    monkeypatch.setattr(Desktop, "kept", {})


def test_what_is_remembered_is_forgotten_when_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Nowhere, Desktop)
    assert available() == "Desktop" and remembered(URL) is None
    forget(URL)
    remember(URL, "correct horse")
    assert remembered(URL) == "correct horse" and remembered(URL + "2") is None
    forget(URL)
    assert remembered(URL) is None and Desktop.kept == {}


def test_without_a_keyring_the_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Nowhere)
    assert available() is None
    for attempt in (lambda: remember(URL, "x"), lambda: remembered(URL), lambda: forget(URL)):
        with pytest.raises(KeyringError) as caught:
            attempt()
        assert caught.value.message.id == "keyring_none" and words.say(caught.value.message, "en")


def test_a_refusal_does_not_tell_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Refusing)
    with pytest.raises(KeyringError) as caught:
        remember(URL, "correct horse")
    assert caught.value.message.id == "keyring_refused" and caught.value.message.params["reason"] == "KeyringLocked"
    assert "horse" not in repr(caught.value) and caught.value.__suppress_context__


def test_no_keyring_is_taken_that_keeps_nothing_or_keeps_it_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a desktop the ones of the list are not usable, and nothing that an environment names stands in for them."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    if sys.platform == "linux":
        assert available() is None
    assert not any(
        module.endswith((".null", ".fail", ".chainer")) or module.startswith("keyrings.") for module, _ in system_keyring.BACKENDS
    )
