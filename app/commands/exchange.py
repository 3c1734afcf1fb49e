"""`netkontor import`, `export` and `self-control`: files in and out, and the monthly check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.clock import DANISH_TIME
from app.commands.arguments import Sign, parse_day, parse_month, parse_sign, parse_whole_number
from app.commands.framework import Command
from app.commands.output import EXIT_DONE, EXIT_FINDINGS
from app.commands.parts import Request
from app.domain.errors import AppError, RefusedError
from app.texts import _, format_day, ngettext

if TYPE_CHECKING:
    from app.services.check_views import FindingRow, RunDetail
    from app.services.imports import ImportResult
    from app.services.session import Session

_MOST_SEEDS = 2**63 - 1
_MOST_REASONS_SHOWN = 20


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    return (
        Command("import", import_files, _("Take in CSV files or workbooks.")),
        Command("export", export_file, _("Write one kind of table to a CSV file or workbook.")),
        Command(
            "self-control",
            self_control,
            _("Compare the register with DataHub's, as Forskrift I § 4, stk. 4-5 asks for."),
        ),
    )


def import_files(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
    sources: Annotated[
        list[str],
        typer.Argument(metavar=_("SOURCE..."), help=_("The files to take in, one after another.")),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar=_("KIND"),
            help=_("Kind of table (metering_points, charges ...); else told by the header."),
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would happen; write nothing."))
    ] = False,
    decimal_sign: Annotated[
        str,
        typer.Option(
            "--decimal-sign",
            metavar=_("SIGN"),
            help=_("Point (.) or comma (,), for a file that does not show which one it uses."),
        ),
    ] = "",
) -> int:
    """Take in CSV files or workbooks."""
    order = _Order(kind=kind or None, dry_run=dry_run, decimal_sign=parse_sign(decimal_sign))
    request: Request = context.obj
    results: list[ImportResult] = []
    with request.parts.session(Path(file)) as session:
        for source in sources:
            results.append(_import_one(session, source, order, results))
            _write_result(request, source, results[-1])
    if request.output.as_json:
        documents = [result.document() for result in results]
        # One source is the usual case, and its document is the one design § 5 describes.
        request.output.document(documents[0] if len(documents) == 1 else documents)
    return EXIT_FINDINGS if any(result.has_findings for result in results) else EXIT_DONE


@dataclass(frozen=True, kw_only=True)
class _Order:
    """How every source is read; see `import_file`."""

    kind: str | None
    dry_run: bool
    decimal_sign: Sign


def _import_one(
    session: Session, source: str, order: _Order, before: list[ImportResult]
) -> ImportResult:
    from app.services.imports import import_file

    try:
        return import_file(
            session,
            Path(source),
            kind=order.kind,
            dry_run=order.dry_run,
            decimal_sign=order.decimal_sign,
        )
    except AppError as error:
        if before and not order.dry_run:
            error.remedy = " ".join(
                (error.remedy, _("The files named before it have been taken in."))
            ).strip()
        raise


def _write_result(request: Request, source: str, result: ImportResult) -> None:
    output = request.output
    output.line(f"{source}: {result.summary()}")
    for note in result.notes:
        output.line(f"  {note}")
    for rejected in result.rejected[:_MOST_REASONS_SHOWN]:
        reasons = " ".join(violation.message for violation in rejected.violations)
        output.line("  " + _("Row {row}: {reasons}").format(row=rejected.row, reasons=reasons))
    left_out = len(result.rejected) - _MOST_REASONS_SHOWN
    if left_out > 0:
        text = ngettext("... and {count} more row.", "... and {count} more rows.", left_out)
        output.line("  " + text.format(count=left_out))
    if result.rejected_file is not None:
        output.line(
            "  "
            + _("The rejected rows, ready to be corrected: {path}").format(
                path=result.rejected_file
            )
        )


def export_file(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
    kind: Annotated[
        str,
        typer.Argument(metavar=_("KIND"), help=_("Kind of table (metering_points, charges ...).")),
    ],
    out: Annotated[
        str,
        typer.Option("-o", "--out", metavar=_("OUT"), help=_("The file to write, .csv or .xlsx.")),
    ],
) -> int:
    """Write one kind of table to a CSV file or workbook."""
    from app.services.exports import export_file as write_export

    request: Request = context.obj
    with request.parts.session(Path(file), read_only=True) as session:
        result = write_export(session, kind, Path(out))
    if request.output.as_json:
        request.output.document({"kind": result.kind, "file": result.path, "rows": result.rows})
    text = ngettext(
        "{count} row written to {path}.", "{count} rows written to {path}.", result.rows
    )
    request.output.line(text.format(count=result.rows, path=result.path))
    return EXIT_DONE


_Month = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help=_("The month that is checked."))
]
_Extracts = Annotated[
    list[str],
    typer.Option(
        "--datahub",
        metavar=_("EXTRACT..."),
        help=_("Extract of DataHub's data; several files make one extract."),
    ),
]
_Workbook = Annotated[
    str, typer.Option("-o", "--out", metavar="OUT.xlsx", help=_("The workbook to write."))
]
_Seed = Annotated[str, typer.Option("--seed", metavar="N", help=_("Draws the same sample again."))]
_ExtractDate = Annotated[
    str,
    typer.Option(
        "--extract-date",
        metavar=_("DATE"),
        help=_("The day the extract was made, when neither it nor its file's time says so."),
    ),
]
_Partial = Annotated[
    bool,
    typer.Option(
        "--partial",
        help=_("The extract holds only some points; the others are not checked."),
    ),
]


def self_control(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
    *,
    month: _Month,
    datahub: _Extracts,
    out: _Workbook,
    seed: _Seed = "",
    extract_date: _ExtractDate = "",
    partial: _Partial = False,
) -> int:
    """Compare the register with DataHub's."""
    from app.services.self_control import (
        findings,
        refuse_bad_target,
        run_check,
        run_detail,
        write_workbook,
    )

    request: Request = context.obj
    first_day = parse_month(month, "--month")
    refuse_bad_target(Path(out))
    number = parse_whole_number(seed, "--seed", least=0, most=_MOST_SEEDS) if seed else None
    with request.parts.session(Path(file)) as session:
        outcome = run_check(
            session,
            f"{first_day:%Y-%m}",
            [Path(extract) for extract in datahub],
            seed=number,
            extract_time=parse_day(extract_date, "--extract-date") if extract_date else None,
            partial=partial,
        )
        if outcome.value is None:
            raise RefusedError(" ".join(found.message for found in outcome.violations))
        write_workbook(session, outcome.value, Path(out))
        detail = run_detail(session, outcome.value)
        found = findings(session, outcome.value)
    if request.output.as_json:
        request.output.document(_check_document(detail, found, Path(out)))
    else:
        _write_check(request, detail, Path(out))
    return EXIT_FINDINGS if detail.row.has_findings else EXIT_DONE


def _check_document(
    detail: RunDetail, found: tuple[FindingRow, ...], workbook: Path
) -> dict[str, object]:
    row = detail.row
    return {
        "run": row.id,
        "month": row.month,
        "as_of": row.as_of,
        "population": row.population,
        "sample_size": row.sample_size,
        "seed": detail.seed,
        "full_check": row.is_full,
        "verdict": row.verdict,
        "fulfilled": row.fulfilled,
        "unchecked_fields": [field.id for field in detail.unchecked_fields],
        "unchecked_points": detail.unchecked_points,
        "discrepancies": [
            {
                "kind": item.kind,
                "metering_point_id": item.metering_point_id,
                "field": item.field_id or None,
                "own": item.own,
                "datahub": item.datahub,
                "treatment": item.treatment,
                "in_sample": item.in_sample,
            }
            for item in found
        ],
        "workbook": workbook,
    }


def _write_check(request: Request, detail: RunDetail, workbook: Path) -> None:
    output, row = request.output, detail.row
    output.line(
        _("Check of {month} as of {day}: {verdict}").format(
            month=row.month,
            day=format_day(row.as_of.astimezone(DANISH_TIME)),
            verdict=row.verdict_label,
        )
    )
    output.line(
        _("{population} current points, {sample} drawn with seed {seed}.").format(
            population=row.population, sample=row.sample_size, seed=detail.seed
        )
    )
    text = ngettext("{count} discrepancy.", "{count} discrepancies.", row.discrepancies)
    output.line(text.format(count=row.discrepancies))
    for note in detail.notes:
        output.line(note)
    output.line(_("{path} was written.").format(path=workbook))
