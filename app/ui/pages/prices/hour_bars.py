"""A bar per hour of the day, so that low, high and peak load are seen at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from PySide6.QtCore import QEvent

HOURS = 24
_DECIMALS = 4


class HourBars(QWidget):
    """24 bars, each with its hour below; the price of an hour is its tooltip.

    The same figures stand in a screen reader's description as a list.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prices.hours")
        self.setAccessibleName(_("Price per hour of the day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._prices: tuple[Decimal, ...] = ()

    def set_prices(self, prices: Sequence[Decimal]) -> None:
        """Show 24 prices; the index is the hour of the Danish day."""
        self._prices = tuple(prices)
        self.setAccessibleDescription("; ".join(self._hour_text(h) for h in range(len(prices))))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        letter = self.fontMetrics()
        return QSize(letter.averageCharWidth() * 62, letter.height() * 10)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        letter = self.fontMetrics()
        return QSize(letter.averageCharWidth() * 36, letter.height() * 7)

    def event(self, event: QEvent) -> bool:
        """Tell the price of the hour under the pointer."""
        if isinstance(event, QHelpEvent) and self._prices:
            hour = int(event.pos().x() / max(self.width() / len(self._prices), 1))
            QToolTip.showText(event.globalPos(), self._hour_text(min(hour, len(self._prices) - 1)))
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars from zero, with the hours below."""
        if not self._prices:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        foot = metrics.height() + SPACE.xs
        area = QRectF(0, metrics.height(), self.width(), self.height() - foot - metrics.height())
        step = area.width() / len(self._prices)
        top = max(*self._prices, -min(self._prices)) or 1
        for hour, price in enumerate(self._prices):
            share = float(price / top)  # only for the drawing; prices stay exact
            height = max(area.height() * abs(share), 1.0)
            bar = QRectF(area.left() + hour * step + 1.5, area.bottom() - height, step - 3, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().accent))
            painter.drawRoundedRect(bar, 2, 2)
            self._draw_hour(painter, hour, step, area)
        painter.setPen(QColor(tokens().muted))
        painter.drawText(
            QRectF(0, 0, self.width(), metrics.height()),
            Qt.AlignmentFlag.AlignLeft,
            _("highest {price} kr").format(price=formatting.amount(max(self._prices), _DECIMALS)),
        )
        painter.end()

    def _draw_hour(self, painter: QPainter, hour: int, step: float, area: QRectF) -> None:
        every = 1 if step > QFontMetricsF(self.font()).horizontalAdvance("000") else 3
        if hour % every:
            return
        painter.setPen(QColor(tokens().muted))
        box = QRectF(area.left() + (hour - 1) * step, area.bottom() + SPACE.xs, step * 3, 40)
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, align, f"{hour:02d}")

    def _hour_text(self, hour: int) -> str:
        price = formatting.amount(self._prices[hour], _DECIMALS)
        return _("{start}–{end}: {price} kr").format(
            start=f"{hour:02d}:00", end=f"{(hour + 1) % HOURS:02d}:00", price=price
        )
