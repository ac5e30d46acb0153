"""What each suite of the engine consists of, against what openssl and GnuTLS say of it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from workbench.core.tls.cipher_suite_names import REGISTERED, UNREGISTERED
from workbench.core.tls.cipher_suites import SUITES, Aead, Authentication, CipherSuite, KeyExchange

ENCRYPTION = {
    "AESGCM(128)": Aead.aes_128_gcm,
    "AESGCM(256)": Aead.aes_256_gcm,
    "CHACHA20/POLY1305(256)": Aead.chacha20_poly1305,
    "AESCCM(128)": Aead.aes_128_ccm,
    "AESCCM(256)": Aead.aes_256_ccm,
    "AESCCM8(128)": Aead.aes_128_ccm_8,
    "AESCCM8(256)": Aead.aes_256_ccm_8,
    "AES(128)": Aead.aes_128_cbc,
    "AES(256)": Aead.aes_256_cbc,
}
EXCHANGE = {"any": KeyExchange.any, "ECDH": KeyExchange.ecdhe, "DH": KeyExchange.dhe, "RSA": KeyExchange.rsa}
AUTHENTICATION = {"any": Authentication.any, "RSA": Authentication.rsa, "ECDSA": Authentication.ecdsa}


def test_openssl_has_the_same_suites_of_the_same_parts() -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    suites = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
    everything = (
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"
    )
    command = ["openssl", "ciphers", "-V", "-stdname", "-ciphersuites", everything, suites]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {}
    for line in shown.splitlines():
        row = re.match(r"\s*0x(..),0x(..) - (\S+)\s+- \S+\s+\S+\s+Kx=(\S+)\s+Au=(\S+)\s+Enc=(\S+)\s+Mac=(\S+)", line)
        assert row is not None, line
        found[int(row[1] + row[2], 16)] = row.groups()[2:]
    for code, suite in SUITES.items():
        name, exchange, authentication, encryption, mac = found[code]
        assert suite.name == name
        assert (suite.key_exchange, suite.authentication) == (EXCHANGE[exchange], AUTHENTICATION[authentication]), name
        assert suite.cipher is ENCRYPTION[encryption], name
        assert suite.mac == ("" if mac == "AEAD" else mac), name
    # And of these parts there are no others.
    fitting = {code for code, (_, kx, au, enc, _) in found.items() if kx in EXCHANGE and au in AUTHENTICATION and enc in ENCRYPTION}
    assert fitting == set(SUITES)


def test_gnutls_has_the_same_hash_of_the_prf() -> None:
    """GnuTLS lists the version a suite begins with; those that begin before TLS 1.2 have the PRF of the version, SHA-256 in TLS 1.2."""
    if shutil.which("gnutls-cli") is None:
        pytest.skip("gnutls-cli is not installed")
    shown = subprocess.run(["gnutls-cli", "-l"], capture_output=True, text=True, check=True).stdout
    known = {}
    for line in shown.splitlines():
        row = re.match(r"(TLS_\S+)\s+0x(..), 0x(..)\s+(\S+)", line)
        if row:
            known[int(row[2] + row[3], 16)] = (row[1], row[4])
    shared = [suite for suite in SUITES.values() if suite.code in known]
    assert len(shared) > 35
    for suite in shared:
        name, version = known[suite.code]
        assert version == ("TLS1.3" if suite.tls13 else "TLS1.0" if suite.mac == "SHA1" else "TLS1.2"), suite.name
        assert suite.hash == ("SHA384" if name.endswith("SHA384") else "SHA256"), suite.name


def test_every_suite_is_registered_under_its_name() -> None:
    assert {code: suite.name for code, suite in SUITES.items()} == {code: REGISTERED[code] for code in SUITES}
    assert [suite.code for suite in SUITES.values()] == list(CipherSuite)
    assert not REGISTERED.keys() & UNREGISTERED.keys()
    assert len(set(REGISTERED.values()) | set(UNREGISTERED.values())) == len(REGISTERED) + len(UNREGISTERED)
