"""A place to drop files on, with a button for those who would rather choose them.

**Source**: ux § 6.4: the first step of every import is to drop or choose the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import SPACE, tokens
from app.ui.widgets.buttons import button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

TABLE_SUFFIXES = ("csv", "txt", "xlsx")


def table_filters(name: str) -> tuple[tuple[str, str], ...]:
    """Return the kinds of files a chooser of tables offers, under a name."""
    return ((name, " ".join(f"*.{suffix}" for suffix in TABLE_SUFFIXES)),)


class DropZone(QWidget):
    """A dashed frame that takes files.

    Signals:
        dropped: The files that were dropped, as a list of `Path`.
        choose_wanted: The button was pressed.
    """

    dropped = Signal(object)
    choose_wanted = Signal()

    def __init__(
        self, name: str, text: str, button_text: str, parent: QWidget | None = None
    ) -> None:
        """Make an empty zone.

        Args:
            name: First part of the object names.
            text: What can be dropped here.
            button_text: Text of the button that opens a file chooser.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(f"{name}.drop")
        self.setAccessibleName(text)
        self.setAcceptDrops(True)
        self._is_over = False
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        row.setSpacing(SPACE.m)
        row.addWidget(IconView("file", heights=2, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(SPACE.s)
        column.addWidget(label(text, wrap=True, parent=self))
        self.choose = button(button_text, f"{name}.choose_files", icon_name="folder", parent=self)
        self.choose.clicked.connect(self.choose_wanted)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files, and show it."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._show_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is over the zone any more."""
        self._show_over(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._show_over(is_over=False)
        found = dropped_files(event.mimeData())
        if found:
            event.acceptProposedAction()
            self.dropped.emit(found)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        colors = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colors.accent if self._is_over else colors.control), 1.2)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(colors.accent_soft if self._is_over else colors.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _show_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files of what is dragged or pasted; folders and web addresses are left out."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
