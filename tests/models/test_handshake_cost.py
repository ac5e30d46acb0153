"""The charts of what a handshake costs: every number in them is one that was measured or counted."""

from __future__ import annotations

import math

import pytest

from workbench.core.handshake.cost import Measurement, Quantity
from workbench.core.handshake.counts import Counts, count
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.models import handshake_cost as cost
from workbench.models.handshake_cost import Unit, amount, ticks
from workbench.models.handshake_text import HandshakeText

TEXT = HandshakeText("en")
MEASURED = (
    Measurement(Quantity.encryption, "AES-128-GCM", 1 << 30, 5),
    Measurement(Quantity.encryption, "ChaCha20-Poly1305", 1 << 29, 5),
    Measurement(Quantity.secret_encryption, "rsa-2048", 10e-6, 5),
    Measurement(Quantity.secret_decryption, "rsa-2048", 1e-3, 5),
    Measurement(Quantity.signature, "p-256", 20e-6, 5),
    Measurement(Quantity.verification, "p-256", 60e-6, 5),
    Measurement(Quantity.public_key_size, "ml-dsa-65", 1952),
    Measurement(Quantity.signature_size, "ml-dsa-65", 3309),
    Measurement(Quantity.client_share_size, "X25519MLKEM768", 1216),
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, Unit.seconds, "0 s"), (3.2e-7, Unit.seconds, "320 ns"), (8.79e-5, Unit.seconds, "87.9 µs"), (1e-3, Unit.seconds, "1.00 ms"),
        (0.0864, Unit.seconds, "86.4 ms"), (2.21, Unit.seconds, "2.21 s"), (90, Unit.seconds, "1.50 min"), (7200, Unit.seconds, "2.00 h"),
        (1076, Unit.bytes, "1,076 B"), (0, Unit.bytes, "0 B"), (1_250_000, Unit.bytes, "1.25 MB"),
    ],
)  # fmt: skip
def test_amounts_have_three_digits_and_their_unit(value: float, unit: Unit, text: str) -> None:
    assert amount(value, unit) == text


def test_ticks_are_round_and_reach_over_the_axis() -> None:
    assert [text for _, text in ticks(0.3, Unit.seconds, log=False)] == ["0", "100 ms", "200 ms", "300 ms"]
    assert [text for _, text in ticks(4627, Unit.bytes, log=False)] == ["0", "1,000 B", "2,000 B", "3,000 B", "4,000 B"]
    powers = [value for value, _ in ticks(2.5, Unit.seconds, log=True, lowest=1e-5)]
    assert powers[0] == pytest.approx(1e-5) and all(math.isclose(math.log10(value) % 1, 0, abs_tol=1e-9) for value in powers)
    assert ticks(0.0, Unit.seconds, log=False) == ()


def test_a_mebibyte_with_rsa_alone_takes_as_many_pieces_as_fit_into_it() -> None:
    """245 bytes in one piece: RFC 8017 section 7.2.1 for 2048 bits."""
    chart = cost.one_mebibyte(MEASURED)
    assert [row.label for row in chart.rows] == ["AES-128-GCM", "ChaCha20-Poly1305", "RSA 2048"]
    assert chart.rows[0].total == pytest.approx(1 / 1024)
    public, private = chart.rows[2].parts
    assert public.value == pytest.approx(4280 * 10e-6) and private.value == pytest.approx(4.280) and private.note == "4,280 ×"
    assert 4279 * 245 < 1 << 20 <= 4280 * 245


def test_the_answer_waits_for_both_measurements() -> None:
    assert cost.why_session_key(MEASURED[:3]) is None
    found = cost.why_session_key(MEASURED)
    assert found is not None and (found.aead, found.key) == ("AES-128-GCM", "RSA 2048")
    assert found.times == pytest.approx(4.280 * 1024)


def test_sizes_and_operations_show_what_was_measured_and_nothing_else() -> None:
    shown = {(row.label, part.series): part.value for row in cost.sizes(MEASURED).rows for part in row.parts}
    assert shown == {
        ("ML-DSA-65", "public_key_size"): 1952, ("ML-DSA-65", "signature_size"): 3309, ("X25519MLKEM768", "client_share_size"): 1216,
    }  # fmt: skip
    assert {(row.label, part.series) for row in cost.operations(MEASURED).rows for part in row.parts} == {
        ("P-256", "signature"), ("P-256", "verification"),
    }  # fmt: skip


def test_the_bars_of_a_handshake_are_its_steps() -> None:
    transcript = run("tls13_full", Parameters(seed=1))
    times, sent = cost.computing_times(transcript, TEXT), cost.message_sizes(transcript, TEXT)
    for row in times.rows:
        assert row.step is not None and row.total == transcript.steps[row.step].seconds
    for row in sent.rows:
        assert row.step is not None and row.total == transcript.steps[row.step].size
    assert [row.step for row in sent.rows] == sorted(row.step or 0 for row in sent.rows)
    assert {"ClientHello", "Certificate", "Finished"} <= {row.label for row in sent.rows}


def test_waiting_counts_every_round_trip() -> None:
    full = next(counts for counts in count(run("tls13_full", Parameters(seed=1))) if counts.connection == 1)
    older = next(counts for counts in count(run("tls12_ecdhe_ecdsa", Parameters(seed=1))) if counts.connection == 1)
    chart = cost.waiting({"1.3": full, "1.2": older, "failed": Counts(1)}, 0.1)
    assert [row.label for row in chart.rows] == ["1.3", "1.2"]
    trips = {row.label: {part.series: part.value for part in row.parts} for row in chart.rows}
    assert (
        trips["1.3"]["tls"] == pytest.approx(0.1)
        and trips["1.2"]["tls"] == pytest.approx(0.2)
        and trips["1.2"]["tcp"] == pytest.approx(0.1)
    )
    assert chart.rows[0].total == pytest.approx(0.2 + full.seconds)
