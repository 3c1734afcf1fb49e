"""The signs of the day strip, drawn alike on the days and in the legend.

Each sign differs from the others in shape, and each mark in its letter too, so that nothing is
told by colour alone. All colours are roles of the palette.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import _
from app.ui.theme import SPACE
from app.ui.widgets.day_strip_marks import DayMark

Role = QPalette.ColorRole
Sign = Callable[[QPainter, QRectF, QFont, QPalette], None]
"""Draws a sign into a frame."""


def mark_size(metrics: QFontMetricsF) -> float:
    """Return the side of a mark beside text of this font."""
    return metrics.height() * 1.15


def paint_mark(
    mark: DayMark, painter: QPainter, frame: QRectF, font: QFont, palette: QPalette
) -> None:
    """Draw a mark in the middle of a frame.

    Filled shapes carry the day counted from and the two days that bind by the default reading;
    outlined ones the other readings.
    """
    filled = mark in {DayMark.ANCHOR, DayMark.FIRST, DayMark.LAST}
    ground = palette.color(Role.Text if mark is DayMark.ANCHOR else Role.Highlight)
    on_ground = palette.color(Role.Base if mark is DayMark.ANCHOR else Role.HighlightedText)
    bold = QFont(font)
    bold.setBold(True)
    bold.setPointSizeF(font.pointSizeF() * 0.86)
    side = mark_size(QFontMetricsF(font))
    box = QRectF(0, 0, side, side)
    box.moveCenter(frame.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPen(ground if filled else palette.color(Role.Text), side / 12)
    if mark is DayMark.ATTEMPT:
        outline.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(outline)
    painter.setBrush(ground if filled else palette.color(Role.Base))
    _draw_shape(painter, box.adjusted(1, 1, -1, -1), mark)
    painter.setPen(on_ground if filled else palette.color(Role.Text))
    painter.setFont(bold)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.letter)
    painter.restore()


def _draw_shape(painter: QPainter, box: QRectF, mark: DayMark) -> None:
    """Draw the outline that tells a mark from the others."""
    left, right, top, bottom = box.left(), box.right(), box.top(), box.bottom()
    middle = box.center()
    if mark is DayMark.ANCHOR:
        bulge = box.width() * 0.14  # room for the letter
        corners = [
            QPointF(middle.x(), top - bulge),
            QPointF(right + bulge, middle.y()),
            QPointF(middle.x(), bottom + bulge),
            QPointF(left - bulge, middle.y()),
        ]
        painter.drawPolygon(QPolygonF(corners))
    elif mark is DayMark.FIRST:
        shoulder = right - box.width() * 0.3
        corners = [
            QPointF(left, top),
            QPointF(shoulder, top),
            QPointF(right, middle.y()),
            QPointF(shoulder, bottom),
            QPointF(left, bottom),
        ]
        painter.drawPolygon(QPolygonF(corners))
    elif mark is DayMark.LAST:
        painter.drawRect(box)
    else:
        painter.drawEllipse(box)


def paint_closed(painter: QPainter, frame: QRectF, _font: QFont, palette: QPalette) -> None:
    """Draw the ground of a closed day: shaded and hatched."""
    painter.fillRect(frame, palette.color(Role.Midlight))
    painter.fillRect(frame, QBrush(palette.color(Role.Mid), Qt.BrushStyle.BDiagPattern))


def paint_today(painter: QPainter, frame: QRectF, font: QFont, palette: QPalette) -> None:
    """Draw the frame around today, with a wedge that hangs from its upper edge."""
    color = palette.color(Role.Text)
    width = max(QFontMetricsF(font).height() / 9, 1.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    wedge = width * 2.6
    top, middle = frame.top(), frame.center().x()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(middle - wedge, top),
                QPointF(middle + wedge, top),
                QPointF(middle, top + wedge * 1.2),
            ]
        )
    )
    painter.restore()


def paint_permitted(painter: QPainter, frame: QRectF, font: QFont, palette: QPalette) -> None:
    """Draw a piece of the bar below the days on which the step is permitted."""
    height = bar_height(font)
    bar = QRectF(frame.left(), frame.center().y() - height / 2, frame.width(), height)
    painter.fillRect(bar, palette.color(Role.Highlight))


def bar_height(font: QFont) -> float:
    """Return the height of the bar below the permitted days."""
    return max(QFontMetricsF(font).height() / 4, 3.0)


class LegendItem(QWidget):
    """One sign of the strip with its meaning, for the legend below it."""

    def __init__(self, sign: Sign, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @classmethod
    def for_mark(cls, mark: DayMark, parent: QWidget | None = None) -> LegendItem:
        """Return the legend of a mark."""
        return cls(partial(paint_mark, mark), mark.meaning, parent)

    @classmethod
    def for_closed_days(cls, parent: QWidget | None = None) -> LegendItem:
        """Return the legend of closed days."""
        return cls(paint_closed, _("closed day"), parent)

    @classmethod
    def for_today(cls, parent: QWidget | None = None) -> LegendItem:
        """Return the legend of today."""
        return cls(paint_today, _("today"), parent)

    @classmethod
    def for_permitted_days(cls, parent: QWidget | None = None) -> LegendItem:
        """Return the legend of the bar."""
        return cls(paint_permitted, _("permitted"), parent)

    @property
    def text(self) -> str:
        """Return the meaning it shows."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        metrics = QFontMetricsF(self.font())
        side = mark_size(metrics) * 1.3
        width = side + SPACE.xs + metrics.horizontalAdvance(self._text) + 1
        return QSize(round(width + 0.5), round(side + 0.5))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign and its meaning."""
        painter = QPainter(self)
        side = mark_size(QFontMetricsF(self.font()))
        frame = QRectF(side * 0.15, (self.height() - side) / 2, side, side)
        self._sign(painter, frame, self.font(), self.palette())
        painter.setPen(self.palette().color(Role.WindowText))
        left = side * 1.3 + SPACE.xs
        text = QRectF(left, 0, self.width() - left, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, flags, self._text)
        painter.end()
