"""The reading order: nothing is received before it was sent, each side's own order is kept, the network is a wall."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.handshake.ordering import in_reading_order
from workbench.core.handshake.transcript import Role


@dataclass(eq=False)
class Told:
    name: str
    told_by: Role | None
    time: float = 0.0
    receiver: Role | None = None
    sent: Told | None = None


def order(items: list[Told]) -> list[str]:
    return [item.name for item in in_reading_order(items)]


def test_a_receiver_takes_each_message_of_a_flight_as_soon_as_it_is_there() -> None:
    hello = Told("ServerHello", Role.server, 1.0, Role.client)
    derive = Told("server derives", Role.server, 1.0)
    certificate = Told("Certificate", Role.server, 1.0, Role.client)
    items = [
        hello,
        derive,
        certificate,
        Told("hears ServerHello", Role.client, 1.1, sent=hello),
        Told("client derives", Role.client, 1.1),
        Told("hears Certificate", Role.client, 1.1, sent=certificate),
        Told("client judges", Role.client, 1.1),
    ]
    assert order(items) == [
        "ServerHello", "hears ServerHello", "client derives", "server derives", "Certificate", "hears Certificate", "client judges",
    ]  # fmt: skip


def test_who_answers_has_let_the_other_finish_first() -> None:
    finished = Told("Finished", Role.server, 1.0, Role.client)
    items = [
        finished,
        Told("server derives", Role.server, 1.0),
        Told("hears Finished", Role.client, 1.1, sent=finished),
        Told("request", Role.client, 1.1, Role.server),
    ]
    assert order(items) == ["Finished", "hears Finished", "server derives", "request"]


def test_nothing_moves_across_what_the_network_tells() -> None:
    items = [
        Told("before", Role.server, 1.0),
        Told("SYN", None, 1.0),
        Told("hello", Role.client, 1.1, Role.server),
        Told("FIN", None, 2.0),
        Told("after", Role.server, 2.1),
    ]
    assert order(items) == ["before", "SYN", "hello", "FIN", "after"]


@given(st.lists(st.tuples(st.sampled_from([Role.client, Role.server, None]), st.booleans()), max_size=40))
def test_every_order_keeps_its_promises(drawn: list[tuple[Role | None, bool]]) -> None:
    items: list[Told] = []
    waiting: dict[Role, list[Told]] = {Role.client: [], Role.server: []}
    for number, (role, speaks) in enumerate(drawn):
        if role is None:
            items.append(Told(str(number), None, float(number)))
            continue
        other = Role.server if role is Role.client else Role.client
        if speaks:
            items.append(Told(str(number), role, float(number), other))
            waiting[other].append(items[-1])
        elif waiting[role]:
            items.append(Told(str(number), role, float(number), sent=waiting[role].pop(0)))
        else:
            items.append(Told(str(number), role, float(number)))
    found = in_reading_order(items)
    assert sorted(map(id, found)) == sorted(map(id, items))
    for role in (Role.client, Role.server, None):
        assert [item for item in found if item.told_by is role] == [item for item in items if item.told_by is role]
    places = {id(item): place for place, item in enumerate(found)}
    assert all(places[id(item.sent)] < places[id(item)] for item in items if item.sent is not None)
    for wall in (item for item in items if item.told_by is None):
        before = {id(item) for item in items[: items.index(wall)]}
        assert {id(item) for item in found[: places[id(wall)]]} == before
