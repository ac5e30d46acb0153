"""The picture of every key schedule: nothing lies over anything else, at any width. Without Qt."""

from __future__ import annotations

import itertools

import pytest

from workbench.core.handshake.lineage import Kind, trace
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.models.handshake_keys import Shown, connections_of, key_graph, operation
from workbench.views.handshake.diagram_values import Box
from workbench.views.handshake.keys.layout import Picture, Style, Words, lay_out
from workbench.views.handshake.keys.places import place

NARROW, WIDE = 606.0, 1150.0


class Letters:
    """Every letter as wide as every other."""

    def width(self, text: str, style: Style) -> float:
        return len(text) * 6.8

    def height(self, style: Style) -> float:
        return 15.0

    def elided(self, text: str, style: Style, room: float) -> str:
        most = int(room / 6.8)
        return text if len(text) <= most else text[: max(0, most - 1)] + "…"


def words(shown: Shown) -> Words:
    return Words(shown.origin.kind.value, shown.origin.name, tuple(operation(way.formula) for way in shown.ways), holders=3)


def graphs(scenario: str) -> list[tuple[Shown, ...]]:
    lineage = trace(run(scenario, Parameters(seed=3)))
    return [key_graph(lineage, connection, more) for connection in connections_of(lineage) for more in (False, True)]


def over(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def through(a: tuple[float, float], b: tuple[float, float], box: Box) -> bool:
    """Whether a line, which is level or upright, runs through the inside of a box."""
    left, right, top, bottom = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    return left < box.right - 1.0 and right > box.x + 1.0 and top < box.bottom - 1.0 and bottom > box.y + 1.0


def check(picture: Picture, graph: tuple[Shown, ...]) -> None:
    cards = picture.cards
    assert set(cards) == set(picture.order) == {value.id for value in graph}
    for a, b in itertools.combinations(cards.values(), 2):
        assert not over(a.box, b.box), (a, b)
    for card in cards.values():
        assert card.box.x >= 0.0 and card.box.right <= picture.width and card.box.bottom <= picture.height
        for line in card.lines:
            assert card.box.x < line.x and card.box.y <= line.y and line.y + 15.0 <= card.box.bottom, line
            assert line.x + len(line.text) * 6.8 <= card.box.right, line.text
        head = card.lines[0]
        assert head.x + len(head.text) * 6.8 <= card.signs.x, "the kind does not run into the signs"
    assert {(edge.source, edge.target) for edge in picture.edges} == {(id, value.id) for value in graph for id in value.inputs}
    for edge in picture.edges:
        for a, b in itertools.pairwise(edge.points):
            assert a[0] == pytest.approx(b[0]) or a[1] == pytest.approx(b[1])
            assert min(a[0], b[0]) >= 0.0 and max(a[0], b[0]) <= picture.width
            for card in cards.values():
                assert not through(a, b, card.box), (edge, card)
        assert touches(edge.points[0], cards[edge.source].box) and touches(edge.points[-1], cards[edge.target].box)


def touches(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    beside = x in (box.x, box.right) and box.y <= y <= box.bottom
    return beside or (y in (box.y, box.bottom) and box.x <= x <= box.right)


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("scenario", [scenario.id for scenario in SCENARIOS])
def test_nothing_lies_over_anything_else(qapp: object, scenario: str, width: float) -> None:
    for graph in graphs(scenario):
        check(lay_out(graph, words, Letters(), width), graph)


def test_lines_of_different_values_do_not_share_a_lane(qapp: object) -> None:
    """Upright parts of lines that begin at different values are apart, but for the last one that leads into a card from above."""
    for scenario in ("tls13_resumption", "tls12_session_ticket", "tls13_hybrid"):
        for graph in graphs(scenario):
            picture = lay_out(graph, words, Letters(), NARROW)
            upright = [
                (edge.source, a[0], min(a[1], b[1]), max(a[1], b[1]))
                for edge in picture.edges
                for a, b in itertools.pairwise(edge.points)
                if a[0] == b[0] and a[1] != b[1]
            ]
            for (source, x, top, bottom), (other, x2, top2, bottom2) in itertools.combinations(upright, 2):
                if source != other and top < bottom2 and top2 < bottom:
                    assert abs(x - x2) > 2.0, (scenario, source, other)


@pytest.mark.parametrize("scenario", ["tls13_full", "tls13_hybrid", "tls12_rsa", "tls12_ecdhe_rsa", "tls13_mutual", "tls12_session_id"])
def test_it_fits_into_the_page_of_a_small_window(qapp: object, scenario: str) -> None:
    for graph in graphs(scenario)[::2]:
        assert lay_out(graph, words, Letters(), NARROW).width <= NARROW + 24.0


def test_the_shared_secret_stands_below_the_keys_of_both_sides() -> None:
    graph = graphs("tls13_full")[0]
    cells = {value.origin.name: place(graph).cells[value.id] for value in graph}
    above = ["client_x25519_private_key", "client_x25519_public_key", "server_x25519_public_key", "server_x25519_private_key"]
    assert [cells[name].column for name in above] == [0, 1, 2, 3] and all(cells[name].band for name in above)
    stem = ["shared_secret", "early_secret", "handshake_secret", "master_secret"]
    assert [cells[name].column for name in stem] == [0] * 4 and sorted(stem, key=lambda name: cells[name].row) == stem
    assert cells["client_handshake_traffic_secret"].row == cells["handshake_secret"].row


def test_a_wide_picture_breaks_no_names(qapp: object) -> None:
    graph = graphs("tls13_full")[0]
    picture = lay_out(graph, words, Letters(), 1400.0)
    for value in graph:
        assert [line.text for line in picture.cards[value.id].lines if line.style is Style.name] == [value.origin.name]


def test_nothing_is_a_picture_too() -> None:
    assert lay_out((), words, Letters(), 600.0).cards == {}


def test_every_kind_is_laid_out() -> None:
    kinds = {value.origin.kind for scenario in SCENARIOS for graph in graphs(scenario.id) for value in graph}
    assert kinds == set(Kind), "a kind without a value says nothing"
