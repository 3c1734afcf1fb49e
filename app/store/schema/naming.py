"""Constraint names and the columns that many tables share.

**Source**: style 4.8: constraint names are needed to alter tables later, so every constraint has a
name from the first version on. design § 2.3: periods `[valid_from, valid_to)` and knowledge
`change_in`, `change_out`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, text

from app.store.types import IsoDay

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import SchemaItem

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BELIEVED = "change_out IS NULL"
SUPERSEDED = "change_out IS NOT NULL"


def new_metadata() -> MetaData:
    """Return an empty collection of tables with the naming convention of the register."""
    return MetaData(naming_convention=NAMING_CONVENTION)


def strict_table(
    metadata: MetaData, name: str, *items: SchemaItem, with_rowid: bool = True, **info: object
) -> Table:
    """Return a STRICT table: SQLite then refuses a value of another type than the column's."""
    return Table(
        name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=with_rowid, info=dict(info)
    )


def row_id() -> Column[int]:
    """Return the column `id`, the number SQLite gives every row."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def reference(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column that refers to a column of another table ("change.id")."""
    return Column(name, ForeignKey(target), nullable=nullable)


def knowledge_columns() -> tuple[Column[Any], Column[Any]]:
    """Return `change_in` (known since) and `change_out` (no longer believed since; NULL = is)."""
    return (
        reference("change_in", "change.id"),
        reference("change_out", "change.id", nullable=True),
    )


def knowledge_indexes(table: Table, *key: str) -> None:
    """Index believed rows (unique by key) and superseded rows apart.

    Two partial indexes instead of one over everything: new rows then cost one entry, and a question
    about what was once believed is the union of both.
    """
    believed, superseded = (text(condition) for condition in (BELIEVED, SUPERSEDED))
    columns = [table.c[name] for name in key]
    Index(f"uq_{table.name}_believed", *columns, unique=True, sqlite_where=believed)
    Index(f"ix_{table.name}_superseded", *columns, sqlite_where=superseded)


def period_table(
    metadata: MetaData, name: str, key: tuple[Column[Any], ...], values: tuple[Column[Any], ...]
) -> Table:
    """Return a table of periods on both axes, believed and superseded rows side by side.

    Args:
        metadata: Collection it belongs to.
        name: Name of the table.
        key: What the period is about; for one key the believed periods never overlap.
        values: What holds in the period.
    """
    table = strict_table(
        metadata,
        name,
        row_id(),
        *key,
        Column("valid_from", IsoDay, nullable=False),
        Column("valid_to", IsoDay, nullable=False),
        *knowledge_columns(),
        *values,
        CheckConstraint("valid_from < valid_to", name="period"),
        protection="knowledge",
        key=tuple(column.name for column in key),
        values=tuple(column.name for column in values),
    )
    knowledge_indexes(table, *(column.name for column in key), "valid_from")
    return table


def record_table(
    metadata: MetaData,
    name: str,
    key: tuple[Column[Any], ...],
    values: tuple[Column[Any], ...],
) -> Table:
    """Return a table of records on the knowledge axis only: one believed row per key."""
    table = strict_table(
        metadata,
        name,
        row_id(),
        *key,
        *values,
        *knowledge_columns(),
        protection="knowledge",
        key=tuple(column.name for column in key),
        values=tuple(column.name for column in values),
    )
    knowledge_indexes(table, *(column.name for column in key))
    return table
