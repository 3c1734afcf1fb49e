"""Check a whole company file: is it intact, and do its data keep the rules?

**Source**: design § 5 (`check`): integrity and rule check of the whole file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.checks import Operation, Situation, check_master_data
from app.domain.situation import DEFAULT_RULE_SET
from app.domain.violations import Severity, Violation
from app.services.tasking import NoTask
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

    from app.clock import Clock
    from app.domain.master_data import MasterData
    from app.services.session import Catalogues
    from app.services.tasking import Task
    from app.store import Reader
    from app.store.integrity import Finding

MOST_KEPT = 1000
_BETWEEN_REPORTS = 500


@dataclass(frozen=True)
class RuleFinding:
    """A metering point that breaks a rule."""

    metering_point_id: str
    violation: Violation


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What a check of a company file found.

    Attributes:
        findings: What is wrong with the file itself; empty when it is whole.
        violations: Number of errors in the current master data.
        warnings: Number of warnings in the current master data.
        rule_findings: The errors, at most a thousand.
        points: Metering points that were checked.
    """

    findings: tuple[Finding, ...]
    violations: int
    warnings: int
    rule_findings: tuple[RuleFinding, ...]
    points: int


def check_file(
    path: Path, *, catalogues: Catalogues, clock: Clock, task: Task | None = None
) -> CheckReport:
    """Check a company file from end to end, without changing it.

    Raises:
        CompanyFileError: When it is no company file, or of a newer version.
        DamagedFileError: When it is cut short or cannot be read.
        CancelledError: When the task was cancelled.
    """
    from app.store import CompanyFile, integrity

    watch = task or NoTask()

    def tell(done: int, total: int) -> None:
        watch.raise_if_cancelled()
        watch.report(done, total, _("Checking the file"))

    findings = integrity.check_file(path, catalogue=catalogues.fields, progress=tell)
    with (
        CompanyFile.open(
            path, clock=clock, catalogue=catalogues.fields, read_only=True
        ) as company_file,
        company_file.read() as reader,
    ):
        return _check_rules(reader, catalogues, clock, watch, tuple(findings))


def _check_rules(
    reader: Reader,
    catalogues: Catalogues,
    clock: Clock,
    task: Task,
    findings: tuple[Finding, ...],
) -> CheckReport:
    """Check the current master data of every point."""
    total = reader.points.count()
    parents, common = _parents(reader, clock), _common_situation(reader, clock)
    kept: list[RuleFinding] = []
    errors = warnings = points = 0
    for point_id, values in reader.points.current_rows(clock.today()):
        points += 1
        if points % _BETWEEN_REPORTS == 0:
            task.raise_if_cancelled()
            task.report(points, total, _("Checking metering points"))
        situation = _with_parent(common, values, parents)
        whole = values.replacing({"metering_point_id": point_id, "valid_from": clock.today()})
        for violation in check_master_data(catalogues.fields, whole, situation):
            if violation.severity is Severity.WARNING:
                warnings += 1
            elif violation.severity is Severity.ERROR:
                errors += 1
                if len(kept) < MOST_KEPT:
                    kept.append(RuleFinding(point_id, violation))
    return CheckReport(
        findings=findings,
        violations=errors,
        warnings=warnings,
        rule_findings=tuple(kept),
        points=points,
    )


def _parents(reader: Reader, clock: Clock) -> dict[str, MasterData | None]:
    """Return the master data of every point that is somebody's parent."""
    names = {
        values.text("parent_metering_point_id")
        for _point_id, values in reader.points.current_rows(
            clock.today(), fields=("parent_metering_point_id",)
        )
    }
    return {name: reader.points.master_data(name, clock.today()) for name in sorted(names) if name}


def _common_situation(reader: Reader, clock: Clock) -> Situation:
    """Return what the checks of every point have in common."""
    return Situation(
        today=clock.today(),
        rule_set=reader.settings.get("company.rule_set", DEFAULT_RULE_SET),
        operation=Operation.STORED,
        known_grid_areas=frozenset(area.code for area in reader.grid_areas.all()),
        own_grid_areas=reader.grid_areas.own_codes(),
        own_gln=reader.settings.get("company.gln"),
    )


def _with_parent(
    common: Situation, values: MasterData, parents: dict[str, MasterData | None]
) -> Situation:
    name = values.text("parent_metering_point_id")
    if not name:
        return common
    parent = parents.get(name)
    return replace(common, parent=parent, parent_exists=parent is not None)
