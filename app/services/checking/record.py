"""A check as it is kept: everything needed to show it, and to write its workbook, again.

**Source**: design § 2.5 (kept runs are immutable); master-data § 9 ("Keep per run").
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app import __version__
from app.domain.self_control import CheckResult, Discrepancy, Treatment, Verdict
from app.services.checking.extract_times import TimeSource
from app.store import CheckFinding, CheckRunDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from app.domain.catalogue import Catalogue
    from app.services.checking.registers import BothSides

RUN_KIND = "self_control"
NOT_CHECKED = "not_checked"
SAMPLED = "sampled"
IDENTICAL, DIFFERS, UNCHECKED = "identical", "differs", "not_checked"


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What is known of a run besides its result.

    Attributes:
        month: "YYYY-MM".
        company_gln: GLN of the company.
        company_name: Its name.
        rule_set: Rule set of the company file.
        started_at: Aware UTC.
        finished_at: Aware UTC.
        register_change: Number of the newest change of the register that was compared.
        partial: Whether the operator said that the extract holds only some points.
        kept_files: Checksum of the kept copy of each file, in the order of the extract's files.
    """

    month: str
    company_gln: str
    company_name: str
    rule_set: str
    started_at: datetime
    finished_at: datetime
    register_change: int
    partial: bool
    kept_files: tuple[str, ...]


def is_outside_month(sides: BothSides, month: str) -> bool:
    """Return whether the extract was made in another month than the one that is checked."""
    return f"{sides.extract.day:%Y-%m}" != month


def verdict_of(result: CheckResult, sides: BothSides, month: str) -> Verdict:
    """Return how the month came out.

    An extract that says itself that it is of another month does not fulfil this one. The file's
    own time is no such statement: copying a file changes it.
    """
    stated = sides.extract.time_source is not TimeSource.FILE
    if stated and is_outside_month(sides, month) and result.fulfilled:
        return Verdict.INCOMPLETE
    return result.verdict


def run_draft(
    result: CheckResult, sides: BothSides, facts: RunFacts, catalogue: Catalogue
) -> CheckRunDraft:
    """Return the run as it is kept."""
    return CheckRunDraft(
        kind=RUN_KIND,
        month=facts.month,
        as_of=sides.extract.made_at,
        population=result.population,
        sample_size=len(result.sample),
        seed=result.seed,
        is_full=result.full,
        outcome=verdict_of(result, sides, facts.month).value,
        parameters=_parameters(result, sides, facts, catalogue),
    )


def _parameters(
    result: CheckResult, sides: BothSides, facts: RunFacts, catalogue: Catalogue
) -> dict[str, Any]:
    to_resend = [d for d in result.discrepancies if d.treatment is Treatment.RESEND]
    return {
        "program_version": __version__,
        "rule_set": facts.rule_set,
        "company": {"gln": facts.company_gln, "name": facts.company_name},
        "started_at": facts.started_at,
        "finished_at": facts.finished_at,
        "register_change": facts.register_change,
        "partial": facts.partial,
        "extract_time_source": sides.extract.time_source.value,
        "outside_month": is_outside_month(sides, facts.month),
        "files": [
            {
                "name": file.path.name,
                "sha256": file.table.source.sha256,
                "kept_sha256": kept,
                "size": file.table.source.size,
                "rows": file.rows,
                "modified": file.table.source.modified,
                "blanked": file.blanked,
            }
            for file, kept in zip(sides.extract.files, facts.kept_files, strict=True)
        ],
        "extract_points": len(sides.extract.points),
        "required_sample": result.required_sample,
        "compared": result.compared,
        "step": result.step.value,
        "sample_discrepancies": result.sample_discrepancies,
        "compared_fields": [_field(catalogue, name) for name in result.compared_fields],
        "unchecked_fields": [_field(catalogue, name) for name in result.unchecked_fields],
        "unchecked_points": len(result.unchecked_points),
        "by_kind": dict(Counter(d.kind.value for d in result.discrepancies)),
        "by_treatment": dict(Counter(d.treatment.value for d in result.discrepancies)),
        "discrepancies": len(result.discrepancies),
        "differing_points": len({d.metering_point_id for d in result.discrepancies}),
        "to_resend": len({d.metering_point_id for d in to_resend}),
    }


def _field(catalogue: Catalogue, field_id: str) -> dict[str, str]:
    entry = catalogue.field(field_id)
    return {
        "id": entry.id,
        "da": entry.label_da,
        "en": entry.label_en,
        "source": entry.source,
        "responsible": entry.responsible.value,
    }


def run_findings(result: CheckResult, sides: BothSides) -> Iterator[CheckFinding]:
    """Yield everything found, then what was not checked, then the sample."""
    differing = Counter(d.metering_point_id for d in result.discrepancies)
    drawn = frozenset(result.sample)
    for discrepancy in result.discrepancies:
        yield _finding(discrepancy, sides)
    for point in result.unchecked_points:
        yield CheckFinding(
            kind=NOT_CHECKED,
            metering_point_id=point,
            data={**sides.described(point), "in_sample": point in drawn},
        )
    unchecked = frozenset(result.unchecked_points)
    for point in result.sample:
        outcome = DIFFERS if point in differing else IDENTICAL
        yield CheckFinding(
            kind=SAMPLED,
            metering_point_id=point,
            data={
                **sides.described(point),
                "result": UNCHECKED if point in unchecked else outcome,
                "discrepancies": differing[point],
            },
        )


def _finding(discrepancy: Discrepancy, sides: BothSides) -> CheckFinding:
    data: Mapping[str, Any] = {
        **sides.described(discrepancy.metering_point_id),
        "treatment": discrepancy.treatment.value,
        "in_sample": discrepancy.in_sample,
        "reported_on": discrepancy.reported_on,
        "process_id": discrepancy.process_id,
    }
    return CheckFinding(
        kind=discrepancy.kind.value,
        metering_point_id=discrepancy.metering_point_id,
        field_id=discrepancy.field_id,
        own_value=discrepancy.own or None,
        other_value=discrepancy.datahub or None,
        owner=discrepancy.responsible.value,
        data=data,
    )
