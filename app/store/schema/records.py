"""Tables of changes, the company's own settings, actors, areas, kept runs and kept files.

**Source**: design §§ 1, 2.3, 2.5, 2.7. Only a draft is ever deleted.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from app.store.schema.naming import (
    period_table,
    record_table,
    reference,
    row_id,
    strict_table,
)
from app.store.types import JsonText, PlainText, UtcInstant, WholeNumber, YesNo


def record_tables(metadata: MetaData) -> dict[str, Table]:
    """Return the tables of this module by name."""
    tables = (
        _revision(metadata),
        _change(metadata),
        _change_touch(metadata),
        record_table(
            metadata,
            "setting",
            (Column("key", PlainText, nullable=False),),
            (Column("value", PlainText, nullable=False),),
        ),
        record_table(
            metadata,
            "grid_area",
            (Column("code", PlainText, nullable=False),),
            (
                Column("name", PlainText, nullable=False),
                Column("price_area", PlainText, nullable=False),
                Column("own", YesNo, nullable=False),
            ),
        ),
        period_table(
            metadata,
            "actor",
            (
                Column("actor_id", PlainText, nullable=False),
                Column("role", PlainText, nullable=False),
            ),
            (Column("name", PlainText),),
        ),
        _override_reason(metadata),
        _check_run(metadata),
        _check_run_finding(metadata),
        _stored_file(metadata),
        _import_run(metadata),
        _draft(metadata),
    )
    return {table.name: table for table in tables}


def _revision(metadata: MetaData) -> Table:
    """Where Alembic looks for the revision; the shape is Alembic's."""
    return Table(
        "alembic_version",
        metadata,
        Column("version_num", String(32), nullable=False),
        PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
        info={"protection": "free"},
    )


def _change(metadata: MetaData) -> Table:
    """One committed transaction, a step on the knowledge axis; summary and process come last."""
    table = strict_table(
        metadata,
        "change",
        row_id(),
        Column("at", UtcInstant, nullable=False),
        Column("who", Text, nullable=False),
        Column("why", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("process_id", Integer),
        reference("undoes", "change.id", nullable=True),
        Column("summary", Text, nullable=False),
        protection="append_only",
        written_once=("summary", "process_id"),
    )
    Index(None, table.c.at)
    return table


def _change_touch(metadata: MetaData) -> Table:
    """Which objects a change touched: the way from an object to its history."""
    table = strict_table(
        metadata,
        "change_touch",
        Column("change_id", ForeignKey("change.id"), primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("object_id", Text, primary_key=True),
        with_rowid=False,
        protection="append_only",
    )
    Index(None, table.c.kind, table.c.object_id, table.c.change_id)
    return table


def _override_reason(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "override_reason",
        row_id(),
        reference("change_in", "change.id"),
        Column("rule", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("message", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("object_kind", Text, nullable=False),
        Column("object_id", Text, nullable=False),
        protection="append_only",
    )
    Index(None, table.c.object_kind, table.c.object_id)
    Index(None, table.c.change_in)
    return table


def _check_run(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "check_run",
        row_id(),
        Column("kind", Text, nullable=False),
        Column("month", Text, nullable=False),
        Column("as_of", UtcInstant, nullable=False),
        Column("population", WholeNumber, nullable=False),
        Column("sample_size", WholeNumber, nullable=False),
        Column("seed", WholeNumber, nullable=False),
        Column("is_full", YesNo, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("parameters", JsonText, nullable=False),
        reference("change_in", "change.id"),
        Column("signed_off_at", UtcInstant),
        Column("signed_off_by", Text),
        reference("change_signed_off", "change.id", nullable=True),
        protection="append_only",
        sealed_by="signed_off_at",
        mutable=("signed_off_at", "signed_off_by", "change_signed_off"),
    )
    Index(None, table.c.kind, table.c.month)
    return table


def _check_run_finding(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "check_run_finding",
        row_id(),
        reference("check_run_id", "check_run.id"),
        Column("kind", Text, nullable=False),
        Column("metering_point_id", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("own_value", Text),
        Column("other_value", Text),
        Column("owner", Text, nullable=False),
        Column("data", JsonText, nullable=False),
        protection="append_only",
        sealed_with="check_run_id",
    )
    Index(None, table.c.check_run_id)
    return table


def _stored_file(metadata: MetaData) -> Table:
    return strict_table(
        metadata,
        "stored_file",
        row_id(),
        Column("sha256", Text, nullable=False, unique=True),
        Column("name", Text, nullable=False),
        Column("size", WholeNumber, nullable=False),
        Column("kind", Text, nullable=False),
        reference("change_in", "change.id"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        protection="append_only",
    )


def _import_run(metadata: MetaData) -> Table:
    return strict_table(
        metadata,
        "import_run",
        row_id(),
        reference("change_in", "change.id"),
        Column("kind", Text, nullable=False),
        Column("source_name", Text, nullable=False),
        Column("source_sha256", Text, nullable=False),
        Column("rows", WholeNumber, nullable=False),
        Column("new", WholeNumber, nullable=False),
        Column("changed", WholeNumber, nullable=False),
        Column("unchanged", WholeNumber, nullable=False),
        Column("rejected", WholeNumber, nullable=False),
        Column("data", JsonText, nullable=False),
        protection="append_only",
    )


def _draft(metadata: MetaData) -> Table:
    """Half filled forms: the one table whose rows are changed and deleted freely."""
    return strict_table(
        metadata,
        "draft",
        Column("area", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("payload", JsonText, nullable=False),
        Column("saved_at", UtcInstant, nullable=False),
        with_rowid=False,
        protection="free",
    )
