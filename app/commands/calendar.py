"""`netkontor deadline` and `netkontor working-days`: what can be counted without a company file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.arguments import did_you_mean, parse_day
from app.commands.framework import Command
from app.commands.output import EXIT_DONE, Output
from app.commands.parts import Request
from app.domain.errors import UsageError
from app.texts import _, format_day, ngettext, pick

if TYPE_CHECKING:
    from app.domain.deadlines import DeadlineDates, DeadlineEntry
    from app.domain.working_days import CalendarDay

_MOST_DAYS = 3 * 366


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    return (
        Command("deadline", deadline, _("Compute one deadline for a date.")),
        Command(
            "working-days",
            working_days,
            _("Show the working day calendar, closed days with their reason."),
        ),
    )


def deadline(
    context: typer.Context,
    deadline_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=_("Id of the deadline, as in netkontor deadlines --json.")
        ),
    ],
    anchor: Annotated[
        str,
        typer.Argument(metavar=_("ANCHOR"), help=_("Day it is counted from, as 2026-11-21.")),
    ],
) -> int:
    """Compute one deadline for a date."""
    from app.domain.deadlines import compute
    from app.domain.working_days import WorkingDayCalendar

    request: Request = context.obj
    output = request.output
    catalogue = request.parts.deadline_catalogue()
    entry = catalogue.get(deadline_id)
    if entry is None:
        raise UsageError(
            _("There is no deadline “{id}”.").format(id=deadline_id),
            remedy=did_you_mean(deadline_id, catalogue),
        )
    day = parse_day(anchor, _("ANCHOR"))
    dates = compute(entry, day, WorkingDayCalendar())
    if output.as_json:
        output.document(
            {
                "id": entry.id,
                "anchor": day,
                "first_day": dates.first_day,
                "last_safe_day": dates.last_safe_day,
                "last_day": dates.last_day,
                "last_attempt_day": dates.last_attempt_day,
                "source": entry.source,
            }
        )
    _write_limit(output, entry, day, dates)
    return EXIT_DONE


def _write_limit(output: Output, entry: DeadlineEntry, anchor: date, dates: DeadlineDates) -> None:
    output.line(pick(entry.text_da, entry.text_en))
    output.line(pick(entry.rule_da, entry.rule_en))
    rows = [
        (_("Counted from"), anchor),
        (_("First permitted day"), dates.first_day),
        (_("Last safe day"), dates.last_safe_day),
        (_("Last day"), dates.last_day),
        (_("Last attempt"), dates.last_attempt_day),
        (_("To be done at once, shown on"), dates.task_day),
    ]
    for label, day in rows:
        if day is not None:
            output.line(f"{label}: {weekday_name(day)} {format_day(day)}")
    if not entry.has_dates and dates.task_day is None:
        output.line(_("The source names no day that can be counted."))
    output.line(pick(entry.explanation_da, entry.explanation_en))
    output.line(_("Source: {source}").format(source=entry.source))


def working_days(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar=_("FROM"), help=_("First day, as 2026-11-21."))],
    last: Annotated[
        str, typer.Argument(metavar=_("TO"), help=_("Last day, included, as 2026-12-31."))
    ],
) -> int:
    """Show the working day calendar."""
    from app.domain.working_days import WorkingDayCalendar

    request: Request = context.obj
    output = request.output
    start, end = parse_day(first, _("FROM")), parse_day(last, _("TO"))
    if end < start:
        raise UsageError(
            _("The last day {last} lies before the first day {first}.").format(
                last=end.isoformat(), first=start.isoformat()
            )
        )
    if (end - start).days >= _MOST_DAYS:
        raise UsageError(_("Ask for at most three years at a time."))
    days = WorkingDayCalendar().days(start, end)
    if output.as_json:
        output.document([_day_document(day) for day in days])
        return EXIT_DONE
    output.table(
        (_("Day"), _("Weekday"), _("Closed because")),
        [(format_day(day.date), weekday_name(day.date), _closed_text(day)) for day in days],
    )
    count = sum(day.is_working for day in days)
    output.line(ngettext("{count} working day", "{count} working days", count).format(count=count))
    return EXIT_DONE


def _day_document(day: CalendarDay) -> dict[str, object]:
    return {
        "date": day.date,
        "weekday": day.date.isoweekday(),
        "working_day": day.is_working,
        "closed_reason": day.closed_reason,
        "closed_text": _closed_text(day),
    }


def _closed_text(day: CalendarDay) -> str:
    reason = day.closed_reason
    return "" if reason is None else pick(reason.text_da, reason.text_en)


def weekday_name(day: date) -> str:
    """Return the weekday in the operator's language."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[day.weekday()]
