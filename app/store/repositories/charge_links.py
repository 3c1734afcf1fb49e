"""Links of price elements to metering points, on both axes of time.

**Source**: design § 2.3; Forskrift I § 4 stk. 2 nr. 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError, RefusedError
from app.store import timeline as lines
from app.store.period_store import Key, PeriodReader, PeriodWriter, StoredPeriod
from app.store.records import ChargeLink, LinkChange, PutCounts
from app.store.repositories.periods import day_of, refuse_empty, stored_end
from app.store.scope import Repository, Scope, WriteScope
from app.store.statements import rows_of
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.store.timeline import Timeline


class ChargeLinkReader(Repository):
    """Reads links."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._links = PeriodReader(scope.connection, scope.schema["charge_link"])

    def of_point(
        self, point_id: str, as_of: date | None = None, *, as_known: int | None = None
    ) -> list[ChargeLink]:
        """Return the links of a metering point, by charge and first day, or those on a day."""
        return list(self._found("metering_point_id = ?", point_id, as_of, as_known))

    def of_charge(
        self, charge_id: int, as_of: date | None = None, *, as_known: int | None = None
    ) -> list[ChargeLink]:
        """Return the links of a price element, by point and first day, or those on a day."""
        return list(self._found("charge_id = ?", charge_id, as_of, as_known))

    def get(self, link_id: int) -> ChargeLink | None:
        """Return the link in a row, also when it is no longer believed, or None."""
        columns = "id, charge_id, metering_point_id, valid_from, valid_to, change_in, change_out"
        sql = f"SELECT {columns}, quantity FROM charge_link WHERE id = ?"
        rows = rows_of(self._connection, sql, (link_id,))
        return _link(StoredPeriod(rows[0], 2)) if rows else None

    def history_of_point(self, point_id: str) -> list[ChargeLink]:
        """Return every link row of a point ever recorded, by charge, first day and change."""
        keys = {(link.charge_id, point_id) for link in self.of_point(point_id)}
        superseded = (
            "SELECT DISTINCT charge_id FROM charge_link "
            "WHERE change_out IS NOT NULL AND metering_point_id = ?"
        )
        keys |= {(row[0], point_id) for row in rows_of(self._connection, superseded, (point_id,))}
        return [_link(period) for key in sorted(keys) for period in self._links.every(key)]

    def counts(self, as_of: date) -> dict[int, int]:
        """Return the number of linked points on a day, by charge number."""
        sql = (
            "SELECT charge_id, count(*) FROM charge_link WHERE change_out IS NULL "
            "AND valid_from <= ?1 AND valid_to > ?1 GROUP BY charge_id"
        )
        return {row[0]: row[1] for row in rows_of(self._connection, sql, (as_of.isoformat(),))}

    def believed(self) -> Iterator[ChargeLink]:
        """Yield every believed link, by charge, point and first day."""
        return (_link(period) for period in self._links.rows("1"))

    def _found(
        self, condition: str, value: object, as_of: date | None, as_known: int | None
    ) -> Iterator[ChargeLink]:
        parameters = [value]
        if as_of is not None:
            condition += " AND valid_from <= ? AND valid_to > ?"
            parameters += [as_of.isoformat()] * 2
        rows = self._links.rows(condition, parameters, as_known=as_known)
        return (_link(period) for period in rows)


class ChargeLinkWriter(ChargeLinkReader):
    """Reads and writes links under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        table = scope.schema["charge_link"]
        self._writer = PeriodWriter(scope.connection, table, scope.change_id, unbroken=False)

    def put(
        self,
        charge_id: int,
        point_id: str,
        valid_from: date,
        quantity: int = 1,
        valid_to: date | None = None,
    ) -> int:
        """Link a price element to a point from a day on, to the link's next change or `valid_to`.

        Returns:
            Row number of the link that now holds on the day; 0 when it was believed already.
        """
        refuse_empty(valid_from, valid_to)
        key = (charge_id, point_id)
        start = valid_from.isoformat()
        if not self._writer.put(key, start, stored_end(valid_to), {"quantity": quantity}):
            return 0
        self._touch(charge_id, point_id)
        piece = lines.holding(self._writer.timeline(key), start)
        return piece.row if piece else 0

    def end(self, charge_id: int, point_id: str, valid_to: date) -> bool:
        """End a link: it does not hold on this day and the days that follow without a gap.

        Returns:
            False when nothing was linked on that day.
        """
        key, start = (charge_id, point_id), valid_to.isoformat()
        before = self._writer.timeline(key)
        until = lines.end_of_run(before, start)
        if until == start:
            return False
        self._writer.replace(key, before, lines.lay(before, start, until, lambda _old: None))
        self._touch(charge_id, point_id)
        return True

    def void(self, charge_id: int, point_id: str, valid_from: date) -> None:
        """Take back the link that begins on a day; one that ends on that day runs on.

        Raises:
            NotFoundError: When no link begins on that day.
        """
        if self._writer.void((charge_id, point_id), valid_from.isoformat()) is None:
            raise NotFoundError(_("No link begins on {day}.").format(day=format_day(valid_from)))
        self._touch(charge_id, point_id)

    def put_many(self, items: Iterable[LinkChange]) -> PutCounts:
        """Lay many links over what is believed, in the order given."""
        given = list(items)
        before = self._writer.timelines({item.charge_id for item in given})
        after: dict[Key, Timeline] = {}
        news = changes = 0
        for item in given:
            refuse_empty(item.valid_from, item.valid_to)
            key = (item.charge_id, item.metering_point_id)
            old = after.get(key, before.get(key, ()))
            start, end = item.valid_from.isoformat(), stored_end(item.valid_to)
            new = self._writer.laid(old, start, end, {"quantity": item.quantity})
            if new != old:
                after[key] = new
                news += key not in before
                changes += key in before
        self._writer.replace_many((key, before.get(key, ()), line) for key, line in after.items())
        for charge_id, point_id in after:
            self._touch(charge_id, point_id)
        return PutCounts(news, changes, len(given) - news - changes)

    def restore(self, charge_id: int, point_id: str, change_id: int) -> bool:
        """Make what is believed about a link what it was before a change (undo).

        Raises:
            RefusedError: When a later change touched it.
        """
        key = (charge_id, point_id)
        numbers = {p.change_in for p in self._writer.every(key)}
        numbers |= {p.change_out or 0 for p in self._writer.every(key)}
        if max(numbers, default=0) > change_id:
            raise RefusedError(_("The link was changed again later."))
        changed = self._writer.revert(key, change_id)
        if changed:
            self._touch(charge_id, point_id)
        return changed

    def restore_all(self, change_id: int) -> int:
        """Make every link a change touched what it was before it; return how many there were.

        Raises:
            RefusedError: When a later change touched one of them.
        """
        keys = self._writer.revert_all(change_id)
        for charge_id, point_id in keys:
            self._touch(charge_id, point_id)
        return len(keys)

    def _touch(self, charge_id: int, point_id: str) -> None:
        self._scope.touch("charge_link", point_id)
        self._scope.touch("charge", charge_id)


def _link(period: StoredPeriod) -> ChargeLink:
    return ChargeLink(
        id=period.id,
        charge_id=period.key[0],
        metering_point_id=period.key[1],
        quantity=period.values[0],
        valid_from=day_of(period.valid_from),
        valid_to=day_of(period.valid_to),
        change_in=period.change_in,
        change_out=period.change_out,
    )
