"""Gather from the register what guards, conditions and date rules look at.

**Source**: design § 2.4. The domain judges; this module only looks up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.master_data import MasterData
from app.domain.processes import (
    ObjectKind,
    ProcessSituation,
    ProcessStatus,
    Stage,
    effective_date,
)
from app.domain.situation import Operation, Situation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry
    from app.services.session import Session
    from app.store import Reader
    from app.store.records import FacetPeriod

_ONE_DAY = timedelta(days=1)


def code_names(session: Session) -> Callable[[str, str], str]:
    """Return a function that names a code of a field in the operator's language."""
    catalogue = session.catalogues.fields
    return lambda field_id, code: catalogue.code_list(field_id).label(code)


def check_situation(
    session: Session,
    reader: Reader,
    master_data: MasterData,
    *,
    operation: Operation = Operation.UPDATE,
    previous: MasterData | None = None,
    day: date | None = None,
) -> Situation:
    """Return what the checks of master data need to know besides the values."""
    parent_id = master_data.text("parent_metering_point_id")
    parent = reader.points.master_data(parent_id, day or session.today) if parent_id else None
    return Situation(
        today=session.today,
        rule_set=session.rule_set,
        operation=operation,
        known_grid_areas=frozenset(area.code for area in reader.grid_areas.all()),
        own_grid_areas=reader.grid_areas.own_codes(),
        own_gln=reader.settings.get("company.gln"),
        previous=previous,
        parent=parent if parent else None,
        parent_exists=reader.points.exists(parent_id) if parent_id else None,
    )


@dataclass(frozen=True, kw_only=True)
class PointProcess:
    """A process on a metering point that is looked at.

    Attributes:
        entry: The process.
        point_id: The metering point.
        inputs: What was typed so far.
        stage: Planned or done; None for the menu.
        process_id: The running instance, which is no conflict to itself.
    """

    entry: ProcessEntry
    point_id: str
    inputs: Mapping[str, FieldValue] = field(default_factory=dict)
    stage: Stage | None = None
    process_id: int | None = None


def point_situation(session: Session, reader: Reader, subject: PointProcess) -> ProcessSituation:
    """Return the situation of a process on a metering point."""
    entry, point_id, inputs = subject.entry, subject.point_id, subject.inputs
    periods = reader.points.facet_periods(point_id)
    start = min((period.valid_from for period in periods), default=None)
    effective = effective_date(entry.date_rule, inputs)
    day = effective or max(session.today, start or session.today)
    master_data = reader.points.master_data(point_id, day) or MasterData()
    return ProcessSituation(
        today=session.today,
        now=session.clock.now(),
        rule_set=session.rule_set,
        stage=subject.stage,
        master_data=master_data,
        inputs=inputs,
        effective_date=effective,
        point_start=start,
        supply_start=_supply_start(periods, day),
        later_changes=_later_changes(periods, day),
        planned_conflicts=_planned_conflicts(session, reader, subject),
        previous_reading=previous_reading(reader, point_id, master_data, day)[0],
        label=code_names(session),
    )


def previous_reading(
    reader: Reader, point_id: str, master_data: MasterData, day: date
) -> tuple[Decimal | None, date | None]:
    """Return value and day of the last reading of the meter in place, up to and with the day."""
    number = master_data.text("meter_number")
    if not number:
        return None, None
    found = reader.readings.last_of_meter(point_id, number, before=day + _ONE_DAY)
    return (None, None) if found is None else (found.value, found.read_on)


def _supply_start(periods: Sequence[FacetPeriod], day: date) -> date | None:
    """Return the start of the supply in force on the day, else of the next one."""
    supplied = [
        period
        for period in periods
        if period.facet == "supply"
        and period.values.text("energy_supplier_id")
        and period.valid_to > day
    ]
    return min((period.valid_from for period in supplied), default=None)


def _later_changes(periods: Sequence[FacetPeriod], day: date) -> dict[str, date]:
    """Return the first day after the given one on which each facet changes."""
    later: dict[str, date] = {}
    for period in sorted(periods, key=lambda item: item.valid_from):
        if period.valid_from > day:
            later.setdefault(period.facet, period.valid_from)
    return later


def _planned_conflicts(session: Session, reader: Reader, subject: PointProcess) -> tuple[str, ...]:
    """Return the names of conflicting processes of the point that are planned and not done."""
    return tuple(
        session.catalogues.processes[stored.kind].label
        for stored in reader.processes.of_object(ObjectKind.METERING_POINT, subject.point_id)
        if stored.kind in subject.entry.conflicts
        and stored.state == ProcessStatus.PLANNED
        and stored.id != subject.process_id
    )
