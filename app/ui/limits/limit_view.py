"""One limit with its source, its dates and the day strip that shows how it was counted.

**Source**: design § 2.6: the strip that shows the count day by day is the explanation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.limits.words import limit_summary, short_caption, three_dates
from app.ui.theme import SPACE
from app.ui.widgets.day_strip import DayStrip
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.deadline_views import LimitDates, StripDay


class LimitView(QWidget):
    """Heading, paragraph, dates and strip of one limit."""

    def __init__(self, name: str, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        """Make an empty view.

        Args:
            name: First part of the object names inside.
            parent: Owner.
            narrow: Short captions with the long ones as tooltips, for a column beside a form.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._narrow = narrow
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        self._heading = label("", "heading", wrap=True, parent=self)
        column.addWidget(self._heading)
        self._source = label("", "hint", wrap=True, parent=self)
        column.addWidget(self._source)
        self._dates = DetailsGrid(f"{name}.dates", self)
        column.addWidget(self._dates)
        self._strip = DayStrip(self, f"{name}.strip")
        column.addWidget(self._strip)

    def show_limit(self, limit: LimitDates, strip: Sequence[StripDay], today: date) -> None:
        """Show a limit.

        Args:
            limit: The limit with its dates.
            strip: The days around it, oldest first; empty hides the strip.
            today: Danish local date, marked in the strip.
        """
        self._heading.setText(limit.label)
        self._source.setText(limit.source)
        self._dates.clear()
        if limit.anchor_label:
            shown = _("Counted from") if self._narrow else limit.anchor_label
            hint = limit.anchor_label if self._narrow else ""
            self._dates.add("anchor", shown, formatting.day_long(limit.anchor), hint=hint)
        for key, caption, day in three_dates(limit):
            shown = short_caption(key) if self._narrow else caption
            hint = caption if self._narrow else ""
            self._dates.add(key, shown, formatting.day_long(day), hint=hint)
        if limit.other_calendar_last_day is not None:
            self._dates.add(
                "other_calendar",
                _("If 5 June counts the other way"),
                formatting.day_long(limit.other_calendar_last_day),
            )
        self._strip.setVisible(bool(strip))
        if strip:
            self._strip.set_days(tuple(strip), today)
        self.setAccessibleName(limit_summary(limit))
