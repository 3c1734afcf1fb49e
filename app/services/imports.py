"""Take a file into the register: judged row by row, written whole or not at all.

**Source**: design §§ 5, 6 and 9; issue "Bad input". A verified backup is made first, the import is
kept with the file's checksum, and it can be undone as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import OutputFileError, StaleEditError
from app.exchange.recognition import is_reasons_column, recognise
from app.exchange.rows import RowReader
from app.exchange.tables import read_table
from app.services.file_kinds import (
    KindView,
    chosen_kind,
    exportable_kinds,
    importable_kinds,
    kinds_of,
)
from app.services.importing.plan import ImportJob, Plan
from app.services.importing.rejected_file import write_rejected
from app.services.saving import change_set_of
from app.services.tasking import NoTask
from app.store import NewImportRun
from app.texts import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.violations import Violation
    from app.exchange.decimal_signs import DecimalSign
    from app.exchange.kinds import ColumnMap, Kind
    from app.exchange.tables import Table
    from app.services.changes import ChangeSet
    from app.services.session import Session
    from app.services.tasking import Task

__all__ = [
    "ImportResult",
    "KindView",
    "RejectedRow",
    "exportable_kinds",
    "import_file",
    "importable_kinds",
]

_DATED = frozenset({"charges", "charge_prices", "charge_links"})
_OF_POINTS = frozenset({"metering_points", "meters", "supplies"})


@dataclass(frozen=True, kw_only=True)
class RejectedRow:
    """A row that was left out.

    Attributes:
        row: Its number in the file, as a spreadsheet program shows it.
        violations: Everything that is wrong with it.
    """

    row: int
    violations: tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What came of an import, or would come of it.

    Attributes:
        source: The file.
        kind: What it holds.
        rows: Rows with content.
        new: Rows about objects the register did not have.
        changed: Rows that changed what was believed.
        unchanged: Rows that said what was believed already.
        rejected: Rows that were left out.
        written: Whether anything went into the register; False for a trial.
        notes: How the file was read, and what was left out of it.
        rejected_file: Where the rejected rows were written; None when there are none.
        change_set: What was touched; None when nothing was written.
        has_blanked: Whether something that looked like a CPR number was left out.
    """

    source: Path
    kind: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    written: bool
    notes: tuple[str, ...] = ()
    rejected_file: Path | None = None
    change_set: ChangeSet | None = None
    has_blanked: bool = False

    @property
    def has_findings(self) -> bool:
        """Return whether the operator must look at something: exit code 1."""
        return bool(self.rejected) or self.has_blanked

    def document(self) -> dict[str, object]:
        """Return the result as the command line's JSON document."""
        return {
            "kind": self.kind,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [
                {"row": rejected.row, "violations": [_document(v) for v in rejected.violations]}
                for rejected in self.rejected
            ],
            "written": self.written,
        }

    def summary(self) -> str:
        """Return the counts as one sentence."""
        counts = _(
            "{rows} rows: {new} new, {changed} changed, {unchanged} unchanged, {bad} rejected"
        )
        return counts.format(
            rows=self.rows,
            new=self.new,
            changed=self.changed,
            unchanged=self.unchanged,
            bad=len(self.rejected),
        )


def _document(violation: Violation) -> dict[str, str]:
    return {
        "rule": violation.rule,
        "severity": violation.severity.value,
        "field": violation.field,
        "message": violation.message,
        "source": violation.source,
    }


def import_file(  # noqa: PLR0913  # each is asked for by name
    session: Session,
    source: Path,
    *,
    kind: str | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    decimal_sign: DecimalSign = "",
    task: Task | None = None,
) -> ImportResult:
    """Take one file in.

    Args:
        session: The open company.
        source: CSV or XLSX.
        kind: What it holds; recognised by its header when None.
        dry_run: Only tell what would come of it; nothing is written anywhere.
        sheet: Sheet of a workbook; the first one by default.
        decimal_sign: "." or "," when the file does not show it by itself.
        task: Hears about progress, and can cancel until the end.

    Raises:
        InputFileError: When the file cannot be read, fits no kind, or is ambiguous.
        UsageError: When there is no such kind.
        OutputFileError: When the disk is full; nothing was written then.
        StaleEditError: When somebody else wrote while the rows were judged.
        CancelledError: When the operator cancelled; nothing was written then.
    """
    watch = task or NoTask()
    chosen = chosen_kind(session, kind, to_import=True) if kind is not None else None
    table = read_table(source, sheet=sheet)
    columns = recognise(table, kinds_of(session.catalogues.fields), chosen.id if chosen else None)
    rows = RowReader(table, columns, session.catalogues.fields, decimal_sign=decimal_sign)
    with session.company_file.read() as reader:
        version = reader.changes.last_id()
        job = ImportJob(session=session, reader=reader, rows=rows, kind=columns.kind, task=watch)
        plan = _planned(job)
    blanked = table.blanked
    rejected_file = None
    change_set = None
    if not dry_run:
        if plan.rejected:
            rejected_file = _keep_rejected(session, table, rows, plan)
        if plan.good:
            change_set = _write(session, table, columns.kind, plan, version, watch)
    return ImportResult(
        source=source,
        kind=columns.kind.id,
        rows=plan.rows,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        rejected=tuple(
            RejectedRow(row=row, violations=found) for row, found in sorted(plan.rejected.items())
        ),
        written=change_set is not None,
        notes=tuple(_notes(table, columns, rows, plan)),
        rejected_file=rejected_file,
        change_set=change_set,
        has_blanked=bool(blanked),
    )


def _planned(job: ImportJob) -> Plan:
    """Judge the rows by the rules of their kind."""
    kind = job.kind.id
    if kind in _OF_POINTS:
        from app.services.importing.points import plan_points

        return plan_points(job)
    if kind in _DATED:
        from app.services.importing.charges import planner_of

        return planner_of(kind)(job, job.session.catalogues.charges).plan()
    if kind == "processes":
        from app.services.importing.processes import plan_processes

        return plan_processes(job)
    from app.services.importing import registers

    if kind == "actors":
        return registers.ActorsPlanner(job).plan()
    if kind == "grid_areas":
        return registers.plan_grid_areas(job)
    return registers.plan_meter_readings(job)


def _keep_rejected(session: Session, table: Table, rows: RowReader, plan: Plan) -> Path:
    """Write the rejected rows beside the source, or beside the company file when that fails."""
    source = table.path
    name = f"{source.stem}-rejected{source.suffix}"
    try:
        return write_rejected(source.with_name(name), table, rows, plan.rejected)
    except OutputFileError:
        target = session.company_file.path.with_name(name)
        if target.parent == source.parent:
            raise
        return write_rejected(target, table, rows, plan.rejected)


def _write(
    session: Session, table: Table, kind: Kind, plan: Plan, version: int, task: Task
) -> ChangeSet:
    from app.store.backup import backup_now

    task.raise_if_cancelled()
    if plan.new or plan.changed:
        task.report(0, 0, _("Making a backup"))
        backup_now(session.company_file, "before_import")
    name = table.path.name
    why = _("Import of {file}").format(file=name)
    with session.company_file.write(who=session.who, why=why, kind="import") as writer:
        if writer.changes.last_id() not in {version, writer.change_id}:
            raise StaleEditError(
                _("Somebody else changed the register while {file} was read.").format(file=name),
                remedy=_("Import it once more."),
            )
        plan.write(writer, task)
        writer.import_runs.add(
            NewImportRun(
                kind=kind.id,
                source_name=name,
                source_sha256=table.source.sha256,
                rows=plan.rows,
                new=plan.new,
                changed=plan.changed,
                unchanged=plan.unchanged,
                rejected=len(plan.rejected),
                data={"warnings": plan.warnings, "encoding": table.encoding},
            )
        )
        task.raise_if_cancelled()
        return change_set_of(writer, _summary(kind, name, plan))


def _summary(kind: Kind, name: str, plan: Plan) -> str:
    sentence = ngettext(
        "{kind} imported from {file}: {count} row",
        "{kind} imported from {file}: {count} rows",
        plan.good,
    )
    return sentence.format(kind=kind.label, file=name, count=plan.good)


def _notes(table: Table, columns: ColumnMap, rows: RowReader, plan: Plan) -> list[str]:
    """Return what the operator should know about how the file was read."""
    notes = [_how_read(table, rows)]
    for finding in table.blanked:
        text = ngettext(
            "What looked like a CPR number was left out: {count} cell in column {column},"
            " row {row}.",
            "What looked like CPR numbers was left out: {count} cells in column {column},"
            " first in row {row}.",
            finding.cells,
        )
        notes.append(text.format(count=finding.cells, column=finding.column, row=finding.first_row))
    passed_over = [name for _at, name in columns.unknown if name and not is_reasons_column(name)]
    if passed_over:
        names = ", ".join(passed_over)
        notes.append(_("Columns that were passed over: {names}.").format(names=names))
    if plan.warnings:
        text = ngettext(
            "{count} row breaks a rule that does not block.",
            "{count} rows break rules that do not block.",
            plan.warnings,
        )
        notes.append(text.format(count=plan.warnings))
    return notes


def _how_read(table: Table, rows: RowReader) -> str:
    if table.format == "xlsx":
        return _("Read sheet “{sheet}”.").format(sheet=table.sheet)
    separators = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
    signs = {".": _("point"), ",": _("comma"), "": _("none seen")}
    return _("Read as {encoding}, separator {separator}, decimal sign {sign}.").format(
        encoding=table.encoding,
        separator=separators[table.separator],
        sign=signs[rows.decimal_sign],
    )
