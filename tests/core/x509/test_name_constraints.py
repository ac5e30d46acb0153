"""Name constraints of every type (RFC 5280 4.2.1.10)."""

from __future__ import annotations

import ipaddress

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from tests.core.x509.authority import NOW, issue, name
from tests.work import counted
from workbench.core.x509.finding import Conditions, Purpose, Status, Verdict
from workbench.core.x509.judge import judge

DNS, MAIL, URI = x509.DNSName, x509.RFC822Name, x509.UniformResourceIdentifier


def ip(text: str) -> x509.IPAddress:
    return x509.IPAddress(ipaddress.ip_network(text) if "/" in text else ipaddress.ip_address(text))


def dn(*parts: str) -> x509.DirectoryName:
    return x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, part) for part in parts]))


OTHER = x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), b"\x0c\x01a")


def judged(
    permitted: list[x509.GeneralName] | None, excluded: list[x509.GeneralName] | None, names: list[x509.GeneralName], critical: bool = True
) -> Verdict:
    root = issue("Root", ca=True, extra=[(x509.NameConstraints(permitted, excluded), critical)])
    leaf = issue("leaf", root, names=[], general_names=names)
    return judge(leaf.certificate, (), [root.certificate], (), (), Conditions(time=NOW, purpose=Purpose.ANY))


@pytest.mark.parametrize(
    ("constraint", "presented", "within"),
    [
        (DNS("example.com"), DNS("example.com"), True),
        (DNS("example.com"), DNS("a.b.EXAMPLE.com"), True),
        (DNS("example.com"), DNS("notexample.com"), False),
        (DNS("example.com"), DNS("*.example.com"), True),
        (DNS(""), DNS("anything.example"), True),
        (MAIL("user@example.com"), MAIL("user@EXAMPLE.com"), True),
        (MAIL("user@example.com"), MAIL("User@example.com"), False),
        (MAIL("example.com"), MAIL("any@example.com"), True),
        (MAIL("example.com"), MAIL("any@sub.example.com"), False),
        (MAIL(".example.com"), MAIL("any@sub.example.com"), True),
        (MAIL(".example.com"), MAIL("any@example.com"), False),
        (URI("example.com"), URI("https://example.com/path"), True),
        (URI("example.com"), URI("https://www.example.com:8443/"), False),
        (URI(".example.com"), URI("https://www.example.com:8443/"), True),
        (ip("192.0.2.0/24"), ip("192.0.2.99"), True),
        (ip("192.0.2.0/24"), ip("192.0.3.1"), False),
        (ip("2001:db8::/32"), ip("2001:db8:1::1"), True),
        (ip("2001:db8::/32"), ip("2001:db9::1"), False),
        (ip("192.0.2.0/24"), ip("2001:db8::1"), False),
        (dn("a", "b"), dn("a", "b", "c"), True),
        (dn("a", "b"), dn("a", "B "), True),
        (dn("a", "b"), dn("b", "a"), False),
    ],
)
def test_within(constraint: x509.GeneralName, presented: x509.GeneralName, within: bool) -> None:
    permitting, excluding = judged([constraint], None, [presented]), judged(None, [constraint], [presented])
    found = {f.id for f in permitting.paths[0].findings if f.status is Status.FAILURE}
    if not isinstance(constraint, x509.DirectoryName):  # the leaf's own subject offends against a permitted directory name
        assert found == (set() if within else {"names_not_permitted"})
    elif not within:
        assert found == {"names_not_permitted"}
    assert {f.id for f in excluding.paths[0].findings if f.status is Status.FAILURE} == ({"names_excluded"} if within else set())


def test_other_kinds_of_names_are_free() -> None:
    assert judged([DNS("example.com")], None, [ip("192.0.2.1"), MAIL("a@b.example")]).trusted


def test_a_wildcard_that_could_stand_for_an_excluded_name_is_refused() -> None:
    assert not judged(None, [DNS("bar.example.com")], [DNS("*.example.com")]).trusted
    assert judged(None, [DNS("a.bar.example.com")], [DNS("*.example.com")]).trusted


def test_kinds_that_cannot_be_processed() -> None:
    assert not judged(None, [OTHER], [OTHER]).trusted
    assert judged(None, [OTHER], [OTHER], critical=False).trusted
    assert judged(None, [OTHER], [DNS("www.example.com")]).trusted


@pytest.mark.parametrize("bad", [MAIL._init_without_validation("a@b@example.com"), DNS("exa mple.com")])
def test_malformed_constraints(bad: x509.GeneralName) -> None:
    assert "name_constraint_malformed" in {f.id for f in judged([bad], None, [DNS("example.com")]).paths[0].findings}


def test_names_that_cannot_be_compared_are_refused() -> None:
    assert "names_malformed" in {f.id for f in judged([DNS("example.com")], None, [DNS(".example.com")]).paths[0].findings}
    assert "names_malformed" in {f.id for f in judged([URI("example.com")], None, [URI("urn:isbn:1")]).paths[0].findings}


def test_constraints_of_several_cas_intersect() -> None:
    root = issue("Root", ca=True, extra=[(x509.NameConstraints([DNS("example.com")], None), True)])
    middle = issue("CA", root, ca=True, extra=[(x509.NameConstraints([DNS("www.example.com"), DNS("other.example")], None), True)])
    conditions = Conditions(time=NOW, purpose=Purpose.ANY)
    for text, good in (("www.example.com", True), ("mail.example.com", False), ("other.example", False)):
        leaf = issue(text, middle).certificate
        assert judge(leaf, (middle.certificate,), [root.certificate], (), (), conditions).trusted is good


def test_mail_addresses_in_the_subject_count_when_there_is_no_other() -> None:
    root = issue("Root", ca=True, extra=[(x509.NameConstraints([MAIL("example.com")], None), True)])
    subject = x509.Name([*name("leaf"), x509.NameAttribute(NameOID.EMAIL_ADDRESS, "a@other.example")])
    leaf = issue("leaf", root, subject_name=subject).certificate
    assert not judge(leaf, (), [root.certificate], (), (), Conditions(time=NOW, purpose=Purpose.ANY)).trusted


def test_hostile_amounts_are_refused_quickly() -> None:
    many = [DNS(f"t{number}.test") for number in range(1500)]
    with counted() as work:
        result = judged(many, many, many)
    assert "names_too_many" in {f.id for f in result.paths[0].findings}
    assert work.calls < 1_500_000
