"""The life of one demo point: what became true on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.store import PointChange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.master_data import FieldValue


class Timeline:
    """Values of one metering point by the day from which they hold.

    Attributes:
        point_id: 18 digits.
    """

    def __init__(self, point_id: str) -> None:
        self.point_id = point_id
        self._days: dict[date, dict[str, FieldValue]] = {}

    def set(self, day: date, **values: FieldValue) -> Timeline:
        """Let these values hold from the day on; None clears a field."""
        self._days.setdefault(day, {}).update(values)
        return self

    def keep_virtual(self, day: date) -> None:
        """Forget meters that would be put up after the day: the children measure from then on."""
        for later, values in self._days.items():
            if later > day:
                for field_id in [name for name in values if name.startswith("meter")]:
                    del values[field_id]

    def cut(self, day: date) -> None:
        """Forget everything that would become true after the day."""
        for later in [known for known in self._days if known > day]:
            del self._days[later]

    @property
    def first_day(self) -> date:
        """Return the day the point came to be."""
        return min(self._days)

    @property
    def last_day(self) -> date:
        """Return the last day on which something changes."""
        return max(self._days)

    def at(self, day: date) -> dict[str, FieldValue]:
        """Return what holds on a day."""
        held: dict[str, FieldValue] = {}
        for start in sorted(self._days):
            if start > day:
                break
            held.update(self._days[start])
        return {name: value for name, value in held.items() if value is not None}

    def first_day_with(self, field_id: str, value: FieldValue) -> date | None:
        """Return the first day on which the field is set to the value, or None."""
        return next(
            (day for day in sorted(self._days) if self._days[day].get(field_id) == value), None
        )

    def changes(self) -> Iterator[PointChange]:
        """Yield what the store has to write, in order of days."""
        for day in sorted(day for day, values in self._days.items() if values):
            yield PointChange(self.point_id, day, self._days[day])
