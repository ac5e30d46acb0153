"""Make the demonstration files of `workbench/resources/demo`: a small certification authority and what surrounds it.

Run once and commit the result: `python packaging/make_demo.py`. The keys are thrown away, or (the server's) published on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = Path(__file__).resolve().parent.parent / "workbench" / "resources" / "demo"
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
YEAR = timedelta(days=365)

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

DOMAIN_VALIDATED = "2.23.140.1.2.1"
ORGANIZATION_VALIDATED = "2.23.140.1.2.2"


@dataclass(frozen=True)
class Authority:
    """A CA: its certificate, the key that it signs with, and the address under which it publishes."""

    certificate: x509.Certificate
    key: PrivateKey
    site: str


def name(**attributes: str) -> x509.Name:
    order = {
        "country": NameOID.COUNTRY_NAME,
        "state": NameOID.STATE_OR_PROVINCE_NAME,
        "city": NameOID.LOCALITY_NAME,
        "organization": NameOID.ORGANIZATION_NAME,
        "unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
        "common": NameOID.COMMON_NAME,
    }
    return x509.Name([x509.NameAttribute(oid, attributes[key]) for key, oid in order.items() if key in attributes])


def key_usage(*wanted: str) -> x509.KeyUsage:
    # Every bit of RFC 5280 4.2.1.3 must be named.
    signing = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign")
    secrecy = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{bit: bit in wanted for bit in signing + secrecy})


def authority(subject: x509.Name, key: PrivateKey, parent: Authority | None, site: str, path_length: int | None) -> Authority:
    """A CA certificate, self-signed without a parent."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.certificate.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + 20 * YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(key_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if parent:
        any_policy = x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), None)
        builder = builder.add_extension(x509.CertificatePolicies([any_policy]), critical=False)
        purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        builder = published(builder, parent)
    return Authority(builder.sign(parent.key if parent else key, hashes.SHA384()), key, site)


def published(builder: x509.CertificateBuilder, parent: Authority) -> x509.CertificateBuilder:
    """The extensions that say who signed and where to find what the signer publishes."""
    identifier = parent.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"http://{parent.site}/ca.crl")], None, None, None)
    access = x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"http://{parent.site}/ca.cer"))
    return (
        builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
        .add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    )


def server(subject: x509.Name, hosts: Sequence[str], policy: str, key: PrivateKey, parent: Authority) -> x509.Certificate:
    """A server certificate for these DNS names."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + 10 * YEAR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(policy), None)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return published(builder, parent).sign(parent.key, hashes.SHA256())


def revocations(issuer: Authority, revoked: Sequence[x509.Certificate]) -> x509.CertificateRevocationList:
    """A CRL of this CA that names the certificates given, their keys having leaked."""
    identifier = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(BEGIN + timedelta(days=30))
        .next_update(BEGIN + 10 * YEAR)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for certificate in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(BEGIN + timedelta(days=21))
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256())


def curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def main() -> None:
    company = {"country": "JP", "state": "Tokyo", "city": "Chiyoda-ku", "organization": "Example Test K.K."}
    root = authority(
        name(country="JP", organization="Example Test Trust", common="Example Test Root CA"),
        ec.generate_private_key(ec.SECP384R1()),
        None,
        "root.example.test",
        None,
    )
    issuing_name = name(country="JP", organization="Example Test Trust", common="Example Test Issuing CA 1")
    issuing = authority(issuing_name, rsa.generate_private_key(65537, 3072), root, "issuing.example.test", 0)
    # The CA renewed under the same name with another key; and it has a third key whose certificate nobody has at hand.
    renewed = authority(issuing_name, rsa.generate_private_key(65537, 3072), root, "issuing.example.test", 0)
    lost = authority(issuing_name, rsa.generate_private_key(65537, 3072), root, "issuing.example.test", 0)

    www_key = curve_key()
    www_name = name(**company, common="www.example.test")
    www_hosts = ["www.example.test", "example.test"]
    www = server(www_name, www_hosts, ORGANIZATION_VALIDATED, www_key, issuing)
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(www_name)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in www_hosts]), critical=False)
        .sign(www_key, hashes.SHA256())
    )
    japanese = server(
        name(country="JP", state="東京都", city="千代田区", organization="例示株式会社", common="例え.テスト"),
        ["xn--r8jz45g.xn--zckzah", "www.xn--r8jz45g.xn--zckzah"],
        ORGANIZATION_VALIDATED,
        curve_key(),
        issuing,
    )
    shop = server(name(common="shop.example.test"), ["shop.example.test"], DOMAIN_VALIDATED, curve_key(), renewed)
    mail = server(name(common="mail.example.test"), ["mail.example.test"], DOMAIN_VALIDATED, curve_key(), lost)
    old = server(name(common="old.example.test"), ["old.example.test"], DOMAIN_VALIDATED, curve_key(), issuing)

    FOLDER.mkdir(parents=True, exist_ok=True)
    # The server's first, since it is the one that is judged; the others as people paste them, not in the order of the chain.
    pasted = {b"www.example.test": www, b"Root": root.certificate, b"Issuing CA": issuing.certificate}
    files = {
        "chain.pem": b"\n".join(label + b":\n" + pem(certificate) for label, certificate in pasted.items()),
        "server.key": www_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "server.csr": request.public_bytes(Encoding.PEM),
        "root-ca.cer": root.certificate.public_bytes(Encoding.DER),
        "issuing-ca-renewed.pem": pem(renewed.certificate),
        "shop.pem": pem(shop),
        "mail.pem": pem(mail),
        "old.pem": pem(old),
        "例え.テスト.pem": pem(japanese),
        "root-ca.crl": revocations(root, []).public_bytes(Encoding.DER),
        "issuing-ca.crl": revocations(issuing, [old]).public_bytes(Encoding.PEM),
        # One name is one CA (RFC 5280 6.3.3): what it revoked stands in the CRL of either key.
        "issuing-ca-renewed.crl": revocations(renewed, [old]).public_bytes(Encoding.PEM),
    }
    for file_name, content in files.items():
        (FOLDER / file_name).write_bytes(content)
        print(f"{file_name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
