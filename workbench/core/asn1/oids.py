"""Names of object identifiers and where they are defined. The rows are in `oid_algorithms.py` and `oid_objects.py`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OidRow:
    """What is known of one OID."""

    oid: str
    name: str
    citation: str


@functools.lru_cache(maxsize=1)
def table() -> Mapping[str, OidRow]:
    """All rows by dotted decimal. Raises ValueError when an OID stands in two rows."""
    from workbench.core.asn1 import oid_algorithms, oid_objects  # parsed on first use, not at every start

    rows: dict[str, OidRow] = {}
    for citation, root, names in (*oid_algorithms.BLOCKS, *oid_objects.BLOCKS):
        for entry in names.split("|"):
            arc, name = entry.strip().split(" ", 1)
            oid = f"{root}.{arc}" if root else arc
            if oid in rows:
                raise ValueError(f"{oid} stands twice: {rows[oid].name}, {name}")
            rows[oid] = OidRow(oid, name, citation)
    return rows


def oid_name(oid: str) -> str | None:
    """The name its standard gives an OID (dotted decimal), None when we know none."""
    row = table().get(oid)
    return None if row is None else row.name


def oid_citation(oid: str) -> str | None:
    """The document that defines an OID, None when we know none."""
    row = table().get(oid)
    return None if row is None else row.citation
