"""Finding: by every name a thing has, however it is written, and by what it is."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests.core.workspace import authorities
from tests.core.workspace.authorities import NOW
from workbench.core.workspace import certificates, crls, deleting, keys, labels, requests, schema, searching, texts
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.entries import CertificateEntry, Origin
from workbench.core.workspace.searching import Filter, Kind, Order, State, count, search
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, make_crl, make_key


def titles(workspace: Workspace, filter: Filter) -> list[str]:
    """What is found, held against what is counted."""
    with workspace.reading() as connection:
        found = search(connection, filter, now=NOW)
        assert count(connection, filter, now=NOW) == len(found)
        pages = [entry for start in range(0, len(found) + 1, 2) for entry in search(connection, filter, 2, start, NOW)]
        assert pages == list(found)
        return [entry.title for entry in found]


@pytest.fixture
def lab(workspace: Workspace) -> dict[str, CertificateEntry]:
    """By title: a CA and what it issued, of every state."""
    root = authorities.root("Lab Root")
    leaves = [
        authorities.leaf(root, "www.example.test", names=("www.example.test", "例え.テスト", "192.0.2.7")),
        authorities.leaf(root, "soon.example.test", end=10),
        authorities.leaf(root, "old.example.test", begin=-400, end=-30),
        authorities.leaf(root, "later.example.test", begin=30),
        authorities.leaf(root, "revoked.example.test"),
        authorities.leaf(root, "somebody", names=(), client=True),
    ]
    with workspace.writing() as connection:
        entries = certificates.add_many(
            connection, [NewCertificate(root.certificate), *(NewCertificate(der, Origin.ISSUED) for der in leaves)]
        )
        revoked = schema.certificates.c.common_name == "revoked.example.test"
        connection.execute(update(schema.certificates).where(revoked).values(revoked=5, revocation_reason=1))
    return {entry.title: entry for entry in entries}


@pytest.mark.parametrize("text", [
    "www.example.test", "WWW.Example.TEST", "ww.exa", "  example   www ", "例え.テスト", "xn--r8jz45g.xn--zckzah",
    "ＷＷＷ．example", "テスト",
    "192.0.2.7", "CN=www",
])  # fmt: skip
def test_names_are_found_however_they_are_written(workspace: Workspace, lab: dict[str, CertificateEntry], text: str) -> None:
    assert titles(workspace, Filter(text)) == ["www.example.test"]


def test_numbers_are_found_however_they_are_written(workspace: Workspace, lab: dict[str, CertificateEntry]) -> None:
    entry = lab["www.example.test"]
    sha1 = hashlib.sha1(entry.der).hexdigest()
    for number in (entry.sha256, sha1, entry.spki_sha256, entry.serial):
        octets = [("0" + number if len(number) % 2 else number)[at : at + 2] for at in range(0, len(number), 2)]
        for text in (number, number.upper(), ":".join(octets), " ".join(octets).upper(), "0x" + number, "00:" + ":".join(octets)):
            if text.startswith("00:") and number != entry.serial:
                continue  # only a number may have zeros before it
            assert titles(workspace, Filter(text)) == ["www.example.test"], text
    assert titles(workspace, Filter(str(int(entry.serial, 16)))) == ["www.example.test"]
    assert titles(workspace, Filter(entry.sha256[:10])) == ["www.example.test"]
    assert titles(workspace, Filter(":".join((entry.sha256[:2], entry.sha256[2:4], entry.sha256[4:6], entry.sha256[6:8])))) == [
        "www.example.test"
    ]
    assert titles(workspace, Filter("f" * 64)) == []


def test_states(workspace: Workspace, lab: dict[str, CertificateEntry]) -> None:
    def found(state: State, **more: object) -> set[str]:
        return set(titles(workspace, Filter(state=state, **more)))  # type: ignore[arg-type]

    assert found(State.EXPIRED) == {"old.example.test"}
    assert found(State.NOT_YET) == {"later.example.test"}
    assert found(State.REVOKED) == {"revoked.example.test"}
    assert found(State.EXPIRING) == {"soon.example.test"} and found(State.EXPIRING, within_days=5) == set()
    assert found(State.VALID) == {"Lab Root", "www.example.test", "soon.example.test", "somebody"}
    assert found(State.VALID, text="example.test") == {"www.example.test", "soon.example.test"}
    assert set(titles(workspace, Filter(expires_before=NOW + timedelta(days=20)))) == {"old.example.test", "soon.example.test"}
    assert titles(workspace, Filter(f"{NOW + timedelta(days=10):%Y-%m-%d}")) == ["soon.example.test"]


def test_what_it_is(workspace: Workspace, lab: dict[str, CertificateEntry]) -> None:
    assert titles(workspace, Filter(role="root_ca")) == titles(workspace, Filter(origin=Origin.IMPORTED)) == ["Lab Root"]
    assert titles(workspace, Filter(role="client")) == ["somebody"]
    assert len(titles(workspace, Filter(key_text="P-256"))) == 7 and titles(workspace, Filter(key_text="RSA 2048")) == []
    assert len(titles(workspace, Filter(issuer_id=lab["Lab Root"].id))) == 6
    assert titles(workspace, Filter(order=Order.EXPIRY))[0] == "old.example.test"
    assert titles(workspace, Filter("example", order=Order.NAME)) == sorted(name for name in lab if "example" in name)
    assert titles(workspace, Filter(key_here=True)) == []
    with workspace.writing() as connection:
        key = make_key(KeyKind.P_256)
        keys.add_key(connection, workspace.vault, key)
        certificates.add_certificate(connection, authorities.leaf(authorities.root(), "own.example.test", key))
    assert titles(workspace, Filter(key_here=True)) == ["own.example.test"]


def test_tags_notes_and_what_is_put_away(workspace: Workspace, lab: dict[str, CertificateEntry]) -> None:
    entry = lab["old.example.test"]
    with workspace.writing() as connection:
        assert labels.set_tags(connection, entry.id, [" web ", "web", "東京", ""]) == ("web", "東京")
        labels.set_notes(connection, entry.id, "Ask Ms. ＹＡＭＡＤＡ")
    assert titles(workspace, Filter(tag="web")) == titles(workspace, Filter("yamada")) == ["old.example.test"]
    with workspace.reading() as connection:
        assert search(connection, Filter(tag="東京"), now=NOW)[0].tags == ("web", "東京")
        assert labels.all_tags(connection) == {"web": 1, "東京": 1}
    with workspace.writing() as connection:
        deleting.delete(connection, entry.id)
    assert titles(workspace, Filter("old")) == [] and titles(workspace, Filter("old", deleted=True)) == ["old.example.test"]
    with workspace.writing() as connection:
        deleting.restore(connection, entry.id)
    assert titles(workspace, Filter("old")) == ["old.example.test"] and titles(workspace, Filter(deleted=True)) == []


def test_other_things_are_found_too(workspace: Workspace) -> None:
    root = authorities.root("Lab Root")
    with workspace.writing() as connection:
        key = keys.add_key(connection, workspace.vault, root.key, "the lab's own")
        crl = crls.add_crl(connection, None, make_crl(root, {}, 12345, NOW - timedelta(days=9), NOW - timedelta(days=2)), Origin.IMPORTED)
        from tests.core.workspace.surviving import named
        from workbench.core.issuance.build import build_request

        request = requests.add_request(connection, build_request(named("server", "asked.example.test"), make_key(KeyKind.P_256)))
    for kind, entry, words in (
        (Kind.KEYS, key, ("lab's", "P-256", key.spki_sha256)),
        (Kind.CRLS, crl, ("Lab Root", "12345", crl.sha256)),
        (Kind.REQUESTS, request, ("asked", request.sha256[:12], request.spki_sha256)),
    ):
        for text in ("", *words):
            assert titles(workspace, Filter(text, kind)) == [entry.title], text
        assert titles(workspace, Filter("nothing of the kind", kind)) == []
        for order in Order:
            assert titles(workspace, Filter(kind=kind, order=order)) == [entry.title]
    assert titles(workspace, Filter(kind=Kind.CRLS, state=State.EXPIRED)) == [crl.title]
    assert titles(workspace, Filter(kind=Kind.KEYS, state=State.VALID)) == titles(workspace, Filter(kind=Kind.KEYS, role="server")) == []


def test_common_texts_are_found_as_rare_ones_are(
    workspace: Workspace, lab: dict[str, CertificateEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More objects than are listed one by one take another way to the same answer."""
    filters = [
        Filter(text, state=state, order=order, expires_before=before)
        for text in ("", "example", "example.test", "root", "e", lab["somebody"].serial)
        for state in (None, *State)
        for order in Order
        for before in (None, NOW + timedelta(days=20))
    ]
    rare = [titles(workspace, filter) for filter in filters]
    monkeypatch.setattr(searching, "_MANY", 1)
    assert [titles(workspace, filter) for filter in filters] == rare and any(len(found) > 3 for found in rare)


def test_counting_stops_where_it_is_told(workspace: Workspace, lab: dict[str, CertificateEntry]) -> None:
    with workspace.reading() as connection:
        assert [count(connection, Filter(text), NOW, 3) for text in ("", "example", "somebody")] == [3, 3, 1]


NASTY = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ["%", "_", "\\", "'", '"', "\0", "\ud800", "İ", "ß", "ﬁ", "ｱ", "--", ";"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=NASTY, text=NASTY)
def test_any_text_can_be_noted_and_searched(workspace: Workspace, note: str, text: str) -> None:
    """What was noted is found by any part of it and by nothing that is not in it; no text means anything to the database."""
    with workspace.writing() as connection:
        entries = certificates.roots(connection) or (certificates.add_certificate(connection, authorities.root("Probe").certificate),)
        labels.set_notes(connection, entries[0].id, note)
        for part in {note, note[1:], note[: len(note) // 2]}:
            if texts.folded(part).split() and all(word in texts.folded(note) for word in texts.folded(part).split()):
                assert count(connection, Filter(part)) == 1
        found = count(connection, Filter(text))
        known = connection.execute(schema.texts.select()).one()
        expected = all(word in known.text or word in known.noted for word in texts.folded(text).split())
        assert found == int(expected) or searching.numbers(text)
