"""Rows of canonical text: the one form in which both registers are compared.

**Source**: Forskrift I § 4 stk. 4: identical means the same after normalising.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from app.domain.field_values import format_field
from app.domain.master_data import FieldValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.catalogue import FieldEntry
    from app.domain.self_control.comparison import Row


class CanonicalTexts(dict[FieldValue, str]):
    """The canonical texts of a field's values; most fields have few different ones.

    A dictionary that fills itself: looking up two million cells must cost no call each.
    """

    def __init__(self, entry: FieldEntry) -> None:
        super().__init__({None: ""})
        self._entry = entry

    def __missing__(self, value: FieldValue) -> str:
        text = self[value] = format_field(self._entry, value)
        return text


def taker(places: Sequence[int], width: int | None = None) -> Callable[[Sequence[str]], Row]:
    """Return the function that takes the cells at some places out of a row, as fast as can be.

    Args:
        places: Indexes of the cells, in the order they are wanted.
        width: Cells of a row that is a tuple already; it is returned itself when all are wanted.
    """
    if width is not None and list(places) == list(range(width)):
        return lambda row: row if isinstance(row, tuple) else tuple(row)
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)
