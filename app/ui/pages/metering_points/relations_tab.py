"""How a point hangs together with others: parent, children, suppliers over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.services import supplies
from app.texts import _
from app.ui.models.columns import Column
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.pages.metering_points.table_card import TableCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.point_views import PointDetail, RelatedPoint
    from app.services.supplies import SupplyRow
    from app.services.tasking import Task
    from app.ui.context import UiContext


class RelationsTab(RecordTab):
    """Three tables.

    Signals:
        open_wanted: Address to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "relations", _("Relations"), parent)
        self._point_id = ""
        self._parents = self._table(
            "parent",
            _("Parent metering point"),
            _point_columns(),
            _("This point has no parent; it stands for itself."),
        )
        self._children = self._table(
            "children",
            _("Child metering points"),
            _point_columns(),
            _("No point names this one as its parent."),
        )
        self._supplies = self._table(
            "supplies",
            _("Suppliers over time"),
            _supply_columns(),
            _("No supplier yet; one is registered by the action “Move-in received”."),
        )
        for card in (self._parents, self._children):
            card.table.opened.connect(lambda key: self.open_wanted.emit(f"metering_points/{key}"))
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show parent and children, and read the suppliers."""
        self._point_id = detail.header.id
        self._parents.set_rows([_point_row(detail.parent)] if detail.parent else [])
        self._children.set_rows([_point_row(child) for child in detail.children])
        self.activate()

    def activate(self) -> None:
        """Read the suppliers."""
        session, point_id = self.context.session, self._point_id

        def work(_task: Task) -> tuple[SupplyRow, ...]:
            return supplies.supplies(session, point_id)

        self.context.tasks.read(work, self._show_supplies, owner=self, key="supplies")

    def _show_supplies(self, found: tuple[SupplyRow, ...]) -> None:
        self._supplies.set_rows(
            [
                (s.supplier_id, s.supplier_name, s.valid_from, s.valid_to, s.balance_responsible_id)
                for s in sorted(found, key=lambda s: s.valid_from, reverse=True)
            ]
        )

    def _table(self, key: str, title: str, columns: list[Column], nothing: str) -> TableCard:
        card = TableCard(
            self.context,
            f"metering_points.{key}",
            title,
            columns,
            nothing,
            parent=self.content,
        )
        self.column.addWidget(card)
        return card


def _point_columns() -> list[Column]:
    return [
        Column(id="id", title=_("Metering point id"), kind="id", width=22),
        Column(id="type", title=_("Type"), width=30),
        Column(id="state", title=_("State"), width=16),
        Column(id="address", title=_("Address"), width=44),
    ]


def _supply_columns() -> list[Column]:
    return [
        Column(id="supplier_id", title=_("Supplier id"), kind="id", width=18),
        Column(id="name", title=_("Name"), width=30),
        Column(id="valid_from", title=_("From"), kind="date", width=13),
        Column(id="valid_to", title=_("To"), kind="date", width=13, hint=_("First day after")),
        Column(id="balance", title=_("Balance responsible"), kind="id", width=20),
    ]


def _point_row(point: RelatedPoint) -> tuple[object, ...]:
    return (point.id, point.type_label, point.state_label, point.address)
