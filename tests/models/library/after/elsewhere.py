"""Certificates whose private keys are not in the workspace."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.workspace.small_ca import wanted
from workbench.core.issuance.build import build_request, build_self_signed
from workbench.core.issuance.profiles import built_in
from workbench.core.workspace.certificates import add_certificate
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.issuing import issue_for_request
from workbench.core.workspace.requests import add_request
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, make_key


def foreign_root(workspace: Workspace, name: str = "Somebody Else’s Root") -> CertificateEntry:
    """A CA of which only the certificate was brought."""
    der = build_self_signed(wanted("root", name), make_key(KeyKind.P_256), datetime.now(UTC))
    with workspace.writing() as connection:
        return add_certificate(connection, der)


def for_a_request(workspace: Workspace, issuer_id: str, name: str = "mail.example.test") -> CertificateEntry:
    """Issued for a request that somebody sent, who has the key."""
    specification = wanted("server", name)
    with workspace.writing() as connection:
        request = add_request(connection, build_request(specification, make_key(KeyKind.P_256)))
    return issue_for_request(workspace, request.id, specification, issuer_id, profile=built_in("server").id)
