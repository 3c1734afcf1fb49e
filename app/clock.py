"""The one place that knows what time it is.

Days that count for the law are Danish local dates; instants are aware UTC. The environment
variable `NETKONTOR_TODAY` (YYYY-MM-DD) moves the program to another day, for tests, the demo and
pictures; the time of day goes on running.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from app.domain.errors import UsageError
from app.texts import _

DANISH_TIME = ZoneInfo("Europe/Copenhagen")


class Clock(Protocol):
    """Tells the day and the instant; given to everything that needs them."""

    def today(self) -> date:
        """Return the current day in Denmark."""
        ...

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        ...


class SystemClock:
    """The computer's clock, moved to the day in `NETKONTOR_TODAY` when that is set."""

    def today(self) -> date:
        """Return the current day in Denmark.

        Raises:
            UsageError: When `NETKONTOR_TODAY` holds something that is not a date.
        """
        return self.now().astimezone(DANISH_TIME).date()

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC.

        Raises:
            UsageError: When `NETKONTOR_TODAY` holds something that is not a date.
        """
        instant = datetime.now(UTC)
        override = os.environ.get("NETKONTOR_TODAY")
        if not override:
            return instant
        try:
            day = date.fromisoformat(override)
        except ValueError as error:
            message = _(
                "The environment variable NETKONTOR_TODAY holds “{value}”, which is not a date."
            ).format(value=override)
            raise UsageError(message, remedy=_("Write it as 2026-11-21.")) from error
        local_time = instant.astimezone(DANISH_TIME).time()
        return datetime.combine(day, local_time, DANISH_TIME).astimezone(UTC)


class FixedClock:
    """A clock that stands still, at noon of a day or at an aware instant."""

    def __init__(self, moment: date | datetime) -> None:
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(12), DANISH_TIME)
        if moment.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        self._instant = moment.astimezone(UTC)

    def today(self) -> date:
        """Return the day in Denmark at the fixed instant."""
        return self._instant.astimezone(DANISH_TIME).date()

    def now(self) -> datetime:
        """Return the fixed instant in UTC."""
        return self._instant


def day_start(day: date) -> datetime:
    """Return the instant of Danish midnight at the beginning of the day, in UTC."""
    return datetime.combine(day, time(), DANISH_TIME).astimezone(UTC)
