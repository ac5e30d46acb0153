"""Two handshakes to be compared: what goes beside what, what it comes to in words, what is offered, and what was counted as a table."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from workbench.core.errors import UsageError
from workbench.core.handshake.compare import Comparison, compare
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Connection, Outcome, Transcript
from workbench.models import jobs
from workbench.models.handshake_compare import HandshakeCompare, play
from workbench.models.handshake_compare_counts import LEFT, NAME, CountRole, CountsModel, round_trip_ms
from workbench.models.handshake_compare_presets import Preset, Side, offers, usual
from workbench.models.handshake_compare_rows import Sign, lines_of, rows_of, title_of
from workbench.models.handshake_compare_text import MINUS, connections, count_rows
from workbench.models.handshake_compare_verdict import names_of, verdict
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_scenarios import ScenarioModel
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText

ENGLISH, JAPANESE = HandshakeText("en"), HandshakeText("ja")
IDS = [scenario.id for scenario in SCENARIOS]
HOSTILE = "<b>evil</b>\u202e\x1b[31m"


@functools.cache
def played(id: str) -> Transcript:
    return run(id, Parameters(seed=1) if "seed" in BY_ID[id].parameters else Parameters())


@functools.cache
def comparison(left: str, right: str) -> Comparison:
    return compare(played(left), played(right))


def said(left: Side, right: Side, text: HandshakeText = ENGLISH, preset: Preset | None = None) -> str:
    found = play(BY_ID[left.scenario].run(left.parameters), left, right, preset).comparison
    titles = ScenarioModel((), text.language)
    names = names_of(found, (titles.title(left.scenario), titles.title(right.scenario)), text, preset is Preset.change)
    return verdict(found, names, text, preset is Preset.change)


# --- rows -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("detail", list(Detail))
def test_every_moment_of_both_sides_stands_in_one_row_in_its_own_order(id: str, detail: Detail) -> None:
    rows = rows_of(comparison("tls13_full", id), detail)
    assert [row.left for row in rows.rows if row.left is not None] == list(range(len(rows.left)))
    assert [row.right for row in rows.rows if row.right is not None] == list(range(len(rows.right)))
    assert all(row.left is not None or row.right is not None for row in rows.rows)
    for row in rows.rows:
        if row.left is not None and row.right is not None:
            a, b = rows.left[row.left], rows.right[row.right]
            assert (a.stage, a.step.connection) == (b.stage, b.step.connection)
            assert a.stage is not None or a.step.name == b.step.name
        assert (row.sign is Sign.left_only) == (not row.right_steps) and (row.sign is Sign.right_only) == (not row.left_steps)
        for text in (ENGLISH, JAPANESE):
            assert title_of(row, rows, text)
            assert row.sign is not Sign.same or not lines_of(row, text), "what is the same has no lines"


@pytest.mark.parametrize("id", IDS)
def test_one_clock_moves_both_sides_and_leaves_none_behind(id: str) -> None:
    rows = rows_of(comparison("tls13_full", id), Detail.messages)
    before = (0.0, 0.0)
    for quarter in range(4 * len(rows.rows) + 1):
        now = rows.at(quarter / 4, False), rows.at(quarter / 4, True)
        assert all(0.0 <= later - earlier <= 0.25 for later, earlier in zip(now, before, strict=True))
        row = rows.rows[min(quarter // 4, len(rows.rows) - 1)]
        if quarter % 4:
            assert (now[0] % 1 > 0) == (row.left is not None) and (now[1] % 1 > 0) == (row.right is not None)
        before = now
    assert before == (len(rows.left), len(rows.right))


def test_a_handshake_beside_itself_differs_in_nothing() -> None:
    for detail in Detail:
        assert {row.sign for row in rows_of(compare(played("tls13_full"), played("tls13_full")), detail).rows} == {Sign.same}


def test_signs_tell_the_gravest_difference() -> None:
    rows = rows_of(comparison("tls12_ecdhe_ecdsa", "tls13_full"), Detail.messages)
    of = {(row.left_steps or row.right_steps)[0].name: row for row in rows.rows}
    assert of["Certificate"].sign is Sign.protection
    assert of["ClientHello"].sign is Sign.differs and of["SYN"].sign is Sign.same
    assert of["ServerKeyExchange"].sign is Sign.left_only and of["EncryptedExtensions"].sign is Sign.right_only
    failing = rows_of(comparison("tls13_full", "expired"), Detail.messages)
    judged = next(row for row in failing.rows if row.left_steps and row.left_steps[0].name == "judge_certificate")
    assert judged.sign is Sign.outcome
    lines = {name: (left, right) for name, left, right in lines_of(judged, ENGLISH)}
    assert lines["result"] == ("passed", "failed") and "expired" in lines["reason"][1]
    assert ("protection", "not protected", "handshake keys") in lines_of(of["Certificate"], ENGLISH)


@given(place=st.integers(0, 200))
def test_a_step_is_found_in_its_row_at_every_level(place: int) -> None:
    found = comparison("tls13_resumption", "tls12_session_ticket")
    number = place % len(found.left.steps)
    for detail in Detail:
        rows = rows_of(found, detail)
        row = rows.rows[rows.place_of(number)]
        assert row.left is not None and number <= rows.left[row.left].last
        assert row.left == 0 or rows.left[row.left - 1].last < number


def test_one_goes_from_difference_to_difference_both_ways() -> None:
    rows = rows_of(comparison("tls13_full", "tls12_ecdhe_ecdsa"), Detail.messages)
    there, place = [], -1
    while (found := rows.next_difference(place, 1)) is not None:
        there.append(found)
        place = found
    back, place = [], len(rows.rows)
    while (found := rows.next_difference(place, -1)) is not None:
        back.append(found)
        place = found
    assert there == back[::-1] and len(there) > 5
    assert rows.next_difference(len(rows.rows) - 1, 1) is None and rows.next_difference(0, -1) is None


# --- presets ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", IDS)
def test_whatever_is_offered_can_be_played(id: str) -> None:
    side, transcript = Side(id), played(id)
    found = offers(side, transcript)
    assert usual(found, side, transcript) in found, "there is always something to begin with"
    for preset, offer in found.items():
        left = Side(id, connection=offer.connection)
        compared = play(transcript, left, offer.right, preset)
        rows = rows_of(compared.comparison, Detail.messages)
        assert any(row.left is not None and row.right is not None for row in rows.rows)
        assert any(row.sign is not Sign.same for row in rows.rows)
        versions = [
            next((c.negotiated["version"] for c in side.connections if c.negotiated.get("version")), None)
            for side in (compared.comparison.left, compared.comparison.right)
        ]
        if preset is Preset.version and None not in versions:
            assert versions[0] != versions[1]
        if preset is Preset.resumed:
            resumed = [side.connections[-1].negotiated.get("resumed") for side in (compared.comparison.left, compared.comparison.right)]
            assert not resumed[0] and resumed[1]
        if preset is Preset.failing and id != "replayed_early_data" and offer.right.scenario not in ("replayed_early_data", *OPENED):
            assert (compared.comparison.left.outcome is Outcome.ok) != (compared.comparison.right.outcome is Outcome.ok)


OPENED = ("opened_years_later_rsa", "opened_years_later_ecdhe")


def test_a_changed_parameter_offers_the_handshake_as_it_was_before() -> None:
    before, now = Side("tls13_full"), Side("tls13_full", Parameters(versions=(0x0303,)))
    transcript = BY_ID["tls13_full"].run(now.parameters)
    found = offers(now, transcript, before)
    assert found[Preset.change].right == before and usual(found, now, transcript) is Preset.change
    assert Preset.change not in offers(now, transcript, now) and Preset.change not in offers(now, transcript)


def test_a_connection_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError):
        play(played("tls13_full"), Side("tls13_full"), Side("tls13_full", connection=7))


# --- the verdict ------------------------------------------------------------------------------------------------------------------------


def test_the_verdict_says_what_the_counts_say() -> None:
    found = said(Side("tls12_ecdhe_ecdsa"), Side("tls13_full"))
    assert found.startswith("TLS 1.3 needs one round trip less, hides the certificate")
    counts = comparison("tls12_ecdhe_ecdsa", "tls13_full")
    apart = counts.right_counts[0].handshake_bytes - counts.left_counts[0].handshake_bytes
    assert "bytes more" in found if apart > 0 else "bytes less" in found
    assert said(Side("tls13_full"), Side("tls12_ecdhe_ecdsa")).startswith("TLS 1.3 needs one round trip less"), "whichever side it is on"
    resumed = said(Side("tls13_resumption", connection=1), Side("tls13_resumption", connection=2))
    assert resumed.startswith("The resumed handshake does without a certificate, uses key pairs 4 times instead of 8")
    early = said(Side("tls13_early_data", connection=1), Side("tls13_early_data", connection=2))
    assert "needs one round trip less, sends its first data before the server has answered" in early


def test_the_verdict_says_of_rsa_that_it_can_be_opened_but_of_a_resumed_session_nothing() -> None:
    assert "stays closed even to whoever gets the server’s private key later" in said(Side("tls12_rsa"), Side("tls12_ecdhe_rsa"))
    again = Side("tls12_rsa", Parameters(resumption=True), 2)
    assert "private key" not in said(Side("tls12_rsa"), again) and "uses no key pairs at all" in said(Side("tls12_rsa"), again)


def test_the_verdict_says_who_fails_and_why() -> None:
    found = said(Side("tls13_full"), Side("expired"))
    assert found.startswith("“Expired” fails: Not trusted: the certificate has expired. Up to Finished (Server → Client)")
    assert said(Side("expired"), Side("wrong_host")).startswith("Both fail.")
    assert "goes on although something is wrong" in said(Side("tls13_full"), Side("continue_anyway"))
    for text, stop in ((ENGLISH, "."), (JAPANESE, "。")):
        for id in IDS:
            assert said(Side("tls13_full"), Side(id), text).endswith(stop), id


def test_the_verdict_says_that_only_one_is_attacked() -> None:
    found = said(Side("tls13_early_data"), Side("replayed_early_data"))
    assert found.startswith("Only with “Replayed 0-RTT” an attacker takes part.") and "12 times instead of" in found


def test_a_change_is_told_as_now_and_before() -> None:
    now, before = Side("tls13_full", Parameters(groups=(0x0017,))), Side("tls13_full")
    found = said(now, before, preset=Preset.change)
    assert found.startswith("The handshake as it is now takes ") and found.endswith(" bytes more for the handshake.")


# --- counts -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["tls13_full", "tls12_rsa", "tls13_resumption", "mutual_preparation", "no_common_version"])
def test_the_table_of_counts_is_a_proper_model(qtmodeltester: ModelTester, id: str) -> None:
    model = CountsModel()
    qtmodeltester.check(model)
    model.show(comparison("tls13_full", id), ("A", "B"), ENGLISH)
    qtmodeltester.check(model)
    assert model.headings() and model.rowCount() > len(model.headings())
    for place in range(model.rowCount()):
        heading = place in model.headings()
        assert bool(model.index(place, NAME).data(CountRole.HEADING)) is heading
        assert model.index(place, NAME).data(), "no row without a name"
        assert heading == (not model.flags(model.index(place, NAME)) & Qt.ItemFlag.ItemIsEnabled)


def test_differences_are_right_minus_left_with_a_sign() -> None:
    rows = {row.id: row for row in count_rows(comparison("tls12_ecdhe_ecdsa", "tls13_full"), 1, "en")}
    assert (rows["round_trips"].left, rows["round_trips"].right, rows["round_trips"].difference) == ("2", "1", f"{MINUS}1")
    assert rows["first_byte"].difference == f"{MINUS}40.0", "one round trip of 40 ms"
    assert rows["tcp_round_trips"].difference == "" and rows["version"].difference == "≠"
    apart = rows["handshake_bytes"].amounts[1] - rows["handshake_bytes"].amounts[0]  # type: ignore[operator]
    assert rows["handshake_bytes"].difference == (f"+{apart:,}" if apart > 0 else f"{MINUS}{-apart:,}")
    failed = {row.id: row for row in count_rows(comparison("tls13_full", "expired"), 1, "en")}
    assert failed["round_trips"].right == "" and failed["round_trips"].difference == "", "what never came has no difference"


def test_the_round_trip_of_the_line_is_what_tcp_waited() -> None:
    assert round_trip_ms(played("tls13_full")) == pytest.approx(40.0)
    assert round_trip_ms(Transcript("none", (), ())) is None


def test_what_a_peer_chose_is_shown_as_plain_text() -> None:
    evil = Connection(1, HOSTILE, negotiated={"application_layer_protocol": HOSTILE.encode(), HOSTILE: HOSTILE})
    found = compare(Transcript("a", (), (), (evil,)), Transcript("b", (), (), (Connection(1),)))
    model = CountsModel()
    model.show(found, ("A", "B"), ENGLISH)
    cells = [(model.index(row, column).data(), model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)) for row in
             range(model.rowCount()) for column in (NAME, LEFT)]  # fmt: skip
    shown = [words or "" for words, _ in cells]
    assert any("evil" in words for words in shown)
    assert not any(letter in words for words in shown for letter in ("\u202e", "\x1b"))
    assert not any("<b>" in (tip or "") for _, tip in cells)
    assert connections(found) == [1]


# --- following the page ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def settle(qtbot: QtBot, qapp: QApplication) -> Callable[[], None]:
    def wait() -> None:
        qapp.processEvents()
        qtbot.waitUntil(lambda: jobs.activity.count == 0, timeout=30_000)

    return wait


@pytest.fixture
def compared(qapp: QApplication) -> HandshakeCompare:
    return HandshakeCompare(HandshakePlayer())


def test_it_follows_the_page_and_keeps_what_was_chosen(compared: HandshakeCompare, settle: Callable[[], None]) -> None:
    player = compared.player
    compared.follow()
    assert compared.compared is None
    player.choose("tls13_full")
    settle()
    compared.follow()
    settle()
    assert compared.compared is not None and compared.preset is Preset.version
    compared.choose_preset(Preset.failing)
    settle()
    assert compared.compared.right.scenario == "untrusted_issuer"
    player.choose("tls13_mutual")
    settle()
    compared.follow()
    settle()
    assert compared.preset is Preset.failing and compared.compared.right.scenario == "no_client_certificate", "a preset stays a preset"
    compared.choose_scenario("tls12_rsa")
    settle()
    player.choose("tls12_dhe")
    settle()
    compared.follow()
    settle()
    assert compared.compared.left.scenario == "tls12_dhe" and compared.compared.right.scenario == "tls12_rsa", (
        "what was chosen by hand stays"
    )


def test_a_change_of_the_page_is_compared_with_what_was_before(compared: HandshakeCompare, settle: Callable[[], None]) -> None:
    player = compared.player
    player.choose("tls13_full")
    settle()
    player.change("versions", (0x0303,))
    settle()
    compared.follow()
    settle()
    assert compared.preset is Preset.change and compared.compared is not None
    assert compared.compared.right == Side("tls13_full") and compared.compared.left.parameters.versions == (0x0303,)
    assert {found.name for found in compared.compared.comparison.agreements} >= {"version", "cipher_suite"}


def test_the_last_one_asked_for_is_the_one_that_is_shown(compared: HandshakeCompare, settle: Callable[[], None]) -> None:
    compared.player.choose("tls13_full")
    settle()
    compared.follow()
    for id in ("tls12_rsa", "tls12_dhe", "expired"):
        compared.choose_scenario(id)
    settle()
    assert compared.compared is not None and compared.compared.right.scenario == "expired"


def test_what_cannot_be_is_told_and_what_was_shown_stays(compared: HandshakeCompare, settle: Callable[[], None]) -> None:
    told: list[object] = []
    compared.failed.connect(told.append)
    compared.player.choose("tls13_full")
    settle()
    compared.follow()
    settle()
    before = compared.compared
    compared.choose_connection(True, 5)
    settle()
    assert len(told) == 1 and compared.compared is before
    assert before is not None and compared.right == before.right and compared.preset is Preset.version
