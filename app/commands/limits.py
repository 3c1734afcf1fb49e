"""`netkontor deadlines`: every open deadline of a company file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.arguments import parse_day
from app.commands.framework import Command
from app.commands.output import EXIT_DONE, EXIT_FINDINGS
from app.commands.parts import Request
from app.texts import _, format_day, ngettext

if TYPE_CHECKING:
    from datetime import date

    from app.services.deadline_views import OpenDeadline


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    help_text = _("Show every open deadline with its dates, state, object and source.")
    return (Command("deadlines", deadlines, help_text),)


def deadlines(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The company file."))],
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar=_("DATE"), help=_("The day the deadlines are judged on; today.")
        ),
    ] = "",
    ics: Annotated[
        str,
        typer.Option(
            "--ics",
            metavar=_("OUT"),
            help=_("Write them to a calendar file, or bring it up to date."),
        ),
    ] = "",
    xlsx: Annotated[
        str, typer.Option("--xlsx", metavar=_("OUT"), help=_("Write them to a workbook."))
    ] = "",
) -> int:
    """Show every open deadline; exit code 1 when one is overdue."""
    from app.services.deadline_files import write_deadline_calendar
    from app.services.deadline_views import DeadlineGroup
    from app.services.deadlines import open_deadlines

    request: Request = context.obj
    day = parse_day(as_of, "--as-of") if as_of else None
    with request.parts.session(Path(file), read_only=True) as session:
        found = open_deadlines(session, as_of=day)
        if ics:
            write_deadline_calendar(session, Path(ics), found)
        if xlsx:
            from app.services.deadline_files import write_deadline_workbook

            write_deadline_workbook(session, Path(xlsx), found, as_of=day or session.today)
    overdue = sum(deadline.group is DeadlineGroup.OVERDUE for deadline in found)
    if request.output.as_json:
        request.output.document([_document(deadline) for deadline in found])
    else:
        _write_table(request, found, overdue)
    for path in (ics, xlsx):
        if path:
            request.output.line(_("{path} was written.").format(path=path))
    return EXIT_FINDINGS if overdue else EXIT_DONE


def _document(deadline: OpenDeadline) -> dict[str, object]:
    return {
        "ref": deadline.ref,
        "id": deadline.deadline_id,
        "label": deadline.label,
        "state": deadline.state,
        "group": deadline.group,
        "object_kind": deadline.object_kind,
        "object": deadline.object_id,
        "object_label": deadline.object_label,
        "process": deadline.process_kind,
        "process_id": deadline.process_id,
        "step": deadline.step_id,
        "step_label": deadline.step_label,
        "anchor": deadline.anchor,
        "first_day": deadline.first_day,
        "last_safe_day": deadline.last_safe_day,
        "last_day": deadline.last_day,
        "last_attempt_day": deadline.last_attempt_day,
        "task_day": deadline.task_day,
        "working_days_left": deadline.working_days_left,
        "source": deadline.source,
    }


def _write_table(request: Request, found: tuple[OpenDeadline, ...], overdue: int) -> None:
    request.output.table(
        (
            _("State"),
            _("Safe day"),
            _("Last day"),
            _("Last attempt"),
            _("Working days"),
            _("Object"),
            _("What"),
            _("Source"),
        ),
        [
            (
                deadline.state_label,
                _day(deadline.display_day),
                _day(deadline.last_day),
                _day(deadline.last_attempt_day),
                "" if deadline.working_days_left is None else str(deadline.working_days_left),
                deadline.object_label,
                deadline.step_label,
                deadline.source,
            )
            for deadline in found
        ],
    )
    open_text = ngettext("{count} open deadline", "{count} open deadlines", len(found))
    overdue_text = ngettext("{count} overdue", "{count} overdue", overdue)
    request.output.line(
        f"{open_text.format(count=len(found))}, {overdue_text.format(count=overdue)}."
    )


def _day(day: date | None) -> str:
    return "" if day is None else format_day(day)
