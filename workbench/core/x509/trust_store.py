"""Trust stores: the certificates that somebody decided to believe (RFC 5280 6.1.1 (d), RFC 5914).

Mozilla's list comes with `certifi`; the operating system's from where it keeps it; or any PEM or DER files of one's own.
"""

from __future__ import annotations

import binascii
import functools
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import certifi

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.name import Name, NormalizedName, normalized_name

MOZILLA = "mozilla"
SYSTEM = "system"

# Where systems keep one file with all roots, for a Python whose OpenSSL was built to look elsewhere.
SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",  # older ones
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, BSDs
)
KEYCHAINS = ("/System/Library/Keychains/SystemRootCertificates.keychain", "/Library/Keychains/System.keychain")
MAX_FILE = 64 << 20

_PEM = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----\s*([A-Za-z0-9+/=\s]+?)-----END (?:X509 |TRUSTED )?CERTIFICATE-----")


@dataclass(frozen=True, eq=False)
class TrustStore:
    """Trust anchors as certificates, without repetition, in the order of their source.

    name     "mozilla", "system" or the path: what the user chose
    skipped  how many entries of the source could not be read as certificates
    """

    name: str
    certificates: tuple[Certificate, ...]
    skipped: int = 0

    def __repr__(self) -> str:
        return f"<TrustStore {self.name}: {len(self.certificates)}>"

    def __len__(self) -> int:
        return len(self.certificates)

    def __contains__(self, certificate: object) -> bool:
        """Whether exactly this certificate is an anchor."""
        return certificate in self._set

    @functools.cached_property
    def _set(self) -> frozenset[Certificate]:
        return frozenset(self.certificates)

    @functools.cached_property
    def by_subject(self) -> Mapping[NormalizedName, tuple[Certificate, ...]]:
        """Anchors by `Name.normalized` of the subject; those with an unreadable subject are left out."""
        result: dict[NormalizedName, list[Certificate]] = {}
        for certificate in self.certificates:
            try:
                result.setdefault(normalized_name(certificate.subject_der), []).append(certificate)
            except DerError:
                continue
        return {name: tuple(found) for name, found in result.items()}

    @functools.cached_property
    def by_key_identifier(self) -> Mapping[bytes, tuple[Certificate, ...]]:
        """Anchors by subjectKeyIdentifier; those without one are left out."""
        result: dict[bytes, list[Certificate]] = {}
        for certificate in self.certificates:
            if certificate.subject_key_identifier is not None:
                result.setdefault(certificate.subject_key_identifier, []).append(certificate)
        return {identifier: tuple(found) for identifier, found in result.items()}

    def with_subject(self, name: Name) -> tuple[Certificate, ...]:
        """The anchors of that name (RFC 5280 7.1)."""
        return self.by_subject.get(name.normalized, ())


def trust_store(name: str, certificates: Iterable[Certificate], skipped: int = 0) -> TrustStore:
    """A store of these certificates; of equal ones the first is kept."""
    return TrustStore(name, tuple(dict.fromkeys(certificates)), skipped)


def trust_anchors(choice: str | Sequence[str]) -> TrustStore:
    """The store a user chose: "mozilla", "system", the path of a file or folder, or several paths.

    Several paths may also stand in one text, separated as in PATH. Files hold PEM (text around it is ignored) or DER.
    Results are kept, files until they change.
    Raises FileError `trust_file_unreadable`, `trust_no_certificates`, `trust_system_missing`, `trust_keychain`.
    """
    if choice == MOZILLA:
        return mozilla()
    if choice == SYSTEM:
        return system()
    paths = paths_of(choice)
    name = os.pathsep.join(paths)
    files = [file for path in paths for file in _files(path)]
    certificates: list[Certificate] = []
    skipped = 0
    for file, stamp in files:
        found, bad = _from_file(file, stamp)
        certificates += found
        skipped += bad
    if not certificates:
        raise FileError("trust_no_certificates", path=name)
    return trust_store(name, certificates, skipped)


def paths_of(choice: str | Sequence[str]) -> tuple[str, ...]:
    """The paths in a choice that is neither "mozilla" nor "system"; a text that is no path itself is taken apart as PATH is."""
    if not isinstance(choice, str):
        return tuple(choice)
    if os.path.exists(choice):
        return (choice,)
    return tuple(part for part in choice.split(os.pathsep) if part) or (choice,)


@functools.cache
def mozilla() -> TrustStore:
    """Mozilla's root store as `certifi` brings it: server authentication only. Raises FileError `trust_file_unreadable`."""
    return trust_store(MOZILLA, *split(_bytes(certifi.where())))


@functools.cache
def system() -> TrustStore:
    """What the operating system trusts.

    Windows: the ROOT store; macOS: the system keychains; elsewhere: OpenSSL's default file or folder, which SSL_CERT_FILE
    and SSL_CERT_DIR can move. Raises FileError `trust_system_missing`, `trust_keychain`, `trust_file_unreadable`.
    """
    import ssl  # not needed for the other stores, and slow to load

    if sys.platform == "win32":
        return trust_store(SYSTEM, *parse_all(der for der, encoding, _ in ssl.enum_certificates("ROOT") if encoding == "x509_asn"))
    if sys.platform == "darwin":
        return trust_store(SYSTEM, *split(_keychain_export()))
    places = ssl.get_default_verify_paths()
    for file in (places.cafile, *SYSTEM_FILES):
        if file and os.path.isfile(file):
            return trust_store(SYSTEM, *split(_bytes(file)))
    if places.capath:
        parts = [_from_file(file, stamp) for file, stamp in _files(places.capath)]
        if any(found for found, _ in parts):
            return trust_store(SYSTEM, (c for found, _ in parts for c in found), sum(bad for _, bad in parts))
    raise FileError("trust_system_missing")


def _keychain_export() -> bytes:
    """macOS: the certificates of the system keychains as PEM."""
    import subprocess

    try:
        return subprocess.run(
            ["/usr/bin/security", "find-certificate", "-a", "-p", *KEYCHAINS], capture_output=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise FileError("trust_keychain", reason=type(error).__name__) from None


def split(data: bytes) -> tuple[tuple[Certificate, ...], int]:
    """The certificates in PEM text or in one DER encoding, and how many blocks could not be read."""
    blocks = _PEM.findall(data)
    if not blocks:
        return parse_all([data]) if data[:1] == b"\x30" else ((), 0)
    encodings: list[bytes] = []
    skipped = 0
    for block in blocks:
        try:
            encodings.append(binascii.a2b_base64(block))
        except binascii.Error:
            skipped += 1
    certificates, bad = parse_all(encodings)
    return certificates, skipped + bad


def parse_all(encodings: Iterable[bytes]) -> tuple[tuple[Certificate, ...], int]:
    """Encodings -> certificates, and how many could not be followed. Octets after the certificate (OpenSSL's trust
    settings in a TRUSTED CERTIFICATE block) are dropped."""
    certificates: list[Certificate] = []
    skipped = 0
    for der in encodings:
        try:
            certificates.append(parse_certificate(reader.read(der).encoded))
        except DerError:
            skipped += 1
    return tuple(certificates), skipped


def _files(path: str) -> list[tuple[str, tuple[int, int]]]:
    """The file, or the files directly in the folder, each with what tells that it changed."""
    try:
        if os.path.isdir(path):
            entries = sorted(entry for entry in Path(path).iterdir() if entry.is_file())
        else:
            entries = [Path(path)]
        return [(str(entry), (entry.stat().st_mtime_ns, entry.stat().st_size)) for entry in entries]
    except OSError as error:
        raise FileError("trust_file_unreadable", path=path, reason=error.strerror or type(error).__name__) from None


@functools.lru_cache(maxsize=1024)
def _from_file(path: str, stamp: tuple[int, int]) -> tuple[tuple[Certificate, ...], int]:
    return split(_bytes(path))


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_FILE)
    except OSError as error:
        raise FileError("trust_file_unreadable", path=path, reason=error.strerror or type(error).__name__) from None
