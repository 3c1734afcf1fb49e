"""Metering points on both axes of time: what applied on a day, as believed after a change.

**Source**: design § 2.3.
"""

from __future__ import annotations

from datetime import date
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from app.domain.master_data import FieldValue, MasterData
from app.store.period_store import PeriodReader, StoredPeriod
from app.store.records import FacetPeriod
from app.store.schema.points import CURRENT
from app.store.scope import Repository, Scope
from app.store.statements import in_chunks, marks, rows_of, scalar, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.store.period_store import PeriodSql

_HISTORY_CHUNK = 500


class PointReader(Repository):
    """Reads metering points."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._facets = {
            facet: PeriodReader(scope.connection, table)
            for facet, table in scope.schema.facets.items()
        }

    def exists(self, point_id: str) -> bool:
        """Return whether anything is believed about a metering point, today or later."""
        return any(
            scalar(
                self._connection,
                f"SELECT 1 FROM {table.name} "
                "WHERE change_out IS NULL AND metering_point_id = ? LIMIT 1",
                (point_id,),
            )
            for table in self._schema.facets.values()
        )

    def known(self, point_ids: Sequence[str]) -> set[str]:
        """Return those of the ids that were ever used."""
        found: set[str] = set()
        for chunk in in_chunks(point_ids):
            condition = f"metering_point_id IN ({marks(len(chunk))})"
            sql = f"SELECT metering_point_id FROM metering_point WHERE {condition}"
            found.update(row[0] for row in rows_of(self._connection, sql, chunk))
        return found

    def count(self) -> int:
        """Return the number of metering points."""
        return int(scalar(self._connection, f"SELECT count(*) FROM {CURRENT}"))

    def ids(self) -> Iterator[str]:
        """Yield the ids of all metering points in order."""
        sql = f"SELECT metering_point_id FROM {CURRENT} ORDER BY metering_point_id"
        return (row[0] for row in stream(self._connection, sql))

    def last_change(self, point_id: str) -> int:
        """Return the last change of a point's master data; 0 for an unknown point."""
        return max(reader.last_change(point_id) for reader in self._facets.values())

    def master_data(
        self, point_id: str, as_of: date, *, as_known: int | None = None
    ) -> MasterData | None:
        """Return what applied on a day, as it is believed now or was after a change.

        Args:
            point_id: 18 digits.
            as_of: The day.
            as_known: Number of a change; None = now.

        Returns:
            The fields of all facets, empty when nothing applied on the day; None when the point is
            not known (or was not yet, after that change).
        """
        day = as_of.isoformat()
        values: dict[str, FieldValue] = {}
        for reader in self._facets.values():
            for period in reader.of_key((point_id,), day, as_known=as_known):
                values |= reader.sql.decode(period.values)
        if values or self._is_believed(point_id, as_known):
            return MasterData(values)
        return None

    def facet_periods(
        self, point_id: str, facet: str | None = None, *, as_known: int | None = None
    ) -> list[FacetPeriod]:
        """Return the believed periods of one facet or all, by facet and first day.

        Args:
            point_id: 18 digits.
            facet: One facet; None = all, in the catalogue's order.
            as_known: As believed after this change; None = now.
        """
        return [
            _facet_period(name, reader.sql, period)
            for name, reader in self._chosen(facet)
            for period in reader.of_key((point_id,), as_known=as_known)
        ]

    def facet_history(self, point_id: str, facet: str | None = None) -> list[FacetPeriod]:
        """Return every period ever recorded, superseded ones too, by facet and first day."""
        return [
            _facet_period(name, reader.sql, period)
            for name, reader in self._chosen(facet)
            for period in reader.every((point_id,))
        ]

    def believed_history(
        self, ids: Sequence[str] | None = None
    ) -> Iterator[tuple[str, list[FacetPeriod]]]:
        """Yield every point with all its believed periods, in order of the ids.

        Args:
            ids: Only these points; None = all.
        """
        if ids is None:
            return self._histories("1", ())
        chunks = in_chunks(sorted(set(ids)), _HISTORY_CHUNK)
        return (
            history
            for chunk in chunks
            for history in self._histories(f"metering_point_id IN ({marks(len(chunk))})", chunk)
        )

    def current_rows(
        self,
        as_of: date,
        *,
        as_known: int | None = None,
        fields: Sequence[str] | None = None,
    ) -> Iterator[tuple[str, MasterData]]:
        """Yield what applies on a day for every point in force, in order of the ids.

        Args:
            as_of: The day.
            as_known: As believed after this change; None = now.
            fields: Only these fields; None = all. A point counts as in force when a period of
                these fields' facets holds on the day.
        """
        day = as_of.isoformat()
        wanted = tuple(self._schema.field_facets) if fields is None else tuple(fields)
        if as_known is None:
            return self._joined_rows(day, wanted)
        return self._merged_rows(day, wanted, as_known)

    def ids_with(self, field_id: str, value: FieldValue, as_of: date) -> list[str]:
        """Return the points whose field holds a value on a day, in order."""
        reader = self._facets[self._schema.field_facets[field_id]]
        stored = self._schema.field_types[field_id].encode(value)
        day = as_of.isoformat()
        rows = reader.rows(
            f"{field_id} = ? AND valid_from <= ? AND valid_to > ?", (stored, day, day)
        )
        return [period.key[0] for period in rows]

    def children(self, parent_id: str, as_of: date) -> list[str]:
        """Return the points whose parent is this one on a day, in order."""
        return self.ids_with("parent_metering_point_id", parent_id, as_of)

    def _chosen(self, facet: str | None) -> list[tuple[str, PeriodReader]]:
        return [(n, reader) for n, reader in self._facets.items() if facet in {None, n}]

    def _is_believed(self, point_id: str, as_known: int | None) -> bool:
        if as_known is None:
            return self.exists(point_id)
        return any(
            reader.of_key((point_id,), as_known=as_known) for reader in self._facets.values()
        )

    def _histories(
        self, condition: str, parameters: Sequence[Any]
    ) -> Iterator[tuple[str, list[FacetPeriod]]]:
        streams = [
            _tagged(name, reader.sql, reader.rows(condition, parameters))
            for name, reader in self._facets.items()
        ]
        for point_id, group in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            yield point_id, [_facet_period(name, sql, period) for _, name, sql, period in group]

    def _joined_rows(self, day: str, fields: Sequence[str]) -> Iterator[tuple[str, MasterData]]:
        """Join the facets in SQL: the fast way, for what is believed now."""
        facets = dict.fromkeys(self._schema.field_facets[name] for name in fields)
        alias = {facet: f"f{number}" for number, facet in enumerate(facets)}
        joins = " ".join(
            f"LEFT JOIN {self._schema.facets[facet].name} {short} "
            f"ON {short}.metering_point_id = p.metering_point_id AND {short}.change_out IS NULL "
            f"AND {short}.valid_from <= ?1 AND {short}.valid_to > ?1"
            for facet, short in alias.items()
        )
        columns = "".join(f', {alias[self._schema.field_facets[n]]}."{n}"' for n in fields)
        held = " OR ".join(f"{short}.id IS NOT NULL" for short in alias.values())
        sql = (
            f"SELECT p.metering_point_id{columns} FROM metering_point p {joins} "
            f"WHERE {held or '1'} ORDER BY p.metering_point_id"
        )
        decoders = [(name, self._schema.field_types[name].decode) for name in fields]
        for row in stream(self._connection, sql, (day,)):
            yield row[0], _decoded(decoders, row)

    def _merged_rows(
        self, day: str, fields: Sequence[str], as_known: int
    ) -> Iterator[tuple[str, MasterData]]:
        """Merge the facets' rows: for what was believed once."""
        wanted = frozenset(fields)
        facets = {self._schema.field_facets[name] for name in wanted}
        streams = [
            _tagged(
                name,
                reader.sql,
                reader.rows("valid_from <= ? AND valid_to > ?", (day, day), as_known=as_known),
            )
            for name, reader in self._facets.items()
            if name in facets
        ]
        for point_id, group in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            values: dict[str, FieldValue] = {}
            for _, _name, sql, period in group:
                values |= sql.decode(period.values)
            yield point_id, MasterData({n: v for n, v in values.items() if n in wanted})


_Tagged = tuple[str, str, "PeriodSql", StoredPeriod]


def _tagged(facet: str, sql: PeriodSql, periods: Iterator[StoredPeriod]) -> Iterator[_Tagged]:
    return ((period.key[0], facet, sql, period) for period in periods)


def _facet_period(facet: str, sql: PeriodSql, period: StoredPeriod) -> FacetPeriod:
    return FacetPeriod(
        facet,
        date.fromisoformat(period.valid_from),
        date.fromisoformat(period.valid_to),
        sql.master_data(period.values),
        period.change_in,
        period.change_out,
    )


def _decoded(decoders: Sequence[tuple[str, Any]], row: Sequence[Any]) -> MasterData:
    return MasterData(
        {
            name: decode(value)
            for (name, decode), value in zip(decoders, row[1:], strict=True)
            if value is not None
        }
    )
