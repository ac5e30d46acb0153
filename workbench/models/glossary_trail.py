"""Which entries of the glossary were read, for Back and Forward."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trail:
    """The ids that were read, and the place of the one that is read now (-1 when none is)."""

    ids: tuple[str, ...] = ()
    at: int = -1

    @property
    def current(self) -> str:
        return self.ids[self.at] if self.ids else ""

    @property
    def has_back(self) -> bool:
        return self.at > 0

    @property
    def has_forward(self) -> bool:
        return self.at < len(self.ids) - 1

    def visit(self, id: str) -> Trail:
        """Go on to an entry; what Forward would have led to is forgotten."""
        if id == self.current:
            return self
        ids = (*self.ids[: self.at + 1], id)
        return Trail(ids, len(ids) - 1)

    def instead(self, id: str) -> Trail:
        """Go to an entry in place of the one that is read now."""
        ids = (*self.ids[: max(0, self.at)], id)
        return Trail(ids, len(ids) - 1)

    def back(self) -> Trail:
        return Trail(self.ids, self.at - 1) if self.has_back else self

    def forward(self) -> Trail:
        return Trail(self.ids, self.at + 1) if self.has_forward else self
