"""Trust stores against `cryptography` reading the same files."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from workbench import words
from workbench.core.errors import FileError
from workbench.core.x509 import trust_store as module
from workbench.core.x509.trust_store import TrustStore, mozilla, split, system, trust_anchors, trust_store

# Mozilla's list has one root whose serial number the library will refuse one day.
pytestmark = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")


def ders(data: bytes) -> set[bytes]:
    return {c.public_bytes(serialization.Encoding.DER) for c in x509.load_pem_x509_certificates(data)}


def test_mozilla_is_what_certifi_brings() -> None:
    store = trust_anchors("mozilla")
    assert store is mozilla() is trust_anchors("mozilla")
    assert {c.der for c in store.certificates} == ders(Path(certifi.where()).read_bytes())
    assert store.skipped == 0 and len(store) > 100
    for certificate in store.certificates:
        assert certificate in store
        assert certificate in store.with_subject(certificate.subject)
        identifier = certificate.subject_key_identifier
        assert identifier is None or certificate in store.by_key_identifier[identifier]


def test_system_is_what_openssl_would_take(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "own.pem"
    own.write_bytes(first_pem(2))
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    system.cache_clear()
    try:
        assert {c.der for c in trust_anchors("system").certificates} == ders(own.read_bytes())
        assert ssl.get_default_verify_paths().cafile == str(own)
    finally:
        system.cache_clear()


def test_system_falls_back_to_a_folder_and_then_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "certs"
    folder.mkdir()
    (folder / "0a.0").write_bytes(first_pem(1))
    monkeypatch.setattr(module, "SYSTEM_FILES", ())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    system.cache_clear()
    try:
        assert len(system()) == 1
        (folder / "0a.0").unlink()
        system.cache_clear()
        with pytest.raises(FileError) as caught:
            system()
        assert caught.value.message.id == "trust_system_missing"
    finally:
        system.cache_clear()


def first_pem(count: int) -> bytes:
    return b"".join(
        c.public_bytes(serialization.Encoding.PEM) for c in x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())[:count]
    )


def test_own_files_folders_and_several_of_them(tmp_path: Path) -> None:
    one, two = first_pem(2).split(b"-----END CERTIFICATE-----\n")[:2]
    (tmp_path / "一.pem").write_bytes(b"# some text\r\n" + one + b"-----END CERTIFICATE-----\n")
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "two.der").write_bytes(split(two + b"-----END CERTIFICATE-----")[0][0].der)
    (folder / "readme.txt").write_text("nothing")
    single = trust_anchors(str(tmp_path / "一.pem"))
    assert len(single) == 1 and single.name.endswith("一.pem")
    both = trust_anchors(os.pathsep.join([str(tmp_path / "一.pem"), str(folder)]))
    assert {c.der for c in both.certificates} == ders(first_pem(2))
    assert len(trust_anchors([str(tmp_path / "一.pem"), str(folder), str(folder)])) == 2


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "roots.pem"
    path.write_bytes(first_pem(1))
    assert len(trust_anchors(str(path))) == 1
    path.write_bytes(first_pem(3))
    assert len(trust_anchors(str(path))) == 3


def test_a_trusted_certificate_block_loses_its_settings(corpora: Path) -> None:
    found = [
        c
        for path in (corpora / "certs" / "pemlabels").iterdir()
        if b"TRUSTED CERT" in path.read_bytes()
        for c in split(path.read_bytes())[0]
    ]
    assert found and all(x509.load_der_x509_certificate(c.der) for c in found)


def test_broken_blocks_are_counted() -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n"
    certificates, skipped = split(first_pem(1) + broken)
    assert (len(certificates), skipped) == (1, 1)
    doubled = trust_store("x", certificates + certificates, skipped)
    assert (len(doubled), doubled.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("content", "id"), [(None, "trust_file_unreadable"), (b"hello", "trust_no_certificates"), (b"", "trust_no_certificates")]
)
def test_errors_are_one_sentence(tmp_path: Path, content: bytes | None, id: str) -> None:
    path = tmp_path / "x.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        trust_anchors(str(path))
    assert caught.value.message.id == id
    for language in words.LANGUAGES:
        assert str(path) in words.say(caught.value.message, language)


def test_store_is_small_in_text() -> None:
    assert repr(TrustStore("mozilla", ())) == "<TrustStore mozilla: 0>"
