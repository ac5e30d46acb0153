"""Algorithm identifiers: names of public key and signature algorithms, and the parameters that people want to read."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element

RSA = "1.2.840.113549.1.1.1"
RSASSA_PSS = "1.2.840.113549.1.1.10"
RSAES_OAEP = "1.2.840.113549.1.1.7"
EC = "1.2.840.10045.2.1"
DSA = "1.2.840.10040.4.1"
DH_PKCS3 = "1.2.840.113549.1.3.1"
DH_X942 = "1.2.840.10046.2.1"
SM2_CURVE = "1.2.156.10197.1.301"
MGF1 = "1.2.840.113549.1.1.8"
SHA1 = "1.3.14.3.2.26"

_NIST = "2.16.840.1.101.3.4."
_SLH = ("SHA2-128s", "SHA2-128f", "SHA2-192s", "SHA2-192f", "SHA2-256s", "SHA2-256f",
        "SHAKE-128s", "SHAKE-128f", "SHAKE-192s", "SHAKE-192f", "SHAKE-256s", "SHAKE-256f")  # fmt: skip

# Keys whose algorithm identifier alone says everything: OID -> (name, size in bits or None).
FIXED_KEYS: dict[str, tuple[str, int | None]] = {
    "1.3.101.110": ("X25519", 256),
    "1.3.101.111": ("X448", 448),
    "1.3.101.112": ("Ed25519", 256),
    "1.3.101.113": ("Ed448", 456),
    _NIST + "3.17": ("ML-DSA-44", None),
    _NIST + "3.18": ("ML-DSA-65", None),
    _NIST + "3.19": ("ML-DSA-87", None),
    _NIST + "4.1": ("ML-KEM-512", None),
    _NIST + "4.2": ("ML-KEM-768", None),
    _NIST + "4.3": ("ML-KEM-1024", None),
    "1.2.840.113549.1.9.16.3.17": ("HSS/LMS", None),
    "1.3.6.1.5.5.7.6.34": ("XMSS", None),
    "1.3.6.1.5.5.7.6.35": ("XMSSMT", None),
    "1.2.643.2.2.19": ("GOST R 34.10-2001", 256),
    "1.2.643.7.1.1.1.1": ("GOST R 34.10-2012", 256),
    "1.2.643.7.1.1.1.2": ("GOST R 34.10-2012", 512),
} | {f"{_NIST}3.{20 + n}": ("SLH-DSA-" + name, None) for n, name in enumerate(_SLH)}

_HASHES = {
    "1.2.840.113549.2.2": "md2",
    "1.2.840.113549.2.4": "md4",
    "1.2.840.113549.2.5": "md5",
    SHA1: "sha1",
    _NIST + "2.1": "sha256",
    _NIST + "2.2": "sha384",
    _NIST + "2.3": "sha512",
    _NIST + "2.4": "sha224",
    _NIST + "2.5": "sha512-224",
    _NIST + "2.6": "sha512-256",
    _NIST + "2.7": "sha3-224",
    _NIST + "2.8": "sha3-256",
    _NIST + "2.9": "sha3-384",
    _NIST + "2.10": "sha3-512",
    _NIST + "2.11": "shake128",
    _NIST + "2.12": "shake256",
}


def hash_name(oid: str) -> str:
    """`sha256` for a hash's OID, else its name or dotted decimal."""
    return _HASHES.get(oid) or oid_name(oid) or oid


@dataclass(frozen=True, slots=True)
class AlgorithmIdentifier:
    """RFC 5280 4.1.1.2. `parameters` is None when absent (not when NULL)."""

    oid: str
    parameters: Element | None
    element: Element

    @property
    def name(self) -> str:
        """The algorithm's name, else its dotted decimal."""
        return oid_name(self.oid) or self.oid


@dataclass(frozen=True, slots=True)
class PssParameters:
    """RSASSA-PSS-params (RFC 4055 3.1) with defaults filled in; hashes as dotted decimal.

    `given` are the elements of the fields that were encoded, by tag number.
    """

    hash: str
    mask_generation: str
    mask_hash: str
    salt_length: int
    trailer_field: int
    given: dict[int, Element]


def parse_algorithm(element: Element) -> AlgorithmIdentifier:
    """An AlgorithmIdentifier. Raises DerError."""
    algorithm, *rest = structure.sequence(element, "AlgorithmIdentifier", 1, 2)
    return AlgorithmIdentifier(values.oid_of(algorithm, "algorithm"), rest[0] if rest else None, element)


def parse_pss(parameters: Element) -> PssParameters:
    """RSASSA-PSS-params. Raises DerError."""
    given = structure.tagged(structure.sequence(parameters, "RSASSA-PSS-params", 0, 4), "RSASSA-PSS-params")
    hash = mask_hash = SHA1
    generation = MGF1
    if 0 in given:
        hash = parse_algorithm(structure.inside(given[0], "hashAlgorithm")).oid
    if 1 in given:
        mask = parse_algorithm(structure.inside(given[1], "maskGenAlgorithm"))
        generation = mask.oid
        if mask.parameters is None:
            raise DerError("der_wrong_count", given[1].start, field="maskGenAlgorithm", expected="2", found=1)
        mask_hash = parse_algorithm(mask.parameters).oid
    salt, trailer = (
        values.integer(structure.inside(given[n], name).expect(reader.INTEGER, name)) if n in given else default
        for n, name, default in ((2, "saltLength", 20), (3, "trailerField", 1))
    )
    return PssParameters(hash, generation, mask_hash, salt, trailer, given)
