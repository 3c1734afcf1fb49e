"""What would hold about a metering point after rows of a file were laid over it, in memory.

**Source**: design § 2.3. Rows are judged by the values they lead to, before anything is written;
the store lays them over the register by the same rule: values run to their facet's next change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from app.domain.master_data import FieldValue, MasterData
from app.domain.periods import OPEN_END
from app.services.importing.spans import Span, Spans, holding, laid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.store import FacetPeriod


class PointTimeline(Protocol):
    """A metering point's values over time."""

    def at(self, day: date) -> MasterData:
        """Return the values of all facets on a day."""
        ...

    def laid(self, day: date, values: Mapping[str, FieldValue]) -> Self:
        """Return the timeline with values laid over it from a day on; itself when they hold."""
        ...

    def ever(self, field_id: str) -> set[FieldValue]:
        """Return every value the field has at some time."""
        ...


class NewPointTimeline:
    """A point that only the file knows: its rows come in order of time, each over the last."""

    __slots__ = ("_now", "_past")

    def __init__(self, now: MasterData | None = None, past: tuple[Span, ...] = ()) -> None:
        self._now = MasterData() if now is None else now
        self._past = past

    def at(self, day: date) -> MasterData:
        """Return the values on a day."""
        for start, end, values in self._past:
            if start <= day < end and end != OPEN_END:
                return values
        started = not self._past or self._past[-1][0] <= day
        return self._now if started else MasterData()

    def laid(self, day: date, values: Mapping[str, FieldValue]) -> NewPointTimeline:
        """Return the timeline with the next row's values."""
        now = self._now.replacing(values)
        past = self._past
        if past:
            start, _end, last = past[-1]
            past = (*past[:-1], (start, day, last)) if start < day else past[:-1]
        return NewPointTimeline(now, (*past, (day, OPEN_END, now)))

    def ever(self, field_id: str) -> set[FieldValue]:
        """Return every value the field has at some time."""
        return {values.get(field_id) for _start, _end, values in self._past} - {None}


class KnownPointTimeline:
    """A point of the register: each facet is a row of periods."""

    __slots__ = ("_facet_of", "_facets")

    def __init__(self, facets: Mapping[str, Spans], facet_of: Mapping[str, str]) -> None:
        self._facets = dict(facets)
        self._facet_of = facet_of

    @classmethod
    def of(cls, periods: Iterable[FacetPeriod], facet_of: Mapping[str, str]) -> Self:
        """Return the timeline of what the register believes.

        Args:
            periods: By facet, in order of time.
            facet_of: Facet by field id.
        """
        facets: dict[str, Spans] = {}
        for period in periods:
            span = (period.valid_from, period.valid_to, period.values)
            facets[period.facet] = (*facets.get(period.facet, ()), span)
        return cls(facets, facet_of)

    def at(self, day: date) -> MasterData:
        """Return the values of all facets on a day."""
        found: dict[str, FieldValue] = {}
        for spans in self._facets.values():
            for start, end, values in spans:
                if start <= day < end:
                    found.update(values)
        return MasterData(found)

    def laid(self, day: date, values: Mapping[str, FieldValue]) -> Self:
        """Return the timeline with values laid over it from a day on; itself when they hold."""
        parts: dict[str, dict[str, FieldValue]] = {}
        for name, value in values.items():
            parts.setdefault(self._facet_of[name], {})[name] = value
        changed: dict[str, Spans] = {}
        for facet, part in parts.items():
            before = self._facets.get(facet, ())
            if all(holding(before, day).get(name) == value for name, value in part.items()):
                continue
            changed[facet] = laid(before, day, part)
        if not changed:
            return self
        return type(self)({**self._facets, **changed}, self._facet_of)

    def ever(self, field_id: str) -> set[FieldValue]:
        """Return every value the field has at some time."""
        spans = self._facets.get(self._facet_of[field_id], ())
        return {values.get(field_id) for _start, _end, values in spans} - {None}
