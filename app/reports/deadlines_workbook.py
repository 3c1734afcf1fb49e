"""The workbook of open time limits: what must be done, for which object, and until when.

**Source**: ux § 1 nr. 12 and 15; design § 2.6 (three dates per limit).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports.layout import Book, Column, Fact, FactsSheet, Grid, RowsSheet, Section
from app.reports.styles import CellKind
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.xlsx_rows import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """One open limit.

    Attributes:
        state: In words.
        working_days_left: Negative when late; None when no day is counted.
        last_safe_day: The strictest reading: what is warned on.
        last_day: The default reading.
        last_attempt_day: The most lenient reading.
        first_day: First permitted day of a limit that says when something may begin.
        metering_point_id: 18 digits; "" when it is about something else.
        name: Address, or name.
        what: The step that meets the limit.
        limit: The limit in a few words.
        process: Name of the process.
        process_number: Its number; None for the company's own limits.
        anchor: The day it is counted from.
        source: Paragraph.
    """

    state: str
    working_days_left: int | None
    last_safe_day: date | None
    last_day: date | None
    last_attempt_day: date | None
    first_day: date | None
    metering_point_id: str
    name: str
    what: str
    limit: str
    process: str
    process_number: int | None
    anchor: date
    source: str


@dataclass(frozen=True, kw_only=True)
class DeadlinesReport:
    """Everything the workbook says; `made_at` is aware, `shown_at` is Danish time without zone."""

    company: str
    as_of: date
    made_at: datetime
    shown_at: datetime
    program: str
    rule_set: str
    calendar: str
    lines: Sequence[DeadlineLine]


def deadlines_book(report: DeadlinesReport) -> Book:
    """Return the workbook of open limits, ready to be written."""
    return Book(
        title=_("Deadlines"),
        company=report.company,
        reference=report.program,
        made_at=report.made_at,
        sheets=[_list(report), _basis(report)],
    )


def _list(report: DeadlinesReport) -> RowsSheet:
    """Return the list; the column of first days is left out when no limit has one."""
    has_first_day = any(line.first_day for line in report.lines)
    first_day = [Column(title=_("First day"), width=11.5, kind=CellKind.DAY)]
    return RowsSheet(
        name=_("Deadlines"),
        title=_("Deadlines as of {day}").format(day=f"{report.as_of:%d-%m-%Y}"),
        columns=[
            Column(title=_("State"), width=15, kind=CellKind.WRAPPED),
            Column(title=_("Working days left"), width=9, kind=CellKind.REFERENCE),
            *(first_day if has_first_day else []),
            Column(title=_("Last safe day"), width=11.5, kind=CellKind.DAY),
            Column(title=_("Last day"), width=11.5, kind=CellKind.DAY),
            Column(title=_("Last attempt"), width=11.5, kind=CellKind.DAY),
            Column(title=_("Metering point ID"), width=20),
            Column(title=_("Name or address"), width=27, kind=CellKind.WRAPPED),
            Column(title=_("What must be done"), width=27, kind=CellKind.WRAPPED),
            Column(title=_("Limit"), width=27, kind=CellKind.WRAPPED),
            Column(title=_("Counted from"), width=11.5, kind=CellKind.DAY),
            Column(title=_("Process"), width=20, kind=CellKind.WRAPPED),
            Column(title=_("No."), width=6, kind=CellKind.REFERENCE),
            Column(title=_("Source"), width=22, kind=CellKind.WRAPPED),
        ],
        rows=[_cells(line, has_first_day=has_first_day) for line in report.lines],
    )


def _cells(line: DeadlineLine, *, has_first_day: bool) -> list[CellValue]:
    return [
        line.state,
        line.working_days_left,
        *([line.first_day] if has_first_day else []),
        line.last_safe_day,
        line.last_day,
        line.last_attempt_day,
        line.metering_point_id,
        line.name,
        line.what,
        line.limit,
        line.anchor,
        line.process,
        line.process_number,
        line.source,
    ]


def _basis(report: DeadlinesReport) -> FactsSheet:
    by_state = Counter(line.state for line in report.lines)
    return FactsSheet(
        name=_("About the deadlines"),
        title=_("Deadlines"),
        subtitle=f"{report.company} · {report.as_of:%d-%m-%Y}",
        sections=[
            Section(
                title=_("Totals"),
                content=[
                    Grid(
                        header=[_("State"), _("Open limits")],
                        rows=[
                            *by_state.items(),
                            (_("In all"), len(report.lines)),
                        ],
                    )
                ],
            ),
            Section(
                title=_("How the days are counted"),
                content=[
                    Fact(
                        label=_("Last safe day"),
                        values=[_("By the strictest reading of the rule; the one to keep.")],
                    ),
                    Fact(label=_("Last day"), values=[_("By the usual reading.")]),
                    Fact(label=_("Last attempt"), values=[_("By the most lenient reading.")]),
                    Fact(label=_("Calendar"), values=[report.calendar]),
                    Fact(label=_("Rule set"), values=[report.rule_set]),
                ],
            ),
            Section(
                title=_("Made"),
                content=[
                    Fact(label=_("Time"), values=[report.shown_at], kind=CellKind.MOMENT),
                    Fact(label=_("Program"), values=[report.program]),
                ],
            ),
        ],
    )
