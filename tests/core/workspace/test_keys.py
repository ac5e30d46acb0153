"""Keys: sealed, opened as what they were, and nowhere in the clear: not in the file, not in its log, not in what is printed."""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import update

from tests.core.workspace import authorities
from tests.core.workspace.conftest import PASSPHRASE
from workbench.core.workspace import deleting, keys, labels, log, schema
from workbench.core.workspace.entries import Event
from workbench.core.workspace.errors import VaultError
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import KeyKind, PrivateKey, make_key

# The larger RSA keys take minutes to make and are stored the same way.
KINDS = [kind for kind in KeyKind if kind not in (KeyKind.RSA_4096, KeyKind.RSA_6144, KeyKind.RSA_8192)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_comes_back_as_it_was(workspace: Workspace, kind: KeyKind) -> None:
    key = make_key(kind)
    with workspace.writing() as connection:
        entry = keys.add_key(connection, workspace.vault, key, "mine")
        assert keys.add_key(connection, workspace.vault, key, "again") == entry
    with workspace.reading() as connection:
        assert secrets(keys.private_key(connection, workspace.vault, entry.id)) == secrets(key)
        assert keys.key_entry(connection, entry.id) == entry and keys.count_keys(connection) == 1
        (row,) = log.read_log(connection)
    assert (row.event, row.object_id, row.details) == (Event.MADE_KEY, entry.id, {"key": entry.key_text, "label": "mine"})


def secrets(key: PrivateKey) -> set[bytes]:
    """Every octet string that gives the key away: its PKCS #8 and the private numbers in it."""
    info = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    result = {info}
    if isinstance(key, rsa.RSAPrivateKey):
        numbers = key.private_numbers()
        result |= {number.to_bytes((number.bit_length() + 7) // 8, "big") for number in (numbers.p, numbers.q, numbers.d)}
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        result.add(key.private_numbers().private_value.to_bytes((key.key_size + 7) // 8, "big"))
    else:
        result.add(key.private_bytes_raw())
    return result


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_and_no_passphrase_is_in_any_file_or_log(tmp_path: Path, kind: KeyKind, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    workspace = open_workspace(f"sqlite:///{tmp_path / 'workspace.sqlite'}")
    workspace.set_up_vault(PASSPHRASE)
    key = make_key(kind)
    with workspace.writing() as connection:
        entry = keys.add_key(connection, workspace.vault, key)
        keys.private_key(connection, workspace.vault, entry.id)
        said = [repr(workspace), repr(workspace.vault), repr(entry), repr(workspace.vault.wrapped)]
    with pytest.raises(VaultError) as caught, workspace.writing() as connection:
        connection.execute(update(schema.keys).values(sealed=b"\0" * 100))
        keys.private_key(connection, workspace.vault, entry.id)
    said += [repr(caught.value), str(caught.value), caplog.text]
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}  # while it is open: with the write-ahead log
    assert "workspace.sqlite-wal" in files and any(entry.spki in content for content in files.values())
    hidden = secrets(key) | {PASSPHRASE.encode()}
    for secret in hidden:
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)[4:-4]):
            assert not any(form in content for content in files.values())
            assert not any(form.decode("latin-1") in text for text in said)
    workspace.close()
    assert not any(secret in file.read_bytes() for file in tmp_path.iterdir() for secret in hidden)


def test_no_key_is_in_the_files_of_the_server(server: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in its tables nor in its write-ahead log nor in what it writes down."""
    from tests.core.workspace import postgresql

    url = postgresql.new_database(server)
    workspace = open_workspace(url)
    workspace.set_up_vault(PASSPHRASE)
    key = make_key(KeyKind.P_384)
    with workspace.writing() as connection:
        entry = keys.add_key(connection, workspace.vault, key)
    postgresql.statement(server, "CHECKPOINT")
    contents = [file.read_bytes() for file in server.rglob("*") if file.is_file()]
    assert any(entry.spki in content for content in contents)
    for secret in secrets(key) | {PASSPHRASE.encode()}:
        assert not any(secret in content or secret.hex().encode() in content for content in contents)
    workspace.close()


def test_a_locked_vault_gives_no_key_and_takes_none(workspace: Workspace) -> None:
    with workspace.writing() as connection:
        entry = keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256))
    workspace.vault.lock()
    for attempt in (
        lambda connection: keys.private_key(connection, workspace.vault, entry.id),
        lambda connection: keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256)),
    ):
        with pytest.raises(VaultError) as caught, workspace.writing() as connection:
            attempt(connection)
        assert caught.value.message.id == "vault_locked"
    with workspace.reading() as connection:
        assert keys.list_keys(connection) == (entry,)  # what is public can be seen


def test_damaged_and_exchanged_keys_are_refused(workspace: Workspace) -> None:
    with workspace.writing() as connection:
        one, two = (keys.add_key(connection, workspace.vault, make_key(KeyKind.P_256)) for _ in range(2))
        rows = {row.id: row for row in connection.execute(schema.keys.select())}
    foreign = workspace.vault.seal(one.id, make_key(KeyKind.P_256).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    sealed = rows[one.id].sealed
    for wrong in (
        sealed[:-1], sealed[:5], b"", bytes([sealed[0] ^ 1]) + sealed[1:], sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:],
        rows[two.id].sealed,  # another key of the same vault
        foreign,  # one that was sealed for this place, but is not the one whose public half stands there
        workspace.vault.seal(one.id, b"no key at all"),
    ):  # fmt: skip
        with pytest.raises(VaultError) as caught, workspace.writing() as connection:
            connection.execute(update(schema.keys).where(schema.keys.c.id == one.id).values(sealed=wrong))
            keys.private_key(connection, workspace.vault, one.id)
        assert caught.value.message.id == "vault_key_damaged"


def test_a_key_has_a_name_and_comes_back_when_it_was_put_away(workspace: Workspace) -> None:
    key = authorities.root().key
    with workspace.writing() as connection:
        entry = keys.add_key(connection, workspace.vault, key)
        assert entry.title.startswith("P-256 ")
        labels.set_label(connection, entry.id, "  root of the lab ")
        assert keys.key_entry(connection, entry.id).title == "root of the lab"
        deleting.delete(connection, entry.id)
        assert keys.list_keys(connection) == ()
        assert keys.add_key(connection, workspace.vault, key).deleted is None and keys.count_keys(connection) == 1
