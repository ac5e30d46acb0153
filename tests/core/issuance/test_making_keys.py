"""A key that nobody wants any more does not hold anybody up."""

from __future__ import annotations

import threading

import pytest

from workbench.core.issuance import making_keys
from workbench.core.issuance.making_keys import make_key_cancellably
from workbench.core.x509.issuance import KeyKind, PrivateKey, make_key


class Unwanted(Exception):
    pass


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.ED448, KeyKind.ML_DSA_65, KeyKind.RSA_2048])
def test_a_key_that_is_wanted_is_made(kind: KeyKind) -> None:
    key = make_key_cancellably(kind, lambda: None)
    assert type(key) is type(make_key(kind) if not kind.is_rsa else key)
    assert not kind.is_rsa or key.key_size == 2048  # type: ignore[union-attr]


def test_giving_up_comes_out_at_once_while_the_library_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, made = threading.Event(), threading.Event()

    def slow(kind: KeyKind) -> PrivateKey:
        assert go_on.wait(60)
        made.set()
        return make_key(KeyKind.P_256)

    monkeypatch.setattr(making_keys, "make_key", slow)
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Unwanted

    with pytest.raises(Unwanted):
        make_key_cancellably(KeyKind.RSA_8192, check)
    assert not made.is_set(), "it is still being made"
    go_on.set()
    assert made.wait(60)
    monkeypatch.undo()
    assert make_key_cancellably(KeyKind.RSA_2048, lambda: None), "abandoned keys do not use up the places for good"


def test_so_many_abandoned_keys_at_a_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    started: list[KeyKind] = []

    def slow(kind: KeyKind) -> PrivateKey:
        started.append(kind)
        assert go_on.wait(60)
        return make_key(KeyKind.P_256)

    monkeypatch.setattr(making_keys, "make_key", slow)

    def given_up_soon(patience: list[int]) -> None:
        patience[0] -= 1
        if patience[0] < 0:
            raise Unwanted

    for _ in range(making_keys.MAKING + 3):
        with pytest.raises(Unwanted):
            make_key_cancellably(KeyKind.RSA_4096, lambda patience=[4]: given_up_soon(patience))  # type: ignore[misc]
    assert len(started) == making_keys.MAKING
    go_on.set()


def test_what_goes_wrong_while_making_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(kind: KeyKind) -> PrivateKey:
        raise MemoryError

    monkeypatch.setattr(making_keys, "make_key", broken)
    with pytest.raises(MemoryError):
        make_key_cancellably(KeyKind.RSA_2048, lambda: None)
