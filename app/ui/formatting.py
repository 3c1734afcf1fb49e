"""How values look on the screen: dates, instants, amounts, ids.

Formats are Danish in both languages, as in the market portal: dd-MM-yyyy, HH:mm, 1.234,50.
Reading what was typed is the business of `app.domain.human_input`.

**Source**: ux § 7.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from app.clock import DANISH_TIME
from app.domain.human_input import display_decimal
from app.domain.periods import OPEN_END
from app.texts import _, format_day, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

DASH = "—"
"""Stands where there is no value."""
_MEGABYTE = 1_000_000


def day(value: date | None) -> str:
    """Return a day as dd-MM-yyyy; the open end and None as an em dash."""
    return DASH if value is None or value == OPEN_END else format_day(value)


def day_long(value: date) -> str:
    """Return weekday, day and week: "mandag 9. marts 2026, uge 11"."""
    english = language() == "en"
    locale = QLocale("en_GB") if english else QLocale("da_DK")
    written = locale.toString(
        QDate(value.year, value.month, value.day),
        "dddd d MMMM yyyy" if english else "dddd d. MMMM yyyy",
    )
    return _("{day}, week {week}").format(day=written, week=value.isocalendar().week)


def month_name(month: str) -> str:
    """Return "2026-11" as "november 2026"; anything else as it is."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    locale = QLocale("en_GB") if language() == "en" else QLocale("da_DK")
    return locale.toString(QDate(first.year, first.month, 1), "MMMM yyyy")


def day_tooltip(value: object) -> str:
    """Return weekday and week of a cell's date, or "" for anything else."""
    if isinstance(value, datetime):
        value = value.astimezone(DANISH_TIME).date()
    return day_long(value) if isinstance(value, date) and value != OPEN_END else ""


def instant(value: datetime | None) -> str:
    """Return an aware instant in Danish time as dd-MM-yyyy HH:mm."""
    if value is None:
        return DASH
    local = value.astimezone(DANISH_TIME)
    return f"{format_day(local.date())} {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """Return the time of day of an aware instant in Danish time as HH:mm."""
    return f"{value.astimezone(DANISH_TIME):%H:%M}"


def moment(value: datetime, today: date) -> str:
    """Return an instant shortly: "14:02" today, "19-11-2026 14:02" on other days."""
    local = value.astimezone(DANISH_TIME)
    return f"{local:%H:%M}" if local.date() == today else instant(value)


def amount(value: Decimal | None, scale: int | None = None, unit: str = "") -> str:
    """Return a number in Danish notation, with its unit.

    Args:
        value: The number; None shows an em dash.
        scale: Number of decimals always shown; None shows as many as the number has.
        unit: Put behind it with a no-break space.
    """
    if value is None:
        return DASH
    text = display_decimal(value, scale)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def whole(value: int) -> str:
    """Return a whole number in Danish notation: 4.812."""
    return f"{value:,}".replace(",", ".")


def danish_day(value: datetime) -> date:
    """Return the Danish local day of an aware instant."""
    return value.astimezone(DANISH_TIME).date()


def size_of_file(value: int) -> str:
    """Return a number of bytes in kB, or in MB from a million."""
    if value < _MEGABYTE:
        return f"{whole(-(-value // 1000))} kB"
    return amount(Decimal(value) / _MEGABYTE, 1, "MB")


def yes_no(value: bool | None) -> str:  # a cell's value
    """Return a truth value as a word; None as an em dash."""
    if value is None:
        return DASH
    return _("Yes") if value else _("No")


def point_id(text: str) -> str:
    """Return an 18-digit id in groups for reading: "5713 1317 4002 1234 59".

    The groups stand apart by thin spaces that are not part of the id: only for showing.
    """
    if len(text) != 18 or not text.isdecimal():
        return text
    return "\N{THIN SPACE}".join(text[i : i + 4] for i in range(0, 18, 4))


def shown_of_total(shown: int, total: int) -> str:
    """Return how many of a list's rows are shown: "12 of 4.812"."""
    if shown == total:
        return ngettext("{total} row", "{total} rows", total).format(total=whole(total))
    return _("{shown} of {total}").format(shown=whole(shown), total=whole(total))


def value_text(value: object) -> str:
    """Return any value of a cell as text; None as "" so that empty cells stay empty."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return ""


_WRITERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, yes_no),
    (str, str),
    (datetime, instant),
    (date, lambda value: "" if value == OPEN_END else day(value)),
    (Decimal, amount),
    (int, whole),
)
