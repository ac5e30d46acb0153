"""Strings of names: the type that is said beforehand is the one that OpenSSL writes; what cannot be had is told, or refused."""

from __future__ import annotations

import subprocess
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.name import _ASN1Type

from tests.core.issuance.openssl.running import both, der, follow, loaded_key, new_key, same, skip_unless
from workbench import words
from workbench.core.asn1 import reader
from workbench.core.asn1.values import oid_of
from workbench.core.errors import UsageError
from workbench.core.issuance import parts
from workbench.core.issuance.build import build_request
from workbench.core.issuance.openssl.config import RecipeError, written
from workbench.core.issuance.openssl.distinguished_names import MASKS, NAMES, chosen, subject_section
from workbench.core.issuance.openssl.recipe import Files, Signing, recipe
from workbench.core.issuance.specification import AlternativeName, NameConstraints, NameKind, Specification, SubjectAttribute, TextType
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.request import parse_request

TAGS = {0x0001: 0x12, 0x0002: 0x13, 0x0010: 0x16, 0x0800: 0x1E, 0x2000: 0x0C}
"""B_ASN1_... of OpenSSL -> tag (X.680 8.4)."""
OTHERS = ("1.2.840.113549.1.9.2", "1.2.840.113549.1.9.7", "1.2.840.113549.1.9.8", "2.5.4.41", "2.5.4.20", "2.5.4.98", "2.5.4.99",
          "0.9.2342.19200300.100.1.3", "1.2.643.3.131.1.1", "1.2.643.100.1", "1.2.643.100.3", "1.3.6.1.4.1.55555.1",
          "1.2.840.113549.1.9.20")  # fmt: skip


@pytest.mark.parametrize("mask", list(MASKS))
@pytest.mark.parametrize("text", ["JP", "12", "123", "a@b", "日本", "x" * 64, "é"])
@pytest.mark.parametrize("oid", [*NAMES, *OTHERS], ids=lambda oid: NAMES.get(oid, oid))
def test_the_type_of_a_string(oid: str, text: str, mask: str, tmp_path: Path) -> None:
    """Also that each name is OpenSSL's for that OID, and that it refuses what we say it refuses."""
    skip_unless("3.0")
    attribute = unchecked(oid, text)
    try:
        expected = chosen(attribute, mask, ())
    except RecipeError as error:
        assert error.message.id in ("openssl_attribute_too_long", "openssl_attribute_refused")
        expected = None
    section = subject_section(x509.Name([]), "subject")
    name = NAMES.get(oid, f"0.{oid}")
    head = f"[req]\nprompt = no\nutf8 = yes\nstring_mask = {mask}\ndistinguished_name = subject\n\n"
    (tmp_path / "c.cnf").write_text(head + written([replace(section, lines=((name, f'"{text}"'),))]), encoding="utf-8")
    (tmp_path / "k").write_bytes(new_key(KeyKind.P_256))
    run = subprocess.run(["openssl", "req", "-new", "-config", "c.cnf", "-key", "k", "-out", "r"], cwd=tmp_path, capture_output=True)
    assert (run.returncode == 0) == (expected is not None), run.stderr
    if expected is not None:
        subject = parse_request(der(tmp_path / "r")).fields.subject
        pair = reader.first(reader.first(subject))
        type, value = reader.children(pair)
        assert oid_of(type, "type") == oid
        assert value.identifier == TAGS[expected]


def unchecked(oid: str, text: str) -> x509.NameAttribute[str]:
    """The library has opinions about some texts; here OpenSSL is asked for its own."""
    with warnings.catch_warnings(action="ignore"):
        return x509.NameAttribute(x509.ObjectIdentifier(oid), text, _ASN1Type.UTF8String, _validate=False)


def subject(*types: TextType, value: str = "abc") -> Specification:
    return Specification(subject=tuple(SubjectAttribute("2.5.4.3", value, type) for type in types))


@pytest.mark.parametrize("wanted", [
    subject(TextType.PRINTABLE), subject(TextType.PRINTABLE, TextType.PRINTABLE),
    Specification(subject=(SubjectAttribute("2.5.4.10", "日本"), SubjectAttribute("2.5.4.3", "abc", TextType.PRINTABLE))),
    Specification(subject=(SubjectAttribute("1.2.840.113549.1.9.2", "a@b", TextType.IA5),)),
])  # fmt: skip
@pytest.mark.parametrize("signed", list(Signing), ids=lambda signed: signed.value)
def test_a_type_that_one_mask_gives(wanted: Specification, signed: Signing, tmp_path: Path) -> None:
    made = recipe(wanted, KeyKind.P_256, signed)
    assert "openssl_other_type" not in [message.id for message in made.remarks]
    same(*both(wanted, KeyKind.P_256, signed, tmp_path))


@pytest.mark.parametrize("wanted", [
    subject(TextType.PRINTABLE, TextType.UTF8),
    Specification(subject=(SubjectAttribute("2.5.4.3", "abc", TextType.IA5),)),
    Specification(subject=(SubjectAttribute("2.5.4.6", "JP", TextType.UTF8),)),
])  # fmt: skip
def test_a_type_that_no_mask_gives_is_told(wanted: Specification, tmp_path: Path) -> None:
    """The letters are the same, and so is everything else."""
    made = recipe(wanted, KeyKind.P_256, Signing.REQUEST_ONLY)
    told = [message for message in made.remarks if message.id == "openssl_other_type"]
    follow(made, tmp_path)
    theirs = parse_request(der(tmp_path / Files().request))
    ours = parse_request(build_request(wanted, loaded_key(KeyKind.P_256)))
    differing = [at for at, pair in enumerate(zip(values(theirs), values(ours), strict=True)) if pair[0][0] != pair[1][0]]
    assert len(told) == len(differing) == 1
    assert [value[1] for value in values(theirs)] == [value[1] for value in values(ours)]
    assert all(told[0].params["type"] in words.say(told[0], language) for language in words.LANGUAGES)


def values(request: object) -> list[tuple[int, bytes]]:
    found = []
    for rdn in reader.children(request.fields.subject):  # type: ignore[attr-defined]
        _, value = reader.children(reader.first(rdn))
        found.append((value.identifier, value.data[value.content : value.end]))
    return found


@pytest.mark.parametrize("name", ["O=日本,CN=x", "CN=é"])
def test_a_directory_name_that_only_der_says(name: str, tmp_path: Path) -> None:
    """OpenSSL reads the section of a dirName as Latin-1 (do_dirname of v3_san.c: MBSTRING_ASC)."""
    directory = (AlternativeName(NameKind.DIRECTORY, name),)
    constraints = NameConstraints(directory, directory)
    wanted = Specification(subject=(SubjectAttribute("2.5.4.3", "x"),), names=directory, name_constraints=constraints)
    told = [message.params["extension"] for message in recipe(wanted, None, Signing.CA).remarks if message.id == "openssl_as_der"]
    assert told == ["subjectAltName", "nameConstraints"]
    for signed in Signing:
        folder = tmp_path / signed.value
        folder.mkdir()
        same(*both(wanted, KeyKind.P_256, signed, folder))


def test_a_directory_name_that_the_section_says(tmp_path: Path) -> None:
    directory = (AlternativeName(NameKind.DIRECTORY, "CN=a+OU=b,O=c"), AlternativeName(NameKind.DIRECTORY, "OU=a,OU=b,C=JP"))
    wanted = Specification(subject=(SubjectAttribute("2.5.4.3", "x"),), names=directory)
    made = recipe(wanted, KeyKind.P_256, Signing.SELF)
    assert "DER:" not in made.files[0][1] and "openssl_as_der" not in [message.id for message in made.remarks]
    same(*both(wanted, KeyKind.P_256, Signing.SELF, tmp_path))


def test_what_openssl_refuses_is_refused_with_its_place() -> None:
    mail = SubjectAttribute("1.2.840.113549.1.9.1", "a" * 129)
    with pytest.raises(RecipeError) as caught:
        recipe(Specification(subject=(SubjectAttribute("2.5.4.3", "x"), mail)), KeyKind.P_256, Signing.SELF)
    assert caught.value.place == ("subject", 1, "value")
    assert caught.value.message.id == "openssl_attribute_too_long"


@pytest.mark.parametrize("name", ["", "a\nb", "\u202eabc", "a\0"])
def test_a_file_that_cannot_be_called_so(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        recipe(subject(TextType.UTF8), KeyKind.P_256, Signing.SELF, Files(key=name))
    assert caught.value.message.id == "openssl_file_name"


def test_a_file_never_overwrites_another() -> None:
    with pytest.raises(UsageError) as caught:
        recipe(subject(TextType.UTF8), KeyKind.P_256, Signing.SELF, Files(key="a", certificate="a"))
    assert caught.value.message.id == "openssl_file_twice"


def test_what_cannot_be_written_at_all_says_where() -> None:
    with pytest.raises(parts.SpecificationError) as caught:
        recipe(Specification(names=(AlternativeName(NameKind.IP, "x"),)), KeyKind.P_256, Signing.SELF)
    assert caught.value.place == ("names", 0)


def test_the_version_that_is_needed() -> None:
    wanted = subject(TextType.UTF8)
    assert recipe(wanted, KeyKind.P_256, Signing.SELF).needs == "3.0"
    assert recipe(wanted, KeyKind.ML_DSA_65, Signing.SELF).needs == "3.5"
    assert recipe(wanted, None, Signing.SIGN_REQUEST, signer=KeyKind.ML_DSA_44).needs == "3.5"
    assert recipe(wanted, KeyKind.ML_DSA_44, Signing.SELF).steps[0].command == "openssl genpkey -algorithm ML-DSA-44 -out server.key"


def test_every_step_and_remark_has_its_sentence() -> None:
    for signed in Signing:
        made = recipe(subject(TextType.UTF8), KeyKind.P_256, signed)
        for message in [*(step.message for step in made.steps), *made.remarks]:
            for language in words.LANGUAGES:
                assert "{" not in words.say(message, language) and words.say(message, language) != message.id
