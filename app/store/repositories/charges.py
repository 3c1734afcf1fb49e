"""Price elements with their information and prices, on both axes of time.

**Source**: design § 2.3; Forskrift I §§ 13-15. A price of 24 hours lies in 24 rows, one per
position, so that an hour that keeps its price keeps its row; what a caller sees are periods in
which all positions are constant.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.domain.errors import NotFoundError, RefusedError
from app.store import timeline as lines
from app.store.period_store import PeriodReader, PeriodWriter, StoredPeriod
from app.store.records import Charge, ChargeInformation, ChargePrice
from app.store.repositories.periods import day_of, refuse_empty, stored_end
from app.store.schema.charges import MOST_POSITIONS, PRICE_SCALE
from app.store.scope import Repository, Scope, WriteScope
from app.store.statements import insert_one
from app.store.timeline import OPEN, Timeline
from app.store.types import ScaledDecimal
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy import Row

_PRICE = ScaledDecimal(PRICE_SCALE)


class ChargeReader(Repository):
    """Reads price elements."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._table = scope.schema["charge"]
        self._information = PeriodReader(scope.connection, scope.schema["charge_information"])
        self._prices = PeriodReader(scope.connection, scope.schema["charge_price"])

    def all(self) -> list[Charge]:
        """Return every price element by kind and code."""
        table = self._table
        order = (table.c.kind, table.c.code, table.c.owner_id)
        return [_charge(row) for row in self._connection.execute(select(table).order_by(*order))]

    def get(self, charge_id: int) -> Charge | None:
        """Return a price element by its number, or None."""
        table = self._table
        row = self._connection.execute(select(table).where(table.c.id == charge_id)).first()
        return None if row is None else _charge(row)

    def find(self, owner_id: str, kind: str, code: str) -> Charge | None:
        """Return a price element by its identity, or None."""
        table = self._table
        identity = (table.c.owner_id == owner_id, table.c.kind == kind, table.c.code == code)
        row = self._connection.execute(select(table).where(*identity)).first()
        return None if row is None else _charge(row)

    def last_change(self, charge_id: int) -> int:
        """Return the last change of information or prices; 0 when there is none."""
        return max(reader.last_change(charge_id) for reader in (self._information, self._prices))

    def information(
        self, charge_id: int, as_of: date | None = None, *, as_known: int | None = None
    ) -> list[ChargeInformation]:
        """Return the information periods, oldest first, or the one that holds on a day."""
        periods = self._information.of_key((charge_id,), stored_end(as_of), as_known=as_known)
        return [self._as_information(period) for period in periods]

    def information_history(self, charge_id: int) -> list[ChargeInformation]:
        """Return every information period ever recorded, superseded ones too."""
        return [self._as_information(period) for period in self._information.every((charge_id,))]

    def prices(
        self, charge_id: int, as_of: date | None = None, *, as_known: int | None = None
    ) -> list[ChargePrice]:
        """Return the price periods, oldest first, or the one that holds on a day."""
        rows = self._prices.rows("charge_id = ?", (charge_id,), as_known=as_known)
        periods = _price_periods(rows)
        if as_of is None:
            return periods
        return [period for period in periods if period.valid_from <= as_of < period.valid_to]

    def all_information(self, as_of: date) -> dict[int, ChargeInformation]:
        """Return the information that holds on a day, by charge number."""
        rows = self._information.rows("valid_from <= ?1 AND valid_to > ?1", (as_of.isoformat(),))
        return {period.key[0]: self._as_information(period) for period in rows}

    def all_prices(self, as_of: date) -> dict[int, ChargePrice]:
        """Return the price period that holds on a day, by charge number."""
        by_charge = {
            charge_id: _price_periods(rows)
            for charge_id, rows in groupby(self._prices.rows("1"), key=lambda row: row.key[0])
        }
        return {
            charge_id: period
            for charge_id, periods in by_charge.items()
            for period in periods
            if period.valid_from <= as_of < period.valid_to
        }

    def believed_history(
        self,
    ) -> Iterator[tuple[Charge, list[ChargeInformation], list[ChargePrice]]]:
        """Yield every price element with all its believed periods."""
        for charge in self.all():
            yield charge, self.information(charge.id), self.prices(charge.id)

    def _as_information(self, period: StoredPeriod) -> ChargeInformation:
        values = self._information.sql.decode(period.values)
        return ChargeInformation(
            valid_from=day_of(period.valid_from),
            valid_to=day_of(period.valid_to),
            name=values.get("name", ""),
            description=values.get("description", ""),
            vat_classification=values.get("vat_classification", ""),
            resolution=values.get("resolution", ""),
            is_tax=values.get("is_tax", False),
            transparent_invoicing=values.get("transparent_invoicing", False),
            change_in=period.change_in,
            change_out=period.change_out,
        )


class ChargeWriter(ChargeReader):
    """Reads and writes price elements under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        tables = (scope.schema["charge_information"], scope.schema["charge_price"])
        self._information_writer, self._price_writer = (
            PeriodWriter(scope.connection, table, scope.change_id, unbroken=False)
            for table in tables
        )

    def add(self, owner_id: str, kind: str, code: str) -> int:
        """Add a price element and return its number.

        Raises:
            RefusedError: When the owner has one of this kind and code.
        """
        if self.find(owner_id, kind, code) is not None:
            raise RefusedError(_("Price {code} exists already.").format(code=code))
        values = {
            "owner_id": owner_id,
            "kind": kind,
            "code": code,
            "change_in": self._scope.change_id,
        }
        number = insert_one(self._connection, self._table, values)
        self._scope.touch("charge", number)
        return number

    def put_information(
        self,
        charge_id: int,
        valid_from: date,
        values: Mapping[str, Any],
        valid_to: date | None = None,
    ) -> bool:
        """Lay information over what holds from a day on, to its next change or to `valid_to`.

        Returns:
            False when exactly this was believed already.
        """
        refuse_empty(valid_from, valid_to)
        start, end = valid_from.isoformat(), stored_end(valid_to)
        changed = self._information_writer.put((charge_id,), start, end, values)
        return self._touched(charge_id, changed)

    def void_information(self, charge_id: int, valid_from: date) -> None:
        """Take back the information that begins on a day; the one before runs on.

        Raises:
            NotFoundError: When none begins on that day.
        """
        if self._information_writer.void((charge_id,), valid_from.isoformat()) is None:
            raise _no_period(valid_from)
        self._touched(charge_id, changed=True)

    def put_prices(
        self,
        charge_id: int,
        valid_from: date,
        prices: Sequence[Decimal],
        valid_to: date | None = None,
    ) -> bool:
        """Set one price, or 24 hourly prices, from a day on, to the next change or `valid_to`.

        Returns:
            False when exactly this was believed already.

        Raises:
            ValueError: For another number of prices than 1 or 24.
        """
        refuse_empty(valid_from, valid_to)
        if len(prices) not in {1, MOST_POSITIONS}:
            msg = f"1 or {MOST_POSITIONS} prices are needed, not {len(prices)}"
            raise ValueError(msg)
        stored = [_PRICE.encode(price) for price in prices]
        by_position = {place: (value,) for place, value in enumerate(stored, start=1)}
        return self._lay_prices(
            charge_id, valid_from.isoformat(), stored_end(valid_to), by_position
        )

    def void_prices(self, charge_id: int, valid_from: date) -> None:
        """Take back the price period that begins on a day; the one before runs on.

        Raises:
            NotFoundError: When no price begins on that day.
        """
        start = valid_from.isoformat()
        before = self._price_lines(charge_id)
        if start not in {piece.start for line in before.values() for piece in line}:
            raise _no_period(valid_from)
        pieces = {
            position: next((piece for piece in line if piece.end == start), None)
            for position, line in before.items()
        }
        earlier = {position: piece.values for position, piece in pieces.items() if piece}
        # A position that runs through this day keeps its price.
        for position, line in before.items():
            piece = lines.holding(line, start)
            if piece is not None and piece.start < start:
                earlier[position] = piece.values
        self._lay_prices(charge_id, start, None, earlier)

    def end(self, charge_id: int, valid_to: date) -> bool:
        """Stop a price element: no information and no price from this day on."""
        start = valid_to.isoformat()
        changed = self._information_writer.clear((charge_id,), start, OPEN)
        for position in range(1, MOST_POSITIONS + 1):
            changed |= self._price_writer.clear((charge_id, position), start, OPEN)
        return self._touched(charge_id, changed)

    def restore(self, charge_id: int, change_id: int) -> bool:
        """Make what is believed about a price element what it was before a change (undo).

        Raises:
            RefusedError: When a later change touched it.
        """
        if self.last_change(charge_id) > change_id:
            raise RefusedError(_("The price was changed again later."))
        changed = self._information_writer.revert((charge_id,), change_id)
        for position in range(1, MOST_POSITIONS + 1):
            changed |= self._price_writer.revert((charge_id, position), change_id)
        return self._touched(charge_id, changed)

    def restore_all(self, change_id: int) -> int:
        """Make every price element a change touched what it was before it (undo an import).

        Returns:
            Number of price elements.

        Raises:
            RefusedError: When a later change touched one of them.
        """
        writers = (self._information_writer, self._price_writer)
        numbers = {key[0] for writer in writers for key in writer.revert_all(change_id)}
        for number in numbers:
            self._scope.touch("charge", number)
        return len(numbers)

    def _lay_prices(
        self, charge_id: int, start: str, end: str | None, prices: Mapping[int, lines.Values]
    ) -> bool:
        """Let exactly these positions hold from a day on, up to the charge's next price change."""
        before = self._price_lines(charge_id)
        if end is None:
            end = min((lines.next_change(line, start) for line in before.values()), default=OPEN)
        changes = []
        for position in sorted({*before, *prices}):
            old = before.get(position, ())
            values = prices.get(position)
            new = lines.lay(old, start, end, lambda _old, values=values: values)  # type: ignore[misc]
            changes.append(((charge_id, position), old, new))
        return self._touched(charge_id, self._price_writer.replace_many(changes))

    def _price_lines(self, charge_id: int) -> dict[int, Timeline]:
        found = self._price_writer.timelines([charge_id])
        return {key[1]: line for key, line in found.items()}

    def _touched(self, charge_id: int, changed: bool) -> bool:
        if changed:
            self._scope.touch("charge", charge_id)
        return changed


def _price_periods(rows: Iterable[StoredPeriod]) -> list[ChargePrice]:
    """Cut the positions' periods at each other's bounds into periods of constant prices."""
    stored = list(rows)
    bounds = sorted({bound for row in stored for bound in (row.valid_from, row.valid_to)})
    periods: list[ChargePrice] = []
    for start, end in pairwise(bounds):
        held = [row for row in stored if row.valid_from <= start < row.valid_to]
        if not held:
            continue
        ordered = sorted(held, key=lambda row: row.key[1])
        prices = tuple(_PRICE.decode(row.values[0]) for row in ordered)
        period = ChargePrice(valid_from=day_of(start), valid_to=day_of(end), prices=prices)
        last = periods[-1] if periods else None
        if last and last.valid_to == period.valid_from and last.prices == prices:
            periods[-1] = replace(last, valid_to=period.valid_to)
        else:
            periods.append(period)
    return periods


def _charge(row: Row[Any]) -> Charge:
    return Charge(id=row.id, owner_id=row.owner_id, kind=row.kind, code=row.code)


def _no_period(valid_from: date) -> NotFoundError:
    return NotFoundError(
        _("The price has no period that begins on {day}.").format(day=format_day(valid_from))
    )
