"""CRLs that we make are what others read, with every kind of key."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from tests.core.issuance.made import NOW, as_pem, issuers, key_of, leaf
from workbench.core.asn1 import values
from workbench.core.formats.export_wrap import pem
from workbench.core.issuance.crl import CrlContent, CrlRow, build_crl
from workbench.core.lint import lint_crl
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import REASON_NAMES, Reason, parse_crl
from workbench.core.x509.crl_scope import scope_of
from workbench.core.x509.crl_use import signed_by
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import Authority, KeyKind, Revocation, make_crl

DAY = timedelta(days=1)
KINDS = [kind for kind in KeyKind if kind not in (KeyKind.RSA_6144, KeyKind.RSA_8192, KeyKind.RSA_4096, KeyKind.RSA_3072)]
LISTED = tuple(code for code in Reason if code is not Reason.REMOVE_FROM_CRL)


def authority(kind: KeyKind = KeyKind.P_256) -> Authority:
    return issuers(kind).intermediate


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    if shutil.which(str(arguments[0])) is None:
        pytest.skip(f"{arguments[0]} is not installed")
    return subprocess.run(list(map(str, arguments)), capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_reader_and_the_library_read_it(kind: KeyKind) -> None:
    rows = tuple(CrlRow(1000 + code, NOW - code * DAY, code, NOW - 50 * DAY if code == 1 else None) for code in LISTED)
    der = build_crl(authority(kind), CrlContent(7, NOW, NOW + DAY, rows))
    signer = parse_certificate(authority(kind).certificate)
    ours = parse_crl(der)
    assert signed_by(ours, signer, signer.spki) is None
    assert (ours.version, ours.crl_number, ours.base_crl_number) == (2, 7, None)
    assert [(row.serial_number, row.revocation_date, row.reason or 0) for row in ours.revoked] == [
        (row.serial, row.time, row.reason) for row in rows
    ]
    theirs = x509.load_der_x509_crl(der)
    assert theirs.issuer == authority(kind).built.subject
    assert (theirs.last_update_utc, theirs.next_update_utc) == (NOW, NOW + DAY)
    assert theirs.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier == (
        authority(kind).built.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    )
    for row in rows:
        listed = theirs.get_revoked_certificate_by_serial_number(row.serial)
        assert listed is not None and listed.revocation_date_utc == row.time
        said = {type(extension.value): extension.value for extension in listed.extensions}
        assert (x509.CRLReason in said) is (row.reason != 0)  # RFC 5280 5.3.1: unspecified should be absent
        if row.reason:
            assert said[x509.CRLReason].reason.value == REASON_NAMES[row.reason]
        assert (x509.InvalidityDate in said) is (row.invalid is not None)


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.P_384, KeyKind.P_521, KeyKind.RSA_2048, KeyKind.ED25519, KeyKind.ED448])
def test_openssl_and_gnutls_accept_its_signature(kind: KeyKind, tmp_path: Path) -> None:
    der = build_crl(authority(kind), CrlContent(2, NOW - DAY, NOW + DAY, (CrlRow(0xABCDEF, NOW - 2 * DAY, 1),)))
    crl, ca = tmp_path / "ca.crl", tmp_path / "ca.pem"
    crl.write_bytes(pem("X509 CRL", der))
    ca.write_bytes(as_pem(authority(kind).certificate))
    done = run("openssl", "crl", "-in", crl, "-CAfile", ca, "-noout", "-text")
    assert "verify OK" in done.stderr and "Serial Number: ABCDEF" in done.stdout and "Key Compromise" in done.stdout
    done = run("certtool", "--verify-crl", "--infile", crl, "--load-ca-certificate", ca)
    assert "Verification output: Verified" in done.stdout, done.stdout + done.stderr
    done = run("certtool", "--crl-info", "--infile", crl)
    assert "Serial Number (hex): 00abcdef" in done.stdout or "abcdef" in done.stdout


def test_the_library_s_own_builder_makes_the_same_octets() -> None:
    """Two writers, one list: ours and cryptography's, both deterministic."""
    revoked = {5: Revocation(NOW - DAY, 1), 70000: Revocation(NOW - 2 * DAY), 2**158 + 3: Revocation(NOW, 6)}
    rows = tuple(CrlRow(serial, row.time, row.reason) for serial, row in revoked.items())
    for kind in (KeyKind.P_256, KeyKind.P_521, KeyKind.ED25519, KeyKind.RSA_2048):
        ours = build_crl(authority(kind), CrlContent(300, NOW, NOW + DAY, rows))
        assert ours == make_crl(authority(kind), revoked, 300, NOW, NOW + DAY)


def test_none_revoked_leaves_the_list_out() -> None:
    der = build_crl(authority(), CrlContent(1, NOW, NOW + DAY))
    assert parse_crl(der).fields.revoked_certificates is None  # RFC 5280 5.1.2.6
    assert len(x509.load_der_x509_crl(der)) == 0


def test_a_delta_says_so_and_what_it_continues() -> None:
    urls = ("http://crl.example.test/ca.crl", "ldap://ldap.example.test/cn=CA?certificateRevocationList")
    rows = (CrlRow(9, NOW, Reason.REMOVE_FROM_CRL),)
    delta = x509.load_der_x509_crl(build_crl(authority(), CrlContent(8, NOW, NOW + DAY, rows, 5, urls)))
    indicator = delta.extensions.get_extension_for_class(x509.DeltaCRLIndicator)
    assert indicator.critical and indicator.value.crl_number == 5
    point = delta.extensions.get_extension_for_class(x509.IssuingDistributionPoint)
    assert point.critical and [name.value for name in point.value.full_name] == list(urls)
    assert delta[0].extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.remove_from_crl
    complete = build_crl(authority(), CrlContent(5, NOW, NOW + DAY, (), None, urls, ("http://crl.example.test/delta.crl",)))
    freshest = x509.load_der_x509_crl(complete).extensions.get_extension_for_class(x509.FreshestCRL)
    assert not freshest.critical and freshest.value[0].full_name[0].value == "http://crl.example.test/delta.crl"
    scope = scope_of(parse_crl(complete))
    assert scope is not None and [name.value for name in scope.full_name] == list(urls) and not scope.indirect_crl


def test_what_the_standard_forbids_is_not_made() -> None:
    with pytest.raises(ValueError, match="removeFromCRL"):
        build_crl(authority(), CrlContent(1, NOW, NOW + DAY, (CrlRow(1, NOW, Reason.REMOVE_FROM_CRL),)))
    with pytest.raises(ValueError, match="freshestCRL"):
        build_crl(authority(), CrlContent(2, NOW, NOW + DAY, (), 1, (), ("http://crl.example.test/d.crl",)))


@given(
    serials=st.lists(st.integers(1, 2**159), unique=True, max_size=20),
    time=st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    number=st.integers(0, 2**159 - 1),
)
def test_any_serial_number_and_time_comes_back(serials: list[int], time: datetime, number: int) -> None:
    time = time.replace(microsecond=0)
    der = build_crl(authority(), CrlContent(number, NOW, NOW + DAY, tuple(CrlRow(serial, time) for serial in serials)))
    crl = parse_crl(der)
    assert crl.crl_number == number
    assert [(row.serial_number, row.revocation_date) for row in crl.revoked] == [(serial, time) for serial in serials]
    for row in crl.revoked:  # RFC 5280 5.1.2.6: UTCTime through 2049, GeneralizedTime later
        assert values.time(row.revocation_date_element)[1] == ()
        assert (row.revocation_date_element.identifier == 0x17) is (time.year < 2050)
    assert [row.serial_number for row in x509.load_der_x509_crl(der)] == serials


def test_a_hundred_thousand_entries_are_read_by_openssl(tmp_path: Path) -> None:
    rows = tuple(CrlRow(2**150 + number, NOW, 4) for number in range(100_000))
    crl = tmp_path / "big.crl"
    crl.write_bytes(build_crl(authority(), CrlContent(1, NOW, NOW + DAY, rows)))
    done = run("openssl", "crl", "-inform", "DER", "-in", crl, "-noout", "-crlnumber")
    assert done.returncode == 0 and "crlNumber=0x1" in done.stdout.replace("0x01", "0x1"), done.stdout + done.stderr
    assert parse_crl(crl.read_bytes()).find(2**150 + 99_999) is not None


def test_openssl_takes_the_delta_into_account(tmp_path: Path) -> None:
    """`openssl verify -use_deltas`: revoked by the delta alone, and a hold of the base that the delta lifts.

    OpenSSL looks for a delta only where certificate or CRL name one (freshestCRL).
    """
    root, intermediate = issuers(KeyKind.P_256).root, authority()
    server = leaf("server", KeyKind.P_256)
    serial = parse_certificate(server).serial_number
    freshest = ("http://crl.example.test/delta.crl",)
    empty = build_crl(intermediate, CrlContent(1, NOW - DAY, NOW + DAY, (), delta_urls=freshest))
    held = build_crl(intermediate, CrlContent(1, NOW - DAY, NOW + DAY, (CrlRow(serial, NOW - DAY, 6),), delta_urls=freshest))
    revokes = build_crl(intermediate, CrlContent(2, NOW, NOW + DAY, (CrlRow(serial, NOW, 1),), 1))
    lifts = build_crl(intermediate, CrlContent(2, NOW, NOW + DAY, (CrlRow(serial, NOW, 8),), 1))
    (tmp_path / "root.pem").write_bytes(as_pem(root.certificate))
    (tmp_path / "intermediate.pem").write_bytes(as_pem(intermediate.certificate))
    (tmp_path / "server.pem").write_bytes(as_pem(server))
    for crls, deltas, fine in (
        ([empty], False, True),
        ([empty, revokes], True, False),
        ([held], False, False),
        ([held, lifts], True, True),
    ):
        (tmp_path / "crls.pem").write_bytes(b"".join(pem("X509 CRL", crl) for crl in crls))
        done = run(
            "openssl", "verify", "-CAfile", tmp_path / "root.pem", "-untrusted", tmp_path / "intermediate.pem", "-crl_check",
            "-CRLfile", tmp_path / "crls.pem", *(["-use_deltas", "-extended_crl"] if deltas else []),
            "-attime", str(int((NOW + timedelta(hours=1)).timestamp())), tmp_path / "server.pem",
        )  # fmt: skip
        assert (done.returncode == 0) is fine, (len(crls), deltas, done.stdout + done.stderr)


def test_keys_of_one_kind_differ() -> None:
    """The helper gives each holder its own key, so that a wrong signer would be seen here."""
    assert key_of(KeyKind.P_256, "root") is not key_of(KeyKind.P_256, "intermediate")
    root, intermediate = issuers(KeyKind.P_256).root, authority()
    stranger = parse_certificate(root.certificate)
    assert signed_by(parse_crl(build_crl(intermediate, CrlContent(1, NOW, NOW + DAY))), stranger, stranger.spki) is not None


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.RSA_2048, KeyKind.ED25519])
@pytest.mark.parametrize("what", ["complete", "empty", "with_addresses", "delta", "after_2049"])
def test_pkilint_has_nothing_to_say(kind: KeyKind, what: str) -> None:
    rows = tuple(CrlRow(1000 + code, NOW - code * DAY, code, NOW - 50 * DAY if code == 1 else None) for code in LISTED)
    points, later = ("http://crl.example.test/a.crl",), datetime(2051, 6, 1, tzinfo=UTC)
    content = {
        "complete": CrlContent(7, NOW, NOW + DAY, rows),
        "empty": CrlContent(1, NOW, NOW + DAY),
        "with_addresses": CrlContent(2**150, NOW, NOW + DAY, rows, None, points, ("http://crl.example.test/d.crl",)),
        "delta": CrlContent(8, NOW, NOW + DAY, (*rows, CrlRow(5, NOW, Reason.REMOVE_FROM_CRL)), 7, points),
        "after_2049": CrlContent(9, later, later + DAY, (CrlRow(1, later), CrlRow(2, NOW, 1, later))),
    }[what]
    assert [finding for finding in lint_crl(build_crl(authority(kind), content)) if finding.status is not Status.OK] == []
