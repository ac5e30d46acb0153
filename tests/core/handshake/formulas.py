"""Works a formula of a transcript out again, with Python's own `hashlib` and `hmac`: what stands on the screen must be what happened."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

from workbench.core.handshake.transcript import Value

CALL = re.compile(r"(?P<name>[A-Za-z-]+)\((?P<arguments>.*)\)(?:\[0\.\.(?P<last>\d+)\])?$", re.DOTALL)
SLICE = re.compile(r"(?P<name>\w+)\[(?P<first>\d+)\.\.(?P<last>\d+)\]$")


def work_out(value: Value, known: Mapping[str, bytes], hash_name: str) -> bytes | None:
    """The bytes that the formula gives, None for a formula that this file cannot work out (curves, signatures, decryption, chance)."""
    formula = value.formula
    sliced = SLICE.match(formula)
    if sliced:
        return known[sliced["name"]][int(sliced["first"]) : int(sliced["last"]) + 1]
    if re.fullmatch(r"\w+( \|\| \w+)+", formula):
        return b"".join(known[name] for name in formula.split(" || "))
    call = CALL.match(formula)
    if not call:
        return None
    arguments = [part.strip() for part in call["arguments"].split(", ")]
    digest = hash_name.lower()
    size = hashlib.new(digest).digest_size

    def operand(text: str) -> bytes:
        if text in ("0", "Hash()", '""'):
            return {"0": bytes(size), "Hash()": hashlib.new(digest).digest(), '""': b""}[text]
        return b"".join(known[name] for name in text.split(" + "))

    if call["name"] == "HKDF-Extract":
        return hmac.digest(operand(arguments[0]), operand(arguments[1]), digest)
    if call["name"] == "HKDF-Expand-Label":
        secret, label, context, length = arguments
        name = b"tls13 " + label.strip('"').encode()
        data = operand(context)
        info = int(length).to_bytes(2, "big") + bytes((len(name),)) + name + bytes((len(data),)) + data
        return hmac.digest(operand(secret), info + b"\x01", digest)[: int(length)]
    if call["name"] == "HMAC":
        return hmac.digest(operand(arguments[0]), operand(arguments[1]), digest)
    if call["name"] == "PRF" and call["last"]:
        secret, label, seed = arguments
        return _prf(digest, operand(secret), label.strip('"').encode() + operand(seed), int(call["last"]) + 1)
    return None


def _prf(digest: str, secret: bytes, seed: bytes, length: int) -> bytes:
    found, a = b"", seed
    while len(found) < length:
        a = hmac.digest(secret, a, digest)
        found += hmac.digest(secret, a + seed, digest)
    return found[:length]
