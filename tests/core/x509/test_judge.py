"""The verdict: each state a person can meet, its headline, and the conditions that change it. `openssl verify` agrees where it can say."""

from __future__ import annotations

import base64
import re
import shutil
import string
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.core.x509 import authority
from tests.core.x509.authority import DAY, NOW, Entity, issue
from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.x509 import check_rows
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.check_rows import ROWS, Level
from workbench.core.x509.fields import certificate_fields
from workbench.core.x509.finding import Conditions, Purpose, Rules, Status, Verdict
from workbench.core.x509.headline import HEADLINES
from workbench.core.x509.judge import judge
from workbench.core.x509.trust_store import mozilla, split, trust_store

CONDITIONS = Conditions(host="www.example.com", time=NOW, trust="test")


def verdict(
    leaf: Entity | Certificate, pool: Sequence[Entity | Certificate], anchors: Sequence[Entity], conditions: Conditions = CONDITIONS
) -> Verdict:
    plain = [entry.certificate if isinstance(entry, Entity) else entry for entry in (leaf, *pool)]
    return judge(plain[0], tuple(plain[1:]), trust_store("test", (a.certificate for a in anchors)), (), (), conditions)


def failures(result: Verdict) -> set[tuple[str, int]]:
    return {(f.id, f.certificate) for f in result.paths[0].findings if f.status is Status.FAILURE}


def warnings(result: Verdict) -> set[str]:
    return {f.id for f in result.paths[0].findings if f.status is Status.WARNING}


def test_a_good_chain_is_trusted() -> None:
    leaf, intermediate, root = authority.chain()
    result = verdict(leaf, [root, intermediate], [root])
    assert result.trusted and not failures(result)
    assert [c.subject.short for c in result.paths[0].path] == ["www.example.com", "Intermediate", "Root"]
    assert result.paths[0].complete and result.headline.id == "headline_trusted_with_warnings"
    assert warnings(result) == {"policies_missing", "sct_missing"}


def test_nothing_but_warnings_free_findings_is_plainly_trusted() -> None:
    leaf, intermediate, root = authority.chain()
    result = verdict(leaf, [intermediate], [root], replace(CONDITIONS, purpose=Purpose.ANY))
    assert result.status is Status.OK and result.headline.id == "headline_trusted"


def test_every_check_is_made_for_every_certificate_also_after_a_failure() -> None:
    root = issue("Root", ca=True)
    intermediate = issue("Intermediate", root, ca=True, begin=NOW - 30 * DAY, end=NOW - DAY)
    leaf = issue("www.example.com", intermediate)
    result = verdict(leaf, [intermediate], [root])
    assert failures(result) == {("dates_expired", 1)}
    for index in range(3):
        about = {f.id for f in result.paths[0].findings if f.certificate == index}
        assert any(id.startswith("signature_") for id in about), index
        assert any(id.startswith("dates_") for id in about), index
        assert any(id.startswith("basic_constraints_") for id in about), index
        assert any(id.startswith("key_usage_") for id in about), index
        assert any(id.startswith("critical_") for id in about), index
        assert any(id.startswith(("algorithms_", "key_", "hash_")) for id in about), index
    assert result.headline.id == "headline_expired_above" and result.headline.params["name"] == "Intermediate"


def test_the_missing_issuer_is_named() -> None:
    leaf, _, root = authority.chain()
    result = verdict(leaf, [root], [root])
    assert result.headline.id == "headline_missing_issuer" and result.headline.params["issuer"] == "Intermediate"
    assert not result.paths[0].complete and result.paths[0].missing is not None
    assert words.say(result.headline, "en") == "Not trusted: the issuer “Intermediate” is missing"


def test_issuer_name_matches_and_signature_does_not() -> None:
    leaf, _, root = authority.chain()
    other = issue("Intermediate", root, ca=True)
    result = verdict(leaf, [other], [root])
    assert result.headline.id == "headline_signature_mismatch"
    assert ("signature_mismatch", 0) in failures(result)


def test_an_altered_certificate_is_a_mismatch() -> None:
    leaf, intermediate, root = authority.chain()
    altered = parse_certificate(leaf.certificate.der.replace(b"www.example.com", b"www.examp1e.com"))
    assert ("signature_mismatch", 0) in failures(verdict(altered, [intermediate], [root]))


def test_of_two_issuers_of_one_name_the_right_key_is_found() -> None:
    leaf, intermediate, root = authority.chain()
    others = [issue("Intermediate", root, ca=True) for _ in range(5)]
    assert verdict(leaf, [*others, intermediate, *others], [root]).trusted


def test_the_other_ways_are_shown_beside_the_good_one() -> None:
    leaf, intermediate, root = authority.chain()
    elsewhere = issue("Elsewhere", ca=True)
    crossed = issue("Intermediate", elsewhere, ca=True, key=intermediate.key)
    late = issue("Intermediate", root, ca=True, key=intermediate.key, begin=NOW - 30 * DAY, end=NOW - DAY)
    result = verdict(leaf, [crossed, late, intermediate], [root])
    assert [(path.trusted, path.complete) for path in result.paths] == [(True, True), (False, True), (False, False)]
    assert result.paths[2].missing is not None and result.paths[2].missing.params["issuer"] == "Elsewhere"


def test_a_self_signed_certificate_alone() -> None:
    alone = issue("www.example.com")
    result = verdict(alone, [], [issue("Root", ca=True)])
    assert result.headline.id == "headline_self_signed" and not result.trusted
    trusted = verdict(alone, [], [alone], replace(CONDITIONS, purpose=Purpose.ANY))
    assert trusted.headline.id == "headline_trusted_anchor" and trusted.trusted


def test_a_root_that_is_not_in_the_store() -> None:
    leaf, intermediate, root = authority.chain()
    result = verdict(leaf, [intermediate, root], [issue("Other root", ca=True)])
    assert result.headline.id == "headline_root_not_in_store" and result.headline.params["name"] == "Root"
    alone = verdict(root, [], [issue("Other root", ca=True)], replace(CONDITIONS, purpose=Purpose.ANY))
    assert alone.headline.id == "headline_root_not_in_store"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_below_the_headline_stands_what_to_do(language: str) -> None:
    leaf, intermediate, root = authority.chain()
    other = issue("Other root", ca=True)
    expired = issue("www.example.com", intermediate, begin=NOW - 30 * DAY, end=NOW - DAY)
    for result in (
        verdict(leaf, [], [other]), verdict(leaf, [intermediate, root], [other]), verdict(issue("www.example.com"), [], [other]),
        verdict(leaf, [issue("Intermediate", root, ca=True)], [root]), verdict(expired, [intermediate], [root]),
    ):  # fmt: skip
        detail = words.say(result.headline, language, "detail")
        reason = result.headline.params["reason"]
        assert isinstance(reason, Message) and words.say(reason, language, "advice") in detail, result.headline.id
        assert "{" not in detail and detail == detail.strip()


def test_a_lone_root_of_the_store_is_trusted_because_it_is_there() -> None:
    root = issue("Root", ca=True)
    result = verdict(root, [], [root], Conditions(time=NOW, purpose=Purpose.ANY))
    assert result.trusted and "anchor_trusted" in {f.id for f in result.paths[0].findings}


def test_a_leaf_that_is_itself_an_anchor() -> None:
    leaf, intermediate, root = authority.chain()
    assert len(verdict(leaf, [intermediate, root], [leaf]).paths[0].path) == 1


def test_dates_hold_at_both_ends() -> None:
    begin, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    root = issue("Root", ca=True, begin=NOW - 100 * DAY)
    leaf = issue("www.example.com", root, begin=begin, end=end)
    for time, expected in (
        (begin, None),
        (end, None),
        (end.replace(microsecond=999999), None),  # validity is in whole seconds
        (datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), "dates_not_yet"),
        (datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC), "dates_expired"),
    ):
        found = failures(verdict(leaf, [], [root], replace(CONDITIONS, time=time)))
        assert found == ({(expected, 0)} if expected else set()), time


def test_an_expired_anchor_is_told_apart() -> None:
    root = issue("Root", ca=True, begin=NOW - 100 * DAY, end=NOW - DAY)
    leaf = issue("www.example.com", root)
    assert failures(verdict(leaf, [], [root])) == {("dates_expired_anchor", 1)}


def test_the_expired_cross_certificate_does_not_hide_the_good_path() -> None:
    old_root, new_root = issue("Old root", ca=True, begin=NOW - 900 * DAY, end=NOW - DAY), issue("New root", ca=True)
    crossed = issue("New root", old_root, ca=True, key=new_root.key, begin=NOW - 900 * DAY, end=NOW - DAY)
    leaf = issue("www.example.com", new_root)
    result = verdict(leaf, [crossed], [old_root, new_root])
    assert result.trusted and len(result.paths[0].path) == 2


def test_cross_signed_circles_end() -> None:
    a, b = issue("A", ca=True), issue("B", ca=True)
    a_by_b, b_by_a = issue("A", b, ca=True, key=a.key), issue("B", a, ca=True, key=b.key)
    leaf = issue("www.example.com", a)
    result = verdict(leaf, [a_by_b, b_by_a], [issue("Root", ca=True)])
    assert not result.trusted and ("anchor_loop", 2) in failures(result)
    assert verdict(leaf, [a_by_b, b_by_a], [b]).trusted


def test_who_may_issue() -> None:
    root = issue("Root", ca=True)
    cases = {
        "basic_constraints_not_ca": issue("CA", root, usage=authority.key_usage(True)),
        "basic_constraints_missing": issue("CA", root, ca=True, without=[x509.BasicConstraints]),
        "key_usage_no_cert_sign": issue("CA", root, ca=True, usage=authority.key_usage(False)),
    }
    for expected, ca in cases.items():
        result = verdict(issue("www.example.com", ca), [ca], [root])
        assert (expected, 1) in failures(result) and result.headline.id == "headline_not_ca", expected


def test_path_length() -> None:
    root = issue("Root", ca=True, path_length=1)
    first = issue("First", root, ca=True)
    second = issue("Second", first, ca=True)
    assert verdict(issue("www.example.com", first), [first], [root]).trusted
    result = verdict(issue("www.example.com", second), [first, second], [root])
    assert failures(result) == {("path_length_exceeded", 3)}
    limited = replace(CONDITIONS, max_intermediates=0)
    assert ("chain_too_long", 2) in failures(verdict(issue("www.example.com", first), [first], [root], limited))


def test_purposes() -> None:
    root = issue("Root", ca=True)
    client = issue("www.example.com", root, extra=[(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH]), False)])
    assert failures(verdict(client, [], [root])) == {("extended_key_usage_missing", 0)}
    assert verdict(client, [], [root], replace(CONDITIONS, purpose=Purpose.CLIENT)).trusted
    mail = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.EMAIL_PROTECTION])
    mail_ca = issue("Mail CA", root, ca=True, extra=[(mail, False)])
    assert ("extended_key_usage_ca_excludes", 1) in failures(verdict(issue("www.example.com", mail_ca), [mail_ca], [root]))


def test_critical_extensions() -> None:
    root = issue("Root", ca=True)
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    assert failures(verdict(issue("www.example.com", root, extra=[(unknown, True)]), [], [root])) == {("critical_unknown", 0)}
    assert verdict(issue("www.example.com", root, extra=[(unknown, False)]), [], [root]).trusted
    assert ("precertificate", 0) in failures(verdict(issue("www.example.com", root, extra=[(x509.PrecertPoison(), True)]), [], [root]))


def test_the_profile_is_a_warning_unless_asked_for() -> None:
    root = issue("Root", ca=True, extra=[(x509.BasicConstraints(True, None), False)])
    leaf = issue("www.example.com", root, without=[x509.AuthorityKeyIdentifier])
    plain = verdict(leaf, [], [root])
    assert plain.trusted and {"uncritical_basic_constraints", "authority_key_identifier_missing"} <= warnings(plain)
    strict = failures(verdict(leaf, [], [root], replace(CONDITIONS, strict_profile=True)))
    assert strict == {("uncritical_basic_constraints", 1), ("authority_key_identifier_missing", 0)}


def test_a_store_that_examines_its_roots_vouches_for_their_form() -> None:
    root = issue("Root", ca=True, extra=[(x509.BasicConstraints(True, None), False)])
    leaf = issue("www.example.com", root)
    strict = replace(CONDITIONS, strict_profile=True)
    assert not verdict(leaf, [], [root], strict).trusted
    assert verdict(leaf, [], [root], replace(strict, trust="mozilla")).trusted


def test_no_host_name_is_not_checked() -> None:
    leaf, intermediate, root = authority.chain()
    result = verdict(leaf, [intermediate], [root], replace(CONDITIONS, host=""))
    assert result.trusted and ("host_not_given", Status.NOT_CHECKED) in {(f.id, f.status) for f in result.paths[0].findings}


def test_findings_point_into_the_tree_of_fields() -> None:
    leaf, intermediate, root = authority.chain()
    for rules in Rules:
        result = verdict(leaf, [intermediate], [root], replace(CONDITIONS, rules=rules, host="other.example"))
        for finding in result.paths[0].findings:
            fields = certificate_fields(result.paths[0].path[finding.certificate])
            present = fields.find(*finding.field) if finding.field else fields
            assert present is not None or finding.field[:2] == ("tbsCertificate", "extensions"), finding


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
def test_openssl_agrees(tmp_path: Path) -> None:
    root = issue("Root", ca=True, path_length=0)
    intermediate = issue("Intermediate", root, ca=True)
    plain, late = issue("Root 2", ca=True), NOW - DAY
    cases = [
        (issue("www.example.com", plain), [], plain),
        (issue("www.example.com", root), [], root),
        (issue("www.example.com", intermediate), [intermediate], root),
        (issue("www.example.com", plain, end=late), [], plain),
        (issue("other.example", plain), [], plain),
        (issue("www.example.com", plain, names=["*.example.com"]), [], plain),
        (issue("www.example.com", plain, names=["*.com"]), [], plain),
        (issue("www.example.com", issue("Root 2", ca=True)), [], plain),
    ]
    seen = set()
    for leaf, pool, anchor in cases:
        files = []
        for label, entries in (("leaf", [leaf]), ("pool", pool), ("anchor", [anchor])):
            file = tmp_path / f"{label}.pem"
            file.write_bytes(b"".join(entry.built.public_bytes(Encoding.PEM) for entry in entries))
            files.append(str(file))
        command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-purpose", "sslserver", "-no-CApath"]
        command += ["-verify_hostname", "www.example.com", "-CAfile", files[2]] + (["-untrusted", files[1]] if pool else []) + [files[0]]
        theirs = subprocess.run(command, capture_output=True, check=False).returncode == 0
        ours = verdict(leaf, pool, [anchor]).trusted
        seen.add(ours)
        assert ours == theirs, failures(verdict(leaf, pool, [anchor]))
    assert seen == {True, False}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
def test_openssl_agrees_on_real_certificates(corpora: Path, tmp_path: Path) -> None:
    """Every certificate out of the captures, in the middle of its own validity, against Mozilla's roots."""
    files = sorted((corpora / "certs" / "from_captures").glob("*.der"))
    pool = tuple(dict.fromkeys(c for file in files for c in split(file.read_bytes())[0]))
    (tmp_path / "pool.pem").write_text("".join(_pem(certificate) for certificate in pool))
    command = ["openssl", "verify", "-no-CApath", "-no-CAstore", "-CAfile", certifi.where(), "-untrusted", str(tmp_path / "pool.pem")]
    both = []
    for certificate in pool[::2]:
        try:
            time = certificate.not_before + (certificate.not_after - certificate.not_before) / 2
        except DerError:
            continue
        (tmp_path / "leaf.pem").write_text(_pem(certificate))
        arguments = [*command, "-attime", str(int(time.timestamp())), str(tmp_path / "leaf.pem")]
        theirs = subprocess.run(arguments, capture_output=True, check=False).returncode == 0
        ours = judge(certificate, pool, mozilla(), (), (), Conditions(time=time, purpose=Purpose.ANY))
        assert ours.trusted == theirs, (certificate.subject.rfc4514, failures(ours))
        both.append(theirs)
    assert len(both) > 50 and any(both)


def _pem(certificate: Certificate) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(certificate.der).decode()}-----END CERTIFICATE-----\n"


def test_every_row_has_its_sentences() -> None:
    for language in words.LANGUAGES:
        rows = words.catalogue(language)
        for id, row in ROWS.items():
            assert rows[id].get("sentence"), (language, id)
            if row.level is not Level.PATH:
                assert rows[id].get("advice"), (language, id)
            assert row.citation, id
        for id in {*HEADLINES.values(), "headline_trusted", "headline_trusted_with_warnings", "headline_trusted_anchor"}:
            assert rows[id].get("sentence") and rows[id].get("detail"), (language, id)


def test_every_outcome_in_the_code_is_a_row_with_the_blanks_it_fills() -> None:
    folder = Path(check_rows.__file__).parent
    used: dict[str, set[str]] = {}
    for file in folder.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        for kind, id, rest in re.findall(r'report\.(bad|ok|not_checked)\(\s*"(\w+)"([^\n]*)', text):
            assert id in ROWS, (file.name, id)
            used.setdefault(id, set()).update(re.findall(r"(\w+)=", rest))
            if kind != "ok":
                assert words.has(id, "advice"), id
    assert len(used) > 80
    for id, given in used.items():
        blanks = {name for _, name, _, _ in string.Formatter().parse(words.catalogue("en")[id]["sentence"]) if name}
        if given:
            assert blanks <= given, (id, blanks, given)


def test_where_to_get_a_missing_issuer_is_said_when_the_certificate_says_it() -> None:
    issuer = issue("Issuing CA", ca=True)
    where = x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier("http://ca.example/i.cer"))
    told = issue("www.example.com", issuer, extra=[(x509.AuthorityInformationAccess([where]), False)])
    for leaf, id in ((issue("www.example.com", issuer), "anchor_missing_issuer"), (told, "anchor_missing_issuer_at")):
        verdict = judge(leaf.certificate, (), (), (), (), Conditions(time=NOW, host="www.example.com"))
        assert verdict.headline.id == "headline_missing_issuer"
        assert id in {finding.id for finding in verdict.paths[0].findings}
    assert "http://ca.example/i.cer" in words.say(verdict.headline, "en", "detail")


def test_a_server_is_not_told_to_send_what_may_be_the_root() -> None:
    root = issue("Root", ca=True)
    where = x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier("http://ca.example/r.cer"))
    extra = [(x509.AuthorityInformationAccess([where]), False)]
    for more, id in (((), "anchor_missing_issuer_of_ca"), (extra, "anchor_missing_issuer_of_ca_at")):
        intermediate = issue("Issuing CA", root, ca=True, extra=list(more))
        leaf = issue("www.example.com", intermediate)
        pool = (intermediate.certificate,)
        verdict = judge(leaf.certificate, pool, (), (), (), Conditions(time=NOW, host="www.example.com"))
        found = next(finding for finding in verdict.paths[0].findings if finding.id.startswith("anchor_"))
        assert (found.id, verdict.headline.id) == (id, "headline_missing_issuer")
        advice = words.say(found.message, "en", "advice")
        assert "need not send it" in advice and "“Root”" in advice and ("http://ca.example/r.cer" in advice) == bool(more)
