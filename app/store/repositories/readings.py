"""Meter readings and computed consumption; a wrong one is ended on the knowledge axis.

**Source**: Forskrift H1 §§ 17, 21, 22 (a reading at connection, disconnection, closing); design
§ 2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, or_, select, update

from app.domain.errors import NotFoundError
from app.store.records import ComputedConsumption, MeterReading, NewConsumption, NewReading
from app.store.scope import Repository, WriteScope
from app.store.statements import insert_one
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Row


class ReadingReader(Repository):
    """Reads meter readings and computed consumption."""

    def of_point(self, point_id: str, *, as_known: int | None = None) -> list[MeterReading]:
        """Return the readings of a metering point, newest first."""
        table = self._schema["meter_reading"]
        query = (
            select(table)
            .where(table.c.metering_point_id == point_id, _believed(table, as_known))
            .order_by(table.c.read_on.desc(), table.c.id.desc())
        )
        return [_reading(row) for row in self._connection.execute(query)]

    def get(self, reading_id: int) -> MeterReading | None:
        """Return a reading, also one that is no longer believed, or None."""
        table = self._schema["meter_reading"]
        row = self._connection.execute(select(table).where(table.c.id == reading_id)).first()
        return None if row is None else _reading(row)

    def last_of_meter(
        self, point_id: str, meter_number: str, before: date | None = None
    ) -> MeterReading | None:
        """Return a meter's newest reading, or the newest before a day; None when there is none."""
        readings = self.of_point(point_id)
        fitting = (
            reading
            for reading in readings
            if reading.meter_number == meter_number and (before is None or reading.read_on < before)
        )
        return next(fitting, None)

    def consumption_of_point(
        self, point_id: str, *, as_known: int | None = None
    ) -> list[ComputedConsumption]:
        """Return the computed consumption of a point, newest period first."""
        table = self._schema["computed_consumption"]
        query = (
            select(table)
            .where(table.c.metering_point_id == point_id, _believed(table, as_known))
            .order_by(table.c.period_from.desc(), table.c.id.desc())
        )
        return [_consumption(row) for row in self._connection.execute(query)]

    def believed(self) -> Iterator[MeterReading]:
        """Yield every believed reading by point and day."""
        table = self._schema["meter_reading"]
        query = (
            select(table)
            .where(table.c.change_out.is_(None))
            .order_by(table.c.metering_point_id, table.c.read_on, table.c.id)
        )
        return (_reading(row) for row in self._connection.execute(query))


class ReadingWriter(ReadingReader):
    """Reads and writes meter readings under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def add(self, reading: NewReading) -> int:
        """Keep a reading and return its number."""
        values = {
            "metering_point_id": reading.metering_point_id,
            "meter_number": reading.meter_number,
            "read_on": reading.read_on,
            "register_value": reading.value,
            "kind": reading.kind,
            "quality": reading.quality,
            "process_id": reading.process_id,
            "change_in": self._scope.change_id,
        }
        self._scope.touch("reading", reading.metering_point_id)
        return insert_one(self._connection, self._schema["meter_reading"], values)

    def void(self, reading_id: int) -> None:
        """Take a reading back: it is no longer believed.

        Raises:
            NotFoundError: When no believed reading has this number.
        """
        self._end(self._schema["meter_reading"], reading_id)

    def add_consumption(self, consumption: NewConsumption) -> int:
        """Keep a computed consumption and return its number."""
        values = {
            "metering_point_id": consumption.metering_point_id,
            "period_from": consumption.period_from,
            "period_to": consumption.period_to,
            "kwh": consumption.kwh,
            "explanation": consumption.explanation,
            "process_id": consumption.process_id,
            "change_in": self._scope.change_id,
        }
        self._scope.touch("reading", consumption.metering_point_id)
        return insert_one(self._connection, self._schema["computed_consumption"], values)

    def void_consumption(self, consumption_id: int) -> None:
        """Take a computed consumption back.

        Raises:
            NotFoundError: When no believed one has this number.
        """
        self._end(self._schema["computed_consumption"], consumption_id)

    def _end(self, table: Table, number: int) -> None:
        believed = and_(table.c.id == number, table.c.change_out.is_(None))
        point = self._connection.execute(select(table.c.metering_point_id).where(believed)).scalar()
        if point is None:
            raise NotFoundError(_("There is no reading number {number}.").format(number=number))
        ended = update(table).where(believed).values(change_out=self._scope.change_id)
        self._connection.execute(ended)
        self._scope.touch("reading", point)


def _believed(table: Table, as_known: int | None) -> ColumnElement[bool]:
    if as_known is None:
        return table.c.change_out.is_(None)
    still = or_(table.c.change_out.is_(None), table.c.change_out > as_known)
    return and_(table.c.change_in <= as_known, still)


def _reading(row: Row[Any]) -> MeterReading:
    return MeterReading(
        id=row.id,
        metering_point_id=row.metering_point_id,
        meter_number=row.meter_number,
        read_on=row.read_on,
        value=row.register_value,
        kind=row.kind,
        quality=row.quality,
        process_id=row.process_id,
        change_in=row.change_in,
        change_out=row.change_out,
    )


def _consumption(row: Row[Any]) -> ComputedConsumption:
    return ComputedConsumption(
        id=row.id,
        metering_point_id=row.metering_point_id,
        period_from=row.period_from,
        period_to=row.period_to,
        kwh=row.kwh,
        explanation=row.explanation,
        process_id=row.process_id,
        change_in=row.change_in,
        change_out=row.change_out,
    )
