"""Processes: the list of what is going on, and the record of one with its checklist.

**Source**: ux § 4 (open processes); design § 2.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError, NotFoundError
from app.services import processes
from app.texts import _
from app.ui.models.windowed import ListQuery
from app.ui.pages.base import Page
from app.ui.pages.processes.record import ProcessRecord
from app.ui.pages.processes.source import (
    KIND,
    OPEN,
    SCOPE,
    STATUS,
    ProcessSource,
    scope_choices,
    status_choices,
)
from app.ui.process_dialogs.event_view import EventView
from app.ui.process_dialogs.process_columns import process_columns
from app.ui.widgets.empty_state import EmptySpec, EmptyState
from app.ui.widgets.filter_chip import Chip
from app.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from app.services.changes import ChangeSet
    from app.services.process_views import EventOffer, ProcessDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext

_NO_STEP = "-"


class ProcessesPage(Page):
    """List, record, and the form that records an event."""

    area = "processes"
    help_topic = "processes"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._parts: tuple[str, ...] = ()
        self._detail: ProcessDetail | None = None
        self._event_form: EventView | None = None
        self._list_count = ""
        self._stack = QStackedWidget(self)
        self._source = ProcessSource(context)
        self.list = self._make_list()
        self._record = ProcessRecord(context, self)
        self._record.offer_chosen.connect(self._on_offer)
        self._record.open_wanted.connect(context.navigator.open)
        self._gone = EmptyState(
            EmptySpec(
                _("This process does not exist"),
                _("The number may be mistyped, or it belongs to another company file."),
                _("Show all processes"),
                lambda: context.navigator.open(self.area),
            ),
            "processes.gone",
            self,
        )
        for widget in (self.list, self._record, self._gone):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self.list.set_query(ListQuery(chips={SCOPE: frozenset({OPEN})}))
        self._show_list()

    def open(self, address: str) -> None:
        """Show the list ("processes?kind=connect"), a record, or the form of an event."""
        place, _mark, wish = address.partition("?")
        self._parts = tuple(part for part in place.split("/")[1:] if part)
        self._close_form()
        self.clear_banner()
        if not self._parts:
            self._show_list()
            self._apply_wish(wish)
            return
        self._read_record()

    def address(self) -> str:
        """Return the address of what is shown."""
        return "/".join((self.area, *self._parts))

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed."""
        if change_set is None:
            self._source.forget()
        self.list.reload()
        if self._parts and self._event_form is None:
            self._read_record()

    def shown(self) -> None:
        """Read the list anew: a day may have passed."""
        self.list.reload()

    # --- list

    def _make_list(self) -> RecordList:
        made = RecordList(
            self.context,
            "processes",
            self._source,
            process_columns(with_object=True),
            [
                Chip(SCOPE, _("Open or ended"), scope_choices()),
                Chip(STATUS, _("Status"), status_choices()),
                Chip(KIND, _("Process"), list(processes.kinds(self.context.session))),
            ],
            title=_("Processes"),
            search_hint=_("Search in process, point, status and next step"),
            empty=EmptySpec(
                _("No processes yet"),
                _(
                    "A process begins when you create or change a metering point, "
                    "or choose something in its Actions menu."
                ),
                _("Go to metering points"),
                lambda: self.context.navigator.open("metering_points"),
                icon="processes",
            ),
            parent=self,
        )
        made.counted.connect(self._on_counted)
        made.opened.connect(lambda key: self.context.navigator.open(f"{self.area}/{key}"))
        return made

    def _on_counted(self, text: str) -> None:
        self._list_count = text
        if self._stack.currentWidget() is self.list:
            self.set_count(text)

    def _show_list(self) -> None:
        self.set_title_text(_("Processes"))
        self._stack.setCurrentWidget(self.list)
        for action in ("save", "cancel"):
            self.set_handler(action, None)
        self.set_handler("find", self.list.focus_search)
        self.set_handler("copy", self.list.copy)
        self.set_handler("copy_with_headers", lambda: self.list.copy(with_headings=True))
        self.set_count(self._list_count)

    def _apply_wish(self, wish: str) -> None:
        name, _sign, value = wish.partition("=")
        if name in (KIND, STATUS) and value:
            chips = {SCOPE: frozenset({OPEN}), name: frozenset({value})}
            self.list.set_query(ListQuery(chips=chips))

    # --- record

    def _read_record(self) -> None:
        session, number = self.context.session, self._parts[0]

        def work(_task: Task) -> ProcessDetail:
            if not number.isdecimal():
                raise NotFoundError(_("There is no process {number}.").format(number=number))
            return processes.detail(session, int(number))

        self.context.tasks.read(
            work,
            self._show_record,
            owner=self,
            key="record",
            text=_("Reading the process"),
            on_error=self._on_not_found,
        )

    def _on_not_found(self, error: AppError) -> None:
        if not isinstance(error, NotFoundError):
            self.context.messages.error(error)
            return
        self.set_title_text(_("Processes"))
        self._stack.setCurrentWidget(self._gone)

    def _show_record(self, detail: ProcessDetail) -> None:
        if not self._parts or str(detail.row.id) != self._parts[0]:
            return
        self._detail = detail
        if len(self._parts) >= 3 and self._parts[1] == "record":
            offer = self._find_offer(detail, self._parts[2], "/".join(self._parts[3:]))
            if offer is not None:
                self._show_form(detail, offer)
                return
            self._parts = self._parts[:1]
        self.set_title_text(f"{detail.row.label} · {detail.row.object_label}")
        self._title.hide()
        for action in ("find", "copy", "copy_with_headers", "save", "cancel"):
            self.set_handler(action, None)
        self.set_count("")
        self._record.show_detail(detail)
        self._stack.setCurrentWidget(self._record)
        if detail.row.not_in_datahub:
            self.show_banner(
                "danger",
                _(
                    "Not in DataHub: it was rejected, while the register holds what was done. "
                    "Correct it and report again, or take it back."
                ),
            )
        else:
            self.clear_banner()

    def _find_offer(self, detail: ProcessDetail, event: str, step_id: str) -> EventOffer | None:
        step_id = "" if step_id == _NO_STEP else step_id
        found = (o for o in detail.offers if o.event == event and o.step_id == step_id)
        return next((offer for offer in found if offer.enabled), None)

    # --- event

    def _on_offer(self, offer: EventOffer) -> None:
        step = offer.step_id or _NO_STEP
        self.context.navigator.open(f"{self.area}/{self._parts[0]}/record/{offer.event}/{step}")

    def _show_form(self, detail: ProcessDetail, offer: EventOffer) -> None:
        self._close_form()
        made = EventView(self.context, detail, offer, self)
        made.saved.connect(lambda _outcome: self._leave_form())
        made.cancelled.connect(self._leave_form)
        self._event_form = made
        self.guard_form(made)
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self.set_title_text(offer.label)
        self.set_count("")
        self._title.hide()
        self.set_handler("save", made.submit)
        self.set_handler("cancel", made.cancel)
        made.begin()

    def _leave_form(self) -> None:
        number = self._parts[0] if self._parts else ""
        self._close_form()
        self.context.navigator.open(f"{self.area}/{number}")

    def _close_form(self) -> None:
        if self._event_form is None:
            return
        self.release_form(self._event_form)
        self._stack.removeWidget(self._event_form)
        self._event_form.hide()
        self._event_form.deleteLater()
        self._event_form = None
