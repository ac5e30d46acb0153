"""Any `Specification` that can be: also half typed, nonsensical and impossible ones."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

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
from workbench.core.x509.issuance import KEY_USAGES

OIDS = ("2.5.4.3", "2.5.4.6", "2.5.4.10", "1.3.6.1.5.5.7.3.1", "2.5.29.37.0", "2.23.140.1.2.1", "2.5.29.15", "1.2.3.4", "1.2.", "CN", "")
TEXTS = (
    "", " ", "www.example.com", "*.例え.jp", "192.0.2.1", "2001:db8::1", "10.0.0.0/8", "user@example.com", "https://example.com/a,b",
    "CN=Example,O=Example", "DNS:example.com, IP:192.0.2.1", "株式会社エグザンプル", "two\nlines", "\t", "05 00", "0x", "&copy <b>",
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    return st.sampled_from(TEXTS) | st.text(max_size=30)


def oids() -> st.SearchStrategy[str]:
    return st.sampled_from(OIDS) | texts()


def moments() -> st.SearchStrategy[datetime]:
    return st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    )


def names() -> st.SearchStrategy[AlternativeName]:
    return st.builds(AlternativeName, st.sampled_from(NameKind), texts())


def some(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def specifications() -> st.SearchStrategy[Specification]:
    numbers = st.integers(-2, 40000) | st.integers()
    usages = st.sampled_from(sorted(KEY_USAGES)) | st.text(max_size=5)
    return st.builds(
        Specification,
        subject=some(st.builds(SubjectAttribute, oids(), texts(), st.sampled_from(TextType))),
        names=some(names()),
        names_critical=st.booleans(),
        validity=st.builds(Validity, numbers, st.none() | moments(), st.none() | moments()),
        basic_constraints=st.none() | st.builds(BasicConstraints, st.booleans(), st.none() | numbers, st.booleans()),
        key_usage=st.builds(KeyUsage, st.frozensets(usages, max_size=9), st.booleans()),
        extended_key_usage=st.builds(ExtendedKeyUsage, some(oids()), st.booleans()),
        name_constraints=st.builds(NameConstraints, some(names()), some(names()), st.booleans()),
        policies=some(st.builds(Policy, oids(), some(texts()), some(texts()))),
        policies_critical=st.booleans(),
        ocsp_urls=some(texts()),
        issuer_urls=some(texts()),
        crl_urls=some(texts()),
        delta_crl_urls=some(texts()),
        tls_features=some(st.sampled_from((5, 17, 0)) | numbers),
        ocsp_no_check=st.booleans(),
        subject_key_identifier=st.booleans(),
        authority_key_identifier=st.booleans(),
        raw=some(st.builds(RawExtension, oids(), texts(), st.booleans())),
        hash=st.sampled_from(("", "sha256", "sha384", "sha512", "md5")) | st.text(max_size=8),
    )
