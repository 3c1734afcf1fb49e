"""The conditions for starting a process, judged.

Each function returns the words that fill the reason when the condition is broken, or None when it
holds. Which condition is asked when, how much it weighs and what it says stands in
`resources/rules/processes.toml`.

**Source**: Forskrift H1 §§ 16-21; the rule ids CN, DC, RC and MP-013 are those of Energinet's
archived code for metering points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.processes.entries import GuardEntry, ParameterValue, ProcessEntry
from app.domain.processes.meter_swap import exceeds_digits
from app.domain.processes.situation import (
    PROFILED,
    ProcessSituation,
    is_short_outage,
    requires_net_settlement,
)
from app.domain.violations import Severity, Violation
from app.texts import format_day

if TYPE_CHECKING:
    from decimal import Decimal

Params = Mapping[str, ParameterValue]
Words = dict[str, str]
GuardFunction = Callable[[ProcessSituation, Params], Words | None]


def _codes(params: Params, name: str) -> tuple[str, ...]:
    value = params[name]
    return value if isinstance(value, tuple) else (str(value),)


def _day(day: date | None) -> str:
    return "" if day is None else format_day(day)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _state_words(situation: ProcessSituation) -> Words:
    state = situation.master_data.connection_state
    return {"state": situation.label("connection_state", state).lower() if state else "?"}


def _state_in(situation: ProcessSituation, params: Params) -> Words | None:
    allowed = situation.master_data.connection_state in _codes(params, "states")
    return None if allowed else _state_words(situation)


def _state_not_in(situation: ProcessSituation, params: Params) -> Words | None:
    refused = situation.master_data.connection_state in _codes(params, "states")
    return _state_words(situation) if refused else None


def _type_in(situation: ProcessSituation, params: Params) -> Words | None:
    if situation.master_data.metering_point_type in _codes(params, "types"):
        return None
    return {}


def _method_in(situation: ProcessSituation, params: Params) -> Words | None:
    method = situation.master_data.text("metering_method")
    if method in _codes(params, "methods"):
        return None
    return {"method": situation.label("metering_method", method).lower() if method else "?"}


def _has_parent(situation: ProcessSituation, _params: Params) -> Words | None:
    return None if situation.master_data.text("parent_metering_point_id") else {}


def _supplied_on_day(situation: ProcessSituation, _params: Params) -> Words | None:
    """Judge whether supply has begun; before a date is typed any coming supply will do."""
    start, day = situation.supply_start, situation.effective_date
    if start is not None and (day is None or start <= day):
        return None
    return {"supply_start": "" if start is None else f" ({_day(start)})"}


def _has_supplier_now(situation: ProcessSituation, _params: Params) -> Words | None:
    return None if situation.master_data.text("energy_supplier_id") else {}


def _not_before_input(situation: ProcessSituation, params: Params) -> Words | None:
    day = situation.day(str(params["input"]))
    other = situation.day(str(params["other"]))
    if day is None or other is None or day >= other:
        return None
    return {"other": _day(other)}


def _short_outage(situation: ProcessSituation, _params: Params) -> Words | None:
    short = is_short_outage(
        situation.day("physical_date"), situation.day("expected_reconnection_date")
    )
    return {} if short else None


def days_window(now: datetime, days_before: int, days_after: int) -> tuple[date, date]:
    """Return the first and last effective date that Energinet's code accepts.

    The code compares dates in UTC, where a Danish midnight belongs to the day before: with 0 days
    ahead, tomorrow's midnight still passes.

    Args:
        now: The instant of the message, aware.
        days_before: Days back.
        days_after: Days ahead.

    Returns:
        Danish local dates, both included.
    """
    today = now.astimezone(UTC).date()
    one = timedelta(days=1)
    return today - timedelta(days=days_before) + one, today + timedelta(days=days_after) + one


def _within_days(situation: ProcessSituation, params: Params) -> Words | None:
    day = situation.effective_date
    if day is None:
        return None
    first, last = days_window(
        situation.now, int(str(params["days_before"])), int(str(params["days_after"]))
    )
    if first <= day <= last:
        return None
    return {"first": _day(first), "last": _day(last), "day": _day(day)}


def _not_in_future(situation: ProcessSituation, _params: Params) -> Words | None:
    day = situation.day("physical_date")
    if day is None or day <= situation.today:
        return None
    return {"today": _day(situation.today)}


def _point_exists_on_day(situation: ProcessSituation, _params: Params) -> Words | None:
    day, start = situation.effective_date, situation.point_start
    if day is None or start is None or day >= start:
        return None
    return {"start": _day(start)}


def _no_later_change(situation: ProcessSituation, params: Params) -> Words | None:
    later = situation.later_changes.get(str(params["facet"]))
    return None if later is None else {"later": _day(later)}


def _no_planned_conflict(situation: ProcessSituation, _params: Params) -> Words | None:
    if not situation.planned_conflicts:
        return None
    return {"other": ", ".join(situation.planned_conflicts)}


def _new_meter_differs(situation: ProcessSituation, _params: Params) -> Words | None:
    number = situation.text("meter_number")
    same = number and number == situation.master_data.text("meter_number")
    return {} if same else None


def _reading_fits_digits(situation: ProcessSituation, _params: Params) -> Words | None:
    """Judge each reading against the digits of the meter it was read on."""
    in_place = str(situation.master_data.get("meter_digits") or "")
    for input_id, digits in (
        ("meter_reading", in_place),
        ("final_reading", in_place),
        ("first_reading", situation.text("meter_digits") or in_place),
    ):
        reading = situation.number(input_id)
        if reading is not None and exceeds_digits(reading, digits):
            return {"reading": _number(reading), "digits": digits}
    return None


def _consumption_plausible(situation: ProcessSituation, _params: Params) -> Words | None:
    found = situation.swap_consumption()
    if found is None or not (found.rolled_over or found.digits_missing):
        return None
    return {"previous": _number(found.previous), "kwh": _number(found.kwh) or "?"}


def _override_explained(situation: ProcessSituation, _params: Params) -> Words | None:
    typed = situation.number("computed_consumption_kwh")
    found = situation.swap_consumption()
    computed = None if found is None else found.kwh
    if typed is None or computed is None or typed == computed:
        return None
    return None if situation.text("consumption_reason") else {"kwh": _number(computed)}


def _no_settlement_change_to(situation: ProcessSituation, params: Params) -> Words | None:
    before, after = situation.changed.get("settlement_method", (None, None))
    return {} if after in _codes(params, "methods") and after != before else None


def _settlement_change_on_first(situation: ProcessSituation, _params: Params) -> Words | None:
    before, after = situation.changed.get("settlement_method", (None, None))
    day = situation.effective_date
    if before != PROFILED or after == before or day is None or day.day == 1:
        return None
    return None if requires_net_settlement(situation) else {}


GUARDS: dict[str, GuardFunction] = {
    "state_in": _state_in,
    "state_not_in": _state_not_in,
    "type_in": _type_in,
    "method_in": _method_in,
    "has_parent": _has_parent,
    "supplied_on_day": _supplied_on_day,
    "has_supplier_now": _has_supplier_now,
    "not_before_input": _not_before_input,
    "short_outage": _short_outage,
    "within_days": _within_days,
    "not_in_future": _not_in_future,
    "point_exists_on_day": _point_exists_on_day,
    "no_later_change": _no_later_change,
    "no_planned_conflict": _no_planned_conflict,
    "new_meter_differs": _new_meter_differs,
    "reading_fits_digits": _reading_fits_digits,
    "consumption_plausible": _consumption_plausible,
    "override_explained": _override_explained,
    "no_settlement_change_to": _no_settlement_change_to,
    "settlement_change_on_first": _settlement_change_on_first,
}
"""Every function a guard may name, by name."""


def judge(guard: GuardEntry, situation: ProcessSituation) -> Violation | None:
    """Return the violation of one guard, or None when it holds or is not asked."""
    if not _is_asked(guard, situation):
        return None
    variant = guard.for_rule_set(situation.rule_set, situation.stage)
    if variant.severity is None:
        return None
    words = GUARDS[guard.logic](situation, variant.params)
    if words is None:
        return None
    return Violation(
        rule=guard.rule,
        severity=variant.severity,
        field=guard.field,
        message=guard.text.format(**words),
        source=variant.source,
        code=variant.code,
        parameters=words,
    )


def _is_asked(guard: GuardEntry, situation: ProcessSituation) -> bool:
    """Return whether the guard concerns this type of point and this stage."""
    point_type = situation.master_data.metering_point_type
    if guard.types and point_type not in guard.types:
        return False
    if situation.stage is None:
        return guard.in_menu
    return situation.stage in guard.stages


def judge_all(entry: ProcessEntry, situation: ProcessSituation) -> tuple[Violation, ...]:
    """Return every violation of a process's guards, worst first, otherwise in their order."""
    found = [v for guard in entry.guards if (v := judge(guard, situation)) is not None]
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
    return tuple(sorted(found, key=lambda violation: weight[violation.severity]))
