"""Writing metering points: one at a time from forms, tens of thousands from imports.

**Source**: design § 2.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFoundError, RefusedError
from app.store import projection
from app.store.period_store import PeriodWriter
from app.store.records import PointChange, PutCounts
from app.store.repositories.points import PointReader
from app.store.statements import insert_rows
from app.store.timeline import OPEN, Piece, Timeline
from app.texts import _, format_day

if TYPE_CHECKING:
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.store.scope import WriteScope

Progress = Callable[[int], None]
"""Called with the number of items done so far; may raise to cancel."""


class PointWriter(PointReader):
    """Reads and writes metering points under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        self._writers = {
            facet: PeriodWriter(scope.connection, table, scope.change_id, unbroken=True)
            for facet, table in scope.schema.facets.items()
        }

    def count(self) -> int:
        """Return the number of metering points, own changes included."""
        self.refresh_list()
        return super().count()

    def ids(self) -> Iterator[str]:
        """Yield the ids of all metering points in order, own changes included."""
        self.refresh_list()
        return super().ids()

    def refresh_list(self) -> None:
        """Bring the list of today up to date with what this transaction wrote."""
        if self._scope.reprojected:
            projection.refresh(self._connection, self._schema, sorted(self._scope.reprojected))
            self._scope.reprojected.clear()

    def add(self, point_id: str) -> None:
        """Take a metering point id into use; the point exists once a period is put.

        Raises:
            RefusedError: When the point exists.
        """
        if self.exists(point_id):
            raise RefusedError(_("Metering point {id} exists already.").format(id=point_id))
        if not self.known([point_id]):
            self._take_into_use([point_id])
        self._scope.touch_points([point_id])

    def put(
        self,
        point_id: str,
        facet: str,
        valid_from: date,
        values: Mapping[str, FieldValue],
        valid_to: date | None = None,
    ) -> bool:
        """Lay values of one facet over what holds from a day on.

        Args:
            point_id: A metering point that was added.
            facet: Facet of the values.
            valid_from: First day.
            values: By field id; None or "" clears, a missing field stays what it is.
            valid_to: First day that stays as it is; None = the facet's next change. With a later
                day the values are laid over every period up to it.

        Returns:
            False when exactly this was believed already; then nothing is written.

        Raises:
            ValueError: For a period that ends before it begins, or a field of another facet.
        """
        _refuse_empty_period(valid_from, valid_to)
        self._refuse_foreign_fields(facet, values)
        end = None if valid_to is None else valid_to.isoformat()
        changed = self._writers[facet].put((point_id,), valid_from.isoformat(), end, values)
        if changed:
            self._scope.touch_points([point_id])
        return changed

    def put_values(
        self,
        point_id: str,
        valid_from: date,
        values: Mapping[str, FieldValue],
        valid_to: date | None = None,
    ) -> bool:
        """Lay values of any facets over what holds from a day on; see `put`."""
        changed = False
        for facet, part in self._by_facet(values).items():
            changed |= self.put(point_id, facet, valid_from, part, valid_to)
        return changed

    def void(self, point_id: str, facet: str, valid_from: date) -> None:
        """Take back the period that begins on a day; the period before runs on.

        Raises:
            NotFoundError: When no period of the facet begins on that day.
        """
        if self._writers[facet].void((point_id,), valid_from.isoformat()) is None:
            raise NotFoundError(
                _("Metering point {id} has no period that begins on {day}.").format(
                    id=point_id, day=format_day(valid_from)
                )
            )
        self._scope.touch_points([point_id])

    def restore(self, point_id: str, change_id: int) -> bool:
        """Make what is believed about a point what it was before a change (undo).

        Facets the change did not touch stay as they are.

        Returns:
            Whether anything was written.

        Raises:
            RefusedError: When a later change touched the same facet.
        """
        changed = False
        for writer in self._writers.values():
            numbers = {p.change_in for p in writer.every((point_id,))}
            numbers |= {p.change_out or 0 for p in writer.every((point_id,))}
            if change_id not in numbers:
                continue
            if max(numbers) > change_id:
                raise RefusedError(
                    _("Metering point {id} was changed again later.").format(id=point_id)
                )
            changed |= writer.revert((point_id,), change_id)
        if changed:
            self._scope.touch_points([point_id])
        return changed

    def restore_all(self, change_id: int) -> int:
        """Make what is believed about every point what it was before a change (undo an import).

        Returns:
            Number of points.

        Raises:
            RefusedError: When a later change touched a facet of one of them; then nothing is done.
        """
        points = {
            key[0] for writer in self._writers.values() for key in writer.revert_all(change_id)
        }
        self._scope.touch_points(points)
        return len(points)

    def put_many(
        self,
        items: Iterable[PointChange],
        *,
        chunk: int = 2000,
        progress: Progress | None = None,
    ) -> PutCounts:
        """Lay many changes over the register at once.

        Args:
            items: Items of one point stand next to each other, in the order they shall be applied.
            chunk: Items written together.
            progress: Told the number of items done.

        Returns:
            What became of the items.
        """
        counts = PutCounts()
        done = 0
        for batch in _batches(items, chunk):
            counts += self._put_batch(batch)
            done += len(batch)
            if progress is not None:
                progress(done)
        return counts

    def _put_batch(self, batch: list[PointChange]) -> PutCounts:
        ids = list(dict.fromkeys(item.metering_point_id for item in batch))
        known = self.known(ids)
        self._take_into_use([point_id for point_id in ids if point_id not in known])
        before = {
            facet: writer.timelines(known) if known else {}
            for facet, writer in self._writers.items()
        }
        believed = {key[0] for lines in before.values() for key in lines}
        after: dict[str, dict[tuple[Any, ...], Timeline]] = {facet: {} for facet in before}
        changed: set[str] = set()
        news = changes = 0
        for item in batch:
            is_changed = self._lay(item, before, after)
            if is_changed:
                changed.add(item.metering_point_id)
            news += item.metering_point_id not in believed
            changes += is_changed and item.metering_point_id in believed
        for facet, writer in self._writers.items():
            old = before[facet]
            writer.replace_many((k, old.get(k, ()), new) for k, new in after[facet].items())
        self._scope.touch_points(changed)
        return PutCounts(news, changes, len(batch) - news - changes)

    def _lay(
        self,
        item: PointChange,
        before: Mapping[str, Mapping[tuple[Any, ...], Timeline]],
        after: Mapping[str, dict[tuple[Any, ...], Timeline]],
    ) -> bool:
        """Lay one item over the timelines in memory; return whether it changed any."""
        _refuse_empty_period(item.valid_from, item.valid_to)
        key = (item.metering_point_id,)
        start = item.valid_from.isoformat()
        end = None if item.valid_to is None else item.valid_to.isoformat()
        changed = False
        for facet, values in self._by_facet(item.values).items():
            writer = self._writers[facet]
            line = after[facet].get(key)
            if line is None:
                line = before[facet].get(key, ())
            if not line and end is None:
                new = _first_period(writer, start, values)
            else:
                new = writer.laid(line, start, end, values)
            if new != line:
                after[facet][key] = new
                changed = True
        return changed

    def _take_into_use(self, point_ids: list[str]) -> None:
        rows = [(point_id, self._scope.change_id) for point_id in point_ids]
        table = self._schema["metering_point"]
        insert_rows(self._connection, table, ("metering_point_id", "change_in"), rows)

    def _by_facet(self, values: Mapping[str, FieldValue]) -> dict[str, dict[str, FieldValue]]:
        parts: dict[str, dict[str, FieldValue]] = {}
        for name, value in values.items():
            try:
                facet = self._schema.field_facets[name]
            except KeyError:
                msg = f"{name} is not a field of a facet"
                raise ValueError(msg) from None
            parts.setdefault(facet, {})[name] = value
        return parts

    def _refuse_foreign_fields(self, facet: str, values: Mapping[str, FieldValue]) -> None:
        foreign = [name for name in values if self._schema.field_facets.get(name) != facet]
        if foreign:
            msg = f"{', '.join(foreign)} is not of the facet {facet}"
            raise ValueError(msg)


def _first_period(writer: PeriodWriter, start: str, values: Mapping[str, FieldValue]) -> Timeline:
    """Return the timeline of a facet about which nothing was believed: the common case."""
    places = writer.sql.encode(values)
    stored = tuple(places.get(place) for place in range(len(writer.sql.values)))
    return (Piece(start, OPEN, stored),) if stored != writer.sql.empty else ()


def _refuse_empty_period(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        msg = f"period ends {valid_to} on or before its start {valid_from}"
        raise ValueError(msg)


def _batches(items: Iterable[PointChange], size: int) -> Iterator[list[PointChange]]:
    """Yield lists of about `size` items that never part the items of one point."""
    batch: list[PointChange] = []
    for item in items:
        if len(batch) >= size and item.metering_point_id != batch[-1].metering_point_id:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
