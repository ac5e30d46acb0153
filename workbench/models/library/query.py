"""What is looked for in the library. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.workspace.entries import Origin
from workbench.core.workspace.searching import Filter, Kind, State

WITHIN_DAYS = (7, 30, 90)


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

    @property
    def filters(self) -> tuple[Filter, ...]:
        """For each kind that can have it what is to be searched."""
        kinds = tuple(Kind) if self.kind is None else (self.kind,)
        if self.role or self.key_here is not None:
            kinds = tuple(kind for kind in kinds if kind is Kind.CERTIFICATES or (kind is Kind.REQUESTS and not self.role))
        state = State(self.standing.value) if self.standing is not None and self.standing is not Standing.PUT_AWAY else None
        return tuple(
            Filter(
                text=self.text, kind=kind, state=state, within_days=self.days, role=self.role, origin=self.origin, key_text=self.key_text,
                tag=self.tag, key_here=self.key_here, deleted=self.standing is Standing.PUT_AWAY,
            )
            for kind in kinds
        )  # fmt: skip


EVERYTHING = Query()
