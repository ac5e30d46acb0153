"""OpenSSH private keys (openssh-key-v1, the format of PROTOCOL.key), in the clear or encrypted with bcrypt's key derivation."""

from __future__ import annotations

import bcrypt
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.core.asn1 import writer
from workbench.core.errors import FileError, Message
from workbench.core.formats import password_based, ssh_wire
from workbench.core.formats.ciphers import UnsupportedEncryption
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Costly, Opening, Place
from workbench.core.formats.private_key import private_key_info
from workbench.core.formats.ssh_wire import Wire

NAME = "openssh"
MAGIC = b"openssh-key-v1\0"
# name: octets of key, octets of initial value, octets of authentication tag after the ciphertext
_CIPHERS = {
    b"aes128-ctr": (16, 16, 0),
    b"aes192-ctr": (24, 16, 0),
    b"aes256-ctr": (32, 16, 0),
    b"aes128-cbc": (16, 16, 0),
    b"aes192-cbc": (24, 16, 0),
    b"aes256-cbc": (32, 16, 0),
    b"aes128-gcm@openssh.com": (16, 12, 16),
    b"aes256-gcm@openssh.com": (32, 12, 16),
    b"3des-cbc": (24, 8, 0),
    b"chacha20-poly1305@openssh.com": (64, 0, 16),
}
_SECONDS_PER_ROUND = 0.008  # for each 32 octets that are derived
_MAX_KEYS = 64


def read(data: bytes, opening: Opening, place: Place) -> None:
    """The octets of an OPENSSH PRIVATE KEY block. Raises FileError when the frame is broken or the algorithm unknown."""
    if not data.startswith(MAGIC):
        raise FileError("not_openssh")
    wire = Wire(data)
    wire.take(len(MAGIC))
    cipher, kdf, options = wire.string(), wire.string(), Wire(wire.string())
    count = wire.uint32()
    if not 1 <= count <= _MAX_KEYS:
        raise FileError("ssh_key_count", count=count)
    public_blobs = [wire.string() for _ in range(count)]
    sealed = wire.string()
    place = place.inside("openssh")
    if cipher == b"none":
        _add_keys(_plain_keys(sealed, count), opening, place)
        return
    if kdf != b"bcrypt" or cipher not in _CIPHERS:
        raise UnsupportedEncryption(algorithm=f"{cipher.decode('latin-1')[:40]}, {kdf.decode('latin-1')[:40]}")
    salt, rounds = options.string(), options.uint32()
    if not salt or not rounds:
        raise FileError("ssh_cut_off", offset=0)
    what = Message("locked_private_key", {"where": place.words()})
    try:
        for password in opening.passwords():
            for spelling in password_based.utf8_spellings(password) if password else ():
                opening.pay(rounds * 2 * _SECONDS_PER_ROUND)
                keys = _unseal(sealed + wire.rest, len(sealed), cipher, spelling, salt, rounds, count)
                if keys is not None:
                    opening.worked(password)
                    _add_keys(keys, opening, place.unlocked_in_place())
                    return
    except Costly as costly:
        opening.lock(what, costly.seconds)
    else:
        opening.lock(what)
    for blob in public_blobs:  # what is not encrypted: the public half
        try:
            opening.add(Kind.PUBLIC_KEY, ssh_wire.public_key(blob)[0], place)
        except FileError as error:
            opening.refuse(NAME, error.message)


def _unseal(sealed: bytes, size: int, cipher: bytes, password: bytes, salt: bytes, rounds: int, count: int) -> list[_Key] | None:
    """The keys if this password opens them, else None. `sealed` is `size` octets of ciphertext, then the tag if there is one."""
    key_size, iv_size, tag_size = _CIPHERS[cipher]
    derived = bcrypt.kdf(password, salt, key_size + iv_size, rounds, ignore_few_rounds=True)
    key, iv = derived[:key_size], derived[key_size:]
    try:
        if cipher.startswith(b"chacha20"):
            plaintext = _chacha20(key, sealed[:size])
        elif tag_size:
            plaintext = AESGCM(key).decrypt(iv, sealed[: size + tag_size], None)
        else:
            algorithm = TripleDES(key) if cipher == b"3des-cbc" else algorithms.AES(key)
            mode = modes.CTR(iv) if cipher.endswith(b"-ctr") else modes.CBC(iv)
            context = Cipher(algorithm, mode).decryptor()
            plaintext = context.update(sealed[:size]) + context.finalize()
        return _plain_keys(plaintext, count)
    except UnsupportedAlgorithm:
        raise UnsupportedEncryption(algorithm=cipher.decode("ascii")) from None
    except (InvalidTag, ValueError, FileError):
        return None


def _chacha20(key: bytes, ciphertext: bytes) -> bytes:
    """chacha20-poly1305@openssh.com with sequence number 0: the first half of the key is the payload's, block counter 1."""
    nonce = (1).to_bytes(8, "little") + bytes(8)
    context = Cipher(algorithms.ChaCha20(key[:32], nonce), None).decryptor()
    return context.update(ciphertext) + context.finalize()


_Key = tuple[bytes, bytes, str, str]  # PrivateKeyInfo or b"", SPKI, comment, type


def _plain_keys(data: bytes, count: int) -> list[_Key]:
    """The private section. Raises FileError: `ssh_check_numbers` means a wrong password."""
    wire = Wire(data)
    if wire.uint32() != wire.uint32():
        raise FileError("ssh_check_numbers")
    return [_private_key(wire) for _ in range(count)]


def _private_key(wire: Wire) -> _Key:
    kind = wire.string()
    name = kind.decode("latin-1")[:80]
    info = spki = b""
    if kind == b"ssh-rsa":
        n, e, d, iqmp, p, q = (wire.mpint() for _ in range(6))
        if p < 3 or q < 3:
            raise FileError("ssh_key_type", type=name)
        numbers = (0, n, e, d, p, q, d % (p - 1), d % (q - 1), iqmp)
        info = private_key_info(writer.algorithm(ssh_wire.RSA, writer.null()), writer.sequence(*map(writer.integer, numbers)))
    elif kind == b"ssh-dss":
        p, q, g, _, x = (wire.mpint() for _ in range(5))
        info = private_key_info(writer.algorithm(ssh_wire.DSA, ssh_wire.dsa_domain(p, q, g)), writer.integer(x))
    elif kind.startswith(b"ecdsa-sha2-"):
        info = _ec(wire)
    elif kind in (b"ssh-ed25519", b"ssh-ed448"):
        size, oid = (32, ssh_wire.ED25519) if kind == b"ssh-ed25519" else (57, ssh_wire.ED448)
        wire.string()
        info = private_key_info(writer.algorithm(oid), writer.octet_string(wire.string()[:size]))
    elif kind.startswith(b"sk-"):
        spki = _security_key(wire, kind)
    else:
        raise FileError("ssh_key_type", type=name)
    return info, spki, wire.string().decode("utf-8", "replace"), name


def _ec(wire: Wire) -> bytes:
    """ECDSA private key -> PrivateKeyInfo with an ECPrivateKey (RFC 5915) of the curve's own length."""
    curve, point, number = wire.string(), wire.string(), wire.mpint()
    algorithm = ssh_wire.ec_algorithm(curve)
    size = len(point) // 2
    if number <= 0 or number.bit_length() > 8 * size:
        raise FileError("ssh_key_type", type=curve.decode("latin-1")[:40])
    public = writer.element(0xA1, writer.bit_string(point))
    key = writer.sequence(writer.integer(1), writer.octet_string(number.to_bytes(size, "big")), public)
    return private_key_info(algorithm, key)


def _security_key(wire: Wire, kind: bytes) -> bytes:
    """A key that stays in a hardware token (PROTOCOL.u2f): only its public half and handle are here."""
    start = wire.position
    if kind.startswith(b"sk-ecdsa"):
        wire.string()
    wire.string()
    spki, _ = ssh_wire.public_key(len(kind).to_bytes(4, "big") + kind + wire.data[start : wire.position])
    wire.string()  # application
    wire.take(1)  # flags
    wire.string()  # key handle
    wire.string()  # reserved
    return spki


def _add_keys(keys: list[_Key], opening: Opening, place: Place) -> None:
    for info, spki, comment, kind in keys:
        if info:
            opening.add(Kind.PRIVATE_KEY, info, place.named(comment))
        else:
            opening.add(Kind.PUBLIC_KEY, spki, place.named(comment).remarked(Message("ssh_key_form", {"type": kind})))
