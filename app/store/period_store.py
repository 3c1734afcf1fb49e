"""The one way to read and write a table of periods: facets, prices, links, actors.

**Source**: design § 2.3. Reading answers two questions: what applied on a day, and what was
believed after a change. Writing goes through `timeline`, so overlaps cannot arise, and touches a
row only once in its life: to end it on the knowledge axis.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.domain.errors import RefusedError
from app.domain.master_data import MasterData
from app.store import timeline as lines
from app.store.statements import MOST_VARIABLES, Row, in_chunks, insert_rows, marks, rows_of, stream
from app.store.timeline import Piece, Timeline, Values
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

Key = tuple[Any, ...]


class PeriodSql:
    """Statements and codecs of one table of periods, made once per table.

    Attributes:
        table: The table.
        key: Names of the key columns.
        values: Names of the value columns, in the order of `Piece.values`.
        empty: Values of a period in which nothing holds.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.key: tuple[str, ...] = table.info["key"]
        self.values: tuple[str, ...] = table.info["values"]
        self.empty: Values = (None,) * len(self.values)
        self.codecs = tuple(table.c[name].type for name in self.values)
        self._where_key = " AND ".join(f"{name} = ?" for name in self.key)
        self._columns = ", ".join(
            ("id", *self.key, "valid_from", "valid_to", "change_in", "change_out", *self.values)
        )

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Return the place of each value column in `Piece.values`."""
        return {name: place for place, name in enumerate(self.values)}

    def believed(self, condition: str) -> str:
        """Return a query of believed rows under a further condition."""
        return (
            f"SELECT {self._columns} FROM {self.table.name} "
            f"WHERE change_out IS NULL AND {condition}"
        )

    def known(self, condition: str) -> str:
        """Return a query of the rows believed after a change.

        Its parameters: those of the condition, the change; the condition's again, the change, the
        change.
        """
        return (
            f"{self.believed(condition)} AND change_in <= ? "
            f"UNION ALL SELECT {self._columns} FROM {self.table.name} "
            f"WHERE change_out IS NOT NULL AND {condition} AND change_in <= ? AND change_out > ?"
        )

    def every(self) -> str:
        """Return a query of every row of a key, superseded ones too (parameters: key, key)."""
        return (
            f"{self.believed(self._where_key)} UNION ALL SELECT {self._columns} "
            f"FROM {self.table.name} WHERE change_out IS NOT NULL AND {self._where_key} "
            "ORDER BY valid_from, change_in"
        )

    @property
    def where_key(self) -> str:
        """Return the condition for one key."""
        return self._where_key

    def encode(self, values: Mapping[str, Any]) -> dict[int, Any]:
        """Return encoded values by place; None and "" become None.

        Raises:
            KeyError: For a name that is no value column.
            TypeError: For a value of a wrong type.
            ValueError: For a value that cannot be stored exactly.
        """
        encoded: dict[int, Any] = {}
        for name, value in values.items():
            place = self.positions[name]
            missing = value is None or value == ""
            encoded[place] = None if missing else self.codecs[place].encode(value)
        return encoded

    def decode(self, values: Values) -> dict[str, Any]:
        """Return the values that are not None, by name."""
        return {
            name: codec.decode(value)
            for name, codec, value in zip(self.values, self.codecs, values, strict=True)
            if value is not None
        }

    def master_data(self, values: Values) -> MasterData:
        """Return the values as master data."""
        return MasterData(self.decode(values))


@lru_cache(maxsize=64)
def period_sql(table: Table) -> PeriodSql:
    """Return the statements of a table of periods."""
    return PeriodSql(table)


class StoredPeriod:
    """One row of a table of periods as it is stored.

    Attributes:
        id: Number of the row.
        key: Values of the key columns.
        valid_from: First day, ISO.
        valid_to: First day after, ISO.
        change_in: Change since which it is known.
        change_out: Change since which it is no longer believed, or None.
        values: Encoded values.
    """

    __slots__ = ("change_in", "change_out", "id", "key", "valid_from", "valid_to", "values")

    def __init__(self, row: Row, key_width: int) -> None:
        self.id: int = row[0]
        self.key: Key = tuple(row[1 : 1 + key_width])
        self.valid_from: str = row[1 + key_width]
        self.valid_to: str = row[2 + key_width]
        self.change_in: int = row[3 + key_width]
        self.change_out: int | None = row[4 + key_width]
        self.values: Values = tuple(row[5 + key_width :])

    def piece(self) -> Piece:
        """Return it as a piece of a timeline."""
        return Piece(self.valid_from, self.valid_to, self.values, self.id)


class PeriodReader:
    """Reads one table of periods inside a transaction."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.connection = connection
        self.sql = period_sql(table)

    def rows(
        self, condition: str, parameters: Sequence[Any] = (), *, as_known: int | None = None
    ) -> Iterator[StoredPeriod]:
        """Yield believed rows under a condition, by valid_from.

        Args:
            condition: SQL on the table's columns, with `?`; may not hold an order.
            parameters: For the condition.
            as_known: What was believed after this change; None = what is believed now.
        """
        if as_known is None:
            sql, arguments = self.sql.believed(condition), tuple(parameters)
        else:
            sql = self.sql.known(condition)
            arguments = (*parameters, as_known, *parameters, as_known, as_known)
        width = len(self.sql.key)
        order = f"{sql} ORDER BY {', '.join(self.sql.key)}, valid_from"
        return (StoredPeriod(row, width) for row in stream(self.connection, order, arguments))

    def of_key(
        self, key: Key, as_of: str | None = None, *, as_known: int | None = None
    ) -> list[StoredPeriod]:
        """Return the periods of one key, or the one that holds on a day."""
        condition, parameters = self.sql.where_key, key
        if as_of is not None:
            condition += " AND valid_from <= ? AND valid_to > ?"
            parameters = (*key, as_of, as_of)
        return list(self.rows(condition, parameters, as_known=as_known))

    def every(self, key: Key) -> list[StoredPeriod]:
        """Return every row of a key ever written, by valid_from and change."""
        width = len(self.sql.key)
        return [
            StoredPeriod(row, width)
            for row in rows_of(self.connection, self.sql.every(), (*key, *key))
        ]

    def timeline(self, key: Key, *, as_known: int | None = None) -> Timeline:
        """Return what is believed about a key."""
        return tuple(period.piece() for period in self.of_key(key, as_known=as_known))

    def timelines(
        self, first_keys: Iterable[Any], *, as_known: int | None = None
    ) -> dict[Key, Timeline]:
        """Return what is believed about every key whose first column is among the given ones."""
        found: dict[Key, Timeline] = {}
        for chunk in in_chunks(list(first_keys), MOST_VARIABLES):
            condition = f"{self.sql.key[0]} IN ({marks(len(chunk))})"
            rows = self.rows(condition, chunk, as_known=as_known)
            for key, periods in groupby(rows, key=lambda period: period.key):
                found[key] = tuple(period.piece() for period in periods)
        return found

    def last_change(self, first_key: object) -> int:
        """Return the last change that touched a key's first column, or 0."""
        column, table = self.sql.key[0], self.sql.table.name
        sql = (
            "SELECT max(n) FROM ("
            f"SELECT max(change_in) n FROM {table} WHERE change_out IS NULL AND {column} = ? "
            f"UNION ALL SELECT max(change_in) FROM {table} "
            f"WHERE change_out IS NOT NULL AND {column} = ? "
            f"UNION ALL SELECT max(change_out) FROM {table} "
            f"WHERE change_out IS NOT NULL AND {column} = ?)"
        )
        rows = rows_of(self.connection, sql, (first_key,) * 3)
        return int(rows[0][0] or 0)


class PeriodWriter(PeriodReader):
    """Writes one table of periods under one change.

    Args:
        connection: Inside a write transaction.
        table: Table of periods.
        change_id: The change that is being made.
        unbroken: Whether the timelines have no gaps (facets of a metering point).
    """

    def __init__(
        self, connection: Connection, table: Table, change_id: int, *, unbroken: bool
    ) -> None:
        super().__init__(connection, table)
        self.change_id = change_id
        self._unbroken = unbroken

    def put(self, key: Key, start: str, end: str | None, values: Mapping[str, Any]) -> bool:
        """Lay partial values over what holds from a day on; return whether anything was written.

        Args:
            key: The key.
            start: First day.
            end: First day that stays as it is; None = the next change of this key.
            values: Values by column name; missing ones stay what they are.
        """
        before = self.timeline(key)
        return self.replace(key, before, self.laid(before, start, end, values))

    def laid(
        self, before: Timeline, start: str, end: str | None, values: Mapping[str, Any]
    ) -> Timeline:
        """Return the timeline with partial values laid over it, without writing it."""
        encoded = self.sql.encode(values)
        return self.changed(before, start, end, lambda old: self._merged(old, encoded))

    def changed(
        self, before: Timeline, start: str, end: str | None, change: lines.Change
    ) -> Timeline:
        """Return the timeline with a change made to `[start, end)`, without writing it."""
        until = end if end is not None else lines.next_change(before, start)
        return self.canonical(lines.lay(before, start, until, change))

    def canonical(self, timeline: Timeline) -> Timeline:
        """Return the timeline without gaps when the table wants that."""
        return lines.unbroken(timeline, self.sql.empty) if self._unbroken else timeline

    def clear(self, key: Key, start: str, end: str) -> bool:
        """Let nothing hold in `[start, end)`; return whether anything was written."""
        before = self.timeline(key)
        return self.replace(key, before, self.changed(before, start, end, lambda _old: None))

    def void(self, key: Key, start: str) -> bool | None:
        """Take back the period that begins on a day; the one before runs on.

        Returns:
            None when no period begins on that day.
        """
        before = self.timeline(key)
        after = lines.take_back(before, start)
        return None if after is None else self.replace(key, before, self.canonical(after))

    def revert(self, key: Key, change_id: int) -> bool:
        """Make what is believed about a key what it was before a change."""
        before = self.timeline(key)
        return self.replace(key, before, self.timeline(key, as_known=change_id - 1))

    def revert_all(self, change_id: int) -> set[Key]:
        """Make what is believed what it was before a change, for every key the change touched.

        Returns:
            The keys that were changed by it.

        Raises:
            RefusedError: When a later change touched one of them.
        """
        table, key = self.sql.table.name, ", ".join(self.sql.key)
        touched = f"SELECT {key} FROM {table} WHERE change_in = ?1 OR change_out = ?1"
        later = (
            f"SELECT 1 FROM {table} WHERE (change_in > ?1 OR change_out > ?1) "
            f"AND ({key}) IN ({touched}) LIMIT 1"
        )
        if rows_of(self.connection, later, (change_id,)):
            raise RefusedError(_("Some of it was changed again later."))
        keys = {tuple(row) for row in rows_of(self.connection, touched, (change_id,))}
        first_keys = {found[0] for found in keys}
        before = self.timelines(first_keys)
        after = self.timelines(first_keys, as_known=change_id - 1)
        self.replace_many((found, before.get(found, ()), after.get(found, ())) for found in keys)
        return keys

    def replace(self, key: Key, before: Timeline, after: Timeline) -> bool:
        """Write the difference between two timelines of a key; return whether there was one."""
        return self.replace_many([(key, before, after)])

    def replace_many(self, changes: Iterable[tuple[Key, Timeline, Timeline]]) -> bool:
        """Write the differences of many keys at once; return whether there were any."""
        ended: list[tuple[int, int]] = []
        added: list[Row] = []
        for key, before, after in changes:
            gone, new = lines.differences(before, after)
            ended += [(self.change_id, row) for row in gone]
            added += [(*key, p.start, p.end, self.change_id, *p.values) for p in new]
        if ended:
            self.connection.exec_driver_sql(
                f"UPDATE {self.sql.table.name} SET change_out = ? WHERE id = ?", ended
            )
        columns = (*self.sql.key, "valid_from", "valid_to", "change_in", *self.sql.values)
        insert_rows(self.connection, self.sql.table, columns, added)
        return bool(ended or added)

    def _merged(self, old: Values | None, encoded: Mapping[int, Any]) -> Values:
        merged = list(old or self.sql.empty)
        for place, value in encoded.items():
            merged[place] = value
        return tuple(merged)
