"""The tables. `migrations/` leads from each older version to these; a test holds both equal.

Times are seconds since the epoch (whole, UTC). Numbers that do not fit 63 bits (serials) are lower-case hex. Ids are random, so that two
programs never give out the same one. `deleted` is when something was put away: nothing is ever taken out, so that it can come back.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

VERSION = "0001"
"""Of the schema: the newest migration."""

metadata = MetaData()


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


meta = Table("meta", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))
"""`vault`: JSON of `vault.py`; `made`: when."""

keys = Table(
    "keys",
    metadata,
    _id(),
    Column("spki_sha256", String(64), nullable=False, index=True),
    Column("spki", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("label", Text, nullable=False, default=""),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
)
certificates = Table(
    "certificates",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("der", LargeBinary, nullable=False),
    Column("issuer_id", String(32), ForeignKey("certificates.id")),
    Column("key_id", String(32), ForeignKey("keys.id")),
    Column("request_id", String(32)),
    Column("replaces_id", String(32)),
    Column("serial", String(64), nullable=False),
    Column("spki_sha256", String(64), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("common_name", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("key_text", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("ca", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("not_after", BigInteger, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("profile", Text, nullable=False, default=""),
    Column("specification", Text, nullable=False, default=""),
    Column("revoked", BigInteger),
    Column("revocation_reason", BigInteger),
    Column("search", Text, nullable=False),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    UniqueConstraint("sha256", name="certificates_once"),
    UniqueConstraint("issuer_id", "serial", name="serial_once"),
    Index("certificates_by_issuer", "issuer_id", "not_after"),
    Index("certificates_by_end", "not_after"),
)
requests = Table(
    "requests",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("der", LargeBinary, nullable=False),
    Column("key_id", String(32), ForeignKey("keys.id")),
    Column("subject", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("key_text", String(64), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("specification", Text, nullable=False, default=""),
    Column("search", Text, nullable=False),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    UniqueConstraint("sha256", name="requests_once"),
)
crls = Table(
    "crls",
    metadata,
    _id(),
    Column("issuer_id", String(32), ForeignKey("certificates.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("base_number", BigInteger),
    Column("der", LargeBinary, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("this_update", BigInteger, nullable=False),
    Column("next_update", BigInteger, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    UniqueConstraint("issuer_id", "number", name="crl_number_once"),
)
tags = Table(
    "tags",
    metadata,
    Column("object_id", String(32), primary_key=True),
    Column("tag", String(128), primary_key=True),
)
profiles = Table("profiles", metadata, _id(), Column("content", Text, nullable=False), Column("made", BigInteger, nullable=False))
drafts = Table("drafts", metadata, _id(), Column("content", Text, nullable=False), Column("changed", BigInteger, nullable=False))
log = Table(
    "log",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("time", BigInteger, nullable=False, index=True),
    Column("event", String(32), nullable=False),
    Column("object_id", String(32), nullable=False, index=True),
    Column("details", Text, nullable=False),
)
"""Append-only: triggers of the database refuse UPDATE and DELETE."""
