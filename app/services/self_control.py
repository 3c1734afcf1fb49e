"""The monthly check of the register against DataHub: run, look, sign off, send again.

**Source**: Forskrift I § 4 stk. 4-5; design § 2.5 (kept runs are immutable).
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from app.clock import DANISH_TIME
from app.domain.errors import (
    InputFileError,
    NotFoundError,
    OutputFileError,
    RefusedError,
    UsageError,
)
from app.domain.self_control import Treatment, perform_check, rule_in_force
from app.reports.self_control_workbook import self_control_book
from app.reports.workbook import write_book
from app.services.changes import Outcome
from app.services.checking.extract_times import parse_instant
from app.services.checking.extracts import Extract, ExtractOrder, read_extract
from app.services.checking.kept import keep_extracts, keep_workbook, kept_workbook
from app.services.checking.record import RUN_KIND, RunFacts, run_draft, run_findings
from app.services.checking.registers import BothSides, both_sides, own_rows, wanted_fields
from app.services.checking.report import ReportWriter
from app.services.checking.views import RunViews, run_row
from app.services.company import rule_sets
from app.services.file_kinds import kinds_of
from app.services.process_opening import open_resend
from app.services.saving import change_set_of
from app.services.stored_processes import facts_of
from app.services.tasking import NoTask
from app.texts import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from app.services.check_views import FindingRow, RunDetail, RunRow
    from app.services.session import Session
    from app.services.tasking import Task
    from app.store import CheckRun, Reader

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SEEDS = 2**31
_RESEND = "resend_master_data"


def run_check(  # noqa: PLR0913  # each is asked for by name
    session: Session,
    month: str,
    extracts: Sequence[Path],
    *,
    seed: int | None = None,
    extract_time: datetime | date | None = None,
    partial: bool = False,
    sample_size: int | None = None,
    task: Task | None = None,
) -> Outcome[int]:
    """Compare the register with an extract and keep the run.

    Args:
        session: The open company.
        month: "YYYY-MM", the month the check is for.
        extracts: Files in the format of `metering_points`; several make one extract.
        seed: Draws the same sample again; a new one is drawn when None, and kept.
        extract_time: When the extract was made; else its own column says so, or the file's time.
        partial: Whether the extract holds only some of the points.
        sample_size: Points to draw when more than the least number is wanted.
        task: Hears about progress, and can cancel.

    Returns:
        The number of the run.

    Raises:
        UsageError: When the month is not one or no extract is given.
        InputFileError: When an extract cannot be read or contradicts itself.
        OutputFileError: When the run cannot be kept.
        CancelledError: When the operator cancelled; nothing was kept.
    """
    _refuse_bad_order(month, extracts)
    watch = task or NoTask()
    started_at = session.clock.now()
    with session.company_file.read() as reader:
        extract = _extract(session, reader, extracts, extract_time, watch)
        watch.raise_if_cancelled()
        watch.report(0, 0, _("Comparing with the register"))
        sides = _both_sides(session, reader, extract, partial=partial)
        chosen = secrets.randbelow(_SEEDS) if seed is None else seed
        result = perform_check(sides.registers, chosen, size=sample_size)
        company = reader.settings.all()
        register_change = reader.changes.last_id()
    watch.raise_if_cancelled()
    watch.report(0, 0, _("Keeping the check"))
    kept = keep_extracts(session.company_file, extract)
    facts = RunFacts(
        month=month,
        company_gln=company.get("company.gln", ""),
        company_name=company.get("company.name", ""),
        rule_set=session.rule_set,
        started_at=started_at,
        finished_at=session.clock.now(),
        register_change=register_change,
        partial=partial,
        kept_files=tuple(file.sha256 for file in kept),
    )
    draft = run_draft(result, sides, facts, session.catalogues.fields)
    with session.company_file.write(who=session.who, kind=RUN_KIND) as writer:
        for file in kept:
            writer.stored_files.add(
                sha256=file.sha256, name=file.name, size=file.size, kind="datahub_extract"
            )
        run_id = writer.check_runs.add(draft, run_findings(result, sides))
        watch.raise_if_cancelled()
        summary = _("Monthly check of {month} carried out").format(month=month)
        change_set = change_set_of(writer, summary)
    return Outcome(value=run_id, change_set=change_set)


def _refuse_bad_order(month: str, extracts: Sequence[Path]) -> None:
    if not _MONTH.fullmatch(month):
        raise UsageError(
            _("“{month}” is not a month.").format(month=month),
            remedy=_("Write it as 2026-11."),
        )
    if not extracts:
        raise UsageError(_("The check needs an extract from DataHub."))


def _extract(
    session: Session,
    reader: Reader,
    paths: Sequence[Path],
    extract_time: datetime | date | None,
    task: Task,
) -> Extract:
    catalogue = session.catalogues.fields
    fields = wanted_fields(catalogue)
    extract = read_extract(
        ExtractOrder(
            paths=paths,
            kind=kinds_of(catalogue)["metering_points"],
            fields=fields,
            made_at=None if extract_time is None else parse_instant(extract_time.isoformat()),
            now=session.clock.now(),
        ),
        catalogue,
        lambda day: own_rows(reader, fields, day),
        task,
    )
    if not extract.points:
        raise InputFileError(
            _("{path} holds no metering point that is in force on {day}.").format(
                path=paths[0], day=f"{extract.day:%d-%m-%Y}"
            )
        )
    return extract


def _both_sides(session: Session, reader: Reader, extract: Extract, *, partial: bool) -> BothSides:
    return both_sides(
        reader,
        session.catalogues.processes,
        extract,
        rule_in_force(),
        partial=partial,
    )


def list_runs(session: Session) -> tuple[RunRow, ...]:
    """Return the kept checks, newest first."""
    with session.company_file.read() as reader:
        return tuple(run_row(run) for run in reader.check_runs.all(kind=RUN_KIND))


def run_detail(session: Session, run_id: int) -> RunDetail:
    """Return the page of one check.

    Raises:
        NotFoundError: When there is no such check.
    """
    with session.company_file.read() as reader:
        run = _run(reader, run_id)
        return RunViews(session.catalogues.fields).detail(
            run, rule_in_force(), resend_processes=_resend_processes(reader, run_id)
        )


def findings(session: Session, run_id: int) -> tuple[FindingRow, ...]:
    """Return everything a check found or could not check, by metering point and field.

    Raises:
        NotFoundError: When there is no such check.
    """
    with session.company_file.read() as reader:
        _run(reader, run_id)
        views = RunViews(session.catalogues.fields)
        return tuple(views.findings(reader.check_runs.findings(run_id)))


def write_workbook(
    session: Session, run_id: int, target: Path, *, task: Task | None = None
) -> None:
    """Write the workbook of a check; a signed-off check gives the very same file again.

    Raises:
        NotFoundError: When there is no such check.
        OutputFileError: When it cannot be written.
        UsageError: When the name does not end in .xlsx.
    """
    refuse_bad_target(target)
    watch = task or NoTask()
    watch.report(0, 0, _("Writing the workbook"))
    with session.company_file.read() as reader:
        run = _run(reader, run_id)
        if run.signed_off_at is not None and kept_workbook(
            session.company_file, reader, run, target
        ):
            return
        _write_new(session, reader, run, target)


def refuse_bad_target(target: Path) -> None:
    """Refuse a file that cannot become a workbook, before anything is done.

    Raises:
        UsageError: When the name does not end in .xlsx.
        OutputFileError: When its folder does not exist.
    """
    if target.suffix.casefold() != ".xlsx":
        raise UsageError(_("{path} must end in .xlsx.").format(path=target))
    if not target.absolute().parent.is_dir():
        raise OutputFileError(
            _("{path} could not be written: the folder does not exist.").format(path=target)
        )


def _write_new(session: Session, reader: Reader, run: CheckRun, target: Path) -> None:
    writer = ReportWriter(
        session.catalogues.fields,
        rule_in_force(),
        reader.actors.names(),
        _resend_processes(reader, run.id),
        dict(rule_sets()).get(run.parameters["rule_set"], run.parameters["rule_set"]),
    )
    report = writer.report(run, reader.check_runs.findings(run.id))
    write_book(target, self_control_book(report))


def sign_off(session: Session, run_id: int) -> Outcome[int]:
    """Sign a check off: it can never be changed again, and its workbook is kept with it.

    Raises:
        NotFoundError: When there is no such check.
        RefusedError: When it is signed off already, or not everything was checked.
        OutputFileError: When the workbook cannot be kept.
    """
    with session.company_file.read() as reader:
        row = run_row(_run(reader, run_id))
    if not row.fulfilled:
        raise RefusedError(
            _("The check of {month} cannot be signed off: not everything was checked.").format(
                month=row.month
            ),
            remedy=_("Run it again with an extract that carries every field and point."),
        )
    with session.company_file.write(who=session.who, kind="sign_off") as writer:
        writer.check_runs.sign_off(run_id)
        run = _run(writer, run_id)
        keep_workbook(
            session.company_file,
            writer,
            run,
            lambda target: _write_new(session, writer, run, target),
        )
        summary = _("Monthly check of {month} signed off").format(month=row.month)
        change_set = change_set_of(writer, summary)
    return Outcome(value=run_id, change_set=change_set)


def open_resend_processes(
    session: Session, run_id: int, *, task: Task | None = None
) -> Outcome[tuple[int, ...]]:
    """Open a process with its deadlines for every point whose data must be sent again.

    Points that have such a process from this check already are passed over.

    Returns:
        The numbers of the processes that were opened.

    Raises:
        NotFoundError: When there is no such check.
        RefusedError: When there is nothing to send again, or everything is opened already.
    """
    watch = task or NoTask()
    with session.company_file.write(who=session.who, kind=_RESEND) as writer:
        run = _run(writer, run_id)
        wanted = _fields_to_resend(writer, run)
        opened = _resend_processes(writer, run_id)
        missing = {point: fields for point, fields in wanted.items() if point not in opened}
        if not missing:
            raise RefusedError(_("There is nothing more to send again from this check."))
        discovered_on = run.made_at.astimezone(DANISH_TIME).date()
        numbers = []
        for done, (point, fields) in enumerate(missing.items()):
            watch.raise_if_cancelled()
            watch.report(done, len(missing), _("Opening processes"))
            numbers.append(
                open_resend(
                    session,
                    writer,
                    point,
                    field_ids=fields,
                    discovered_on=discovered_on,
                    run_id=run_id,
                )
            )
        text = ngettext(
            "{count} process opened to send master data again",
            "{count} processes opened to send master data again",
            len(numbers),
        )
        change_set = change_set_of(writer, text.format(count=len(numbers)))
    return Outcome(value=tuple(numbers), change_set=change_set)


def _fields_to_resend(reader: Reader, run: CheckRun) -> dict[str, list[str]]:
    """Return the fields to send again by point; all compared ones when DataHub lacks the point."""
    every = [field["id"] for field in run.parameters["compared_fields"]]
    wanted: dict[str, list[str]] = {}
    for finding in reader.check_runs.findings(run.id):
        if finding.data.get("treatment") == Treatment.RESEND:
            names = [finding.field_id] if finding.field_id else every
            wanted.setdefault(finding.metering_point_id, []).extend(names)
    return wanted


def _resend_processes(reader: Reader, run_id: int) -> Mapping[str, int]:
    """Return the processes that were opened from a check, by point."""
    found: dict[str, int] = {}
    for stored in reader.processes.find(kinds=frozenset({_RESEND}), open_only=False):
        if facts_of(stored).inputs.get("run_id") == run_id:
            found[stored.object_id] = stored.id
    return found


def _run(reader: Reader, run_id: int) -> CheckRun:
    run = reader.check_runs.get(run_id)
    if run is None or run.kind != RUN_KIND:
        raise NotFoundError(_("There is no monthly check number {number}.").format(number=run_id))
    return run
