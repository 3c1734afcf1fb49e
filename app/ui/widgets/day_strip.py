"""The day strip: how a limit was counted, day by day, so that the count can be checked by eye.

Each day has its weekday, date and number in the count; closed days are hatched, the days that
matter carry a letter in a shape, and a bar runs below the days on which the step is permitted.

**Source**: Forskrift H1, bilag 1.23, whose three drawings it imitates; ux §§ 4 and 8.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.texts import _
from app.ui.theme import SPACE
from app.ui.widgets.day_strip_canvas import DayStripCanvas
from app.ui.widgets.day_strip_cells import Gap, cells_of
from app.ui.widgets.day_strip_drawing import LegendItem
from app.ui.widgets.day_strip_marks import DayMark, marks_of
from app.ui.widgets.day_strip_words import count_in_words, day_in_words, gap_in_words
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from app.services.deadline_views import StripDay


class _StripScroll(QScrollArea):
    """Shows the canvas at its full height and scrolls it sideways when it is too wide."""

    def __init__(self, canvas: DayStripCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(canvas)
        self.viewport().setAutoFillBackground(False)
        canvas.setAutoFillBackground(False)

    def fit_height(self) -> None:
        """Take the height of the canvas, and that of the scroll bar when there is one."""
        wanted = self._canvas.sizeHint()
        is_scrolled = wanted.width() > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_scrolled else 0
        self.setFixedHeight(wanted.height() + bar)

    def sizeHint(self) -> QSize:
        """Return the size of the whole canvas."""
        return self._canvas.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few days at the full height."""
        wanted = self.sizeHint()
        few_days = round(self._canvas.cell_frame(0).width() * 5)
        return QSize(min(wanted.width(), few_days), wanted.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar when the width no longer holds all days."""
        super().resizeEvent(event)
        self.fit_height()


class DayStrip(QWidget):
    """The count of one limit as a drawing with a legend and a line about the day pointed at.

    Left, Right, Home and End walk along the days. More than 45 days are drawn around the days that
    matter only, with gaps between them. The whole count is in the accessible description.
    """

    def __init__(self, parent: QWidget | None = None, name: str = "day_strip") -> None:
        """Make a strip without days.

        Args:
            parent: Owner.
            name: Object name; those of the parts begin with it.
        """
        super().__init__(parent)
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self._days: tuple[StripDay, ...] = ()
        self._cells: tuple[StripDay | Gap, ...] = ()
        self._canvas = DayStripCanvas(self)
        self._canvas.setObjectName(f"{name}.days")
        self._canvas.current_changed.connect(self._on_current_changed)
        self._scroll = _StripScroll(self._canvas, self)
        self._scroll.setObjectName(f"{name}.scroll")
        column.addWidget(self._scroll)
        self._legend = QWidget(self)
        self._legend_flow = FlowLayout(self._legend, SPACE.m)
        column.addWidget(self._legend)
        self._detail = label("", "muted", wrap=True, parent=self)
        self._detail.setObjectName(f"{name}.detail")
        column.addWidget(self._detail)
        self.setFocusProxy(self._canvas)
        self._say()

    @property
    def cells(self) -> tuple[StripDay | Gap, ...]:
        """Return what is drawn, in order: days, and gaps for days left out."""
        return self._cells

    @property
    def detail(self) -> str:
        """Return the line about the day pointed at."""
        return self._detail.text()

    def set_days(self, days: Sequence[StripDay], today: date) -> None:
        """Show another count.

        Args:
            days: Every day of the strip, oldest first, without holes.
            today: Danish local date; it is marked when it lies in the strip.
        """
        self._days = tuple(replace(day, is_today=day.day == today) for day in days)
        self._cells = cells_of(self._days)
        self._canvas.set_cells(self._cells)
        self._scroll.fit_height()
        self._fill_legend()
        self._say()
        self._show_what_matters()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._scroll.fit_height()

    def _fill_legend(self) -> None:
        """Explain the signs that occur."""
        while (item := self._legend_flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        present = {mark for day in self._days for mark in marks_of(day)}
        items = [LegendItem.for_mark(mark, self._legend) for mark in DayMark if mark in present]
        if any(day.is_permitted for day in self._days):
            items.append(LegendItem.for_permitted_days(self._legend))
        if any(day.is_closed for day in self._days):
            items.append(LegendItem.for_closed_days(self._legend))
        if any(day.is_today for day in self._days):
            items.append(LegendItem.for_today(self._legend))
        for entry in items:
            self._legend_flow.addWidget(entry)
            entry.show()

    def _say(self) -> None:
        """Tell the whole count to those who cannot see the drawing."""
        name = _("Day by day count")
        words = count_in_words(self._days) if self._days else _("No days to show.")
        for widget in (self, self._canvas):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(words)
        self._detail.setText(self._hint())

    def _hint(self) -> str:
        return _("Point at a day, or use the arrow keys, to read about it.")

    def _on_current_changed(self, position: int) -> None:
        if not 0 <= position < len(self._cells):
            self._detail.setText(self._hint())
            self._canvas.setAccessibleDescription(self.accessibleDescription())
            return
        cell = self._cells[position]
        words = gap_in_words(cell) if isinstance(cell, Gap) else day_in_words(cell)
        self._detail.setText(words)
        if self._canvas.hasFocus():
            self._canvas.setAccessibleDescription(words)
            self._make_visible(position)

    def _show_what_matters(self) -> None:
        """Scroll to the limit first, and as far towards the anchor as the width allows."""
        for wanted in (DayMark.ANCHOR, DayMark.LAST, DayMark.FIRST):
            for position, cell in enumerate(self._cells):
                if not isinstance(cell, Gap) and wanted in marks_of(cell):
                    self._make_visible(position)

    def _make_visible(self, position: int) -> None:
        centre = self._canvas.cell_frame(position).center()
        margin = round(self._canvas.cell_frame(position).width() * 2)
        self._scroll.ensureVisible(round(centre.x()), round(centre.y()), margin, 0)
