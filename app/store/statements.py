"""Statements as text, compiled once: for bulk work on plain tuples.

**Source**: tech figures behind the design: Core with lists of dicts costs 1.8 times the driver,
tuples cost the same as the driver. Values must be encoded by their column's type beforehand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

DIALECT = SQLiteDialect_pysqlite(paramstyle="qmark")

Row = tuple[Any, ...]
Stored = Any
"""A value as it is stored: `int`, `str` or None, by the column."""

_FETCH = 2000
MOST_VARIABLES = 10_000
"""Most values in one `IN (...)`; SQLite itself takes 32,766."""


@lru_cache(maxsize=256)
def insert_text(table: Table, columns: tuple[str, ...]) -> str:
    """Return an INSERT of these columns, which must be given in this order, with `?` for each."""
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    compiled = insert(table).values(values).compile(dialect=DIALECT)
    order = tuple(compiled.positiontup or ())
    if order != columns:
        msg = f"columns of {table.name} must be given in the table's order: {order}"
        raise ValueError(msg)
    return str(compiled)


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Insert encoded rows, one tuple per row, columns in the table's order."""
    if rows:
        connection.exec_driver_sql(insert_text(table, columns), list(rows))


def insert_one(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one record with domain values and return its row number."""
    result = connection.execute(insert(table).values(**values))
    return int(result.lastrowid or 0)


def stream(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
    """Yield the rows of a query as they are stored, a few thousand at a time."""
    result = connection.exec_driver_sql(sql, tuple(parameters))
    while rows := result.fetchmany(_FETCH):
        yield from rows


def rows_of(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return all rows of a query as they are stored."""
    return list(connection.exec_driver_sql(sql, tuple(parameters)).fetchall())


def scalar(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> Stored:
    """Return the first value of the first row as it is stored, or None."""
    row = connection.exec_driver_sql(sql, tuple(parameters)).fetchone()
    return None if row is None else row[0]


def marks(count: int) -> str:
    """Return `?, ?, ?` for so many values."""
    return ", ".join("?" * count)


def in_chunks(items: Sequence[Any], size: int = MOST_VARIABLES) -> Iterator[Sequence[Any]]:
    """Yield the items in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
