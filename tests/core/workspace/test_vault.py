"""The vault: one passphrase, stretched by scrypt, opens all keys; anything else opens none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.workspace import vault as module
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.vault import Vault, Wrapped


def refusal(attempt: object) -> str:
    with pytest.raises(VaultError) as caught:
        attempt()  # type: ignore[operator]
    return caught.value.message.id


def test_the_cost_is_what_it_is_meant_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """128 * r * N octets of memory for each try (RFC 7914 2): 128 MiB; and what is stored says so."""
    monkeypatch.undo()
    assert 128 * module.SCRYPT_R * module.SCRYPT_N == 128 * 2**20
    stored = json.loads(Vault().set_up("x").to_text())
    assert (stored["kdf"], stored["n"], stored["r"], stored["p"]) == ("scrypt", 2**17, 8, 1)


def test_another_implementation_of_scrypt_opens_it() -> None:
    """hashlib's (OpenSSL's) against the library's: what is stored is enough to get the keys back without this program."""
    vault = Vault()
    wrapped = vault.set_up("päss")
    sealed = vault.seal("id", b"a key")
    stretched = hashlib.scrypt("päss".encode(), salt=wrapped.salt, n=wrapped.n, r=wrapped.r, p=wrapped.p, dklen=32)
    key = AESGCM(stretched).decrypt(wrapped.key[:12], wrapped.key[12:], b"tls-workbench vault 1")
    assert AESGCM(key).decrypt(sealed[:12], sealed[12:], b"id") == b"a key"


def test_lock_and_unlock() -> None:
    vault = Vault()
    assert vault.new and vault.locked and refusal(lambda: vault.unlock("x")) == "vault_new"
    assert refusal(lambda: vault.set_up("")) == "vault_empty_passphrase" and vault.new
    wrapped = vault.set_up("one")
    sealed = vault.seal("id", b"secret")
    assert not vault.new and not vault.locked and vault.open("id", sealed) == b"secret"
    vault.lock()
    assert vault.locked
    assert refusal(lambda: vault.open("id", sealed)) == refusal(lambda: vault.seal("id", b"")) == "vault_locked"
    assert refusal(lambda: vault.unlock("two")) == refusal(lambda: vault.unlock("")) == "vault_wrong_passphrase" and vault.locked
    again = Vault(Wrapped.from_text(wrapped.to_text()))
    again.unlock("one")
    assert again.open("id", sealed) == b"secret"
    assert refusal(lambda: again.open("other", sealed)) == "vault_key_damaged"


def test_another_passphrase_for_the_same_keys() -> None:
    vault = Vault()
    wrapped = vault.set_up("one")
    sealed = vault.seal("id", b"secret")
    assert refusal(lambda: wrapped.rewrapped("wrong", "two")) == "vault_wrong_passphrase"
    assert refusal(lambda: wrapped.rewrapped("one", "")) == "vault_empty_passphrase"
    again = Vault(wrapped.rewrapped("one", "two"))
    assert refusal(lambda: again.unlock("one")) == "vault_wrong_passphrase"
    again.unlock("two")
    assert again.open("id", sealed) == b"secret"


@pytest.mark.parametrize("typed, meant", [("パスフレーズ", "ハ\u309aスフレース\u3099"), ("é", "e\u0301")])
def test_a_passphrase_is_the_same_however_its_letters_are_composed(typed: str, meant: str) -> None:
    vault = Vault()
    vault.set_up(typed)
    vault.lock()
    vault.unlock(meant)
    assert not vault.locked


def test_the_same_text_is_never_sealed_alike() -> None:
    vault = Vault()
    vault.set_up("x")
    assert len({vault.seal("id", b"secret") for _ in range(20)}) == 20


def test_what_is_stored_of_it_may_be_damaged() -> None:
    wrapped = Vault().set_up("x")
    content = json.loads(wrapped.to_text())
    for change in (
        {"n": 0}, {"n": 2**21}, {"n": "many"}, {"n": 1000}, {"n": None}, {"r": 0}, {"r": 17}, {"p": 0}, {"salt": "!"}, {"key": 5},
        {"salt": ""},
    ):  # fmt: skip
        assert refusal(lambda change=change: Vault(Wrapped.from_text(json.dumps(content | change))).unlock("x")) in (
            "vault_damaged", "vault_wrong_passphrase",
        )  # fmt: skip
    for text in ("", "[]", "null", "{", "{}", '"x"', "[" * 100_000):
        assert refusal(lambda text=text: Wrapped.from_text(text)) == "vault_damaged"
    for key in (b"", wrapped.key[:-1], wrapped.key[:-1] + bytes([wrapped.key[-1] ^ 1])):
        damaged = Vault(replace(wrapped, key=key))
        assert refusal(lambda damaged=damaged: damaged.unlock("x")) == "vault_wrong_passphrase"


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.text(), st.binary())
def test_any_text_is_a_passphrase_and_no_other_opens(passphrase: str, other: str, secret: bytes) -> None:
    from unicodedata import normalize

    vault = Vault()
    vault.set_up(passphrase)
    sealed = vault.seal("id", secret)
    vault.lock()
    if normalize("NFC", other) != normalize("NFC", passphrase):
        assert refusal(lambda: vault.unlock(other)) == "vault_wrong_passphrase"
    vault.unlock(passphrase)
    assert vault.open("id", sealed) == secret
