"""The prices of a charge over time: periods at the left, the 24 hours of the chosen one beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.pages.prices.hour_bars import HourBars
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.labels import label
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.charge_views import ChargeRow, PricePeriod
    from app.ui.context import UiContext

FEWEST_DECIMALS = 2


class PriceTable(QWidget):
    """The periods, newest first, and the hours of the one that is chosen."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._periods: tuple[PricePeriod, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE.m, 0, 0)
        row.setSpacing(SPACE.l)
        self._table = SmallTable(
            "prices.periods",
            _columns(),
            title=_("Prices"),
            empty=EmptySpec(
                _("No price yet"),
                _("Without a price the charge cannot be settled. Set one from its first day."),
            ),
            preferences=context.preferences,
            parent=self,
        )
        self._table.selection_changed.connect(self._show_hours)
        row.addWidget(self._table, 3)
        self._card = Card(_("Price per hour of the day"), parent=self)
        self._bars = HourBars(self)
        self._card.body.addWidget(self._bars, 1)
        self._hint = label(
            _(
                "Hours are Danish local time. The 25th hour of an October Sunday has the price of "
                "hour 02, and the hour that is missing in March is skipped."
            ),
            "hint",
            wrap=True,
            parent=self,
        )
        self._card.body.addWidget(self._hint)
        self._side = QWidget(self)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._card)
        side.addStretch(1)
        row.addWidget(self._side, 2)

    def show_periods(self, periods: Sequence[PricePeriod], charge: ChargeRow) -> None:
        """Show the prices of a charge, newest first."""
        self._periods = tuple(periods)
        unit = _("kr per kWh") if charge.kind == "D03" else _("kr")
        decimals = _decimals_needed(self._periods)
        self._table.set_rows(
            [
                (number, period.valid_from, period.valid_to, price_text(period, decimals), unit)
                for number, period in enumerate(self._periods)
            ]
        )
        self._show_hours()

    def _show_hours(self) -> None:
        chosen = self._chosen()
        hourly = chosen is not None and chosen.is_hourly
        self._side.setVisible(hourly)
        if chosen is not None and hourly:
            self._card.set_title(
                _("Price per hour from {day}").format(day=formatting.day(chosen.valid_from))
            )
            self._bars.set_prices(chosen.prices)

    def _chosen(self) -> PricePeriod | None:
        """Return the chosen period, or the one that applies today."""
        key = self._table.current_key()
        if key.isdecimal() and int(key) < len(self._periods):
            return self._periods[int(key)]
        today = self._context.today
        current = (p for p in self._periods if p.valid_from <= today < p.valid_to)
        return next(current, self._periods[0] if self._periods else None)


def price_text(period: PricePeriod, decimals: int) -> str:
    """Return one price, or the lowest and the highest of the day."""
    low, high = min(period.prices), max(period.prices)
    shown = formatting.amount(low, decimals)
    return shown if low == high else f"{shown} – {formatting.amount(high, decimals)}"


def _decimals_needed(periods: Sequence[PricePeriod]) -> int:
    """Return how many decimals every price of the table is shown with, so that none is cut."""
    prices = [price for period in periods for price in period.prices]
    needed = (-int(price.normalize().as_tuple().exponent) for price in prices)
    return max(FEWEST_DECIMALS, *needed)


def _columns() -> list[Column]:
    return [
        Column(id="number", title=_("No."), kind="integer", width=5, hidden=True),
        Column(id="valid_from", title=_("From"), kind="date"),
        Column(id="valid_to", title=_("To"), kind="date"),
        Column(id="price", title=_("Price without VAT"), kind="decimal", width=22),
        Column(id="unit", title=_("Unit"), width=12),
    ]
