"""The first sheet of a monthly check's workbook: parameters, files, rule, result and totals.

**Source**: Forskrift I § 4 stk. 4-5; design § 2.5: a kept run can be explained from itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.layout import Fact, FactsSheet, Grid, Section
from app.reports.self_control_report import Sheet
from app.reports.styles import CellKind
from app.texts import _

if TYPE_CHECKING:
    from app.reports.self_control_report import SelfControlReport


def basis_sheet(report: SelfControlReport) -> FactsSheet:
    """Return the sheet that says what was checked, how, by whom and with what result."""
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
