"""Two groups of widgets: beside each other, or under each other where the window is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.ui.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class SplitRow(QWidget):
    """What something is at the left, what can be done with it at the right.

    Attributes:
        left: Layout of the first group.
        right: Layout of the second group.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE.s)
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        for group in (self.left, self.right):
            group.setSpacing(SPACE.s)
        self._row.addLayout(self.left)
        self._row.addStretch(1)
        self._row.addLayout(self.right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the groups under each other where they do not fit beside each other."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the wider group, since the other one can go under it."""
        wide = max(_width(self.left), _width(self.right))
        return QSize(wide, super().minimumSizeHint().height())

    def showEvent(self, event: object) -> None:
        """Look again: what the groups hold may have changed meanwhile."""
        super().showEvent(event)  # type: ignore[arg-type] # Qt's own event
        self._arrange()

    def refit(self) -> None:
        """Look again after what a group holds has become wider or narrower."""
        self._arrange()

    def _arrange(self) -> None:
        needed = _width(self.left) + SPACE.l + _width(self.right)
        beside = self.width() >= needed
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() == way:
            return
        self._row.setDirection(way)
        # Under each other both groups begin at the left.
        alone = self.right.itemAt(self.right.count() - 1)
        if not beside and (alone is None or alone.spacerItem() is None):
            self.right.addStretch(1)
        elif beside and alone is not None and alone.spacerItem() is not None:
            self.right.takeAt(self.right.count() - 1)


def _width(group: QHBoxLayout) -> int:
    """Return the width of a group; its layout knows it only after the next event."""
    widths = []
    for at in range(group.count()):
        item = group.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widths.append(widget.sizeHint().width())
    return sum(widths) + SPACE.s * max(len(widths) - 1, 0)
