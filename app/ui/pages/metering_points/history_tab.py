"""What held when, and who believed what since when: the two axes of a point's history.

**Source**: design § 2.3; ux § 1 row 18: who, when, why, from previous to current.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import metering_points
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.pages.metering_points.master_data_tab import period_text
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.pages.metering_points.table_card import TableCard
from app.ui.process_dialogs.preview_parts import ChangesView
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label, line

if TYPE_CHECKING:
    from app.services.point_views import HistoryEntry, PointDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext

_FIRST_SHOWN = 20


class HistoryTab(RecordTab):
    """Periods as believed now, then every change, newest first.

    Signals:
        open_wanted: Address to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "history", _("History"), parent)
        self._point_id = ""
        self._is_stale = True
        self._entries: tuple[HistoryEntry, ...] = ()
        self._periods = TableCard(
            context,
            "metering_points.periods",
            _("What holds when"),
            _period_columns(),
            _("Nothing is registered about this point."),
            most_rows=10,
            parent=self.content,
        )
        self.column.addWidget(self._periods)
        self._changes = Card(_("Changes, newest first"), parent=self.content)
        self._holder: QWidget | None = None
        self.column.addWidget(self._changes)
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show the periods; the changes are read when the tab is in front."""
        if detail.header.id != self._point_id:
            self._entries = ()
        self._point_id = detail.header.id
        ordered = sorted(detail.periods, key=lambda p: p.valid_from, reverse=True)
        self._periods.set_rows(
            [
                (p.facet_label, p.valid_from, p.valid_to, period_text(p), p.change_in)
                for p in ordered
            ]
        )
        self._is_stale = True
        if self.isVisible():
            self.activate()

    def activate(self) -> None:
        """Read the changes."""
        if not self._is_stale:
            return
        self._is_stale = False
        session, point_id = self.context.session, self._point_id

        def work(_task: Task) -> tuple[HistoryEntry, ...]:
            return metering_points.history(session, point_id)

        self.context.tasks.read(
            work, self._show_changes, owner=self, key="history", text=_("Reading the history")
        )

    def _show_changes(self, entries: tuple[HistoryEntry, ...]) -> None:
        self._entries = entries
        self._fill(_FIRST_SHOWN)

    def _fill(self, count: int) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = holder = QWidget(self._changes)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        for number, entry in enumerate(self._entries[:count]):
            if number:
                column.addWidget(line(holder))
            column.addWidget(self._entry(entry, holder))
        hidden = len(self._entries) - count
        if hidden > 0:
            text = ngettext("Show {count} older change", "Show {count} older changes", hidden)
            more = button(
                text.format(count=hidden),
                "metering_points.history.more",
                role="link",
                on_click=lambda: self._fill(len(self._entries)),
                parent=holder,
            )
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._changes.body.addWidget(holder)

    def _entry(self, entry: HistoryEntry, parent: QWidget) -> QWidget:
        made = QWidget(parent)
        made.setObjectName(f"metering_points.history.{entry.change_id}")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        head = QHBoxLayout()
        head.addWidget(label(entry.summary, "label", wrap=True, parent=made), 1)
        if entry.effective_date is not None:
            text = _("applies from {day}").format(day=formatting.day(entry.effective_date))
            head.addWidget(label(text, parent=made), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        by = _("{at} by {who}, change {number}").format(
            at=formatting.instant(entry.at), who=entry.who, number=entry.change_id
        )
        column.addWidget(label(by, "hint", wrap=True, parent=made))
        if entry.why:
            why = _("Why: {text}").format(text=entry.why)
            column.addWidget(label(why, wrap=True, parent=made))
        if entry.lines:
            column.addWidget(ChangesView(entry.lines, made))
        if entry.process_id is not None:
            name = f"metering_points.history.{entry.change_id}.process"
            go = button(_("Open the process"), name, role="link", parent=made)
            address = f"processes/{entry.process_id}"
            go.clicked.connect(lambda _on=False, to=address: self.open_wanted.emit(to))
            column.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return made


def _period_columns() -> list[Column]:
    return [
        Column(id="facet", title=_("Facts"), width=16),
        Column(id="valid_from", title=_("From"), kind="date", width=13),
        Column(id="valid_to", title=_("To"), kind="date", width=13, hint=_("First day after")),
        Column(id="values", title=_("Values"), width=62),
        Column(id="change_in", title=_("Change"), kind="integer", width=9),
    ]
