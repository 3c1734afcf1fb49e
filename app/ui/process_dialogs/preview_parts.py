"""The parts of a preview: changed fields, computed consumption, limits that will follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.formatting import DASH
from app.ui.limits.limit_view import LimitView
from app.ui.limits.words import counted_day_text, limit_summary
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.services.deadline_views import LimitDates, StripDay
    from app.services.process_views import ComputedConsumption, FieldChangeView

TOP = Qt.AlignmentFlag.AlignTop


class ChangesView(QWidget):
    """Fields before and after, in three columns."""

    def __init__(self, changes: Sequence[FieldChangeView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.xs)
        for at, caption in enumerate((_("Field"), _("Before"), _("After"))):
            grid.addWidget(label(caption, "hint", parent=self), 0, at)
            grid.setColumnStretch(at, 1)
        for row, change in enumerate(changes, start=1):
            grid.addWidget(label(change.label, "muted", wrap=True, parent=self), row, 0, TOP)
            grid.addWidget(label(change.before or DASH, wrap=True, parent=self), row, 1, TOP)
            after = label(change.after or DASH, "label", wrap=True, parent=self)
            after.setAccessibleName(
                _("{field}: before {before}, after {after}").format(
                    field=change.label, before=change.before or DASH, after=change.after or DASH
                )
            )
            grid.addWidget(after, row, 2, TOP)


class ConsumptionView(QWidget):
    """What the removed meter counted since its previous reading, with the arithmetic."""

    def __init__(
        self, name: str, computed: ComputedConsumption, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        if computed.value_kwh is not None:
            text = formatting.amount(computed.value_kwh, None, "kWh")
            figure = label(text, "figure", parent=self)
            figure.setObjectName(f"{name}.kwh")
            column.addWidget(figure)
        column.addWidget(label(computed.explanation, "muted", wrap=True, parent=self))
        if computed.previous_reading_day is not None:
            text = _("Previous reading {reading} on {day}").format(
                reading=formatting.amount(computed.previous_reading),
                day=formatting.day(computed.previous_reading_day),
            )
            column.addWidget(label(text, "hint", wrap=True, parent=self))
        if computed.rolled_over:
            column.addWidget(label(_("The register passed zero."), "hint", parent=self))


class LimitsView(QWidget):
    """The limits that follow, three dates each; the chosen one with its day strip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty view.

        Args:
            name: First part of the object names.
            parent: Owner.
        """
        super().__init__(parent)
        self._name = name
        self._limits: tuple[LimitDates, ...] = ()
        self._strips: Mapping[str, Sequence[StripDay]] = {}
        self._today: date | None = None
        self._chosen = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self._choices = QWidget(self)
        self._column.addWidget(self._choices)
        self._view = LimitView(f"{name}.limit", self, narrow=True)
        self._column.addWidget(self._view)

    def show_limits(
        self,
        limits: Sequence[LimitDates],
        strips: Mapping[str, Sequence[StripDay]],
        today: date,
    ) -> None:
        """Show limits; the one chosen before stays chosen.

        Args:
            limits: The limits.
            strips: Their days by deadline id.
            today: Danish local date.
        """
        self._limits, self._strips, self._today = tuple(limits), strips, today
        ids = [limit.deadline_id for limit in limits]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else ""
        self._fill_choices()
        self._show_chosen()

    def _fill_choices(self) -> None:
        fresh = QWidget(self)
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if len(self._limits) > 1 and self._today is not None:
            for number, limit in enumerate(self._limits):
                text = f"{counted_day_text(limit, self._today)}  {limit.label}"
                choice = button(text, f"{self._name}.{number}", role="link", parent=fresh)
                choice.setProperty("limit", limit.deadline_id)
                choice.setToolTip(limit_summary(limit))
                choice.clicked.connect(self._on_chosen)
                column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.replaceWidget(self._choices, fresh)
        self._choices.hide()
        self._choices.deleteLater()
        self._choices = fresh

    def _on_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._chosen = str(sender.property("limit"))
            self._show_chosen()

    def _show_chosen(self) -> None:
        limit = next((x for x in self._limits if x.deadline_id == self._chosen), None)
        self._view.setVisible(limit is not None)
        if limit is not None and self._today is not None:
            self._view.show_limit(limit, self._strips.get(limit.deadline_id, ()), self._today)


def effective_grid(
    name: str, effective: date | None, explanation: str, parent: QWidget
) -> DetailsGrid:
    """Return the resulting effective date with the reason for it."""
    grid = DetailsGrid(name, parent)
    text = formatting.day_long(effective) if effective is not None else ""
    grid.add("effective_date", _("Effective date"), text)
    if explanation:
        grid.add("explanation", _("Why"), explanation)
    return grid
