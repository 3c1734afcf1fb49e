"""Check boxes that can be seen: outline and mark in the palette's own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui import icons
from app.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from app.ui.models.columns import Index


def paint_check(painter: QPainter, where: QRectF, *, checked: bool, enabled: bool = True) -> None:
    """Draw a box, and the mark in it when it is checked."""
    colors = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = where.adjusted(0.5, 0.5, -0.5, -0.5)
    filled = colors.accent if enabled else colors.disabled
    painter.setPen(QPen(QColor(filled if checked else colors.control)))
    painter.setBrush(QColor(filled if checked else colors.surface))
    painter.drawRoundedRect(frame, 3, 3)
    if checked:
        icons.draw(painter, "check", where.adjusted(1, 1, -1, -1), colors.on_accent)
    painter.restore()


class CheckBox(QCheckBox):
    """A check box in the program's look."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAccessibleName(text.replace("&", ""))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether a click counts: on the box and on all of the text."""
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        height = max(self.fontMetrics().height() + SPACE.s, 24)
        text = self.fontMetrics().horizontalAdvance(self.text().replace("&", ""))
        return QSize(self._side() + SPACE.s * 2 + text, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = QPainter(self)
        side = self._side()
        box = QRectF(2, (self.height() - side) / 2, side, side)
        paint_check(painter, box, checked=self.isChecked(), enabled=self.isEnabled())
        colors = tokens()
        painter.setPen(QColor(colors.text if self.isEnabled() else colors.disabled))
        room = QRect(side + SPACE.s + 2, 0, self.width() - side - SPACE.s, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(room, flags, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _side(self) -> int:
        return round(self.fontMetrics().height() * 1.1)


class CheckDelegate(QStyledItemDelegate):
    """Draws the items of a list with our check boxes before the text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        colors = tokens()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colors.accent_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colors.hover))
        side = round(option.fontMetrics.height() * 1.05)
        box = QRectF(rect.left() + SPACE.s, 0, side, side)
        box.moveTop(rect.center().y() - side / 2 + 0.5)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        paint_check(painter, box, checked=Qt.CheckState(state) is Qt.CheckState.Checked)
        painter.setPen(QColor(colors.text))
        room = rect.adjusted(side + SPACE.s * 2, 0, -SPACE.s, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))
