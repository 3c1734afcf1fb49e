"""The one way to read and write a table of records that are dated by change only.

**Source**: design § 2.3: even a setting is never overwritten; the old row is ended on the knowledge
axis and a new one added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select, update

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection

Key = tuple[Any, ...]


class RecordReader:
    """Reads one table of records inside a transaction."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.connection = connection
        self.table = table
        self._key = [table.c[name] for name in table.info["key"]]
        self._values = [table.c[name] for name in table.info["values"]]
        self._believed = table.c.change_out.is_(None)

    def get(self, key: Key) -> dict[str, Any] | None:
        """Return what is believed about a key, by column name, or None."""
        query = select(*self._values).where(self._believed, self._is(key))
        row = self.connection.execute(query).first()
        return None if row is None else dict(row._mapping)  # noqa: SLF001  # its public name

    def believed(self) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Yield every key in order with what is believed about it."""
        width = len(self._key)
        query = select(*self._key, *self._values).where(self._believed).order_by(*self._key)
        names = self.table.info["values"]
        for row in self.connection.execute(query):
            yield tuple(row[:width]), dict(zip(names, row[width:], strict=True))

    def history(self, key: Key) -> Iterator[tuple[dict[str, Any], int, int | None]]:
        """Yield every version of a key with its two changes, oldest first."""
        columns = (*self._values, self.table.c.change_in, self.table.c.change_out)
        query = select(*columns).where(self._is(key)).order_by(self.table.c.id)
        names = self.table.info["values"]
        for row in self.connection.execute(query):
            yield dict(zip(names, row[:-2], strict=True)), row[-2], row[-1]

    def _is(self, key: Key) -> ColumnElement[bool]:
        return and_(*(column == value for column, value in zip(self._key, key, strict=True)))


class RecordWriter(RecordReader):
    """Writes one table of records under one change."""

    def __init__(self, connection: Connection, table: Table, change_id: int) -> None:
        super().__init__(connection, table)
        self._change_id = change_id

    def put(self, key: Key, values: Mapping[str, Any]) -> bool:
        """Say what is believed about a key; return whether it was something else before."""
        before = self.get(key)
        if before == dict(values):
            return False
        if before is not None:
            ended = update(self.table).where(self._believed, self._is(key))
            self.connection.execute(ended.values(change_out=self._change_id))
        names = dict(zip(self.table.info["key"], key, strict=True))
        added = {**names, **values, "change_in": self._change_id}
        self.connection.execute(insert(self.table).values(**added))
        return True
