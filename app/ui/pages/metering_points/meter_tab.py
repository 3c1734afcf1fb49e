"""The meter in place, its readings, and the meters there were before.

**Source**: Forskrift I § 8, stk. 4 (the meter's five fields); H1 § 18, stk. 6 (readings of a swap).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.services import meter_readings
from app.texts import _
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.pages.metering_points.field_cards import add_field
from app.ui.pages.metering_points.master_data_tab import METER_GROUP
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.pages.metering_points.table_card import TableCard
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.meter_readings import MeterLog
    from app.services.point_views import PeriodView, PointDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext

_METER_FACET = "meter"
_SWAP = "meter_swap"


class MeterTab(RecordTab):
    """Meter, readings, computed consumption, past meters.

    Signals:
        swap_wanted: The operator wants to register a meter swap.
    """

    swap_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "meter", _("Meter"), parent)
        self._point_id = ""
        self._card = Card(_("Meter in place"), parent=self.content)
        self._card.head.addWidget(
            button(
                _("Swap the meter"),
                "metering_points.swap_meter",
                icon_name="meter",
                on_click=self.swap_wanted.emit,
                parent=self._card,
            )
        )
        self._grid: DetailsGrid | None = None
        self.column.addWidget(self._card)
        self._readings = self._table(
            "readings",
            _("Readings"),
            _reading_columns(),
            _("No reading is registered yet; processes like a connection or a swap register them."),
        )
        self._consumption = self._table(
            "consumption",
            _("Computed consumption"),
            _consumption_columns(),
            _("Nothing has been computed yet; a meter swap computes what the old meter counted."),
        )
        self._meters = self._table(
            "meters", _("Meters over time"), _meter_columns(), _("No meter is registered.")
        )
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show the meter's fields and periods, and read its readings."""
        self._point_id = detail.header.id
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = DetailsGrid("metering_points.value", self._card)
        for group in detail.groups:
            if group.id == METER_GROUP:
                for field in group.fields:
                    add_field(self._grid, field)
        self._card.body.addWidget(self._grid)
        meters = [p for p in detail.periods if p.facet == _METER_FACET]
        meters.sort(key=lambda period: period.valid_from, reverse=True)
        self._meters.set_rows([_meter_row(period) for period in meters])
        self.activate()

    def activate(self) -> None:
        """Read readings and consumption."""
        session, point_id = self.context.session, self._point_id

        def work(_task: Task) -> MeterLog:
            return meter_readings.meter_log(session, point_id)

        self.context.tasks.read(work, self._show_log, owner=self, key="log")

    def _show_log(self, log: MeterLog) -> None:
        self._readings.set_rows(
            [(str(r.id), r.read_on, r.meter_number, r.value, r.kind_label) for r in log.readings]
        )
        self._consumption.set_rows(
            [(str(c.id), c.period_from, c.period_to, c.kwh, c.explanation) for c in log.consumption]
        )

    def _table(self, key: str, title: str, columns: list[Column], nothing: str) -> TableCard:
        card = TableCard(
            self.context,
            f"metering_points.{key}",
            title,
            columns,
            nothing,
            parent=self.content,
        )
        self.column.addWidget(card)
        return card


def _reading_columns() -> list[Column]:
    return [
        Column(id="id", title=_("Number"), kind="id", width=8, hidden=True),
        Column(id="read_on", title=_("Read on"), kind="date", width=13),
        Column(id="meter_number", title=_("Meter number"), kind="id", width=18),
        Column(id="value", title=_("Reading"), kind="decimal", width=16, format=formatting.amount),
        Column(id="kind", title=_("Why"), width=30),
    ]


def _consumption_columns() -> list[Column]:
    return [
        Column(id="id", title=_("Number"), kind="id", width=8, hidden=True),
        Column(id="period_from", title=_("From"), kind="date", width=13),
        Column(id="period_to", title=_("To"), kind="date", width=13, hint=_("First day after")),
        Column(id="kwh", title=_("kWh"), kind="decimal", width=14, format=formatting.amount),
        Column(id="explanation", title=_("How it was computed"), width=50),
    ]


def _meter_columns() -> list[Column]:
    return [
        Column(id="meter_number", title=_("Meter number"), kind="id", width=18),
        Column(id="valid_from", title=_("From"), kind="date", width=13),
        Column(id="valid_to", title=_("To"), kind="date", width=13, hint=_("First day after")),
        Column(id="method", title=_("Metering method"), width=16),
        Column(id="digits", title=_("Digits"), width=9),
        Column(id="factor", title=_("Factor"), width=9),
        Column(id="unit", title=_("Unit"), width=9),
        Column(id="type", title=_("Meter type"), width=20),
    ]


def _meter_row(period: PeriodView) -> tuple[object, ...]:
    texts = {field.field_id: field.text for field in period.fields}
    return (
        texts.get("meter_number", ""),
        period.valid_from,
        period.valid_to,
        texts.get("metering_method", ""),
        texts.get("meter_digits", ""),
        texts.get("meter_conversion_factor", ""),
        texts.get("meter_unit", ""),
        texts.get("meter_type", ""),
    )
