"""Names of object identifiers and where they are defined."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[str, tuple[str, str]] = {}


def oid_name(oid: str) -> str | None:
    """The name its standard gives an OID (dotted decimal), None when we know none."""
    row = _NAMES.get(oid)
    return None if row is None else row[0]


def oid_citation(oid: str) -> str | None:
    """The document that defines an OID, None when we know none."""
    row = _NAMES.get(oid)
    return None if row is None else row[1]
