"""What runs out when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.core.workspace.small_ca import DAY, SmallCa
from workbench.core.issuance.specification import Validity
from workbench.core.workspace.deleting import delete
from workbench.core.workspace.expiry import Expiry, count_expiring, expiring
from workbench.core.workspace.issuing import issue
from workbench.core.workspace.renewing import renewal
from workbench.core.workspace.revoking import revoke


@pytest.fixture
def ca(url: str) -> Iterator[SmallCa]:
    small = SmallCa(url)
    yield small
    small.workspace.close()


def rows(ca: SmallCa, until: datetime | None = None, since: datetime | None = None, **more: object) -> tuple[Expiry, ...]:
    with ca.workspace.reading() as connection:
        return expiring(connection, until, since, **more)  # type: ignore[arg-type]


def server(ca: SmallCa, name: str, days: int) -> str:
    return ca.issue("server", name, ca.intermediate, validity=Validity(days)).id


def test_what_ends_first_stands_first_with_what_a_timeline_needs(ca: SmallCa) -> None:
    late, soon = server(ca, "late.example.test", 80), server(ca, "soon.example.test", 2)
    found = rows(ca)
    assert [row.title for row in found] == ["soon.example.test", "late.example.test", "www.example.test", "Lab Intermediate", "Lab Root"]
    assert [row.id for row in found[:2]] == [soon, late]
    assert [row.not_after for row in found] == sorted(row.not_after for row in found)
    first, root = found[0], found[-1]
    assert first == Expiry(
        soon, "soon.example.test", ca.now - timedelta(minutes=5), ca.now + 2 * DAY - timedelta(minutes=5, seconds=1),
        ca.intermediate.id, "Lab Intermediate", "server", False, False, False, True,
    )  # fmt: skip
    assert (root.issuer_id, root.issuer, root.role, root.ca) == (ca.root.id, "Lab Root", "root_ca", True)


def test_the_bounds_are_included_and_pages_follow_each_other(ca: SmallCa) -> None:
    ids = [server(ca, f"s{days}.example.test", days) for days in range(1, 8)]
    found = rows(ca, ca.now + 10 * DAY)
    assert [row.id for row in found] == ids
    assert [row.id for row in rows(ca, found[3].not_after, found[1].not_after)] == ids[1:4]
    assert [row.id for row in rows(ca, ca.now + 10 * DAY, limit=3, offset=3)] == ids[3:6]
    assert rows(ca, ca.now + 10 * DAY, issuer_id=ca.root.id) == ()
    assert [row.title for row in rows(ca, issuer_id=ca.root.id)] == ["Lab Intermediate"]


def test_replaced_revoked_and_put_away_ones(ca: SmallCa) -> None:
    with ca.workspace.reading() as connection:
        order = renewal(connection, ca.server.id)
    renewed = issue(ca.workspace, order)
    gone, bad = server(ca, "gone.example.test", 2), server(ca, "bad.example.test", 3)
    revoke(ca.workspace, bad)
    with ca.workspace.writing() as connection:
        delete(connection, gone)
    found = {row.id: (row.replaced, row.revoked) for row in rows(ca)}
    assert gone not in found
    assert (found[ca.server.id], found[renewed.id], found[bad]) == ((True, False), (False, False), (False, True))
    left = {row.id for row in rows(ca, with_over=False)}
    assert left == {renewed.id, ca.intermediate.id, ca.root.id}
    with ca.workspace.writing() as connection:
        delete(connection, renewed.id)  # then the old one counts again
    assert {row.id: row.replaced for row in rows(ca, with_over=False)}[ca.server.id] is False


def test_counts_are_those_of_the_rows(ca: SmallCa) -> None:
    for days in (1, 2, 2, 5, 40):
        server(ca, f"s{days}.example.test", days)
    edges = [ca.now - DAY + number * DAY for number in range(60)]
    with ca.workspace.reading() as connection:
        counts = count_expiring(connection, edges)
        assert count_expiring(connection, edges[:1]) == []
    ends = [row.not_after for row in rows(ca)]
    assert counts == [sum(begin <= end < after for end in ends) for begin, after in zip(edges, edges[1:], strict=False)]
    assert sum(counts) == 5
