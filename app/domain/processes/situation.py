"""What guards, conditions and date rules look at, and the facts derived from it.

**Source**: design § 2.4. The functions are pure: services gather the situation from the register,
tests write it down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.deadlines.dates import contains_whole_day
from app.domain.master_data import FieldValue, MasterData
from app.domain.processes.meter_swap import SwapConsumption, consumption_since

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.domain.processes.entries import ProcessEntry, Stage

PHYSICAL = "D01"
"""Metering method of a point with a meter (Forskrift I § 8, stk. 4)."""

CONNECTED = "E22"
PROFILED = "E01"
_DANISH_TIME = ZoneInfo("Europe/Copenhagen")


def _code_itself(_field_id: str, code: str) -> str:
    """Name a code by itself, where nobody reads it."""
    return code


@dataclass(frozen=True, kw_only=True)
class ProcessSituation:
    """Everything known about a process that is being started or a menu that is being built.

    Attributes:
        today: Danish local date.
        now: The instant, aware UTC.
        rule_set: Which variant of a guard holds.
        stage: Planned or done; None while a menu is built and nothing has been typed.
        master_data: The point on the effective date (in a menu: today); empty when nothing holds.
        inputs: What was typed, by input id.
        effective_date: Follows from the inputs; None when not known.
        point_start: First day of the point; None for other objects and unknown points.
        supply_start: First day of the supply in force on the effective date, else of the next one;
            None when there is none.
        later_changes: First day after the effective date on which a facet changes, by facet.
        planned_conflicts: Names of conflicting processes that are planned and not yet done.
        changed: Master data fields before and after, for a change by form.
        hand_fields: Of the fields concerned, those that no message carries.
        message_fields: Of the fields concerned, those that a message carries.
        previous_reading: Last reading of the meter in place; None when none is registered.
        label: Names a code of a field in the operator's language.
    """

    today: date
    now: datetime
    rule_set: str = "forskrift"
    stage: Stage | None = None
    master_data: MasterData = field(default_factory=MasterData)
    inputs: Mapping[str, FieldValue] = field(default_factory=dict)
    effective_date: date | None = None
    point_start: date | None = None
    supply_start: date | None = None
    later_changes: Mapping[str, date] = field(default_factory=dict)
    planned_conflicts: tuple[str, ...] = ()
    changed: Mapping[str, tuple[FieldValue, FieldValue]] = field(default_factory=dict)
    hand_fields: tuple[str, ...] = ()
    message_fields: tuple[str, ...] = ()
    previous_reading: Decimal | None = None
    label: Callable[[str, str], str] = _code_itself

    def day(self, input_id: str) -> date | None:
        """Return a typed date, or None."""
        value = self.inputs.get(input_id)
        return value if isinstance(value, date) else None

    def number(self, input_id: str) -> Decimal | None:
        """Return a typed number, or None; "not a number" and infinity are none."""
        value = self.inputs.get(input_id)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        number = Decimal(value)
        return number if number.is_finite() else None

    def text(self, input_id: str) -> str:
        """Return a typed text or code, or ""."""
        value = self.inputs.get(input_id)
        return value if isinstance(value, str) else ""

    def swap_consumption(self) -> SwapConsumption | None:
        """Return the consumption of the removed meter; None without a final reading."""
        final = self.number("final_reading")
        if final is None:
            return None
        return consumption_since(
            previous=self.previous_reading,
            final=final,
            factor=self.master_data.number("meter_conversion_factor") or Decimal(1),
            digits=str(self.master_data.get("meter_digits") or ""),
            meter_type=self.master_data.text("meter_type"),
        )


def is_short_outage(disconnected: date | None, reconnected: date | None) -> bool:
    """Return whether an outage contains no whole calendar day, midnight to midnight.

    **Source**: Forskrift H1 § 19, stk. 4. The hours are not known; taken as noon, Monday to Tuesday
    contains no whole day and Monday to Wednesday one. An outage whose end is not known is long.
    """
    if disconnected is None or reconnected is None:
        return False
    noon = time(12, tzinfo=_DANISH_TIME)
    return not contains_whole_day(
        datetime.combine(disconnected, noon), datetime.combine(reconnected, noon)
    )


def _is_reportable(situation: ProcessSituation) -> bool:
    return not is_short_outage(
        situation.day("physical_date"), situation.day("expected_reconnection_date")
    )


def _has_meter(situation: ProcessSituation) -> bool:
    return situation.master_data.text("metering_method") == PHYSICAL


def _new_meter(situation: ProcessSituation) -> bool:
    return situation.text("metering_method") == PHYSICAL


def _leaves_profiled(situation: ProcessSituation) -> bool:
    """Return whether profiled settlement ends without a net settlement that requires it."""
    before, after = situation.changed.get("settlement_method", (None, None))
    return before == PROFILED and after != before and not requires_net_settlement(situation)


def requires_net_settlement(situation: ProcessSituation) -> bool:
    """Return whether net settlement is registered or changed at once (H1 § 18, stk. 4)."""
    return "net_settlement_group" in situation.changed


def _other_settlement_change(situation: ProcessSituation) -> bool:
    return "settlement_method" in situation.changed and not _leaves_profiled(situation)


CONDITIONS: dict[str, Callable[[ProcessSituation], bool]] = {
    "has_meter": _has_meter,
    "new_meter": _new_meter,
    "has_readings": lambda s: _has_meter(s) or _new_meter(s),
    "is_reportable": _is_reportable,
    "is_connected": lambda s: s.master_data.connection_state == CONNECTED,
    "has_hand_fields": lambda s: bool(s.hand_fields),
    "has_message_fields": lambda s: bool(s.message_fields),
    "ordinary_fields": lambda s: any(f != "settlement_method" for f in s.message_fields),
    "settlement_from_profiled": _leaves_profiled,
    "settlement_flex_hourly": _other_settlement_change,
}
"""Every condition an entry may name, by name."""


def derived_facts(entry: ProcessEntry, situation: ProcessSituation) -> dict[str, bool]:
    """Return the conditions that the process names, as they are when it starts.

    They are kept with the instance, so that a later change of the point does not change which
    steps a process in progress has.
    """
    names = {step.condition for step in entry.steps}
    names |= {limit.condition for step in entry.steps for limit in step.limits}
    names |= {change.condition for change in entry.changes}
    names |= {item.required_when for item in entry.inputs}
    return {name: CONDITIONS[name](situation) for name in sorted(names) if name}
