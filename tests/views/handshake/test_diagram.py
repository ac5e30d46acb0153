"""The geometry: pure, complete, nothing over anything else; and the scene as a function of t."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views.handshake.made import transcript
from workbench.core.handshake.transcript import Outcome, Role, StepKind
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram import NARROWEST, Box, Diagram, Label, Style, lay_out, stops
from workbench.views.handshake.scene import FAINT, Scene


class EvenLetters:
    """Every letter is equally wide: measuring needs no fonts."""

    def width(self, text: str, style: Style) -> float:
        return len(text) * 7.0

    def height(self, style: Style) -> float:
        return 17.0

    def elided(self, text: str, style: Style, room: float) -> str:
        fitting = int(room // 7.0)
        return text if len(text) <= fitting else text[: max(0, fitting - 1)] + "…"


def diagram(
    width: float = 640.0, detail: Detail = Detail.messages, language: str = "en", connections: int = 1, failed: bool = False
) -> Diagram:
    return lay_out(transcript(connections, failed), HandshakeText(language), detail, EvenLetters(), width)


def labels(made: Diagram) -> list[Label]:
    found = [label for row in made.rows for label in (*row.labels, *row.agreed)]
    found += [row.pill.label for row in made.rows if row.pill is not None]
    found += [heading.label for heading in made.headings]
    return found + [label for line in made.lifelines for label in line.labels]


def overlap(first: Box, second: Box) -> bool:
    return first.x < second.right and second.x < first.right and first.y < second.bottom and second.y < first.bottom


@pytest.mark.parametrize("width", [NARROWEST, 600.0, 900.0])
@pytest.mark.parametrize("detail", list(Detail))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_text_lies_over_another_and_none_leaves_the_picture(width: float, detail: Detail, language: str) -> None:
    made = diagram(width, detail, language, connections=2, failed=True)
    for label in labels(made):
        assert label.box.x >= 0 and label.box.right <= made.width and label.box.bottom <= made.height, label
        assert EvenLetters().width(label.text, label.style) <= label.box.width + 0.01, label
    for first, second in combinations(labels(made), 2):
        assert not overlap(first.box, second.box), (first, second)


def test_rows_stand_one_below_the_other_in_the_order_of_the_steps() -> None:
    made = diagram(connections=2)
    assert all(above.frame.bottom <= below.frame.y for above, below in pairwise(made.rows))
    assert [row.moment.step.number for row in made.rows] == sorted(row.moment.step.number for row in made.rows)
    assert len(made.headings) == 2 and len(diagram().headings) == 0


def test_every_step_belongs_to_one_row_at_every_level() -> None:
    for detail in Detail:
        covered = [number for row in diagram(detail=detail).rows for number in range(row.moment.first, row.moment.last + 1)]
        assert covered == list(range(len(transcript().steps)))
    assert len(diagram(detail=Detail.computations).rows) == len(transcript().steps) > len(diagram().rows)


def test_arrows_go_from_sender_to_receiver() -> None:
    made = diagram()
    places = {line.role: line.x for line in made.lifelines}
    assert list(places) == [Role.name_server, Role.client, Role.server]
    for row in made.rows:
        step = row.moment.step
        if step.receiver is None:
            assert row.arrow is None and row.pill is not None and row.pill.box.x < places[step.sender] < row.pill.box.right
        else:
            assert row.arrow is not None
            assert abs(row.arrow.start - places[step.sender]) < 10 and abs(row.arrow.end - places[step.receiver]) < 10


def test_what_is_protected_lies_in_a_band_with_a_lock_in_its_colour() -> None:
    rows = {row.moment.step.name: row for row in diagram().rows}
    assert rows["ClientHello"].band is None and rows["ClientHello"].lock is None and rows["ClientHello"].colour == "unprotected"
    assert rows["Certificate"].band is not None and rows["Certificate"].lock is not None
    assert (rows["Certificate"].colour, rows["GET /"].colour) == ("handshake_keys", "application_keys")


def test_an_alert_that_ends_it_is_unmistakable_and_a_close_is_not() -> None:
    alert = diagram(failed=True).rows[-1]
    assert alert.octagon is not None and alert.arrow is not None and alert.arrow.thick and alert.colour == "bad"
    close = next(row for row in diagram().rows if row.moment.step.name == "close_notify")
    assert close.octagon is None and close.arrow is not None and not close.arrow.thick
    judged = next(row for row in diagram(failed=True).rows if row.moment.step.name == "judge_certificate")
    assert judged.sign is not None and judged.outcome is Outcome.failed and judged.pill is not None and judged.pill.colour == "bad"


def test_a_secret_that_both_reach_is_said_once_when_the_second_one_has_it() -> None:
    said = [row.moment.step for row in diagram().rows if row.agreed]
    assert [(step.name, step.sender) for step in said] == [("compute_shared_secret", Role.client)]


def test_the_scrub_bar_shows_what_protects_each_moment() -> None:
    shown = [row.moment for row in diagram().rows]
    found = stops(shown)
    assert len(found) == len(shown)
    judged = next(place for place, moment in enumerate(shown) if moment.step.name == "judge_certificate")
    assert found[judged] == found[judged - 1] == "handshake_keys"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_goes_outside_of_the_network_is_named_in_full_however_short_its_arrow(language: str) -> None:
    from workbench.core.handshake.scenarios import run
    from workbench.core.handshake.scenarios.parameters import Parameters

    for name in ("opened_years_later_rsa", "server_preparation", "mutual_preparation"):
        made = lay_out(run(name, Parameters(seed=1)), HandshakeText(language), Detail.messages, EvenLetters(), 620.0)
        for row in made.rows:
            if row.moment.step.kind is StepKind.handover:
                assert row.labels[0].text == HandshakeText(language).title(row.moment.step)
                assert row.labels[0].box.x >= 0 and (row.sign is None or row.sign.right <= row.labels[0].box.x)


def test_facts_that_do_not_fit_are_left_out_whole() -> None:
    from workbench.core.handshake.scenarios import run
    from workbench.core.handshake.scenarios.parameters import Parameters

    played = run("tls13_full", Parameters(seed=1))
    seen = set()
    for width in range(420, 900, 20):
        made = lay_out(played, HandshakeText("en"), Detail.messages, EvenLetters(), float(width))
        hello = next(row for row in made.rows if row.moment.step.name == "ServerHello")
        seen |= {label.text for label in hello.labels if label.style is Style.fact}
    whole = {text for text in seen if not text.endswith("…")}
    assert whole == {"TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256 · x25519"}


def test_a_click_finds_its_row() -> None:
    made = diagram()
    for number, row in enumerate(made.rows):
        assert made.row_at(row.frame.x + 2, row.frame.middle) == number
    assert made.row_at(5, made.height - 1) is None and made.row_at(0, 0) is None
    assert set(made.between(0, made.height)) == set(range(len(made.rows)))
    third = made.rows[3].frame
    assert 3 in made.between(third.y + 1, third.bottom - 1) and 8 not in made.between(third.y + 1, third.bottom - 1)


# -- the scene ----------------------------------------------------------------------------------------------------------------------


@given(st.floats(0, 40, allow_nan=False))
def test_the_same_t_gives_the_same_frame(t: float) -> None:
    first, second = Scene(diagram()).at(t), Scene(diagram()).at(t)
    rows = range(len(first.diagram.rows))
    assert first == second and [first.look(row) for row in rows] == [second.look(row) for row in rows]


def test_what_has_not_happened_is_faint_and_one_message_travels() -> None:
    made = diagram()
    number = next(place for place, row in enumerate(made.rows) if row.arrow is not None and row.moment.step.kind is StepKind.message)
    frame = Scene(made).at(number + 0.3)
    looks = [frame.look(row) for row in range(len(made.rows))]
    assert [look.strength for look in looks] == [1.0] * (number + 1) + [FAINT] * (len(made.rows) - number - 1)
    assert [place for place, look in enumerate(looks) if look.travel is not None] == [number]
    assert 0 < (looks[number].travel or 0) < 1
    end = Scene(made).at(10_000.0)
    assert all(end.look(row).strength == 1.0 and end.look(row).travel is None for row in range(len(made.rows)))
    assert all(Scene(made).at(-3.0).look(row).strength == FAINT for row in range(len(made.rows)))


def test_a_dot_never_goes_back() -> None:
    scene, number = Scene(diagram()), 2
    places = [scene.at(number + part / 50).look(number).travel or 0.0 for part in range(1, 50)]
    assert places == sorted(places) and places[-1] == 1.0


@pytest.mark.parametrize("name", ["server_preparation", "tampered_record", "tls13_hello_retry", "impostor_true_certificate"])
def test_no_name_is_cut_so_short_that_it_may_be_another(name: str) -> None:
    from workbench.core.handshake.scenarios import run
    from workbench.core.handshake.scenarios.parameters import Parameters

    played, text = run(name, Parameters(seed=1)), HandshakeText("en")
    wide = lay_out(played, text, Detail.messages, EvenLetters(), 900.0)
    assert wide.width == 900.0, "no wider than need be"
    made = lay_out(played, text, Detail.messages, EvenLetters(), 500.0)
    assert made.width <= 500.0 * 1.5
    titles = {text.title(row.moment.step) for row in made.rows if row.arrow is not None}
    for row in made.rows:
        if row.arrow is not None and row.labels[0].text != text.title(row.moment.step):
            fitting = {title for title in titles if title.startswith(row.labels[0].text.rstrip("…"))}
            assert fitting == {text.title(row.moment.step)}
