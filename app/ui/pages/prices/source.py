"""The charges as a list; a company has some hundreds, so they are filtered in memory.

**Source**: Forskrift I §§ 13-15; ux § 2, "charges list".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from app.services import charges
from app.services.charge_views import ChargeFilter, ChargeRow
from app.texts import _
from app.ui.colors import Tone
from app.ui.models.columns import Column
from app.ui.widgets.badge import BadgeSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.ui.context import UiContext
    from app.ui.models.windowed import ListQuery

KIND_CHIP = "kind"
STATUS_CHIP = "status"

_STATUS_TONES = {"current": Tone.SUCCESS, "future": Tone.INFO, "stopped": Tone.NEUTRAL}


def status_badge(row: ChargeRow) -> BadgeSpec:
    """Return the badge of a charge's status today."""
    return BadgeSpec(row.status_label, _STATUS_TONES.get(row.status, Tone.NEUTRAL))


def kinds() -> list[tuple[str, str]]:
    """Return the three kinds of charge as (code, name)."""
    return [("D03", _("Tariff")), ("D01", _("Subscription")), ("D02", _("Fee"))]


def statuses() -> list[tuple[str, str]]:
    """Return the statuses a charge can have on a day."""
    return [("current", _("In force")), ("future", _("Begins later")), ("stopped", _("Stopped"))]


class ChargeSource:
    """Answers the list's questions from the charges of the company file."""

    def __init__(self, context: UiContext) -> None:
        self._context = context
        self._rows: dict[int, ChargeRow] = {}

    def ids(self, query: ListQuery) -> Sequence[int]:
        """Return the numbers of the charges that match, in the order asked for."""
        rows = charges.list_charges(self._context.session, ChargeFilter(text=query.text))
        self._rows = {row.id: row for row in rows}
        found = [row for row in rows if _matches(row, query.chips)]
        for column, descending in reversed(query.sort):
            key = _SORT_KEYS.get(column)
            if key is not None:
                found.sort(key=key, reverse=descending)
        return [row.id for row in found]

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[object]]:
        """Return the values of `columns()`, one row per number."""
        known = self._rows
        return [_cells(known[number]) if number in known else () for number in ids]

    def total(self) -> int:
        """Return how many charges there are."""
        return len(charges.list_charges(self._context.session, ChargeFilter()))

    def chip_counts(self, chip_id: str, query: ListQuery) -> Mapping[str, int]:
        """Return how many charges each value of a chip would show."""
        others = {chip: chosen for chip, chosen in query.chips.items() if chip != chip_id}
        rows = charges.list_charges(self._context.session, ChargeFilter(text=query.text))
        return Counter(_chip_value(row, chip_id) for row in rows if _matches(row, others))


def _chip_value(row: ChargeRow, chip_id: str) -> str:
    return row.kind if chip_id == KIND_CHIP else row.status


def _matches(row: ChargeRow, chips: Mapping[str, frozenset[str]]) -> bool:
    return all(not wanted or _chip_value(row, chip) in wanted for chip, wanted in chips.items())


_SORT_KEYS: dict[str, Callable[[ChargeRow], Any]] = {
    "code": lambda row: row.code,
    "kind": lambda row: row.kind_label,
    "name": lambda row: row.name.casefold(),
    "price": lambda row: (row.price is None, row.price or 0),
    "valid_from": lambda row: row.valid_from,
    "valid_to": lambda row: row.valid_to,
    "links": lambda row: row.link_count,
}


def _cells(row: ChargeRow) -> tuple[object, ...]:
    return (
        row.id,
        row.code,
        row.kind_label,
        row.name,
        row,
        row.price_text,
        row.resolution,
        row.vat_label,
        row.valid_from,
        row.valid_to,
        row.link_count,
        row.owner_id,
    )


def _badge(value: object) -> BadgeSpec | None:
    return status_badge(value) if isinstance(value, ChargeRow) else None


def columns() -> list[Column]:
    """Return the columns of the list; the first one is the charge's number in the file."""
    return [
        Column(id="number", title=_("Number"), kind="integer", width=8, hidden=True),
        Column(id="code", title=_("Charge id"), kind="id", width=12),
        Column(id="kind", title=_("Kind"), width=13),
        Column(id="name", title=_("Name"), width=29),
        Column(
            id="status", title=_("Status"), kind="badge", badge=_badge, width=14, sortable=False
        ),
        Column(id="price", title=_("Price (kr, without VAT)"), kind="decimal", width=21),
        Column(id="resolution", title=_("Resolution"), kind="code", width=11, sortable=False),
        Column(id="vat", title=_("VAT"), width=10, sortable=False, hidden=True),
        Column(id="valid_from", title=_("Valid from"), kind="date", width=12),
        Column(id="valid_to", title=_("Valid to"), kind="date", width=12),
        Column(id="links", title=_("Linked points"), kind="integer", width=13),
        Column(id="owner", title=_("Owner"), kind="id", width=16, hidden=True, sortable=False),
    ]
