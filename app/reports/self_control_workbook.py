"""The workbook of a monthly check: what was done, what differs, and what must be done about it.

**Source**: Forskrift I § 4 stk. 4-5; ux § 1 nr. 12, § 7.3. It must stand as documentation on its
own, also printed in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.reports.layout import Book, Column, Fact, FactsSheet, Grid, RowsSheet, Section
from app.reports.styles import CellKind
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.xlsx_rows import CellValue


class Sheet(Enum):
    """The sheets, with the names an auditor knows them by: Danish and English."""

    BASIS = ("Grundlag", "Basis")
    DEVIATIONS = ("Afvigelser", "Deviations")
    MISSING_IN_DATAHUB = ("Mangler i DataHub", "Missing in DataHub")
    MISSING_IN_OWN = ("Mangler i eget register", "Missing in own register")
    SAMPLE = ("Stikprøve", "Sample")
    TO_RESEND = ("Skal genfremsendes", "To be sent again")
    TO_TELL = ("Meddeles dataejer", "Tell data owner")
    NOT_CHECKED = ("Ikke kontrolleret", "Not checked")

    @property
    def label(self) -> str:
        """Return the name in the operator's language."""
        return pick(*self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPoint:
    """A metering point as the report tells of it; all texts are ready to be shown.

    Attributes:
        id: 18 digits.
        type: Code and name.
        state: Code and name.
        grid_area: Three digits.
        address: On one line.
        supplier: GLN and name; "" when there is none.
    """

    id: str
    type: str
    state: str
    grid_area: str
    address: str
    supplier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """One thing that is not identical.

    Attributes:
        point: The metering point.
        kind: In words.
        field_id: "" when the whole point is missing on one side.
        field: Name of the field; "" when the whole point is missing.
        own: Value in the own register, typed.
        datahub: Value in the extract, typed.
        meaning: Both values in words, when they are codes.
        responsible: Who answers for the data, in words.
        treatment: What to do, in words.
        in_sample: "Yes" or "No" in the operator's language.
        reported_on: Day of a report that awaits its answer.
        process: Number of that process, or of the one that sends again.
        element: How the field reaches DataHub.
    """

    point: ReportPoint
    kind: str
    field_id: str = ""
    field: str = ""
    own: CellValue = None
    datahub: CellValue = None
    meaning: str = ""
    responsible: str = ""
    treatment: str = ""
    in_sample: str = ""
    reported_on: date | None = None
    process: int | None = None
    element: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledPoint:
    """A point of the sample and how it came out."""

    point: ReportPoint
    result: str
    discrepancies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """A field of the check; `checked` and `responsible` in words."""

    id: str
    label: str
    source: str
    responsible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of the extract."""

    name: str
    sha256: str
    rows: int
    modified: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class SelfControlReport:
    """Everything the workbook says. Times are Danish local time without zone.

    Attributes:
        result: The verdict in words, with a sign that can be read without colour.
        result_note: What it means and what comes next.
        notes: What else a reader must know.
        not_checked: Points the extract said nothing about.
    """

    title: str
    company: str
    month: str
    reference: str
    made_at: datetime
    who: str
    started: datetime
    finished: datetime
    program: str
    rule_set: str
    signed_off: str
    rule: str
    rule_source: str
    draw: str
    result: str
    result_note: str
    extract_time: datetime
    extract_time_note: str
    register_change: int
    files: Sequence[ReportFile]
    extract_points: int
    population: int
    required_sample: int
    sample_size: int
    seed: int
    is_full: str
    compared: int
    sample_discrepancies: int
    compared_fields: Sequence[ReportField]
    unchecked_fields: Sequence[ReportField]
    notes: Sequence[str]
    differing: Sequence[ReportFinding]
    missing_in_datahub: Sequence[ReportFinding]
    missing_in_own: Sequence[ReportFinding]
    sample: Sequence[SampledPoint]
    to_resend: Sequence[ReportFinding]
    awaiting: int
    to_tell: Sequence[ReportFinding]
    not_checked: Sequence[ReportPoint]


def self_control_book(report: SelfControlReport) -> Book:
    """Return the workbook of a check, ready to be written."""
    sheets: list[RowsSheet | FactsSheet] = [
        _basis(report),
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


def _basis(report: SelfControlReport) -> FactsSheet:
    name = Sheet.BASIS.label
    return FactsSheet(
        name=name,
        title=report.title,
        subtitle=f"{report.company} · {_('Month')} {report.month}",
        result=report.result,
        result_note=report.result_note,
        sections=[
            Section(title=_("What was checked"), content=_checked(report)),
            Section(title=_("Control totals"), content=[_totals(report)]),
            Section(title=_("Sample"), content=_drawing(report), new_page=True),
            Section(title=_("Files"), content=[_files(report)]),
            Section(title=_("Rule"), content=[f"{report.rule} ({report.rule_source})"]),
            *([Section(title=_("Remarks"), content=list(report.notes))] if report.notes else []),
            Section(title=_("Carried out"), content=_carried_out(report)),
            Section(title=_("Compared fields"), content=[_fields(report)], new_page=True),
        ],
    )


def _checked(report: SelfControlReport) -> list[Fact]:
    return [
        Fact(
            label=_("Data as of"),
            values=[report.extract_time],
            kind=CellKind.MOMENT,
            note=report.extract_time_note,
        ),
        Fact(
            label=_("Current metering points"),
            values=[report.population],
            note=_("In the own register on that day: every state but closed down."),
        ),
        Fact(label=_("Metering points in the extract"), values=[report.extract_points]),
        Fact(
            label=_("Own register read after change no."),
            values=[report.register_change],
            note=_("Number of the newest change in the company file when it was compared."),
        ),
        Fact(
            label=_("Fields compared"),
            values=[len(report.compared_fields)],
            note=_("Listed at the end of this sheet. CPR numbers are not part of the check."),
        ),
        Fact(
            label=_("Fields not checked"),
            values=[len(report.unchecked_fields)],
            note=_("The extract does not carry them: the month is not fulfilled.")
            if report.unchecked_fields
            else "",
        ),
    ]


def _totals(report: SelfControlReport) -> Grid:
    return Grid(
        header=[_("Sheet"), _("What it lists"), _("Rows"), ""],
        rows=[
            (Sheet.DEVIATIONS.label, _("Fields that differ"), len(report.differing)),
            (
                Sheet.MISSING_IN_DATAHUB.label,
                _("Points not in the extract"),
                len(report.missing_in_datahub),
            ),
            (
                Sheet.MISSING_IN_OWN.label,
                _("Points only in the extract"),
                len(report.missing_in_own),
            ),
            (Sheet.SAMPLE.label, _("Points drawn"), len(report.sample)),
            (Sheet.TO_RESEND.label, _("Own data that must be sent again"), len(report.to_resend)),
            (
                Sheet.TO_TELL.label,
                _("Data for which the supplier or Energinet answers"),
                len(report.to_tell),
            ),
            ("", _("Reported already, answer from DataHub awaited"), report.awaiting),
            (
                Sheet.NOT_CHECKED.label,
                _("Fields and points the extract says nothing about"),
                len(report.unchecked_fields) + len(report.not_checked),
            ),
        ],
    )


def _drawing(report: SelfControlReport) -> list[Fact]:
    return [
        Fact(label=_("Least number of points"), values=[report.required_sample]),
        Fact(label=_("Points drawn"), values=[report.sample_size]),
        Fact(label=_("Seed"), values=[str(report.seed)], note=report.draw),
        Fact(
            label=_("Discrepancies in the sample"),
            values=[report.sample_discrepancies],
            note=_("Points that only the extract has are always looked at and counted here."),
        ),
        Fact(label=_("All points compared"), values=[report.is_full]),
        Fact(label=_("Points compared"), values=[report.compared]),
    ]


def _files(report: SelfControlReport) -> Grid:
    return Grid(
        header=[_("File"), _("SHA-256 checksum"), _("Last written"), _("Rows")],
        rows=[
            (
                file.name,
                file.sha256 + (f"\n{file.note}" if file.note else ""),
                file.modified,
                file.rows,
            )
            for file in report.files
        ],
    )


def _carried_out(report: SelfControlReport) -> list[Fact]:
    return [
        Fact(label=_("Carried out by"), values=[report.who]),
        Fact(label=_("Started"), values=[report.started], kind=CellKind.MOMENT),
        Fact(label=_("Finished"), values=[report.finished], kind=CellKind.MOMENT),
        Fact(label=_("Signed off"), values=[report.signed_off]),
        Fact(label=_("Rule set"), values=[report.rule_set]),
        Fact(label=_("Program"), values=[report.program]),
    ]


def _fields(report: SelfControlReport) -> Grid:
    compared = [(f.label, f.source, f.responsible, _("Compared")) for f in report.compared_fields]
    unchecked = [
        (f.label, f.source, f.responsible, _("NOT CHECKED")) for f in report.unchecked_fields
    ]
    return Grid(
        header=[_("Field"), _("Source"), _("Data owner"), _("Result")],
        rows=[*unchecked, *compared],
    )


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
