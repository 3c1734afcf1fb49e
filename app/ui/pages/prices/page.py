"""The price area: list, record and forms in place, each with an address of its own.

**Source**: ux §§ 2, 3: a record is read first; editing is a form in place, not a second window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services import charges
from app.texts import _
from app.ui.pages.base import ListRecordPage
from app.ui.pages.prices import forms
from app.ui.pages.prices.record import ChargeRecord
from app.ui.pages.prices.source import (
    KIND_CHIP,
    STATUS_CHIP,
    ChargeSource,
    columns,
    kinds,
    statuses,
)
from app.ui.widgets.buttons import button
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.filter_chip import Chip
from app.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from app.services.changes import ChangeSet, Outcome
    from app.services.charge_views import ChargeDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext

NEW = "new"
_RECORD_PLANS = {
    "price": forms.price_plan,
    "change": forms.information_plan,
    "link": forms.link_plan,
}


class PricesPage(ListRecordPage):
    """Tariffs, subscriptions and fees.

    Addresses: "prices", "prices/new", "prices/7", "prices/7/price", "prices/7/change",
    "prices/7/link", "prices/7/end_link/12".
    """

    area = "prices"
    help_topic = "prices"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._new = button(
            _("New charge"),
            "prices.new",
            role="primary",
            icon_name="add",
            on_click=self._open_new,
            parent=self,
        )
        self.heading.addWidget(self._new)
        self._form: forms.ChargeForm | None = None
        self.list: RecordList | None = None
        self._record: ChargeRecord | None = None
        self._stack: QStackedWidget | None = None

    def title(self) -> str:
        """Return the heading of the page."""
        return super().title() or _("Prices")

    def make_list(self) -> QWidget:
        """Make the list of charges."""
        self.list = RecordList(
            self.context,
            "prices",
            ChargeSource(self.context),
            columns(),
            [Chip(KIND_CHIP, _("Kind"), kinds()), Chip(STATUS_CHIP, _("Status"), statuses())],
            title=_("Prices"),
            search_hint=_("Search in charge id and name"),
            sort=(("code", False),),
            empty=EmptySpec(
                _("No charges yet"),
                _("Tariffs, subscriptions and fees are created here and linked to points."),
                _("New charge"),
                self._open_new,
            ),
            parent=self,
        )
        self.list.opened.connect(self._open_record)
        self.list.counted.connect(self._on_counted)
        return self.list

    def make_record(self) -> QWidget:
        """Make the view of a charge with room for its forms."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(holder)
        self._record = ChargeRecord(self.context, self._stack)
        self._record.named.connect(self._on_named)
        self._record.open_wanted.connect(self.context.navigator.open)
        self._record.form_wanted.connect(self._open_form)
        self._stack.addWidget(self._record)
        column.addWidget(self._stack)
        return holder

    def on_list(self) -> None:
        """Show the list."""
        self.set_title_text(_("Prices"))
        self._new.show()
        self.set_handler("new", self._open_new)
        if self.list is not None:
            records = self.list
            self.set_handler("find", records.focus_search)
            self.set_handler("copy", records.copy)
            self.set_handler("copy_with_headers", lambda: records.copy(with_headings=True))
            records.reload()

    def on_record(self, record_id: str) -> None:
        """Show a charge, or the form that the rest of the address names."""
        charge_id, _slash, wish = record_id.partition("/")
        self._new.hide()
        for action in ("new", "find", "copy", "copy_with_headers"):
            self.set_handler(action, None)
        self.set_count("")
        self._close_form()
        if charge_id == NEW:
            self._show_form(forms.new_charge_plan(), "")
            return
        if self._record is not None and charge_id.isdecimal():
            self._record.open_record(charge_id)
        if wish:
            self._read_for_form(int(charge_id), wish)

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Show what was changed."""
        if self.list is not None and not self.record_id:
            self.list.reload()
        elif self._record is not None and self.record_id[:1].isdecimal():
            self._record.refresh(change_set)

    def _on_counted(self, text: str) -> None:
        if not self.record_id:
            self.set_count(text)

    def _open_new(self) -> None:
        self.context.navigator.open(f"{self.area}/{NEW}")

    def _open_record(self, key: str) -> None:
        self.context.navigator.open(f"{self.area}/{key}")

    def _open_form(self, form: str) -> None:
        charge_id = self.record_id.partition("/")[0]
        self.context.navigator.open(f"{self.area}/{charge_id}/{form}")

    def _on_named(self, name: str) -> None:
        if self.record_id.isdecimal():
            self.set_title_text(name)

    def _read_for_form(self, charge_id: int, wish: str) -> None:
        session = self.context.session

        def work(_task: Task) -> ChargeDetail:
            return charges.detail(session, charge_id)

        def show(detail: ChargeDetail) -> None:
            plan = _plan(detail, wish)
            if plan is not None:
                self._show_form(plan, str(charge_id))

        self.context.tasks.read(work, show, owner=self, key="form")

    def _show_form(self, plan: forms.FormPlan, charge_id: str) -> None:
        if self._stack is None:
            return
        self._close_form()
        view = self._form = forms.ChargeForm(self.context, plan)
        self.set_title_text(plan.title)
        view.setProperty("charge", charge_id)
        view.saved.connect(self._on_saved)
        view.cancelled.connect(self._on_cancelled)
        self.guard_form(view)
        self.set_handler("save", view.submit)
        self.set_handler("cancel", view.cancel)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.begin()

    def _close_form(self) -> None:
        self.set_handler("save", None)
        self.set_handler("cancel", None)
        if self._form is None or self._stack is None:
            return
        self.release_form(self._form)
        self._stack.removeWidget(self._form)
        self._form.deleteLater()
        self._form = None

    def _on_saved(self, outcome: Outcome[int]) -> None:
        self._leave(str(outcome.value) if outcome.value is not None else "")

    def _on_cancelled(self) -> None:
        self._leave("")

    def _leave(self, new_id: str) -> None:
        charge_id = str(self._form.property("charge")) if self._form is not None else ""
        self._close_form()
        target = charge_id or new_id
        self.context.navigator.open(f"{self.area}/{target}" if target else self.area)


def _plan(detail: ChargeDetail, wish: str) -> forms.FormPlan | None:
    name, _slash, number = wish.partition("/")
    if name in _RECORD_PLANS:
        return _RECORD_PLANS[name](detail)
    link = next((link for link in detail.links if str(link.id) == number), None)
    return forms.end_link_plan(detail, link) if link is not None else None
