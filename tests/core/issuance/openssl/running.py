"""Runs a recipe with the real program, exactly as it is shown, and compares what comes out with what `build` makes."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from tests.core.issuance.made import NOW, key_of
from workbench.core.formats import export_wrap
from workbench.core.issuance.build import BACKDATED, build_certificate, build_request, build_self_signed
from workbench.core.issuance.openssl.recipe import Files, Recipe, Signing, recipe
from workbench.core.issuance.specification import BasicConstraints, KeyUsage, Specification, SubjectAttribute
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.issuance import Authority, KeyKind, PrivateKey
from workbench.core.x509.request import CertificationRequest, parse_request, request_signature
from workbench.core.x509.signature import SignatureState

CA = Specification(
    subject=(SubjectAttribute("2.5.4.10", "Example 株式会社"), SubjectAttribute("2.5.4.3", "Test CA")),
    basic_constraints=BasicConstraints(True),
    key_usage=KeyUsage(frozenset({"keyCertSign", "cRLSign"})),
)
FILES = Files()
Both = tuple[Certificate, Certificate] | tuple[CertificationRequest, CertificationRequest]


@functools.cache
def openssl_version() -> tuple[int, ...]:
    """Of the program; () when there is none."""
    if shutil.which("openssl") is None or shutil.which("bash") is None:
        return ()
    found = re.match(r"OpenSSL (\d+)\.(\d+)", subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout)
    return tuple(map(int, found.groups())) if found else ()


def skip_unless(needs: str) -> None:
    if openssl_version() < tuple(map(int, needs.split("."))):
        pytest.skip(f"openssl {needs} is not installed")


def follow(made: Recipe, folder: Path, but_first: int = 0) -> str:
    """Writes the files, runs each line with bash; what the commands printed. Skips where the program is too old."""
    skip_unless(made.needs)
    for name, text in made.files:
        (folder / name).write_text(text, encoding="utf-8")
    output = ""
    for step in made.steps[but_first:]:
        run = subprocess.run(["bash", "-c", step.command], cwd=folder, capture_output=True, timeout=300, stdin=subprocess.DEVNULL)
        said = (run.stdout + run.stderr).decode("utf-8", "replace")
        assert run.returncode == 0, f"{step.command}\n{said}\n{made.files[0][1]}"
        output += said
    return output


def pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@functools.cache
def authority(kind: KeyKind = KeyKind.P_256) -> Authority:
    """A CA of ours."""
    key = key_of(kind, "openssl CA")
    return Authority(build_self_signed(CA, key, NOW), key)


def put_authority(folder: Path, files: Files, kind: KeyKind = KeyKind.P_256) -> Authority:
    made = authority(kind)
    (folder / files.issuer_key).write_bytes(pem(made.key))
    (folder / files.issuer_certificate).write_bytes(made.built.public_bytes(Encoding.PEM))
    return made


@functools.cache
def new_key(kind: KeyKind) -> bytes:
    """The PEM of a key that the recipe's first command made, once for each kind: big RSA keys take their time."""
    with TemporaryDirectory() as folder:
        made = recipe(Specification(), kind, Signing.SELF)
        skip_unless(made.needs)
        follow(replace(made, steps=made.steps[:1]), Path(folder))
        return (Path(folder) / Files().key).read_bytes()


@functools.cache
def loaded_key(kind: KeyKind) -> Any:
    """`new_key`, read: what takes seconds with a long RSA key."""
    return load_pem_private_key(new_key(kind), None)


def both(
    specification: Specification, kind: KeyKind, signed: Signing, folder: Path, files: Files = FILES, signer: KeyKind = KeyKind.P_256
) -> Both:
    """What openssl made by the recipe, and what `build` makes of the same specification and the same key."""
    own = signed in (Signing.SELF, Signing.REQUEST_ONLY)
    made = recipe(specification, kind, signed, files, signer=None if own else signer)
    skip_unless(made.needs)
    (folder / files.key).write_bytes(new_key(kind))
    key = loaded_key(kind)
    issuer = None if own else put_authority(folder, files, signer)
    if signed is Signing.SIGN_REQUEST:
        (folder / files.request).write_bytes(export_wrap.pem("CERTIFICATE REQUEST", build_request(specification, key)))
    follow(made, folder, 0 if signed is Signing.SIGN_REQUEST else 1)
    if signed is Signing.REQUEST_ONLY:
        return parse_request(der(folder / files.request)), parse_request(build_request(specification, key))
    theirs = parse_certificate(der(folder / files.certificate))
    now = theirs.not_before + BACKDATED
    if issuer is None:
        return theirs, parse_certificate(build_self_signed(specification, key, now))
    return theirs, parse_certificate(build_certificate(specification, key.public_key(), issuer, now))


def der(path: Path) -> bytes:
    return b64decode("".join(line for line in path.read_text().splitlines() if not line.startswith("-----")))


def same(theirs: Certificate | CertificationRequest, ours: Certificate | CertificationRequest) -> None:
    """Field by field, in the octets that stand there. Left out is what each draws for itself: serial number and signature value."""
    assert theirs.subject_der == ours.subject_der
    assert theirs.spki == ours.spki
    assert extensions(theirs) == extensions(ours)
    assert theirs.version == ours.version
    assert theirs.fields.signature_algorithm.encoded == ours.fields.signature_algorithm.encoded
    if isinstance(theirs, CertificationRequest):
        assert isinstance(ours, CertificationRequest)
        assert request_signature(theirs).state is SignatureState.OK
        assert [attribute.oid for attribute in theirs.attributes] == [attribute.oid for attribute in ours.attributes]
        return
    assert isinstance(ours, Certificate)
    assert theirs.issuer_der == ours.issuer_der
    assert 0 < theirs.serial_number < 1 << 160


def same_length(pair: Both) -> None:
    """For `-days`: notAfter is inclusive (RFC 5280 4.1.2.5), so that OpenSSL's n days hold one second longer than ours, which are right."""
    theirs, ours = pair
    assert isinstance(theirs, Certificate) and isinstance(ours, Certificate)
    assert theirs.not_after - theirs.not_before == ours.not_after - ours.not_before + timedelta(seconds=1)


def extensions(of: Certificate | CertificationRequest) -> dict[str, tuple[bool, bytes]]:
    """OID -> (critical, DER)."""
    found = {item.oid: (item.critical, item.value) for item in of.extensions}
    assert len(found) == len(of.extensions)
    return found
