"""A whole list: search, filter chips, table, empty state, loading state, match count.

Pages give it a `ListSource` and columns; everything else (debounce, counting, sorting, keeping the
selection over a reload, copying, remembered columns) is done here.

**Source**: ux §§ 3, 6.6; tech § 3.3.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.texts import _, ngettext
from app.ui import formatting
from app.ui.models.windowed import ListQuery, ListSource, QuickSource, WindowedModel
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec, EmptyState
from app.ui.widgets.filter_chip import Chip, FilterChip
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label
from app.ui.widgets.list_table import ListTable
from app.ui.widgets.metrics import letters
from app.ui.widgets.search_box import SearchBox
from app.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.ui.context import UiContext
    from app.ui.models.columns import Column


class _Loaded(NamedTuple):
    """What a reader thread brings: the ids that match and the number of all rows."""

    ids: Sequence[int]
    total: int


class RecordList(QWidget):
    """A list of records.

    Signals:
        opened: Key (first column) of the record to open.
        counted: What the status bar says: "12 of 4.812".
        loaded: The rows of the newest query are shown.
        selection_changed: Other rows are selected.
    """

    opened = Signal(str)
    counted = Signal(str)
    loaded = Signal()
    selection_changed = Signal()

    def __init__(  # noqa: PLR0913  # all by keyword; a list is made of these parts
        self,
        context: UiContext,
        list_id: str,
        source: ListSource,
        columns: Sequence[Column],
        chips: Sequence[Chip] = (),
        *,
        title: str,
        empty: EmptySpec,
        search_hint: str = "",
        sort: tuple[tuple[str, bool], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make a list; it loads at the first `reload()`.

        Args:
            context: Where it stands.
            list_id: Stable name; object names begin with it.
            source: Where the rows come from.
            columns: What is shown; the first one is the key.
            chips: What can be filtered by.
            title: Accessible name of the table.
            empty: What is said when there is no row at all.
            search_hint: What can be searched for.
            sort: First order: column id and whether descending.
            parent: Owner.
        """
        super().__init__(parent)
        self.setObjectName(list_id)
        self._context = context
        self._source = source
        self._query = ListQuery(sort=sort)
        self._total = 0
        self._empty_spec = empty
        self._model = WindowedModel(source, columns, self)
        self._model.sort_wanted.connect(self._on_sort_wanted)
        self.search = SearchBox(f"{list_id}.search", search_hint, self)
        self.table = ListTable(self._model, list_id, title, context.preferences, self)
        self._chips = [FilterChip(chip, list_id, self) for chip in chips]
        self._clear = button(
            _("Clear filters"),
            f"{list_id}.clear_filters",
            role="link",
            on_click=self.clear_filters,
            parent=self,
        )
        self._count = label("", "muted", parent=self)
        self._count.setObjectName(f"{list_id}.count")
        self.tools = QHBoxLayout()
        self._stack = QStackedWidget(self)
        self._skeleton = Skeleton(self)
        self._arrange()
        self._connect()

    @property
    def query(self) -> ListQuery:
        """Return what the list shows now."""
        return self._query

    @property
    def total(self) -> int:
        """Return the number of rows without filters, as last loaded."""
        return self._total

    def reload(self) -> None:
        """Read the rows anew; selection and scroll position stay where they can."""
        source, query = self._source, self._query
        if isinstance(source, QuickSource) and not self._model.rowCount():
            self._context.tasks.read(
                lambda _task: source.first(query),
                self._on_first_loaded,
                owner=self,
                key="ids",
                text=_("Reading the list"),
            )
        else:
            self._reload_all()

    def _reload_all(self) -> None:
        query = self._query
        self._context.tasks.read(
            lambda _task: _Loaded(self._source.ids(query), self._source.total()),
            self._on_loaded,
            owner=self,
            key="ids",
            text=_("Reading the list"),
        )

    def set_query(self, query: ListQuery) -> None:
        """Show something else, for instance from a link on another page."""
        self._query = query
        self.search.set_text_silently(query.text)
        for chip in self._chips:
            chip.set_codes(query.chips.get(chip.chip.id, frozenset()))
        self.reload()

    def clear_filters(self) -> None:
        """Show everything."""
        self.set_query(ListQuery(sort=self._query.sort))

    def focus_search(self) -> None:
        """Put the focus into the search box and select what stands there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def current_key(self) -> str:
        """Return the key of the current row, or ""."""
        return self.table.current_key()

    def selected_keys(self) -> list[str]:
        """Return the keys of the selected rows, in order."""
        return [self._model.key(row) for row in self.table.selected_rows()]

    def copy(self, *, with_headings: bool = False) -> None:
        """Copy the selected rows and say so."""
        copied = self.table.copy(with_headings=with_headings)
        if copied:
            text = ngettext("{count} row copied", "{count} rows copied", copied)
            self._context.messages.toast(text.format(count=formatting.whole(copied)))

    def _arrange(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.m)
        top = QHBoxLayout()
        top.setSpacing(SPACE.s)
        self.search.setMinimumWidth(letters(self, 24))
        self.search.setMaximumWidth(letters(self, 48))
        top.addWidget(self.search, 3)
        top.addWidget(self._count)
        top.addStretch(1)
        self.tools.setSpacing(SPACE.s)
        top.addLayout(self.tools)
        name = f"{self.objectName()}.columns"
        self._columns = icon_button(
            "columns", _("Columns"), name, on_click=self._show_column_menu, parent=self
        )
        top.addWidget(self._columns)
        outer.addLayout(top)
        if self._chips:
            row = QWidget(self)
            flow = FlowLayout(row)
            for chip in self._chips:
                flow.addWidget(chip)
            flow.addWidget(self._clear)
            outer.addWidget(row)
        self._clear.setVisible(False)
        card = Card(flush=True, parent=self)
        for widget in (self._skeleton, self.table):
            self._stack.addWidget(widget)
        card.body.addWidget(self._stack)
        outer.addWidget(card, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_searched)
        self.search.left_downwards.connect(self._on_left_search)
        self.table.left_upwards.connect(self.focus_search)
        self.table.opened.connect(self.opened)
        self.table.filter_wanted.connect(self._on_filter_wanted)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.set_filterable(frozenset(chip.chip.id for chip in self._chips))
        for chip in self._chips:
            chip.changed.connect(self._on_chip_changed)
            chip.counts_wanted.connect(self._on_counts_wanted)
        header = self.table.horizontalHeader()
        for column_id, descending in self._query.sort[:1]:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self._model.column_number(column_id), order)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._on_heading_clicked)

    def _on_first_loaded(self, ids: Sequence[int]) -> None:
        """Show what an empty list begins with while the order of all rows is being read."""
        if not ids:
            self._reload_all()
            return
        self._model.set_ids(ids)
        self._stack.setCurrentWidget(self.table)
        QTimer.singleShot(0, self, self._reload_all)  # they are painted first

    def _on_loaded(self, loaded: _Loaded) -> None:
        kept = self._remembered_place()
        self._total = loaded.total
        self._model.set_ids(loaded.ids)
        self._restore_place(kept)
        self._show_state()
        text = formatting.shown_of_total(len(loaded.ids), loaded.total)
        self._count.setText(text if self._query.is_filtered else "")
        self._clear.setVisible(any(self._query.chips.values()))
        self.counted.emit(text)
        self.loaded.emit()

    def _remembered_place(self) -> tuple[int, int]:
        """Return the id of the current row (-1 without one) and the first visible row."""
        row = self.table.currentIndex().row()
        current = self._model.ids[row] if 0 <= row < len(self._model.ids) else -1
        return current, self.table.verticalScrollBar().value()

    def _restore_place(self, place: tuple[int, int]) -> None:
        current, scroll = place
        if current < 0:
            return
        row = _position(self._model.ids, current)
        if row >= 0:
            self.table.select_row(row)
            self.table.verticalScrollBar().setValue(scroll)

    @cached_property
    def _empty(self) -> EmptyState:
        empty = EmptyState(self._empty_spec, self.objectName(), self)
        self._stack.addWidget(empty)
        return empty

    def _show_state(self) -> None:
        if self._model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        if self._total or self._query.is_filtered:
            self._empty.show_spec(
                EmptySpec(
                    _("Nothing matches"),
                    _("No row matches the search and the filters you have chosen."),
                    _("Show all rows"),
                    self.clear_filters,
                )
            )
        else:
            self._empty.show_spec(self._empty_spec)
        self._stack.setCurrentWidget(self._empty)

    def _on_selection_changed(self) -> None:
        selected = self.table.selected_row_count()
        text = formatting.shown_of_total(self._model.rowCount(), self._total)
        if selected > 1:
            chosen = ngettext("{count} selected", "{count} selected", selected)
            text = f"{text} · {chosen.format(count=formatting.whole(selected))}"
        self.counted.emit(text)
        self.selection_changed.emit()

    def _on_searched(self, text: str) -> None:
        self._query = replace(self._query, text=text)
        self.reload()

    def _on_left_search(self) -> None:
        if not self._model.rowCount():
            return
        if not self.table.currentIndex().isValid():
            self.table.select_row(0)
        self.table.setFocus()

    def _on_chip_changed(self, chip_id: str, codes: frozenset[str]) -> None:
        self._query = self._query.with_chip(chip_id, codes)
        self.reload()

    def _on_filter_wanted(self, column_id: str, value: object) -> None:
        self.set_query(self._query.with_chip(column_id, frozenset({str(value)})))

    def _on_counts_wanted(self, chip_id: str) -> None:
        query = self._query.with_chip(chip_id, frozenset())
        self._context.tasks.read(
            lambda _task: (chip_id, self._source.chip_counts(chip_id, query)),
            self._on_counts,
            owner=self,
            key=f"counts {chip_id}",
        )

    def _on_counts(self, found: tuple[str, Mapping[str, int]]) -> None:
        chip_id, counts = found
        for chip in self._chips:
            if chip.chip.id == chip_id:
                chip.set_counts(counts)

    def _on_heading_clicked(self, section: int) -> None:
        header = self.table.horizontalHeader()
        self._model.sort(section, header.sortIndicatorOrder())

    def _on_sort_wanted(self, column_id: str, descending: bool) -> None:  # a slot
        self._query = replace(self._query, sort=((column_id, descending),))
        self.reload()

    def _show_column_menu(self) -> None:
        menu = self.table.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))


def _position(ids: Sequence[int], wanted: int) -> int:
    try:
        return ids.index(wanted)
    except ValueError:
        return -1
