"""The open limits as a list, filtered and sorted in memory.

Open limits are computed from events, catalogue and calendar at every look; none is stored.

**Source**: design § 2.5.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from app.services import deadlines
from app.services.deadline_views import DeadlineGroup, OpenDeadline
from app.texts import _
from app.ui.limits.words import days_left_text, group_text, state_badge
from app.ui.models.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.ui.context import UiContext
    from app.ui.models.windowed import ListQuery
    from app.ui.widgets.badge import BadgeSpec

GROUP_CHIP = "group"
KIND_CHIP = "process_kind"


class DeadlineSource:
    """Computes the open limits when something changed, and answers the list's questions about them.

    A row's id is a number that a limit keeps as long as the page lives, so that the list finds the
    selected row again after a change. `ids` runs in a reader thread and replaces what it knows in
    one step; the GUI thread only reads.
    """

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._numbers: dict[str, int] = {}
        self._known: dict[int, OpenDeadline] = {}
        self._stamp: tuple[object, ...] = ()

    def get(self, ref: str) -> OpenDeadline | None:
        """Return the limit with this reference, or None when it is met or gone."""
        return self._known.get(self._numbers.get(ref, -1))

    def ids(self, query: ListQuery) -> Sequence[int]:
        """Return the numbers of the limits that match, in the order asked for."""
        self._update()
        found = self._matching(query.text, query.chips)
        for column, descending in reversed(query.sort):
            key = _SORT_KEYS.get(column)
            if key is not None:
                found.sort(key=lambda item: key(item[1]), reverse=descending)
        return [number for number, _deadline in found]

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[object]]:
        """Return the values of `columns()`, one row per number; a limit that is gone is empty."""
        known = self._known
        return [_row(known[number]) if number in known else () for number in ids]

    def total(self) -> int:
        """Return how many limits are open."""
        return len(self._known)

    def chip_counts(self, chip_id: str, query: ListQuery) -> Mapping[str, int]:
        """Return how many limits each value of a chip would show."""
        others = {chip: chosen for chip, chosen in query.chips.items() if chip != chip_id}
        return Counter(_chip_value(d, chip_id) for _n, d in self._matching(query.text, others))

    def forget(self) -> None:
        """Compute anew at the next question, also when the file has not changed."""
        self._stamp = ()

    def _update(self) -> None:
        session = self._context.session
        stamp = (session, session.company_file.data_version(), session.today)
        if stamp == self._stamp:
            return
        found = deadlines.open_deadlines(session)
        numbers = self._numbers
        for deadline in found:
            numbers.setdefault(deadline.ref, len(numbers))
        self._known = {numbers[deadline.ref]: deadline for deadline in found}
        self._stamp = stamp

    def _matching(
        self, text: str, chips: Mapping[str, frozenset[str]]
    ) -> list[tuple[int, OpenDeadline]]:
        words = text.casefold().split()
        return [
            (number, d)
            for number, d in self._known.items()
            if all(not chosen or _chip_value(d, chip) in chosen for chip, chosen in chips.items())
            and all(word in _haystack(d) for word in words)
        ]


def _haystack(d: OpenDeadline) -> str:
    words = (d.label, d.step_label, d.object_label, d.process_label, d.source)
    return " ".join(words).casefold()


def _chip_value(deadline: OpenDeadline, chip_id: str) -> str:
    return deadline.group.value if chip_id == GROUP_CHIP else deadline.process_kind


def _display_day(deadline: OpenDeadline) -> date:
    return deadline.last_safe_day or deadline.last_day or deadline.first_day or deadline.anchor


_SORT_KEYS: dict[str, Callable[[OpenDeadline], Any]] = {
    "step": lambda d: d.step_label,
    "label": lambda d: d.label,
    "object": lambda d: d.object_label,
    "safe_day": _display_day,
    "last_day": lambda d: d.last_day or date.max,
    "attempt_day": lambda d: d.last_attempt_day or date.max,
    "days_left": lambda d: (d.working_days_left is None, d.working_days_left or 0),
    "process": lambda d: d.process_label,
    "source": lambda d: d.source,
}


def _row(d: OpenDeadline) -> tuple[object, ...]:
    return (
        d.ref,
        d,
        _display_day(d),
        d.step_label,
        d.object_label,
        d.working_days_left,
        d.last_day,
        d.last_attempt_day,
        d.process_label,
        d.label,
        d.source,
    )


def _badge(value: object) -> BadgeSpec | None:
    return state_badge(value) if isinstance(value, OpenDeadline) else None


def _days(value: object) -> str:
    return days_left_text(value) if isinstance(value, int) else ""


def columns() -> list[Column]:
    """Return the columns of the list; the first one is the limit's reference.

    Those up to the object fit into the list's share of a window of 1280 pixels.
    """
    return [
        Column(id="ref", title=_("Reference"), kind="text", width=24, hidden=True),
        Column(id="state", title=_("State"), kind="badge", badge=_badge, width=19, sortable=False),
        Column(id="safe_day", title=_("Safe day"), kind="date", width=11),
        Column(id="step", title=_("To do"), kind="text", width=21),
        Column(id="object", title=_("Concerns"), kind="text", width=23),
        Column(id="days_left", title=_("Left"), kind="text", format=_days, width=18),
        Column(id="last_day", title=_("Last day"), kind="date", width=11),
        Column(id="attempt_day", title=_("Last attempt"), kind="date", width=12),
        Column(id="process", title=_("Process"), kind="text", width=28),
        Column(id="label", title=_("Deadline"), kind="text", width=34),
        Column(id="source", title=_("Source"), kind="text", width=34),
    ]


def group_choices() -> list[tuple[str, str]]:
    """Return the groups as (value, label), most urgent first."""
    return [(group.value, group_text(group)) for group in DeadlineGroup]
