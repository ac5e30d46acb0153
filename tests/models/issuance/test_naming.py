"""The one line for whom a certificate is: what is written becomes names, and names are written back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.issuance.problems import problems
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.issuance.specification import AlternativeName, NameKind, Specification, SubjectAttribute
from workbench.core.x509.finding import Status
from workbench.models.issuance.naming import COMMON_NAME, Naming, named, naming_of, title_of, written

DNS, IP, MAIL = NameKind.DNS, NameKind.IP, NameKind.EMAIL


@pytest.mark.parametrize(
    ("profile", "naming"),
    [("root", Naming.AUTHORITY), ("intermediate", Naming.AUTHORITY), ("server", Naming.HOST), ("self_signed", Naming.HOST),
     ("server_and_client", Naming.HOST), ("client", Naming.NAME), ("code_signing", Naming.NAME), ("s_mime", Naming.MAIL)],
)  # fmt: skip
def test_what_the_holder_is_called_by(profile: str, naming: Naming) -> None:
    assert naming_of(built_in(profile).specification) is naming


@pytest.mark.parametrize(
    ("text", "names", "common_name"),
    [
        ("www.example.test", [(DNS, "www.example.test")], "www.example.test"),
        (" a.test,b.test; c.test\td.test ", [(DNS, "a.test"), (DNS, "b.test"), (DNS, "c.test"), (DNS, "d.test")], "a.test"),
        ("*.example.test", [(DNS, "*.example.test")], "*.example.test"),
        ("192.0.2.1 2001:db8::1", [(IP, "192.0.2.1"), (IP, "2001:db8::1")], "192.0.2.1"),
        ("例え.テスト、b.test", [(DNS, "例え.テスト"), (DNS, "b.test")], "xn--r8jz45g.xn--zckzah"),
        ("a.test a.test", [(DNS, "a.test")], "a.test"),
        ("a" * 63 + ".test", [(DNS, "a" * 63 + ".test")], ""),
    ],
)
def test_hosts(text: str, names: list[tuple[NameKind, str]], common_name: str) -> None:
    result = named(built_in("server").specification, Naming.HOST, text)
    assert [(item.kind, item.value) for item in result.names] == names
    assert [item.value for item in result.subject] == ([common_name] if common_name else [])
    assert not [problem for problem in problems(result) if problem.status is Status.FAILURE]


def test_a_common_name_that_somebody_chose_and_names_of_other_kinds_stay() -> None:
    uri = AlternativeName(NameKind.URI, "https://example.test/")
    organization = SubjectAttribute("2.5.4.10", "Example")
    before = replace(named(Specification(), Naming.HOST, "a.test"), subject=(organization, SubjectAttribute(COMMON_NAME, "Our server")))
    before = replace(before, names=(*before.names, uri))
    after = named(before, Naming.HOST, "b.test")
    assert after.subject == before.subject and after.names == (AlternativeName(DNS, "b.test"), uri)
    empty = named(named(Specification(subject=(organization,)), Naming.HOST, "a.test"), Naming.HOST, "")
    assert empty.subject == (organization,) and empty.names == ()


def test_titles() -> None:
    assert title_of(Specification()) == ""
    assert title_of(named(Specification(), Naming.AUTHORITY, "Root")) == "Root"
    assert title_of(named(Specification(), Naming.HOST, "a" * 63 + ".test b.test")) == "a" * 63 + ".test"
    assert named(named(Specification(), Naming.NAME, "x"), Naming.NAME, "   ").subject == ()


@given(st.sampled_from(BUILT_IN), st.text(max_size=80))
def test_what_is_written_back_says_the_same(profile: str, text: str) -> None:
    """Whatever is typed: nothing raises, and the line that the form would show means what was typed."""
    base = built_in(profile).specification
    naming = naming_of(base)
    once = named(base, naming, text)
    problems(once)
    again = named(once, naming, written(once, naming))
    assert again.names == once.names and again.subject == once.subject
