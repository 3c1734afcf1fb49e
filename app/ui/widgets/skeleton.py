"""Grey bars where rows will stand in a moment: shown while a file opens or a list loads."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.texts import _
from app.ui.theme import SPACE, tokens

_WIDTHS = (0.16, 0.30, 0.12, 0.10, 0.18)
_SHORTENED = (1.0, 0.8, 0.92, 0.7, 0.86)


class Skeleton(QWidget):
    """Bars in the shape of a list; nothing moves or blinks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Loading"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().hover))
        step = self.fontMetrics().height() + SPACE.m
        bar = self.fontMetrics().height() * 0.6
        for row in range(min(self.height() // step, 14)):
            left = float(SPACE.m)
            for column, share in enumerate(_WIDTHS):
                wide = self.width() * share
                shorter = _SHORTENED[(row + column) % len(_SHORTENED)]
                top = row * step + (step - bar) / 2 + SPACE.s
                painter.drawRoundedRect(QRectF(left, top, wide * shorter * 0.85, bar), 3, 3)
                left += wide
        painter.end()
