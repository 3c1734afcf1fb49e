"""What the store hands out: flat frozen values, never a row of the database library.

**Source**: style 4.8 ("no ORM object leaves `store`"). `[valid_from, valid_to)` are Danish local
dates with the open end 9999-12-31, instants are aware UTC, `change_in` is the change since which a
row is known, `change_out` the change since which it is no longer believed (None: still believed).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from app.domain.master_data import FieldValue, MasterData


class Touch(NamedTuple):
    """An object that a change touched: its kind ("metering_point") and its id as text."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One committed transaction, a step on the knowledge axis.

    Attributes:
        id: Number; later changes have higher numbers.
        at: When it was committed.
        who: Operator.
        why: Reason in the operator's words, or "".
        kind: What was done, as a word of the program ("create_metering_point").
        process_id: Process it belongs to, or None.
        undoes: Change it takes back, or None.
        summary: One sentence for lists, or "".
    """

    id: int
    at: datetime
    who: str
    why: str
    kind: str
    process_id: int | None
    undoes: int | None
    summary: str


@dataclass(frozen=True, slots=True)
class FacetPeriod:
    """One period of one facet of a metering point; empty values say that nothing holds."""

    facet: str
    valid_from: date
    valid_to: date
    values: MasterData
    change_in: int
    change_out: int | None


@dataclass(frozen=True, slots=True)
class PointChange:
    """Values of a metering point from a day on, of any facets.

    Attributes:
        metering_point_id: 18 digits; an unknown point is added.
        valid_from: First day.
        values: By field id; None or "" clears, a missing field stays what it is.
        valid_to: First day that stays as it is; None = each facet's next change.
    """

    metering_point_id: str
    valid_from: date
    values: Mapping[str, FieldValue]
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PutCounts:
    """What became of the items of a bulk write.

    Attributes:
        new: Items of points that were not known before.
        changed: Items that changed what was believed.
        unchanged: Items that were believed already.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: PutCounts) -> PutCounts:
        """Add the counts of two parts."""
        return PutCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class PointQuery:
    """What a list of metering points shall hold and in which order.

    Attributes:
        text: Words that must all occur: three letters or more anywhere in id, address, town or
            meter number, shorter ones at the beginning of a word.
        chips: Permitted codes by field id; the code "" stands for "no value"; an empty set, like a
            missing field, permits all.
        sort: Column and whether descending, most important first. The id always decides last.
    """

    text: str = ""
    chips: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = (("address", False),)


@dataclass(frozen=True, slots=True)
class PointHits:
    """The first hits of a query.

    Attributes:
        ids: Row numbers in the order of the query.
        complete: Whether these are all hits.
    """

    ids: array[int]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A price element's identity: owner's GLN, kind D01 | D02 | D03, and the owner's code."""

    id: int
    owner_id: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeInformation:
    """What holds about a price element in a period, except its price.

    Attributes:
        vat_classification: "D01" no VAT, "D02" 25 %.
        resolution: "P1M", "P1D" or "PT1H".
        is_tax: Whether it is a tax tariff.
        transparent_invoicing: Whether the supplier must pass it on.
    """

    valid_from: date
    valid_to: date
    name: str
    description: str
    vat_classification: str
    resolution: str
    is_tax: bool
    transparent_invoicing: bool
    change_in: int
    change_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePrice:
    """The price of a price element in a period.

    Attributes:
        prices: One price, or 24 with index = hour of the Danish day; kr without VAT, 6 decimals.
    """

    valid_from: date
    valid_to: date
    prices: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLink:
    """A price element linked to a metering point in a period; `id` is the row's number."""

    id: int
    charge_id: int
    metering_point_id: str
    quantity: int
    valid_from: date
    valid_to: date
    change_in: int
    change_out: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """A link to be written in bulk; `valid_to` None = until that link's next change."""

    charge_id: int
    metering_point_id: str
    valid_from: date
    quantity: int = 1
    valid_to: date | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A market participant (GLN or EIC) in one role (DDM, DDQ, DDK ...) in a period."""

    actor_id: str
    role: str
    name: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GridArea:
    """A grid area (3 digits), its price area (DK1, DK2 or "") and whether it is our own."""

    code: str
    name: str
    price_area: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue:
    """A value a setting has or had."""

    key: str
    value: str
    change_in: int
    change_out: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half filled form, kept through a crash."""

    area: str
    key: str
    payload: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOverride:
    """Why a warning was overridden.

    Attributes:
        rule: Rule id of the violation.
        field_id: Field of the violation, or "".
        message: What the warning said.
        reason: The operator's words.
        object_kind: Kind of the object it is about.
        object_id: Its id.
    """

    rule: str
    field_id: str
    message: str
    reason: str
    object_kind: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideReason(NewOverride):
    """A reason that is kept, and the change it was given in."""

    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRunDraft:
    """A check run to be kept.

    Attributes:
        kind: "self_control".
        month: "YYYY-MM".
        as_of: Instant the extract was made: what is compared.
        population: Number of current points.
        sample_size: Points drawn.
        seed: Seed of the draw.
        is_full: Whether all points were compared.
        outcome: Result as a word of the program.
        parameters: Everything else that is kept (files with checksums, fields, sample ...).
    """

    kind: str
    month: str
    as_of: datetime
    population: int
    sample_size: int
    seed: int
    is_full: bool
    outcome: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun(CheckRunDraft):
    """A kept check run; once signed off it can never be changed."""

    id: int
    made_at: datetime
    who: str
    change_id: int
    signed_off_at: datetime | None
    signed_off_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One finding of a check run.

    Attributes:
        kind: Sheet or category as a word of the program.
        metering_point_id: Point it is about, or "".
        field_id: Field, or "".
        own_value: Our value as text; None when we have none.
        other_value: DataHub's value as text; None when it has none.
        owner: Who answers for the field, or "".
        data: Whatever else belongs to it.
    """

    kind: str
    metering_point_id: str = ""
    field_id: str = ""
    own_value: str | None = None
    other_value: str | None = None
    owner: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file kept in the companion folder under its checksum."""

    sha256: str
    name: str
    size: int
    kind: str
    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImportRun:
    """An import to be kept: what was read and what became of its rows."""

    kind: str
    source_name: str
    source_sha256: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun(NewImportRun):
    """An import that is kept, with its change and when it was made."""

    id: int
    change_id: int
    at: datetime
