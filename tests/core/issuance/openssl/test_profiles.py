"""Each built-in profile, each kind of key, each way of signing: openssl makes what we make."""

from __future__ import annotations

import os
import pty
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.core.issuance.made import key_of, wish
from tests.core.issuance.openssl.running import (
    both,
    der,
    extensions,
    follow,
    loaded_key,
    pem,
    put_authority,
    same,
    same_length,
    skip_unless,
)
from workbench.core.issuance.build import build_certificate, build_self_signed
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.openssl.config import RecipeError
from workbench.core.issuance.openssl.recipe import Files, Signing, recipe
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.profiles import BUILT_IN
from workbench.core.issuance.specification import RawExtension, Specification, SubjectAttribute, Validity
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind, make_key

each_kind = pytest.mark.parametrize("kind", list(KeyKind), ids=lambda kind: kind.value)
each_way = pytest.mark.parametrize("signed", list(Signing), ids=lambda signed: signed.value)
BEGIN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
END = datetime(2061, 12, 31, 23, 59, 59, tzinfo=UTC)


@each_kind
@each_way
def test_the_same_certificate(kind: KeyKind, signed: Signing, tmp_path: Path) -> None:
    skip_unless(recipe(wish("server"), kind, signed).needs)
    for profile in BUILT_IN:
        folder = tmp_path / profile
        folder.mkdir()
        pair = both(for_key(wish(profile), kind), kind, signed, folder)
        same(*pair)
        if signed is not Signing.REQUEST_ONLY:
            same_length(pair)


@each_kind
def test_the_key_is_of_its_kind(kind: KeyKind) -> None:
    """The first command of every recipe that makes a key."""
    key = loaded_key(kind)
    if kind.is_rsa:
        assert f"rsa-{key.key_size}" == kind.value
    else:
        assert type(key) is type(make_key(kind))
        assert getattr(key, "key_size", None) == getattr(make_key(kind), "key_size", None)


@pytest.mark.parametrize("signer", [KeyKind.RSA_2048, KeyKind.P_384, KeyKind.P_521, KeyKind.ED25519, KeyKind.ED448], ids=lambda k: k.value)
@pytest.mark.parametrize("hash", ["", "sha256", "sha384", "sha512"])
def test_the_hash_is_what_the_issuer_s_key_has_here(signer: KeyKind, hash: str, tmp_path: Path) -> None:
    pair = both(replace(wish("client"), hash=hash), KeyKind.P_256, Signing.CA, tmp_path, signer=signer)
    same(*pair)


@pytest.mark.parametrize("signed", [Signing.SELF, Signing.CA, Signing.SIGN_REQUEST], ids=lambda signed: signed.value)
@pytest.mark.parametrize("validity", [
    Validity(days=30, not_before=BEGIN), Validity(not_before=BEGIN, not_after=END), Validity(not_after=END),
], ids=["begin_and_days", "both", "end"])  # fmt: skip
@pytest.mark.parametrize("kind", [KeyKind.P_384, KeyKind.ED25519], ids=lambda kind: kind.value)
def test_dates(signed: Signing, validity: Validity, kind: KeyKind, tmp_path: Path) -> None:
    """Both years that are UTCTime and years that are GeneralizedTime (RFC 5280 4.1.2.5), to the second."""
    theirs, ours = both(replace(wish("server"), validity=validity), kind, signed, tmp_path)
    same(theirs, ours)
    assert theirs.not_after == ours.not_after  # type: ignore[union-attr]
    if validity.not_before is not None:
        assert theirs.not_before == BEGIN  # type: ignore[union-attr]
        assert theirs.fields.validity.encoded == ours.fields.validity.encoded  # type: ignore[union-attr]


@pytest.mark.parametrize("dates", [False, True])
@pytest.mark.parametrize("signed", [Signing.SELF, Signing.CA], ids=lambda signed: signed.value)
@pytest.mark.parametrize("serial", [1, 0xABC, (1 << 159) - 1])
def test_a_serial_number_that_was_chosen(dates: bool, signed: Signing, serial: int, tmp_path: Path) -> None:
    files = Files()
    put_authority(tmp_path, files)
    validity = Validity(not_after=END) if dates else Validity()
    made = recipe(replace(wish("server"), validity=validity), KeyKind.P_256, signed, serial=serial, signer=KeyKind.P_256)
    follow(made, tmp_path)
    assert parse_certificate(der(tmp_path / files.certificate)).serial_number == serial


@pytest.mark.parametrize("dates", [False, True])
def test_a_request_that_is_signed_for_another_subject(dates: bool, tmp_path: Path) -> None:
    """The request's key, the specification's subject: any attribute, in its order, with letters that mean something to `-subj`."""
    files = Files()
    issuer = put_authority(tmp_path, files)
    wanted: Specification = replace(
        wish("server"),
        validity=Validity(not_after=END) if dates else Validity(),
        subject=(
            SubjectAttribute("1.2.3.4.5", "a/b+c\\d=e"),
            SubjectAttribute("2.5.4.11", "営業部 \"'$HOME`#"),
            SubjectAttribute("2.5.4.11", " 開発部 "),
            SubjectAttribute("2.5.4.3", "日本"),
            SubjectAttribute("2.5.4.6", "JP"),
        ),
    )
    follow(recipe(wish("client"), KeyKind.P_256, Signing.REQUEST_ONLY), tmp_path)
    made = recipe(wanted, None, Signing.SIGN_REQUEST, files, signer=KeyKind.P_256, other_subject=True)
    follow(made, tmp_path)
    theirs = parse_certificate(der(tmp_path / files.certificate))
    key = load_pem_private_key((tmp_path / files.key).read_bytes(), None)
    ours = build_certificate(wanted, key.public_key(), issuer, theirs.not_before + timedelta(minutes=5))  # type: ignore[arg-type]
    same(theirs, parse_certificate(ours))


@pytest.mark.parametrize("signed", list(Signing), ids=lambda signed: signed.value)
def test_nothing_in_it(signed: Signing, tmp_path: Path) -> None:
    """No extension, no subject, and a request that asks for nothing."""
    nothing = Specification(basic_constraints=None, subject_key_identifier=False, authority_key_identifier=False)
    theirs, ours = both(nothing, KeyKind.P_256, signed, tmp_path)
    assert theirs.extensions == ()
    same(theirs, ours)


@pytest.mark.parametrize("dates", [False, True])
@pytest.mark.parametrize("signed", [Signing.SELF, Signing.CA], ids=lambda signed: signed.value)
@pytest.mark.parametrize("subject", [False, True])
@pytest.mark.parametrize("authority", [False, True])
def test_key_identifiers_in_or_out(dates: bool, signed: Signing, subject: bool, authority: bool, tmp_path: Path) -> None:
    wanted = replace(wish("server"), subject_key_identifier=subject, authority_key_identifier=authority)
    wanted = replace(wanted, validity=Validity(not_after=END)) if dates else wanted
    theirs, ours = both(wanted, KeyKind.P_256, signed, tmp_path)
    if signed is Signing.SELF and authority and not subject:
        # OpenSSL copies the subject's identifier, and has none to copy: the one extension that is missing, which the recipe says.
        assert extensions(theirs) == {oid: value for oid, value in extensions(ours).items() if oid != "2.5.29.35"}
        said = recipe(wanted, KeyKind.P_256, signed).remarks
        assert "openssl_no_authority_identifier" in [message.id for message in said]
    else:
        same(theirs, ours)


def test_the_key_file_is_its_owner_s(tmp_path: Path) -> None:
    follow(recipe(wish("root"), KeyKind.P_256, Signing.SELF), tmp_path)
    assert (tmp_path / Files().key).stat().st_mode & 0o777 == 0o600


def test_an_encrypted_key_asks_for_its_passphrase(tmp_path: Path) -> None:
    """Typed at a terminal, as a person would: twice for the new key, once for each use."""
    skip_unless("3.0")
    made = recipe(wish("root"), KeyKind.P_256, Signing.SELF, encrypted=True)
    for name, text in made.files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for step in made.steps:
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(tmp_path)
            os.execvp("bash", ["bash", "-c", step.command])
        said, answered = b"", 0
        while True:
            try:
                data = os.read(terminal, 4096)
            except OSError:  # Linux says so when the other end closed
                break
            if not data:
                break
            said += data
            asked = len(re.findall(rb"pass phrase[^:]*:", said))
            for _ in range(answered, asked):
                os.write(terminal, b"correct horse\n")
            answered = asked
        os.close(terminal)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, said
    encrypted = (tmp_path / Files().key).read_bytes()
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in encrypted
    key = load_pem_private_key(encrypted, b"correct horse")
    theirs = parse_certificate(der(tmp_path / Files().certificate))
    same(theirs, parse_certificate(build_self_signed(wish("root"), key, theirs.not_before)))  # type: ignore[arg-type]


@pytest.mark.parametrize("signed", list(Signing), ids=lambda signed: signed.value)
@pytest.mark.parametrize("dates", [False, True])
def test_key_identifiers_of_somebody_s_own(signed: Signing, dates: bool, tmp_path: Path) -> None:
    own = (RawExtension("2.5.29.14", "0403010203"), RawExtension("2.5.29.35", "30058003010203"))
    wanted = replace(wish("server"), raw=own, subject_key_identifier=False, authority_key_identifier=False)
    wanted = replace(wanted, validity=Validity(not_after=END)) if dates else wanted
    same(*both(wanted, KeyKind.P_256, signed, tmp_path))


@pytest.mark.parametrize("oid", ["2.5.29.14", "2.5.29.35", "2.5.29.19", "2.5.29.17"])
def test_no_extension_twice(oid: str) -> None:
    wanted = replace(wish("server"), raw=(RawExtension("1.2.3", "0500"), RawExtension(oid, "0500")))
    with pytest.raises(RecipeError) as caught:
        recipe(wanted, KeyKind.P_256, Signing.SELF)
    assert caught.value.message.id == "wish_extension_twice"
    assert caught.value.place[:2] == ("raw", 1)


@pytest.mark.parametrize("days", [0, -1])
def test_no_days(days: int) -> None:
    with pytest.raises(RecipeError) as caught:
        recipe(replace(wish("server"), validity=Validity(days=days)), KeyKind.P_256, Signing.SELF)
    assert caught.value.place == ("validity", "days")


@pytest.mark.parametrize(("validity", "place"), [
    (Validity(not_before=END, not_after=BEGIN), ("validity",)),
    (Validity(days=0, not_before=BEGIN), ("validity",)),
    (Validity(not_after=BEGIN.replace(year=1900)), ("validity", "not_before")),
])  # fmt: skip
def test_dates_that_no_certificate_has(validity: Validity, place: tuple[str, ...]) -> None:
    with pytest.raises(SpecificationError) as caught:
        recipe(replace(wish("server"), validity=validity), KeyKind.P_256, Signing.CA)
    assert caught.value.place == place


@pytest.mark.parametrize("kind", [KeyKind.RSA_2048, KeyKind.P_256, KeyKind.ED25519, KeyKind.ED448], ids=lambda kind: kind.value)
@pytest.mark.parametrize("dates", [False, True])
def test_a_hash_for_a_key_of_unknown_kind(kind: KeyKind, dates: bool, tmp_path: Path) -> None:
    """It is given all the same: a key that has a hash of its own takes no notice."""
    files = Files()
    wanted = replace(wish("server"), hash="sha384", validity=Validity(not_after=END) if dates else Validity())
    (tmp_path / files.key).write_bytes(pem(key_of(kind)))
    follow(recipe(wanted, None, Signing.SELF), tmp_path)
    theirs = parse_certificate(der(tmp_path / files.certificate))
    same(theirs, parse_certificate(build_self_signed(wanted, key_of(kind), theirs.not_before)))
