"""When an extract was made: as the operator says, as it says itself, or as the file's own time.

**Source**: Forskrift I § 4 stk. 4 ("aktuelle stamdata"): both registers are compared as of one day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.clock import DANISH_TIME
from app.domain.catalogue import folded_name
from app.domain.errors import InputFileError
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.exchange.tables import Table

_TIME_NAMES = frozenset(
    folded_name(name)
    for name in (
        "extract_time",
        "extracted_at",
        "extraction_time",
        "extract_date",
        "udtrækstidspunkt",
        "udtræksdato",
        "udtrukket",
    )
)


class TimeSource(StrEnum):
    """Where it is known from when an extract was made."""

    COLUMN = "column"
    GIVEN = "given"
    FILE = "file"
    """Only the file's own time: when it was last written, which need not be when it was made."""


def danish_day(moment: datetime) -> date:
    """Return the Danish day of an instant."""
    return moment.astimezone(DANISH_TIME).date()


def made_at(
    tables: Sequence[Table], given: datetime | None, now: datetime
) -> tuple[datetime, TimeSource]:
    """Return when an extract was made, aware UTC, and where that is known from.

    Raises:
        InputFileError: When the files say it in a way that cannot be read, or say different days.
    """
    if given is not None:
        return given, TimeSource.GIVEN
    stated = _stated_time(tables)
    if stated is not None:
        return min(stated, now), TimeSource.COLUMN
    return min(max(table.source.modified for table in tables), now), TimeSource.FILE


def _stated_time(tables: Sequence[Table]) -> datetime | None:
    """Return the time the files say by a column of their own; all must say the same day."""
    stated = [time for table in tables if (time := _time_in(table)) is not None]
    days = {danish_day(time) for time in stated}
    if len(days) > 1:
        raise InputFileError(
            _("The extracts are of different days: {days}.").format(
                days=", ".join(format_day(day) for day in sorted(days))
            ),
            remedy=_("Use extracts that were made on the same day."),
        )
    return max(stated, default=None)


def _time_in(table: Table) -> datetime | None:
    """Return the time in the first row of a column that says when the extract was made."""
    at = next((i for i, name in enumerate(table.header) if folded_name(name) in _TIME_NAMES), None)
    first = next(iter(table.rows()), None) if at is not None else None
    if at is None or first is None or not first.cells[at].strip():
        return None
    text = first.cells[at].strip()
    try:
        return parse_instant(text)
    except ValueError as error:
        raise InputFileError(
            _("{path}, row {row}: “{text}” is no time of extraction.").format(
                path=table.path, row=first.number, text=text
            ),
            remedy=_("Write it as 2026-11-21 or 2026-11-21T08:00."),
        ) from error


def parse_instant(text: str) -> datetime:
    """Return the aware instant of an ISO day or time; Danish time when no zone is given.

    A day alone means noon, so that the day is the same everywhere.

    Raises:
        ValueError: When it is neither.
    """
    if len(text) == len("2026-11-21"):
        noon = datetime.combine(date.fromisoformat(text), datetime.min.time()).replace(hour=12)
        return noon.replace(tzinfo=DANISH_TIME).astimezone(UTC)
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=DANISH_TIME)
    return moment.astimezone(UTC)
