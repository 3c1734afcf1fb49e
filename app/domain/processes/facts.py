"""What is kept of one process: what it was started with and what happened, never overwritten.

**Source**: design § 2.4 (append-only events) and § 2.5 (a step that was done stores the dates it
was measured against).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.domain.deadlines.dates import DeadlineDates
    from app.domain.deadlines.entries import DeadlineEntry
    from app.domain.master_data import FieldValue
    from app.domain.processes.entries import EventKind, ObjectKind
    from app.domain.working_days import WorkingDayCalendar


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The dates a step was measured against when it was carried out; never recomputed.

    Attributes:
        deadline: Deadline id.
        anchor: The date it was counted from.
        first_day: First permitted day, for an earliest limit.
        last_safe_day: Strictest reading.
        last_day: Default reading.
        last_attempt_day: Most lenient reading.
        rule_set: The company's rule set then.
        rule_date: Day from which the rule applied.
        constitution_day_is_working_day: The calendar's setting then.
    """

    deadline: str
    anchor: date
    first_day: date | None
    last_safe_day: date | None
    last_day: date | None
    last_attempt_day: date | None
    rule_set: str
    rule_date: date | None
    constitution_day_is_working_day: bool

    def is_late(self, happened_on: date) -> bool:
        """Return whether the step was late by the default reading."""
        return self.last_day is not None and happened_on > self.last_day


def measure(
    entry: DeadlineEntry,
    anchor: date,
    dates: DeadlineDates,
    *,
    rule_set: str,
    calendar: WorkingDayCalendar,
) -> Measured:
    """Freeze the dates of a limit."""
    return Measured(
        deadline=entry.id,
        anchor=anchor,
        first_day=dates.first_day,
        last_safe_day=dates.last_safe_day,
        last_day=dates.last_day,
        last_attempt_day=dates.last_attempt_day,
        rule_set=rule_set,
        rule_date=entry.valid_from,
        constitution_day_is_working_day=calendar.constitution_day_is_working_day,
    )


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a process.

    Attributes:
        kind: What happened.
        step: The step it belongs to; "" for a cancellation.
        happened_on: The day it happened.
        recorded_at: When it was recorded (aware UTC).
        who: Who recorded it.
        explanation: Why it was late, when it was.
        note: Free text.
        data: Values given with the event.
        measured: What the step was measured against.
        change_id: The transaction that recorded it; 0 when not stored yet.
    """

    kind: EventKind
    step: str
    happened_on: date
    recorded_at: datetime
    who: str = ""
    explanation: str = ""
    note: str = ""
    data: Mapping[str, FieldValue] = field(default_factory=dict)
    measured: tuple[Measured, ...] = ()
    change_id: int = 0


@dataclass(frozen=True, kw_only=True)
class ProcessFacts:
    """One instance of a process.

    Attributes:
        id: Number; 0 before it is stored.
        kind: Id of its declaration.
        object_kind: What it is about.
        object_id: The object.
        started_on: Danish date it was registered.
        effective_date: None while it is not known.
        inputs: Everything typed so far, later values over earlier ones.
        facts: Derived conditions, fixed when they were derived.
        events: What happened, in the order it was recorded.
    """

    id: int
    kind: str
    object_kind: ObjectKind
    object_id: str
    started_on: date
    effective_date: date | None = None
    inputs: Mapping[str, FieldValue] = field(default_factory=dict)
    facts: Mapping[str, bool] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    def holds(self, condition: str) -> bool:
        """Return whether a condition holds; "" always does."""
        return not condition or self.facts.get(condition, False)

    def event_of(self, step: str) -> Event | None:
        """Return the last event of a step, or None."""
        return next((event for event in reversed(self.events) if event.step == step), None)

    def has(self, kind: EventKind) -> bool:
        """Return whether an event of the kind was recorded."""
        return any(event.kind is kind for event in self.events)
