"""Imports of actors, grid areas and meter readings.

**Source**: design § 6; Forskrift I § 17 (actors), Forskrift H1 §§ 17-21 (readings).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from app.domain.master_data import FieldValue, MasterData
from app.exchange.rows import row_violation
from app.services.importing.dated import DatedPlanner, DatedRow, Key
from app.services.importing.plan import ImportJob, Plan, empty_cells, repeated, unknown_object
from app.store import GridArea, NewReading
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.violations import Violation
    from app.exchange.rows import ParsedRow
    from app.services.tasking import Task
    from app.store import Writer

ALWAYS = date(1900, 1, 1)
"""First day of an actor whose beginning nobody knows."""

READING_KINDS = ("periodic", "connection", "disconnection", "reconnection", "final", "first")
PRICE_AREAS = ("DK1", "DK2")


class ActorsPlanner(DatedPlanner):
    """Names of market participants in their roles."""

    def load(self, rows: Iterable[DatedRow]) -> None:
        """Read every actor."""
        del rows
        for actor in self.job.reader.actors.all():
            key = (actor.actor_id, actor.role)
            self.known.add(key)
            span = (actor.valid_from, actor.valid_to, MasterData({"actor_name": actor.name}))
            self.spans[key] = (*self.spans.get(key, ()), span)

    def filled(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        """Return the values with an actor known always when no beginning is given."""
        if values.get("valid_from") is None:
            values["valid_from"] = ALWAYS
        return values

    def key(self, values: Mapping[str, FieldValue]) -> Key:
        """Return id and role."""
        return (values["actor_id"], values["actor_role"])

    def dated_values(self, row: DatedRow) -> Mapping[str, FieldValue]:
        """Return the name."""
        return {"actor_name": row.values["actor_name"]}

    def violations(self, row: DatedRow) -> Iterable[Violation]:
        """Return nothing: what can be wrong with an actor is wrong with a cell."""
        del row
        return ()

    def put(self, writer: Writer, row: DatedRow) -> None:
        """Write the name."""
        actor_id, role = (str(part) for part in row.key)
        name = str(row.values["actor_name"])
        writer.actors.put(actor_id, role, name, row.valid_from, row.valid_to)


def plan_grid_areas(job: ImportJob) -> Plan:
    """Judge rows of grid areas; a column that is not there leaves what is known."""
    plan = Plan()
    known = {area.code: area for area in job.reader.grid_areas.all()}
    written: dict[str, GridArea] = {}
    rows_of: dict[str, int] = {}
    for row in job.read():
        plan.rows += 1
        values = dict(zip(job.rows.names, row.values, strict=True))
        faults = _grid_area_faults(job, row, values)
        if faults:
            plan.reject(row.number, faults)
            continue
        code = str(values["area_code"])
        before = written.get(code) or known.get(code)
        area = _grid_area(code, values, before)
        if code in written and area != written[code]:
            plan.reject(row.number, [repeated("area_code", rows_of[code])])
            continue
        plan.count(is_known=code in known, is_changed=area != before)
        written[code] = area
        rows_of[code] = row.number

    def write(writer: Writer, task: Task) -> None:
        task.raise_if_cancelled()
        for area in written.values():
            writer.grid_areas.put(
                area.code, name=area.name, price_area=area.price_area, own=area.own
            )

    plan.write = write
    return plan


def _grid_area_faults(
    job: ImportJob, row: ParsedRow, values: Mapping[str, FieldValue]
) -> list[Violation]:
    faults = list(row.violations) or empty_cells(job.kind, values, job.kind.required)
    area = values.get("price_area")
    if not faults and area is not None and area not in PRICE_AREAS:
        message = _("The price area must be {areas}.").format(areas=_(" or ").join(PRICE_AREAS))
        faults.append(row_violation("IM-12", "price_area", message))
    return faults


def _grid_area(code: str, values: Mapping[str, FieldValue], before: GridArea | None) -> GridArea:
    old = before or GridArea(code=code, name="", price_area="", own=False)
    name = values.get("area_name", old.name)
    price_area = values.get("price_area", old.price_area)
    own = values.get("own_area", old.own)
    return GridArea(
        code=code, name=str(name or ""), price_area=str(price_area or ""), own=own is True
    )


class _ReadingKey(NamedTuple):
    """What names a reading."""

    point_id: str
    meter_number: str
    read_on: date
    kind: str


class _Reading(NamedTuple):
    """A reading of a file."""

    key: _ReadingKey
    value: Decimal
    quality: str
    replaces: int | None


def plan_meter_readings(job: ImportJob) -> Plan:
    """Judge rows of meter readings; a reading that is known with another value is replaced."""
    return _ReadingsPlanner(job).plan()


class _ReadingsPlanner:
    """Works through the readings in the order of the file."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._plan = Plan()
        self._known = {
            _ReadingKey(r.metering_point_id, r.meter_number, r.read_on, r.kind): r
            for r in job.reader.readings.believed()
        }
        self._taken: dict[_ReadingKey, tuple[int, Decimal, str]] = {}
        self._written: list[_Reading] = []

    def plan(self) -> Plan:
        """Return what the import would do."""
        for row in self._job.read():
            self._plan.rows += 1
            values = dict(zip(self._job.rows.names, row.values, strict=True))
            faults = list(row.violations) or self._faults(values)
            if faults:
                self._plan.reject(row.number, faults)
            else:
                self._take(row.number, values)
        self._plan.write = self._write
        return self._plan

    def _faults(self, values: dict[str, FieldValue]) -> list[Violation]:
        faults = empty_cells(self._job.kind, values, self._job.kind.required)
        if faults:
            return faults
        point_id, read_on = str(values["metering_point_id"]), values["read_on"]
        if not self._job.reader.points.exists(point_id):
            message = _("Metering point {id} does not exist.").format(id=point_id)
            return [unknown_object("metering_point_id", message)]
        kind = values.get("reading_kind") or READING_KINDS[0]
        if kind not in READING_KINDS:
            message = _("The kind of reading must be one of {kinds}.")
            text = message.format(kinds=", ".join(READING_KINDS))
            return [row_violation("IM-12", "reading_kind", text)]
        values["reading_kind"] = kind
        if isinstance(read_on, date) and values.get("meter_number") is None:
            md = self._job.reader.points.master_data(point_id, read_on)
            values["meter_number"] = md.text("meter_number") or None if md else None
        return empty_cells(self._job.kind, values, ("meter_number",))

    def _take(self, number: int, values: Mapping[str, FieldValue]) -> None:
        read_on, value = values["read_on"], values["reading"]
        if not isinstance(read_on, date) or not isinstance(value, Decimal):
            return
        key = _ReadingKey(
            str(values["metering_point_id"]),
            str(values["meter_number"]),
            read_on,
            str(values["reading_kind"]),
        )
        quality = str(values.get("reading_quality") or "")
        earlier = self._taken.get(key)
        if earlier is not None and earlier[1:] != (value, quality):
            self._plan.reject(number, [repeated("reading", earlier[0])])
            return
        known = self._known.get(key)
        same = known is not None and (known.value, known.quality) == (value, quality)
        if earlier is None and not same:
            replaces = known.id if known is not None else None
            self._written.append(_Reading(key, value, quality, replaces))
        self._taken[key] = (number, value, quality)
        self._plan.count(is_known=known is not None, is_changed=not same)

    def _write(self, writer: Writer, task: Task) -> None:
        task.raise_if_cancelled()
        for reading in self._written:
            if reading.replaces is not None:
                writer.readings.void(reading.replaces)
            writer.readings.add(
                NewReading(
                    metering_point_id=reading.key.point_id,
                    meter_number=reading.key.meter_number,
                    read_on=reading.key.read_on,
                    value=reading.value,
                    kind=reading.key.kind,
                    quality=reading.quality,
                )
            )
