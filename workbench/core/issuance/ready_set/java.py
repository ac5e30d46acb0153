"""Java: a key store and a trust store, both PKCS #12, the default type since Java 9 (JEP 229); for Java 8 before 8u301 choose legacy."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import KeySerializationEncryption, PrivateFormat, pkcs12

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_keys import PKCS12_LEGACY_ROUNDS, PKCS12_ROUNDS, pkcs12_file
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, needed_key

ALIAS = "tls"


def make(material: Material, choices: Choices) -> ReadySet:
    if not choices.password:
        raise ExportError("export_needs_password")
    password = choices.password.encode()
    # The whole chain: Java sends of it what the other side needs.
    store = pkcs12_file(ALIAS, needed_key(material), material.leaf, material.above, password, choices.legacy)
    files = [OutFile(f"{material.name}-keystore.p12", "key_store", store, secret=True)]
    trusted = choices.clients or (() if material.root is None else (material.root,))
    if trusted:
        files.append(OutFile(f"{material.name}-truststore.p12", "trust_store", trust_store(trusted, password, choices.legacy)))
    # A password does not belong into a snippet that is pasted and passed on.
    lines = [
        f"javax.net.ssl.keyStore={_value(str(choices.folder / files[0].name))}",
        "javax.net.ssl.keyStoreType=PKCS12",
        "javax.net.ssl.keyStorePassword=${KEY_STORE_PASSWORD}",
    ]
    if trusted:
        lines += [
            f"javax.net.ssl.trustStore={_value(str(choices.folder / files[1].name))}",
            "javax.net.ssl.trustStoreType=PKCS12",
            "javax.net.ssl.trustStorePassword=${KEY_STORE_PASSWORD}",
        ]
    return ReadySet("java", tuple(files), f"{material.name}.java.properties", "\n".join([*lines, ""]))


def trust_store(certificates: tuple[bytes, ...], password: bytes, legacy: bool = False) -> bytes:
    """PKCS #12 whose certificates Java takes for trusted ones: each bears Oracle's attribute for that."""
    entries = [
        pkcs12.PKCS12Certificate(x509.load_der_x509_certificate(der), f"ca{number}".encode()) for number, der in enumerate(certificates, 1)
    ]
    return pkcs12.serialize_java_truststore(entries, _encryption(password, legacy))


def _encryption(password: bytes, legacy: bool) -> KeySerializationEncryption:
    builder = PrivateFormat.PKCS12.encryption_builder()
    if legacy:
        builder = builder.kdf_rounds(PKCS12_LEGACY_ROUNDS).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        return builder.hmac_hash(hashes.SHA1()).build(password)
    builder = builder.kdf_rounds(PKCS12_ROUNDS).key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
    return builder.hmac_hash(hashes.SHA256()).build(password)


def _value(text: str) -> str:
    """As the value of a properties file (java.util.Properties.load)."""
    escaped = text.replace("\\", "\\\\")
    return "".join(character if " " <= character <= "~" else _unicode(character) for character in escaped)


def _unicode(character: str) -> str:
    octets = character.encode("utf-16-be")
    return "".join(f"\\u{octets[at] << 8 | octets[at + 1]:04x}" for at in range(0, len(octets), 2))
