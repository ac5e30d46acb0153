"""What the library reads of a real workspace: sections, the tree, pages, what is found, details."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.models.library.library_fixtures import HOST, lab, many, unlocked
from workbench.core.workspace import deleting, labels
from workbench.core.workspace.entries import Origin
from workbench.core.workspace.lab import Lab
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.finding import Status
from workbench.models.library.details import read_details
from workbench.models.library.facts import FactWords
from workbench.models.library.loaded import PAGE, Loaded
from workbench.models.library.pem import pem_of_chain
from workbench.models.library.query import Kind, Query, Standing
from workbench.models.library.reading import read_all, read_page, rows_below
from workbench.models.library.rows import Row, Section

MANY = 450


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Lab]:
    workspace = unlocked(tmp_path_factory.mktemp("workspace"))
    made = lab(workspace)
    many(workspace, made.server.id, MANY)
    return workspace, made


@pytest.fixture
def made(filled: tuple[Workspace, Lab]) -> Lab:
    return filled[1]


@pytest.fixture
def connection(filled: tuple[Workspace, Lab]) -> Iterator[Connection]:
    with filled[0].reading() as found:
        yield found


def titles(loaded: Loaded) -> list[str]:
    return [child.row.entry.title for child in loaded.below if child.row.entry is not None]


def section(loaded: Loaded, wanted: Section) -> Loaded:
    return next(child for child in loaded.below if child.row.section is wanted)


def test_cas_with_what_they_issued_and_keys(connection: Connection, made: Lab) -> None:
    found = read_all(connection, 7, None, None)
    assert found.generation == 7
    assert [child.row.section for child in found.below] == [Section.AUTHORITIES, Section.KEYS]
    authorities = section(found, Section.AUTHORITIES)
    assert titles(authorities) == [made.root.title]
    assert titles(authorities.below[0]) == [made.intermediate.title]
    issuing = authorities.below[0].below[0]
    assert issuing.row.below == issuing.count == MANY + 2
    assert issuing.below == ()  # it has too many to be open at first
    keys = section(found, Section.KEYS)
    assert keys.count == 4 and {child.row.owner for child in keys.below} == {made.root.title, made.intermediate.title, HOST, "Lab client"}


def test_pages_hold_everything_once(connection: Connection, made: Lab) -> None:
    row = Row(None, made.intermediate, MANY + 2)
    ids: list[str] = []
    while True:
        page = read_page(connection, 1, 5, None, row, len(ids), PAGE)
        assert (page.generation, page.number, page.offset) == (1, 5, len(ids))
        ids += [found.key for found in page.rows]
        if len(page.rows) < PAGE:
            break
    assert len(ids) == len(set(ids)) == MANY + 2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (Query(text="host0123"), 1),
        (Query(text="host01"), 100),
        (Query(text="nowhere"), 0),
        (Query(text=HOST, key_here=True), 1 + 2),  # and its two CAs, which are named after it
        (Query(role="client"), 1),
        (Query(kind=Kind.KEYS), 4),
        (Query(origin=Origin.IMPORTED), 0),
        (Query(standing=Standing.EXPIRED), 0),
        (Query(standing=Standing.PUT_AWAY), 0),
    ],
)
def test_searching(connection: Connection, query: Query, count: int) -> None:
    found = read_all(connection, 1, query, None)
    assert sum(child.count for child in found.below) == count
    assert all(child.count for child in found.below)


def test_many_hits_are_counted_and_read_in_pages(connection: Connection) -> None:
    query = Query(text="host0", kind=Kind.CERTIFICATES)
    found = read_all(connection, 1, query, None)
    hits = section(found, Section.FOUND_CERTIFICATES)
    assert (hits.count, len(hits.below)) == (MANY, PAGE)
    rest = rows_below(connection, query, hits.row, 1000, PAGE)
    assert len(rest) == MANY - PAGE


def test_by_serial_number_and_fingerprint(connection: Connection, made: Lab) -> None:
    for text in (made.server.serial, made.server.sha256.upper(), made.server.sha256[:16]):
        found = read_all(connection, 1, Query(text=text), None)
        assert titles(section(found, Section.FOUND_CERTIFICATES)) == [HOST]


def test_details_of_a_certificate(connection: Connection, made: Lab) -> None:
    details = read_details(connection, made.server.id)
    assert [entry.id for entry in details.chain] == [made.server.id, made.intermediate.id, made.root.id]
    assert details.issuer is not None and details.issuer.id == made.intermediate.id
    assert details.key is not None and details.verdict is not None and details.verdict.status is not Status.FAILURE
    assert [entry.event for entry in details.log] == ["issued"]
    answer = FactWords("en").answer(details)
    assert answer.status is Status.OK and answer.headline.startswith(f"“{HOST}” is valid until ")
    assert made.root.title in answer.detail
    assert read_details(connection, made.intermediate.id).issued == MANY + 2


def test_details_speak_japanese(connection: Connection, made: Lab) -> None:
    words = FactWords("ja")
    details = read_details(connection, made.server.id)
    assert "まで有効です" in words.answer(details).headline
    assert [fact.label for fact in words.facts(details)][:3] == ["用途", "サブジェクト", "名前"]


def test_the_chain_as_pem_is_what_it_was(connection: Connection, made: Lab) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    found = load_pem_x509_certificates(pem_of_chain(read_details(connection, made.server.id)))
    assert [parse_certificate(each.public_bytes(Encoding.DER)).sha256 for each in found] == [
        made.server.sha256, made.intermediate.sha256, made.root.sha256,
    ]  # fmt: skip


def test_what_is_put_away_is_found_by_that_alone(tmp_path: Path) -> None:
    workspace = unlocked(tmp_path)
    made = lab(workspace)
    with workspace.writing() as connection:
        deleting.delete(connection, made.client.id)
        labels.set_tags(connection, made.server.id, ["shown in the talk"])
    with workspace.reading() as connection:
        assert titles(read_all(connection, 1, Query(standing=Standing.PUT_AWAY), None).below[0]) == [made.client.title]
        assert titles(read_all(connection, 1, Query(tag="shown in the talk"), None).below[0]) == [HOST]
        authorities = section(read_all(connection, 1, None, None), Section.AUTHORITIES)
        assert titles(authorities.below[0].below[0]) == [HOST]
        answer = FactWords("en").answer(read_details(connection, made.client.id))
        assert answer.headline == f"“{made.client.title}” was put away"
    workspace.close()
