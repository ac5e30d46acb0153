"""What is looked for in the library. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.core.workspace.entries import Origin

if TYPE_CHECKING:
    from workbench.core.workspace.searching import Filter

WITHIN_DAYS = (7, 30, 90)


class Kind(StrEnum):
    """As `searching.Kind` has them. `library_kinds_<value>` says it."""

    CERTIFICATES = "certificates"
    KEYS = "keys"
    REQUESTS = "requests"
    CRLS = "crls"


class Standing(StrEnum):
    """The states one can look for. `library_standing_<value>` says it; of EXPIRING there are several, by days."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"
    PUT_AWAY = "put_away"


@dataclass(frozen=True)
class Query:
    """Of each field the value that leaves it open is the first one: an unchanged query finds everything.

    kind      None for all kinds
    days      for Standing.EXPIRING
    key_here  whether the private key is in the workspace
    """

    text: str = ""
    kind: Kind | None = None
    standing: Standing | None = None
    days: int = 30
    role: str = ""
    origin: Origin | None = None
    key_text: str = ""
    key_here: bool | None = None
    tag: str = ""


EVERYTHING = Query()


def filters_of(query: Query) -> tuple[Filter, ...]:
    """For each kind that can have it what is to be searched. To be called in a job: it takes the database along."""
    from workbench.core.workspace import searching

    kinds = tuple(Kind) if query.kind is None else (query.kind,)
    if query.role or query.key_here is not None:
        kinds = tuple(kind for kind in kinds if kind is Kind.CERTIFICATES or (kind is Kind.REQUESTS and not query.role))
    put_away = query.standing is Standing.PUT_AWAY
    state = None if query.standing is None or put_away else searching.State(query.standing.value)
    return tuple(
        searching.Filter(
            text=query.text, kind=searching.Kind(kind.value), state=state, within_days=query.days, role=query.role, origin=query.origin,
            key_text=query.key_text, tag=query.tag, key_here=query.key_here, deleted=put_away,
        )
        for kind in kinds
    )  # fmt: skip
