"""Every open time limit in one list, with the reason for its day and the way to meet it.

**Source**: deadlines.md § 5; ux § 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.services import deadlines, processes
from app.services.deadline_views import DeadlineGroup, MarkDeadline, OpenDeadline, StripDay
from app.texts import _
from app.ui.models.windowed import ListQuery
from app.ui.pages.base import Page
from app.ui.pages.deadlines.detail import DeadlineDetail
from app.ui.pages.deadlines.source import (
    GROUP_CHIP,
    KIND_CHIP,
    DeadlineSource,
    columns,
    group_choices,
)
from app.ui.saving import save
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.filter_chip import Chip
from app.ui.widgets.metrics import letters
from app.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.services.changes import ChangeSet, Outcome
    from app.services.tasking import Task
    from app.ui.context import UiContext

_BESIDE_FROM = 104
"""Width in letters from which the chosen limit stands beside the list."""


class _Marked(NamedTuple):
    """The limit being met, and where it stood in the list."""

    ref: str
    process_id: int | None
    row: int


class DeadlinesPage(Page):
    """The list at the left, the chosen limit at the right."""

    area = "deadlines"
    help_topic = "deadlines"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title_text(self.title())
        self._source = DeadlineSource(context)
        self._wanted_ref = ""
        self._marked: _Marked | None = None
        self.list = self._make_list()
        self._detail = DeadlineDetail(context, self)
        self._detail.mark_wanted.connect(self._mark)
        self._detail.open_wanted.connect(context.navigator.open)
        self._panes = QSplitter(Qt.Orientation.Horizontal, self)
        self._panes.setObjectName("deadlines.panes")
        self._panes.setChildrenCollapsible(False)
        self._panes.addWidget(self.list)
        self._panes.addWidget(self._detail)
        self._panes.setStretchFactor(0, 3)
        self._panes.setStretchFactor(1, 2)
        self.body.addWidget(self._panes, 1)
        self.attach_list(self.list)

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Deadlines")

    def open(self, address: str) -> None:
        """Show the list, one group of it ("deadlines?group=overdue") or one limit by reference."""
        place, _mark, wish = address.partition("?")
        self._wanted_ref = place.partition("/")[2]
        if wish.startswith("group="):
            group = wish.removeprefix("group=")
            chips = {GROUP_CHIP: frozenset({group})} if group in set(DeadlineGroup) else {}
            self.list.set_query(ListQuery(chips=chips))

    def address(self) -> str:
        """Return the address of the chosen limit, or of the list."""
        key = self.list.current_key()
        return f"{self.area}/{key}" if key else self.area

    def shown(self) -> None:
        """Compute the limits anew: a day may have passed."""
        self.list.reload()

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Compute the limits anew after a change."""
        if change_set is None:
            self._source.forget()
        self.list.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chosen limit under the list in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() >= letters(self, _BESIDE_FROM)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way != self._panes.orientation():
            self._panes.setOrientation(way)
            self._panes.setSizes([3_000, 2_000] if wide else [2_000, 3_000])  # shares, not pixels

    def _make_list(self) -> RecordList:
        made = RecordList(
            self.context,
            "deadlines",
            self._source,
            columns(),
            [
                Chip(GROUP_CHIP, _("When"), group_choices()),
                Chip(KIND_CHIP, _("Process"), list(processes.kinds(self.context.session))),
            ],
            title=self.title(),
            search_hint=_("Search in task, point, process and source"),
            empty=EmptySpec(
                _("No deadlines are open"),
                _(
                    "Limits appear here when you register a process, a price or a link, "
                    "and when the monthly check is due."
                ),
            ),
            parent=self,
        )
        made.selection_changed.connect(self._show_current)
        made.loaded.connect(self._on_loaded)
        made.opened.connect(self._open_process)
        return made

    def _on_loaded(self) -> None:
        if self._wanted_ref:
            self._select(self._wanted_ref)
            self._wanted_ref = ""
        elif self._marked is not None and self._source.get(self._marked.ref) is None:
            if not self.list.current_key():
                self._select_after(self._marked)
            if self.list.current_key():
                self._marked = None
        elif not self.list.current_key() and self.list.table.table_model.rowCount():
            self.list.table.select_row(0)  # the most urgent one
        self._show_current()

    def _select_after(self, marked: _Marked) -> None:
        """Go on with the same process, else at the same place; never back to the first row."""
        known = self.list.table.table_model
        count = known.rowCount()
        limits = (self._source.get(known.key(row)) for row in range(count))
        rows = [
            row
            for row, limit in enumerate(limits)
            if limit is not None and limit.process_id == marked.process_id is not None
        ]
        row = rows[0] if rows else marked.row
        if 0 <= row < count:
            self.list.table.select_row(row)

    def _select(self, ref: str) -> None:
        model = self.list.table.table_model
        rows = (row for row in range(model.rowCount()) if model.key(row) == ref)
        row = next(rows, -1)
        if row >= 0:
            self.list.table.select_row(row)

    def _current(self) -> OpenDeadline | None:
        return self._source.get(self.list.current_key())

    def _show_current(self) -> None:
        deadline = self._current()
        if deadline is None:
            self._detail.show_nothing()
            return
        session = self.context.session

        def work(_task: Task) -> tuple[OpenDeadline, tuple[StripDay, ...]]:
            return deadline, deadlines.strip(session, deadline)

        self.context.tasks.read(work, self._show_detail, owner=self, key="strip")

    def _show_detail(self, found: tuple[OpenDeadline, tuple[StripDay, ...]]) -> None:
        deadline, strip = found
        self._detail.show_deadline(deadline, strip, self.context.today)

    def _open_process(self, ref: str) -> None:
        deadline = self._source.get(ref)
        if deadline is not None and deadline.address:
            self.context.navigator.open(deadline.address)

    def _mark(self, command: MarkDeadline) -> None:
        session = self.context.session
        marked = self._source.get(command.ref)
        row = self.list.table.currentIndex().row()
        self._marked = _Marked(command.ref, marked.process_id if marked else None, row)

        def work(_task: Task, reason: str) -> Outcome[int]:
            return deadlines.mark(session, command, reason=reason)

        save(self.context, work, owner=self, text=_("Recording the step"))
