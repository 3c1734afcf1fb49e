"""The card that writes one kind of table to a CSV file or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QHBoxLayout

from app.services.exports import ExportResult, export_file
from app.services.file_kinds import exportable_kinds
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.combo_box import ComboBox
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.tasking import Task
    from app.ui.context import UiContext

CSV, EXCEL = "csv", "xlsx"


class ExportCard(Card):
    """Kind, form and file; what is written can be read back without loss."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(_("Export"), parent=parent)
        self._context = context
        self._kinds = {kind.id: kind for kind in exportable_kinds(context.session)}
        self._kind = ComboBox("exchange.export_kind", _("What to export"), self)
        for kind in self._kinds.values():
            self._kind.addItem(kind.label, kind.id)
        self._kind.currentIndexChanged.connect(self._show_help)
        self._form = ComboBox("exchange.export_form", _("Form of the file"), self)
        self._form.addItem(_("CSV (exact, for programs)"), CSV)
        self._form.addItem(_("Excel workbook"), EXCEL)
        fields = QFormLayout()
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(SPACE.s)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        fields.addRow(label(_("What to export"), "label", parent=self), self._kind)
        self._help = label("", "hint", wrap=True, parent=self)
        fields.addRow(self._help)
        fields.addRow(label(_("Form of the file"), "label", parent=self), self._form)
        self.body.addLayout(fields)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, SPACE.s, 0, 0)
        self._export = button(
            _("Export …"), "exchange.export", icon_name="export", on_click=self._run, parent=self
        )
        row.addWidget(self._export)
        row.addStretch(1)
        self.body.addLayout(row)
        self._show_help()

    def _show_help(self) -> None:
        kind = self._kinds.get(str(self._kind.currentData()))
        self._help.setText(kind.help if kind is not None else "")

    def _run(self) -> None:
        kind, form = str(self._kind.currentData()), str(self._form.currentData())
        session = self._context.session
        filters = {
            CSV: (_("CSV files"), "*.csv"),
            EXCEL: (_("Excel workbooks"), "*.xlsx"),
        }
        target = self._context.messages.save_file(
            _("Export {kind}").format(kind=self._kinds[kind].label),
            f"{kind}-{session.today:%Y-%m-%d}.{form}",
            (filters[form],),
        )
        if target is None:
            return

        def work(task: Task) -> ExportResult:
            return export_file(session, kind, target, task=task)

        set_enabled_with_reason(self._export, enabled=False, reason=_("An export is running."))
        self._context.tasks.read(
            work,
            self._tell,
            owner=self,
            text=_("Exporting {kind}").format(kind=self._kinds[kind].label),
            on_end=lambda: set_enabled_with_reason(self._export, enabled=True),
        )

    def _tell(self, result: ExportResult) -> None:
        text = ngettext(
            "{count} row written to {file}", "{count} rows written to {file}", result.rows
        ).format(count=formatting.whole(result.rows), file=result.path.name)
        folder = QUrl.fromLocalFile(str(result.path.parent))
        self._context.messages.toast(
            text, _("Open the folder"), lambda: QDesktopServices.openUrl(folder)
        )
