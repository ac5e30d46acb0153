"""The first schema: tables, and a log that the database itself lets nobody change.

Revisions are history: they say what they said when they were released, whatever `schema.py` becomes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ISSUED = sa.text("origin = 'issued'")

# A row that replaces another one (INSERT OR REPLACE) goes past SQLite's DELETE triggers, hence the third.
SQLITE_TRIGGERS = (
    "CREATE TRIGGER log_keeps_rows BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END",
    "CREATE TRIGGER log_loses_nothing BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'log is append-only'); END",
    "CREATE TRIGGER log_replaces_nothing BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE number = NEW.number) "
    "BEGIN SELECT RAISE(ABORT, 'log is append-only'); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'log is append-only' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER log_keeps_rows BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_is_append_only()",
    "CREATE TRIGGER log_loses_nothing BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()",
)


def upgrade(op: Operations) -> None:
    """From nothing."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("spki_sha256", sa.String(length=64), nullable=False),
        sa.Column("spki", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_text", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("spki_sha256", name="keys_once"),
    )
    op.create_index("keys_by_age", "keys", ["made", "id"])
    op.create_table(
        "log",
        sa.Column("number", COUNTED, autoincrement=True, nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("log_by_object", "log", ["object_id"])
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "profiles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tags",
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("object_id", "tag"),
    )
    op.create_index("tags_by_tag", "tags", ["tag"])
    op.create_table(
        "texts",
        sa.Column("number", COUNTED, autoincrement=True, nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("away", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("object_id", name="texts_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sha1", sa.String(length=40), nullable=False),
        sa.Column("issuer_id", sa.String(length=32), nullable=True),
        sa.Column("issuer_name", sa.String(length=64), nullable=False),
        sa.Column("subject_name", sa.String(length=64), nullable=False),
        sa.Column("issuer_spki_sha256", sa.String(length=64), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("spki_sha256", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("common_name", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("key_text", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("ca", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("not_after", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.Column("revocation_reason", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["certificates.id"]),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256", name="certificates_once"),
    )
    op.create_index("certificates_by_age", "certificates", ["made", "id"])
    op.create_index("certificates_by_end", "certificates", ["not_after", "id"])
    op.create_index("certificates_by_issuer", "certificates", ["issuer_id", "ca", "made", "id"])
    op.create_index("certificates_by_issuer_name", "certificates", ["issuer_name"])
    op.create_index("certificates_by_key", "certificates", ["spki_sha256"])
    op.create_index("certificates_by_key_here", "certificates", ["key_id"])
    op.create_index("certificates_by_role", "certificates", ["role", "made", "id"])
    op.create_index("certificates_by_serial", "certificates", ["serial"])
    op.create_index("certificates_by_sha1", "certificates", ["sha1"])
    op.create_index("certificates_by_subject_name", "certificates", ["subject_name"])
    op.create_index("certificates_by_title", "certificates", ["common_name", "id"])
    op.create_index("certificates_of_cas", "certificates", ["made"], sqlite_where=sa.text("ca = 1"), postgresql_where=sa.text("ca = 1"))
    op.create_index(
        "certificates_of_responders",
        "certificates",
        ["issuer_id"],
        sqlite_where=sa.text("role = 'ocsp_signing'"),
        postgresql_where=sa.text("role = 'ocsp_signing'"),
    )
    op.create_index(
        "certificates_put_away",
        "certificates",
        ["deleted"],
        sqlite_where=sa.text("deleted IS NOT NULL"),
        postgresql_where=sa.text("deleted IS NOT NULL"),
    )
    op.create_index(
        "certificates_renewed",
        "certificates",
        ["replaces_id"],
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_index(
        "certificates_revoked",
        "certificates",
        ["revoked"],
        sqlite_where=sa.text("revoked IS NOT NULL"),
        postgresql_where=sa.text("revoked IS NOT NULL"),
    )
    op.create_index(
        "certificates_signed_by_themselves",
        "certificates",
        ["id"],
        sqlite_where=sa.text("issuer_id = id"),
        postgresql_where=sa.text("issuer_id = id"),
    )
    op.create_index(
        "serial_once", "certificates", ["issuer_spki_sha256", "serial"], unique=True, sqlite_where=ISSUED, postgresql_where=ISSUED
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=True),
        sa.Column("spki_sha256", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("common_name", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("key_text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256", name="requests_once"),
    )
    op.create_index("requests_by_age", "requests", ["made", "id"])
    op.create_index("requests_by_key", "requests", ["spki_sha256"])
    op.create_table(
        "crls",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issuer_id", sa.String(length=32), nullable=True),
        sa.Column("issuer_name", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("base_number", sa.Text(), nullable=True),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("this_update", sa.BigInteger(), nullable=False),
        sa.Column("next_update", sa.BigInteger(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.Column("der", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["certificates.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256", name="crls_once"),
    )
    op.create_index("crls_by_issuer", "crls", ["issuer_id"])
    op.create_index("crls_by_issuer_name", "crls", ["issuer_name"])
    for statement in SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        op.execute(sa.text(statement))
