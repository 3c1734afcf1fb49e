"""Metering points: the list, the record of one point, and the forms that make and change one.

Addresses: `metering_points`, `metering_points/<id>[/<tab>]`, `metering_points/new`,
`metering_points/<id>/edit`, `/start/<process>`, `/link`, `/end_link/<link>`.

**Source**: ux §§ 1-3, 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError, NotFoundError
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.pages.base import Page
from app.ui.pages.metering_points.point_list import PointList
from app.ui.pages.metering_points.tab import FIRST_TAB
from app.ui.widgets.empty_state import EmptySpec, EmptyState

if TYPE_CHECKING:
    from app.services.changes import ChangeSet
    from app.services.point_views import PointDetail
    from app.services.process_views import ProcessOffer
    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.pages.metering_points.forms import FormMaker
    from app.ui.pages.metering_points.record import PointRecord
    from app.ui.process_dialogs.live_form import LiveForm

NEW = "new"
FORM_WORDS = frozenset({"edit", "start", "link", "end_link"})
_EDITING = ("save", "cancel")
_LISTING = ("find", "copy", "copy_with_headers", "export")


class MeteringPointsPage(Page):
    """List, record and forms of one area."""

    area = "metering_points"
    help_topic = "metering_points"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._parts: tuple[str, ...] = ()
        self._is_outdated = False
        self._form: LiveForm | None = None
        self._list: PointList | None = None
        self._list_count = ""
        self._record: PointRecord | None = None
        self._form_maker: FormMaker | None = None
        self._stack = QStackedWidget(self)
        self._gone = EmptyState(
            EmptySpec(
                _("This metering point is not in the register"),
                _("The id may be mistyped, or it belongs to another company file."),
                _("Show all metering points"),
                lambda: context.navigator.open(self.area),
            ),
            "metering_points.gone",
            self,
        )
        self._stack.addWidget(self._gone)
        self.body.addWidget(self._stack, 1)

    # --- what the window asks

    def open(self, address: str) -> None:
        """Show the list, a record at a tab, or a form."""
        place = address.partition("?")[0]
        self._parts = tuple(part for part in place.split("/")[1:] if part)
        self._close_form()
        self.clear_banner()
        if not self._parts:
            self._show_list()
        elif self._parts[0] == NEW:
            self._maker().make_create()
        elif len(self._parts) > 1 and self._parts[1] in FORM_WORDS:
            self._maker().make(*self._parts)
        elif self._record is not None and self._is_shown(self._parts[0]):
            self._to_record()
        else:
            self._read_record()

    def address(self) -> str:
        """Return the address of what is shown."""
        return "/".join((self.area, *self._parts))

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed; links, processes and readings are part of the record."""
        if self._list is not None and _concerns_list(change_set):
            self._list.reload()
        self._is_outdated = True  # until it was read anew, now or at the next visit
        if self._parts and self._parts[0] != NEW and self._form is None:
            self._read_record()

    def shown(self) -> None:
        """Read the list anew when it is in front: another program may have written."""
        if self._list is not None and self._stack.currentWidget() is self._list:
            self._list.reload()

    # --- list

    def _show_list(self) -> None:
        if self._list is None:
            self._list = PointList(self.context, self)
            self._list.opened.connect(self._open_point)
            self._list.new_wanted.connect(self._open_new)
            self._list.records.counted.connect(self._on_counted)
            self._stack.addWidget(self._list)
        self.set_title_text(_("Metering points"))
        self._stack.setCurrentWidget(self._list)
        self._set_editing(None)
        self.set_handler("edit", None)
        self.set_handler("new", self._open_new)
        records = self._list.records
        self.set_handler("find", records.focus_search)
        self.set_handler("copy", records.copy)
        self.set_handler("copy_with_headers", lambda: records.copy(with_headings=True))
        self.set_handler("export", self._list.export)
        self.set_count(self._list_count)

    def _on_counted(self, text: str) -> None:
        self._list_count = text
        if self._stack.currentWidget() is self._list:
            self.set_count(text)

    def _open_new(self) -> None:
        self.context.navigator.open(f"{self.area}/{NEW}")

    def _open_point(self, point_id: str) -> None:
        self.context.navigator.open(f"{self.area}/{point_id}")

    def _maker(self) -> FormMaker:
        """Return what makes forms; the list does not wait for everything that forms need."""
        if self._form_maker is None:
            from app.ui.pages.metering_points.forms import FormMaker

            self._form_maker = FormMaker(self.context, self)
            self._form_maker.made.connect(self._show_form)
            self._form_maker.failed.connect(self._on_form_failed)
        return self._form_maker

    # --- record

    def _is_shown(self, point_id: str) -> bool:
        detail = self._record.detail if self._record is not None else None
        return not self._is_outdated and detail is not None and detail.header.id == point_id

    def _read_record(self) -> None:
        session, point_id = self.context.session, self._parts[0]

        def work(_task: Task) -> tuple[PointDetail, tuple[ProcessOffer, ...]]:
            from app.services import metering_points, processes

            detail = metering_points.detail(session, point_id)
            return detail, processes.offers(session, point_id)

        self.context.tasks.read(
            work,
            self._on_record_read,
            owner=self,
            key="record",
            text=_("Reading the metering point"),
            on_error=self._on_not_read,
        )

    def _on_not_read(self, error: AppError) -> None:
        if not isinstance(error, NotFoundError):
            self.context.messages.error(error)
            return
        self.set_title_text(_("Metering points"))
        self._clear_handlers()
        self._stack.setCurrentWidget(self._gone)

    def _on_record_read(self, found: tuple[PointDetail, tuple[ProcessOffer, ...]]) -> None:
        detail, offers = found
        if not self._parts or detail.header.id != self._parts[0] or self._form is not None:
            return
        if self._record is None:
            self._record = self._make_record()
            self._stack.addWidget(self._record)
        self._record.show_detail(detail, offers)
        self._is_outdated = False
        self._to_record()

    def _make_record(self) -> PointRecord:
        from app.ui.pages.metering_points.record import PointRecord

        made = PointRecord(self.context, self)
        made.open_wanted.connect(self.context.navigator.open)
        made.tab_changed.connect(self._on_tab_changed)
        made.header.copy_wanted.connect(self.context.messages.copy)
        made.header.edit_wanted.connect(lambda: self._open_part("edit"))
        made.header.process_wanted.connect(lambda kind: self._open_part(f"start/{kind}"))
        made.link_wanted.connect(lambda: self._open_part("link"))
        made.end_wanted.connect(lambda link: self._open_part(f"end_link/{link}"))
        return made

    def _to_record(self) -> None:
        record = self._record
        if record is None or record.detail is None:
            return
        header = record.detail.header
        address = header.address_line
        self.set_title_text(" · ".join(p for p in (formatting.point_id(header.id), address) if p))
        self._title.hide()
        self._clear_handlers()
        self.set_handler("edit", lambda: self._open_part("edit"))
        self.set_handler("new", self._open_new)
        self._stack.setCurrentWidget(record)
        record.show_tab(self._parts[1] if len(self._parts) > 1 else FIRST_TAB)
        faults = len(record.detail.violations)
        text = ngettext("{count} remark of the checks", "{count} remarks of the checks", faults)
        self.set_count(text.format(count=faults) if faults else "")

    def _open_part(self, part: str) -> None:
        self.context.navigator.open(f"{self.area}/{self._parts[0]}/{part}")

    def _on_tab_changed(self, tab: str) -> None:
        point = self._parts[:1]
        self._parts = point if tab == FIRST_TAB else (*point, tab)
        self.address_changed.emit(self.address())

    # --- forms

    def _show_form(self, form: LiveForm, title: str) -> None:
        self._close_form()
        self._form = form
        form.saved.connect(lambda _outcome: self._leave_form())
        form.cancelled.connect(self._leave_form)
        self.guard_form(form)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self.set_title_text(title)
        self._title.hide()
        self._clear_handlers()
        self._set_editing(form)
        form.begin()

    def _on_form_failed(self, error: AppError) -> None:
        """Say why there is no form; the record says itself when there is no such point."""
        self.context.messages.error(error)
        self._leave_form()

    def _leave_form(self) -> None:
        """Go to the record the form was about, at the tab it was opened from."""
        form, parts = self._form, self._parts
        target = self.area
        if form is not None and parts and parts[0] == NEW:
            created = self._maker().created_point(form)
            target = f"{self.area}/{created}" if created else self.area
        elif parts:
            tab = "/links" if len(parts) > 1 and parts[1] in {"link", "end_link"} else ""
            target = f"{self.area}/{parts[0]}{tab}"
        self._close_form()
        self.context.navigator.open(target)

    def _close_form(self) -> None:
        if self._form is None:
            return
        self.release_form(self._form)
        self._stack.removeWidget(self._form)
        self._form.hide()
        self._form.deleteLater()
        self._form = None

    # --- handlers

    def _set_editing(self, form: LiveForm | None) -> None:
        self.set_handler("save", form.submit if form is not None else None)
        self.set_handler("cancel", form.cancel if form is not None else None)

    def _clear_handlers(self) -> None:
        for action in (*_LISTING, *_EDITING, "edit", "new"):
            self.set_handler(action, None)
        self.set_count("")


def _concerns_list(change_set: ChangeSet | None) -> bool:
    return change_set is None or change_set.touches("metering_point")
