"""What a table shows: its columns, and the base of every table model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.ui import formatting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from app.ui.widgets.badge import BadgeSpec

Index = QModelIndex | QPersistentModelIndex
RawRole = Qt.ItemDataRole.UserRole + 1
"""The value of a cell as the source gave it."""
BadgeRole = Qt.ItemDataRole.UserRole + 2
"""The `BadgeSpec` of a cell, or None."""
NUMBER_KINDS = frozenset({"integer", "decimal"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list.

    Attributes:
        id: Stable name, for the remembered layout and for sorting in SQL.
        title: Heading.
        kind: "text", "id" (digits that are copied as text), "code", "date", "instant", "integer",
            "decimal", "boolean" or "badge".
        width: First width in average characters.
        format: Makes the text of a value; None takes the kind's own.
        badge: Makes the badge of a value; the value's text is the badge's.
        hidden: Whether the column is only shown when the operator wants it.
        sortable: Whether the source can sort by it.
        hint: Tooltip of the heading.
    """

    id: str
    title: str
    kind: str = "text"
    width: int = 14
    format: Callable[[Any], str] | None = None
    badge: Callable[[Any], BadgeSpec | None] | None = None
    hidden: bool = False
    sortable: bool = True
    hint: str = ""

    def text(self, value: object) -> str:
        """Return a value as the operator reads it."""
        if value is None:
            return ""
        if self.badge is not None:
            spec = self.badge(value)
            return spec.text if spec is not None else ""
        return self.format(value) if self.format is not None else formatting.value_text(value)


class TableModel(QAbstractTableModel):
    """Shows rows of raw values through columns; subclasses say where the rows come from.

    Signals:
        sort_wanted: Column id and whether descending: the operator clicked a heading.
    """

    sort_wanted = Signal(str, bool)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_values(self, row: int) -> Sequence[object]:
        """Return the raw values of a row, one per column; fewer when the row is gone."""
        raise NotImplementedError

    def key(self, row: int) -> str:
        """Return the value of the first column as text: what opens the record."""
        values = self.row_values(row)
        return str(values[0]) if values and values[0] is not None else ""

    def column_number(self, column_id: str) -> int:
        """Return the place of a column, or -1."""
        return next((i for i, column in enumerate(self.columns) if column.id == column_id), -1)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell holds for a role."""
        values = self.row_values(index.row()) if index.isValid() else ()
        if index.column() >= len(values):
            return None
        value, column = values[index.column()], self.columns[index.column()]
        if role == RawRole:
            return value
        if role == BadgeRole:
            return column.badge(value) if column.badge is not None and value is not None else None
        return _cell(column, value, role)

    def cell(self, row: int, column: int) -> tuple[BadgeSpec | None, str, Qt.AlignmentFlag]:
        """Return what is drawn of a cell, in one step: its badge or its text, and where.

        A window of a list has hundreds of cells, and each question by role is a way through Qt.
        """
        values, shown = self.row_values(row), self.columns[column]
        value = values[column] if column < len(values) else None
        if value is None:
            return None, "", Qt.AlignmentFlag.AlignVCenter
        spec = shown.badge(value) if shown.badge is not None else None
        return spec, "" if spec is not None else shown.text(value), _alignment(shown)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a heading holds for a role."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint or column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in SQL by a column."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            descending = order is Qt.SortOrder.DescendingOrder
            self.sort_wanted.emit(self.columns[column].id, descending)


def _cell(column: Column, value: object, role: int) -> object:
    """Return what Qt's own roles show of a value."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.text(value)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _alignment(column)
    if role != Qt.ItemDataRole.ToolTipRole:
        return None
    if isinstance(value, date):
        return formatting.day_tooltip(value)
    text = column.text(value)
    return text if len(text) > column.width else ""


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _alignment(column: Column) -> Qt.AlignmentFlag:
    return _RIGHT if column.kind in NUMBER_KINDS else _LEFT


class RowsModel(TableModel):
    """A short table that is all in memory: periods, history, lines of a result."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows: list[Sequence[object]] = []
        self.sort_wanted.connect(self._on_sort_wanted)

    def set_rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Show these rows, one raw value per column, in this order."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_values(self, row: int) -> Sequence[object]:
        """Return the raw values of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else ()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def _on_sort_wanted(self, column_id: str, descending: bool) -> None:  # a slot
        at = self.column_number(column_id)
        self.beginResetModel()
        self._rows.sort(key=lambda row: _sort_key(row[at]), reverse=descending)
        self.endResetModel()


def _sort_key(value: object) -> tuple[int, Any]:
    """Return a key that puts empty cells first and compares like with like."""
    if value is None or value == "":
        return 0, 0
    if isinstance(value, bool | int | Decimal):
        return 1, value
    if isinstance(value, date):
        return 2, value.isoformat()
    return 3, str(value).casefold()
