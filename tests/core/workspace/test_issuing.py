"""Issuing in a workspace: what is given back is on the disk, what is refused has left nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.core.issuance.made import NOW, subject, wish
from workbench import words
from workbench.core.errors import FileError, WorkbenchError
from workbench.core.issuance import build
from workbench.core.issuance.build import build_request
from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.request_signing import combined
from workbench.core.issuance.specification import AlternativeName, ExtendedKeyUsage, NameConstraints, NameKind, Specification, Validity
from workbench.core.workspace import certificates, issuing, keys, log, requests, schema
from workbench.core.workspace.entries import CertificateEntry, Event, Origin
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.issuing import IssuingRefused, Order, issue, issue_for_request, request
from workbench.core.workspace.issuing_many import CHUNK, issue_many
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Conditions
from workbench.core.x509.issuance import CLIENT_AUTH, KeyKind, make_key
from workbench.core.x509.judge import judge
from workbench.core.x509.request import parse_request
from workbench.core.x509.signature import certificate_signature

TABLES = (schema.keys, schema.certificates, schema.requests, schema.log)
P_256 = KeyKind.P_256


def rows(workspace: Workspace) -> tuple[int, ...]:
    with workspace.reading() as connection:
        return tuple(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES)


def host(number: int) -> Specification:
    name = f"h{number}.example.test"
    return replace(wish("server"), subject=subject(name), names=(AlternativeName(NameKind.DNS, name),))


@pytest.fixture
def root(workspace: Workspace) -> CertificateEntry:
    return issue(workspace, Order(wish("root"), None, P_256, "root"))


@pytest.fixture
def middle(workspace: Workspace, root: CertificateEntry) -> CertificateEntry:
    return issue(workspace, Order(wish("intermediate"), root.id, P_256, "intermediate"))


# --- one ------------------------------------------------------------------------------------------------------------------------------


def test_what_is_issued_is_valid_and_kept_with_its_key(workspace: Workspace, root: CertificateEntry, middle: CertificateEntry) -> None:
    entry = issue(workspace, Order(wish("server"), middle.id, P_256, "server", "web"))
    with workspace.reading() as connection:
        assert certificates.certificate_entry(connection, entry.id) == entry
        assert [item.id for item in certificates.chain(connection, entry.id)] == [entry.id, middle.id, root.id]
        assert entry.key_id is not None and keys.key_entry(connection, entry.key_id).label == "web"
        assert certificates.specification_of(connection, entry.id) == wish("server")
        assert [item.event for item in log.read_log(connection)].count(Event.ISSUED) == 3
    chain = tuple(parse_certificate(item.der) for item in (entry, middle, root))
    assert judge(chain[0], chain, chain[2:], (), (), Conditions(host="www.example.test")).trusted
    assert entry.origin is Origin.ISSUED and entry.profile == "server"


def test_an_existing_key_is_used_and_a_key_made_before_is_taken(workspace: Workspace, middle: CertificateEntry) -> None:
    key = make_key(P_256)
    first = issue(workspace, Order(wish("server"), middle.id, P_256), key)
    assert first.key_id is not None
    second = issue(workspace, Order(wish("client"), middle.id, first.key_id))
    assert second.spki_sha256 == first.spki_sha256 and second.key_id == first.key_id
    again = issue(workspace, Order(wish("self_signed"), None, first.key_id))
    certificate = parse_certificate(again.der)
    assert certificate_signature(certificate, certificate.spki).ok


def test_what_the_ca_may_not_issue_is_refused_and_nothing_is_left(workspace: Workspace, root: CertificateEntry) -> None:
    only = NameConstraints(permitted=(AlternativeName(NameKind.DNS, "example.test"),))
    narrow = issue(workspace, Order(replace(wish("intermediate"), name_constraints=only), root.id, P_256))
    clients = replace(wish("intermediate", "Clients"), extended_key_usage=ExtendedKeyUsage((CLIENT_AUTH,)))
    for_clients = issue(workspace, Order(clients, root.id, P_256))
    leaf = issue(workspace, Order(wish("server"), narrow.id, P_256))
    outside = replace(host(1), names=(AlternativeName(NameKind.DNS, "www.other.test"),))
    before = rows(workspace)
    for specification, issuer, key, id, place in (
        (outside, narrow, P_256, "names_not_permitted", ("names",)),
        (wish("intermediate", "Third"), narrow, P_256, "rehearsal_too_deep", ("basic_constraints",)),
        (host(1), for_clients, P_256, "extended_key_usage_ca_excludes", ("extended_key_usage", "purposes")),
        (host(1), leaf, P_256, "basic_constraints_not_ca", ("issuer",)),
        (host(1), narrow, narrow.key_id, "rehearsal_same_key", ("key",)),
    ):
        assert key is not None
        with pytest.raises(IssuingRefused) as caught:
            issue(workspace, Order(specification, issuer.id, key))
        assert id in {finding.id for finding in caught.value.findings}
        assert caught.value.place == place
        for language in words.LANGUAGES:
            assert "{" not in words.say(caught.value.message, language)
        assert rows(workspace) == before, "nothing was made"
    assert issue(workspace, Order(outside, narrow.id, P_256), anyway=True).names == ("www.other.test",)


def test_a_specification_with_a_mistake_is_refused_at_its_field(workspace: Workspace, middle: CertificateEntry) -> None:
    before = rows(workspace)
    with pytest.raises(SpecificationError) as caught:
        issue(workspace, Order(replace(wish("server"), names=()), middle.id, P_256))
    assert caught.value.place == ("names",)
    assert rows(workspace) == before


def test_a_ca_that_is_over_issues_nothing(workspace: Workspace, root: CertificateEntry) -> None:
    over = replace(wish("intermediate"), validity=Validity(5, NOW - timedelta(days=30)))
    entry = issue(workspace, Order(over, root.id, P_256), anyway=True)
    with pytest.raises(IssuingRefused) as caught:
        issue(workspace, Order(wish("server"), entry.id, P_256))
    assert caught.value.findings[0].id == "dates_expired"


def test_a_revoked_ca_issues_nothing_also_when_revoked_meanwhile(
    workspace: Workspace, middle: CertificateEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revoke() -> None:
        with workspace.writing() as connection:
            table = schema.certificates
            connection.execute(update(table).where(table.c.id == middle.id).values(revoked=1, revocation_reason=1))

    key = make_key(P_256)
    made = issuing.make_key

    def meanwhile(kind: KeyKind) -> object:
        revoke()
        return key

    monkeypatch.setattr(issuing, "make_key", meanwhile)
    before = rows(workspace)
    with pytest.raises(WorkspaceError) as caught:
        issue(workspace, Order(wish("server"), middle.id, P_256))
    assert "revoked" in words.say(caught.value.message, "en")
    monkeypatch.setattr(issuing, "make_key", made)
    with pytest.raises(IssuingRefused) as refused:
        issue(workspace, Order(wish("server"), middle.id, P_256))
    assert refused.value.findings[0].id == "rehearsal_revoked"
    assert rows(workspace) == before


def test_a_ca_that_was_put_away_says_so(workspace: Workspace, middle: CertificateEntry) -> None:
    with workspace.writing() as connection:
        connection.execute(update(schema.certificates).where(schema.certificates.c.id == middle.id).values(deleted=1))
    with pytest.raises(WorkspaceError) as caught:
        issue(workspace, Order(wish("server"), middle.id, P_256))
    assert caught.value.message.id == "issuing_issuer_put_away"


def test_no_key_is_made_for_a_locked_vault(workspace: Workspace, middle: CertificateEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.vault.lock()
    monkeypatch.setattr(issuing, "make_key", lambda kind: pytest.fail("a key was made in vain"))
    for attempt in (
        lambda: issue(workspace, Order(wish("server"), middle.id, P_256)),
        lambda: issue(workspace, Order(wish("root"), None, P_256)),
        lambda: request(workspace, wish("server"), P_256),
        lambda: issue_many(workspace, [Order(wish("server"), middle.id, P_256)]),
    ):
        with pytest.raises(VaultError) as caught:
            attempt()
        assert caught.value.message.id == "vault_locked"


def test_a_serial_number_that_is_taken_is_drawn_again(
    workspace: Workspace, middle: CertificateEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issue(workspace, Order(wish("server"), middle.id, P_256))
    taken = int(first.serial, 16)
    drawn = iter([taken, taken, taken + 1])
    monkeypatch.setattr(issuing, "serial_number", lambda: next(drawn))
    second = issue(workspace, Order(wish("client"), middle.id, P_256))
    assert int(second.serial, 16) == taken + 1
    monkeypatch.setattr(issuing, "serial_number", lambda: taken)
    before = rows(workspace)
    with pytest.raises(WorkspaceError):
        issue(workspace, Order(wish("client"), middle.id, P_256))
    assert rows(workspace) == before, "the key neither"


def test_serial_numbers_are_random_and_of_full_length() -> None:
    drawn = {build.serial_number() for _ in range(1000)}
    assert len(drawn) == 1000 and {number.bit_length() for number in drawn} == {159}


# --- requests -------------------------------------------------------------------------------------------------------------------------


def test_a_request_is_kept_with_its_key_and_signed(workspace: Workspace, middle: CertificateEntry) -> None:
    asked = request(workspace, wish("server"), P_256, "web")
    with workspace.reading() as connection:
        assert requests.request_entry(connection, asked.id) == asked
        assert requests.specification_of(connection, asked.id) == wish("server")
    assert asked.key_id is not None and asked.origin is Origin.ISSUED
    entry = issue_for_request(workspace, asked.id, combined(parse_request(asked.der), wish("server")), middle.id, profile="server")
    assert (entry.request_id, entry.key_id, entry.profile) == (asked.id, asked.key_id, "server")
    again = request(workspace, wish("client"), asked.key_id)
    assert again.spki_sha256 == asked.spki_sha256 and again.id != asked.id


def test_somebody_elses_request_is_kept_without_a_key(workspace: Workspace, middle: CertificateEntry) -> None:
    der = build_request(wish("server"), make_key(P_256))
    entry = issue_for_request(workspace, der, wish("server"), middle.id)
    assert entry.key_id is None and entry.request_id is not None
    with workspace.reading() as connection:
        kept = requests.request_entry(connection, entry.request_id)
    assert kept.der == der and kept.origin is Origin.IMPORTED


def test_a_request_with_a_bad_signature_is_refused_whatever_one_wants(workspace: Workspace, middle: CertificateEntry) -> None:
    der = build_request(wish("server"), make_key(P_256)).replace(b"www.example.test", b"wwx.example.test")
    before = rows(workspace)
    for anyway in (False, True):
        with pytest.raises(FileError) as caught:
            issue_for_request(workspace, der, wish("server"), middle.id, anyway=anyway)
        assert caught.value.message.id == "signing_refused"
    assert rows(workspace) == before


def test_a_request_for_what_the_ca_may_not_issue_is_refused(workspace: Workspace, middle: CertificateEntry) -> None:
    der = build_request(wish("intermediate", "Third"), make_key(P_256))
    before = rows(workspace)
    with pytest.raises(IssuingRefused):
        issue_for_request(workspace, der, wish("intermediate", "Third"), middle.id)
    assert rows(workspace) == before


# --- many -----------------------------------------------------------------------------------------------------------------------------


def test_many_are_issued_each_as_if_alone(workspace: Workspace, root: CertificateEntry, middle: CertificateEntry) -> None:
    orders = [Order(host(number), middle.id, P_256, "server", f"key {number}") for number in range(CHUNK + 5)]
    seen: list[tuple[int, int]] = []
    told: dict[int, object] = {}
    outcomes = issue_many(workspace, orders, lambda done, total: seen.append((done, total)), told=told.__setitem__)
    assert list(told.values()) == list(outcomes) and list(told) == list(range(len(orders)))
    assert seen == [(CHUNK, CHUNK + 5), (CHUNK + 5, CHUNK + 5)]
    entries = [item for item in outcomes if isinstance(item, CertificateEntry)]
    assert [item.common_name for item in entries] == [f"h{number}.example.test" for number in range(CHUNK + 5)]
    assert len({item.serial for item in entries}) == len({item.key_id for item in entries}) == len(orders)
    for item in (entries[0], entries[-1]):
        with workspace.reading() as connection:
            assert certificates.certificate_entry(connection, item.id) == item
            assert item.key_id is not None and keys.key_entry(connection, item.key_id).label.startswith("key ")
            assert certificates.specification_of(connection, item.id) is not None
        chain = tuple(parse_certificate(entry.der) for entry in (item, middle, root))
        assert judge(chain[0], chain, chain[2:], (), (), Conditions(host=item.common_name)).trusted


def test_the_broken_ones_do_not_hold_up_the_others(workspace: Workspace, root: CertificateEntry) -> None:
    only = NameConstraints(permitted=(AlternativeName(NameKind.DNS, "example.test"),))
    narrow = issue(workspace, Order(replace(wish("intermediate"), name_constraints=only), root.id, P_256))
    outside = replace(host(2), names=(AlternativeName(NameKind.DNS, "www.other.test"),))
    key = issue(workspace, Order(host(99), narrow.id, P_256)).key_id
    assert key is not None
    orders = [
        Order(host(1), narrow.id, P_256),
        Order(outside, narrow.id, P_256),
        Order(replace(host(3), names=()), narrow.id, P_256),
        Order(wish("intermediate", "Third"), narrow.id, P_256),
        Order(host(5), "no such CA", P_256),
        Order(host(6), narrow.id, key),
        Order(wish("self_signed"), None, P_256),
        Order(host(8), root.id, P_256),
    ]
    outcomes = issue_many(workspace, orders)
    made = [isinstance(item, CertificateEntry) for item in outcomes]
    assert made == [True, False, False, False, False, True, True, True]
    ids = [item.message.id for item in outcomes if isinstance(item, WorkbenchError)]
    assert ids == ["issuing_refused", "wish_server_without_host", "issuing_refused", "workspace_no_such_object"]


def test_only_orders_that_are_alike_share_one_answer(workspace: Workspace, middle: CertificateEntry) -> None:
    """Two that differ in their validity do not share it."""
    orders = [Order(host(1), middle.id, P_256), Order(replace(host(2), validity=Validity(30, NOW - timedelta(days=300))), middle.id, P_256)]
    outcomes = issue_many(workspace, orders)
    assert isinstance(outcomes[0], CertificateEntry) and isinstance(outcomes[1], IssuingRefused)


def test_stopping_keeps_what_was_told_and_makes_nothing_else(workspace: Workspace, middle: CertificateEntry) -> None:
    class Stopped(Exception):
        pass

    told: list[int] = []

    def check() -> None:
        if told:
            raise Stopped

    orders = [Order(host(number), middle.id, P_256) for number in range(2 * CHUNK)]
    with pytest.raises(Stopped):
        issue_many(workspace, orders, check=check, told=lambda number, outcome: told.append(number))
    assert told == list(range(CHUNK))
    with workspace.reading() as connection:
        assert certificates.count_issued_by(connection, middle.id) == CHUNK
        assert len(keys.list_keys(connection)) == CHUNK + 2


def test_a_serial_number_taken_in_a_batch_is_drawn_again(
    workspace: Workspace, middle: CertificateEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = int(issue(workspace, Order(host(0), middle.id, P_256)).serial, 16)
    drawn = iter([first + 1, first, first + 1, first + 2])
    monkeypatch.setattr(issuing, "serial_number", lambda: next(drawn))
    outcomes = issue_many(workspace, [Order(host(1), middle.id, P_256), Order(host(2), middle.id, P_256)])
    assert [int(item.serial, 16) for item in outcomes if isinstance(item, CertificateEntry)] == [first + 1, first + 2]


def test_two_programs_issue_from_one_ca(workspace: Workspace, middle: CertificateEntry, url: str) -> None:
    other = open_workspace(url)
    other.vault.unlock("correct horse")
    try:
        one = issue_many(workspace, [Order(host(number), middle.id, P_256) for number in range(5)])
        two = issue_many(other, [Order(host(number), middle.id, P_256) for number in range(5, 10)])
    finally:
        other.close()
    assert all(isinstance(item, CertificateEntry) for item in (*one, *two))
    with workspace.reading() as connection:
        assert certificates.count_issued_by(connection, middle.id) == 10
