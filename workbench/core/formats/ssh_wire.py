"""The wire encoding of SSH (RFC 4251 5) and its public keys, brought to SubjectPublicKeyInfo."""

from __future__ import annotations

from workbench.core.asn1 import writer
from workbench.core.errors import FileError

RSA = "1.2.840.113549.1.1.1"
DSA = "1.2.840.10040.4.1"
EC = "1.2.840.10045.2.1"
ED25519 = "1.3.101.112"
ED448 = "1.3.101.113"
CURVES = {b"nistp256": "1.2.840.10045.3.1.7", b"nistp384": "1.3.132.0.34", b"nistp521": "1.3.132.0.35"}


class Wire:
    """Reads string, mpint and uint32 one after the other. Raises FileError `ssh_cut_off` past the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise FileError("ssh_cut_off", offset=self.position)
        self.position += count
        return self.data[self.position - count : self.position]

    def uint32(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.uint32())

    def mpint(self) -> int:
        return int.from_bytes(self.string(), "big", signed=True)

    @property
    def rest(self) -> bytes:
        return self.data[self.position :]


def public_key(blob: bytes) -> tuple[bytes, str]:
    """A public key blob (RFC 4253 6.6, RFC 5656, RFC 8709, OpenSSH's certificates and security keys) -> SPKI DER, key type.

    Raises FileError `ssh_cut_off`, `ssh_key_type`.
    """
    wire = Wire(blob)
    kind = wire.string()
    name = kind.decode("latin-1")[:80]
    base = kind
    if kind.endswith(b"-cert-v01@openssh.com"):
        base = kind.removesuffix(b"-cert-v01@openssh.com")
        wire.string()  # nonce
    base = base.removeprefix(b"sk-").removesuffix(b"@openssh.com")
    if base == b"ssh-rsa":
        exponent, modulus = wire.mpint(), wire.mpint()
        return rsa_spki(modulus, exponent), name
    if base == b"ssh-dss":
        p, q, g, y = (wire.mpint() for _ in range(4))
        return writer.sequence(writer.algorithm(DSA, dsa_domain(p, q, g)), writer.bit_string(writer.integer(y))), name
    if base.startswith(b"ecdsa-sha2-"):
        curve, point = wire.string(), wire.string()
        return writer.sequence(ec_algorithm(curve), writer.bit_string(point)), name
    if base in (b"ssh-ed25519", b"ssh-ed448"):
        return writer.sequence(writer.algorithm(ED25519 if base == b"ssh-ed25519" else ED448), writer.bit_string(wire.string())), name
    raise FileError("ssh_key_type", type=name)


def rsa_spki(modulus: int, exponent: int) -> bytes:
    key = writer.sequence(writer.integer(modulus), writer.integer(exponent))
    return writer.sequence(writer.algorithm(RSA, writer.null()), writer.bit_string(key))


def dsa_domain(p: int, q: int, g: int) -> bytes:
    return writer.sequence(writer.integer(p), writer.integer(q), writer.integer(g))


def ec_algorithm(curve: bytes) -> bytes:
    """AlgorithmIdentifier of an SSH curve name. Raises FileError `ssh_key_type`."""
    if curve not in CURVES:
        raise FileError("ssh_key_type", type=f"ecdsa-sha2-{curve.decode('latin-1')[:40]}")
    return writer.algorithm(EC, writer.oid(CURVES[curve]))
