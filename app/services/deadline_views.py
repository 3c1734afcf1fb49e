"""What a page or a command shows of a time limit.

**Source**: design §§ 2.5, 2.6; deadlines.md §§ 2, 5: three dates, a state, and the day strip that
lets the count be checked by eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class DeadlineGroup(StrEnum):
    """The heading a limit stands under on the deadline page."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class VariantView:
    """What another rule set is known to say about a limit; information only.

    Attributes:
        rule_set: "forskrift", "datahub" or "own".
        text: What it says.
        source: Where it was read, with its date.
        day: The last (or first) day it would give; None when its number is not known.
    """

    rule_set: str
    text: str
    source: str
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class LimitDates:
    """One limit computed for one anchor.

    Attributes:
        deadline_id: Id in `deadlines.toml`.
        label: What must be done, in the operator's language.
        rule: The limit in a few words ("at the latest 1 working day after the effective date").
        explanation: What the paragraph says, how it is counted, and what is left open.
        source: Paragraph as a person writes it.
        anchor: The date the limit is counted from.
        anchor_label: What happened on the anchor.
        first_day: First permitted day of an "earliest" limit; None otherwise.
        last_safe_day: Strictest reading still open; what we warn on. None for "earliest" limits.
        last_day: Default reading.
        last_attempt_day: Most lenient reading.
        task_day: Day of a task that must be done "without undue delay"; no legal limit.
        follow_up: What the source offers when the limit was missed; "" when nothing.
        variants: What other rule sets say, side by side with their sources.
        other_calendar_last_day: `last_day` with the other setting for 5 June, when it differs.
    """

    deadline_id: str
    label: str
    source: str
    anchor: date
    anchor_label: str
    first_day: date | None = None
    last_safe_day: date | None = None
    last_day: date | None = None
    last_attempt_day: date | None = None
    task_day: date | None = None
    rule: str = ""
    explanation: str = ""
    follow_up: str = ""
    variants: tuple[VariantView, ...] = ()
    other_calendar_last_day: date | None = None

    @property
    def display_day(self) -> date | None:
        """Return the day to sort and show the limit by."""
        return self.last_safe_day or self.first_day or self.task_day


@dataclass(frozen=True, kw_only=True)
class OpenDeadline(LimitDates):
    """A limit that still has to be met.

    Attributes:
        ref: Stable reference for `mark`, iCalendar and tests: `<process id>/<step>/<deadline id>`,
            or `company/<deadline id>/<anchor>` for limits of the company as a whole.
        object_kind: "metering_point", "charge", "charge_link" or "company".
        object_id: The object's id; "" for the company.
        object_label: Id and address, or code and name.
        address: Where the object is opened in the program ("metering_points/5713...").
        process_id: The instance it belongs to; None for the company's recurring limits.
        process_kind: Id in `processes.toml`, for the filter.
        process_label: Name of the process.
        step_id: The step that meets the limit.
        step_label: Name of the step.
        event_kind: "done" or "reported": what `mark` records.
        mark_label: Text of the button that meets it ("Mark as reported").
        state: State of deadlines.md § 5 ("open", "due_soon", "due_today", "past_safe_day",
            "overdue_may_be_accepted", "overdue", "too_early").
        state_label: The state in words.
        group: Heading on the page.
        working_days_left: Working days left after today, counted to `last_safe_day` while that
            lasts, then to `last_day`; 0 = the last day is today; negative = days late; None for a
            limit without a last day.
        can_mark: Whether it can be marked now; False while an earlier step comes first.
        mark_reason: Why it cannot be marked; "" when it can.
        must_explain: Whether marking it today needs an explanation (`last_day` has passed).
    """

    ref: str
    object_kind: str
    object_id: str
    object_label: str
    address: str
    process_id: int | None
    process_kind: str
    process_label: str
    step_id: str
    step_label: str
    event_kind: str
    mark_label: str
    state: str
    state_label: str
    group: DeadlineGroup
    working_days_left: int | None
    must_explain: bool
    can_mark: bool = True
    mark_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class StripDay:
    """One day of the strip that shows how a limit was counted (H1 annex 1.23).

    Attributes:
        day: The day.
        is_closed: Not a working day.
        closed_reason: Why it is closed ("Saturday", "Maundy Thursday"); "" when open.
        count: The counted number of the day, or 0 when the day is not counted.
        is_permitted: Whether the notification may be given on this day.
        is_anchor: The effective date, or whatever the limit is counted from.
        is_today: Today.
        is_last_safe_day: The day we warn on.
        is_last_day: The last day by the default reading.
        is_last_attempt_day: The last day by the most lenient reading.
        is_first_day: The first permitted day.
    """

    day: date
    is_closed: bool = False
    closed_reason: str = ""
    count: int = 0
    is_permitted: bool = True
    is_anchor: bool = False
    is_today: bool = False
    is_last_safe_day: bool = False
    is_last_day: bool = False
    is_last_attempt_day: bool = False
    is_first_day: bool = False


@dataclass(frozen=True, kw_only=True)
class DeadlineFilter:
    """Which open limits are wanted; the default is all.

    Attributes:
        groups: Headings; empty = all.
        process_kinds: Process ids; empty = all.
        object_kind: "" = all.
        object_id: Only this object's; "" = all.
        text: Words that must all occur in object, process or limit label.
    """

    groups: frozenset[DeadlineGroup] = frozenset()
    process_kinds: frozenset[str] = frozenset()
    object_kind: str = ""
    object_id: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkDeadline:
    """The operator says that a limit's step was carried out.

    Attributes:
        ref: `OpenDeadline.ref`.
        happened_on: The day it was done or reported; None = today. Never in the future.
        explanation: Why it was late; required when `happened_on` is after `last_day`.
        note: Free text (transaction id, who).
    """

    ref: str
    happened_on: date | None = None
    explanation: str = ""
    note: str = ""
