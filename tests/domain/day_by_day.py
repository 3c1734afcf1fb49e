"""A second, slower way to count working days, written without the program's own calendar."""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_open(day: date, *, fifth_of_june: bool = True) -> bool:
    """Return whether a day is a working day, from the list of closed days alone."""
    if day.weekday() >= 5:
        return False
    if (day.month, day.day) in {(1, 1), (12, 24), (12, 25), (12, 26), (12, 31)}:
        return False
    if (day.month, day.day) == (6, 5) and not fifth_of_june:
        return False
    after_easter = (day - easter_sunday(day.year)).days
    closed = {-3, -2, 1, 39, 40, 50}
    if day.year <= 2023:
        closed.add(26)
    return after_easter not in closed


def walk(day: date, steps: int, *, fifth_of_june: bool = True) -> date:
    """Return the n-th open day after (n > 0) or before (n < 0) the day, one day at a time."""
    direction = ONE_DAY if steps > 0 else -ONE_DAY
    left = abs(steps)
    while left:
        day += direction
        left -= is_open(day, fifth_of_june=fifth_of_june)
    return day
