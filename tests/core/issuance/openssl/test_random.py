"""Specifications at random, with text that somebody chose to break a configuration file or a shell: openssl makes what we make, or the
recipe refuses with a sentence. Nothing ever runs, opens or says what does not stand in the specification."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from tests.core.issuance.openssl.running import both, same, skip_unless
from workbench import words
from workbench.core.issuance.build import build_request, build_self_signed
from workbench.core.issuance.openssl.config import LONGEST_VALUE, RecipeError, Section, quoted, written
from workbench.core.issuance.openssl.recipe import DATABASE, Files, Signing, recipe
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.problems import problems
from workbench.core.issuance.specification import (
    AlternativeName,
    BasicConstraints,
    ExtendedKeyUsage,
    KeyUsage,
    NameConstraints,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    SubjectAttribute,
    TextType,
    Validity,
)
from workbench.core.x509.issuance import KEY_USAGES, KeyKind, make_key

NASTY = (
    "$ENV::HOME", "${HOME}", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '" && touch pwned "', "a#b", "a # b", "#", "\\", "a\\",
    "\\\\", "\\n", "\\$x", "'", '"', "''", '"a', "a'b\"c`d", " a", "a ", "  ", "a = b", "[extensions]", "@names", ".include x", "a;b,c",
    "DER:00", "critical, CA:TRUE", "a::b", "%s%n", "日本", "　全角　", "é", "🙂", "\u202eabc", "a\u00a0", "-out", "/CN=x", "+", "a+b=c/d",
    "!", "*", "?",
)  # fmt: skip
KEY = make_key(KeyKind.P_256)
letters = some.one_of(
    some.sampled_from(NASTY),
    some.text(some.sampled_from("ab \\\"'`$#{}()[]=;:,@/+.*%!&|<>~^-日é\u202e"), min_size=1, max_size=40),
    some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40),
)
oids = some.one_of(
    some.sampled_from(["1.2.3.4", "2.5.4.3", "1.3.6.1.4.1.55555.1", "2.999.1", "2.5.4.45.1"]),
    some.tuples(some.integers(0, 39), some.integers(0, 1 << 40)).map(lambda arcs: f"1.{arcs[0]}.{arcs[1]}"),
)
attributes = some.one_of(
    some.builds(
        SubjectAttribute,
        some.sampled_from(["2.5.4.3", "2.5.4.10", "2.5.4.11", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.12", "2.5.4.4", "2.5.4.42",
                           "0.9.2342.19200300.100.1.1", "2.5.4.97", "2.5.4.65", "2.5.4.15", "1.3.6.1.4.1.55555.1.2"]),
        letters,
        some.sampled_from([TextType.AUTOMATIC, TextType.AUTOMATIC, TextType.UTF8]),
    ),
    some.builds(SubjectAttribute, some.just("2.5.4.6"), some.sampled_from(["JP", "DE"])),
    some.builds(SubjectAttribute, some.just("2.5.4.5"), some.from_regex(r"[A-Za-z0-9 '()+,./:=?-]{1,20}", fullmatch=True)),
    some.builds(SubjectAttribute, some.just("1.2.840.113549.1.9.1"), some.sampled_from(["a@example.test", "$x#\\'\"@example.test"])),
    some.builds(SubjectAttribute, some.just("0.9.2342.19200300.100.1.25"), some.sampled_from(["example", "te st", "#"])),
)  # fmt: skip
urls = some.one_of(
    some.sampled_from(["http://a.example/x?y=$z&w=1#frag", "ldap://h/cn=a,o=b?c", "urn:x:'y'", "http://\"`${HOME}`\\\\", "x:;,#"]),
    some.from_regex(r"[a-z]{1,5}:[\x21-\x7e]{1,30}", fullmatch=True),
)
directories = some.sampled_from([
    "CN=a,O=b", "O=日本,C=JP", "OU=a,OU=b,CN=c", "CN=a+OU=b,O=c", "CN=\\#x\\, \\$y\\\\z\\ ", "C=JP", "DC=example,DC=test,UID=u",
    "CN=" + "x" * 64,
])  # fmt: skip
hosts = some.sampled_from(["www.example.test", "日本.example.test", "*.example.test", "a_b.example.test", "faß.example"])
names = some.one_of(
    some.builds(AlternativeName, some.just(NameKind.DNS), hosts),
    some.builds(AlternativeName, some.just(NameKind.IP), some.ip_addresses().map(str)),
    some.builds(AlternativeName, some.just(NameKind.EMAIL), some.sampled_from(["a@example.test", "$x#'\"\\@日本.example", "copy@a.test"])),
    some.builds(AlternativeName, some.just(NameKind.URI), urls),
    some.builds(AlternativeName, some.just(NameKind.UPN), letters.map(lambda text: text.replace("@", "") + "u@ドメイン.example")),
    some.builds(AlternativeName, some.just(NameKind.DIRECTORY), directories),
    some.builds(AlternativeName, some.just(NameKind.REGISTERED_ID), oids),
)
constraints = some.one_of(
    some.builds(AlternativeName, some.just(NameKind.DNS), some.sampled_from(["example.test", "日本.example"])),
    some.builds(
        AlternativeName, some.just(NameKind.IP), some.sampled_from(["192.0.2.0/24", "0.0.0.0/0", "2001:db8::/33", "::/0", "192.0.2.7"])
    ),
    some.builds(AlternativeName, some.just(NameKind.EMAIL), some.sampled_from([".example.test", "example.test", "a@example.test"])),
    some.builds(AlternativeName, some.just(NameKind.URI), some.sampled_from([".example.test", "example.test"])),
    some.builds(AlternativeName, some.just(NameKind.DIRECTORY), directories),
)
raw_values = some.one_of(
    some.sampled_from(["0500", "30 00", "04:03:01:02:03", "0c03e697a5", "3003020101"]),
    some.binary(max_size=300).map(lambda octets: "04" + length(len(octets)) + octets.hex()),
)
specifications = some.builds(
    Specification,
    subject=some.lists(attributes, max_size=6).map(tuple),
    names=some.lists(names, max_size=6).map(tuple),
    names_critical=some.booleans(),
    validity=some.sampled_from([Validity(), Validity(days=36500), Validity(not_after=datetime(2055, 5, 5, tzinfo=UTC))]),
    basic_constraints=some.none() | some.builds(BasicConstraints, some.booleans(), some.none() | some.integers(0, 300), some.booleans()),
    key_usage=some.builds(KeyUsage, some.frozensets(some.sampled_from(sorted(KEY_USAGES))), some.booleans()),
    extended_key_usage=some.builds(
        ExtendedKeyUsage,
        some.lists(some.sampled_from(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.9", "2.5.29.37.0"]) | oids, max_size=4, unique=True).map(tuple),
        some.booleans(),
    ),
    name_constraints=some.builds(
        NameConstraints, some.lists(constraints, max_size=3).map(tuple), some.lists(constraints, max_size=3).map(tuple), some.booleans()
    ),
    policies=some.lists(
        some.builds(
            Policy,
            some.sampled_from(["2.23.140.1.2.1", "2.5.29.32.0"]) | oids,
            some.lists(urls, max_size=2).map(tuple),
            some.lists(letters, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    policies_critical=some.booleans(),
    ocsp_urls=some.lists(urls, max_size=2).map(tuple),
    issuer_urls=some.lists(urls, max_size=2).map(tuple),
    crl_urls=some.lists(urls, max_size=3).map(tuple),
    delta_crl_urls=some.lists(urls, max_size=2).map(tuple),
    tls_features=some.sampled_from([(), (5,), (17,), (5, 17), (17, 5)]),
    ocsp_no_check=some.booleans(),
    authority_key_identifier=some.booleans(),
    raw=some.lists(
        some.builds(
            RawExtension,
            some.sampled_from(["1.2.3.4.5", "1.3.6.1.4.1.11129.2.4.3", "2.16.840.1.113730.1.13", "2.5.29.54", "2.5.29.9"]),
            raw_values,
            some.booleans(),
        ),
        max_size=3,
        unique_by=lambda item: item.oid,
    ).map(tuple),
)


def length(octets: int) -> str:
    """X.690 8.1.3."""
    digits = f"{octets:x}"
    digits = "0" * (len(digits) % 2) + digits
    return f"{octets:02x}" if octets < 128 else f"{0x80 | len(digits) // 2:02x}" + digits


def writable(specification: Specification) -> bool:
    """Whether `build` makes something of it: what it refuses is the form's matter."""
    try:
        build_self_signed(specification, KEY, datetime.now(UTC))
        build_request(specification, KEY)
    except SpecificationError:
        return False
    return True


@settings(max_examples=int(os.environ.get("OPENSSL_EXAMPLES", "150")), deadline=None, suppress_health_check=list(HealthCheck))
@given(specifications, some.sampled_from(list(Signing)), some.sampled_from([KeyKind.P_256, KeyKind.ED25519]))
def test_random_specifications(specification: Specification, signed: Signing, kind: KeyKind) -> None:
    skip_unless("3.0")
    assume(writable(specification))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            theirs, ours = both(specification, kind, signed, folder)
        except RecipeError as error:
            assert words.has(error.message.id)
            assert error.message.id in ("openssl_attribute_too_long", "openssl_attribute_refused"), error.message
            return
        same(theirs, ours)
        assert {path.name for path in folder.iterdir()} <= {*vars(Files()).values(), DATABASE}  # no file that a text asked for


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_in_every_field(text: str, tmp_path: Path) -> None:
    notices: tuple[str, ...] = (text,)
    wanted = Specification(
        subject=tuple(SubjectAttribute(type, text) for type in ("2.5.4.3", "2.5.4.11", "2.5.4.11", "1.2.3.4")),
        names=(AlternativeName(NameKind.UPN, f"x{text.replace('@', '')}y@example.test"),),
        policies=(Policy("1.2.3", (), notices), Policy("1.2.4", ("http://a.example/",), notices)),
    )
    for signed in Signing:
        folder = tmp_path / signed.value
        folder.mkdir()
        same(*both(wanted, KeyKind.P_256, signed, folder))
        assert not list(folder.glob("pwned"))


@pytest.mark.parametrize("place", range(490, 530))
def test_a_backslash_where_openssl_s_buffer_ends(place: int, tmp_path: Path) -> None:
    """It reads lines in pieces of 512 octets, and takes a backslash at the end of a line for one that goes on."""
    wanted = Specification(subject=(SubjectAttribute("2.5.4.9", "a" * 64),), crl_urls=("u:" + "x" * place + '\\"\\$#' + "y" * 600,))
    same(*both(wanted, KeyKind.P_256, Signing.SELF, tmp_path))


@pytest.mark.parametrize("name", [
    "$(touch pwned).key", "`touch pwned`", "a b.key", "a'b\".key", "-out", "--", "日本語.key", "pkcs11:object=x", "file:x",
    "a;touch pwned", "*", "~", "#",
])  # fmt: skip
@pytest.mark.parametrize("field", ["key", "request", "certificate", "issuer_certificate", "issuer_key", "config"])
def test_names_of_files(name: str, field: str, tmp_path: Path) -> None:
    files = Files(**{field: name})
    same(*both(Specification(subject=(SubjectAttribute("2.5.4.3", "x"),)), KeyKind.P_256, Signing.CA, tmp_path, files))
    assert {path.name for path in tmp_path.iterdir()} == set(vars(files).values())


@settings(max_examples=300, deadline=None)
@given(some.text(min_size=0, max_size=60) | letters)
def test_a_line_stays_one_line(text: str) -> None:
    """Whatever is written is one line, or refused by a sentence with the character."""
    try:
        value = quoted(text, ("names", 0))
    except RecipeError as error:
        assert error.message.id == "openssl_control_character" and error.place == ("names", 0)
        return
    content = written([Section("a", (("b", value),))])
    assert content.splitlines()[0] == "[a]" and content.count("\n") == 2
    assert not set(value) & {"\r", "\0", "\x1a"}


@pytest.mark.parametrize("character", ["\n", "\r", "\0", "\t", "\x1b", "\x7f", "\x85"])
@pytest.mark.parametrize("field", ["subject", "names", "policies"])
def test_control_characters_are_refused(character: str, field: str) -> None:
    text = f"a{character}b"
    value = {
        "subject": (SubjectAttribute("2.5.4.3", text),),
        "names": (AlternativeName(NameKind.UPN, text + "@example.test"),),
        "policies": (Policy("1.2.3", (), (text,)),),
    }[field]
    with pytest.raises((RecipeError, SpecificationError)) as caught:
        recipe(Specification(**{field: value}), KeyKind.P_256, Signing.SELF)  # type: ignore[arg-type]
    # NUL is in no attribute, also without openssl.
    assert caught.value.message.params.get("code", caught.value.message.params.get("reason")) == f"U+{ord(character):04X}"
    assert caught.value.place[0] == field


@pytest.mark.parametrize("wanted", [
    Specification(subject=(SubjectAttribute("2.5.4.3", "a\ud800b"),)),
    Specification(names=(AlternativeName(NameKind.UPN, "a\ud800b@example.test"),)),
    Specification(policies=(Policy("1.2.3", (), ("a\ud800b",)),)),
], ids=["subject", "upn", "notice"])  # fmt: skip
def test_half_a_character_is_refused(wanted: Specification) -> None:
    """A profile's JSON can hold half of a surrogate pair."""
    with pytest.raises(SpecificationError) as caught:
        recipe(wanted, KeyKind.P_256, Signing.SELF)
    assert caught.value.place in {problem.place for problem in problems(wanted)}


def test_what_openssl_does_not_read_is_refused() -> None:
    with pytest.raises(RecipeError) as caught:
        quoted("x" * (LONGEST_VALUE + 1), ("raw", 0))
    assert caught.value.message.id == "openssl_value_too_long"


def test_every_command_is_one_line_that_a_shell_splits_as_meant(tmp_path: Path) -> None:
    wanted = Specification(subject=(SubjectAttribute("2.5.4.3", "a'b $(x) `y`"),))
    files = Files(key="a'b $(x) `y`.key")
    made = recipe(wanted, None, Signing.SIGN_REQUEST, files, signer=KeyKind.P_256, other_subject=True)
    for step in made.steps:
        assert "\n" not in step.command
        if "&&" in step.command:  # the one with several commands has no text of anybody
            assert step.command == "mkdir -p openssl-ca && touch openssl-ca/index.txt"
            continue
        run = subprocess.run(["bash", "-c", f"printf '%s\\0' {step.command}"], cwd=tmp_path, capture_output=True, check=True)
        assert run.stdout.decode().split("\0")[:-1] == shlex.split(step.command)
