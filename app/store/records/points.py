"""What the store takes and hands out of metering points, and of their list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping
    from datetime import date

    from app.domain.master_data import FieldValue, MasterData


@dataclass(frozen=True, slots=True)
class FacetPeriod:
    """One period of one facet of a metering point; empty values say that nothing holds."""

    facet: str
    valid_from: date
    valid_to: date
    values: MasterData
    change_in: int
    change_out: int | None


@dataclass(frozen=True, slots=True)
class PointChange:
    """Values of a metering point from a day on, of any facets.

    Attributes:
        metering_point_id: 18 digits; an unknown point is added.
        valid_from: First day.
        values: By field id; None or "" clears, a missing field stays what it is.
        valid_to: First day that stays as it is; None = each facet's next change.
    """

    metering_point_id: str
    valid_from: date
    values: Mapping[str, FieldValue]
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PutCounts:
    """What became of the items of a bulk write.

    Attributes:
        new: Items of points that were not known before.
        changed: Items that changed what was believed.
        unchanged: Items that were believed already.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: PutCounts) -> PutCounts:
        """Add the counts of two parts."""
        return PutCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class PointQuery:
    """What a list of metering points shall hold and in which order.

    Attributes:
        text: Words that must all occur: three letters or more anywhere in id, address, town or
            meter number, shorter ones at the beginning of a word.
        chips: Permitted codes by field id; the code "" stands for "no value"; an empty set, like a
            missing field, permits all.
        sort: Column and whether descending, most important first. The id always decides last.
    """

    text: str = ""
    chips: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = (("address", False),)


@dataclass(frozen=True, slots=True)
class PointHits:
    """The first hits of a query.

    Attributes:
        ids: Row numbers in the order of the query.
        complete: Whether these are all hits.
    """

    ids: array[int]
    complete: bool
