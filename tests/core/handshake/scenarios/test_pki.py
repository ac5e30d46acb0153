"""A scenario's certificates: our own judge, `openssl verify` and GnuTLS agree about each; the same seed gives the same octets."""

from __future__ import annotations

import random
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from workbench.core.handshake.scenarios import pki as made
from workbench.core.handshake.scenarios.pki import HOST, Keys, ScenarioPki, make_pki
from workbench.core.handshake.verify import verifier
from workbench.core.lint import lint
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.configuration import Credential, Judgement
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status
from workbench.core.x509.issuance import CLIENT_AUTH, SERVER_AUTH, KeyKind
from workbench.core.x509.role import RoleKind, role_of

EPOCH = 1_795_176_000.25  # 2026-11-20 12:00 UTC
P_256 = Keys()
Make = Callable[[ScenarioPki], Credential]

# What each server is told by our client, what `openssl verify` says of it (X509_V_ERR_*), and what `certtool --verify` does.
SERVERS: list[tuple[Make, AlertDescription | None, int, str]] = [
    (lambda pki: pki.server, None, 0, "Chain verification output: Verified"),
    (made.stapled_server, None, 0, "Chain verification output: Verified"),
    (made.impostor_with_true_certificate, None, 0, "Chain verification output: Verified"),
    (made.expired_server, AlertDescription.certificate_expired, 10, "expired certificate"),
    (made.wrong_host_server, AlertDescription.bad_certificate, 62, "does not match"),
    (made.server_without_intermediate, AlertDescription.unknown_ca, 20, "issuer is unknown"),
    (made.untrusted_server, AlertDescription.unknown_ca, 19, "issuer is unknown"),
    (made.impostor, AlertDescription.unknown_ca, 18, "issuer is unknown"),
]
NAMES = ["server", "stapled", "other_key", "expired", "wrong_host", "without_intermediate", "untrusted", "impostor"]


def seeded(seed: int = 1, keys: Keys = P_256, epoch: float = EPOCH) -> ScenarioPki:
    return make_pki(random.Random(seed).randbytes, epoch, keys=keys)


def all_of(kind: KeyKind) -> Keys:
    return Keys(kind, kind, kind, kind)


def judged(pki: ScenarioPki, credential: Credential, purpose: Purpose = Purpose.SERVER) -> Judgement:
    verify = verifier(pki.anchors, Conditions(purpose=purpose), clock=lambda: EPOCH)
    return verify(credential.chain, pki.host if purpose is Purpose.SERVER else "", credential.ocsp_response, b"")


def pem(path: Path, *certificates: bytes) -> Path:
    path.write_text("".join(map(ssl.DER_cert_to_PEM_cert, certificates)))
    return path


def openssl(pki: ScenarioPki, credential: Credential, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    command = ["openssl", "verify", "-x509_strict", "-no-CApath", "-no-CAstore", "-attime", str(int(EPOCH)), *options]
    command += ["-CAfile", str(pem(folder / "root.pem", pki.root.certificate))]
    if credential.chain[1:]:
        command += ["-untrusted", str(pem(folder / "untrusted.pem", *credential.chain[1:]))]
    return subprocess.run([*command, str(pem(folder / "leaf.pem", credential.chain[0]))], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(("make", "alert", "error", "_"), SERVERS, ids=NAMES)
def test_our_judge_and_openssl_agree_about_every_server(
    make: Make, alert: AlertDescription | None, error: int, _: str, tmp_path: Path
) -> None:
    pki = seeded()
    credential = make(pki)
    judgement = judged(pki, credential)
    assert judgement.accepted is (alert is None)
    assert alert is None or judgement.alert is alert
    done = openssl(pki, credential, tmp_path, "-purpose", "sslserver", "-verify_hostname", HOST)
    assert (done.returncode == 0) is (error == 0)
    assert not error or f"error {error} at" in done.stderr, done.stderr


@pytest.mark.parametrize(("make", "alert", "_", "words"), SERVERS, ids=NAMES)
def test_gnutls_agrees_about_every_server(make: Make, alert: AlertDescription | None, _: int, words: str, tmp_path: Path) -> None:
    if shutil.which("certtool") is None:
        pytest.skip("no certtool here")
    pki = seeded(epoch=time.time())  # it cannot be told another time
    chain = make(pki).chain
    files = ["--load-ca-certificate", str(pem(tmp_path / "root.pem", pki.root.certificate))]
    files += ["--infile", str(pem(tmp_path / "chain.pem", *chain))]
    command = ["certtool", "--verify", "--verify-hostname", HOST, "--verify-purpose", SERVER_AUTH, *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode == 0) is (alert is None)
    assert words in done.stdout + done.stderr


def test_a_revoked_server_is_refused_by_its_stapled_response(tmp_path: Path) -> None:
    pki = seeded()
    revoked = made.revoked_server(pki)
    judgement = judged(pki, revoked)
    assert not judgement.accepted and judgement.alert is AlertDescription.certificate_revoked
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    for credential, word in ((revoked, "revoked"), (made.stapled_server(pki), "good")):
        response = tmp_path / "response.der"
        response.write_bytes(credential.ocsp_response)
        leaf, issuer = pem(tmp_path / "leaf.pem", credential.chain[0]), pem(tmp_path / "issuer.pem", credential.chain[1])
        root = pem(tmp_path / "root.pem", pki.root.certificate)
        command = ["openssl", "ocsp", "-respin", response, "-issuer", issuer, "-cert", leaf, "-CAfile", root, "-verify_other", issuer]
        done = subprocess.run([*map(str, command), "-attime", str(int(EPOCH))], capture_output=True, text=True, timeout=60)
        assert "Response verify OK" in done.stderr and f"leaf.pem: {word}" in done.stdout, done.stderr


def test_clients(tmp_path: Path) -> None:
    pki = seeded()
    foreign = made.foreign_client(pki)
    assert judged(pki, pki.client, Purpose.CLIENT).accepted
    assert openssl(pki, pki.client, tmp_path, "-purpose", "sslclient").returncode == 0
    refused = judged(pki, foreign, Purpose.CLIENT)
    assert not refused.accepted and refused.alert is AlertDescription.unknown_ca
    assert "error 19 at" in openssl(pki, foreign, tmp_path, "-purpose", "sslclient").stderr
    for credential, purpose, name in ((pki.client, Purpose.SERVER, "sslserver"), (pki.server, Purpose.CLIENT, "sslclient")):
        refused = judged(pki, credential, purpose)
        assert not refused.accepted
        assert "error 26 at" in openssl(pki, credential, tmp_path, "-purpose", name).stderr
    assert refused.alert is AlertDescription.unsupported_certificate


def test_the_impostors() -> None:
    pki = seeded()
    thief = made.impostor_with_true_certificate(pki)
    assert thief.chain == pki.server.chain and thief.public_key == pki.server.public_key
    assert thief.private_key.public_key() != thief.public_key
    own = made.impostor(pki)
    assert parse_certificate(own.chain[0]).subject == parse_certificate(pki.server.chain[0]).subject
    assert own.private_key.public_key() == own.public_key != pki.server.public_key


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P_384, KeyKind.RSA_2048, KeyKind.ML_DSA_65])
def test_every_kind_of_key_makes_a_chain_that_holds(kind: KeyKind) -> None:
    pki = seeded(keys=all_of(kind))
    assert judged(pki, made.stapled_server(pki)).accepted and judged(pki, pki.client, Purpose.CLIENT).accepted
    assert pki.server.private_key.public_key() == judged(pki, pki.server).public_key == pki.server.public_key
    usage = x509.load_der_x509_certificate(pki.server.chain[0]).extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.key_encipherment is (kind is KeyKind.RSA_2048)


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.ED25519])
def test_the_same_seed_gives_the_same_octets_in_whatever_order(kind: KeyKind) -> None:
    everything = [*(make for make, *_ in SERVERS), made.revoked_server, made.foreign_client]
    first, second, other = (seeded(seed, all_of(kind)) for seed in (1, 1, 2))
    one = [(credential.chain, credential.ocsp_response) for credential in (make(first) for make in everything)]
    two = [(credential.chain, credential.ocsp_response) for credential in (make(second) for make in reversed(everything))]
    assert one == two[::-1]
    assert first.server_preparation.request == second.server_preparation.request
    assert first.root.certificate != other.root.certificate and first.server.chain != other.server.chain


def test_rsa_runs_repeat_within_a_process_and_nobody_shares_a_key() -> None:
    keys = all_of(KeyKind.RSA_2048)
    assert seeded(keys=keys).server.chain == seeded(keys=keys).server.chain
    pki = seeded(keys=keys)
    holders = [pki.root.key, pki.intermediate.key, pki.server.private_key, pki.client.private_key, made.impostor(pki).private_key]
    assert len({holder.private_numbers().p for holder in holders}) == len(holders)


def test_the_preparations_hold_every_step() -> None:
    pki = seeded()
    for prepared, credential, purpose in (
        (pki.server_preparation, pki.server, SERVER_AUTH),
        (pki.client_preparation, pki.client, CLIENT_AUTH),
    ):
        request = x509.load_der_x509_csr(prepared.request)
        certificate = x509.load_der_x509_certificate(prepared.certificate)
        assert request.is_signature_valid and request.subject == certificate.subject
        assert request.public_key() == certificate.public_key() == prepared.key.public_key()
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert [oid.dotted_string for oid in usage] == [purpose]
        assert [finding.status for finding in prepared.findings] == [Status.OK, Status.OK, Status.OK, Status.NOT_CHECKED]
        assert credential.chain == (prepared.certificate, pki.intermediate.certificate) and credential.private_key is prepared.key


def test_the_roles_and_dates() -> None:
    pki = seeded()
    ders = (pki.root.certificate, pki.intermediate.certificate, pki.server.chain[0], pki.client.chain[0])
    certificates = [parse_certificate(der) for der in ders]
    kinds = [RoleKind.ROOT_CA, RoleKind.INTERMEDIATE_CA, RoleKind.SERVER, RoleKind.CLIENT]
    assert [role_of(certificate).main for certificate in certificates] == kinds
    assert all(certificate.not_before < pki.epoch < certificate.not_after for certificate in certificates)
    assert pki.epoch.timestamp() == int(EPOCH)
    assert [f for certificate in certificates for f in lint(certificate, Rules.RFC5280) if f.status is not Status.OK] == []


def test_another_host() -> None:
    for host in ("shop.example.test", "192.0.2.7", f"{'a' * 60}.example.test"):
        pki = make_pki(random.Random(1).randbytes, EPOCH, host)
        assert pki.server.names == (host,) and judged(pki, pki.server).accepted
