"""A short table inside a record page: periods, history, lines; works like the large lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.models.columns import RowsModel
from app.ui.widgets.empty_state import EmptySpec, EmptyState
from app.ui.widgets.list_table import ListTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from app.ui.models.columns import Column
    from app.ui.preferences import Preferences


class SmallTable(QWidget):
    """A table whose rows are all in memory.

    Signals:
        opened: Value of the first column of the row that was opened.
        selection_changed: Another row is selected.
    """

    opened = Signal(str)
    selection_changed = Signal()

    def __init__(
        self,
        list_id: str,
        columns: Sequence[Column],
        *,
        title: str,
        empty: EmptySpec,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty table.

        Args:
            list_id: Stable name; `<list id>.table` is the object name of the table.
            columns: What is shown; the first one is the key.
            title: Accessible name.
            empty: What is said when there is no row.
            preferences: Where the columns' layout is remembered; None forgets it.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(list_id)
        self._most_rows = 0
        self._model = RowsModel(columns, self)
        self.table = ListTable(self._model, list_id, title, preferences, self)
        self._empty = EmptyState(empty, list_id, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.table.opened.connect(self.opened)
        self.table.selectionModel().selectionChanged.connect(self.selection_changed)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._on_heading_clicked)

    def set_rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Show these rows, one raw value per column."""
        self._model.set_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._empty)

    def row(self, number: int) -> Sequence[object]:
        """Return the raw values of a row."""
        return self._model.row_values(number)

    def row_count(self) -> int:
        """Return the number of rows."""
        return self._model.rowCount()

    def current_key(self) -> str:
        """Return the key of the current row, or ""."""
        return self.table.current_key()

    def fit_height(self, most_rows: int = 12) -> None:
        """Be just as high as the rows, up to a number of them, so that the page scrolls."""
        self._most_rows = most_rows
        if not self._model.rowCount():
            self.setFixedHeight(self._empty.sizeHint().height())
            return
        rows = min(self._model.rowCount(), most_rows)
        header = self.table.horizontalHeader()
        height = rows * self.table.verticalHeader().defaultSectionSize()
        height += header.sizeHint().height() + 4
        if header.length() > self.table.viewport().width() > 0:
            height += self.table.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the horizontal scroll bar when the columns need one now."""
        super().resizeEvent(event)
        if self._most_rows:
            self.fit_height(self._most_rows)

    def _on_heading_clicked(self, section: int) -> None:
        self._model.sort(section, self.table.horizontalHeader().sortIndicatorOrder())
