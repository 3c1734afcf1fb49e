"""The table view of every list: fixed row height, remembered columns, copying, keyboard.

Selections are read as ranges and never expanded into indexes, since a list may hold a million rows.

**Source**: tech § 3.3; ux § 1 rows 3, 4, 10.
"""

from __future__ import annotations

import atexit
import html
import json
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from app.texts import _, pgettext
from app.ui.models.columns import NUMBER_KINDS, RawRole, TableModel
from app.ui.theme import SPACE
from app.ui.widgets.list_delegate import ListDelegate, ListHeader, heading_width
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QModelIndex, QPoint

    from app.ui.models.columns import Column
    from app.ui.preferences import Preferences

_MOST_COPIED_ROWS = 200_000
_HTML_START = "<meta charset='utf-8'><table>"


class ListTable(QTableView):
    """A table over a `TableModel`.

    Signals:
        opened: Key of the row that was double clicked or on which Enter was pressed.
        filter_wanted: Column id and raw value, from "Filter by this value".
        left_upwards: The up key on the first row: back to the search box.
    """

    opened = Signal(str)
    filter_wanted = Signal(str, object)
    left_upwards = Signal()

    def __init__(
        self,
        model: TableModel,
        list_id: str,
        title: str,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the table.

        Args:
            model: The rows.
            list_id: Name under which the columns' layout is remembered; `<list id>.table`
                is the object name.
            title: Accessible name.
            preferences: Where the layout is kept; None forgets it.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(f"{list_id}.table")
        self.setAccessibleName(title)
        self._list_id = list_id
        self._preferences = preferences
        self._table_model = model
        self._filterable: frozenset[str] = frozenset()
        self._is_restoring = True
        self.setModel(model)
        self._look()
        self.restore_layout()
        header = self.horizontalHeader()
        header.sectionResized.connect(self._save_layout)
        header.sectionMoved.connect(self._save_layout)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
        self.doubleClicked.connect(self._on_double_clicked)
        self._is_restoring = False

    @property
    def table_model(self) -> TableModel:
        """Return the rows."""
        return self._table_model

    def set_filterable(self, column_ids: frozenset[str]) -> None:
        """Offer "Filter by this value" in these columns."""
        self._filterable = column_ids

    def current_key(self) -> str:
        """Return the key of the current row, or ""."""
        row = self.currentIndex().row()
        return self._table_model.key(row) if row >= 0 else ""

    def selected_row_count(self) -> int:
        """Return how many rows are selected, without looking at them."""
        return sum(last - first + 1 for first, last in self._ranges())

    def selected_rows(self) -> Iterator[int]:
        """Iterate over the numbers of the selected rows, in order."""
        for first, last in self._ranges():
            yield from range(first, last + 1)

    def select_row(self, row: int) -> None:
        """Make a row the current and only selected one, and show it."""
        index = self._table_model.index(row, self._first_column())
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    def copy(self, *, with_headings: bool = False) -> int:
        """Copy the selected rows, tab separated, in the order of the columns on the screen.

        Ids are marked as text for spreadsheets, which would otherwise keep only 15 digits.

        Returns:
            The number of rows copied.
        """
        shown = [column for _at, column in self._shown_columns()]
        places = [at for at, _column in self._shown_columns()]
        lines: list[list[str]] = [[column.title for column in shown]] if with_headings else []
        copied = 0
        for row in self.selected_rows():
            if copied == _MOST_COPIED_ROWS:
                break
            values = self._table_model.row_values(row)
            lines.append(
                [
                    column.text(values[at]) if at < len(values) else ""
                    for at, column in zip(places, shown, strict=True)
                ]
            )
            copied += 1
        if copied:
            QGuiApplication.clipboard().setMimeData(_mime_data(lines, shown))
            _leave_plain_text_at_exit()
        return copied

    def stretch_last_text(self) -> None:
        """Let the last column fill the width, unless it holds numbers, which would drift away."""
        shown = self._shown_columns()
        stretches = bool(shown) and shown[-1][1].kind not in NUMBER_KINDS
        self.horizontalHeader().setStretchLastSection(stretches)

    def restore_layout(self) -> None:
        """Arrange the columns as remembered, or as they were made."""
        header = self.horizontalHeader()
        stored = self._stored_layout()
        hidden = stored.get("hidden")
        widths = stored.get("widths")
        letter = letters(self, 1)
        for at, column in enumerate(self._table_model.columns):
            wanted = widths.get(column.id) if isinstance(widths, dict) else None
            if isinstance(wanted, int | float):
                width = round(wanted * letter)
            else:  # at least what the heading needs
                width = max(round(column.width * letter), heading_width(header, column.title))
            header.resizeSection(at, width + 2 * SPACE.s)
            is_hidden = column.id in hidden if isinstance(hidden, list) else column.hidden
            header.setSectionHidden(at, is_hidden)
        order = stored.get("order")
        names = order if isinstance(order, list) else [c.id for c in self._table_model.columns]
        known = [name for name in names if self._table_model.column_number(str(name)) >= 0]
        for place, name in enumerate(known):
            at = self._table_model.column_number(str(name))
            header.moveSection(header.visualIndex(at), place)
        self.stretch_last_text()

    def reset_layout(self) -> None:
        """Forget the remembered arrangement of the columns."""
        if self._preferences is not None:
            self._preferences.set_column_layout(self._list_id, "")
        self._is_restoring = True
        self.restore_layout()
        self._is_restoring = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """React to a key."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.current_key())
            return
        if key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._table_model.rowCount():
            last = self._table_model.rowCount() - 1
            self.select_row(0 if key == Qt.Key.Key_Home else last)
            return
        if key == Qt.Key.Key_C and self._copy_by_key(event):
            return
        super().keyPressEvent(event)

    def _copy_by_key(self, event: QKeyEvent) -> bool:
        """Copy whole rows where the page has no action for it; Qt would copy one cell."""
        control = Qt.KeyboardModifier.ControlModifier
        with_headings = control | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() not in (control, with_headings):
            return False
        self.copy(with_headings=event.modifiers() == with_headings)
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the cell."""
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if not index.isValid():
            index = self.currentIndex()
        if index.isValid():
            self._cell_menu(index).exec(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """React to a change of language, font or palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_row_height()

    def _look(self) -> None:
        self.setHorizontalHeader(ListHeader(self))
        self.setItemDelegate(ListDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.setSortingEnabled(False)
        self._set_row_height()

    def _set_row_height(self) -> None:
        rows = self.verticalHeader()
        height = self.fontMetrics().height() + SPACE.m
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)

    def _first_column(self) -> int:
        shown = self._shown_columns()
        return shown[0][0] if shown else 0

    def _shown_columns(self) -> list[tuple[int, Column]]:
        header = self.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        columns = self._table_model.columns
        return [(at, columns[at]) for at in places if not header.isSectionHidden(at)]

    def _ranges(self) -> list[tuple[int, int]]:
        selection: QItemSelection = self.selectionModel().selection()
        spans = sorted((part.top(), part.bottom()) for part in selection.toList())
        merged: list[tuple[int, int]] = []
        for first, last in spans:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def _stored_layout(self) -> dict[str, object]:
        if self._preferences is None:
            return {}
        text = self._preferences.values.column_layouts.get(self._list_id, "")
        try:
            found = json.loads(text) if text else {}
        except json.JSONDecodeError:
            return {}
        return found if isinstance(found, dict) else {}

    def _save_layout(self) -> None:
        if self._preferences is None or self._is_restoring:
            return
        header = self.horizontalHeader()
        letter = letters(self, 1)
        columns = self._table_model.columns
        known = self._stored_layout().get("widths")
        widths = dict(known) if isinstance(known, dict) else {}
        shown = self._shown_columns()
        # The last column's width may be what was left over, which nobody chose.
        chosen = shown[:-1] if header.stretchLastSection() else shown
        for at, column in chosen:
            widths[column.id] = round((header.sectionSize(at) - 2 * SPACE.s) / letter, 1)
        order = [columns[header.logicalIndex(place)].id for place in range(header.count())]
        hidden = [column.id for at, column in enumerate(columns) if header.isSectionHidden(at)]
        layout = {"order": order, "widths": widths, "hidden": hidden}
        self._preferences.set_column_layout(self._list_id, json.dumps(layout))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._table_model.key(index.row()))

    def _cell_menu(self, index: QModelIndex) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(pgettext("action", "Open")).triggered.connect(
            lambda: self._on_double_clicked(index)
        )
        menu.addAction(_("Copy")).triggered.connect(self.copy)
        with_headings = menu.addAction(_("Copy with headings"))
        with_headings.triggered.connect(lambda: self.copy(with_headings=True))
        column = self._table_model.columns[index.column()]
        value = self._table_model.data(index, RawRole)
        if column.id in self._filterable and value is not None:
            menu.addSeparator()
            wanted = menu.addAction(
                _("Show only “{value}”").format(value=self._table_model.data(index))
            )
            wanted.triggered.connect(lambda: self.filter_wanted.emit(column.id, value))
        return menu

    def _show_header_menu(self, where: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(where))

    def column_menu(self) -> QMenu:
        """Return a menu to show and hide columns and to arrange them as they were."""
        menu = QMenu(_("Columns"), self)
        header = self.horizontalHeader()
        for at, column in enumerate(self._table_model.columns):
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.setEnabled(at != 0)
            action.toggled.connect(
                lambda checked, place=at: self._show_column(place, shown=checked)
            )
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self.reset_layout)
        return menu

    def _show_column(self, at: int, *, shown: bool) -> None:
        self.horizontalHeader().setSectionHidden(at, not shown)
        self.stretch_last_text()
        self._save_layout()


@cache
def _leave_plain_text_at_exit() -> None:
    """Replace what was copied by Qt's own text when the program ends.

    Qt lets go of the clipboard after Python is gone, and crashes on data that Python made.
    """

    def leave() -> None:
        app = QGuiApplication.instance()
        if app is None:
            return
        clipboard = QGuiApplication.clipboard()
        if clipboard.mimeData().html().startswith(_HTML_START):  # still ours
            clipboard.setText(clipboard.text())

    atexit.register(leave)


def _mime_data(lines: list[list[str]], columns: list[Column]) -> QMimeData:
    """Return the cells as text and as a table in which spreadsheets keep ids as text."""
    data = QMimeData()
    data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in lines))
    as_text = "mso-number-format:'\\@'"
    styles = [as_text if column.kind in ("id", "code", "text") else "" for column in columns]
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{style}">{html.escape(cell)}</td>'
            for cell, style in zip(line, styles, strict=True)
        )
        + "</tr>"
        for line in lines
    )
    data.setHtml(f"{_HTML_START}{rows}</table>")
    return data


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if "\t" in cell or "\n" in cell else cell
