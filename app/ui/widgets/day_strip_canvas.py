"""The drawn part of the day strip: one cell per day, walked by keyboard and mouse."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import SPACE
from app.ui.widgets.day_strip_cells import Gap
from app.ui.widgets.day_strip_drawing import (
    Role,
    bar_height,
    mark_size,
    paint_closed,
    paint_mark,
    paint_permitted,
    paint_today,
)
from app.ui.widgets.day_strip_marks import marks_of
from app.ui.widgets.day_strip_words import month_name, weekday_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.deadline_views import StripDay

_SMALLEST_CELL = 24.0  # logical pixels: also the smallest target for the pointer
_CENTRE = Qt.AlignmentFlag.AlignCenter


class _Rows:
    """The rows of the drawing for one font: where each begins and how high it is."""

    def __init__(self, font: QFont, marks: int) -> None:
        metrics = QFontMetricsF(font)
        text = metrics.height()
        bold = QFont(font)
        bold.setBold(True)
        widest = max(
            QFontMetricsF(bold).horizontalAdvance(sample) for sample in ("00", "Mm", "000")
        )
        self.cell = max(widest + SPACE.s, mark_size(metrics) * 1.4, _SMALLEST_CELL)
        self.month = QRectF(0, 0, 0, text)
        self.weekday = QRectF(0, self.month.bottom() + SPACE.xs, 0, text + SPACE.xs)
        self.date = QRectF(0, self.weekday.bottom(), 0, text)
        self.count = QRectF(0, self.date.bottom(), 0, text + SPACE.xs)
        self.mark = mark_size(metrics) * 1.35
        self.marks_top = self.count.bottom()
        self.marks_bottom = self.marks_top + self.mark * max(marks, 1)
        self.bar = QRectF(0, self.marks_bottom, 0, bar_height(font) * 2.2)
        self.height = self.bar.bottom() + 1


class DayStripCanvas(QWidget):
    """The cells of the strip.

    Signals:
        current_changed: Another cell is pointed at; carries its position, -1 for none.
    """

    current_changed = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        """Make an empty drawing.

        Args:
            owner: The strip; its palette gives the colours, since a style sheet makes the ground
                of what lies in a scroll area transparent.
        """
        super().__init__()
        self._owner = owner
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cells: tuple[StripDay | Gap, ...] = ()
        self._rows = _Rows(self.font(), 1)
        self._current = -1

    @property
    def current(self) -> int:
        """Return the position of the cell pointed at, -1 for none."""
        return self._current

    def set_cells(self, cells: Sequence[StripDay | Gap]) -> None:
        """Draw these cells instead."""
        self._cells = tuple(cells)
        self._measure()
        self.set_current(-1)
        self.update()

    def set_current(self, position: int) -> None:
        """Point at another cell; -1 for none."""
        if position == self._current:
            return
        self._current = position
        self.update()
        self.current_changed.emit(position)

    def cell_frame(self, position: int) -> QRectF:
        """Return where a cell is drawn, without the row of months."""
        top = self._rows.weekday.top()
        width = self._rows.cell
        return QRectF(position * width, top, width, self._rows.marks_bottom - top)

    def sizeHint(self) -> QSize:
        """Return the size of the whole drawing."""
        width = self._rows.cell * len(self._cells) + 1
        return QSize(round(width + 0.5), round(self._rows.height + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the whole drawing: the scroll area shows a part of it."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font or the language changed."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the days with the arrow keys, Home and End."""
        last = len(self._cells) - 1
        start = self._current
        target = {
            Qt.Key.Key_Left: max(start - 1, 0),
            Qt.Key.Key_Right: min(start + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
            return
        self.set_current(target)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the cell under the mouse."""
        position = int(event.position().x() // self._rows.cell)
        self.set_current(position if 0 <= position < len(self._cells) else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing when the mouse goes away, unless the keyboard is here."""
        if not self.hasFocus():
            self.set_current(-1)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells that are asked for."""
        painter = QPainter(self)
        shown = QRectF(event.rect())
        self._paint_months(painter)
        for position, cell in enumerate(self._cells):
            frame = self.cell_frame(position)
            if not frame.intersects(shown.adjusted(-2, -self.height(), 2, self.height())):
                continue
            if isinstance(cell, Gap):
                self._paint_gap(painter, frame, cell)
            else:
                self._paint_day(painter, frame, cell)
        if 0 <= self._current < len(self._cells):
            self._paint_current(painter, self.cell_frame(self._current))
        painter.end()

    def _measure(self) -> None:
        marks = (len(marks_of(cell)) for cell in self._cells if not isinstance(cell, Gap))
        self._rows = _Rows(self.font(), max(marks, default=1))
        self.updateGeometry()
        self.resize(self.sizeHint())

    def _paint_months(self, painter: QPainter) -> None:
        """Write each month above its first drawn day, where there is room for it."""
        starts: list[tuple[float, str]] = []
        before: tuple[int, int] | None = None
        for position, cell in enumerate(self._cells):
            if isinstance(cell, Gap) or before == (cell.day.year, cell.day.month):
                continue
            before = (cell.day.year, cell.day.month)
            starts.append((position * self._rows.cell, month_name(cell.day)))
        painter.setPen(self._owner.palette().color(Role.WindowText))
        metrics = QFontMetricsF(self.font())
        starts.append((float(self.width()), ""))
        for (left, text), (end, _next) in pairwise(starts):
            room = QRectF(
                left + 2, self._rows.month.top(), end - left - 4, self._rows.month.height()
            )
            for form in (text, text.partition(" ")[0]):
                if metrics.horizontalAdvance(form) <= room.width():
                    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, form)
                    break

    def _paint_gap(self, painter: QPainter, frame: QRectF, gap: Gap) -> None:
        """Draw the dots and the number of days that are left out."""
        palette, rows = self._owner.palette(), self._rows
        painter.setPen(palette.color(Role.WindowText))
        painter.drawText(self._row(frame, rows.weekday), _CENTRE, "…")
        painter.drawText(self._row(frame, rows.date), _CENTRE, str(gap.days))
        painter.drawText(self._row(frame, rows.count), _CENTRE, "…")

    def _paint_day(self, painter: QPainter, frame: QRectF, day: StripDay) -> None:
        """Draw ground, weekday, date, number, marks and bar of one day."""
        palette, rows, font = self._owner.palette(), self._rows, self.font()
        painter.fillRect(frame, palette.color(Role.Base))
        if day.is_closed:
            paint_closed(painter, frame, font, palette)
        painter.setPen(QPen(palette.color(Role.Mid), 1))
        painter.drawRect(frame)
        painter.setPen(palette.color(Role.Text))
        painter.drawText(self._row(frame, rows.weekday), _CENTRE, weekday_letters(day.day))
        painter.drawText(self._row(frame, rows.date), _CENTRE, str(day.day.day))
        if day.count:
            self._paint_count(painter, self._row(frame, rows.count), day.count)
        for index, mark in enumerate(marks_of(day)):
            top = rows.marks_top + index * rows.mark
            paint_mark(
                mark, painter, QRectF(frame.left(), top, frame.width(), rows.mark), font, palette
            )
        if day.is_permitted:
            paint_permitted(painter, self._row(frame, rows.bar), font, palette)
        if day.is_today:
            paint_today(painter, frame, font, palette)

    def _paint_count(self, painter: QPainter, frame: QRectF, number: int) -> None:
        """Write the number of a counted day, bold on a clear ground with a line above it."""
        palette = self._owner.palette()
        inner = frame.adjusted(2, 1, -2, -1)
        painter.fillRect(inner, palette.color(Role.Base))
        bold = QFont(self.font())
        bold.setBold(True)
        painter.save()
        painter.setFont(bold)
        painter.setPen(palette.color(Role.Text))
        painter.drawText(inner, _CENTRE, str(number))
        painter.setPen(QPen(palette.color(Role.Text), 1))
        painter.drawLine(QPointF(inner.left(), inner.top()), QPointF(inner.right(), inner.top()))
        painter.restore()

    def _paint_current(self, painter: QPainter, frame: QRectF) -> None:
        """Draw the frame of the cell pointed at; thicker when the keyboard is here."""
        width = 3 if self.hasFocus() else 1.5
        painter.setPen(QPen(self._owner.palette().color(Role.Highlight), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(width / 2, width / 2, -width / 2, -width / 2))

    @staticmethod
    def _row(frame: QRectF, row: QRectF) -> QRectF:
        """Return the part of a row that belongs to a cell."""
        return QRectF(frame.left(), row.top(), frame.width(), row.height())
