"""What people call certificates and keys, on the command line."""

from __future__ import annotations

import pytest

from workbench.core.workspace import certificates, finding
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.lab import Lab, LabWish, make_lab
from workbench.core.workspace.workspace import Workspace


@pytest.fixture
def lab(workspace: Workspace) -> Lab:
    return make_lab(workspace, LabWish(("www.example.test", "alt.example.test")))


def refused(workspace: Workspace, text: str, authority: bool = False) -> WorkspaceError:
    with workspace.reading() as connection, pytest.raises(WorkspaceError) as caught:
        finding.find_certificate(connection, text, authority)
    return caught.value


def test_it_is_found_by_whatever_names_it(workspace: Workspace, lab: Lab) -> None:
    server = lab.server
    colons = ":".join(server.sha256[at : at + 2] for at in range(0, 64, 2)).upper()
    texts = (server.id, server.id[: finding.SHOWN_PREFIX], server.sha256, colons, server.sha256[:12], server.serial,
             f"0x{server.serial.upper()}",
             "www.example.test", "WWW.Example.TEST", "alt.example.test", "CN=www.example.test")  # fmt: skip
    with workspace.reading() as connection:
        assert [finding.find_certificate(connection, text).id for text in texts] == [server.id] * len(texts)
        key = finding.find_key(connection, "www.example.test")
        assert key.id == server.key_id == finding.find_key(connection, server.spki_sha256[:16]).id


def test_what_cannot_issue_is_told_so(workspace: Workspace, lab: Lab) -> None:
    assert refused(workspace, "nobody").message.id == "workspace_no_such_certificate"
    assert refused(workspace, "").message.id == "workspace_no_such_certificate"
    assert refused(workspace, "www.example.test", authority=True).message.id == "workspace_issuer_is_no_ca"
    with workspace.reading() as connection:
        assert finding.find_certificate(connection, "www.example.test Lab Root CA", authority=True).id == lab.root.id
        with pytest.raises(WorkspaceError) as caught:
            finding.only_authority(connection)
    assert caught.value.message.id == "workspace_several_authorities"


def test_several_are_listed(workspace: Workspace, lab: Lab) -> None:
    other = make_lab(workspace, LabWish(("www.example.test",)))
    error = refused(workspace, "www.example.test")
    assert error.message.id == "workspace_ambiguous_certificate" and error.message.params["count"] == 2
    listed = error.message.params["candidates"]
    assert isinstance(listed, tuple)
    assert {str(candidate.params["id"]) for candidate in listed} == {each.server.id[: finding.SHOWN_PREFIX] for each in (lab, other)}


def test_an_issuer_without_its_key_cannot_issue(url: str, workspace: Workspace, lab: Lab) -> None:
    from workbench.core.workspace.passing import passing_workspace

    elsewhere = passing_workspace()
    try:
        with elsewhere.writing() as connection:
            certificates.add_certificate(connection, lab.root.der)
        assert refused(elsewhere, lab.root.common_name, authority=True).message.id == "workspace_issuer_without_key"
        with elsewhere.reading() as connection, pytest.raises(WorkspaceError) as caught:
            finding.only_authority(connection)
        assert caught.value.message.id == "workspace_no_authority"
    finally:
        elsewhere.close()
