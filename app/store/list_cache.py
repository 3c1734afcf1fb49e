"""What the list of today looks like in memory: the order of the points and the codes of a column.

**Source**: tech figures behind design § 3: sorting hits in SQL reads a wide row per hit (5-10 us),
an order kept as an array costs some nanoseconds, so that a key stroke stays fast at a million
points. Everything here belongs to one version of the register and is made again for the next.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import chain, compress, islice
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from sqlalchemy.engine import Connection

T = TypeVar("T")

_MOST_ORDERS = 4
_MOST_OTHERS = 200
# With fewer hits than this share of all points sorting them is faster than walking the order.
_SPARSE = 8


@dataclass(frozen=True, slots=True)
class PointOrder:
    """All points in one order.

    Attributes:
        ids: Row numbers in order.
        places: Place of each row number in `ids`; row numbers are the indexes.
        listed: 1 for every row number that is listed.
    """

    ids: array[int]
    places: array[int]
    listed: bytes

    @classmethod
    def of(cls, ids: array[int]) -> PointOrder:
        """Return the order with its inverse."""
        size = max(ids, default=0) + 1
        places, listed = array("i", bytes(4 * size)), bytearray(size)
        for place, number in enumerate(ids):
            places[number] = place
            listed[number] = 1
        return cls(ids, places, bytes(listed))

    def sorted(self, hits: array[int], limit: int | None = None) -> array[int]:
        """Return the hits in this order, or the first of them."""
        if len(hits) * _SPARSE < len(self.ids):
            return array("q", sorted(hits, key=self.places.__getitem__)[:limit])
        marks = bytearray(len(self.places))
        for number in hits:
            marks[number] = 1
        return self.marked(marks, limit)

    def marked(self, marks: bytes | bytearray, limit: int | None = None) -> array[int]:
        """Return the points marked by their row number in this order, or the first of them."""
        chosen = compress(self.ids, map(marks.__getitem__, self.ids))
        return array("q", chosen if limit is None else islice(chosen, limit))


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """The code of every point in one column.

    Attributes:
        codes: The codes that occur; the first is "" for no value.
        numbers: Place of a point's code in `codes`, by row number.
        listed: 1 for every row number that is listed.
    """

    codes: tuple[str, ...]
    numbers: bytes
    listed: bytes

    def marks(self, wanted: frozenset[str]) -> bytes:
        """Return 1 for every listed point with one of the codes, by row number."""
        table = bytes(int(n < len(self.codes) and self.codes[n] in wanted) for n in range(256))
        return both(self.numbers.translate(table), self.listed)

    def counts(self, ids: Iterable[int] | None, permitted: bytes | None) -> dict[str, int]:
        """Return how many points have each code; codes that do not occur are missing.

        Args:
            ids: Row numbers of the points counted; None = all that are listed.
            permitted: Only points marked here; None = all.
        """
        if ids is None:
            ids = compress(range(len(self.listed)), self.listed)
        if permitted is not None:
            ids = (number for number in ids if permitted[number])
        chosen = bytes(map(self.numbers.__getitem__, ids))
        counted = {code: chosen.count(number) for number, code in enumerate(self.codes)}
        return {code: count for code, count in counted.items() if count}


def both(left: bytes, right: bytes) -> bytes:
    """Return 1 where both marks are 1."""
    joined = int.from_bytes(left, "little") & int.from_bytes(right, "little")
    return joined.to_bytes(len(left), "little")


class ListCache:
    """Orders, columns and words of the newest version anybody asked for; shared by threads.

    What was not used for longest is forgotten first, orders apart from the rest: an order is as
    long as the list, and typing a number asks for something new with every key.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: Hashable = None
        self._orders: dict[Hashable, object] = {}
        self._others: dict[Hashable, object] = {}

    def order(self, version: Hashable, key: Hashable, make: Callable[[], PointOrder]) -> PointOrder:
        """Return the order kept under a key for a version, made when it is not there."""
        return cast("PointOrder", self._get(version, key, make, self._orders, _MOST_ORDERS))

    def other(self, version: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """Return anything else kept under a key for a version, made when it is not there."""
        return cast("T", self._get(version, key, make, self._others, _MOST_OTHERS))

    def _get(
        self,
        version: Hashable,
        key: Hashable,
        make: Callable[[], object],
        kept: dict[Hashable, object],
        limit: int,
    ) -> object:
        with self._lock:
            if version == self._version and key in kept:
                kept[key] = kept.pop(key)
                return kept[key]
        made = make()
        with self._lock:
            if version != self._version:
                self._version = version
                self._orders.clear()
                self._others.clear()
            if len(kept) >= limit:
                kept.pop(next(iter(kept)))
            kept[key] = made
        return made


def numbers_of(connection: Connection, sql: str, parameters: Iterable[object]) -> array[int]:
    """Return the only column of a query as an array, without an object per row."""
    cursor = connection.exec_driver_sql(sql, tuple(parameters)).cursor
    return array("q", chain.from_iterable(cast("Iterable[tuple[int]]", cursor)))
