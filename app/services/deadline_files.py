"""Open limits as files: a calendar, a workbook.

**Source**: ux § 9: id, kind and paragraph only, no names and no addresses, since a calendar may be
shared; the entry stands on the day we warn on, with an alarm by the limit's warning lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import __version__
from app.clock import DANISH_TIME
from app.domain.errors import UsageError
from app.domain.processes import ObjectKind
from app.exchange.ics import CalendarEntry, write_calendar
from app.reports.deadlines_workbook import DeadlineLine, DeadlinesReport, deadlines_book
from app.services.company import rule_sets
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from app.domain.deadlines import DeadlineEntry
    from app.services.deadline_views import OpenDeadline
    from app.services.session import Session


def write_deadline_calendar(
    session: Session, target: Path, deadlines: Iterable[OpenDeadline]
) -> int:
    """Write the limits to an iCalendar file; those of the file it replaces are updated.

    Args:
        session: The open company.
        target: The file, usually the one written last time.
        deadlines: The open limits; those without a day are left out.

    Returns:
        The number of entries in the file.

    Raises:
        InputFileError: When the file that would be replaced is not a calendar.
        OutputFileError: When the file cannot be written.
    """
    with session.company_file.read() as reader:
        company, name = reader.settings.get("company.gln"), reader.settings.get("company.name")
    entries = [
        _entry(session, deadline, day, company)
        for deadline in deadlines
        if (day := deadline.display_day) is not None
    ]
    title = _("Netkontor: deadlines of {company}").format(company=name)
    return write_calendar(target, entries, name=title, now=session.clock.now())


def name_without_address(deadline: OpenDeadline) -> str:
    """Return how the limit's object is named where others may read it."""
    if deadline.object_kind in {ObjectKind.METERING_POINT, ObjectKind.COMPANY}:
        return deadline.object_id
    return deadline.object_label


def write_deadline_workbook(
    session: Session, target: Path, deadlines: Iterable[OpenDeadline], *, as_of: date
) -> None:
    """Write the limits to a workbook.

    Args:
        session: The open company.
        target: The file.
        deadlines: The open limits, in the order they shall stand.
        as_of: The day they were judged on.

    Raises:
        OutputFileError: When the file cannot be written.
        UsageError: When its name does not end in .xlsx.
    """
    from app.reports.workbook import write_book

    if target.suffix.casefold() != ".xlsx":
        raise UsageError(_("{path} must end in .xlsx.").format(path=target))
    with session.company_file.read() as reader:
        company, name = reader.settings.get("company.gln"), reader.settings.get("company.name")
    now = session.clock.now()
    report = DeadlinesReport(
        company=f"{name} ({company})",
        as_of=as_of,
        made_at=now,
        shown_at=now.astimezone(DANISH_TIME).replace(tzinfo=None, microsecond=0),
        program=f"Netkontor {__version__}",
        rule_set=dict(rule_sets()).get(session.rule_set, session.rule_set),
        calendar=_calendar_words(session),
        lines=[_line(deadline) for deadline in deadlines],
    )
    write_book(target, deadlines_book(report))


def _calendar_words(session: Session) -> str:
    if session.calendar.constitution_day_is_working_day:
        return _("Danish working days; 5 June is one.")
    return _("Danish working days; 5 June is none.")


def _line(deadline: OpenDeadline) -> DeadlineLine:
    point_id = deadline.object_id if deadline.object_kind == ObjectKind.METERING_POINT else ""
    return DeadlineLine(
        state=deadline.state_label,
        working_days_left=deadline.working_days_left,
        last_safe_day=deadline.last_safe_day,
        last_day=deadline.last_day,
        last_attempt_day=deadline.last_attempt_day,
        first_day=deadline.first_day,
        metering_point_id=point_id,
        name=deadline.object_label.removeprefix(point_id).lstrip(" ·-–,") or deadline.object_label,
        what=deadline.step_label,
        limit=deadline.rule or deadline.label,
        process=deadline.process_label,
        process_number=deadline.process_id,
        anchor=deadline.anchor,
        source=deadline.source,
    )


def _entry(session: Session, deadline: OpenDeadline, day: date, company: str) -> CalendarEntry:
    rule = session.catalogues.deadlines[deadline.deadline_id]
    return CalendarEntry(
        uid=f"{deadline.ref}@{company}.netkontor",
        day=day,
        summary=f"{name_without_address(deadline)}: {deadline.step_label} ({deadline.label})",
        description="\n".join(_description(deadline)),
        category=deadline.process_label,
        alarm_days=_alarm_days(session, rule, day),
    )


def _description(deadline: OpenDeadline) -> list[str]:
    days = (
        (_("First permitted day"), deadline.first_day),
        (_("Last safe day"), deadline.last_safe_day),
        (_("Last day"), deadline.last_day),
        (_("Last attempt"), deadline.last_attempt_day),
    )
    lines = [f"{label}: {format_day(day)}" for label, day in days if day is not None]
    counted = _("Counted from {anchor}: {day}").format(
        anchor=deadline.anchor_label, day=format_day(deadline.anchor)
    )
    return [deadline.step_label, counted, *lines, deadline.source]


def _alarm_days(session: Session, rule: DeadlineEntry, day: date) -> tuple[int, ...]:
    """Return how many calendar days before the day the alarms ring: its lead, and on the day."""
    lead = rule.lead_calendar_days
    if lead is None and rule.lead_working_days is not None:
        lead = (day - session.calendar.add(day, -rule.lead_working_days)).days
    return (lead, 0) if lead else (0,)
