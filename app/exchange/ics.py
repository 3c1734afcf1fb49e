"""Time limits as an iCalendar file that a calendar program can subscribe to or take in.

**Source**: RFC 5545; ux § 9. Every entry is an all-day event on the day we warn on. Its UID stays
the same over exports, so that taking in a new file updates the old entries; its sequence number
rises only when the entry changed. A limit that was in the file and is no longer open is kept as
cancelled. No names and no addresses: id, kind and paragraph only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app import __version__
from app.domain.errors import InputFileError
from app.output_files import complete_file
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ALARM_HOUR = 8
"""Danish hour of the day on which an alarm rings."""

CANCELLED_KEPT_DAYS = 90
"""How long after its day a cancelled entry stays in the file."""


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One limit as a calendar shows it.

    Attributes:
        uid: The same for the same limit in every export; unique over all company files.
        day: The day the entry stands on.
        summary: One line: what must be done, for which id.
        description: Dates and paragraph, several lines.
        category: Kind of process, for the calendar's filter.
        alarm_days: Calendar days before `day` on which an alarm rings; empty for none.
        sequence: Revision of the entry.
        cancelled: No longer to be met.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    alarm_days: tuple[int, ...] = ()
    sequence: int = 0
    cancelled: bool = False


def write_calendar(
    target: Path, entries: Sequence[CalendarEntry], *, name: str, now: datetime
) -> int:
    """Write the open limits to a file; limits of the file it replaces are updated or cancelled.

    Args:
        target: The file, usually the one written last time.
        entries: The open limits.
        name: Name of the calendar.
        now: Aware instant of the export.

    Returns:
        The number of entries in the file, cancelled ones included.

    Raises:
        InputFileError: When the file that would be replaced is not a calendar.
        OutputFileError: When the file cannot be written.
    """
    former = read_calendar(target) if target.exists() else []
    merged = _merged(entries, former, oldest=now.date() - timedelta(days=CANCELLED_KEPT_DAYS))
    content = _calendar_text(merged, name=name, now=now)
    with complete_file(target) as partial:
        partial.write_bytes(content)
    return len(merged)


def read_calendar(path: Path) -> list[CalendarEntry]:
    """Read the entries of a file that `write_calendar` wrote.

    Raises:
        InputFileError: When it is not an iCalendar file.
    """
    from icalendar import Calendar

    try:
        calendar: Any = Calendar.from_ical(path.read_bytes())
        return [_entry_of(event) for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputFileError(
            _("{path} is not an iCalendar file, so it is not replaced.").format(path=path),
            remedy=_("Choose another name."),
        ) from error


def _entry_of(event: Any) -> CalendarEntry:  # noqa: ANN401 # icalendar's components are untyped
    day = event["DTSTART"].dt
    return CalendarEntry(
        uid=str(event["UID"]),
        day=day.date() if isinstance(day, datetime) else day,
        summary=str(event.get("SUMMARY", "")),
        description=str(event.get("DESCRIPTION", "")),
        category=",".join(str(item) for item in event["CATEGORIES"].cats)
        if "CATEGORIES" in event
        else "",
        alarm_days=tuple(
            round((timedelta(hours=ALARM_HOUR) - alarm["TRIGGER"].dt) / timedelta(days=1))
            for alarm in event.walk("VALARM")
        ),
        sequence=int(event.get("SEQUENCE", 0)),
        cancelled=str(event.get("STATUS", "")) == "CANCELLED",
    )


def _merged(
    entries: Iterable[CalendarEntry], former: Iterable[CalendarEntry], *, oldest: date
) -> list[CalendarEntry]:
    """Return the new entries with their sequence numbers, and cancelled ones for those gone."""
    before = {entry.uid: entry for entry in former}
    current = [_numbered(entry, before.pop(entry.uid, None)) for entry in entries]
    gone = [
        entry if entry.cancelled else replace(entry, cancelled=True, sequence=entry.sequence + 1)
        for entry in before.values()
        if entry.day >= oldest
    ]
    return sorted([*current, *gone], key=lambda entry: (entry.day, entry.uid))


def _numbered(entry: CalendarEntry, former: CalendarEntry | None) -> CalendarEntry:
    if former is None:
        return entry
    same = replace(entry, sequence=former.sequence)
    return same if same == former else replace(entry, sequence=former.sequence + 1)


def _calendar_text(entries: Iterable[CalendarEntry], *, name: str, now: datetime) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Netkontor//Netkontor {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, now))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: CalendarEntry, now: datetime) -> Any:  # noqa: ANN401 # untyped component
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    if entry.category:
        event.add("categories", [entry.category])
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in () if entry.cancelled else entry.alarm_days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", timedelta(hours=ALARM_HOUR) - timedelta(days=days))
        event.add_component(alarm)
    return event
