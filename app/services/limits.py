"""One limit as a person reads it: words, dates, state, and the strip that explains the count.

**Source**: design §§ 2.5, 2.6; deadlines.md §§ 2 and 5.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.deadlines import (
    LATE_STATES,
    DeadlineDates,
    DeadlineEntry,
    DeadlineState,
    StripRole,
    compute,
    compute_variant,
    explain_days,
    holds_for,
)
from app.services.deadline_views import DeadlineGroup, LimitDates, StripDay, VariantView
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.processes import Window
    from app.domain.working_days import WorkingDayCalendar
    from app.services.session import Session

_MARGIN = timedelta(days=4)
_SPAN = timedelta(days=24)


def limit_dates(
    entry: DeadlineEntry,
    anchor: date,
    calendar: WorkingDayCalendar,
    *,
    dates: DeadlineDates | None = None,
) -> LimitDates:
    """Return one limit in words and dates.

    Args:
        entry: The limit.
        anchor: The date it is counted from.
        calendar: The working days.
        dates: Its dates, when they are computed already.
    """
    found = dates or compute(entry, anchor, calendar)
    return LimitDates(
        deadline_id=entry.id,
        label=pick(entry.text_da, entry.text_en),
        rule=pick(entry.rule_da, entry.rule_en),
        explanation=pick(entry.explanation_da, entry.explanation_en),
        source=entry.source,
        anchor=anchor,
        anchor_label=pick(entry.anchor.text_da, entry.anchor.text_en),
        first_day=found.first_day,
        last_safe_day=found.last_safe_day,
        last_day=found.last_day,
        last_attempt_day=found.last_attempt_day,
        task_day=found.task_day,
        follow_up=pick(entry.follow_up_da, entry.follow_up_en),
        variants=_variants(entry, anchor, calendar),
        other_calendar_last_day=_other_calendar(entry, anchor, calendar, found),
    )


def _variants(
    entry: DeadlineEntry, anchor: date, calendar: WorkingDayCalendar
) -> tuple[VariantView, ...]:
    return tuple(
        VariantView(
            rule_set=variant.rule_set,
            text=pick(variant.text_da, variant.text_en),
            source=variant.source,
            day=compute_variant(entry, variant, anchor, calendar),
        )
        for variant in entry.variants
    )


def _other_calendar(
    entry: DeadlineEntry, anchor: date, calendar: WorkingDayCalendar, dates: DeadlineDates
) -> date | None:
    """Return the last day with the other setting for 5 June, when it differs."""
    if not entry.counts_working_days:
        return None
    other = compute(entry, anchor, calendar.with_other_constitution_day()).last_day
    return other if other != dates.last_day else None


def preview_limits(session: Session, anchors: Iterable[tuple[str, date]]) -> tuple[LimitDates, ...]:
    """Return the limits that would follow from the anchors; those that do not hold are left out.

    Args:
        session: The open company.
        anchors: Deadline id and the date it would be counted from.
    """
    catalogue, calendar = session.catalogues.deadlines, session.calendar
    return tuple(
        limit_dates(catalogue[deadline_id], anchor, calendar)
        for deadline_id, anchor in anchors
        if holds_for(catalogue[deadline_id], anchor, calendar)
    )


def state_label(state: DeadlineState) -> str:
    """Return a state in words."""
    return {
        DeadlineState.TOO_EARLY: _("Too early"),
        DeadlineState.OPEN: _("Open"),
        DeadlineState.DUE_SOON: _("Due soon"),
        DeadlineState.DUE_TODAY: _("Due today"),
        DeadlineState.PAST_SAFE_DAY: _("Past the safe day"),
        DeadlineState.OVERDUE_MAY_BE_ACCEPTED: _("Overdue, may still be accepted"),
        DeadlineState.OVERDUE: _("Overdue"),
        DeadlineState.MET: _("Met"),
    }[state]


def group_of(state: DeadlineState, dates: DeadlineDates, today: date) -> DeadlineGroup:
    """Return the heading a limit stands under.

    "Today" holds what is due today by one of its days; past the safe day, with the last day still
    to come, is soon (deadlines.md § 5).
    """
    if state in LATE_STATES:
        return DeadlineGroup.OVERDUE
    if state is DeadlineState.DUE_TODAY:
        return DeadlineGroup.TODAY
    if state is DeadlineState.PAST_SAFE_DAY:
        return DeadlineGroup.TODAY if dates.last_day == today else DeadlineGroup.SOON
    return DeadlineGroup.SOON if state is DeadlineState.DUE_SOON else DeadlineGroup.LATER


def limit_strip(session: Session, limit: LimitDates) -> tuple[StripDay, ...]:
    """Return the days around a limit, oldest first, with the count (H1 annex 1.23)."""
    entry = session.catalogues.deadlines[limit.deadline_id]
    return tuple(
        StripDay(
            day=day.date,
            is_closed=not day.is_working,
            closed_reason=""
            if day.closed_reason is None
            else pick(day.closed_reason.text_da, day.closed_reason.text_en),
            count=day.counted_number or 0,
            is_permitted=day.is_permitted,
            is_anchor=StripRole.ANCHOR in day.roles,
            is_today=day.date == session.today,
            is_last_safe_day=StripRole.SAFE in day.roles,
            is_last_day=StripRole.LAST in day.roles,
            is_last_attempt_day=StripRole.ATTEMPT in day.roles,
            is_first_day=StripRole.FIRST in day.roles,
        )
        for day in explain_days(entry, limit.anchor, session.calendar)
    )


def window_strip(session: Session, window: Window, chosen: date | None) -> tuple[StripDay, ...]:
    """Return the days around a permitted window, the permitted ones marked.

    A long window is shown around the chosen date, or around its first day.
    """
    centre = chosen or window.first or session.today
    first = min(window.first or centre, centre)
    last = max(window.last or centre, centre)
    if last - first > _SPAN:
        first, last = max(first, centre - _SPAN / 2), min(last, centre + _SPAN / 2)
    return tuple(
        StripDay(
            day=day.date,
            is_closed=not day.is_working,
            closed_reason=""
            if day.closed_reason is None
            else pick(day.closed_reason.text_da, day.closed_reason.text_en),
            is_permitted=window.contains(day.date),
            is_anchor=day.date == chosen,
            is_today=day.date == session.today,
            is_first_day=day.date == window.first,
            is_last_day=day.date == window.last,
        )
        for day in session.calendar.days(first - _MARGIN, last + _MARGIN)
    )
