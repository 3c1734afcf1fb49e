"""What pages and commands show of a metering point, and what they send back.

**Source**: ux § 2 (the market portal's order of things), § 3 (record pages), § 6 (forms).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.domain.checks import Requirement
    from app.domain.master_data import FieldValue, MasterData
    from app.domain.violations import Violation
    from app.services.charge_views import LinkRow
    from app.services.deadline_views import LimitDates, OpenDeadline
    from app.services.process_views import FieldChangeView, ProcessRow


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A chip in the header.

    Attributes:
        text: What it says.
        tone: "state", "notice", "warning" or "danger": chooses icon and colour.
    """

    text: str
    tone: str = "notice"


@dataclass(frozen=True, kw_only=True)
class PointHeader:
    """The head of the record page.

    Attributes:
        id: 18 digits.
        address_line: Street, number, post code, city on one line; "" when unknown.
        facts: Short facts in the portal's order: type, settlement method, resolution, grid area.
        badges: State first, then what is unusual.
    """

    id: str
    address_line: str
    facts: tuple[str, ...]
    badges: tuple[Badge, ...]


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field with its value as a person reads it; `text` is "" when there is no value."""

    field_id: str
    label: str
    value: FieldValue
    text: str
    unit: str = ""
    source: str = ""
    help: str = ""
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields under one heading, in the form's order."""

    id: str
    label: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodView:
    """One period of one facet, as believed now."""

    facet: str
    facet_label: str
    valid_from: date
    valid_to: date
    fields: tuple[FieldView, ...]
    change_in: int


@dataclass(frozen=True, kw_only=True)
class RelatedPoint:
    """A parent or child."""

    id: str
    type_label: str
    state_label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One change of the audit trail.

    Attributes:
        change_id: Number on the knowledge axis.
        at: When it was saved (aware UTC).
        who: Who saved it.
        why: The reason or note given.
        summary: What was done.
        effective_date: From when it applies; None when it has no date.
        lines: Fields before and after.
        process_id: The process it belongs to, when there is one.
    """

    change_id: int
    at: datetime
    who: str
    why: str
    summary: str
    effective_date: date | None
    lines: tuple[FieldChangeView, ...]
    process_id: int | None


@dataclass(frozen=True, kw_only=True)
class PointDetail:
    """The record page of a metering point on one day.

    Attributes:
        header: See `PointHeader`.
        as_of: The day shown.
        values: Raw values, for the change form.
        groups: Master data by group (the meter's fields are the group "meter").
        periods: All periods of all facets as believed now, newest first.
        violations: What the checks say about the stored record.
        parent: The parent point, if any.
        children: Child points.
        links: Charge links, newest first.
        processes: Its processes, newest first, ended ones too.
        deadlines: Its open limits.
        last_change: For `base_change`.
    """

    header: PointHeader
    as_of: date
    values: MasterData
    groups: tuple[FieldGroup, ...]
    periods: tuple[PeriodView, ...]
    violations: tuple[Violation, ...]
    parent: RelatedPoint | None
    children: tuple[RelatedPoint, ...]
    links: tuple[LinkRow, ...]
    processes: tuple[ProcessRow, ...]
    deadlines: tuple[OpenDeadline, ...]
    last_change: int


@dataclass(frozen=True, kw_only=True)
class CreatePoint:
    """A new metering point.

    Attributes:
        point_id: 18 digits.
        valid_from: Start of the point.
        values: Master data by field id; `connection_state` is set to New.
        note: Free text.
        reported_on: The day DataHub was told already; None = still to be reported.
        explanation: Why it was reported late, when it was.
    """

    point_id: str
    valid_from: date
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangePoint:
    """A change of master data by form.

    Attributes:
        point_id: 18 digits.
        valid_from: Effective date.
        values: Only the changed fields; None clears a field.
        base_change: `PointDetail.last_change`; None = do not compare.
        note: Free text.
        reported_on: The day DataHub was told already; None = still to be reported.
        explanation: Why it was reported late, when it was.
    """

    point_id: str
    valid_from: date
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    base_change: int | None = None
    note: str = ""
    reported_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class FormState:
    """How the form should look for the values typed so far.

    Attributes:
        requirements: Required, optional or forbidden by field id.
        violations: Everything the checks found.
        deadlines: Limits that saving would start.
        choices: (code, label) pairs offered for each code field, given the other values.
    """

    requirements: Mapping[str, Requirement]
    violations: tuple[Violation, ...]
    deadlines: tuple[LimitDates, ...] = ()
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
