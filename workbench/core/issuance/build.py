"""A `Specification` -> DER of a certificate (RFC 5280) or of a certification request (RFC 2986), by the library's builders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from workbench.core.issuance import parts
from workbench.core.issuance.specification import Specification, Validity
from workbench.core.x509.issuance import Authority, PrivateKey, PublicKey, Random, deterministic, issuer_key_identifier, signature_hash

BACKDATED = timedelta(minutes=5)
"""A certificate holds from a little before it was issued, for clocks that are behind."""
SERIAL_BITS = 159
FIRST_YEAR = 1950
"""UTCTime begins there (RFC 5280 4.1.2.5.1), and the library with it."""
Extension = tuple[x509.ExtensionType, bool]
"""With its criticality."""
_HASHES: dict[str, hashes.SHA256 | hashes.SHA384 | hashes.SHA512] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(),
}  # fmt: skip


def serial_number(random: Random = os.urandom) -> int:
    """159 random bits, the most significant of them set: positive and 20 octets long, always (RFC 5280 4.1.2.2)."""
    return int.from_bytes(random(20), "big") >> 1 | 1 << (SERIAL_BITS - 1)


def times(validity: Validity, now: datetime) -> tuple[datetime, datetime]:
    """notBefore and notAfter, aware, whole seconds. `days` count from `now` or the chosen beginning.

    notAfter is inclusive (RFC 5280 4.1.2.5): n days end one second before the n-th day begins.
    Raises SpecificationError for a time that no certificate can hold.
    """
    field = "not_after" if validity.not_after is not None else "days"
    try:
        begin = (validity.not_before or now - BACKDATED).astimezone(UTC).replace(microsecond=0)
        end = (validity.not_after or begin + timedelta(days=validity.days, seconds=-1)).astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise parts.SpecificationError(("validity", field), "wish_time_out_of_range") from None
    for name, moment in (("not_before", begin), (field, end)):
        if moment.year < FIRST_YEAR:
            raise parts.SpecificationError(("validity", name), "wish_time_out_of_range")
    return begin, end


def build_certificate(
    specification: Specification, public_key: PublicKey, issuer: Authority, now: datetime, serial: int | None = None
) -> bytes:
    """The DER certificate of `public_key`, signed by `issuer`. `serial` None draws one.

    Raises SpecificationError for what cannot be written; it says where.
    """
    built = issuer.built
    return assemble(specification, public_key, built.subject, issuer_key_identifier(built), issuer.key, now, serial)


def build_self_signed(specification: Specification, key: PrivateKey, now: datetime, serial: int | None = None) -> bytes:
    """The DER certificate of a key, signed by that key itself. Raises as `build_certificate` does."""
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return assemble(specification, key.public_key(), parts.name(specification.subject), identifier, key, now, serial)


def build_request(specification: Specification, key: PrivateKey) -> bytes:
    """The DER certification request of `key`. What is the CA's own matter (times, addresses, key identifiers) is not asked for."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(parts.name(specification.subject))
    for extension, critical in requested_extensions(specification):
        builder = builder.add_extension(extension, critical)
    request = builder.sign(key, hash_for(specification, key), ecdsa_deterministic=deterministic(key))
    return request.public_bytes(Encoding.DER)


def hash_for(specification: Specification, signer: PrivateKey) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None:
    """What the signer hashes with: the chosen one where the algorithm leaves a choice. Raises SpecificationError."""
    if parts.hash_name(specification.hash) and isinstance(signer, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        return _HASHES[specification.hash]
    return signature_hash(signer)


def requested_extensions(specification: Specification) -> Iterator[Extension]:
    """What a request may ask for. Raises SpecificationError."""
    if specification.basic_constraints is not None:
        yield parts.basic_constraints(specification.basic_constraints), specification.basic_constraints.critical
    if specification.key_usage.usages:
        yield parts.key_usage(specification.key_usage), specification.key_usage.critical
    if specification.extended_key_usage.purposes:
        yield parts.extended_key_usage(specification.extended_key_usage), specification.extended_key_usage.critical
    if specification.names:
        # RFC 5280 4.2.1.6: without a subject the names are all there is, and everybody must understand them.
        yield parts.alternative_names(specification.names), specification.names_critical or not specification.subject
    if specification.name_constraints.permitted or specification.name_constraints.excluded:
        yield parts.name_constraints(specification.name_constraints), specification.name_constraints.critical
    if specification.policies:
        yield parts.policies(specification.policies), specification.policies_critical
    if specification.tls_features:
        yield parts.tls_features(specification.tls_features), False
    if specification.ocsp_no_check:
        yield x509.OCSPNoCheck(), False
    for number, raw in enumerate(specification.raw):
        yield parts.raw_extension(raw, ("raw", number)), raw.critical


def own_extensions(specification: Specification) -> Iterator[Extension]:
    """The CA's own: where a verifier may turn to. Raises SpecificationError."""
    asked = (
        ("ocsp_urls", AuthorityInformationAccessOID.OCSP, specification.ocsp_urls),
        ("issuer_urls", AuthorityInformationAccessOID.CA_ISSUERS, specification.issuer_urls),
    )
    access = [x509.AccessDescription(method, parts.uri(url, (field, at))) for field, method, urls in asked for at, url in enumerate(urls)]
    if access:
        yield x509.AuthorityInformationAccess(access), False
    if specification.crl_urls:
        yield x509.CRLDistributionPoints(parts.distribution_points("crl_urls", specification.crl_urls)), False
    if specification.delta_crl_urls:
        yield x509.FreshestCRL(parts.distribution_points("delta_crl_urls", specification.delta_crl_urls)), False


def assemble(
    specification: Specification,
    public_key: PublicKey,
    issuer_name: x509.Name,
    issuer_key: x509.AuthorityKeyIdentifier,
    signer: PrivateKey,
    now: datetime,
    serial: int | None = None,
) -> bytes:
    """The DER certificate from its parts: `issuer_name` and `issuer_key` as the issuer's own certificate has them.

    That `signer` fits these two is for the caller to see to. Raises as `build_certificate` does.
    """
    begin, end = times(specification.validity, now)
    if end < begin:
        raise parts.SpecificationError(("validity",), "wish_ends_before_it_begins")
    builder = (
        x509.CertificateBuilder()
        .subject_name(parts.name(specification.subject))
        .issuer_name(issuer_name)
        .public_key(public_key)
        .serial_number(serial_number() if serial is None else serial)
        .not_valid_before(begin)
        .not_valid_after(end)
    )
    if specification.subject_key_identifier:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), False)
    if specification.authority_key_identifier:
        builder = builder.add_extension(issuer_key, False)
    extensions = (*requested_extensions(specification), *own_extensions(specification))
    try:
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
    except ValueError:  # the one thing it refuses
        raise parts.SpecificationError(("raw",), "wish_extension_twice", oid=extension.oid.dotted_string) from None
    certificate = builder.sign(signer, hash_for(specification, signer), ecdsa_deterministic=deterministic(signer))
    return certificate.public_bytes(Encoding.DER)
