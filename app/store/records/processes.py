"""What the store takes and hands out of processes and readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcess:
    """A process to be started.

    Attributes:
        kind: Id in the process catalogue.
        object_kind: "metering_point", "charge", "charge_link" or "company".
        object_id: The object's id.
        started_on: Day it is started on.
        state: Status as computed from the events that follow in the same transaction.
        data: Inputs; dates, instants, decimals, flags, numbers and texts keep their type.
        is_open: Whether it has not ended.
    """

    kind: str
    object_kind: str
    object_id: str
    started_on: date
    state: str
    data: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to be added to a process.

    Attributes:
        kind: What happened ("planned", "done", "reported", "confirmed", "rejected", "cancelled").
        step: Id of the step, or "".
        happened_on: Day it happened.
        state: Status of the process with this event.
        is_open: Whether the process has not ended with it.
        data: What belongs to the event.
        explanation: Why a limit was missed, or "".
        note: Free text, or "".
        measured: The limits the step was measured against.
    """

    kind: str
    step: str
    happened_on: date
    state: str
    is_open: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    explanation: str = ""
    note: str = ""
    measured: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event of a process; events are only ever added.

    Attributes:
        number: Ascending in order of recording, unique in the file.
        kind: "planned", "done", "reported", "confirmed", "rejected" or "cancelled".
        step: Id of the step, or "".
        happened_on: Day it happened.
        recorded_at: When it was written down.
        who: Operator.
        change_id: Change it was written under.
        data: What belongs to this event.
        explanation: Why a limit was missed, or "".
        note: Free text, or "".
        measured: One entry per limit the step was measured against.
    """

    number: int
    kind: str
    step: str
    happened_on: date
    recorded_at: datetime
    who: str
    change_id: int
    data: Mapping[str, Any]
    explanation: str
    note: str
    measured: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProcess:
    """A process with all its events.

    Attributes:
        kind: Id in the process catalogue.
        object_kind: "metering_point", "charge", "charge_link" or "company".
        object_id: The object's id as text.
        started_on: Day it was started on, as told.
        data: Inputs.
        state: Status computed from the events when the last one was recorded.
        is_open: Whether it has not ended, at the same moment.
        started_at: When it was registered.
        who: Operator who registered it.
        change_id: Change it was registered under.
        events: Oldest first.
    """

    id: int
    kind: str
    object_kind: str
    object_id: str
    started_on: date
    data: Mapping[str, Any]
    state: str
    is_open: bool
    started_at: datetime
    who: str
    change_id: int
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """A reading to be kept.

    Attributes:
        meter_number: The meter that was read.
        read_on: Day it was read.
        value: Register value in the meter's unit, at most 3 decimals.
        kind: Why it was read, as a word of the program.
        quality: How good it is, or "".
        process_id: The process it belongs to, or None.
    """

    metering_point_id: str
    meter_number: str
    read_on: date
    value: Decimal
    kind: str
    quality: str = ""
    process_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading(NewReading):
    """A reading that is kept."""

    id: int
    change_in: int
    change_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsumption:
    """A computed consumption to be kept.

    Attributes:
        period_from: First day.
        period_to: First day after.
        kwh: Consumption, at most 3 decimals.
        explanation: The arithmetic in words.
        process_id: The process it belongs to, or None.
    """

    metering_point_id: str
    period_from: date
    period_to: date
    kwh: Decimal
    explanation: str
    process_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedConsumption(NewConsumption):
    """A computed consumption that is kept."""

    id: int
    change_in: int
    change_out: int | None = None
