"""Certificate and private key from files of any format -> what an endpoint proves itself with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError
from workbench.core.formats import Kind, OpenedFile, open_path
from workbench.core.handshake.tls_key import tls_key
from workbench.core.tls.configuration import Credential
from workbench.core.tls.signatures import RsaPssKey, schemes_of
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.host_name import alternative_names
from workbench.core.x509.key_pair import PrivateKey, key_identity


def read_credential(certificate_path: str, key_path: str | None, versions: Sequence[int], passwords: Sequence[str] = ()) -> Credential:
    """The certificate that belongs to the private key, and the chain above it, as far as the files have it.

    key_path   None: the key is in the certificate's file (PKCS#12, PEM with both)
    versions   of TLS that the key must be able to sign in, one at least

    Raises FileError: `live_no_certificate`, `live_no_key`, `live_key_of_another`, `live_key_unusable`, `live_locked`, `live_file`.
    """
    files = open_path(certificate_path, passwords)
    key_files = files if key_path is None else open_path(key_path, passwords)
    certificates = tuple(_certificates(files))
    keys = [PrivateKey(found.der) for file in key_files for found in file.objects if found.kind is Kind.PRIVATE_KEY]
    if not certificates:
        raise _nothing(files, "live_no_certificate", certificate_path)
    if not keys:
        raise _nothing(key_files, "live_no_key", key_path or certificate_path)
    for key in keys:
        identity = key_identity(key.spki) if key.spki is not None else None
        leaf = next((certificate for certificate in certificates if key_identity(certificate.spki) == identity), None)
        if leaf is not None:
            return _credential(leaf, certificates, key, versions, key_path or certificate_path)
    raise FileError("live_key_of_another", key=key_path or certificate_path, certificate=certificate_path)


def _credential(
    leaf: Certificate, certificates: tuple[Certificate, ...], key: PrivateKey, versions: Sequence[int], path: str
) -> Credential:
    public_key = tls_key(leaf.spki)
    try:
        private_key: Any = load_der_private_key(key.der, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise FileError("live_key_unusable", path=path) from None
    if isinstance(public_key, RsaPssKey):
        private_key = RsaPssKey(private_key, public_key.hash)
    if not any(schemes_of(public_key, version) for version in versions):
        raise FileError("live_key_unusable", path=path)
    names = tuple(name.value for name in alternative_names(leaf))
    return Credential(tuple(item.der for item in _chain(leaf, certificates)), private_key, public_key, names=names)


def _chain(leaf: Certificate, certificates: tuple[Certificate, ...]) -> list[Certificate]:
    """From the leaf upwards by the names of issuers. A root is left out: whoever trusts it has it (RFC 8446 section 4.4.2)."""
    chain = [leaf]
    while True:
        last = chain[-1]
        issuer = next((item for item in certificates if item not in chain and item.subject_der == last.issuer_der), None)
        if issuer is None or issuer.self_issued:
            return chain
        chain.append(issuer)


def _certificates(files: Iterable[OpenedFile]) -> Iterable[Certificate]:
    for file in files:
        for found in file.objects:
            if found.kind is Kind.CERTIFICATE:
                try:
                    yield parse_certificate(found.der)
                except DerError as error:
                    raise FileError("live_file", path=file.path, reason=error.message) from None


def _nothing(files: Sequence[OpenedFile], id: str, path: str) -> FileError:
    """Why there is nothing: locked, unreadable, or just not there."""
    for file in files:
        if file.locked:
            return FileError("live_locked", path=path, what=file.locked[0].what)
        if file.error is not None:
            return FileError("live_file", path=path, reason=file.error)
    return FileError(id, path=path)
