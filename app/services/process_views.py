"""What pages and commands exchange with the process use cases.

**Source**: design § 2.4: dialog, checklist, checks, timeline and help come from the declaration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from app.domain.master_data import FieldValue
    from app.domain.violations import Violation
    from app.services.deadline_views import LimitDates, OpenDeadline, StripDay


@dataclass(frozen=True, kw_only=True)
class ProcessOffer:
    """One entry of a record's Actions menu: shown disabled with the reasons when not allowed.

    Attributes:
        kind: Process id.
        label: Menu text.
        description: One sentence of what it does.
        brs: DataHub's business process number ("BRS-013"), or "".
        source: Paragraph.
        enabled: Whether it may be started now.
        reasons: Why not, one sentence each; also warnings of an enabled one.
        is_change_form: True for master_data_change: opens the change form, not the process dialog.
    """

    kind: str
    label: str
    description: str
    brs: str
    source: str
    enabled: bool
    reasons: tuple[str, ...] = ()
    is_change_form: bool = False


@dataclass(frozen=True, kw_only=True)
class InputField:
    """One field of a process dialog.

    Attributes:
        id: Key in `StartProcess.data` (a catalogue field id, or the process's own input id).
        label: Label above the field.
        help: Help text.
        type: Value of the catalogue's FieldType: "date", "decimal", "integer", "text", "code",
            "boolean", "actor_id", ...
        unit: Shown inside the field.
        is_required: Marked with text.
        choices: (code, label) pairs of a code field.
        scale: Decimals of a decimal field.
        max_length: Longest text; None = no limit.
        default: What the field starts with.
        source: Paragraph.
        stage: "planned", "done" or "" (both): when the input is asked.
        group: Heading the field stands under; "" = first group.
        is_effective_date: The date the permitted window applies to (show the strip here).
    """

    id: str
    label: str
    type: str
    help: str = ""
    unit: str = ""
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    scale: int = 0
    max_length: int | None = None
    default: FieldValue = None
    source: str = ""
    stage: str = ""
    group: str = ""
    is_effective_date: bool = False


@dataclass(frozen=True, kw_only=True)
class ProcessDialog:
    """Everything a dialog needs to start a process.

    Attributes:
        kind: Process id.
        label: Title.
        description: What it does, what follows.
        brs: Business process number, or "".
        source: Paragraphs.
        object_id: The metering point.
        object_label: Its id and address.
        can_plan: Whether it may be planned ahead.
        can_register: Whether it may be registered as done at once.
        inputs: Fields in order, both stages (see `InputField.stage`).
        base_change: Give it back in `StartProcess.base_change`.
    """

    kind: str
    label: str
    description: str
    brs: str
    source: str
    object_id: str
    object_label: str
    can_plan: bool
    can_register: bool
    inputs: tuple[InputField, ...]
    base_change: int


@dataclass(frozen=True, kw_only=True)
class StartProcess:
    """The operator starts a process.

    Attributes:
        kind: Process id.
        object_id: Metering point (or charge) it is about.
        data: Values of the dialog's inputs by id.
        stage: "planned": only planned; "done": it has happened, the facts change now.
        base_change: Last change number the dialog was opened on; None = do not compare.
        explanation: Why it is registered late or outside the window, when it is.
        note: Free text.
        happened_on: The day it was planned or done; None = the physical date, or today.
    """

    kind: str
    object_id: str
    data: Mapping[str, FieldValue] = field(default_factory=dict)
    stage: str = "done"
    base_change: int | None = None
    explanation: str = ""
    note: str = ""
    happened_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RecordEvent:
    """Something happened in a running process.

    Attributes:
        process_id: The instance.
        event: "done", "reported", "confirmed", "rejected" or "cancelled".
        step_id: The step; "" = the next open step of that event kind.
        happened_on: The day; None = today.
        data: Further inputs (a planned process that is now done: readings, meter fields, the
            physical date).
        explanation: Why it is late; kept with the event.
        note: Free text: transaction id, DataHub's answer, reason of rejection or cancellation.
    """

    process_id: int
    event: str
    step_id: str = ""
    happened_on: date | None = None
    data: Mapping[str, FieldValue] = field(default_factory=dict)
    explanation: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class WindowView:
    """The dates the operator may choose.

    Attributes:
        first_day: First permitted effective date; None = no limit.
        last_day: Last permitted effective date; None = no limit.
        explanation: In words, with the paragraph.
        strip: Days around the window, permitted ones marked.
    """

    first_day: date | None
    last_day: date | None
    explanation: str
    strip: tuple[StripDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldChangeView:
    """One field before and after."""

    field_id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ComputedConsumption:
    """Consumption on the removed meter since its previous reading.

    Attributes:
        value_kwh: Consumption, in the meter's unit times the conversion factor (kWh).
        rolled_over: Whether the register passed zero.
        explanation: The arithmetic in words: "(12 345 - 12 000) x 1 = 345".
        previous_reading: The reading it is counted from; None when none is registered.
        previous_reading_day: Its day.
    """

    value_kwh: Decimal | None
    rolled_over: bool
    explanation: str
    previous_reading: Decimal | None = None
    previous_reading_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class PortalValue:
    """One value to be typed or pasted into the market portal.

    Attributes:
        label: The portal's word for the field.
        text: What to type (Danish decimal comma, dd-mm-yyyy).
        copy_text: What "copy" puts on the clipboard.
    """

    label: str
    text: str
    copy_text: str


@dataclass(frozen=True, kw_only=True)
class ProcessPreview:
    """What would follow if the dialog were saved as it is.

    Attributes:
        effective_date: The resulting effective date; None when a date is missing.
        effective_date_explanation: Why it is that date (H1 § 17: the day after the cut ...).
        window: The permitted window for the date that the operator types.
        deadlines: Limits that will follow, with their dates.
        changes: Fields that will change, before and after.
        computed: Consumption of a removed meter, when the kind has one.
        portal_values: What will have to be reported in the market portal by hand.
        violations: Everything the guards and checks found; errors block.
    """

    effective_date: date | None
    effective_date_explanation: str
    window: WindowView | None
    deadlines: tuple[LimitDates, ...]
    changes: tuple[FieldChangeView, ...] = ()
    computed: ComputedConsumption | None = None
    portal_values: tuple[PortalValue, ...] = ()
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProcessFilter:
    """Which processes are wanted; the default is all open ones.

    Attributes:
        only_open: False = closed ones too.
        kinds: Process ids; empty = all.
        statuses: Status values; empty = all.
        object_kind: "" = all.
        object_id: "" = all.
        text: Words that must occur in kind or object.
    """

    only_open: bool = True
    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    object_kind: str = ""
    object_id: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ProcessRow:
    """One line of a list of processes.

    Attributes:
        id: Number of the instance.
        kind: Process id.
        label: Name of the process.
        object_kind: "metering_point", "charge", "charge_link" or "company".
        object_id: The object's id.
        object_label: How a person names it.
        address: Where the object is opened.
        status: "planned", "done" (something to report), "reported" (waiting for DataHub),
            "rejected", "confirmed" (ended), "cancelled" (ended).
        status_label: In words.
        effective_date: None when not known yet.
        next_step_label: What is to be done next; "" when ended.
        next_last_safe_day: Nearest open limit's safe day; None when there is none.
        next_state: State of that limit; "" when none.
        started_at: When it was registered (aware UTC).
        not_in_datahub: Whether the register holds something that DataHub rejected.
    """

    id: int
    kind: str
    label: str
    object_kind: str
    object_id: str
    object_label: str
    address: str
    status: str
    status_label: str
    effective_date: date | None
    next_step_label: str
    next_last_safe_day: date | None
    next_state: str
    started_at: datetime
    not_in_datahub: bool = False


@dataclass(frozen=True, kw_only=True)
class MeasuredView:
    """The dates a done step was measured against, frozen when it was done."""

    dates: LimitDates
    rule_set: str
    rule_date: date
    calendar: str
    was_late: bool


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step of the checklist.

    Attributes:
        id: Step id.
        label: What is to be done.
        help: How and where.
        event: The event kind that carries it out.
        state: "open" (to be done now), "waiting" (an earlier step comes first), "done" or
            "skipped".
        happened_on: The day it was done.
        explanation: Why it was late, when it was.
        open_deadlines: Limits of an open or waiting step.
        measured: Limits a done step was measured against.
        portal_values: Copy-ready values, when the step is reporting by hand.
    """

    id: str
    label: str
    help: str
    event: str
    state: str
    happened_on: date | None = None
    explanation: str = ""
    open_deadlines: tuple[OpenDeadline, ...] = ()
    measured: tuple[MeasuredView, ...] = ()
    portal_values: tuple[PortalValue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventView:
    """One event of the timeline, oldest first."""

    number: int
    event: str
    event_label: str
    step_label: str
    happened_on: date
    recorded_at: datetime
    who: str
    explanation: str
    note: str


@dataclass(frozen=True, kw_only=True)
class EventOffer:
    """Something that may be recorded now (button on the process page).

    Attributes:
        event: Event kind.
        step_id: Step it is recorded for; "" for cancel.
        label: Button text.
        enabled: Whether it may be recorded.
        reason: Why not.
        inputs: Further fields to ask (a planned process being registered as done).
    """

    event: str
    step_id: str
    label: str
    enabled: bool = True
    reason: str = ""
    inputs: tuple[InputField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProcessDetail:
    """The page of one process.

    Attributes:
        row: The line of the list.
        description: What the process is.
        brs: Business process number, or "".
        source: Paragraphs.
        data: Label and text of everything that was entered.
        steps: The checklist.
        events: The timeline.
        offers: What may be recorded now.
    """

    row: ProcessRow
    description: str
    brs: str
    source: str
    data: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    events: tuple[EventView, ...]
    offers: tuple[EventOffer, ...]
