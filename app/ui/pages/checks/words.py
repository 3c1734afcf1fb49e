"""How a check's month, result and findings are said on the page."""

from __future__ import annotations

from datetime import date, timedelta

from app.services.check_views import RunRow
from app.texts import _
from app.ui.colors import Tone
from app.ui.formatting import month_name
from app.ui.models.columns import Column
from app.ui.widgets.badge import BadgeSpec

_TONES = {
    "error_free": Tone.SUCCESS,
    "discrepancies": Tone.WARNING,
    "incomplete": Tone.DANGER,
    "nothing_to_check": Tone.NEUTRAL,
}
_MONTHS_OFFERED = 4


def verdict_badge(row: RunRow) -> BadgeSpec:
    """Return the badge of a run's result."""
    text = row.verdict_label if row.fulfilled else _("Not fulfilled")
    return BadgeSpec(text, _TONES.get(row.verdict, Tone.NEUTRAL))


def signed_badge(row: RunRow) -> BadgeSpec:
    """Return the badge that says whether a run is signed off."""
    if row.signed_off_at is None:
        return BadgeSpec(_("Not signed off"), Tone.NEUTRAL, "edit")
    return BadgeSpec(_("Signed off"), Tone.SUCCESS, "lock")


def month_of(day: date) -> str:
    """Return the month of a day as YYYY-MM."""
    return f"{day:%Y-%m}"


def last_day_of_month(month: str) -> date:
    """Return the last day of "YYYY-MM"."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def offered_months(today: date) -> list[str]:
    """Return the months a check can be run for: this one and those before it."""
    months = [month_of(today)]
    first = today.replace(day=1)
    for _number in range(_MONTHS_OFFERED - 1):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(month_of(first))
    return months


def run_columns() -> list[Column]:
    """Return the columns of the list of runs; the first one is the run's number."""
    return [
        Column(id="number", title=_("No."), kind="integer", width=5),
        Column(id="month", title=_("Month"), width=16, format=month_name),
        Column(id="verdict", title=_("Result"), kind="badge", badge=_verdict, width=22),
        Column(id="signed", title=_("Signed off"), kind="badge", badge=_signed, width=17),
        Column(id="made_at", title=_("Run at"), kind="instant", width=16),
        Column(id="discrepancies", title=_("Discrepancies"), kind="integer", width=13),
        Column(id="population", title=_("Points"), kind="integer", width=11),
        Column(id="sample", title=_("Sample"), kind="integer", width=10),
        Column(id="scope", title=_("Compared"), width=16),
        Column(id="who", title=_("By"), width=12),
    ]


def run_cells(row: RunRow) -> tuple[object, ...]:
    """Return the values of `run_columns` for a run."""
    return (
        row.id,
        row.month,
        row,
        row,
        row.made_at,
        row.discrepancies,
        row.population,
        row.sample_size,
        _("All points") if row.is_full else _("The sample"),
        row.who,
    )


def _verdict(value: object) -> BadgeSpec | None:
    return verdict_badge(value) if isinstance(value, RunRow) else None


def _signed(value: object) -> BadgeSpec | None:
    return signed_badge(value) if isinstance(value, RunRow) else None
