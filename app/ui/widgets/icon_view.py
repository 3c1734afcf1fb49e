"""An icon as a widget: in empty areas, toasts, banners and headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import icons
from app.ui.theme import tokens

if TYPE_CHECKING:
    from app.ui.colors import Tone


class IconView(QWidget):
    """Draws an icon in the colour of a tone, or of less important text; it is decoration only.

    The side is given in text heights, so that the icon grows with the text.
    """

    def __init__(
        self,
        name: str,
        tone: Tone | None = None,
        heights: float = 1.25,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self._heights = heights
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, tone: Tone | None = None) -> None:
        """Show another icon."""
        self._name = name
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        side = round(self.fontMetrics().height() * self._heights)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        color = tokens().muted if self._tone is None else tokens().tones[self._tone].text
        painter = QPainter(self)
        icons.draw(painter, self._name, QRectF(self.rect()), color)
        painter.end()
