"""Revoking, lifting holds, and the CRLs about it: `openssl`, GnuTLS, the library and our own validation say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from sqlalchemy import update

from tests.conftest import ROOT
from tests.core.workspace.small_ca import DAY, SmallCa, certtool, crl_pem, openssl, pem, wanted
from workbench.core.issuance.specification import KeyUsage, Validity
from workbench.core.workspace import certificates, log, schema
from workbench.core.workspace.entries import CrlEntry, Event
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.issuing import Order, issue
from workbench.core.workspace.revoking import REASONS, current_crl, lift_hold, make_crl, revoke
from workbench.core.workspace.workspace import open_workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import REASON_NAMES, Reason, parse_crl
from workbench.core.x509.finding import Conditions, Purpose
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.judge import judge

HOUR = timedelta(hours=1)


@pytest.fixture
def ca(url: str) -> Iterator[SmallCa]:
    small = SmallCa(url)
    yield small
    small.workspace.close()


def refused(id: str) -> pytest.RaisesExc[WorkspaceError]:
    return pytest.RaisesExc(WorkspaceError, check=lambda error: error.message.id == id)


def listed(crl: CrlEntry) -> dict[int, str | None]:
    """Serial numbers with their reasons, as the library reads them."""
    result: dict[int, str | None] = {}
    for row in x509.load_der_x509_crl(crl.der):
        try:
            result[row.serial_number] = row.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
        except x509.ExtensionNotFound:
            result[row.serial_number] = None
    return result


def serial(entry: object) -> int:
    return int(entry.serial, 16)  # type: ignore[attr-defined]


def log_of(ca: SmallCa, id: str) -> list[Event]:
    with ca.workspace.reading() as connection:
        return [row.event for row in log.read_log(connection, id)]


# --- revoking ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", REASONS)
def test_a_revocation_is_kept_logged_and_listed(ca: SmallCa, reason: Reason) -> None:
    since = ca.now - HOUR
    entry = revoke(ca.workspace, ca.server.id, reason, since)
    assert (entry.revoked, entry.revocation_reason) == (since, reason)
    with ca.workspace.reading() as connection:
        assert certificates.certificate_entry(connection, ca.server.id) == entry
        told = log.read_log(connection, entry.id)[0]
    assert told.event is Event.REVOKED
    assert told.details["serial"] == entry.serial and told.details["reason"] == REASON_NAMES[reason]
    crl = make_crl(ca.workspace, ca.intermediate.id, 7)
    name = None if reason is Reason.UNSPECIFIED else REASON_NAMES[reason]
    assert listed(crl) == {serial(entry): name} and crl.entries == 1
    assert parse_crl(crl.der).revoked[0].revocation_date == since


def test_what_cannot_be_revoked_is_refused_with_its_reason(ca: SmallCa) -> None:
    workspace = ca.workspace
    with refused("revoke_self_signed"):
        revoke(workspace, ca.root.id, Reason.KEY_COMPROMISE)
    for reason in (Reason.REMOVE_FROM_CRL, Reason.AA_COMPROMISE, 7, 99):
        with refused("revoke_reason"):
            revoke(workspace, ca.server.id, reason)
    with refused("revoke_in_the_future"):
        revoke(workspace, ca.server.id, Reason.SUPERSEDED, datetime.now(UTC) + HOUR)
    with refused("workspace_no_such_object"):
        revoke(workspace, "0" * 32, Reason.SUPERSEDED)
    revoke(workspace, ca.server.id, Reason.KEY_COMPROMISE)
    for reason in (Reason.SUPERSEDED, Reason.CERTIFICATE_HOLD, Reason.KEY_COMPROMISE):
        with refused("revoke_already"):
            revoke(workspace, ca.server.id, reason)
    assert log_of(ca, ca.server.id).count(Event.REVOKED) == 1


def test_the_certificate_of_a_stranger_cannot_be_revoked(ca: SmallCa, tmp_path: Path) -> None:
    other = SmallCa(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with ca.workspace.writing() as connection:
        stranger = certificates.add_certificate(connection, other.server.der)
    with refused("revoke_issuer_missing"):
        revoke(ca.workspace, stranger.id, Reason.SUPERSEDED)
    other.workspace.close()


def test_only_a_hold_can_be_lifted(ca: SmallCa) -> None:
    workspace = ca.workspace
    with refused("hold_not_revoked"):
        lift_hold(workspace, ca.server.id)
    revoke(workspace, ca.server.id, Reason.CERTIFICATE_HOLD)
    with refused("revoke_already"):
        revoke(workspace, ca.server.id, Reason.CERTIFICATE_HOLD)
    entry = lift_hold(workspace, ca.server.id)
    assert entry.revoked is None and entry.revocation_reason is None
    assert log_of(ca, entry.id)[:2] == [Event.HOLD_LIFTED, Event.REVOKED]
    assert listed(make_crl(workspace, ca.intermediate.id, 7)) == {}
    revoke(workspace, ca.server.id, Reason.KEY_COMPROMISE)
    with refused("hold_final"):
        lift_hold(workspace, ca.server.id)


def test_a_hold_that_becomes_final_counts_from_its_beginning(ca: SmallCa) -> None:
    """X.509 8.5.2.2: the revocation date is the date of the hold."""
    revoke(ca.workspace, ca.server.id, Reason.CERTIFICATE_HOLD, ca.now - 2 * HOUR)
    entry = revoke(ca.workspace, ca.server.id, Reason.KEY_COMPROMISE)
    assert (entry.revoked, entry.revocation_reason) == (ca.now - 2 * HOUR, Reason.KEY_COMPROMISE)
    assert listed(make_crl(ca.workspace, ca.intermediate.id, 1)) == {serial(entry): "keyCompromise"}


# --- CRLs --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyKind.P_256, KeyKind.RSA_2048, KeyKind.ED25519])
def test_openssl_gnutls_and_we_obey_the_crls_of_the_whole_chain(kind: KeyKind, tmp_path: Path) -> None:
    ca = SmallCa(f"sqlite:///{tmp_path / 'workspace.sqlite'}", kind)
    root, chain = pem(tmp_path / "root.pem", ca.root.der), pem(tmp_path / "chain.pem", ca.intermediate.der)
    server = pem(tmp_path / "server.pem", ca.server.der)
    for step, fine in ((None, True), (ca.server.id, False)):
        if step is not None:
            revoke(ca.workspace, step, Reason.KEY_COMPROMISE)
        crls = [make_crl(ca.workspace, ca.root.id, 30), make_crl(ca.workspace, ca.intermediate.id, 7)]
        lists = crl_pem(tmp_path / "crls.pem", *(crl.der for crl in crls))
        done = openssl("verify", "-CAfile", root, "-untrusted", chain, "-CRLfile", lists, "-crl_check_all", server)
        assert (done.returncode == 0) is fine, done.stderr
        assert fine or "certificate revoked" in done.stderr
        assert judged(ca, crls) is fine
        own = crl_pem(tmp_path / "own.crl", crls[1].der)
        assert "verify OK" in openssl("crl", "-in", own, "-CAfile", chain, "-noout").stderr
        info = certtool("--crl-info", "--infile", own).stdout
        assert f"CRL Number (not critical): {crls[1].number:02x}" in info and "Authority Key Identifier" in info
        assert f"Revoked certificates ({crls[1].entries})" in info or (fine and "No revoked certificates" in info), info
    ca.workspace.close()


def judged(ca: SmallCa, crls: list[CrlEntry]) -> bool:
    own = [parse_certificate(entry.der) for entry in (ca.server, ca.intermediate, ca.root)]
    lists = [parse_crl(crl.der) for crl in crls]
    conditions = Conditions(time=datetime.now(UTC), host="www.example.test", purpose=Purpose.SERVER)
    verdict = judge(own[0], own[1:], own[2:], lists, [], conditions)
    revoked = verdict.headline.id == "headline_revoked"
    assert verdict.trusted is not revoked
    return verdict.trusted


def test_deltas_tell_what_changed_since_the_complete_crl(ca: SmallCa) -> None:
    workspace, issuer = ca.workspace, ca.intermediate.id
    first, second, third = (ca.issue("server", f"{name}.example.test", ca.intermediate) for name in ("first", "second", "third"))
    with refused("crl_without_base"):
        make_crl(workspace, issuer, 1, delta=True)
    revoke(workspace, first.id, Reason.CERTIFICATE_HOLD)
    revoke(workspace, second.id, Reason.SUPERSEDED)
    complete = make_crl(workspace, issuer, 7, delta_urls=("http://crl.example.test/delta.crl",))
    empty = make_crl(workspace, issuer, 1, delta=True)
    assert (empty.number, empty.base_number, listed(empty)) == (2, 1, {})

    revoke(workspace, third.id, Reason.CERTIFICATE_HOLD)  # in a delta only
    lift_hold(workspace, first.id)  # the complete one has it
    delta = make_crl(workspace, issuer, 1, delta=True)
    assert listed(delta) == {serial(first): "removeFromCRL", serial(third): "certificateHold"}

    lift_hold(workspace, third.id)  # RFC 5280 5.2.4: a delta since the base knew it, so it must be taken back
    revoke(workspace, first.id, Reason.KEY_COMPROMISE)  # otherwise than the base says
    delta = make_crl(workspace, issuer, 1, delta=True)
    assert listed(delta) == {serial(first): "keyCompromise", serial(third): "removeFromCRL"}
    assert (delta.number, delta.base_number) == (4, 1)
    with workspace.reading() as connection:
        assert current_crl(connection, issuer) == complete
        assert current_crl(connection, issuer, delta=True) == delta

    again = make_crl(workspace, issuer, 7)
    assert listed(again) == {serial(first): "keyCompromise", serial(second): "superseded"}
    with workspace.reading() as connection:
        assert current_crl(connection, issuer) == again
        assert current_crl(connection, issuer, delta=True) is None  # the old delta belongs to the old base
    assert listed(make_crl(workspace, issuer, 1, delta=True)) == {}


def test_openssl_and_we_follow_a_hold_through_the_deltas(ca: SmallCa, tmp_path: Path) -> None:
    workspace, issuer = ca.workspace, ca.intermediate.id
    root, chain = pem(tmp_path / "root.pem", ca.root.der), pem(tmp_path / "chain.pem", ca.intermediate.der)
    server = pem(tmp_path / "server.pem", ca.server.der)
    points = ("http://crl.example.test/delta.crl",)
    crls = [make_crl(workspace, ca.root.id, 30), make_crl(workspace, issuer, 7, delta_urls=points)]

    def accepted(*deltas: CrlEntry) -> bool:
        lists = crl_pem(tmp_path / "crls.pem", *(crl.der for crl in (*crls, *deltas)))
        with_deltas = ["-extended_crl", "-use_deltas"] if deltas else []
        arguments = ["-CAfile", root, "-untrusted", chain, "-CRLfile", lists, "-crl_check", *with_deltas, server]
        done = openssl("verify", *arguments)
        assert judged(ca, [*crls, *deltas]) is (done.returncode == 0), done.stderr
        return done.returncode == 0

    assert accepted()
    revoke(workspace, ca.server.id, Reason.CERTIFICATE_HOLD)
    held = make_crl(workspace, issuer, 1, delta=True)
    assert accepted() and not accepted(held)
    lift_hold(workspace, ca.server.id)
    assert accepted(make_crl(workspace, issuer, 1, delta=True))


def test_a_clock_that_was_set_back_makes_no_crl_from_before_the_newest(ca: SmallCa) -> None:
    make_crl(ca.workspace, ca.intermediate.id, 7, now=ca.now + DAY)
    for delta in (False, True):
        with pytest.raises(WorkspaceError) as error:
            make_crl(ca.workspace, ca.intermediate.id, 7, delta, now=ca.now)
        assert error.value.message.id == "crl_clock_is_behind"


def test_an_expired_certificate_leaves_after_one_crl_that_came_later(ca: SmallCa) -> None:
    """RFC 5280 3.3: not before it stood in a CRL issued after its end."""
    short = ca.issue("server", "short.example.test", ca.intermediate, validity=Validity(1))
    revoke(ca.workspace, short.id, Reason.KEY_COMPROMISE)
    revoke(ca.workspace, ca.server.id, Reason.SUPERSEDED)
    both, one = {serial(short): "keyCompromise", serial(ca.server): "superseded"}, {serial(ca.server): "superseded"}
    lists = [listed(make_crl(ca.workspace, ca.intermediate.id, 1, now=ca.now + number * DAY)) for number in range(5)]
    assert lists == [both, both, one, one, one]
    late = ca.issue("server", "late.example.test", ca.intermediate, validity=Validity(1))
    revoke(ca.workspace, late.id, Reason.KEY_COMPROMISE)  # revoked when it is over: it is told once
    lists = [listed(make_crl(ca.workspace, ca.intermediate.id, 1, now=ca.now + number * DAY)) for number in range(6, 9)]
    assert lists == [{**one, serial(late): "keyCompromise"}, one, one]


def test_a_delta_goes_on_to_tell_what_expires_before_the_next_complete_crl(ca: SmallCa) -> None:
    """RFC 5280 5.2.4: what first appeared in a delta stays in all of them until a complete CRL had it."""
    short = ca.issue("server", "short.example.test", ca.intermediate, validity=Validity(1))
    make_crl(ca.workspace, ca.intermediate.id, 30, now=ca.now)
    revoke(ca.workspace, short.id, Reason.KEY_COMPROMISE)
    for day in range(4):
        delta = make_crl(ca.workspace, ca.intermediate.id, 1, delta=True, now=ca.now + day * DAY)
        assert listed(delta) == {serial(short): "keyCompromise"}
    assert listed(make_crl(ca.workspace, ca.intermediate.id, 1, now=ca.now + 5 * DAY)) == {serial(short): "keyCompromise"}
    assert listed(make_crl(ca.workspace, ca.intermediate.id, 1, now=ca.now + 6 * DAY)) == {}


def test_a_distribution_point_is_named_and_its_deltas_name_it_too(ca: SmallCa, tmp_path: Path) -> None:
    url = "http://crl.example.test/ca.crl"
    server = ca.issue("server", "point.example.test", ca.intermediate, crl_urls=(url,))
    complete = make_crl(ca.workspace, ca.intermediate.id, 7, distribution_points=(url,))
    revoke(ca.workspace, server.id, Reason.KEY_COMPROMISE)
    delta = make_crl(ca.workspace, ca.intermediate.id, 1, delta=True)
    scopes = [
        x509.load_der_x509_crl(crl.der).extensions.get_extension_for_class(x509.IssuingDistributionPoint) for crl in (complete, delta)
    ]
    assert scopes[0] == scopes[1] and scopes[0].critical
    root_crl = make_crl(ca.workspace, ca.root.id, 30)
    found = [parse_certificate(entry.der) for entry in (server, ca.intermediate, ca.root)]
    lists = [parse_crl(crl.der) for crl in (root_crl, complete, delta)]
    verdict = judge(found[0], found[1:], found[2:], lists, [], Conditions(time=datetime.now(UTC), purpose=Purpose.SERVER))
    assert verdict.headline.id == "headline_revoked"
    files = [
        pem(tmp_path / "root.pem", ca.root.der),
        pem(tmp_path / "chain.pem", ca.intermediate.der),
        pem(tmp_path / "leaf.pem", server.der),
    ]
    again = make_crl(ca.workspace, ca.intermediate.id, 7, distribution_points=(url,))
    crls = crl_pem(tmp_path / "crls.pem", again.der)
    done = openssl("verify", "-CAfile", files[0], "-untrusted", files[1], "-CRLfile", crls, "-crl_check", files[2])
    assert "certificate revoked" in done.stderr
    with refused("crl_address"):
        make_crl(ca.workspace, ca.intermediate.id, 7, distribution_points=("no address",))


def test_a_ca_s_certificates_of_one_key_are_one_ca(ca: SmallCa) -> None:
    """Renewed with the same key: numbers go on, and what the old certificate issued is listed by the new one."""
    revoke(ca.workspace, ca.server.id, Reason.SUPERSEDED)
    old = make_crl(ca.workspace, ca.intermediate.id, 7)
    assert ca.intermediate.key_id is not None
    order = Order(wanted("intermediate", "Lab Intermediate"), ca.root.id, ca.intermediate.key_id, replaces_id=ca.intermediate.id)
    renewed = issue(ca.workspace, order)
    new = make_crl(ca.workspace, renewed.id, 7)
    assert new.number == (old.number or 0) + 1 and listed(new) == listed(old) == {serial(ca.server): "superseded"}
    with ca.workspace.reading() as connection:
        assert current_crl(connection, ca.intermediate.id) == new


def test_who_cannot_sign_a_crl_is_told_so(ca: SmallCa) -> None:
    with refused("crl_issuer_is_no_ca"):
        make_crl(ca.workspace, ca.server.id, 7)
    silent = ca.issue("intermediate", "Silent", ca.root, key_usage=KeyUsage(frozenset({"keyCertSign"})))
    with refused("crl_issuer_may_not_sign"):
        make_crl(ca.workspace, silent.id, 7)
    for days in (0, -1, 3651):
        with refused("crl_days"):
            make_crl(ca.workspace, ca.root.id, days)
    with ca.workspace.writing() as connection:
        connection.execute(update(schema.certificates).where(schema.certificates.c.id == ca.root.id).values(key_id=None))
    with refused("workspace_issuer_has_no_key"):
        make_crl(ca.workspace, ca.root.id, 7)
    ca.workspace.vault.lock()
    with pytest.raises(VaultError):
        make_crl(ca.workspace, ca.intermediate.id, 7)
    with ca.workspace.reading() as connection:
        assert current_crl(connection, ca.intermediate.id) is None


def test_two_threads_never_give_out_a_number_twice(ca: SmallCa) -> None:
    made: list[int | None] = []

    def work() -> None:
        made.extend(make_crl(ca.workspace, ca.intermediate.id, 1).number for _ in range(8))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made, key=lambda number: number or 0) == list(range(1, 25))


PROGRAM = """
import sys
from workbench.core.workspace import vault
vault.SCRYPT_N = 2**4
from workbench.core.workspace.revoking import make_crl
from workbench.core.workspace.workspace import open_workspace
workspace = open_workspace(sys.argv[1])
workspace.vault.unlock("correct horse")
print(*(make_crl(workspace, sys.argv[2], 1).number for _ in range(10)))
"""


def test_two_programs_never_give_out_a_number_twice(ca: SmallCa, url: str) -> None:
    command = [sys.executable, "-c", PROGRAM, url, ca.intermediate.id]
    programs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    numbers = [list(map(int, re.findall(r"\d+", program.communicate(timeout=120)[0]))) for program in programs]
    assert all(found == sorted(found) and len(found) == 10 for found in numbers)
    assert sorted(numbers[0] + numbers[1]) == list(range(1, 21))


def test_it_is_all_there_after_opening_again(ca: SmallCa, url: str) -> None:
    revoke(ca.workspace, ca.server.id, Reason.KEY_COMPROMISE)
    made = make_crl(ca.workspace, ca.intermediate.id, 7)
    ca.workspace.close()
    again = open_workspace(url)
    with again.reading() as connection:
        assert current_crl(connection, ca.intermediate.id) == made
        told = log.read_log(connection, made.id)
    assert [row.event for row in told] == [Event.MADE_CRL] and told[0].details["number"] == "1"
    again.close()
