"""The monthly check: is this month fulfilled, the runs that are kept, a new run, a result.

**Source**: Forskrift I § 4, stk. 4-5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QStackedWidget

from app.services.check_pages import missing_months
from app.services.self_control import list_runs
from app.texts import _
from app.ui.pages.base import Page
from app.ui.pages.checks.month_banner import month_state
from app.ui.pages.checks.run_form import RunForm
from app.ui.pages.checks.run_record import RunRecord
from app.ui.pages.checks.words import run_cells, run_columns
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec, EmptyState
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.services.changes import ChangeSet
    from app.services.check_views import RunRow
    from app.services.tasking import Task
    from app.ui.context import UiContext

NEW = "new"


class _Runs(NamedTuple):
    """What a reader thread brings: the runs, and the months whose check is missing."""

    rows: Sequence[RunRow]
    missing: Sequence[str]


class ChecksPage(Page):
    """Addresses: "checks", "checks/new", "checks/new/2026-10", "checks/7"."""

    area = "checks"
    help_topic = "checks"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wish = ""
        self._stack = QStackedWidget(self)
        self._list = self._make_list()
        self._stack.addWidget(self._list)
        self._gone = EmptyState(
            EmptySpec(
                _("This check does not exist"),
                _("The number may be mistyped, or it belongs to another company file."),
                _("Show all checks"),
                lambda: context.navigator.open(self.area),
            ),
            "checks.gone",
            self,
        )
        self._stack.addWidget(self._gone)
        self._form: RunForm | None = None
        self._record: RunRecord | None = None
        self._new = button(
            _("Run the check"),
            "checks.new",
            role="primary",
            icon_name="checks",
            on_click=self._open_form,
            parent=self,
        )
        self.heading.addWidget(self._new)
        self.body.addWidget(self._stack, 1)

    # --- what the window asks

    def title(self) -> str:
        """Return the heading of the page."""
        return super().title() or _("Monthly check")

    def open(self, address: str) -> None:
        """Show the list, the form of a new run, or a run."""
        self._wish = address.partition("?")[0].partition("/")[2]
        self.clear_banner()
        self._release_form()
        for action in ("export", "copy", "copy_with_headers"):
            self.set_handler(action, None)
        first, _slash, month = self._wish.partition("/")
        self._new.setVisible(not first)
        if first == NEW:
            self._show_form(month)
        elif first.isdecimal():
            self._show_record(first)
        else:
            self._wish = ""
            self._show_list()

    def shown(self) -> None:
        """Put the focus on what is done first."""
        if self._form is not None and self._wish.startswith(NEW):
            self._form.focus_first()

    def address(self) -> str:
        """Return the address of what is shown."""
        return f"{self.area}/{self._wish}" if self._wish else self.area

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed."""
        if self._record is not None and self._wish.isdecimal():
            self._record.refresh(change_set)
        elif not self._wish:
            self._read_runs()

    # --- list

    def _make_list(self) -> QWidget:
        card = Card(flush=True, parent=self)
        self._runs = SmallTable(
            "checks.runs",
            run_columns(),
            title=_("Checks carried out"),
            empty=EmptySpec(
                _("No check has been carried out yet"),
                _(
                    "Every month your master data are compared with DataHub's. Get an extract of"
                    " your metering points from DataHub and run the check with it."
                ),
                _("Run the check"),
                self._open_form,
                icon="checks",
            ),
            preferences=self.context.preferences,
            parent=card,
        )
        self._runs.opened.connect(lambda key: self.context.navigator.open(f"{self.area}/{key}"))
        card.body.addWidget(self._runs)
        return card

    def _show_list(self) -> None:
        self.set_title_text(_("Monthly check"))
        self._stack.setCurrentWidget(self._list)
        self.set_handler("new", self._open_form)
        self._read_runs()

    def _read_runs(self) -> None:
        session = self.context.session

        def work(_task: Task) -> _Runs:
            return _Runs(list_runs(session), missing_months(session))

        self.context.tasks.read(
            work, self._on_runs, owner=self, key="runs", text=_("Reading the checks")
        )

    def _on_runs(self, found: _Runs) -> None:
        if self._wish:
            return
        self._runs.set_rows([run_cells(row) for row in found.rows])
        self._say_month(found)

    def _say_month(self, found: _Runs) -> None:
        state = month_state(found.rows, found.missing, self.context.today)
        self.show_banner(
            state.tone,
            state.text,
            state.action_text,
            lambda: self.context.navigator.open(state.address),
        )

    def _open_form(self) -> None:
        self.context.navigator.open(f"{self.area}/{NEW}")

    # --- form

    def _show_form(self, month: str) -> None:
        if self._form is None:
            self._form = RunForm(self.context, parent=self)
            self._form.done.connect(self._on_run_done)
            self._form.cancelled.connect(lambda: self.context.navigator.open(self.area))
            self._stack.addWidget(self._form)
        self._form.begin(month)
        self.set_title_text(_("Run the check"))
        self._stack.setCurrentWidget(self._form)
        self.set_handler("new", None)
        self.guard_form(self._form)

    def _on_run_done(self, run_id: int) -> None:
        if self.isVisible() and self._wish.startswith(NEW):
            self._release_form()
            self.context.navigator.open(f"{self.area}/{run_id}")

    def _release_form(self) -> None:
        if self._form is not None:
            self.release_form(self._form)

    # --- record

    def _show_record(self, run_id: str) -> None:
        if self._record is None:
            self._record = RunRecord(self.context, self)
            self._record.named.connect(self._on_named)
            self._record.open_wanted.connect(self.context.navigator.open)
            self._record.gone.connect(self._on_gone)
            self._stack.addWidget(self._record)
        record = self._record
        self.set_handler("new", None)
        self.set_handler("export", record.save_workbook)
        self.set_handler("copy", record.copy)
        self.set_handler("copy_with_headers", lambda: record.copy(with_headings=True))
        self._stack.setCurrentWidget(record)
        self._record.open_record(run_id)

    def _on_named(self, name: str) -> None:
        if self._wish.isdecimal():
            self.set_title_text(name)

    def _on_gone(self) -> None:
        self.set_title_text(_("Monthly check"))
        self._stack.setCurrentWidget(self._gone)
