"""Time limits as an iCalendar file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from app.domain.errors import InputFileError, OutputFileError
from app.exchange.ics import CalendarEntry, read_calendar, write_calendar

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="7/report/DL-1@5790000432752",
    day=date(2026, 12, 30),
    summary="571313174110422154: indberet målerskift",
    description="Sidste sikre dag: 30-12-2026\nForskrift I § 2, stk. 3",
    category="Målerskift",
    alarm_days=(3, 0),
)


def test__write_calendar__when_read_back__holds_the_same(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"

    write_calendar(target, [ENTRY], name="Frister", now=NOW)

    assert read_calendar(target) == [ENTRY]


def test__write_calendar__follows_the_standard(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"

    write_calendar(target, [replace(ENTRY, summary="Å" * 200)], name="Frister", now=NOW)

    content = target.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"DTSTART;VALUE=DATE:20261230" in content
    assert b"DTEND;VALUE=DATE:20261231" in content
    assert b"DTSTAMP:20261121T093000Z" in content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert [str(alarm["TRIGGER"].to_ical(), "ascii") for alarm in event.walk("VALARM")] == [
        "-P2DT16H",
        "PT8H",
    ]


def test__write_calendar__when_nothing_changed__keeps_sequence(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"
    write_calendar(target, [ENTRY], name="Frister", now=NOW)

    write_calendar(target, [ENTRY], name="Frister", now=NOW)

    assert [entry.sequence for entry in read_calendar(target)] == [0]


def test__write_calendar__when_day_moved__raises_sequence(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"
    write_calendar(target, [ENTRY], name="Frister", now=NOW)

    write_calendar(target, [replace(ENTRY, day=date(2027, 1, 4))], name="Frister", now=NOW)

    (entry,) = read_calendar(target)
    assert (entry.sequence, entry.day) == (1, date(2027, 1, 4))


def test__write_calendar__when_limit_was_met__cancels_it_once(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"
    write_calendar(target, [ENTRY], name="Frister", now=NOW)

    for _export in range(2):
        write_calendar(target, [], name="Frister", now=NOW)

    (entry,) = read_calendar(target)
    assert (entry.cancelled, entry.sequence, entry.alarm_days) == (True, 1, ())


def test__write_calendar__when_cancelled_entry_is_old__drops_it(tmp_path: Path) -> None:
    target = tmp_path / "limits.ics"
    write_calendar(target, [replace(ENTRY, day=date(2026, 8, 1))], name="Frister", now=NOW)

    write_calendar(target, [], name="Frister", now=NOW)

    assert read_calendar(target) == []


def test__write_calendar__when_target_is_something_else__leaves_it(tmp_path: Path) -> None:
    target = tmp_path / "letter.ics"
    target.write_text("Dear Sir")

    with pytest.raises(InputFileError, match=r"letter\.ics"):
        write_calendar(target, [ENTRY], name="Frister", now=NOW)

    assert target.read_text() == "Dear Sir"


def test__write_calendar__when_folder_is_missing__says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="missing"):
        write_calendar(tmp_path / "missing" / "limits.ics", [ENTRY], name="x", now=NOW)
