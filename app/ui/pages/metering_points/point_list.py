"""The list of metering points with its search, chips and the button for a new point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, ngettext
from app.ui import formatting
from app.ui.pages.metering_points.point_source import (
    PointSource,
    list_chips,
    list_columns,
    point_query,
)
from app.ui.widgets.buttons import button
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.tasking import Task
    from app.ui.context import UiContext


class PointList(QWidget):
    """The list and what can be done from it.

    Attributes:
        records: The list itself.

    Signals:
        opened: Id of the point to open.
        new_wanted: The form for a new point is wanted.
    """

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        columns = list_columns(context)
        self._source = PointSource(context, [column.id for column in columns])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.records = RecordList(
            context,
            "metering_points",
            self._source,
            columns,
            list_chips(context),
            title=_("Metering points"),
            search_hint=_("Search id, address, city or meter number"),
            empty=EmptySpec(
                _("No metering points yet"),
                _("Create the first one here, or import a file with all of them."),
                _("New metering point"),
                self.new_wanted.emit,
                icon="metering_points",
            ),
            sort=(("address", False),),
            parent=self,
        )
        self.records.opened.connect(self.opened)
        add = button(
            _("New metering point"),
            "metering_points.new",
            role="primary",
            icon_name="add",
            on_click=self.new_wanted.emit,
            parent=self,
        )
        self.records.tools.addWidget(add)
        column.addWidget(self.records)

    def reload(self) -> None:
        """Read the rows anew."""
        self.records.reload()

    def export(self) -> None:
        """Write the rows and columns shown to a file the operator chooses."""
        target = self._context.messages.save_file(
            _("Export the list of metering points"),
            _("metering-points") + ".xlsx",
            [(_("Excel workbook"), "*.xlsx"), (_("CSV file"), "*.csv")],
        )
        if target is None:
            return
        from app.services import list_export

        session, query = self._context.session, point_query(self.records.query)
        wanted = self._shown_columns()

        def work(task: Task) -> int:
            return list_export.export_point_list(session, query, wanted, target, task)

        self._context.tasks.read(
            work,
            lambda rows: self._tell(rows, target),
            owner=self,
            key="export",
            text=_("Writing {file}").format(file=target.name),
        )

    def _tell(self, rows: int, target: Path) -> None:
        text = ngettext("{rows} row written to {file}", "{rows} rows written to {file}", rows)
        self._context.messages.toast(text.format(rows=formatting.whole(rows), file=target.name))

    def _shown_columns(self) -> list[str]:
        header = self.records.table.horizontalHeader()
        columns = self.records.table.table_model.columns
        order = sorted(range(len(columns)), key=header.visualIndex)
        return [columns[at].id for at in order if not header.isSectionHidden(at)]
