"""Public keys: what a SubjectPublicKeyInfo is (RFC 5280 4.1.2.7), for algorithms known and unknown."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.remembered import remembered
from workbench.core.x509 import algorithms
from workbench.core.x509.algorithms import AlgorithmIdentifier, parse_algorithm
from workbench.core.x509.curves import CURVES


@dataclass(frozen=True, slots=True)
class KeyDescription:
    """What kind of key it is.

    algorithm_oid  dotted decimal, "" when not even that can be read
    algorithm      "RSA", "RSA-PSS", "EC", "SM2", "DSA", "DH", "Ed25519", "ML-DSA-65" ..., else the OID's name or the OID
    size_bits      size of the modulus, prime or field; None where the algorithm's name says all, or it is unknown
    curve          "P-256", "brainpoolP256r1" ..., the dotted OID of an unknown curve, "" for explicit parameters; None without one
    text           for people: "RSA 2048", "P-256", "Ed25519"
    problem        why the key itself could not be read, None when it could
    """

    algorithm_oid: str
    algorithm: str
    size_bits: int | None
    curve: str | None
    text: str
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class PublicKeyInfo:
    """The two parts of a SubjectPublicKeyInfo. `key` is the BIT STRING's octets."""

    algorithm: AlgorithmIdentifier
    key: bytes
    key_element: Element


def parse_public_key_info(value: Element | bytes) -> PublicKeyInfo:
    """SubjectPublicKeyInfo -> its parts. Raises DerError."""
    algorithm, key = structure.sequence(structure.only(value, "SubjectPublicKeyInfo"), "SubjectPublicKeyInfo", 2, 2)
    octets, _ = values.bit_string(key.expect(reader.BIT_STRING, "subjectPublicKey"))
    return PublicKeyInfo(parse_algorithm(algorithm), octets, key)


@remembered(8192, 4096)
def describe_key(spki_der: bytes) -> KeyDescription:
    """DER of a SubjectPublicKeyInfo -> what it is. Never raises: what cannot be read is said in `problem`."""
    try:
        info = parse_public_key_info(spki_der)
    except DerError as error:
        return KeyDescription("", "?", None, None, "?", error.message)
    return describe_algorithm(info.algorithm, info.key)


def describe_algorithm(algorithm: AlgorithmIdentifier, key: bytes) -> KeyDescription:
    """As `describe_key`, of parts already read. `key` is the content of subjectPublicKey, b"" when only the algorithm is known."""
    oid = algorithm.oid
    try:
        match oid:
            case algorithms.RSA | algorithms.RSASSA_PSS | algorithms.RSAES_OAEP:
                name = {algorithms.RSA: "RSA", algorithms.RSASSA_PSS: "RSA-PSS"}.get(oid, "RSA-OAEP")
                modulus, _ = rsa_parts(reader.read_all(key, "RSAPublicKey"))
                return _sized(oid, name, unsigned(modulus).bit_length())
            case algorithms.EC:
                return _elliptic(algorithm)
            case algorithms.DSA | algorithms.DH_PKCS3 | algorithms.DH_X942:
                name = "DSA" if oid == algorithms.DSA else "DH"
                if algorithm.parameters is None or algorithm.parameters.identifier != reader.SEQUENCE:
                    return KeyDescription(oid, name, None, None, name)  # parameters are inherited from the issuer's key
                prime = reader.first(algorithm.parameters).expect(reader.INTEGER, "p")
                return _sized(oid, name, values.integer(prime).bit_length())
    except DerError as error:
        name = oid_name(oid) or oid
        return KeyDescription(oid, name, None, None, name, error.message)
    if oid in algorithms.FIXED_KEYS:
        name, bits = algorithms.FIXED_KEYS[oid]
        return KeyDescription(oid, name, bits, None, f"{name} {bits}" if name == "GOST R 34.10-2012" else name)
    name = oid_name(oid) or oid
    return KeyDescription(oid, name, None, None, name)


def _sized(oid: str, name: str, bits: int) -> KeyDescription:
    return KeyDescription(oid, name, bits, None, f"{name} {bits}")


def _elliptic(algorithm: AlgorithmIdentifier) -> KeyDescription:
    oid, parameters = algorithm.oid, algorithm.parameters
    if parameters is None or parameters.identifier == reader.NULL:
        return KeyDescription(oid, "EC", None, None, "EC")
    if parameters.identifier == reader.OBJECT_IDENTIFIER:
        curve_oid = values.oid(parameters.value)
        curve = CURVES.get(curve_oid)
        if curve is None:
            name = oid_name(curve_oid) or curve_oid
            return KeyDescription(oid, "EC", None, name, f"EC {name}")
        return KeyDescription(oid, "SM2" if curve_oid == algorithms.SM2_CURVE else "EC", curve.bits, curve.name, curve.name)
    bits = explicit_field_bits(parameters)
    return KeyDescription(oid, "EC", bits, "", f"EC {structure.decimal(bits)} (explicit parameters)")


def unsigned(element: Element) -> int:
    """The number that was meant by an INTEGER whose writer forgot the zero octet before a set sign bit."""
    return int.from_bytes(element.value, "big")


def explicit_field_bits(parameters: Element) -> int:
    """Size of the field of explicit ECParameters (SEC 1, C.2). Raises DerError."""
    field = structure.sequence(structure.sequence(parameters, "ECParameters", 5)[1], "FieldID", 2, 2)
    if field[1].identifier == reader.INTEGER:
        return values.integer(field[1]).bit_length()
    return values.integer(structure.sequence(field[1], "Characteristic-two", 1)[0].expect(reader.INTEGER, "m"))


def rsa_parts(element: Element) -> tuple[Element, Element]:
    """RSAPublicKey -> modulus and publicExponent (RFC 8017 A.1.1). Raises DerError."""
    modulus, exponent = structure.sequence(element, "RSAPublicKey", 2, 2)
    return modulus.expect(reader.INTEGER, "modulus"), exponent.expect(reader.INTEGER, "publicExponent")


@remembered(2048, 4096)
def load_public_key(spki_der: bytes) -> PublicKeyTypes | None:
    """The key as `cryptography` object, None when the library does not know the algorithm or refuses the key."""
    try:
        return load_der_public_key(spki_der)
    except (ValueError, UnsupportedAlgorithm, TypeError):
        return None
