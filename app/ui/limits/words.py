"""How a limit's state and days are said, the same on every page.

**Source**: deadlines.md § 5 for the states; ux § 8: icon, text and colour, never colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.deadline_views import DeadlineGroup
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.widgets.badge import BadgeSpec

if TYPE_CHECKING:
    from datetime import date

    from app.services.deadline_views import LimitDates, OpenDeadline

_TONES = {
    "too_early": Tone.NEUTRAL,
    "open": Tone.NEUTRAL,
    "due_soon": Tone.INFO,
    "due_today": Tone.WARNING,
    "past_safe_day": Tone.WARNING,
    "overdue_may_be_accepted": Tone.DANGER,
    "overdue": Tone.DANGER,
}

GROUP_TONES = {
    DeadlineGroup.OVERDUE: Tone.DANGER,
    DeadlineGroup.TODAY: Tone.WARNING,
    DeadlineGroup.SOON: Tone.INFO,
    DeadlineGroup.LATER: Tone.NEUTRAL,
}


def group_text(group: DeadlineGroup) -> str:
    """Return the heading a limit stands under."""
    return {
        DeadlineGroup.OVERDUE: _("Overdue"),
        DeadlineGroup.TODAY: _("Today"),
        DeadlineGroup.SOON: _("Soon"),
        DeadlineGroup.LATER: _("Later"),
    }[group]


def state_badge(deadline: OpenDeadline) -> BadgeSpec:
    """Return the badge of an open limit's state."""
    return BadgeSpec(deadline.state_label, _TONES.get(deadline.state, Tone.NEUTRAL))


def days_left_text(days: int) -> str:
    """Return the working days left until the safe day, or how many it is late."""
    if days < 0:
        late = -days
        return ngettext("{n} working day late", "{n} working days late", late).format(n=late)
    if days == 0:
        return _("today")
    return ngettext("{n} working day", "{n} working days", days).format(n=days)


def counted_day(limit: LimitDates, today: date) -> date | None:
    """Return the day that the days left are counted to: the safe day, and once passed the last."""
    safe, last = limit.last_safe_day, limit.last_day
    if safe is not None and (safe >= today or last is None):
        return safe
    return last or safe or limit.task_day or limit.first_day


def counted_day_text(limit: LimitDates, today: date) -> str:
    """Return the `counted_day` with its name, since two days of one limit may be meant."""
    counted = counted_day(limit, today)
    day = formatting.day(counted)
    if counted is None or limit.task_day is not None:
        return day  # "without undue delay" names no day that could be called safe or last
    if limit.first_day is not None and counted == limit.first_day:
        return _("first day {day}").format(day=day)
    if counted == limit.last_safe_day and (counted >= today or limit.last_day is None):
        return _("safe day {day}").format(day=day)
    return _("last day {day}").format(day=day)


def three_dates(limit: LimitDates) -> tuple[tuple[str, str, date], ...]:
    """Return the days a limit has, as (key, caption, day), leaving out those it does not have."""
    rows = (
        ("first_day", _("First permitted day"), limit.first_day),
        ("last_safe_day", _("Safe day (strictest reading)"), limit.last_safe_day),
        ("last_day", _("Last day"), limit.last_day),
        ("last_attempt_day", _("Last attempt"), limit.last_attempt_day),
    )
    return tuple((key, caption, day) for key, caption, day in rows if day is not None)


def short_caption(key: str) -> str:
    """Return the caption of one of the `three_dates` for a narrow place."""
    return {
        "first_day": _("First day"),
        "last_safe_day": _("Safe day"),
        "last_day": _("Last day"),
        "last_attempt_day": _("Last attempt"),
    }[key]


def limit_summary(limit: LimitDates) -> str:
    """Return a limit's dates in one line, as for a screen reader or a tooltip."""
    parts = [f"{caption}: {formatting.day(day)}" for _key, caption, day in three_dates(limit)]
    return "; ".join([limit.label, *parts])
