"""One charge: what it is, its prices over time, the points it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.domain.periods import OPEN_END
from app.services import charges
from app.texts import _
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.pages.prices.price_table import PriceTable
from app.ui.pages.prices.source import status_badge
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.labels import label
from app.ui.widgets.small_table import SmallTable
from app.ui.widgets.split_row import SplitRow

if TYPE_CHECKING:
    from app.services.changes import ChangeSet
    from app.services.charge_views import ChargeDetail, LinkRow
    from app.services.tasking import Task
    from app.ui.context import UiContext


class ChargeRecord(QWidget):
    """The record page of a charge in read mode.

    Signals:
        form_wanted: "price", "change", "link" or "end_link/12": the form to fill in.
        open_wanted: Address of a point or process to go to.
        named: Title of the record, when it was read.
    """

    form_wanted = Signal(str)
    open_wanted = Signal(str)
    named = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._charge_id = 0
        self._link_rows: tuple[LinkRow, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._header = self._make_header()
        column.addWidget(self._header)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("prices.tabs")
        self._tabs.setAccessibleName(_("Parts of the charge"))
        self._tabs.setDocumentMode(True)
        self._prices = PriceTable(context, self)
        self._tabs.addTab(self._prices, _("Prices"))
        self._tabs.addTab(self._information_tab(), _("Information"))
        self._links = SmallTable(
            "prices.links",
            _link_columns(),
            title=_("Linked points"),
            empty=EmptySpec(
                _("Not linked to any point"),
                _("A charge is only invoiced where it is linked to a metering point."),
            ),
            preferences=context.preferences,
            parent=self,
        )
        self._links.opened.connect(self._open_point)
        self._links.selection_changed.connect(self._on_link_chosen)
        self._tabs.addTab(self._links_tab(), _("Linked points"))
        self._processes = SmallTable(
            "prices.processes",
            _process_columns(),
            title=_("Processes"),
            empty=EmptySpec(_("No processes"), _("Nothing has been registered for this charge.")),
            preferences=context.preferences,
            parent=self,
        )
        self._processes.opened.connect(self._open_process)
        self._tabs.addTab(self._processes, _("Processes"))
        column.addWidget(self._tabs, 1)

    def open_record(self, record_id: str) -> None:
        """Show another charge."""
        self._charge_id = int(record_id)
        self.refresh(None)

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Read the charge anew when a change touched it."""
        if change_set is not None and not _concerns(change_set, self._charge_id):
            return
        session, charge_id = self._context.session, self._charge_id

        def work(_task: Task) -> ChargeDetail:
            return charges.detail(session, charge_id)

        self._context.tasks.read(
            work, self._show, owner=self, key="charge", text=_("Reading the charge")
        )

    def _make_header(self) -> SplitRow:
        made = SplitRow(self)
        self._badge = Badge("", parent=made)
        self._facts = label("", "muted", parent=made)
        for part in (self._badge, self._facts):
            made.left.addWidget(part)
        made.left.addStretch(1)
        for text, form in (
            (_("Set a price"), "price"),
            (_("Link to a point"), "link"),
            (_("Change information"), "change"),
        ):
            action = button(text, f"prices.{form}", parent=made)
            action.setProperty("form", form)
            action.clicked.connect(self._on_form_clicked)
            made.right.addWidget(action)
        return made

    def _information_tab(self) -> QWidget:
        scroll = QScrollArea(self)
        scroll.setObjectName("prices.information")
        scroll.setAccessibleName(_("Information"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        inner = QWidget(scroll)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, SPACE.m, SPACE.s, SPACE.m)
        card = Card(_("Charge"), parent=inner)
        self._grid = DetailsGrid("prices.facts", inner)
        card.body.addWidget(self._grid)
        column.addWidget(card)
        column.addStretch(1)
        scroll.setWidget(inner)
        return scroll

    def _links_tab(self) -> QWidget:
        tab = QWidget(self)
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        tools = QHBoxLayout()
        self._end_link = button(_("End the link …"), "prices.end_link", parent=tab)
        self._end_link.clicked.connect(self._on_end_link)
        tools.addWidget(self._end_link)
        tools.addStretch(1)
        column.addLayout(tools)
        column.addWidget(self._links, 1)
        self._on_link_chosen()
        return tab

    def _on_link_chosen(self) -> None:
        link = self._chosen_link(self._links.current_key())
        set_enabled_with_reason(
            self._end_link,
            enabled=link is not None and link.valid_to == OPEN_END,
            reason=_("Choose a link in the table that has not been ended."),
        )

    def _chosen_link(self, key: str) -> LinkRow | None:
        return next((link for link in self._link_rows if str(link.id) == key), None)

    def _on_end_link(self) -> None:
        self.form_wanted.emit(f"end_link/{self._links.current_key()}")

    def _show(self, detail: ChargeDetail) -> None:
        row = detail.row
        self._link_rows = detail.links
        spec = status_badge(row)
        self._badge.set_spec(spec)
        facts = (row.kind_label, row.resolution, row.vat_label)
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._header.refit()
        self.named.emit(_("{code} – {name}").format(code=row.code, name=row.name))
        self._prices.show_periods(detail.prices, row)
        self._links.set_rows(
            [
                (link.id, link.metering_point_id, link.quantity, link.valid_from, link.valid_to)
                for link in detail.links
            ]
        )
        self._processes.set_rows(
            [
                (
                    process.id,
                    process.label,
                    process.status_label,
                    process.effective_date,
                    process.next_step_label,
                    process.next_last_safe_day,
                )
                for process in detail.processes
            ]
        )
        self._fill_grid(detail)

    def _fill_grid(self, detail: ChargeDetail) -> None:
        row = detail.row
        self._grid.clear()
        for key, caption, value in (
            ("code", _("Charge id"), row.code),
            ("kind", _("Kind"), row.kind_label),
            ("name", _("Name"), row.name),
            ("description", _("Description"), detail.description),
            ("owner", _("Owner (GLN)"), row.owner_id),
            ("vat", _("VAT"), row.vat_label),
            ("resolution", _("Resolution"), row.resolution),
            (
                "transparent_invoicing",
                _("Passed through to the customer"),
                formatting.yes_no(detail.transparent_invoicing),
            ),
            ("valid_from", _("Valid from"), formatting.day(row.valid_from)),
            ("valid_to", _("Valid to"), formatting.day(row.valid_to)),
        ):
            self._grid.add(key, caption, value)

    def _on_form_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.form_wanted.emit(str(sender.property("form")))

    def _open_point(self, key: str) -> None:
        link = self._chosen_link(key)
        if link is not None:
            self.open_wanted.emit(f"metering_points/{link.metering_point_id}")

    def _open_process(self, process_id: str) -> None:
        self.open_wanted.emit(f"processes/{process_id}")


def _concerns(change_set: ChangeSet, charge_id: int) -> bool:
    return change_set.touches("charge", str(charge_id)) or change_set.touches("process")


def _link_columns() -> list[Column]:
    return [
        Column(id="number", title=_("Number"), kind="integer", width=8, hidden=True),
        Column(id="point", title=_("Metering point"), kind="id", width=24),
        Column(id="quantity", title=_("Quantity"), kind="integer", width=10),
        Column(id="valid_from", title=_("From"), kind="date"),
        Column(id="valid_to", title=_("To"), kind="date"),
    ]


def _process_columns() -> list[Column]:
    return [
        Column(id="number", title=_("Number"), kind="integer", width=8),
        Column(id="label", title=_("Process"), width=34),
        Column(id="status", title=_("Status"), width=20),
        Column(id="effective_date", title=_("Effective date"), kind="date"),
        Column(id="next", title=_("Next step"), width=34),
        Column(id="safe_day", title=_("Safe day"), kind="date"),
    ]
