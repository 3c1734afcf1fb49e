"""Master data of a point as they hold today, with what the checks say and what is coming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _
from app.ui import formatting
from app.ui.pages.metering_points.field_cards import FieldCards
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label
from app.ui.widgets.violations_list import ViolationsList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.point_views import PeriodView, PointDetail
    from app.ui.context import UiContext

METER_GROUP = "meter"


class MasterDataTab(RecordTab):
    """Groups of fields; the meter's have a tab of their own."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "master_data", _("Master data"), parent)
        self._whole = Card(_("About the whole record"), parent=self.content)
        self._violations = ViolationsList((), "metering_points.violations", self._whole)
        self._whole.body.addWidget(self._violations)
        self.column.addWidget(self._whole)
        self._coming = Card(_("Coming changes"), parent=self.content)
        self._coming_holder: QWidget | None = None
        self.column.addWidget(self._coming)
        self._cards = FieldCards("metering_points.value", self.content)
        self.column.addWidget(self._cards)
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show the groups, violations of the whole record and periods that begin later."""
        groups = [group for group in detail.groups if group.id != METER_GROUP]
        self._cards.show_groups(groups)
        shown = {field.field_id for group in detail.groups for field in group.fields}
        loose = [v for v in detail.violations if v.field not in shown]
        self._whole.setVisible(bool(loose))
        self._violations.show_violations(loose, {})
        self._show_coming([p for p in detail.periods if p.valid_from > detail.as_of])

    def _show_coming(self, periods: list[PeriodView]) -> None:
        if self._coming_holder is not None:
            self._coming_holder.hide()
            self._coming_holder.deleteLater()
            self._coming_holder = None
        self._coming.setVisible(bool(periods))
        if not periods:
            return
        holder = DetailsGrid("metering_points.coming", self._coming)
        for period in sorted(periods, key=lambda p: p.valid_from):
            caption = _("{facet} from {day}").format(
                facet=period.facet_label, day=formatting.day(period.valid_from)
            )
            holder.add_widget(
                f"{period.facet}_{period.valid_from:%Y%m%d}",
                caption,
                label(period_text(period), wrap=True, parent=holder),
            )
        self._coming.body.addWidget(holder)
        self._coming_holder = holder


def period_text(period: PeriodView) -> str:
    """Return the values of a period in one line; what is ended says so."""
    values = [f"{f.label}: {f.text} {f.unit}".strip() for f in period.fields if f.text]
    return "; ".join(values) or _("Ended: no values from this day")
