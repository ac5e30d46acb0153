"""What stands beside certificates and keys: requests, CRLs, labels, profiles, drafts, and what depends on what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.core.workspace import authorities
from tests.core.workspace.authorities import NOW
from tests.core.workspace.surviving import named
from workbench import words
from workbench.core.issuance.build import build_request
from workbench.core.issuance.profiles import BUILT_IN, built_in
from workbench.core.workspace import certificates, crls, deleting, drafts, keys, labels, log, requests, schema, stored_profiles
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.deleting import Dependents
from workbench.core.workspace.entries import Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import Workspace, open_workspace
from workbench.core.x509.issuance import Authority, KeyKind, issue_to_itself, make_crl, make_key

DAY = timedelta(days=1)


def test_requests(workspace: Workspace) -> None:
    key = make_key(KeyKind.P_256)
    specification = named("server", "asked.example.test")
    der = build_request(specification, key)
    with workspace.writing() as connection:
        entry = requests.add_request(connection, der, Origin.ISSUED, specification=specification)
        assert entry.key_id is None and entry.title == "asked.example.test" and entry.key_text == "P-256"
        own = keys.add_key(connection, workspace.vault, key)
        assert requests.request_entry(connection, entry.id).key_id == own.id
        assert requests.specification_of(connection, entry.id) == specification
        deleting.delete(connection, entry.id)
        assert requests.list_requests(connection) == ()
        assert requests.add_request(connection, der).id == entry.id
        assert requests.list_requests(connection) == (replace(entry, key_id=own.id),)
        assert [row.event for row in log.read_log(connection, entry.id)] == [Event.RESTORED, Event.DELETED, Event.REQUESTED]


def test_crls_are_numbered_upwards_for_a_key_and_its_name(workspace: Workspace) -> None:
    root = authorities.root("One")
    renewed = Authority(issue_to_itself(authorities.wanted("One", ca=True, end=7000), root.key), root.key)
    with workspace.writing() as connection:
        first, second = certificates.add_many(connection, [NewCertificate(each.certificate) for each in (root, renewed)])
        assert crls.next_number(connection, first.id) == 1
        for number in (1, 9, 10, 255, 256, 1 << 159):
            entry = crls.add_crl(connection, first.id, make_crl(root, {}, number, NOW, NOW + DAY))
            assert entry.number == number and crls.next_number(connection, second.id) == number + 1
        deleting.delete(connection, entry.id)
        assert crls.next_number(connection, first.id) == (1 << 159) + 1  # a number that was given out stays so
        assert len(crls.list_crls(connection, first.id)) == 5 and crls.list_crls(connection, second.id) == ()
        assert [found.number for found in crls.list_crls(connection)] == [256, 255, 10, 9, 1]
        unknown = crls.add_crl(connection, None, make_crl(authorities.root("Else"), {}, 1, NOW, NOW + DAY), Origin.IMPORTED)
        assert unknown.issuer_id is None and unknown.title == "CN=Else #1"
    with pytest.raises(WorkspaceError), workspace.reading() as connection:
        crls.next_number(connection, "nobody")


def test_what_depends_on_what(workspace: Workspace) -> None:
    root = authorities.root()
    request = build_request(named("server", "asked.example.test"), root.key)
    with workspace.writing() as connection:
        key = keys.add_key(connection, workspace.vault, root.key)
        asked = requests.add_request(connection, request)
        top = certificates.add_certificate(connection, root.certificate)
        first = certificates.add_certificate(connection, authorities.leaf(root, "a.example.test"), request_id=asked.id)
        second = certificates.add_certificate(connection, authorities.leaf(root, "b.example.test"))
        crl = crls.add_crl(connection, None, make_crl(root, {}, 1, NOW, NOW + DAY))
        assert replace(deleting.dependents(connection, top.id), titles=()) == Dependents(issued=2, crls=1)
        assert set(deleting.dependents(connection, top.id).titles) == {"a.example.test", "b.example.test"}
        assert deleting.dependents(connection, key.id) == Dependents(certificates=1, requests=1, authorities=1, titles=("Root",))
        assert deleting.dependents(connection, asked.id) == Dependents(certificates=1, titles=("a.example.test",))
        assert not deleting.dependents(connection, first.id).any and not deleting.dependents(connection, crl.id).any
        deleting.delete(connection, second.id)
        assert deleting.dependents(connection, top.id).issued == 1
        said = deleting.dependents(connection, key.id).messages
    assert len(said) == 3 and all("1" in words.say(message, language) for message in said for language in words.LANGUAGES)


def test_putting_away_is_told_once_and_undone(workspace: Workspace) -> None:
    with workspace.writing() as connection:
        entry = certificates.add_certificate(connection, authorities.root().certificate)
        for _ in range(2):
            deleting.delete(connection, entry.id)
        assert certificates.certificate_entry(connection, entry.id).deleted is not None  # still to be seen by who knows it
        for _ in range(2):
            deleting.restore(connection, entry.id)
        assert certificates.certificate_entry(connection, entry.id) == entry
        told = [(row.event, row.details) for row in log.read_log(connection, entry.id)]
    assert told[:2] == [(Event.RESTORED, {"title": "Root"}), (Event.DELETED, {"title": "Root"})] and len(told) == 3
    for function in (deleting.delete, deleting.restore, deleting.dependents, labels.set_tags, labels.set_notes, labels.set_label):
        with pytest.raises(WorkspaceError) as caught, workspace.writing() as connection:
            function(connection, "nobody", *(["x"] if function.__name__.startswith("set_") else []))  # type: ignore[operator]
        assert caught.value.message.id == "workspace_no_such_object"


def test_a_tag_has_a_limit(workspace: Workspace) -> None:
    with workspace.writing() as connection:
        entry = certificates.add_certificate(connection, authorities.root().certificate)
        labels.set_tags(connection, entry.id, ["x" * labels.MAXIMUM_TAG, "a", "\0"])
        assert certificates.roots(connection)[0].tags == ("a", "x" * labels.MAXIMUM_TAG, "\ufffd")
        with pytest.raises(WorkspaceError) as caught:
            labels.set_tags(connection, entry.id, ["x" * (labels.MAXIMUM_TAG + 1)])
        assert caught.value.message.id == "workspace_tag_too_long" and len(certificates.roots(connection)[0].tags) == 3
        labels.set_tags(connection, entry.id, [])
        assert labels.all_tags(connection) == {} and certificates.roots(connection)[0].tags == ()


def test_profiles(workspace: Workspace) -> None:
    ours = replace(built_in("server"), id="web", name="Web サーバー", key=KeyKind.ED25519)
    with workspace.writing() as connection:
        stored_profiles.save_profile(connection, ours)
        stored_profiles.save_profile(connection, replace(ours, id="alpha", name="Alpha"))
        stored_profiles.save_profile(connection, replace(ours, key=KeyKind.P_384))
        assert [profile.id for profile in stored_profiles.list_profiles(connection)] == ["alpha", "web"]
        assert stored_profiles.stored_profile(connection, "web") == replace(ours, key=KeyKind.P_384)
        for id in ("", "a b", "x" * 33, "ウェブ", "../x", *BUILT_IN):
            with pytest.raises(WorkspaceError) as caught:
                stored_profiles.save_profile(connection, replace(ours, id=id))
            assert caught.value.message.id == "workspace_profile_id"
        # A newer program shares the workspace: what it wrote is left alone.
        content = schema.profiles.c.content
        newer = func.replace(content, '"tls-workbench-profile": 1', '"tls-workbench-profile": 2')
        connection.execute(update(schema.profiles).where(schema.profiles.c.id == "web").values(content=newer))
        assert [profile.id for profile in stored_profiles.list_profiles(connection)] == ["alpha"]
        stored_profiles.delete_profile(connection, "alpha")
        assert connection.execute(select(func.count()).select_from(schema.profiles)).scalar_one() == 1


def test_drafts_survive(url: str) -> None:
    workspace = open_workspace(url)
    with workspace.writing() as connection:
        drafts.save_draft(connection, "one", {"subject": [["2.5.4.3", "東京\ud800"]], "days": 5, "nothing": None})
        drafts.save_draft(connection, "two", {})
        drafts.save_draft(connection, "one", {"subject": "later"})
    workspace.close()
    again = open_workspace(url)
    with again.writing() as connection:
        assert {draft.id: draft.content for draft in drafts.list_drafts(connection)} == {"one": {"subject": "later"}, "two": {}}
        drafts.delete_draft(connection, "one")
        drafts.delete_draft(connection, "one")
        assert [draft.id for draft in drafts.list_drafts(connection)] == ["two"]
    again.close()
