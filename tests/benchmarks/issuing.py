"""1,000 server certificates issued in one run, each with a key of its own, against the bare calls of `cryptography`.

Bare: key, builder with the same extensions, signature, DER of both; nothing is checked and nothing is kept. Ours: every wish checked,
refused where its CA would make it invalid, key sealed, certificate, index and log on the disk (SQLite).
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workbench.core.issuance.build import serial_number, times
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.issuing_many import issue_many
from workbench.core.workspace.lab import LabWish, make_lab
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import Authority, KeyKind, PrivateKey, make_key

RUNS = 3
COMMON_NAME = "2.5.4.3"
SERVER = built_in("server").specification


def wish(number: int, kind: KeyKind) -> Specification:
    host = f"host{number}.example.test"
    specification = replace(
        SERVER,
        subject=(SubjectAttribute(COMMON_NAME, host),),
        names=(AlternativeName(NameKind.DNS, host),),
    )
    return for_key(specification, kind)


def bare(issuer: x509.Certificate, signer: PrivateKey, kind: KeyKind, count: int) -> None:
    now = datetime.now(UTC)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())  # type: ignore[arg-type]
    usage = dict.fromkeys(("content_commitment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False)
    for number in range(count):
        host = f"host{number}.example.test"
        key: PrivateKey = rsa.generate_private_key(65537, 2048) if kind.is_rsa else ec.generate_private_key(ec.SECP256R1())
        begin, end = times(SERVER.validity, now)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
            .issuer_name(issuer.subject)
            .public_key(key.public_key())
            .serial_number(serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(identifier, False)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(
                x509.KeyUsage(digital_signature=True, key_encipherment=kind.is_rsa, encipher_only=False, decipher_only=False, **usage), True
            )
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
            .sign(signer, hashes.SHA256())
        )
        certificate.public_bytes(Encoding.DER)
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def run() -> None:
    _compare("P-256", KeyKind.P_256, 1_000)
    _compare("RSA 2048", KeyKind.RSA_2048, 100)


def _compare(title: str, kind: KeyKind, count: int) -> None:
    signer = make_key(KeyKind.P_256)
    bare_times, ours_times, alone_times = [], [], []
    few = count // 10
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            workspace = open_workspace(f"sqlite:///{folder}/workspace.sqlite")
            workspace.set_up_vault("bench")
            above = make_lab(workspace, LabWish(("bench.example.test",), key=KeyKind.P_256)).intermediate
            bare_times.append(_timed(bare, Authority(above.der, signer).built, signer, kind, count))
            ours_times.append(_timed(_many, workspace, above, kind, count))
            alone_times.append(_timed(_alone, workspace, above, kind, few) / few * count)
            workspace.close()
    bare_time, ours, alone = map(statistics.median, (bare_times, ours_times, alone_times))
    print(
        f"{title:9} {count:5} certificates: bare {bare_time * 1e3:6.0f} ms, in one run {ours * 1e3:6.0f} ms = {ours / bare_time:.2f} x "
        f"(aim 1.5), one by one, each on the disk {alone * 1e3:6.0f} ms = {alone / bare_time:.2f} x"
    )


def _many(workspace: Workspace, issuer: CertificateEntry, kind: KeyKind, count: int) -> None:
    outcomes = issue_many(workspace, [Order(wish(number, kind), issuer.id, kind, "server") for number in range(count)])
    assert all(isinstance(outcome, CertificateEntry) for outcome in outcomes)


def _alone(workspace: Workspace, issuer: CertificateEntry, kind: KeyKind, count: int) -> None:
    for number in range(count):
        issue(workspace, Order(wish(number, kind), issuer.id, kind, "server"))


def _timed(work: Callable[..., None], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start
