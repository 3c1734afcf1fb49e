"""The processes as a list, filtered and sorted in memory.

Open processes are few, and where they stand is computed from their events and the calendar; ended
ones are only read when they are asked for.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from app.services import processes
from app.services.process_views import ProcessFilter, ProcessRow
from app.texts import _
from app.ui.process_dialogs.process_columns import STATUSES, process_values, status_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.ui.context import UiContext
    from app.ui.models.windowed import ListQuery

SCOPE = "scope"
STATUS = "status"
KIND = "kind"
OPEN = "open"
ENDED = "ended"
ENDED_STATUSES = frozenset({"completed", "cancelled"})


class ProcessSource:
    """Reads the processes when something changed, and answers the list's questions about them."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._known: dict[int, ProcessRow] = {}
        self._stamp: tuple[object, ...] = ()

    def get(self, process_id: str) -> ProcessRow | None:
        """Return a row by its number as text."""
        return self._known.get(int(process_id)) if process_id.isdecimal() else None

    def ids(self, query: ListQuery) -> Sequence[int]:
        """Return the numbers of the processes that match, in the order asked for."""
        self._update(with_ended=_wants_ended(query))
        found = self._matching(query.text, query.chips)
        for column, descending in reversed(query.sort):
            key = _SORT_KEYS.get(column)
            if key is not None:
                found.sort(key=key, reverse=descending)
        return [row.id for row in found]

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[object]]:
        """Return the values of the rows; a process that is gone is empty."""
        known = self._known
        return [process_values(known[number]) if number in known else () for number in ids]

    def total(self) -> int:
        """Return how many processes were read."""
        return len(self._known)

    def chip_counts(self, chip_id: str, query: ListQuery) -> Mapping[str, int]:
        """Return how many processes each value of a chip would show."""
        others = {chip: chosen for chip, chosen in query.chips.items() if chip != chip_id}
        if chip_id == SCOPE:
            self._update(with_ended=True)
        return Counter(_chip_value(row, chip_id) for row in self._matching(query.text, others))

    def forget(self) -> None:
        """Read anew at the next question, also when the file has not changed."""
        self._stamp = ()

    def _update(self, *, with_ended: bool) -> None:
        session = self._context.session
        stamp = (session, session.company_file.data_version(), session.today, with_ended)
        if stamp == self._stamp:
            return
        found = processes.list_processes(session, ProcessFilter(only_open=not with_ended))
        self._known = {row.id: row for row in found}
        self._stamp = stamp

    def _matching(self, text: str, chips: Mapping[str, frozenset[str]]) -> list[ProcessRow]:
        words = text.casefold().split()
        return [
            row
            for row in self._known.values()
            if all(not chosen or _chip_value(row, chip) in chosen for chip, chosen in chips.items())
            and all(word in _haystack(row) for word in words)
        ]


def scope_choices() -> list[tuple[str, str]]:
    """Return open and ended as (value, label)."""
    return [(OPEN, _("Open")), (ENDED, _("Ended"))]


def status_choices() -> list[tuple[str, str]]:
    """Return the statuses as (value, label), in the order of a process's life."""
    return [(status, status_text(status)) for status in STATUSES]


def _wants_ended(query: ListQuery) -> bool:
    scope = query.chips.get(SCOPE, frozenset())
    statuses = query.chips.get(STATUS, frozenset())
    return scope != frozenset({OPEN}) or bool(statuses & ENDED_STATUSES)


def _haystack(row: ProcessRow) -> str:
    return f"{row.label} {row.object_label} {row.status_label} {row.next_step_label}".casefold()


def _chip_value(row: ProcessRow, chip_id: str) -> str:
    if chip_id == SCOPE:
        return ENDED if row.status in ENDED_STATUSES else OPEN
    return row.status if chip_id == STATUS else row.kind


_SORT_KEYS: dict[str, Callable[[ProcessRow], tuple[object, ...]]] = {
    "label": lambda row: (row.label, row.object_label),
    "object": lambda row: (row.object_label,),
    "status": lambda row: (STATUSES.index(row.status) if row.status in STATUSES else 99,),
    "effective_date": lambda row: (row.effective_date or date.max,),
    "next_step": lambda row: (row.next_step_label,),
    "limit": lambda row: (row.next_last_safe_day or date.max,),
    "started_at": lambda row: (row.started_at,),
}
