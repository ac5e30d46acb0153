"""Messages meet their records, and what was sent meets what was received: shared, split, changed, lost."""

from __future__ import annotations

from workbench.core.handshake.reading import Reading
from workbench.core.handshake.transcript import Role, StepKind
from workbench.core.tls.events import (
    ApplicationData,
    Event,
    Level,
    MessageReceived,
    MessageSent,
    Record,
    RecordReceived,
    RecordSent,
)

FIRST, SECOND = b"\x08\x00\x00\x02ab", b"\x0b\x00\x00\x03abc"


def record(content: bytes, type: int = 22) -> Record:
    return Record(type, bytes((type, 3, 3)) + len(content).to_bytes(2, "big") + content, type, content, Level.handshake)


def read(*told: tuple[Role, Event]) -> Reading:
    return Reading([(1, role, float(number), event) for number, (role, event) in enumerate(told)])


def sent(*events: Event) -> list[tuple[Role, Event]]:
    return [(Role.server, event) for event in events]


def came(*events: Event) -> list[tuple[Role, Event]]:
    return [(Role.client, event) for event in events]


def test_two_messages_share_a_record() -> None:
    shared = record(FIRST + SECOND)
    items = read(*sent(MessageSent(FIRST, Level.handshake), MessageSent(SECOND, Level.handshake), RecordSent(shared))).items
    assert [item.records for item in items] == [[shared], [shared]]
    assert [item.wire for item in items] == [shared.wire, b""]
    assert sum(item.size for item in items) == len(shared.wire)


def test_a_message_over_several_records_has_them_all() -> None:
    pieces = [record(SECOND[:3]), record(SECOND[3:])]
    (item,) = read(*sent(MessageSent(SECOND, Level.handshake), *map(RecordSent, pieces))).items
    assert item.records == pieces
    assert item.wire == b"".join(piece.wire for piece in pieces)
    assert item.size == len(item.wire)


def test_what_is_received_is_what_was_sent() -> None:
    carried = record(FIRST)
    message, receipt = read(
        *sent(MessageSent(FIRST, Level.handshake), RecordSent(carried)),
        *came(RecordReceived(carried), MessageReceived(FIRST, Level.handshake)),
    ).items
    assert receipt.sent is message and not receipt.shown
    assert message.arrival == 3.0


def test_what_was_changed_on_the_way_comes_from_the_attacker() -> None:
    message, receipt = read(
        *sent(MessageSent(FIRST, Level.none), RecordSent(record(FIRST))),
        *came(RecordReceived(record(SECOND)), MessageReceived(SECOND, Level.none)),
    ).items
    assert message.arrival is None
    assert receipt.shown and (receipt.role, receipt.receiver) == (Role.attacker, Role.client)


def test_what_was_lost_does_not_stop_what_comes_after_it() -> None:
    _, second, receipt = read(
        *sent(MessageSent(FIRST, Level.none), MessageSent(SECOND, Level.none), RecordSent(record(FIRST)), RecordSent(record(SECOND))),
        *came(RecordReceived(record(SECOND)), MessageReceived(SECOND, Level.none)),
    ).items
    assert receipt.sent is second


def test_application_data_comes_record_by_record() -> None:
    pieces = [record(b"a" * 4, 23), record(b"a" * 4, 23), record(b"b", 23)]
    told = [
        *sent(ApplicationData(True, b"a" * 8 + b"b", Level.application), *map(RecordSent, pieces)),
        *came(*(event for piece in pieces for event in (RecordReceived(piece), ApplicationData(False, piece.content, Level.application)))),
        *sent(ApplicationData(True, b"a" * 4, Level.application), RecordSent(pieces[0])),
        *came(RecordReceived(pieces[0]), ApplicationData(False, b"a" * 4, Level.application)),
    ]
    items = read(*told).items
    data = [item for item in items if item.role is Role.server]
    receipts = [item for item in items if item.role is Role.client]
    assert [receipt.sent for receipt in receipts] == [data[0]] * 3 + [data[1]]
    assert not any(receipt.shown for receipt in receipts)


def test_where_only_the_receiver_tells_the_steps_are_its_own() -> None:
    shared = record(FIRST + SECOND)
    first, second = read(
        *came(RecordReceived(shared), MessageReceived(FIRST, Level.handshake), MessageReceived(SECOND, Level.handshake)),
    ).items
    assert [item.kind for item in (first, second)] == [StepKind.message] * 2
    assert [(item.role, item.receiver, item.shown) for item in (first, second)] == [(Role.server, Role.client, True)] * 2
    assert first.wire == shared.wire and second.wire == b""
    assert first.size + second.size == len(shared.wire)
