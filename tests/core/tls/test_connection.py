"""The endpoints as their owners see them: data, new keys, limits, exporters, ends; and what they bear without growing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.tls.conversation import NOW, Side, carry, client, credential, server, talk
from workbench.core.tls.alerts import AlertDescription
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.events import AlertReceived, AlertSent, Computation, KeysDestroyed, KeysInstalled, RecordSent
from workbench.core.tls.extensions import extension_name
from workbench.core.tls.key_schedule import hkdf_expand_label
from workbench.core.tls.messages import ClientHello, read_body
from workbench.core.tls.parameters import ExtensionType, ProtocolVersion, is_grease
from workbench.core.tls.post_handshake13 import MAXIMUM_POST_HANDSHAKE_MESSAGES
from workbench.core.tls.protection import RECORDS_UNDER_ONE_KEY
from workbench.core.tls.states import State
from workbench.core.tls.tickets import TicketKeys

TLS13_SUITES = [suite for suite in CipherSuite if suite >> 8 == 0x13]


def exchange(left: Side, right: Side) -> None:
    """Both say something, and both hear it."""
    left.endpoint.send(b"question")
    right.endpoint.send(b"answer")
    carry(left, right)
    assert (right.endpoint.take_received(), left.endpoint.take_received()) == (b"question", b"answer")


@pytest.mark.parametrize("suite", TLS13_SUITES)
@pytest.mark.parametrize("coalesce", [True, False])
def test_every_suite(suite: int, coalesce: bool) -> None:
    left, right = talk(client(cipher_suites=(suite,), coalesce=coalesce), server(coalesce=coalesce))
    exchange(left, right)
    assert left.endpoint.negotiated["cipher_suite"] == suite
    assert [name for name, value in left.values.items() if right.values.get(name, value) != value] == []


def test_coalesced_messages_share_records() -> None:
    def handshake_records(side: Side) -> int:
        return sum(event.record.inner_type == 22 for event in side.events if isinstance(event, RecordSent))

    assert handshake_records(talk(client(), server())[1]) == 5
    assert handshake_records(talk(client(), server(coalesce=True))[1]) == 2


def test_long_data_is_cut_into_records() -> None:
    left, right = talk(client(), server())
    left.endpoint.send(bytes(100_000))
    carry(left, right)
    assert right.endpoint.take_received() == bytes(100_000)
    sizes = [len(event.record.content) for event in left.events if isinstance(event, RecordSent)]
    assert max(sizes) == 2**14


# KeyUpdate


@pytest.mark.parametrize("request_peer", [True, False])
@pytest.mark.parametrize("who", ["client", "server"])
def test_new_keys(who: str, request_peer: bool) -> None:
    left, right = talk(client(), server())
    asking = left if who == "client" else right
    asking.endpoint.update_keys(request_peer)
    exchange(left, right)
    other = "server" if who == "client" else "client"
    for side in (left, right):
        assert f"{who}_application_traffic_secret_1" in side.values
        assert (f"{other}_application_traffic_secret_1" in side.values) is request_peer
    secret = left.values[f"{who}_application_traffic_secret_1"]
    assert secret == hkdf_expand_label("SHA256", left.values[f"{who}_application_traffic_secret_0"], "traffic upd", b"", 32)
    assert left.values[f"{who}_application_write_key_1"] == right.values[f"{who}_application_write_key_1"]
    gone = (f"{who}_application_write_key", f"{who}_application_write_iv", f"{who}_application_traffic_secret_0")
    for side in (left, right):
        assert KeysDestroyed(gone) in side.events
    asking.endpoint.update_keys(request_peer)
    exchange(left, right)
    assert f"{who}_application_traffic_secret_2" in right.values


def test_the_record_that_asks_is_under_the_old_keys() -> None:
    left, _ = talk(client(), server())
    before = len(left.events)
    left.endpoint.update_keys()
    kinds = [type(event) for event in left.events[before:] if isinstance(event, RecordSent | KeysInstalled)]
    assert kinds == [RecordSent, KeysInstalled]


def test_keys_are_renewed_before_they_are_worn_out() -> None:
    left, right = talk(client(), server())
    left.endpoint.writing.sequence_number = right.endpoint.reading.sequence_number = RECORDS_UNDER_ONE_KEY
    exchange(left, right)
    assert left.sent[-1] == "KeyUpdate" and left.endpoint.writing.sequence_number == 1


def test_a_flood_of_key_updates_ends() -> None:
    left, right = talk(client(), server())
    for _ in range(MAXIMUM_POST_HANDSHAKE_MESSAGES):
        left.endpoint.update_keys(True)
    carry(left, right)
    assert right.endpoint.connected
    exchange(left, right)
    for _ in range(MAXIMUM_POST_HANDSHAKE_MESSAGES + 1):
        left.endpoint.update_keys(True)
    carry(left, right)
    assert right.endpoint.failure.message.id == "tls_too_many_post_handshake_messages"


def test_only_an_open_connection_updates_keys() -> None:
    left = client()
    with pytest.raises(ValueError, match="can update its keys"):
        left.endpoint.update_keys()


# Limits, padding, GREASE, protocols


@pytest.mark.parametrize(("ours", "theirs"), [(64, 100), (512, None), (None, 2000)])
def test_record_size_limits(ours: int | None, theirs: int | None) -> None:
    left, right = talk(client(record_size_limit=ours, padding=4096), server(record_size_limit=theirs, padding=4096))
    left.endpoint.send(bytes(5000))
    right.endpoint.send(bytes(5000))
    carry(left, right)
    assert right.endpoint.take_received() == bytes(5000) == left.endpoint.take_received()
    for side, limit in ((left, theirs if ours is not None else None), (right, ours)):
        longest = max(
            len(event.record.content) + event.record.padding + 1
            for event in side.events
            if isinstance(event, RecordSent) and event.record.sequence_number >= 0
        )
        assert longest <= (limit if limit is not None else 2**14 + 1)
        assert limit is None or longest == limit


def test_who_asked_for_short_records_takes_no_longer_ones() -> None:
    left, right = talk(client(record_size_limit=100), server())
    right.endpoint.send_limit = 100
    right.endpoint.send(bytes(100))
    carry(left, right)
    assert left.endpoint.failure.alert is AlertDescription.record_overflow


def test_a_limit_that_is_too_low() -> None:
    _, right = talk(client(record_size_limit=63), server())
    assert right.endpoint.failure.alert is AlertDescription.illegal_parameter


def test_padding_hides_lengths() -> None:
    left, right = talk(client(padding=256), server())
    before = len(left.events)
    for text in (b"yes", b"no, rather not"):
        left.endpoint.send(text)
    lengths = {len(event.record.wire) for event in left.events[before:] if isinstance(event, RecordSent)}
    carry(left, right)
    assert len(lengths) == 1 and right.endpoint.take_received() == b"yesno, rather not"


def test_reserved_values_are_everywhere_and_harm_nobody() -> None:
    keys = TicketKeys(clock=lambda: NOW)
    for _ in range(20):
        protocols: dict[str, Any] = {"application_layer_protocols": (b"h2",)}
        left, right = talk(client(grease=True, key_share_groups=(), **protocols), server(ticket_keys=keys, **protocols))
        exchange(left, right)
        hello = read_body(ClientHello, next(event.message for event in left.events if hasattr(event, "message")))
        assert is_grease(hello.cipher_suites[0])
        types = [item.extension_type for item in hello.extensions or ()]
        assert is_grease(types[0]) and is_grease(types[-1]) and types[0] != types[-1]
        again, _ = talk(client(grease=True, session=left.endpoint.sessions[0], **protocols), server(ticket_keys=keys, **protocols))
        assert again.endpoint.negotiated["resumed"] is True
        assert [item.extension_type for item in again.endpoint.hello.extensions][-1] == ExtensionType.pre_shared_key


@pytest.mark.parametrize(("ours", "theirs", "agreed"), [((b"a", b"b"), (b"b", b"a"), b"b"), ((b"a",), (), None), ((), (b"a",), None)])
def test_protocols(ours: tuple[bytes, ...], theirs: tuple[bytes, ...], agreed: bytes | None) -> None:
    left, right = talk(client(application_layer_protocols=ours), server(application_layer_protocols=theirs))
    assert left.endpoint.negotiated.get("application_layer_protocol") == agreed
    assert right.endpoint.negotiated.get("application_layer_protocol") == agreed


def test_no_protocol_in_common() -> None:
    left, _ = talk(client(application_layer_protocols=(b"a",)), server(application_layer_protocols=(b"b",)))
    assert left.endpoint.failure == AlertReceived(2, AlertDescription.no_application_protocol)


def test_another_clients_hello() -> None:
    """`adjust_client_hello` may imitate another client; the binder is made over what it returns."""

    def backwards(hello: ClientHello) -> ClientHello:
        return replace(hello, extensions=tuple(reversed(hello.extensions or ())))

    keys = TicketKeys(clock=lambda: NOW)
    left, _ = talk(client(adjust_client_hello=backwards), server(ticket_keys=keys))
    again, _ = talk(client(adjust_client_hello=backwards, session=left.endpoint.sessions[0]), server(ticket_keys=keys))
    names = [extension_name(item.extension_type) for item in again.endpoint.hello.extensions]
    assert again.endpoint.negotiated["resumed"] is True and names[-2:] == ["server_name", "pre_shared_key"]


# Exporters


@pytest.mark.parametrize("version", [ProtocolVersion.TLS1_3, ProtocolVersion.TLS1_2])
def test_each_export_has_names_of_its_own(version: int) -> None:
    left, right = talk(client(versions=(version,)), server(versions=(version,)))
    for side in (left, right):
        for label, context in (("EXPORTER-a", b""), ("EXPORTER-b", b""), ("EXPORTER-a", None), ("EXPORTER-a", b"")):
            side.endpoint.export_keying_material(label, context, 16)
        told = [value for event in side.events if isinstance(event, Computation) for value in event.values]
        assert len({(value.name, value.value) for value in told}) == len({value.name for value in told})
        # Without a context is another thing than with an empty one in TLS 1.2 alone (RFC 5705 section 4, RFC 8446 section 7.5).
        names = {value.name for value in told if value.name.startswith("export") and "secret" not in value.name}
        assert len(names) == (4 if version == ProtocolVersion.TLS1_3 else 3)
    assert {name: value for name, value in left.values.items() if name.startswith("export")} == {
        name: value for name, value in right.values.items() if name.startswith("export")
    }


def test_exporters() -> None:
    left, right = talk(client(), server())
    one, other = (side.endpoint.export_keying_material("EXPERIMENTAL label", b"context", 40) for side in (left, right))
    assert one == other and len(one) == 40
    assert left.endpoint.export_keying_material("EXPERIMENTAL label", b"", 40) != one
    assert left.endpoint.export_keying_material("EXPERIMENTAL", b"context", 40) != one
    assert left.endpoint.export_keying_material("EXPERIMENTAL", None, 40) == left.endpoint.export_keying_material("EXPERIMENTAL", b"", 40)
    assert left.derived["exporter_secret"].inputs == ("exporter_master_secret",)
    with pytest.raises(ValueError, match="exporter"):
        client().endpoint.export_keying_material("EXPERIMENTAL", b"", 40)


# Ends


@pytest.mark.parametrize("who", ["client", "server"])
def test_both_say_goodbye(who: str) -> None:
    left, right = talk(client(), server())
    (left if who == "client" else right).endpoint.close()
    carry(left, right)
    for side in (left, right):
        assert side.endpoint.closed and side.endpoint.failure is None
        assert AlertSent(1, AlertDescription.close_notify, None) in side.events
        with pytest.raises(ValueError, match="cannot send"):
            side.endpoint.send(b"more")


def test_who_said_goodbye_still_listens() -> None:
    left, right = talk(client(), server())
    left.endpoint.close()
    right.endpoint.send(b"one last word")
    carry(left, right)
    assert left.endpoint.take_received() == b"one last word"


def test_a_cancelled_handshake() -> None:
    left, right = client(), server()
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    left.endpoint.close()
    carry(left, right)
    assert [event.description for event in left.events if isinstance(event, AlertSent)] == [90, 0]
    assert left.endpoint.closed and right.endpoint.closed and right.endpoint.failure is not None


@pytest.mark.parametrize("said", [True, False])
def test_an_end_without_goodbye_is_a_failure(said: bool) -> None:
    left, right = talk(client(), server())
    if said:
        right.endpoint.close()
        carry(left, right)
    left.endpoint.receive_eof()
    assert left.endpoint.closed
    assert (left.endpoint.failure is None) is said


def secrets_of(side: Side) -> set[str]:
    """Names of the secrets that it told; what is in a ticket stays there."""
    kept = ("pre_shared_key", "ticket_state", "exported_keying_material")
    return {name for name, value in side.derived.items() if value.secret and not any(word in name for word in kept)}


@pytest.mark.parametrize("how", ["close", "fail", "eof", "ours"])
def test_every_key_is_destroyed_in_the_end(how: str) -> None:
    keys = TicketKeys(clock=lambda: NOW)
    left, _ = talk(client(), server(ticket_keys=keys, max_early_data_size=100))
    left, right = talk(client(session=left.endpoint.sessions[0], early_data=b"early"), server(ticket_keys=keys, max_early_data_size=100))
    assert right.endpoint.take_received() == b"early"
    left.endpoint.update_keys(True)
    exchange(left, right)
    if how == "close":
        left.endpoint.close()
        carry(left, right)
    elif how == "fail":
        right.endpoint.receive(b"\x17\x03\x03\x00\x20" + bytes(32))
        carry(left, right)
    elif how == "eof":
        left.endpoint.receive_eof()
        right.endpoint.receive_eof()
    else:

        def broken(*_: Any) -> None:
            raise RuntimeError("a bug")

        left.endpoint.send(b"x")
        right.endpoint.send(b"x")
        for one, other in ((left.endpoint.data_to_send(), right), (right.endpoint.data_to_send(), left)):
            other.endpoint._take_content = broken
            with pytest.raises(RuntimeError, match="a bug"):
                other.endpoint.receive(one)
    for side in (left, right):
        destroyed = {name for event in side.events if isinstance(event, KeysDestroyed) for name in event.names}
        assert len(secrets_of(side)) > 25
        assert secrets_of(side) <= destroyed, secrets_of(side) - destroyed
        assert side.endpoint.machine.schedule.secrets == {} and side.endpoint.reading is None is side.endpoint.writing


def test_a_failure_before_the_version_destroys_what_there_is() -> None:
    keys = TicketKeys(clock=lambda: NOW)
    left, _ = talk(client(), server(ticket_keys=keys))
    again = client(session=left.endpoint.sessions[0])
    again.endpoint.start()
    again.endpoint.receive(b"GET / HTTP/1.1\r\n")
    assert again.endpoint.closed and again.endpoint.client13.secrets.secrets == {}
    assert [event.description for event in again.events if isinstance(event, AlertSent)] == [AlertDescription.unexpected_message]


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="0x0999"):
        client(key_share_groups=(0x0999,)).endpoint.start()
    left = client()
    left.endpoint.start()
    with pytest.raises(ValueError, match="already begun"):
        left.endpoint.start()
    with pytest.raises(ValueError, match="cannot send"):
        left.endpoint.send(b"too early")
    with pytest.raises(ValueError, match="can ask for a certificate"):
        server().endpoint.request_client_certificate()


# What a peer may send without end


def held(side: Side) -> int:
    """Bytes that an endpoint keeps of what came."""
    endpoint = side.endpoint
    return len(endpoint._incoming) + len(endpoint._handshake) + len(endpoint._received) + sum(map(len, endpoint.transcript.messages))


def test_handshake_fragments_without_end() -> None:
    right = server(maximum_handshake_message=2**16)
    right.endpoint.receive(b"\x16\x03\x01\x40\x00\x01\x00\xff\xff" + bytes(2**14 - 4))
    for _ in range(100):
        right.endpoint.receive(b"\x16\x03\x01\x40\x00" + bytes(2**14))
        assert held(right) <= 2**16 + 2**14
    assert right.endpoint.closed


@pytest.mark.parametrize("start", [b"\x16\x03\x01\x00\x04\x01\xff\xff\xff", b"\x16\x03\x01\xff\xff", b"\x17\x03\x03\x48\x01"])
def test_lengths_that_nobody_waits_for(start: bytes) -> None:
    right = server()
    right.endpoint.receive(start)
    assert right.endpoint.closed and held(right) == 0


def test_a_record_that_never_ends_is_bounded_by_its_header() -> None:
    right = server()
    for _ in range(2**14):
        right.endpoint.receive(b"\x16\x03\x01\x40\x00"[:5] if not held(right) else b"\0")
    assert held(right) <= 2**14 + 5


@pytest.mark.parametrize(
    ("record", "before"),
    [
        (b"\x15\x03\x03\x00\x02\x01\x5a", False),  # warning user_canceled
        (b"\x14\x03\x03\x00\x01\x01", True),  # dummy change_cipher_spec
    ],
)
def test_records_that_bring_nothing_come_to_an_end(record: bytes, before: bool) -> None:
    right = server()
    if before:
        left = client()
        left.endpoint.start()
        right.endpoint.receive(left.endpoint.data_to_send())
    right.endpoint.receive(record * 10)
    assert not right.endpoint.closed
    right.endpoint.receive(record * 30)
    assert right.endpoint.failure.message.id == "tls_too_many_idle_records"


def test_the_version_in_a_records_header_is_ignored() -> None:
    """RFC 8446 section 5.1; before the version is known, it tells what is no TLS at all."""
    left, right = client(), server()
    left.endpoint.start()
    right.endpoint.receive(left.endpoint.data_to_send())
    right.endpoint.receive(b"\x14\x7f\x7f\x00\x01\x01")
    carry(left, right)
    assert left.endpoint.connected and right.endpoint.connected
    fresh = server()
    fresh.endpoint.receive(b"\x16GET / HTTP/1.1")
    assert fresh.endpoint.failure.alert is AlertDescription.protocol_version


@pytest.mark.parametrize("later", [True, False])
def test_an_empty_alert_is_none(later: bool) -> None:
    """RFC 8446 section 5.4."""
    left, right = client(), server()
    left.endpoint.start()
    if later:
        carry(left, right)
    left.endpoint._write_record(21, b"")
    carry(left, right)
    assert right.endpoint.failure.alert is AlertDescription.unexpected_message


def test_empty_application_data_comes_to_an_end() -> None:
    left, right = talk(client(), server())
    for _ in range(40):
        left.endpoint._write_record(23, b"")
    carry(left, right)
    assert right.endpoint.failure.message.id == "tls_too_many_idle_records"


def test_data_that_nobody_takes_is_bounded() -> None:
    left, right = talk(client(), server(maximum_buffered_data=2**16))
    left.endpoint.send(bytes(2**16))
    carry(left, right)
    assert right.endpoint.connected and held(right) < 2**17
    left.endpoint.send(b"1")
    carry(left, right)
    assert right.endpoint.failure.alert is AlertDescription.internal_error


def test_nothing_comes_after_the_end() -> None:
    left, right = talk(client(), server(credentials=(credential(),)))
    left.endpoint.send(b"never read")
    late = left.endpoint.data_to_send()
    right.endpoint.receive_eof()
    right.endpoint.receive(late)
    assert right.endpoint.state is State.CLOSED and right.endpoint.take_received() == b"" and held(right) < 2000
