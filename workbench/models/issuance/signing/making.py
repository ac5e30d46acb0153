"""What the wing reads of a workspace and makes in it. For jobs; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.issuance.specification import Specification
from workbench.core.workspace.entries import RequestEntry
from workbench.models.issuance import standing
from workbench.models.issuance.making import Issued
from workbench.models.issuance.standing import Standing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.core.workspace.workspace import Workspace

INTENT = "sign"
MOST_LISTED = 200


@dataclass(frozen=True)
class Here:
    """requests: the newest first; answered: ids of those whose certificate is here"""

    standing: Standing
    requests: tuple[RequestEntry, ...]
    answered: frozenset[str]


def look(connection: Connection) -> Here:
    """CAs, profiles, drafts and requests of the workspace."""
    from workbench.core.workspace import browsing, requests

    entries = requests.list_requests(connection, MOST_LISTED)
    return Here(standing.look(connection), entries, browsing.answered(connection, [entry.id for entry in entries]))


def request_of(connection: Connection, id: str) -> bytes:
    """DER of a request of the workspace. Raises WorkspaceError."""
    from workbench.core.workspace import requests

    return requests.request_entry(connection, id).der


@dataclass(frozen=True)
class Order:
    der: bytes
    specification: Specification
    issuer_id: str
    profile: str


def sign(workspace: Workspace, order: Order) -> Issued:
    """The certificate, which is on the disk then. Raises as `issuing.issue_for_request` does; then nothing was made."""
    from workbench.core.workspace import certificates, issuing

    entry = issuing.issue_for_request(workspace, order.der, order.specification, order.issuer_id, profile=order.profile)
    with workspace.reading() as connection:
        chain = certificates.chain(connection, entry.id)
    return Issued(INTENT, (entry,), tuple(above.der for above in chain))
