"""What a rehearsal says is what becomes of the certificate: it is issued anyway, and OpenSSL and GnuTLS are asked."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.core.issuance.made import HOST, LEAVES, NOW, as_pem, issuers, key_of, subject, wish
from workbench import words
from workbench.core.errors import UsageError, WorkbenchError
from workbench.core.formats import Kind, open_path
from workbench.core.issuance import stand_ins
from workbench.core.issuance.build import build_certificate, build_self_signed
from workbench.core.issuance.key_fit import for_key
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.rehearsal import SERIAL_NUMBER, Rehearsal, conditions_for, fitting, place_of, reason, rehearse
from workbench.core.issuance.specification import (
    AlternativeName,
    ExtendedKeyUsage,
    KeyUsage,
    NameConstraints,
    NameKind,
    Policy,
    RawExtension,
    Specification,
    Validity,
)
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.finding import Purpose, Rules, Status
from workbench.core.x509.issuance import CLIENT_AUTH, SERVER_AUTH, Authority, KeyKind, make_key
from workbench.core.x509.judge import judge
from workbench.core.x509.signature import certificate_signature

each_kind = pytest.mark.parametrize("kind", list(KeyKind), ids=[kind.value for kind in KeyKind])
DAY = timedelta(days=1)


def spki(key: object) -> bytes:
    public = key.public_key()  # type: ignore[attr-defined]
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def ids(rehearsal: Rehearsal) -> set[str]:
    return {finding.id for finding in rehearsal.refusals}


# --- the certificate ----------------------------------------------------------------------------------------------------------------


@each_kind
def test_the_certificate_is_the_one_that_will_be_made_but_for_serial_number_and_signature(kind: KeyKind) -> None:
    key, above = make_key(KeyKind.P_256), issuers(kind)
    rehearsed = parse_certificate(rehearse(wish("server"), spki(key), above.chain, NOW).certificate)
    real = parse_certificate(build_certificate(wish("server"), key.public_key(), above.intermediate, NOW, SERIAL_NUMBER))
    assert rehearsed.fields.tbs_certificate.encoded == real.fields.tbs_certificate.encoded
    assert rehearsed.fields.signature_algorithm.encoded == real.fields.signature_algorithm.encoded
    if kind.is_rsa:
        assert len(rehearsed.der) == len(real.der)
    assert certificate_signature(real, parse_certificate(above.intermediate.certificate).spki).ok
    assert not certificate_signature(rehearsed, parse_certificate(above.intermediate.certificate).spki).ok


@each_kind
def test_a_root_for_a_key_that_is_not_made_yet_has_its_size(kind: KeyKind) -> None:
    rehearsed = rehearse(wish("root"), kind, (), NOW)
    real = build_self_signed(wish("root"), key_of(kind, "root"), NOW)
    if kind in (KeyKind.P_256, KeyKind.P_384, KeyKind.P_521):  # their signatures have no fixed length
        assert abs(len(rehearsed.certificate) - len(real)) <= 8
    else:
        assert len(rehearsed.certificate) == len(real)
    assert rehearsed.verdict.headline.id == "rehearsal_valid_alone"
    assert not rehearsed.refusals


def test_nothing_flickers_while_somebody_types() -> None:
    chain = issuers(KeyKind.P_256).chain
    one, other = (rehearse(wish("server"), KeyKind.P_256, chain, NOW).certificate for _ in range(2))
    assert one == other


def test_a_key_that_stands_in_is_one_that_nobody_has_elsewhere() -> None:
    """The number in an RSA stand-in is odd, of full length and without small factors, as the check of weak keys wants it."""
    for kind in KeyKind:
        if kind.is_rsa:
            numbers = stand_ins.public_key(kind).public_numbers()  # type: ignore[union-attr]
            assert isinstance(numbers, rsa.RSAPublicNumbers)
            assert f"rsa-{numbers.n.bit_length()}" == kind.value
            assert all(numbers.n % prime for prime in (2, 3, 5, 7, 11, 13, 97, 991))


def test_what_cannot_be_written_says_where() -> None:
    with pytest.raises(SpecificationError) as caught:
        rehearse(replace(wish("server"), names=(AlternativeName(NameKind.IP, "no"),)), KeyKind.P_256, (), NOW)
    assert caught.value.place == ("names", 0)


def test_keys_that_are_none() -> None:
    with pytest.raises(UsageError) as caught:
        rehearse(wish("server"), b"\x30\x00", issuers(KeyKind.P_256).chain, NOW)
    assert caught.value.message.id == "rehearsal_key_unreadable"
    with pytest.raises(UsageError) as caught:
        rehearse(wish("root"), spki(dsa.generate_private_key(1024)), (), NOW)
    assert caught.value.message.id == "rehearsal_key_cannot_sign"


def test_a_ca_on_a_curve_that_no_profile_offers() -> None:
    key = ec.generate_private_key(ec.BrainpoolP256R1())
    root = build_self_signed(wish("root"), key, NOW)
    rehearsed = rehearse(wish("server"), KeyKind.P_256, (root,), NOW)
    assert not rehearsed.refusals
    assert parse_certificate(rehearsed.certificate).issuer_der == parse_certificate(root).subject_der


# --- the verdict ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [id for id in LEAVES if id != "self_signed"])
def test_the_verdict_is_that_of_the_real_certificate_but_for_its_signature(profile: str) -> None:
    above, key = issuers(KeyKind.P_256), make_key(KeyKind.P_256)
    rehearsed = rehearse(for_key(wish(profile), KeyKind.P_256), spki(key), above.chain, NOW)
    der = build_certificate(for_key(wish(profile), KeyKind.P_256), key.public_key(), above.intermediate, NOW, SERIAL_NUMBER)
    chain = tuple(map(parse_certificate, above.chain))
    real = judge(parse_certificate(der), chain, chain[1:], (), (), rehearsed.verdict.conditions)
    told = {(item.certificate, item.id, item.status) for item in rehearsed.verdict.paths[0].findings}
    judged = {(item.certificate, item.id, item.status) for item in real.paths[0].findings}
    assert told - judged == {(0, "rehearsal_signature", Status.NOT_CHECKED)}
    assert {id for _, id, _ in judged - told} == {"signature_ok", "revocation_not_checked"} | (judged_without_host(judged))
    assert rehearsed.verdict.trusted and real.trusted


def judged_without_host(judged: set[tuple[int, str, Status]]) -> set[str]:
    return {"host_not_given"} & {id for _, id, _ in judged}


@pytest.mark.parametrize("chain", [(), "below"])
def test_no_signature_is_said_to_be_verified_that_is_not_made(chain: object) -> None:
    rehearsed = rehearse(wish("root" if chain == () else "server"), KeyKind.P_256, () if chain == () else issuers(KeyKind.P_256).chain, NOW)
    own = [item for item in rehearsed.verdict.paths[0].findings if item.certificate == 0 and item.field == ("signatureValue",)]
    assert [(item.id, item.status) for item in own] == [("rehearsal_signature", Status.NOT_CHECKED)]


def test_what_a_certificate_is_for_decides_what_it_is_looked_at_for() -> None:
    server = wish("server")
    assert conditions_for(server, NOW).purpose is Purpose.SERVER and conditions_for(server, NOW).host == HOST
    wild = replace(server, names=(AlternativeName(NameKind.DNS, "*.example.test"),))
    assert conditions_for(wild, NOW).host == "www.example.test"
    assert conditions_for(wish("client"), NOW).purpose is Purpose.CLIENT
    assert conditions_for(wish("server_and_client"), NOW).purpose is Purpose.SERVER
    assert conditions_for(wish("s_mime"), NOW).purpose is conditions_for(wish("intermediate"), NOW).purpose is Purpose.ANY
    later = replace(server, validity=Validity(30, NOW + 5 * DAY))
    assert conditions_for(later, NOW).time == NOW + 5 * DAY


def test_what_only_concerns_public_cas_does_not_spoil_the_headline_but_stays_among_the_findings() -> None:
    rehearsed = rehearse(wish("server"), KeyKind.P_256, issuers(KeyKind.P_256).chain, NOW)
    assert rehearsed.verdict.headline.id == "rehearsal_valid" and rehearsed.verdict.status is Status.OK
    assert "sct_missing" in {item.id for item in rehearsed.verdict.paths[0].findings}
    web = replace(conditions_for(wish("server"), NOW), rules=Rules.WEBPKI)
    strict = rehearse(wish("server"), KeyKind.P_256, issuers(KeyKind.P_256).chain, NOW, web)
    assert strict.verdict.headline.id == "rehearsal_not_valid"
    assert not strict.refusals, "no public CA, but valid all the same"


def test_a_chain_whose_root_is_not_here_is_no_reason_to_refuse() -> None:
    rehearsed = rehearse(wish("server"), KeyKind.P_256, issuers(KeyKind.P_256).chain[:1], NOW)
    assert not rehearsed.refusals
    assert rehearsed.verdict.headline.id == "rehearsal_not_valid"
    assert "“Test root” is missing" in words.say(rehearsed.verdict.headline, "en", "detail")


# --- refused before it is made --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """ca: what the CA says; leaf: what is asked for; refused: the finding's id, "" when all take it; purpose: as OpenSSL calls it."""

    ca: Specification
    leaf: Specification
    refused: str
    purpose: str = "sslserver"
    gnutls: bool = True
    flags: tuple[str, ...] = ()


def names(*values: str, kind: NameKind = NameKind.DNS) -> tuple[AlternativeName, ...]:
    return tuple(AlternativeName(kind, value) for value in values)


def named(*values: str, kind: NameKind = NameKind.DNS) -> Specification:
    return replace(wish("server"), names=names(*values, kind=kind), subject=subject("somebody"))


CA = wish("intermediate")
INSIDE = replace(CA, name_constraints=NameConstraints(permitted=names("example.test")))
OUTSIDE = replace(CA, name_constraints=NameConstraints(excluded=names("bad.example.test")))
NETWORK = replace(CA, name_constraints=NameConstraints(permitted=names("192.0.2.0/24", kind=NameKind.IP)))
FOR_CLIENTS = replace(CA, extended_key_usage=ExtendedKeyUsage((CLIENT_AUTH,)))
FOR_SERVERS = replace(CA, extended_key_usage=ExtendedKeyUsage((SERVER_AUTH, CLIENT_AUTH)))
NEEDS_POLICY = replace(
    CA, raw=(RawExtension("2.5.29.36", "3003800100", True),), policies=(Policy("1.3.6.1.4.1.99999.1"),)
)  # fmt: skip
POLICY = ("-policy_check", "-policy", "2.5.29.32.0")
CASES = {
    "nothing forbids it": Case(CA, named(HOST), ""),
    "name permitted": Case(INSIDE, named("a.example.test", "b.c.example.test"), ""),
    "name not permitted": Case(INSIDE, named("a.example.test", "www.other.test"), "names_not_permitted"),
    "name excluded": Case(OUTSIDE, named("x.bad.example.test"), "names_excluded"),
    "name beside the excluded": Case(OUTSIDE, named("good.example.test"), ""),
    "address permitted": Case(NETWORK, named("192.0.2.7", kind=NameKind.IP), ""),
    "address not permitted": Case(NETWORK, named("198.51.100.7", kind=NameKind.IP), "names_not_permitted"),
    "purpose permitted": Case(FOR_SERVERS, named(HOST), ""),
    "purpose not permitted": Case(FOR_CLIENTS, named(HOST), "extended_key_usage_ca_excludes", gnutls=False),
    "client of a CA for clients": Case(FOR_CLIENTS, wish("client"), "", "sslclient"),
    "OCSP responder of a CA for servers": Case(FOR_SERVERS, wish("ocsp_signing"), "", "ocsphelper"),
    "policy required": Case(NEEDS_POLICY, named(HOST), "policies_none_valid", gnutls=False, flags=POLICY),
    "policy given": Case(
        NEEDS_POLICY, replace(named(HOST), policies=(Policy("1.3.6.1.4.1.99999.1"),)), "", gnutls=False, flags=POLICY
    ),
    "issuer is no CA": Case(replace(wish("server"), key_usage=KeyUsage()), named(HOST), "basic_constraints_not_ca"),
    "issuer may not sign": Case(replace(CA, key_usage=KeyUsage(frozenset({"cRLSign"}))), named(HOST), "key_usage_no_cert_sign"),
    "issuer has an unknown critical extension": Case(
        replace(CA, raw=(RawExtension("1.3.6.1.4.1.99999.7", "0500", True),)), named(HOST), "critical_unknown"
    ),
    "issuer is over": Case(replace(CA, validity=Validity(5, NOW - 30 * DAY)), named(HOST), "dates_expired"),
    "issuer holds only later": Case(replace(CA, validity=Validity(300, NOW + 30 * DAY)), named(HOST), "dates_not_yet"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_refuses_what_openssl_and_gnutls_refuse(case: Case, tmp_path: Path) -> None:
    root = issuers(KeyKind.P_256).root
    middle_key, key = make_key(KeyKind.P_256), make_key(KeyKind.P_256)
    middle = Authority(build_certificate(case.ca, middle_key.public_key(), root, NOW), middle_key)
    rehearsed = rehearse(case.leaf, spki(key), (middle.certificate, root.certificate), NOW)
    assert ids(rehearsed) == ({case.refused} if case.refused else set())
    assert (rehearsed.verdict.headline.id == "rehearsal_refused") is bool(case.refused)

    anyway = build_certificate(case.leaf, key.public_key(), middle, NOW)
    openssl, gnutls = verified(tmp_path, anyway, (middle.certificate,), root.certificate, case.purpose, *case.flags)
    assert openssl is not bool(case.refused), "OpenSSL"
    if case.gnutls and gnutls is not None:
        assert gnutls is not bool(case.refused), "GnuTLS"


def verified(folder: Path, leaf: bytes, between: tuple[bytes, ...], root: bytes, purpose: str, *flags: str) -> tuple[bool, bool | None]:
    """Whether OpenSSL and GnuTLS accept it; GnuTLS None where it is not installed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here")
    for name, certificates in (("leaf", (leaf,)), ("between", between), ("root", (root,)), ("chain", (leaf, *between, root))):
        (folder / f"{name}.pem").write_bytes(as_pem(*certificates))
    command = ["openssl", "verify", *flags, "-purpose", purpose, "-CAfile", "root.pem", "-untrusted", "between.pem", "leaf.pem"]
    openssl = subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 0
    if shutil.which("certtool") is None:
        return openssl, None
    command = ["certtool", "--verify", "--load-ca-certificate", "root.pem", "--infile", "chain.pem"]
    return openssl, subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 0


def test_a_ca_that_could_issue_nothing_is_refused(tmp_path: Path) -> None:
    """RFC 5280 takes it as the end of a path; below it all would be one CA too many. The one that may be made is taken."""
    above = issuers(KeyKind.P_256)
    third = wish("intermediate", "Third")
    refused = rehearse(third, KeyKind.P_256, above.chain, NOW)
    assert ids(refused) == {"rehearsal_too_deep"}
    assert place_of(refused.refusals[0]) == ("basic_constraints",)
    assert "Test intermediate" in words.say(reason(refused, refused.refusals[0]), "en")
    assert not rehearse(third, KeyKind.P_256, above.chain[1:], NOW).refusals

    key, leaf_key = make_key(KeyKind.P_256), make_key(KeyKind.P_256)
    made = Authority(build_certificate(third, key.public_key(), above.intermediate, NOW), key)
    leaf = build_certificate(wish("server"), leaf_key.public_key(), made, NOW)
    openssl, gnutls = verified(tmp_path, leaf, (made.certificate, above.intermediate.certificate), above.root.certificate, "sslserver")
    assert not openssl and not gnutls
    below = rehearse(wish("server"), spki(leaf_key), (made.certificate, *above.chain), NOW)
    assert ids(below) == {"path_length_exceeded"}, "said once"


def test_the_key_of_the_ca_itself_is_refused() -> None:
    above = issuers(KeyKind.P_256)
    refused = rehearse(wish("server"), spki(above.intermediate.key), above.chain, NOW)
    assert ids(refused) == {"rehearsal_same_key"}


def test_a_revoked_ca_issues_nothing() -> None:
    chain = issuers(KeyKind.P_256).chain
    for at, name in enumerate(("Test intermediate", "Test root")):
        refused = rehearse(wish("server"), KeyKind.P_256, chain, NOW, revoked={parse_certificate(chain[at]).sha256})
        assert ids(refused) == {"rehearsal_revoked"}
        assert name in words.say(reason(refused, refused.refusals[0]), "en")


def test_two_validities_without_a_common_moment_are_refused() -> None:
    wanted = replace(wish("server"), validity=Validity(30, NOW - 300 * DAY))
    refused = rehearse(wanted, KeyKind.P_256, issuers(KeyKind.P_256).chain, NOW)
    assert ids(refused) == {"rehearsal_never_together"}
    assert place_of(refused.refusals[0]) == ("validity",)


def test_outliving_the_ca_is_no_refusal_but_said_with_a_way_out() -> None:
    above = issuers(KeyKind.P_256)
    wanted = replace(wish("server"), validity=Validity(36500))
    rehearsed = rehearse(wanted, KeyKind.P_256, above.chain, NOW)
    said = next(item for item in rehearsed.verdict.paths[0].findings if item.id == "rehearsal_outlives")
    assert said.status is Status.WARNING and not rehearsed.refusals
    assert said.message.params["time"] == parse_certificate(above.intermediate.certificate).not_after
    fixed = replace(wanted, validity=fitting(wanted.validity, above.intermediate.certificate, NOW))
    again = rehearse(fixed, KeyKind.P_256, above.chain, NOW)
    assert parse_certificate(again.certificate).not_after == parse_certificate(above.intermediate.certificate).not_after
    assert "rehearsal_outlives" not in {item.id for item in again.verdict.paths[0].findings}


def test_beginning_before_the_ca_is_said() -> None:
    wanted = replace(wish("server"), validity=Validity(100, NOW - 10 * DAY))
    rehearsed = rehearse(wanted, KeyKind.P_256, issuers(KeyKind.P_256).chain, NOW)
    assert "rehearsal_begins_before" in {item.id for item in rehearsed.verdict.paths[0].findings}
    assert not rehearsed.refusals
    fixed = fitting(wanted.validity, issuers(KeyKind.P_256).intermediate.certificate, NOW)
    assert fixed.not_before == parse_certificate(issuers(KeyKind.P_256).intermediate.certificate).not_before


def test_basic_constraints_that_are_not_there() -> None:
    root = issuers(KeyKind.P_256).root
    key = make_key(KeyKind.P_256)
    bare = build_certificate(replace(wish("server"), basic_constraints=None), key.public_key(), root, NOW)
    assert ids(rehearse(wish("client"), KeyKind.P_256, (bare, root.certificate), NOW)) >= {"basic_constraints_missing"}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_headline_can_be_said(language: str) -> None:
    chain = issuers(KeyKind.P_256).chain
    for rehearsed in (
        rehearse(wish("server"), KeyKind.P_256, chain, NOW),
        rehearse(wish("root"), KeyKind.P_256, (), NOW),
        rehearse(wish("intermediate", "Third"), KeyKind.P_256, chain, NOW),
        rehearse(replace(wish("server"), validity=Validity(36500)), KeyKind.P_256, chain, NOW),
        rehearse(wish("server"), KeyKind.P_256, chain[:1], NOW),
    ):
        for part in ("sentence", "detail"):
            assert "{" not in words.say(rehearsed.verdict.headline, language, part)


def test_whoever_is_taken_for_an_issuer_no_certificate_of_a_stranger_breaks_it(corpora: Path) -> None:
    """Good and malformed certificates of all kinds as the issuing CA: a rehearsal, or one sentence. Who is no CA may not issue."""
    rehearsed = refused = sentences = 0
    for path in sorted((*(corpora / "certs").rglob("*"), *(corpora / "malformed").rglob("*"))):
        if not path.is_file() or path.stat().st_size > 1 << 18:
            continue
        for item in open_path(path)[0].objects:
            if item.kind is not Kind.CERTIFICATE:
                continue
            try:
                found = rehearse(wish("server"), KeyKind.P_256, (item.der,), NOW)
            except WorkbenchError as error:
                assert words.say(error.message, "en") != error.message.id
                sentences += 1
                continue
            rehearsed += 1
            refused += bool(found.refusals)
            constraints = decoded.extension(parse_certificate(item.der), BasicConstraints)
            if constraints is None or not constraints.ca:
                old_anchor = "basic_constraints_old_anchor" in {finding.id for finding in found.verdict.paths[0].findings}
                assert found.refusals or old_anchor, path
    assert rehearsed > 300 and refused > 50, (rehearsed, refused, sentences)
