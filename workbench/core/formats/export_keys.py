"""Forms of keys, and PKCS#12, that need the key itself and not only its bytes; `cryptography` writes them."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, pkcs12

from workbench.core.errors import FileError, Message
from workbench.core.formats.export_errors import ExportError
from workbench.core.x509.private_to_public import public_key_of

PKCS12_ROUNDS = 100_000
PKCS12_LEGACY_ROUNDS = 2048

_Refused = (ValueError, TypeError, UnsupportedAlgorithm)


def load_private(private_key_info: bytes) -> PrivateKeyTypes:
    """PKCS#8 -> key. Raises ExportError `export_key_not_readable`."""
    try:
        return serialization.load_der_private_key(private_key_info, None, unsafe_skip_rsa_key_validation=True)
    except _Refused:
        # The library's text may quote the input: it is not passed on.
        raise ExportError("export_key_not_readable") from None


def _load_public(spki: bytes) -> PublicKeyTypes:
    try:
        return serialization.load_der_public_key(spki)
    except _Refused:
        raise ExportError("export_key_not_readable") from None


def public_of(private_key_info: bytes) -> bytes:
    """PKCS#8 -> DER of the SubjectPublicKeyInfo, its parameters as they stand. Raises ExportError."""
    try:
        return public_key_of(private_key_info)
    except FileError:
        raise ExportError("export_key_not_readable") from None


def traditional(private_key_info: bytes) -> bytes:
    """PKCS#8 -> PEM of PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915) or OpenSSL's DSA form, unencrypted.

    Raises ExportError `export_no_traditional_form` for the algorithms that never had one.
    """
    key = load_private(private_key_info)
    try:
        return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    except _Refused:
        raise ExportError("export_no_traditional_form") from None


def openssh_public(spki: bytes, comment: str) -> bytes:
    """SubjectPublicKeyInfo -> the line of `authorized_keys` (RFC 4253 section 6.6). Raises ExportError `export_no_openssh_form`."""
    key = _load_public(spki)
    try:
        line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    except _Refused:
        raise ExportError("export_no_openssh_form") from None
    words = " ".join(part for part in comment.split() if part.isprintable())
    return line + (b" " + words.encode("utf-8") if words else b"") + b"\n"


def pkcs12_file(
    name: str, private_key_info: bytes | None, certificate: bytes | None, others: Sequence[bytes], password: bytes, legacy: bool
) -> bytes:
    """PKCS#12 (RFC 7292) with one key and its certificate (either may be missing) and further certificates.

    legacy False   PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA256, MAC with SHA-256: OpenSSL 1.1+, Java 8u301+, Windows 10 1809+, macOS 12+
    legacy True    3DES and SHA-1: what older Java, Windows Server 2016 and older, older macOS and many appliances still need
    Raises ExportError when the library refuses the key or one of the certificates, or they do not belong together.
    """
    builder = PrivateFormat.PKCS12.encryption_builder()
    if legacy:
        builder = builder.kdf_rounds(PKCS12_LEGACY_ROUNDS).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        builder = builder.hmac_hash(hashes.SHA1())
    else:
        builder = builder.kdf_rounds(PKCS12_ROUNDS).key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256())
    key = None if private_key_info is None else load_private(private_key_info)
    own = None if certificate is None else _library_certificate(certificate)
    rest = [_library_certificate(der) for der in others]
    try:
        return pkcs12.serialize_key_and_certificates(
            name.encode("utf-8") or None,
            key,  # type: ignore[arg-type]  # X25519 and the like come back as TypeError, answered below
            own,
            rest or None,
            builder.build(password),
        )
    except _Refused as error:
        raise ExportError("export_library_refuses", reason=str(error)) from None


def _library_certificate(der: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise ExportError("export_certificate_refused", reason=Message("export_reason", {"text": str(error)})) from None
