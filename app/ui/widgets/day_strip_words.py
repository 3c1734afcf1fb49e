"""The day strip in words: one day, and the whole count for those who cannot see the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from app.texts import _, language, ngettext
from app.ui import formatting
from app.ui.widgets.day_strip_marks import DayMark, marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.deadline_views import StripDay
    from app.ui.widgets.day_strip_cells import Gap


def _locale() -> QLocale:
    return QLocale("en_GB") if language() == "en" else QLocale("da_DK")


def weekday_letters(day: date) -> str:
    """Return the weekday in two letters."""
    return _locale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)[:2]


def month_name(day: date) -> str:
    """Return month and year."""
    month = _locale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{month.rstrip('.')} {day.year}"


def day_in_words(day: StripDay) -> str:
    """Return everything the strip shows of one day, as one line."""
    parts = [formatting.day_long(day.day)]
    if day.is_today:
        parts.append(_("today"))
    if day.count:
        parts.append(_("counted day {number}").format(number=day.count))
    if day.is_closed:
        parts.append(_("closed: {reason}").format(reason=day.closed_reason or _("closed day")))
    parts += [mark.meaning for mark in marks_of(day)]
    if not day.is_permitted:
        parts.append(_("not permitted"))
    return " · ".join(parts)


def gap_in_words(gap: Gap) -> str:
    """Return how many days are left out."""
    return ngettext(
        "{days} day not shown, {working} of them working days",
        "{days} days not shown, {working} of them working days",
        gap.days,
    ).format(days=gap.days, working=gap.working_days)


def count_in_words(days: Sequence[StripDay]) -> str:
    """Return the count as sentences: what it starts from, which days count, where it ends."""
    sentences = []
    for mark in DayMark:
        found = [formatting.day_long(day.day) for day in days if mark in marks_of(day)]
        if found:
            sentences.append(f"{mark.meaning}: {', '.join(found)}")
    sentences += _counted_days(days)
    return ". ".join(text[0].upper() + text[1:] for text in sentences) + "."


def _counted_days(days: Sequence[StripDay]) -> list[str]:
    """Return which days were counted, and which weekdays among them were passed over."""
    counted = [day for day in days if day.count]
    if not counted:
        return []
    ordered = sorted(counted, key=lambda day: day.count)
    sentences = [
        ngettext(
            "{count} day counted, number {first} on {start}",
            "{count} days counted, from number {first} on {start} to number {last} on {end}",
            len(counted),
        ).format(
            count=len(counted),
            first=ordered[0].count,
            start=formatting.day(ordered[0].day),
            last=ordered[-1].count,
            end=formatting.day(ordered[-1].day),
        )
    ]
    span = [day.day for day in days if day.count or day.is_anchor]
    passed_over = [
        f"{formatting.day(day.day)} {day.closed_reason}"
        for day in days
        if min(span) < day.day < max(span) and not day.count and day.day.isoweekday() <= 5
    ]
    if passed_over:
        sentences.append(
            _("closed weekdays passed over: {days}").format(days=", ".join(passed_over))
        )
    return sentences
