"""The list of metering points: search as you type, chips, order and windows.

**Source**: ux § 1 nr 1-2 (words ANDed, chips for coded columns); style 4.7 (models hold ids and
fetch rows lazily; sorting and filtering happen in the store). The search index holds every three
letters that follow each other, so a word of three letters or more is found anywhere; words are
stored after two blanks, so that "  v" and " ve" are such threes too and short words are found by
how a word begins.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError
from app.store.folding import search_words
from app.store.list_cache import CodeColumn, ListCache, PointOrder, both, numbers_of
from app.store.projection import projection_date
from app.store.records import PointHits, PointQuery
from app.store.schema.points import CURRENT, SEARCH
from app.store.scope import Repository, Scope
from app.store.search_plan import SearchPlan, pattern_of, plan_search
from app.store.statements import Row, in_chunks, marks, rows_of, scalar
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

_SORTED_BY = {"address": "address_sort", "city": "city_sort"}
_MOST_CODES = 255
# Up to so many ids that begin otherwise, a number that is typed counts as common to all.
_FEW = 500
_SAMPLE = 1000
# From this share of all points on, the first hits are looked for one page at a time.
_MANY = 0.02


class PointList(Repository):
    """Reads the list of today.

    Args:
        scope: Transaction to read in.
        cache: Shared between readers; a writer has one of its own.
    """

    def __init__(self, scope: Scope, cache: ListCache) -> None:
        super().__init__(scope)
        self._cache = cache
        self._known_version: Hashable = None

    def projection_date(self) -> date:
        """Return the day the list was made for."""
        return projection_date(self._connection)

    def ids(self, query: PointQuery) -> array[int]:
        """Return the row numbers of all hits, in the order of the query."""
        return self._hits(query, None)

    def first(self, query: PointQuery, limit: int = 200) -> PointHits:
        """Return the first hits only.

        Args:
            query: Text, chips and order.
            limit: Most hits returned.
        """
        if not query.text.strip() and not any(query.chips.values()):
            ids = self._beginning(query, limit + 1)
            return PointHits(ids[:limit], len(ids) <= limit)
        words = self._asked(query)
        plan = plan_search(words, self._sample()) if words else None
        if plan is not None and plan.patterns and plan.share > _MANY:
            ids = self._confirmed(query, plan, limit + 1)
        else:
            ids = self._hits(query, limit + 1)
        return PointHits(ids[:limit], len(ids) <= limit)

    def count(self, query: PointQuery | None = None) -> int:
        """Return the number of hits; without a query, of all points."""
        query = query or PointQuery()
        found, permitted = self._found(query), self._permitted(query)
        if permitted is None:
            if found is not None:
                return len(found)
            return int(scalar(self._connection, f"SELECT count(*) FROM {CURRENT}"))
        return permitted.count(1) if found is None else sum(map(permitted.__getitem__, found))

    def chip_counts(self, field_id: str, query: PointQuery) -> dict[str, int]:
        """Return how many hits each code of a field would leave.

        Args:
            field_id: A coded field; its own chip in the query is left out of account.
            query: The query as it stands.

        Returns:
            Hits by code, "" for points without a value; codes without hits are missing.
        """
        others = {name: codes for name, codes in query.chips.items() if name != field_id}
        permitted = self._permitted(PointQuery(text=query.text, chips=others))
        return self._codes(field_id).counts(self._found(query), permitted)

    def rows(self, ids: Sequence[int], columns: Sequence[str]) -> list[Row]:
        """Return one row of raw values per id, in the order of the ids.

        Args:
            ids: Row numbers, a window of a list (at most some thousands).
            columns: Field ids, "metering_point_id" or "address".

        Returns:
            Values by column; a row of None for a point that is no longer listed.
        """
        listed = "".join(f", {self._column(name)}" for name in columns)
        sql = f"SELECT id{listed} FROM {CURRENT} WHERE id IN ({marks(len(ids))})"
        types = [self._schema.field_types.get(name) for name in columns]
        found = {
            row[0]: tuple(
                value if value is None or kind is None else kind.decode(value)
                for value, kind in zip(row[1:], types, strict=True)
            )
            for row in rows_of(self._connection, sql, list(ids))
        }
        missing = (None,) * len(columns)
        return [found.get(number, missing) for number in ids]

    def rowid_of(self, point_id: str) -> int | None:
        """Return the row number of a point, or None when it is not listed."""
        sql = f"SELECT id FROM {CURRENT} WHERE metering_point_id = ?"
        number = scalar(self._connection, sql, (point_id,))
        return None if number is None else int(number)

    def id_of(self, rowid: int) -> str:
        """Return the id of the point with a row number.

        Raises:
            NotFoundError: When no point has it.
        """
        sql = "SELECT metering_point_id FROM metering_point WHERE id = ?"
        point_id = scalar(self._connection, sql, (rowid,))
        if point_id is None:
            raise NotFoundError(
                _("There is no metering point number {number}.").format(number=rowid)
            )
        return str(point_id)

    def _hits(self, query: PointQuery, limit: int | None) -> array[int]:
        order = self._order(query)
        found, permitted = self._found(query), self._permitted(query)
        if found is None:
            return order.ids[:limit] if permitted is None else order.marked(permitted, limit)
        if permitted is not None:
            found = array("q", [number for number in found if permitted[number]])
        return order.sorted(found, limit)

    def _asked(self, query: PointQuery) -> list[str]:
        """Return the words the search index is asked for."""
        return [word for word in search_words(query.text) if self._misses(word) is None]

    def _found(self, query: PointQuery) -> array[int] | None:
        """Return the points that the search index finds; None when it is not asked."""
        words = self._asked(query)
        if not words:
            return None
        plan = plan_search(words, self._sample())
        # The plus keeps SQLite from asking the index for the pattern's own threes as well.
        condition = " AND +search_text GLOB ?" * len(plan.patterns)
        sql = f"SELECT rowid FROM {SEARCH} WHERE {SEARCH} MATCH ?{condition}"
        return numbers_of(self._connection, sql, (plan.match, *plan.patterns))

    def _confirmed(self, query: PointQuery, plan: SearchPlan, limit: int) -> array[int]:
        """Return the first hits of a frequent word, reading the words of no more than needed."""
        sql = f"SELECT rowid FROM {SEARCH} WHERE {SEARCH} MATCH ?"
        candidates = numbers_of(self._connection, sql, (plan.match,))
        permitted = self._permitted(query)
        if permitted is not None:
            candidates = array("q", [number for number in candidates if permitted[number]])
        condition = " AND +search_text GLOB ?" * len(plan.patterns)
        hits = array("q")
        for chunk in in_chunks(self._order(query).sorted(candidates), limit):
            sql = f"SELECT rowid FROM {SEARCH} WHERE rowid IN ({marks(len(chunk))}){condition}"
            good = set(numbers_of(self._connection, sql, (*chunk, *plan.patterns)))
            hits.extend(number for number in chunk if number in good)
            if len(hits) >= limit:
                break
        return hits[:limit]

    def _sample(self) -> tuple[str, ...]:
        """Return the words of some points, spread over all."""

        def make() -> tuple[str, ...]:
            largest = int(scalar(self._connection, f"SELECT max(id) FROM {CURRENT}") or 0)
            sql = f"SELECT search_text FROM {SEARCH} WHERE rowid = ?"
            chosen = range(1, largest + 1, max(largest // _SAMPLE, 1))
            rows = (scalar(self._connection, sql, (number,)) for number in chosen)
            return tuple(text for text in rows if text)

        return self._cache.other(self._version(), "sample", make)

    def _permitted(self, query: PointQuery) -> bytes | None:
        """Return 1 for every point that chips and the beginning of the id permit; None = all."""
        permitted: bytes | None = None
        for name, codes in query.chips.items():
            if codes:
                marked = self._codes(name).marks(codes)
                permitted = marked if permitted is None else both(permitted, marked)
        for word in search_words(query.text):
            misses = self._misses(word)
            if misses:
                marked = self._without(misses)
                permitted = marked if permitted is None else both(permitted, marked)
        return permitted

    def _misses(self, word: str) -> array[int] | None:
        """Return the few points without a word, when nearly all ids begin with it.

        A company's ids have their first ten digits in common. To read them all in order to say
        that they match would make the keys slow with which an id is typed.

        Returns:
            None when it is not such a word.
        """
        if not word.isdigit():
            return None

        def make() -> array[int] | None:
            others = f"SELECT id FROM {CURRENT} WHERE metering_point_id {{}} LIMIT {_FEW + 1}"
            end = word[:-1] + chr(ord(word[-1]) + 1)
            rest = numbers_of(self._connection, others.format("< ?"), (word,))
            rest += numbers_of(self._connection, others.format(">= ?"), (end,))
            if len(rest) > _FEW:
                return None
            texts = f"SELECT rowid FROM {SEARCH} WHERE rowid = ? AND search_text NOT GLOB ?"
            missed = (
                numbers_of(self._connection, texts, (number, pattern_of(word))) for number in rest
            )
            return array("q", chain.from_iterable(missed))

        return self._cache.other(self._version(), ("word", word), make)

    def _without(self, misses: array[int]) -> bytes:
        marked = bytearray(self._order(PointQuery()).listed)
        for number in misses:
            marked[number] = 0
        return bytes(marked)

    def _beginning(self, query: PointQuery, limit: int) -> array[int]:
        """Return the first points of an order without walking through all of it."""
        sql = f"SELECT id FROM {CURRENT} ORDER BY {self._order_terms(query)} LIMIT ?"
        return numbers_of(self._connection, sql, (limit,))

    def _order(self, query: PointQuery) -> PointOrder:
        listed = self._order_terms(query)

        def make() -> PointOrder:
            sql = f"SELECT id FROM {CURRENT} ORDER BY {listed}"
            return PointOrder.of(numbers_of(self._connection, sql, ()))

        return self._cache.order(self._version(), listed, make)

    def _order_terms(self, query: PointQuery) -> str:
        terms = [
            f"{_SORTED_BY.get(name) or self._column(name)}{' DESC' if descending else ''}"
            for name, descending in query.sort
        ]
        # The row number follows the last column's direction, as it does in the column's index.
        last = "id DESC" if query.sort and query.sort[-1][1] else "id"
        return ", ".join([*terms, last])

    def _codes(self, name: str) -> CodeColumn:
        column = self._column(name)

        def make() -> CodeColumn:
            rows = rows_of(self._connection, f"SELECT id, {column} FROM {CURRENT}")
            codes = ("", *sorted({str(row[1]) for row in rows if row[1] is not None}))
            if len(codes) > _MOST_CODES:
                msg = f"{name} has too many values for chips"
                raise ValueError(msg)
            place = {code: number for number, code in enumerate(codes)}
            size = max((row[0] for row in rows), default=0) + 1
            numbers, listed = bytearray(size), bytearray(size)
            for number, value in rows:
                numbers[number] = 0 if value is None else place[str(value)]
                listed[number] = 1
            return CodeColumn(codes, bytes(numbers), bytes(listed))

        return self._cache.other(self._version(), column, make)

    def _version(self) -> Hashable:
        """Return what tells two states of the list apart, in this snapshot."""
        if self._known_version is None:
            change = scalar(self._connection, "SELECT max(id) FROM change")
            self._known_version = (change, self.projection_date())
        return self._known_version

    def _column(self, name: str) -> str:
        """Return the name of a column, checked: it becomes part of a statement."""
        if name not in self._schema[CURRENT].columns:
            msg = f"the list of metering points has no column {name}"
            raise ValueError(msg)
        return f'"{name}"'
