"""What a check found, in one table per question the operator asks of it.

**Source**: issue item 10: the sheets of the workbook are the tabs of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.theme import SPACE
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.services.check_pages import SampledPoint
    from app.services.check_views import FindingRow, RunDetail
    from app.ui.context import UiContext


class _Sheet(NamedTuple):
    """One tab.

    Attributes:
        id: Last part of its object name.
        title: Text of the tab, without the number of rows.
        columns: What is shown.
        wanted: Whether a finding stands here.
        cells: The values of a finding.
        empty: What is said when nothing stands here.
    """

    id: str
    title: str
    columns: Sequence[Column]
    wanted: Callable[[FindingRow], bool]
    cells: Callable[[FindingRow], tuple[object, ...]]
    empty: EmptySpec


class FindingsTabs(QTabWidget):
    """The tables of a run.

    Signals:
        open_wanted: Address of the metering point to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks.tabs")
        self.setAccessibleName(_("What the check found"))
        self.setDocumentMode(True)
        self._sheets = _sheets()
        self._tables: dict[str, SmallTable] = {}
        for sheet in self._sheets:
            self._tables[sheet.id] = self._add_table(
                context, sheet.id, sheet.title, sheet.columns, sheet.empty
            )
        self._sample = self._add_table(
            context,
            "sample",
            _("Sample"),
            _sample_columns(),
            EmptySpec(_("No point was drawn"), _("There were no current points to draw from.")),
        )

    def show_findings(
        self,
        detail: RunDetail,
        findings: Sequence[FindingRow],
        sample: Sequence[SampledPoint],
    ) -> None:
        """Show the findings of a run, each in the tabs it belongs to."""
        for number, sheet in enumerate(self._sheets):
            rows = [sheet.cells(finding) for finding in findings if sheet.wanted(finding)]
            if sheet.id == "not_checked":
                rows[:0] = [
                    ("", field.label, _("the extract does not carry the field"))
                    for field in detail.unchecked_fields
                ]
            self._tables[sheet.id].set_rows(rows)
            self.setTabText(number, _counted(sheet.title, len(rows)))
        self._sample.set_rows(
            [(point.metering_point_id, point.result_label, point.discrepancies) for point in sample]
        )
        self.setTabText(len(self._sheets), _counted(_("Sample"), len(sample)))

    def copy(self, *, with_headings: bool = False) -> int:
        """Copy the selected rows of the tab in front, and return how many there were."""
        table = self.currentWidget().findChild(SmallTable)
        return table.table.copy(with_headings=with_headings) if table is not None else 0

    def _add_table(
        self,
        context: UiContext,
        table_id: str,
        title: str,
        columns: Sequence[Column],
        empty: EmptySpec,
    ) -> SmallTable:
        table = SmallTable(
            f"checks.{table_id}",
            columns,
            title=title,
            empty=empty,
            preferences=context.preferences,
            parent=self,
        )
        table.opened.connect(self._open_point)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.addWidget(table)
        self.addTab(holder, title)
        return table

    def _open_point(self, point_id: str) -> None:
        if point_id:
            self.open_wanted.emit(f"metering_points/{point_id}")


def _sheets() -> tuple[_Sheet, ...]:
    return (
        _Sheet(
            "discrepancies",
            _("Discrepancies"),
            [_point(), _field(), *_values(), _treatment(), _owner(), _sampled()],
            lambda f: f.kind == "field_differs",
            lambda f: (*_both(f), f.treatment_label, f.responsible_label, f.in_sample),
            EmptySpec(_("No field differs"), _("Every field compared is identical."), icon="check"),
        ),
        _Sheet(
            "missing_in_datahub",
            _("Missing in DataHub"),
            [_point(), _treatment(), _reported(), _sampled()],
            lambda f: f.kind == "missing_in_datahub",
            lambda f: (f.metering_point_id, f.treatment_label, f.reported_on, f.in_sample),
            EmptySpec(_("No point is missing in DataHub"), "", icon="check"),
        ),
        _Sheet(
            "missing_in_own",
            _("Missing here"),
            [_point(), _treatment()],
            lambda f: f.kind == "missing_in_own",
            lambda f: (f.metering_point_id, f.treatment_label),
            EmptySpec(_("No point is missing in your register"), "", icon="check"),
        ),
        _Sheet(
            "resend",
            _("To resend"),
            [_point(), _field(), *_values(), _kind()],
            lambda f: f.treatment == "resend",
            lambda f: (*_both(f), f.kind_label),
            EmptySpec(_("Nothing must be sent again"), "", icon="check"),
        ),
        _Sheet(
            "tell_owner",
            _("To tell the owner"),
            [_point(), _field(), *_values(), _owner()],
            lambda f: f.treatment == "tell_owner",
            lambda f: (*_both(f), f.responsible_label),
            EmptySpec(
                _("Nobody else has to be told"),
                _("No field differs that a supplier or Energinet answers for."),
                icon="check",
            ),
        ),
        _Sheet(
            "not_checked",
            _("Not checked"),
            [_point(), _field(), Column(id="why", title=_("Why"), width=50)],
            lambda f: f.kind == "not_checked",
            lambda f: (
                f.metering_point_id,
                f.field_label,
                _("the extract says nothing about the point"),
            ),
            EmptySpec(_("Everything was checked"), "", icon="check"),
        ),
    )


def _counted(title: str, count: int) -> str:
    return _("{title} ({count})").format(title=title, count=formatting.whole(count))


def _both(finding: FindingRow) -> tuple[object, ...]:
    return (
        finding.metering_point_id,
        finding.field_label,
        finding.own_text,
        finding.datahub_text,
    )


def _point() -> Column:
    return Column(id="point", title=_("Metering point"), kind="id", width=20)


def _field() -> Column:
    return Column(id="field", title=_("Field"), width=25)


def _values() -> tuple[Column, Column]:
    return (
        Column(id="own", title=_("Own register"), width=20),
        Column(id="datahub", title=_("DataHub"), width=20),
    )


def _treatment() -> Column:
    return Column(id="treatment", title=_("What to do"), width=26)


def _owner() -> Column:
    return Column(id="owner", title=_("Answers for it"), width=15)


def _sampled() -> Column:
    return Column(id="in_sample", title=_("In the sample"), kind="boolean", width=13)


def _reported() -> Column:
    return Column(id="reported", title=_("Reported on"), kind="date", width=13)


def _kind() -> Column:
    return Column(id="kind", title=_("What differs"), width=26)


def _sample_columns() -> list[Column]:
    return [
        _point(),
        Column(id="result", title=_("Result"), width=24),
        Column(id="discrepancies", title=_("Discrepancies"), kind="integer", width=14),
    ]
