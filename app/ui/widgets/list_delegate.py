"""How cells and headings of a list are drawn: room around the text, badges, hover, hairlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from app.ui import icons
from app.ui.models.columns import BadgeRole, Index, TableModel
from app.ui.theme import SPACE, tokens
from app.ui.widgets.badge import BadgeSpec, badge_size, paint_badge
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QMouseEvent


class ListDelegate(QStyledItemDelegate):
    """Draws the cells of one table; the row under the pointer is tinted."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._hovered = -1
        table.viewport().installEventFilter(self)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        colors = tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        if selected:
            painter.fillRect(rect, QColor(colors.accent_soft))
        elif index.row() == self._hovered:
            painter.fillRect(rect, QColor(colors.hover))
        painter.setPen(QPen(QColor(colors.border)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(SPACE.s, 0, -SPACE.s, 0)
        spec, text, alignment = _shown(index)
        if spec is not None:
            paint_badge(painter, QRectF(room), spec, self._table.font())
        elif text:
            painter.setPen(QColor(colors.text))
            painter.setFont(self._table.font())
            end = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(text, end, room.width())
            painter.drawText(room, alignment, shown)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if current:
            self._paint_focus(painter, index.row(), rect)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size it would like."""
        metrics: QFontMetrics = option.fontMetrics
        text = str(index.data() or "")
        return QSize(metrics.horizontalAdvance(text) + 2 * SPACE.s, metrics.height() + SPACE.m)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show a cell whole while its column is too narrow for it, else what its model says."""
        spec, text, _alignment = _shown(index)
        room = option.rect.width() - 2 * SPACE.s
        if spec is not None:
            needed, whole = badge_size(spec, self._table.font()).width(), spec.text
        else:
            needed, whole = self._table.fontMetrics().horizontalAdvance(text), text
        if event.type() == QEvent.Type.ToolTip and needed > room:
            QToolTip.showText(event.globalPos(), whole, view, option.rect)
            return True
        return super().helpEvent(event, view, option, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at events of watched widgets."""
        if event.type() == QEvent.Type.MouseMove:
            mouse: QMouseEvent = event  # type: ignore[assignment] # told by the event's type
            self._hover(self._table.rowAt(int(mouse.position().y())))
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().eventFilter(watched, event)

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        self._hovered = row
        self._table.viewport().update()

    def _paint_focus(self, painter: QPainter, row: int, rect: QRect) -> None:
        """Mark the current row at its left edge, so that focus can always be seen."""
        if self._table.horizontalHeader().visualIndex(0) < 0:
            return
        top = self._table.rowViewportPosition(row)
        painter.fillRect(QRect(0, top, 3, rect.height()), QColor(tokens().accent))


def _shown(index: Index) -> tuple[BadgeSpec | None, str, Qt.AlignmentFlag]:
    """Return the badge or the text of a cell and where it stands."""
    model = index.model()
    if isinstance(model, TableModel):
        return model.cell(index.row(), index.column())
    spec = index.data(BadgeRole)
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignVCenter
    return spec if isinstance(spec, BadgeSpec) else None, str(index.data() or ""), alignment


def heading_width(header: QHeaderView, title: str) -> int:
    """Return the room a heading needs, with its sort arrow, in logical pixels."""
    bold = header.font()
    bold.setWeight(QFont.Weight.DemiBold)  # as the style sheet has it
    metrics = QFontMetricsF(bold)
    return round(metrics.horizontalAdvance(title) + metrics.height())


class ListHeader(QHeaderView):
    """The headings of a list, with our own sort arrow after the text."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setObjectName(f"{table.objectName()}.header")
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(letters(self, 4))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(table.accessibleName())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a heading; the section the list is sorted by gets an arrow at its right end."""
        super().paintSection(painter, rect, section)
        if not self.isSortIndicatorShown() or self.sortIndicatorSection() != section:
            return
        ascending = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        side = self.fontMetrics().height() * 0.75
        frame = QRectF(0, 0, side, side)
        frame.moveCenter(QPointF(rect.right() - SPACE.s - side / 2, rect.center().y() + 0.5))
        painter.fillRect(frame.adjusted(-2, 0, SPACE.xs, 0), QColor(tokens().raised))
        name = "sort_up" if ascending else "sort_down"
        icons.draw(painter, name, frame, tokens().accent)
