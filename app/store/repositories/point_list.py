"""The list of metering points: search as you type, chips, order and windows, all in SQL.

**Source**: ux § 1 nr 1-2 (words ANDed, chips for coded columns); style 4.7 (models hold ids and
fetch rows lazily; sorting and filtering happen in SQL). The search index holds every three letters
that follow each other, so a word of three letters or more is found anywhere; words are stored after
two blanks, so that "  v" and " ve" are such threes too and short words are found by how a word
begins.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFoundError
from app.store.folding import search_words
from app.store.projection import projection_date
from app.store.records import PointHits, PointQuery
from app.store.schema.points import CURRENT, SEARCH
from app.store.scope import Repository
from app.store.statements import Row, marks, rows_of, scalar
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_SORTED_BY = {"address": "address_sort", "city": "city_sort"}
# Up to so many hits are sorted; with more, the order's index is walked until the page is full.
_SORTED_HITS = 4000

Condition = tuple[str, list[Any]]


class PointList(Repository):
    """Reads the list of today."""

    def projection_date(self) -> date:
        """Return the day the list was made for."""
        return projection_date(self._connection)

    def ids(self, query: PointQuery) -> array[int]:
        """Return the row numbers of all hits, in the order of the query."""
        if not search_words(query.text):
            condition, parameters = self._chips(query)
            return self._numbers(
                f"SELECT id FROM {CURRENT} WHERE {condition} ORDER BY {self._order(query)}",
                parameters,
            )
        sql, parameters = self._from_index(query)
        return self._numbers(f"{sql} ORDER BY {self._order(query)}", parameters)

    def first(self, query: PointQuery, limit: int = 200) -> PointHits:
        """Return the first hits only: what a key stroke shows.

        Args:
            query: Text, chips and order.
            limit: Most hits returned.
        """
        words = search_words(query.text)
        if words and not self._has_many_hits(words):
            sql, parameters = self._from_index(query)
        else:
            sql, parameters = self._from_order(query, words)
        ids = self._numbers(
            f"{sql} ORDER BY {self._order(query)} LIMIT ?", [*parameters, limit + 1]
        )
        return PointHits(ids[:limit], len(ids) <= limit)

    def count(self, query: PointQuery | None = None) -> int:
        """Return the number of hits; without a query, of all points."""
        if query is None:
            query = PointQuery()
        if not search_words(query.text):
            condition, parameters = self._chips(query)
            sql = f"SELECT count(*) FROM {CURRENT} WHERE {condition}"
        elif not any(query.chips.values()):
            matched, parameters = _matched(search_words(query.text))
            sql = f"SELECT count(*) FROM {SEARCH} WHERE {matched}"
        else:
            inner, parameters = self._from_index(query)
            sql = f"SELECT count(*) FROM ({inner})"
        return int(scalar(self._connection, sql, parameters))

    def chip_counts(self, field_id: str, query: PointQuery) -> dict[str, int]:
        """Return how many hits each code of a field would leave.

        Args:
            field_id: A coded field; its own chip in the query is left out of account.
            query: The query as it stands.

        Returns:
            Hits by code, "" for points without a value; codes without hits are missing.
        """
        others = {name: codes for name, codes in query.chips.items() if name != field_id}
        open_query = PointQuery(text=query.text, chips=others)
        column = self._column(field_id)
        if search_words(query.text):
            source, parameters = self._from_index(open_query, f"c.{column} code")
            sql = f"SELECT code, count(*) FROM ({source}) GROUP BY code"
        else:
            condition, parameters = self._chips(open_query)
            sql = f"SELECT {column}, count(*) FROM {CURRENT} WHERE {condition} GROUP BY {column}"
        return {row[0] or "": row[1] for row in rows_of(self._connection, sql, parameters)}

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

    def _has_many_hits(self, words: list[str]) -> bool:
        """Return whether sorting the hits would take longer than walking an index in order."""
        matched, parameters = _matched(words)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {SEARCH} WHERE {matched} LIMIT ?)"
        hits = int(scalar(self._connection, sql, [*parameters, _SORTED_HITS + 1]))
        return hits > _SORTED_HITS

    def _from_index(self, query: PointQuery, extra: str = "c.id") -> Condition:
        """Return a query that starts from the search index."""
        matched, parameters = _matched(search_words(query.text))
        condition, more = self._chips(query, "c.")
        sql = (
            f"SELECT {extra} FROM {SEARCH} CROSS JOIN {CURRENT} c ON c.id = {SEARCH}.rowid "
            f"WHERE {matched} AND {condition}"
        )
        return sql, [*parameters, *more]

    def _from_order(self, query: PointQuery, words: list[str]) -> Condition:
        """Return a query that walks the points in order and looks at each one's words."""
        condition, parameters = self._chips(query, "c.")
        globs = [f"*{_literal(word)}*" for word in words]
        looked_at = "".join(" AND c.search_text GLOB ?" for _glob in globs)
        sql = f"SELECT c.id FROM {CURRENT} c WHERE {condition}{looked_at}"
        return sql, [*parameters, *globs]

    def _chips(self, query: PointQuery, prefix: str = "") -> Condition:
        conditions: list[str] = []
        parameters: list[Any] = []
        for name, codes in query.chips.items():
            if not codes:
                continue
            column = f"{prefix}{self._column(name)}"
            given = sorted(code for code in codes if code)
            alternatives = [f"{column} IN ({marks(len(given))})"] if given else []
            alternatives += [f"{column} IS NULL"] if "" in codes else []
            conditions.append(f"({' OR '.join(alternatives)})")
            parameters += given
        return " AND ".join(conditions) or "1", parameters

    def _order(self, query: PointQuery) -> str:
        terms = [
            f"{_SORTED_BY.get(name) or self._column(name)}{' DESC' if descending else ''}"
            for name, descending in query.sort
        ]
        # The row number follows the last column's direction, as it does in the column's index.
        last = "id DESC" if query.sort and query.sort[-1][1] else "id"
        return ", ".join([*terms, last])

    def _column(self, name: str) -> str:
        """Return the name of a column, checked: it becomes part of a statement."""
        if name not in self._schema[CURRENT].columns:
            msg = f"the list of metering points has no column {name}"
            raise ValueError(msg)
        return f'"{name}"'

    def _numbers(self, sql: str, parameters: Sequence[Any]) -> array[int]:
        cursor = self._connection.exec_driver_sql(sql, tuple(parameters))
        numbers = array("q")
        while rows := cursor.fetchmany(10_000):
            numbers.extend([row[0] for row in rows])
        return numbers


def _matched(words: list[str]) -> Condition:
    """Return the condition on the search index for all words together."""
    exact = [window for word in words if (window := _literal(word)) and len(window) == 3]
    longer = [word for word in words if len(word) > 3]
    conditions = [f"{SEARCH} MATCH ?"] if exact else []
    conditions += [f"{SEARCH}.search_text GLOB ?"] * len(longer)
    query = " AND ".join(f'"{window}"' for window in exact)
    return " AND ".join(conditions), [*([query] if exact else []), *(f"*{w}*" for w in longer)]


def _literal(word: str) -> str:
    """Return what must stand in the search text for a word of a query.

    One letter is looked for after two blanks, two letters after one: at the beginning of a word.
    """
    return word.rjust(3)
