"""Single files in the usual formats, for software that has no set of its own here."""

from __future__ import annotations

from workbench.core.formats.export_errors import ExportError
from workbench.core.formats.export_keys import pkcs12_file
from workbench.core.formats.export_wrap import encrypted_pkcs8, pem, pkcs7
from workbench.core.issuance.ready_set.content import Choices, Material, OutFile, ReadySet, chain_file, needed_key


def _alone(target: str, *files: OutFile) -> ReadySet:
    return ReadySet(target, files, "", "")


def _certificates(material: Material, choices: Choices) -> tuple[bytes, ...]:
    return (material.leaf, *(material.above if choices.root_in else material.between))


def make_pem(material: Material, choices: Choices) -> ReadySet:
    """The certificate alone, and with its chain."""
    alone = OutFile(f"{material.name}.pem", "certificate", pem("CERTIFICATE", material.leaf))
    return _alone("pem", alone, *((chain_file(material, choices),) if len(_certificates(material, choices)) > 1 else ()))


def make_der(material: Material, choices: Choices) -> ReadySet:
    """The certificate alone, as Windows and Java's keytool take it too."""
    return _alone("der", OutFile(f"{material.name}.cer", "certificate", material.leaf))


def make_pkcs7(material: Material, choices: Choices) -> ReadySet:
    """Certificate and chain without keys (RFC 5652), for Windows and Java."""
    return _alone("pkcs7", OutFile(f"{material.name}.p7b", "certificates", pkcs7(_certificates(material, choices))))


def make_pkcs12(material: Material, choices: Choices) -> ReadySet:
    """Key, certificate and chain (RFC 7292)."""
    if not choices.password:
        raise ExportError("export_needs_password")
    others = _certificates(material, choices)[1:]
    store = pkcs12_file(material.name, needed_key(material), material.leaf, others, choices.password.encode(), choices.legacy)
    return _alone("pkcs12", OutFile(f"{material.name}.p12", "key_store", store, secret=True))


def make_encrypted_key(material: Material, choices: Choices) -> ReadySet:
    """The private key under the password (PKCS #8 with PBES2 and scrypt; PBKDF2 for what is too old for that)."""
    if not choices.password:
        raise ExportError("export_needs_password")
    sealed = encrypted_pkcs8(needed_key(material), choices.password.encode(), scrypt=not choices.legacy)
    return _alone("encrypted_key", OutFile(f"{material.name}.key.pem", "encrypted_key", pem("ENCRYPTED PRIVATE KEY", sealed), secret=True))
