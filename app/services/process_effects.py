"""What a process writes into the register when it is done, and how that is taken back.

**Source**: design § 2.4: the declaration says what a process changes; § 2.3: nothing is deleted, a
mistake is voided with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.checks import apply_changes, check_master_data
from app.domain.human_input import display_decimal
from app.domain.processes import CONDITIONS, EventKind, SwapConsumption
from app.services.process_situations import check_situation, previous_reading
from app.services.process_views import ComputedConsumption, FieldChangeView
from app.store import NewConsumption, NewReading
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.catalogue import Catalogue
    from app.domain.master_data import FieldValue, MasterData
    from app.domain.processes import ProcessEntry, ProcessFacts, ProcessSituation
    from app.domain.violations import Violation
    from app.services.session import Session
    from app.store import Reader, Writer


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What a process would write.

    Attributes:
        values: New values by field id; None clears.
        before: The point before.
        after: The point with the values laid over it.
    """

    values: Mapping[str, FieldValue]
    before: MasterData
    after: MasterData


def effects_of(
    session: Session, reader: Reader, entry: ProcessEntry, situation: ProcessSituation
) -> Effects:
    """Return what the process would write, values that become impossible removed."""
    values: dict[str, FieldValue] = {}
    for change in entry.changes:
        if change.condition and not CONDITIONS[change.condition](situation):
            continue
        values.update(change.values)
        for field_id, input_id in change.inputs.items():
            values[field_id] = situation.inputs.get(input_id)
    before = situation.master_data
    checked = check_situation(
        session, reader, before, previous=before, day=situation.effective_date
    )
    after = apply_changes(session.catalogues.fields, before, values, checked)
    removed = {name: None for name in before if name not in after and name not in values}
    return Effects(values={**values, **removed}, before=before, after=after)


def check_effects(
    session: Session, reader: Reader, effects: Effects, day: date | None
) -> tuple[Violation, ...]:
    """Return what the checks say about the fields that change; old faults do not block."""
    situation = check_situation(session, reader, effects.after, previous=effects.before, day=day)
    found = check_master_data(session.catalogues.fields, effects.after, situation)
    return tuple(violation for violation in found if violation.field in effects.values)


def change_views(effects: Effects, catalogue: Catalogue) -> tuple[FieldChangeView, ...]:
    """Return the fields that would change, before and after."""
    return field_changes(effects.before, effects.values, catalogue)


def field_changes(
    before: Mapping[str, FieldValue], values: Mapping[str, FieldValue], catalogue: Catalogue
) -> tuple[FieldChangeView, ...]:
    """Return fields before and after, in the catalogue's order; equal ones are left out."""
    from app.domain.field_values import display_field

    views: list[FieldChangeView] = []
    for field_id, entry in catalogue.fields.items():
        if field_id not in values:
            continue
        old, new = before.get(field_id), values[field_id]
        if (old or None) == (new or None) and type(old) is type(new):
            continue
        views.append(
            FieldChangeView(
                field_id=field_id,
                label=entry.label(),
                before=display_field(entry, old, catalogue),
                after=display_field(entry, new, catalogue),
            )
        )
    return tuple(views)


def consumption_view(
    situation: ProcessSituation, previous_day: date | None
) -> ComputedConsumption | None:
    """Return the consumption of a removed meter in words; None without a final reading."""
    found = situation.swap_consumption()
    if found is None:
        return None
    return ComputedConsumption(
        value_kwh=found.kwh,
        rolled_over=found.rolled_over,
        explanation=consumption_text(found),
        previous_reading=found.previous,
        previous_reading_day=previous_day,
    )


def consumption_text(found: SwapConsumption) -> str:
    """Return the arithmetic in words."""
    if found.previous is None:
        return _("No earlier reading of the meter is registered, so nothing can be computed.")
    if found.kwh is None:
        return _("The reading is lower than the previous one, and the meter's digits are unknown.")
    turn = f" + {display_decimal(found.turn)}" if found.rolled_over else ""
    difference = f"({display_decimal(found.final)}{turn} − {display_decimal(found.previous)})"
    return f"{difference} × {display_decimal(found.factor)} = {display_decimal(found.kwh)} kWh"


def write_effects(
    session: Session,
    writer: Writer,
    entry: ProcessEntry,
    situation: ProcessSituation,
    point_id: str,
) -> None:
    """Write the facet values from the effective date."""
    effective = situation.effective_date
    if effective is None:
        return
    effects = effects_of(session, writer, entry, situation)
    if effects.values:
        writer.points.put_values(point_id, effective, effects.values)


def write_readings(
    writer: Writer,
    entry: ProcessEntry,
    situation: ProcessSituation,
    point_id: str,
    process_id: int,
) -> None:
    """Keep the readings that were typed, and what the removed meter counted."""
    day = situation.day("physical_date") or situation.effective_date
    if day is None:
        return
    in_place = situation.master_data.text("meter_number")
    for reading in entry.readings:
        value = situation.number(reading.input)
        number = situation.text("meter_number") if reading.of_new_meter else in_place
        if value is None or not number:
            continue
        if reading.with_consumption:
            _write_consumption(writer, situation, point_id, process_id, day)
        writer.readings.add(
            NewReading(
                metering_point_id=point_id,
                meter_number=number,
                read_on=day,
                value=value,
                kind=reading.kind,
                process_id=process_id,
            )
        )


def _write_consumption(
    writer: Writer, situation: ProcessSituation, point_id: str, process_id: int, day: date
) -> None:
    """Keep the computed consumption, or the operator's own with the reason for it."""
    found = situation.swap_consumption()
    typed = situation.number("computed_consumption_kwh")
    kwh = typed if typed is not None else (found.kwh if found else None)
    _value, previous_day = previous_reading(writer, point_id, situation.master_data, day)
    if kwh is None or previous_day is None or previous_day >= day:
        return
    text = "" if found is None else consumption_text(found)
    if typed is not None and found is not None and typed != found.kwh:
        text = situation.text("consumption_reason") or text
    writer.readings.add_consumption(
        NewConsumption(
            metering_point_id=point_id,
            period_from=previous_day,
            period_to=day,
            kwh=kwh,
            explanation=text,
            process_id=process_id,
        )
    )


def take_back(writer: Writer, facts: ProcessFacts) -> None:
    """Void what the process wrote about a metering point.

    Raises:
        RefusedError: When a later change touched the same facet.
    """
    for event in facts.events:
        if event.kind is EventKind.DONE:
            writer.points.restore(facts.object_id, event.change_id)
    void_readings(writer, facts)


def void_readings(writer: Writer, facts: ProcessFacts) -> None:
    """Void the readings and the consumption that belong to a process."""
    for reading in writer.readings.of_point(facts.object_id):
        if reading.process_id == facts.id:
            writer.readings.void(reading.id)
    for consumption in writer.readings.consumption_of_point(facts.object_id):
        if consumption.process_id == facts.id:
            writer.readings.void_consumption(consumption.id)


def with_computed(
    inputs: Mapping[str, FieldValue], situation: ProcessSituation
) -> dict[str, FieldValue]:
    """Return the inputs with what the register adds: computed consumption, the removed meter."""
    completed = dict(inputs)
    found = situation.swap_consumption()
    if found is not None and completed.get("computed_consumption_kwh") is None:
        completed["computed_consumption_kwh"] = found.kwh
    number = situation.master_data.text("meter_number")
    if number and "final_reading" in completed:
        completed["removed_meter_number"] = number
    return {name: value for name, value in completed.items() if value is not None}
