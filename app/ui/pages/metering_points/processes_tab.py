"""Everything that was asked for and done with a point, ended processes too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.texts import _
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.process_dialogs.process_columns import process_columns, process_values
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.point_views import PointDetail
    from app.ui.context import UiContext


class ProcessesTab(RecordTab):
    """The table of processes.

    Signals:
        open_wanted: Address to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "processes", _("Processes"), parent)
        card = Card(flush=True, parent=self.content)
        self._table = SmallTable(
            "metering_points.process_table",
            process_columns(with_object=False),
            title=_("Processes of the point"),
            empty=EmptySpec(
                _("No processes yet"),
                _("What you choose in the Actions menu is followed here until DataHub confirms."),
                icon="processes",
            ),
            preferences=context.preferences,
            parent=card,
        )
        self._table.opened.connect(lambda key: self.open_wanted.emit(f"processes/{key}"))
        card.body.addWidget(self._table)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show the processes of a point."""
        self._table.set_rows([process_values(row) for row in detail.processes])
        self._table.fit_height(20)
