"""A table model for any number of rows: it holds the ids and fetches rows by pages.

Sorting and filtering are a new list of ids from SQL; a million ids are 8 MB, and only the pages
that were looked at are in memory.

**Source**: tech § 3.3.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.domain.errors import AppError
from app.ui.models.columns import BadgeRole, Column, Index, RawRole, TableModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

__all__ = [
    "BadgeRole",
    "Column",
    "ListQuery",
    "ListSource",
    "QuickSource",
    "RawRole",
    "WindowedModel",
]

_LOG = logging.getLogger(__name__)
PAGE_ROWS = 128
_PAGES_KEPT = 64


@dataclass(frozen=True)
class ListQuery:
    """What a list shall show.

    Attributes:
        text: Words that must all be found; "" for no search.
        chips: Per chip the codes that are wanted; a missing or empty chip wants everything.
        sort: Columns to sort by, each with whether it is descending; () for the source's order.
    """

    text: str = ""
    chips: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Return whether it can leave rows out."""
        return bool(self.text.strip()) or any(self.chips.values())

    def with_chip(self, chip_id: str, codes: frozenset[str]) -> ListQuery:
        """Return the query with these codes wanted for a chip."""
        return replace(self, chips={**self.chips, chip_id: codes})


class ListSource(Protocol):
    """Where the rows of a list come from; every method answers from SQL."""

    def ids(self, query: ListQuery) -> Sequence[int]:
        """Return the row ids that match, in order; called in a reader thread."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[object]]:
        """Return the raw values of these rows, one per column, in the order of the ids.

        Called on the GUI thread for at most `PAGE_ROWS` ids; a row that is gone is ().
        """
        ...

    def total(self) -> int:
        """Return the number of rows without any filter; called in a reader thread."""
        ...

    def chip_counts(self, chip_id: str, query: ListQuery) -> Mapping[str, int]:
        """Return the number of rows per code under the query; called in a reader thread."""
        ...


@runtime_checkable
class QuickSource(ListSource, Protocol):
    """A source that knows its first rows sooner than the order of all of them."""

    def first(self, query: ListQuery) -> Sequence[int]:
        """Return the first row ids that match, enough for a window; called in a reader thread."""
        ...


class WindowedModel(TableModel):
    """The rows of a list, fetched as they are looked at."""

    def __init__(
        self, source: ListSource, columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._source = source
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, Sequence[Sequence[object]]] = OrderedDict()

    @property
    def ids(self) -> Sequence[int]:
        """Return the ids of the rows, in order."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def row_values(self, row: int) -> Sequence[object]:
        """Return the raw values of a row, fetching its page when it is not there."""
        if not 0 <= row < len(self._ids):
            return ()
        number, place = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._fetched(number)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else ()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def _fetched(self, number: int) -> Sequence[Sequence[object]]:
        """Fetch a page and keep it; a file that cannot be read just now gives empty cells."""
        wanted = self._ids[number * PAGE_ROWS : (number + 1) * PAGE_ROWS]
        try:
            page = self._source.rows(wanted)
        except AppError as error:
            _LOG.warning("rows not read: %s", error)
            return ()
        self._pages[number] = page
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page
