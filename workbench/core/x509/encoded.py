"""What certificates, CRLs, requests and OCSP messages have in common: they are their bytes."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Encoded:
    """A value that is read lazily out of `der`, exactly its encoding. Equal to one of the same kind with the same bytes.

    A child is a dataclass with eq=False and repr=False: a printed object must not show what is in it.
    """

    der: bytes

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.der == other.der

    def __hash__(self) -> int:
        return hash(self.der)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sha256[:16]}>"

    @functools.cached_property
    def sha256(self) -> str:
        """Lower-case hex of the SHA-256 fingerprint."""
        return hashlib.sha256(self.der).hexdigest()
