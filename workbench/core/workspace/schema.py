"""The tables. `migrations/` leads from each older version to these; a test holds both equal.

Times are seconds since the epoch (whole, UTC). Numbers that do not fit 63 bits (serials) are lower-case hex. Ids are UUIDs that no two
programs give out twice; the later is the greater one (`workspace.new_id`), which tells the order within a second. `deleted` is when
something was put away: nothing is ever taken out, so that it can come back.
Texts have no length here: PostgreSQL would refuse what SQLite takes, and what strangers sign has no limit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator

VERSION = "0001"
"""Of the schema: the newest migration."""

metadata = MetaData()


class LongNumber(TypeDecorator[int]):
    """A number of up to 20 octets (RFC 5280 5.2.3), stored as hex with leading zeros: the order of the texts is that of the numbers.

    What is negative or longer is no such number and becomes None.
    """

    impl = Text
    cache_ok = True
    digits = 40

    def process_bind_param(self, value: int | None, dialect: Any) -> str | None:
        return None if value is None or not 0 <= value < 1 << 4 * self.digits else f"{value:0{self.digits}x}"

    def process_result_value(self, value: str | None, dialect: Any) -> int | None:
        return None if value is None else int(value, 16)


_COUNTED = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only what is called INTEGER


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


meta = Table("meta", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))
"""`vault`: JSON of `vault.py`; `made`: when."""

keys = Table(
    "keys",
    metadata,
    _id(),
    Column("spki_sha256", String(64), nullable=False),
    Column("spki", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_text", Text, nullable=False),
    Column("label", Text, nullable=False, default=""),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    UniqueConstraint("spki_sha256", name="keys_once"),
    Index("keys_by_age", "made", "id"),
)
certificates = Table(
    "certificates",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("sha1", String(40), nullable=False),
    Column("issuer_id", String(32), ForeignKey("certificates.id")),
    Column("issuer_name", String(64), nullable=False),
    Column("subject_name", String(64), nullable=False),
    Column("issuer_spki_sha256", String(64)),
    Column("key_id", String(32), ForeignKey("keys.id")),
    Column("request_id", String(32)),
    Column("replaces_id", String(32)),
    Column("serial", Text, nullable=False),
    Column("spki_sha256", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("common_name", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("key_text", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("ca", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("not_after", BigInteger, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("profile", Text, nullable=False, default=""),
    Column("revoked", BigInteger),
    Column("revocation_reason", BigInteger),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    Column("der", LargeBinary, nullable=False),
    Column("specification", Text, nullable=False, default=""),
    UniqueConstraint("sha256", name="certificates_once"),
    Index("certificates_by_issuer", "issuer_id", "ca", "made", "id"),
    Index("certificates_by_role", "role", "made", "id"),
    Index("certificates_by_title", "common_name", "id"),
    Index("certificates_by_issuer_name", "issuer_name"),
    Index("certificates_by_subject_name", "subject_name"),
    Index("certificates_by_sha1", "sha1"),
    Index("certificates_by_serial", "serial"),
    Index("certificates_by_key", "spki_sha256"),
    Index("certificates_by_key_here", "key_id"),
    Index("certificates_by_age", "made", "id"),
    Index("certificates_by_end", "not_after", "id"),
    Index("certificates_revoked", "revoked", sqlite_where=text("revoked IS NOT NULL"), postgresql_where=text("revoked IS NOT NULL")),
    Index("certificates_signed_by_themselves", "id", sqlite_where=text("issuer_id = id"), postgresql_where=text("issuer_id = id")),
    Index("certificates_put_away", "deleted", sqlite_where=text("deleted IS NOT NULL"), postgresql_where=text("deleted IS NOT NULL")),
    Index(
        "certificates_renewed", "replaces_id",
        sqlite_where=text("replaces_id IS NOT NULL"), postgresql_where=text("replaces_id IS NOT NULL"),
    ),
    Index("certificates_of_cas", "made", sqlite_where=text("ca = 1"), postgresql_where=text("ca = 1")),
    Index(
        "certificates_of_responders", "issuer_id",
        sqlite_where=text("role = 'ocsp_signing'"), postgresql_where=text("role = 'ocsp_signing'"),
    ),
    # What others issued may break the rule; what is issued here never does. A CA is its key: a renewed one goes on counting.
    Index(
        "serial_once", "issuer_spki_sha256", "serial", unique=True,
        sqlite_where=text("origin = 'issued'"), postgresql_where=text("origin = 'issued'"),
    ),
)  # fmt: skip
"""issuer_name, subject_name: digests of the names as they are compared (`linking.name_digest`); issuer_spki_sha256: of the issuer's key."""

requests = Table(
    "requests",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("key_id", String(32), ForeignKey("keys.id")),
    Column("spki_sha256", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("common_name", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("key_text", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    Column("der", LargeBinary, nullable=False),
    Column("specification", Text, nullable=False, default=""),
    UniqueConstraint("sha256", name="requests_once"),
    Index("requests_by_key", "spki_sha256"),
    Index("requests_by_age", "made", "id"),
)
crls = Table(
    "crls",
    metadata,
    _id(),
    Column("sha256", String(64), nullable=False),
    Column("issuer_id", String(32), ForeignKey("certificates.id")),
    Column("issuer_name", String(64), nullable=False),
    Column("issuer", Text, nullable=False),
    Column("number", LongNumber),
    Column("base_number", LongNumber),
    Column("entries", BigInteger, nullable=False),
    Column("this_update", BigInteger, nullable=False),
    Column("next_update", BigInteger),
    Column("origin", String(16), nullable=False),
    Column("notes", Text, nullable=False, default=""),
    Column("made", BigInteger, nullable=False),
    Column("deleted", BigInteger),
    Column("der", LargeBinary, nullable=False),
    UniqueConstraint("sha256", name="crls_once"),
    Index("crls_by_issuer", "issuer_id"),
    Index("crls_by_issuer_name", "issuer_name"),
)
texts = Table(
    "texts",
    metadata,
    Column("number", _COUNTED, primary_key=True, autoincrement=True),
    Column("object_id", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("away", BigInteger, nullable=False, default=0),
    Column("text", Text, nullable=False),
    Column("noted", Text, nullable=False, default=""),
    UniqueConstraint("object_id", name="texts_once"),
    sqlite_autoincrement=True,
)
"""What a search looks at, folded, in rows that are narrow enough to look at all of them. `noted`: label and notes; `away`: put away."""

tags = Table(
    "tags",
    metadata,
    Column("object_id", String(32), primary_key=True),
    Column("tag", Text, primary_key=True),
    Index("tags_by_tag", "tag"),
)
profiles = Table("profiles", metadata, _id(), Column("content", Text, nullable=False), Column("made", BigInteger, nullable=False))
drafts = Table("drafts", metadata, _id(), Column("content", Text, nullable=False), Column("changed", BigInteger, nullable=False))
log = Table(
    "log",
    metadata,
    Column("number", _COUNTED, primary_key=True, autoincrement=True),
    Column("time", BigInteger, nullable=False),
    Column("event", String(32), nullable=False),
    Column("object_id", String(32), nullable=False),
    Column("details", Text, nullable=False),
    Index("log_by_object", "object_id"),
    sqlite_autoincrement=True,
)
"""Append-only: triggers of the database refuse UPDATE and DELETE."""
