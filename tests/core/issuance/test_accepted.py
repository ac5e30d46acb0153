"""Each profile with each kind of key: OpenSSL, GnuTLS, Java and our own validation accept what we issue, and refuse what is wrong."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from OpenSSL import crypto

from tests.core.issuance.made import HOST, LEAVES, NOW, Issuers, as_pem, issuers, key_of, leaf, wish
from tests.interop.processes import Program, free_port
from workbench.core.issuance.build import build_certificate
from workbench.core.issuance.profiles import built_in
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, Specification, Validity
from workbench.core.lint import lint
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.issuance import Authority, KeyKind
from workbench.core.x509.judge import judge

KINDS = list(KeyKind)
ML_DSA = (KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87)
OPENSSL_PURPOSES = {
    "server": "sslserver", "self_signed": "sslserver", "server_and_client": "sslserver", "client": "sslclient", "s_mime": "smimesign",
}  # fmt: skip
OUR_PURPOSES = {"server": Purpose.SERVER, "server_and_client": Purpose.SERVER, "self_signed": Purpose.SERVER, "client": Purpose.CLIENT}
GNUTLS_PURPOSES = {
    "code_signing": "1.3.6.1.5.5.7.3.3", "s_mime": "1.3.6.1.5.5.7.3.4", "client": "1.3.6.1.5.5.7.3.2",
    "ocsp_signing": "1.3.6.1.5.5.7.3.9",
}  # fmt: skip
each_profile = pytest.mark.parametrize("profile", LEAVES)
each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.value for kind in KINDS])


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60)


def needs(program: str, kind: KeyKind | None = None) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here")
    if kind in ML_DSA and not _knows_ml_dsa(program):
        pytest.skip(f"this {program} knows no ML-DSA")


def _knows_ml_dsa(program: str) -> bool:
    if program == "openssl":
        return "ML-DSA-44" in subprocess.run(["openssl", "list", "-signature-algorithms"], capture_output=True, text=True).stdout
    if program == "keytool":
        return "ML-DSA" in subprocess.run(["keytool", "-genkeypair", "-help"], capture_output=True, text=True).stderr
    return False


def files(folder: Path, profile: str, kind: KeyKind) -> None:
    """leaf.pem; root.pem what is trusted; between.pem the intermediate, empty for what signed itself."""
    alone = built_in(profile).self_signed
    (folder / "leaf.pem").write_bytes(as_pem(leaf(profile, kind)))
    (folder / "root.pem").write_bytes(as_pem(leaf(profile, kind) if alone else issuers(kind).root.certificate))
    (folder / "between.pem").write_bytes(b"" if alone else as_pem(issuers(kind).intermediate.certificate))


@each_kind
@each_profile
def test_openssl_accepts(profile: str, kind: KeyKind, tmp_path: Path) -> None:
    needs("openssl", kind)
    files(tmp_path, profile, kind)
    command = ["openssl", "verify", "-x509_strict", "-CAfile", "root.pem"]
    if not built_in(profile).self_signed:
        command += ["-untrusted", "between.pem"]
    if profile in OPENSSL_PURPOSES:
        command += ["-purpose", OPENSSL_PURPOSES[profile]]
    if OPENSSL_PURPOSES.get(profile) == "sslserver":
        command += ["-verify_hostname", HOST]
    result = run(*command, "leaf.pem", cwd=tmp_path)
    assert result.stdout == "leaf.pem: OK\n", result.stderr


@each_kind
@each_profile
def test_the_newer_openssl_of_pyopenssl_accepts(profile: str, kind: KeyKind) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        store = crypto.X509Store()
        alone = built_in(profile).self_signed
        store.add_cert(_load(leaf(profile, kind) if alone else issuers(kind).root.certificate))
        store.set_flags(crypto.X509StoreFlags.X509_STRICT)
        between = [] if alone else [_load(issuers(kind).intermediate.certificate)]
        crypto.X509StoreContext(store, _load(leaf(profile, kind)), between).verify_certificate()


def _load(der: bytes) -> crypto.X509:
    return crypto.load_certificate(crypto.FILETYPE_ASN1, der)


@each_kind
@each_profile
def test_gnutls_accepts(profile: str, kind: KeyKind, tmp_path: Path) -> None:
    needs("certtool", kind)
    files(tmp_path, profile, kind)
    if built_in(profile).self_signed:
        _gnutls_visits(kind, tmp_path)
        return
    (tmp_path / "chain.pem").write_bytes((tmp_path / "leaf.pem").read_bytes() + (tmp_path / "between.pem").read_bytes())
    command = ["certtool", "--verify", "--infile", "chain.pem", "--load-ca-certificate", "root.pem"]
    if profile in GNUTLS_PURPOSES:
        command += ["--verify-purpose", GNUTLS_PURPOSES[profile]]
    elif profile in OUR_PURPOSES:
        command += ["--verify-hostname", HOST]
    result = run(*command, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Verified. The certificate is trusted." in result.stdout


def _gnutls_visits(kind: KeyKind, folder: Path) -> None:
    """certtool takes only CAs for what a chain may end in; GnuTLS's client trusts the very certificate that it was given."""
    key = key_of(kind, "leaf").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "leaf.key").write_bytes(key)
    port = free_port()
    files = ["-cert", str(folder / "leaf.pem"), "-key", str(folder / "leaf.key")]
    server = Program(["openssl", "s_server", "-accept", str(port), *files, "-www"])
    try:
        server.wait_for("ACCEPT")
        result = subprocess.run(
            ["gnutls-cli", "--x509cafile", "leaf.pem", "--verify-hostname", HOST, "--priority", "NORMAL:+SIGN-ALL:+GROUP-ALL",
             "-p", str(port), "127.0.0.1"],
            cwd=folder, input="GET / HTTP/1.0\r\n\r\n", capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    finally:
        server.end(0)
    assert "The certificate is trusted." in result.stdout, result.stdout + result.stderr + server.output


@each_kind
@each_profile
def test_java_accepts(profile: str, kind: KeyKind, tmp_path: Path) -> None:
    needs("keytool", kind)
    files(tmp_path, profile, kind)
    trusted = run(*_keytool("root"), "-file", "root.pem", "-noprompt", cwd=tmp_path)
    assert trusted.returncode == 0, trusted.stdout
    if built_in(profile).self_signed:
        return
    # Without -noprompt and without anybody who answers, keytool takes only what it can follow to a certificate that it trusts.
    for name, file in (("between", "between.pem"), ("leaf", "leaf.pem")):
        result = run(*_keytool(name), "-file", file, cwd=tmp_path)
        assert "Certificate was added to keystore" in result.stdout + result.stderr, result.stdout


def _keytool(alias: str) -> list[str]:
    return ["keytool", "-J-XX:TieredStopAtLevel=1", "-J-Duser.language=en", "-importcert", "-keystore", "store.p12", "-storetype", "PKCS12",
            "-storepass", "secret phrase", "-alias", alias]  # fmt: skip


def ours(certificate: bytes, chain: tuple[bytes, ...], conditions: Conditions) -> Verdict:
    parsed = [parse_certificate(der) for der in (certificate, *chain)]
    return judge(parsed[0], parsed, parsed[-1:], (), (), replace(conditions, time=NOW))


@each_kind
@each_profile
def test_our_own_validation_accepts(profile: str, kind: KeyKind) -> None:
    purpose = OUR_PURPOSES.get(profile, Purpose.ANY)
    host = HOST if purpose is Purpose.SERVER else ""
    chain = () if built_in(profile).self_signed else issuers(kind).chain
    verdict = ours(leaf(profile, kind), chain, Conditions(host=host, purpose=purpose, strict_profile=True))
    assert verdict.paths[0].trusted
    assert [finding.id for finding in verdict.paths[0].findings if finding.status is Status.FAILURE] == []


@each_kind
@pytest.mark.parametrize("profile", ["root", "intermediate", *LEAVES])
def test_pkilint_finds_no_error(profile: str, kind: KeyKind) -> None:
    made = {"root": issuers(kind).root.certificate, "intermediate": issuers(kind).intermediate.certificate}
    der = made.get(profile) or leaf(profile, kind)
    found = lint(parse_certificate(der), Rules.RFC5280)
    assert [finding.message.params["code"] for finding in found if finding.status is Status.FAILURE] == []
    assert [finding.message.params["code"] for finding in found if finding.status is Status.WARNING] == []


# What is wrong is refused by all.


def issue(wanted: Specification, issuer: Authority, kind: KeyKind = KeyKind.P_256) -> bytes:
    return build_certificate(wanted, key_of(kind, "leaf").public_key(), issuer, NOW)


def tampered(der: bytes) -> bytes:
    changed = der.replace(b"www.example.test", b"www.exbmple.test")
    assert changed != der
    return changed


def wrong() -> dict[str, tuple[bytes, tuple[bytes, ...]]]:
    """name -> leaf, what is above it."""
    good: Issuers = issuers(KeyKind.P_256)
    server = wish("server")
    other = issuers(KeyKind.P_384)
    below = key_of(KeyKind.P_256, "below")
    sub = Authority(build_certificate(wish("intermediate", "Below"), below.public_key(), good.intermediate, NOW), below)
    not_a_ca = Authority(leaf("server", KeyKind.P_256), key_of(KeyKind.P_256, "leaf"))
    bound_key = key_of(KeyKind.P_256, "bound")
    bound = replace(
        wish("intermediate", "Bound"),
        name_constraints=NameConstraints(permitted=(AlternativeName(NameKind.DNS, "elsewhere.test"),)),
    )
    constrained = Authority(build_certificate(bound, bound_key.public_key(), good.root, NOW), bound_key)
    past = Validity(not_before=NOW - timedelta(days=9), not_after=NOW - timedelta(days=1))
    future = Validity(not_before=NOW + timedelta(days=1), not_after=NOW + timedelta(days=9))
    return {
        "tampered": (tampered(leaf("server", KeyKind.P_256)), good.chain),
        "signed by another key": (issue(server, Authority(good.intermediate.certificate, key_of(KeyKind.P_256, "thief"))), good.chain),
        "another root": (leaf("server", KeyKind.P_256), (good.intermediate.certificate, other.root.certificate)),
        "too deep for the path length": (issue(server, sub), (sub.certificate, *good.chain)),
        "issued by a server": (issue(server, not_a_ca), (not_a_ca.certificate, *good.chain)),
        "outside the name constraints": (issue(server, constrained), (constrained.certificate, good.root.certificate)),
        "expired": (issue(replace(server, validity=past), good.intermediate), good.chain),
        "not yet": (issue(replace(server, validity=future), good.intermediate), good.chain),
    }


WRONG = tuple(wrong())
UNSEEN_BY_KEYTOOL = {"too deep for the path length", "issued by a server", "outside the name constraints", "expired", "not yet"}
"""keytool follows names and signatures only when it takes a certificate in."""


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("judge_of", ["openssl", "gnutls", "java", "ours"])
def test_what_is_wrong_is_refused(name: str, judge_of: str, tmp_path: Path) -> None:
    certificate, chain = wrong()[name]
    (tmp_path / "leaf.pem").write_bytes(as_pem(certificate))
    (tmp_path / "between.pem").write_bytes(as_pem(*chain[:-1]))
    (tmp_path / "root.pem").write_bytes(as_pem(chain[-1]))
    if judge_of == "openssl":
        needs("openssl")
        result = run("openssl", "verify", "-CAfile", "root.pem", "-untrusted", "between.pem", "leaf.pem", cwd=tmp_path)
        assert result.returncode != 0
    elif judge_of == "gnutls":
        needs("certtool")
        (tmp_path / "chain.pem").write_bytes(as_pem(certificate, *chain[:-1]))
        result = run("certtool", "--verify", "--infile", "chain.pem", "--load-ca-certificate", "root.pem", cwd=tmp_path)
        assert result.returncode != 0
    elif judge_of == "java":
        needs("keytool")
        if name in UNSEEN_BY_KEYTOOL:
            pytest.skip("keytool looks at names and signatures only")
        run(*_keytool("root"), "-file", "root.pem", "-noprompt", cwd=tmp_path)
        run(*_keytool("between"), "-file", "between.pem", cwd=tmp_path)
        result = run(*_keytool("leaf"), "-file", "leaf.pem", cwd=tmp_path)
        assert "Certificate was added to keystore" not in result.stdout + result.stderr
    else:
        verdict = ours(certificate, chain, Conditions(host="", purpose=Purpose.SERVER))
        assert not verdict.paths[0].trusted
