"""`netkontor new`, `demo`, `backup`, `restore`, `check`: the company file as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.arguments import parse_day, parse_whole_number
from app.commands.framework import Command
from app.commands.output import EXIT_DONE, EXIT_FINDINGS
from app.commands.parts import Request
from app.texts import _, ngettext

if TYPE_CHECKING:
    from app.services.company_check import CheckReport

_MOST_FINDINGS_SHOWN = 100
_MOST_SEEDS = 10**9


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    return (
        Command("new", new, _("Make an empty company file.")),
        Command("demo", demo, _("Make a company file with a plausible made-up company.")),
        Command("backup", backup, _("Make a verified copy of a company file.")),
        Command("restore", restore, _("Restore a backup; a file in its place is kept beside it.")),
        Command(
            "check",
            check,
            _("Check a company file: is it whole, and do its data keep the rules?"),
        ),
    )


def new(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The file to make."))],
    gln: Annotated[
        str, typer.Option("--gln", metavar="GLN", help=_("The company's GLN, 13 digits."))
    ],
    name: Annotated[str, typer.Option("--name", metavar=_("NAME"), help=_("The company's name."))],
    grid_area: Annotated[
        list[str],
        typer.Option(
            "--grid-area",
            metavar="NNN...",
            help=_("The company's grid areas, 3 digits each; may be given several times."),
        ),
    ],
) -> int:
    """Make an empty company file."""
    from app.services.company import close, create_company

    request: Request = context.obj
    session = create_company(
        Path(file),
        gln=gln,
        name=name,
        grid_areas=[code for text in grid_area for code in text.split(",")],
        catalogues=request.parts.catalogues(),
        clock=request.parts.clock,
        who=request.parts.who,
    )
    path = session.company_file.path
    close(session)
    if request.output.as_json:
        request.output.document({"file": path})
    request.output.line(_("{path} was made.").format(path=path))
    return EXIT_DONE


def demo(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The file to make."))],
    metering_points: Annotated[
        str,
        typer.Option("--metering-points", metavar="N", help=_("Number of metering points.")),
    ] = "2000",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar=_("DATE"),
            help=_("The demo's today; its open work lies around this day."),
        ),
    ] = "",
    seed: Annotated[
        str,
        typer.Option("--seed", metavar="N", help=_("Another number makes another company.")),
    ] = "1",
) -> int:
    """Make a company file with a plausible made-up company."""
    from app.services.demo import DEMO_DAY, FEWEST_POINTS, MOST_POINTS, DemoOrder, make_demo

    request: Request = context.obj
    order = DemoOrder(
        points=parse_whole_number(
            metering_points, "--metering-points", least=FEWEST_POINTS, most=MOST_POINTS
        ),
        as_of=parse_day(as_of, "--as-of") if as_of else DEMO_DAY,
        seed=parse_whole_number(seed, "--seed", least=0, most=_MOST_SEEDS),
    )
    made = make_demo(Path(file), order, catalogues=request.parts.catalogues())
    if request.output.as_json:
        request.output.document(
            {
                "file": made.path,
                "metering_points": made.points,
                "as_of": order.as_of,
                "seed": order.seed,
                "datahub_extract": made.extract,
                "description": made.description,
            }
        )
    request.output.line(
        _("{path} was made with {points} metering points.").format(
            path=made.path, points=made.points
        )
    )
    request.output.line(
        _("Beside it: the DataHub extract {extract}, and what was hidden in it: {text}.").format(
            extract=made.extract.name, text=made.description.name
        )
    )
    return EXIT_DONE


def backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
    out: Annotated[str, typer.Argument(metavar=_("OUT"), help=_("The copy to make."))],
) -> int:
    """Make a verified copy of a company file."""
    from app.services.company import back_up

    request: Request = context.obj
    with request.parts.session(Path(file), read_only=True) as session:
        report = back_up(session, Path(out))
    if request.output.as_json:
        request.output.document(
            {
                "backup": report.path,
                "parts": report.parts,
                "bytes": report.size,
                "verified": report.verified,
            }
        )
    request.output.line(_("{path} was made and verified.").format(path=report.path))
    return EXIT_DONE


def restore(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar=_("BACKUP"), help=_("The backup."))],
    file: Annotated[
        str, typer.Argument(metavar=_("FILE"), help=_("The company file to make of it."))
    ],
) -> int:
    """Restore a backup; a file in its place is kept beside it."""
    from app.services.company import restore as restore_backup

    request: Request = context.obj
    report = restore_backup(Path(source), Path(file), clock=request.parts.clock)
    if request.output.as_json:
        request.output.document({"file": report.path, "kept_old": report.kept_old})
    request.output.line(_("{path} was restored.").format(path=report.path))
    if report.kept_old is not None:
        request.output.line(
            _("The file that was there is now {path}.").format(path=report.kept_old)
        )
    return EXIT_DONE


def check(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
) -> int:
    """Check a company file: is it whole, and do its data keep the rules?"""
    from app.services.company import check_file

    request: Request = context.obj
    report = check_file(
        Path(file), catalogues=request.parts.catalogues(), clock=request.parts.clock
    )
    if request.output.as_json:
        request.output.document(_check_document(report))
    else:
        _write_findings(request, report)
    return EXIT_FINDINGS if report.findings or report.violations else EXIT_DONE


def _check_document(report: CheckReport) -> dict[str, object]:
    return {
        "metering_points": report.points,
        "findings": [
            {
                "kind": finding.kind,
                "table": finding.table,
                "key": finding.key,
                "message": finding.message,
            }
            for finding in report.findings
        ],
        "errors": report.violations,
        "warnings": report.warnings,
        "violations": [
            {
                "metering_point_id": found.metering_point_id,
                "rule": found.violation.rule,
                "severity": found.violation.severity,
                "field": found.violation.field,
                "message": found.violation.message,
                "source": found.violation.source,
            }
            for found in report.rule_findings
        ],
    }


def _write_findings(request: Request, report: CheckReport) -> None:
    output = request.output
    for finding in report.findings[:_MOST_FINDINGS_SHOWN]:
        output.line(finding.message)
    output.table(
        (_("Metering point"), _("Rule"), _("Field"), _("Message")),
        [
            (
                found.metering_point_id,
                found.violation.rule,
                found.violation.field,
                found.violation.message,
            )
            for found in report.rule_findings[:_MOST_FINDINGS_SHOWN]
        ],
    )
    if not report.findings:
        output.line(_("The file is whole."))
    text = ngettext(
        "{count} metering point checked: {errors} errors, {warnings} warnings.",
        "{count} metering points checked: {errors} errors, {warnings} warnings.",
        report.points,
    )
    output.line(
        text.format(count=report.points, errors=report.violations, warnings=report.warnings)
    )
