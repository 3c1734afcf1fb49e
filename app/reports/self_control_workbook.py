"""The workbook of a monthly check: what was done, what differs, and what must be done about it.

**Source**: Forskrift I § 4 stk. 4-5; ux § 1 nr. 12, § 7.3. It must stand as documentation on its
own, also printed in black and white.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.layout import Book, Column, FactsSheet, RowsSheet
from app.reports.self_control_basis import basis_sheet
from app.reports.self_control_report import ReportFinding, ReportPoint, SelfControlReport, Sheet
from app.reports.styles import CellKind
from app.texts import _

if TYPE_CHECKING:
    from app.xlsx_rows import CellValue


def self_control_book(report: SelfControlReport) -> Book:
    """Return the workbook of a check, ready to be written."""
    sheets: list[RowsSheet | FactsSheet] = [
        basis_sheet(report),
        _deviations(report),
        _missing_in_datahub(report),
        _missing_in_own(report),
        _sample(report),
        _to_resend(report),
        _to_tell(report),
    ]
    if report.unchecked_fields or report.not_checked:
        sheets.append(_not_checked(report))
    return Book(
        title=report.title,
        company=report.company,
        reference=report.reference,
        made_at=report.made_at,
        sheets=sheets,
    )


def _title(report: SelfControlReport, name: str) -> str:
    return f"{report.title} · {name}"


def _point_columns() -> list[Column]:
    return [
        Column(title=_("Metering point ID"), width=20),
        Column(title=_("Type"), width=15, kind=CellKind.WRAPPED),
        Column(title=_("Address"), width=28, kind=CellKind.WRAPPED),
    ]


def _point_cells(point: ReportPoint) -> list[CellValue]:
    return [point.id, point.type, point.address]


def _value_columns() -> list[Column]:
    return [
        Column(title=_("Field"), width=20, kind=CellKind.WRAPPED),
        Column(title=_("Own register"), width=19, kind=CellKind.BY_VALUE),
        Column(title=_("DataHub"), width=19, kind=CellKind.BY_VALUE),
    ]


def _value_cells(finding: ReportFinding) -> list[CellValue]:
    return [finding.field, finding.own, finding.datahub]


def _deviations(report: SelfControlReport) -> RowsSheet:
    name = Sheet.DEVIATIONS.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            *_point_columns(),
            *_value_columns(),
            Column(title=_("In words (own → DataHub)"), width=24, kind=CellKind.WRAPPED),
            Column(title=_("Data owner"), width=13, kind=CellKind.WRAPPED),
            Column(title=_("What to do"), width=16, kind=CellKind.WRAPPED),
            Column(title=_("In sample"), width=9, kind=CellKind.CENTRED),
            Column(title=_("Reported on"), width=12, kind=CellKind.DAY),
            Column(title=_("Process"), width=9, kind=CellKind.REFERENCE),
        ],
        rows=[
            [
                *_point_cells(finding.point),
                *_value_cells(finding),
                finding.meaning,
                finding.responsible,
                finding.treatment,
                finding.in_sample,
                finding.reported_on,
                finding.process,
            ]
            for finding in report.differing
        ],
    )


def _missing_in_datahub(report: SelfControlReport) -> RowsSheet:
    name = Sheet.MISSING_IN_DATAHUB.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            *_whole_point_columns(),
            Column(title=_("What to do"), width=24, kind=CellKind.WRAPPED),
            Column(title=_("In sample"), width=10, kind=CellKind.CENTRED),
            Column(title=_("Reported on"), width=12, kind=CellKind.DAY),
            Column(title=_("Process"), width=9, kind=CellKind.REFERENCE),
        ],
        rows=[
            [
                *_whole_point_cells(finding.point),
                finding.treatment,
                finding.in_sample,
                finding.reported_on,
                finding.process,
            ]
            for finding in report.missing_in_datahub
        ],
    )


def _missing_in_own(report: SelfControlReport) -> RowsSheet:
    name = Sheet.MISSING_IN_OWN.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            *_whole_point_columns(),
            Column(title=_("What to do"), width=40, kind=CellKind.WRAPPED),
        ],
        rows=[
            [*_whole_point_cells(finding.point), finding.treatment]
            for finding in report.missing_in_own
        ],
    )


def _whole_point_columns() -> list[Column]:
    return [
        Column(title=_("Metering point ID"), width=21),
        Column(title=_("Type"), width=18, kind=CellKind.WRAPPED),
        Column(title=_("State"), width=15),
        Column(title=_("Grid area"), width=10, kind=CellKind.CENTRED),
        Column(title=_("Address"), width=30, kind=CellKind.WRAPPED),
        Column(title=_("Energy supplier"), width=30, kind=CellKind.WRAPPED),
    ]


def _whole_point_cells(point: ReportPoint) -> list[CellValue]:
    return [point.id, point.type, point.state, point.grid_area, point.address, point.supplier]


def _sample(report: SelfControlReport) -> RowsSheet:
    name = Sheet.SAMPLE.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            Column(title=_("Metering point ID"), width=21),
            Column(title=_("No."), width=7, kind=CellKind.REFERENCE),
            Column(title=_("Type"), width=24, kind=CellKind.WRAPPED),
            Column(title=_("State"), width=16),
            Column(title=_("Grid area"), width=10, kind=CellKind.CENTRED),
            Column(title=_("Address"), width=40, kind=CellKind.WRAPPED),
            Column(title=_("Result"), width=20),
            Column(title=_("Discrepancies"), width=14, kind=CellKind.INTEGER),
        ],
        rows=[
            [
                sampled.point.id,
                number,
                sampled.point.type,
                sampled.point.state,
                sampled.point.grid_area,
                sampled.point.address,
                sampled.result,
                sampled.discrepancies,
            ]
            for number, sampled in enumerate(report.sample, start=1)
        ],
    )


def _to_resend(report: SelfControlReport) -> RowsSheet:
    name = Sheet.TO_RESEND.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            *_point_columns(),
            Column(title=_("Field"), width=20, kind=CellKind.WRAPPED),
            Column(title=_("Send this value"), width=19, kind=CellKind.BY_VALUE),
            Column(title=_("In DataHub now"), width=19, kind=CellKind.BY_VALUE),
            Column(title=_("In words (own → DataHub)"), width=22, kind=CellKind.WRAPPED),
            Column(title=_("How"), width=20, kind=CellKind.WRAPPED),
            Column(title=_("Process"), width=9, kind=CellKind.REFERENCE),
            Column(title=_("Sent on"), width=13, kind=CellKind.BLANK_BOX),
            Column(title=_("Answer"), width=18, kind=CellKind.BLANK_BOX),
        ],
        rows=[
            [
                *_point_cells(finding.point),
                finding.field or finding.kind,
                finding.own,
                finding.datahub,
                finding.meaning,
                finding.element,
                finding.process,
                None,
                None,
            ]
            for finding in report.to_resend
        ],
    )


def _to_tell(report: SelfControlReport) -> RowsSheet:
    name = Sheet.TO_TELL.label
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            *_point_columns(),
            *_value_columns(),
            Column(title=_("In words (own → DataHub)"), width=24, kind=CellKind.WRAPPED),
            Column(title=_("Data owner"), width=13, kind=CellKind.WRAPPED),
            Column(title=_("Energy supplier"), width=24, kind=CellKind.WRAPPED),
            Column(title=_("Told on"), width=13, kind=CellKind.BLANK_BOX),
        ],
        rows=[
            [
                *_point_cells(finding.point),
                *_value_cells(finding),
                finding.meaning,
                finding.responsible,
                finding.point.supplier,
                None,
            ]
            for finding in report.to_tell
        ],
    )


def _not_checked(report: SelfControlReport) -> RowsSheet:
    name = Sheet.NOT_CHECKED.label
    fields = [
        [None, _("Field"), field.label, _("The extract does not carry the field."), field.source]
        for field in report.unchecked_fields
    ]
    points = [
        [
            point.id,
            _("Metering point"),
            point.address,
            _("The extract says nothing about grid area {area}.").format(area=point.grid_area),
            None,
        ]
        for point in report.not_checked
    ]
    return RowsSheet(
        name=name,
        title=_title(report, name),
        columns=[
            Column(title=_("Metering point ID"), width=21),
            Column(title=_("What"), width=16),
            Column(title=_("Name or address"), width=40, kind=CellKind.WRAPPED),
            Column(title=_("Why"), width=50, kind=CellKind.WRAPPED),
            Column(title=_("Source"), width=40, kind=CellKind.WRAPPED),
        ],
        rows=[*fields, *points],
    )
