"""What pages and commands show of a kept check.

**Source**: Forskrift I § 4 stk. 4-5.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.field_values import FieldFormatError, display_field, parse_field
from app.domain.self_control import SelfControlRule, Verdict
from app.services.check_views import CheckedFile, ComparedField, FindingRow, RunDetail, RunRow
from app.services.checking import words
from app.services.checking.record import NOT_CHECKED, SAMPLED
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.domain.catalogue import Catalogue
    from app.store import CheckFinding, CheckRun


def run_row(run: CheckRun) -> RunRow:
    """Return the line of a list for a check."""
    return RunRow(
        id=run.id,
        month=run.month,
        made_at=run.made_at,
        who=run.who,
        as_of=run.as_of,
        population=run.population,
        sample_size=run.sample_size,
        is_full=run.is_full,
        verdict=run.outcome,
        verdict_label=words.verdict_label(run.outcome),
        fulfilled=run.outcome != Verdict.INCOMPLETE,
        discrepancies=run.parameters["discrepancies"],
        to_resend=run.parameters["to_resend"],
        signed_off_at=run.signed_off_at,
        signed_off_by=run.signed_off_by or "",
    )


class RunViews:
    """Shows checks with the names of a field catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def detail(
        self, run: CheckRun, rule: SelfControlRule, *, resend_processes: Mapping[str, int]
    ) -> RunDetail:
        """Return the page of a check."""
        facts = run.parameters
        row = run_row(run)
        reason = ""
        if run.signed_off_at is not None:
            reason = _("The check is signed off.")
        elif not row.fulfilled:
            reason = _("Not everything was checked.")
        counts = {**facts["by_kind"], NOT_CHECKED: facts["unchecked_points"]}
        return RunDetail(
            row=row,
            explanation=words.explanation(run),
            source=rule.source,
            seed=run.seed,
            required_sample=facts["required_sample"],
            compared=facts["compared"],
            files=tuple(_file(file) for file in facts["files"]),
            compared_fields=tuple(_field(field) for field in facts["compared_fields"]),
            unchecked_fields=tuple(_field(field) for field in facts["unchecked_fields"]),
            unchecked_points=facts["unchecked_points"],
            counts=tuple(
                (kind, words.kind_label(kind), count) for kind, count in counts.items() if count
            ),
            notes=words.remarks(run),
            resend_processes=tuple(sorted(resend_processes.values())),
            can_sign_off=not reason,
            sign_off_reason=reason,
        )

    def findings(self, kept: Iterable[CheckFinding]) -> Iterator[FindingRow]:
        """Yield what was found or not checked; the sample is left out."""
        for finding in kept:
            if finding.kind != SAMPLED:
                yield self._finding(finding)

    def _finding(self, finding: CheckFinding) -> FindingRow:
        data = finding.data
        treatment = data.get("treatment", "")
        reported_on = data.get("reported_on")
        entry = self._catalogue.fields.get(finding.field_id)
        return FindingRow(
            kind=finding.kind,
            kind_label=words.kind_label(finding.kind),
            metering_point_id=finding.metering_point_id,
            field_id=finding.field_id,
            field_label=finding.field_id if entry is None else entry.label(),
            own_text=self._shown(finding.field_id, finding.own_value),
            datahub_text=self._shown(finding.field_id, finding.other_value),
            responsible_label=words.responsible_label(finding.owner),
            treatment=treatment,
            treatment_label=words.treatment_label(treatment),
            in_sample=bool(data.get("in_sample")),
            reported_on=date.fromisoformat(reported_on) if reported_on else None,
            process_id=data.get("process_id"),
            address=f"metering_points/{finding.metering_point_id}",
            own=finding.own_value or "",
            datahub=finding.other_value or "",
        )

    def _shown(self, field_id: str, text: str | None) -> str:
        """Return a kept value as a person reads it; one that cannot be read as it stands."""
        entry = self._catalogue.fields.get(field_id)
        if not text or entry is None:
            return text or ""
        try:
            value = parse_field(entry, text, self._catalogue)
        except FieldFormatError:
            return text
        return display_field(entry, value, self._catalogue)


def _field(field: Mapping[str, str]) -> ComparedField:
    return ComparedField(
        id=field["id"],
        label=pick(field["da"], field["en"]),
        source=field["source"],
        responsible_label=words.responsible_label(field["responsible"]),
    )


def _file(file: Mapping[str, Any]) -> CheckedFile:
    return CheckedFile(
        name=file["name"],
        sha256=file["sha256"],
        kept_sha256=file["kept_sha256"],
        rows=file["rows"],
        modified=file["modified"],
    )
