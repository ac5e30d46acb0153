"""RFC 9525: which names a certificate is good for."""

from __future__ import annotations

import ipaddress

import pytest
from cryptography import x509

from tests.core.x509.authority import NOW, issue
from workbench.core.x509.finding import Conditions, Status
from workbench.core.x509.host_name import a_label, is_dns_name, matches_dns, matches_mail
from workbench.core.x509.judge import judge


@pytest.mark.parametrize(
    ("presented", "wanted", "good"),
    [
        ("example.com", "example.com", True),
        ("EXAMPLE.com", "example.COM", True),
        ("example.com", "www.example.com", False),
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("*.EXAMPLE.com", "www.example.com", True),
        ("w*.example.com", "www.example.com", False),
        ("*w.example.com", "www.example.com", False),
        ("www.*.com", "www.example.com", False),
        ("*.*.com", "www.example.com", False),
        ("*", "example", False),
        ("*", "com", False),
        ("*.", "com", False),
        ("xn--*-1b3c148a.example.com", "xn--bliss-1b3c148a.example.com", False),
        ("*.example.com", ".example.com", False),
        ("", "", False),
        (".example.com", "www.example.com", False),
        ("192.0.2.1", "192.0.2.1", False),
    ],
)
def test_matching(presented: str, wanted: str, good: bool) -> None:
    assert matches_dns(presented, wanted) is good


def test_typed_names_become_a_labels() -> None:
    assert a_label("例え.テスト") == "xn--r8jz45g.xn--zckzah"  # the IDNA test names of ICANN
    assert a_label("Bücher.example") == "xn--bcher-kva.example"
    assert a_label("www.example.com.") == "www.example.com"
    assert a_label("a..b") is None and a_label("-") is None and a_label("exa mple.com") is None
    assert not is_dns_name("a" * 64 + ".example") and is_dns_name("a" * 63 + ".example")


def test_mailboxes() -> None:
    assert matches_mail("User@EXAMPLE.com", "User@example.com")
    assert not matches_mail("user@example.com", "User@example.com")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.example.com", "host_ok"),
        ("sub.wild.example", "host_wildcard"),
        ("xn--bcher-kva.example", "host_ok"),
        ("Bücher.example", "host_ok"),
        ("192.0.2.7", "host_ok"),
        ("[2001:db8::7]", "host_ok"),
        ("2001:db8:0:0::7", "host_ok"),
        ("192.0.2.8", "host_mismatch"),
        ("other.example", "host_mismatch"),
        ("someone@example.com", "host_no_such_kind"),
        ("not a name", "host_not_a_name"),
        ("", "host_not_given"),
    ],
)
def test_findings(host: str, expected: str) -> None:
    addresses = [x509.IPAddress(ipaddress.ip_address(text)) for text in ("192.0.2.7", "2001:db8::7")]
    names = ["www.example.com", "*.wild.example", "xn--bcher-kva.example"]
    leaf = issue("www.example.com", names=names, general_names=addresses).certificate
    found = {f.id: f.status for f in judge(leaf, (), [leaf], (), (), Conditions(host=host, time=NOW)).paths[0].findings}
    assert expected in found
    good = {"host_ok": Status.OK, "host_wildcard": Status.OK, "host_not_given": Status.NOT_CHECKED}
    assert found[expected] is good.get(expected, Status.FAILURE)


def test_the_common_name_is_not_used_and_that_is_said() -> None:
    leaf = issue("www.example.com", names=[]).certificate
    for host, expected in (("www.example.com", "host_only_common_name"), ("other.example", "host_no_alternative_name")):
        found = {f.id for f in judge(leaf, (), [leaf], (), (), Conditions(host=host, time=NOW)).paths[0].findings}
        assert expected in found
