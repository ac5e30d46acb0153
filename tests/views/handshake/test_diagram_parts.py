"""Blocks of stages, brackets, round trips, what is carried over, which keys, what changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.views.handshake.test_diagram import EvenLetters
from tests.views.handshake.test_diagram_everywhere import NAMES, made, played
from workbench.core.handshake.round_trips import round_trips
from workbench.core.handshake.stages import stages
from workbench.core.handshake.transcript import Role, StepKind, Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram import Diagram, lay_out, stops
from workbench.views.handshake.diagram_values import Block
from workbench.views.handshake.scene import FAINT, Scene


def blocks(diagram: Diagram) -> list[Block]:
    return [row.block for row in diagram.rows if row.block is not None]


def long(count: int) -> Transcript:
    """A handshake with so many steps, most of them application data to and fro."""
    whole = played("tls13_full")
    first = next(step.number for step in whole.steps if step.kind is StepKind.application_data)
    pair, rest = whole.steps[first : first + 2], whole.steps[first + 2 :]
    said = [pair[number % 2] for number in range(count - first - len(rest))]
    steps = (*whole.steps[:first], *said, *rest)
    return replace(whole, steps=tuple(replace(step, number=number) for number, step in enumerate(steps)))


@pytest.mark.parametrize("name", NAMES)
def test_every_message_has_its_line_in_its_stage(name: str) -> None:
    for row in made(name, Detail.stages, 700.0, "en").rows:
        assert row.block is not None
        steps = played(name).steps[row.moment.first : row.moment.last + 1]
        sent = [step.number for step in steps if step.receiver is not None and step.kind is not StepKind.attack]
        drawn = [mini.first for mini in row.block.minis if mini.arrow is not None]
        assert drawn == sent
        assert all(above.box.bottom <= below.box.y + 0.01 for above, below in pairwise(row.block.minis))


def test_lines_go_from_who_sends_to_who_receives_under_what_protects_them() -> None:
    diagram, steps = made("tls13_full", Detail.stages, 700.0, "en"), played("tls13_full").steps
    places = {line.role: line.x for line in diagram.lifelines}
    for mini in (mini for block in blocks(diagram) for mini in block.minis if mini.arrow is not None):
        step = steps[mini.first]
        assert mini.arrow is not None and step.receiver is not None
        assert abs(mini.arrow.start - places[step.sender]) < 5 and abs(mini.arrow.end - places[step.receiver]) < 5
        assert (mini.band is not None) is (mini.lock is not None) is (step.protection.value != "none")


def test_a_block_says_number_title_protection_and_the_secret_that_both_reach() -> None:
    found = blocks(made("tls13_full", Detail.stages, 700.0, "en"))
    heads = [[label.text for label in block.labels] for block in found]
    assert [head[0] for head in heads] == [
        "Reach the server", "1  Agree on the method", "2  Make the key", "3  Prove who you are", "4  Talk", "5  Part",
    ]  # fmt: skip
    assert heads[3][-1] == "handshake keys" and heads[4][-1] == "application keys" and heads[1][-1] == "not protected"
    said = [label.text for mini in found[2].minis for label in mini.labels]
    assert "the same shared_secret" in said


def test_a_failure_is_unmistakable_in_its_block() -> None:
    found = blocks(made("untrusted_issuer", Detail.stages, 700.0, "en"))
    alert = next(mini for mini in found[-1].minis if mini.octagon is not None)
    assert alert.arrow is not None and alert.arrow.thick and alert.colour == "bad" and found[-1].colour == "bad"
    judged = next(mini for mini in found[-2].minis if mini.sign is not None)
    assert judged.labels[0].colour == "bad" and judged.labels[0].text == "Check the certificate"


def test_much_application_data_is_one_line_with_heads_at_both_ends() -> None:
    for count in (300, 2000):
        found = lay_out(long(count), HandshakeText("en"), Detail.stages, EvenLetters(), 700.0)
        assert found.height < 1200
        run = next(mini for block in blocks(found) for mini in block.minis if mini.arrow is not None and mini.arrow.both)
        assert run.labels[0].text == f"{run.last - run.first + 1} × Application data"


def test_the_dot_travels_along_one_line_after_the_other() -> None:
    diagram = made("tls13_full", Detail.stages, 700.0, "en")
    row = next(number for number, block in enumerate(blocks(diagram)) if block.labels[0].text.startswith("3"))
    block, scene = blocks(diagram)[row], Scene(diagram)
    travelled: list[int] = []
    for part in range(1, 200):
        looks = [scene.at(row + part / 200).line(row, number) for number in range(len(block.minis))]
        moving = [number for number, look in enumerate(looks) if look.travel is not None]
        assert len(moving) <= 1
        travelled += moving
        strengths = [look.strength for look in looks]
        assert strengths == sorted(strengths, reverse=True) and set(strengths) <= {1.0, FAINT}
    arrows = [number for number, mini in enumerate(block.minis) if mini.arrow is not None]
    assert travelled == sorted(travelled) and sorted(set(travelled)) == arrows
    assert all(scene.at(row + 1.0).line(row, number).strength == 1.0 for number in range(len(block.minis)))
    assert all(scene.at(float(row)).line(row, number).strength == FAINT for number in range(len(block.minis)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [500.0, 1400.0])
def test_brackets_hold_every_row_of_a_stage_and_only_those(name: str, width: float) -> None:
    diagram, of = made(name, Detail.computations, width, "ja"), stages(played(name))
    covered = [number for bracket in diagram.brackets for number in range(bracket.first, bracket.last + 1)]
    assert covered == list(range(len(diagram.rows)))
    for bracket in diagram.brackets:
        assert len({of[row.moment.step.number] for row in diagram.rows[bracket.first : bracket.last + 1]}) == 1
        first, last = diagram.rows[bracket.first].frame, diagram.rows[bracket.last].frame
        assert bracket.bar.y <= first.y and bracket.bar.bottom >= last.bottom - 0.01
        assert HandshakeText("ja").stage(of[diagram.rows[bracket.first].moment.step.number]) in [label.text for label in bracket.labels]
    assert made(name, Detail.stages, width, "ja").brackets == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_ruler_stands_beside_every_round_trip(name: str) -> None:
    trips = round_trips(played(name))
    for detail in Detail:
        diagram = made(name, detail, 900.0, "ja")
        assert len(diagram.rulers) == len(trips)
        for ruler, trip in zip(diagram.rulers, trips, strict=True):
            assert diagram.rows[ruler.first].moment.first <= trip.first <= diagram.rows[ruler.first].moment.last
            assert diagram.rows[ruler.last].moment.first <= trip.last <= diagram.rows[ruler.last].moment.last
            assert ruler.top < ruler.bottom and ruler.labels[0].text == f"{trip.number} RTT"


@pytest.mark.parametrize("name", ["tls13_resumption", "tls13_early_data", "tls12_session_id", "tls12_session_ticket"])
def test_what_is_carried_over_leads_from_one_connection_into_the_other(name: str) -> None:
    for detail in Detail:
        diagram = made(name, detail, 700.0, "en")
        places = {line.role: line.x for line in diagram.lifelines}
        assert sorted(link.x for link in diagram.links) == [places[Role.client], places[Role.server]]
        second = diagram.headings[1]
        for link in diagram.links:
            assert diagram.rows[link.first].moment.step.connection == 1 and diagram.rows[link.last].moment.step.connection == 2
            assert link.top < second.label.box.y < link.chip.box.y < diagram.rows[link.row].frame.y <= link.bottom
            assert "from connection 1" in link.chip.label.text


def test_the_first_message_under_new_keys_says_which() -> None:
    diagram = made("tls13_full", Detail.messages, 900.0, "en")
    said = {
        (row.moment.step.name, row.moment.step.sender): label.text
        for row in diagram.rows for label in row.labels if label.text.startswith("under ")
    }  # fmt: skip
    assert said[("EncryptedExtensions", Role.server)] == "under server_handshake_write_key"
    assert said[("Finished", Role.client)] == "under client_handshake_write_key"
    assert said[("application_data", Role.client)] == "under client_application_write_key"
    assert ("Certificate", Role.server) not in said and len(said) == 4


def test_what_changed_is_marked_and_says_so() -> None:
    transcript = played("tls13_full")
    hello = next(step.number for step in transcript.steps if step.name == "ClientHello")
    for detail in Detail:
        diagram = lay_out(transcript, HandshakeText("ja"), detail, EvenLetters(), 700.0, frozenset({hello}))
        marked = [row for row in diagram.rows if row.changed]
        assert len(marked) == 1 and marked[0].moment.first <= hello <= marked[0].moment.last and marked[0].mark is not None
        assert "変更" in [label.text for label in (*marked[0].labels, *(marked[0].block.labels if marked[0].block else ()))]
        assert all(row.mark is None for row in diagram.rows if not row.changed)


def test_destroyed_keys_are_seen_at_the_end() -> None:
    rows = [row for row in made("tls13_full", Detail.messages, 700.0, "en").rows if row.moment.step.kind is StepKind.close]
    assert len(rows) == 2 and all(row.pill is not None and row.pill.dashed and "(8)" in row.pill.label.text for row in rows)


def test_flights_stand_apart() -> None:
    rows = made("tls12_rsa", Detail.messages, 700.0, "en").rows
    gaps = {}
    for above, below in pairwise(rows):
        if (
            above.arrow is not None
            and below.arrow is not None
            and above.moment.step.kind is below.moment.step.kind is StepKind.application_data
        ):
            gaps[above.moment.step.sender is below.moment.step.sender] = below.frame.y - above.frame.bottom
    assert gaps[False] > 6.0


def test_what_passes_an_attacker_unchanged_arrives() -> None:
    rows = {(row.moment.step.name, row.moment.step.sender): row for row in made("tampered_record", Detail.messages, 900.0, "en").rows}
    places = {line.role: line.x for line in made("tampered_record", Detail.messages, 900.0, "en").lifelines}

    def arrives(name: str, sender: Role) -> Role:
        arrow = rows[name, sender].arrow
        assert arrow is not None
        end = arrow.end
        return min(places, key=lambda role: abs(places[role] - end))

    assert arrives("Finished", Role.client) is Role.server
    assert arrives("application_data", Role.client) is Role.attacker
    assert arrives("change_cipher_spec", Role.server) is Role.client


def test_the_scrub_bar_shows_what_protects_each_stage() -> None:
    def tokens(name: str) -> list[str]:
        return list(stops(moments(played(name), Detail.stages)))

    plain, handshake, application = "unprotected", "handshake_keys", "application_keys"
    assert tokens("tls13_full") == [plain, plain, plain, handshake, application, application]
    assert tokens("untrusted_issuer") == [plain, plain, plain, handshake, "bad"]
    assert tokens("tls13_resumption")[4] == application, "also where the server seals a ticket first"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_words_in_a_block_never_lie_across_the_head_of_an_arrow(name: str, language: str) -> None:
    """A name that is longer than its arrow reaches over the tail, or stands before it."""
    for width in (560.0, 640.0):
        for block in blocks(made(name, Detail.stages, width, language)):
            for mini in (mini for mini in block.minis if mini.arrow is not None and mini.labels):
                assert mini.arrow is not None
                signs = [box.x for box in (mini.lock, mini.octagon, mini.sign) if box is not None]
                begin, end = min([mini.labels[0].box.x, *signs]), mini.labels[0].box.right
                head, tail = mini.arrow.end, mini.arrow.start
                assert end < head if head > tail else begin > head or end < head, (mini.labels[0].text, begin, end, head)
                assert block.box.x < begin and end < block.box.right


def test_a_fact_gets_a_line_of_its_own_before_it_is_cut() -> None:
    for width in (640.0, 900.0):
        row = next(row for row in made("tls13_full", Detail.messages, width, "en").rows if row.moment.step.name == "CertificateVerify")
        title, *_, fact = row.labels
        assert fact.text == "ecdsa_secp256r1_sha256"
        assert (fact.box.y >= title.box.bottom) is (width == 640.0)
        assert row.arrow is not None and row.arrow.y >= fact.box.bottom


def test_a_party_is_named_in_two_lines_before_its_name_is_cut() -> None:
    for width in (420.0, 460.0, 520.0, 700.0):
        labels = [label.text for line in made("opened_years_later_rsa", Detail.messages, width, "ja").lifelines for label in line.labels]
        assert "クライアント" in labels or ("クライ" in labels and "アント" in labels), (width, labels)
