"""Puts a kept check into the words and types of its workbook.

**Source**: Forskrift I § 4 stk. 4-5; ux § 7.3 (typed cells).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.clock import DANISH_TIME
from app.domain.catalogue import FieldType
from app.domain.field_values import FieldFormatError, parse_field
from app.domain.self_control import DiscrepancyKind, SelfControlRule, Treatment
from app.reports.self_control_report import (
    ReportField,
    ReportFile,
    ReportFinding,
    ReportPoint,
    SampledPoint,
    SelfControlReport,
)
from app.services.checking import words
from app.services.checking.record import DIFFERS, NOT_CHECKED, SAMPLED, UNCHECKED
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.catalogue import Catalogue
    from app.store import CheckFinding, CheckRun
    from app.xlsx_rows import CellValue


class ReportWriter:
    """Turns one run and its findings into a report."""

    def __init__(
        self,
        catalogue: Catalogue,
        rule: SelfControlRule,
        actor_names: Mapping[str, str],
        processes: Mapping[str, int],
        rule_set_label: str,
    ) -> None:
        """Remember what the report needs besides the run.

        Args:
            catalogue: Names of fields and codes.
            rule: The rule of the check.
            actor_names: Names of suppliers by id.
            processes: Number of the process that sends a point's data again, by point id.
            rule_set_label: Name of the rule set.
        """
        self._catalogue = catalogue
        self._rule = rule
        self._names = actor_names
        self._processes = processes
        self._rule_set = rule_set_label

    def report(self, run: CheckRun, findings: Iterable[CheckFinding]) -> SelfControlReport:
        """Return the report of a run."""
        facts = run.parameters
        by_kind: dict[str, list[CheckFinding]] = {}
        for finding in findings:
            by_kind.setdefault(finding.kind, []).append(finding)
        differing = self._findings(by_kind, DiscrepancyKind.FIELD_DIFFERS)
        missing = self._findings(by_kind, DiscrepancyKind.MISSING_IN_DATAHUB)
        return SelfControlReport(
            title=_("Monthly check {month}").format(month=run.month),
            company=f"{facts['company']['name']} ({facts['company']['gln']})",
            month=run.month,
            reference=_("Check no. {number} · Netkontor {version}").format(
                number=run.id, version=facts["program_version"]
            ),
            made_at=run.made_at,
            who=run.who,
            started=danish(facts["started_at"]),
            finished=danish(facts["finished_at"]),
            program=f"Netkontor {facts['program_version']}",
            rule_set=self._rule_set,
            signed_off=_signed_off(run),
            rule=self._rule.text,
            rule_source=self._rule.source,
            draw=self._rule.draw_text,
            result=words.verdict_line(run.outcome),
            result_note=words.explanation(run),
            extract_time=danish(run.as_of),
            extract_time_note=words.time_source_label(facts["extract_time_source"]),
            register_change=facts["register_change"],
            files=[_file(file) for file in facts["files"]],
            extract_points=facts["extract_points"],
            population=run.population,
            required_sample=facts["required_sample"],
            sample_size=run.sample_size,
            seed=run.seed,
            is_full=_("Yes") if run.is_full else _("No, the sample was enough"),
            compared=facts["compared"],
            sample_discrepancies=facts["sample_discrepancies"],
            compared_fields=[_field(field) for field in facts["compared_fields"]],
            unchecked_fields=[_field(field) for field in facts["unchecked_fields"]],
            notes=words.remarks(run),
            differing=[finding for _treatment, finding in differing],
            missing_in_datahub=[finding for _treatment, finding in missing],
            missing_in_own=[
                found for _t, found in self._findings(by_kind, DiscrepancyKind.MISSING_IN_OWN)
            ],
            sample=[self._sampled(finding) for finding in by_kind.get(SAMPLED, [])],
            to_resend=[
                finding
                for treatment, finding in (*missing, *differing)
                if treatment == Treatment.RESEND
            ],
            awaiting=facts["by_treatment"].get(Treatment.AWAITING_ANSWER.value, 0),
            to_tell=[f for treatment, f in differing if treatment == Treatment.TELL_OWNER],
            not_checked=[self._point(finding) for finding in by_kind.get(NOT_CHECKED, [])],
        )

    def _findings(
        self, by_kind: Mapping[str, list[CheckFinding]], kind: DiscrepancyKind
    ) -> list[tuple[str, ReportFinding]]:
        return [
            (finding.data["treatment"], self._finding(finding))
            for finding in by_kind.get(kind.value, [])
        ]

    def _finding(self, finding: CheckFinding) -> ReportFinding:
        data = finding.data
        reported_on = data.get("reported_on")
        resent = self._processes.get(finding.metering_point_id)
        common: dict[str, Any] = {
            "point": self._point(finding),
            "kind": words.kind_label(finding.kind),
            "responsible": words.responsible_label(finding.owner),
            "treatment": words.treatment_label(data["treatment"]),
            "in_sample": _("Yes") if data["in_sample"] else _("No"),
            "reported_on": date.fromisoformat(reported_on) if reported_on else None,
            "process": data.get("process_id")
            or (resent if data["treatment"] == Treatment.RESEND else None),
        }
        if not finding.field_id:
            return ReportFinding(**common, element=_("Create the metering point (RSM-021)"))
        entry = self._catalogue.fields.get(finding.field_id)
        if entry is None:
            # A field that has left the catalogue since; what was kept is shown as it stands.
            return ReportFinding(
                **common,
                field_id=finding.field_id,
                field=finding.field_id,
                own=finding.own_value,
                datahub=finding.other_value,
            )
        return ReportFinding(
            **common,
            field_id=entry.id,
            field=entry.label(),
            own=self.typed(entry.id, finding.own_value),
            datahub=self.typed(entry.id, finding.other_value),
            meaning=self._meaning(entry.id, finding.own_value, finding.other_value),
            element=_("Message RSM-021") if entry.in_message else _("By hand in the market portal"),
        )

    def typed(self, field_id: str, text: str | None) -> CellValue:
        """Return a kept value as the type of its cell: ids and codes stay text."""
        if not text:
            return None
        entry = self._catalogue.field(field_id)
        if entry.type not in {FieldType.DECIMAL, FieldType.INTEGER, FieldType.DATE}:
            return text
        try:
            return parse_field(entry, text, self._catalogue)
        except FieldFormatError:
            return text

    def _meaning(self, field_id: str, own: str | None, datahub: str | None) -> str:
        entry = self._catalogue.field(field_id)
        if entry.type is FieldType.CODE:
            codes = self._catalogue.code_lists[entry.code_list]
            texts = [codes.label(value) if value else "–" for value in (own, datahub)]
            return " → ".join(texts)
        if entry.type is FieldType.BOOLEAN:
            shown = {"true": _("Yes"), "false": _("No")}
            return " → ".join(shown.get(value or "", "–") for value in (own, datahub))
        if entry.type is FieldType.ACTOR_ID:
            return " → ".join(
                self._names.get(value or "", value or "–") for value in (own, datahub)
            )
        return ""

    def _point(self, finding: CheckFinding) -> ReportPoint:
        data = finding.data
        supplier = data.get("energy_supplier_id", "")
        name = self._names.get(supplier, "")
        return ReportPoint(
            id=finding.metering_point_id,
            type=self.coded("metering_point_type", data.get("metering_point_type", "")),
            state=self.coded("connection_state", data.get("connection_state", "")),
            grid_area=data.get("grid_area_code", ""),
            address=address_line(data),
            supplier=f"{supplier} {name}".strip(),
        )

    def coded(self, field_id: str, code: str) -> str:
        """Return a code with its name."""
        if not code:
            return ""
        label = self._catalogue.code_list(field_id).label(code)
        return code if label == code else f"{code} {label}"

    def _sampled(self, finding: CheckFinding) -> SampledPoint:
        results = {UNCHECKED: _("Not checked"), DIFFERS: _("Differs")}
        return SampledPoint(
            point=self._point(finding),
            result=results.get(finding.data["result"], _("Identical")),
            discrepancies=finding.data["discrepancies"],
        )


def address_line(data: Mapping[str, Any]) -> str:
    """Return a metering point's address on one line."""
    door = " ".join(data.get(name, "") for name in ("floor", "room") if data.get(name))
    street = f"{data.get('street_name', '')} {data.get('building_number', '')}".strip()
    town = f"{data.get('post_code', '')} {data.get('city', '')}".strip()
    return ", ".join(part for part in (street, door, town) if part)


def danish(moment: datetime) -> datetime:
    """Return an instant as Danish clocks show it, without zone, for a cell."""
    return moment.astimezone(DANISH_TIME).replace(tzinfo=None, microsecond=0)


def _signed_off(run: CheckRun) -> str:
    if run.signed_off_at is None:
        return _("Not signed off")
    moment = danish(run.signed_off_at)
    return _("{who}, {day} at {time}").format(
        who=run.signed_off_by, day=f"{moment:%d-%m-%Y}", time=f"{moment:%H:%M}"
    )


def _field(field: Mapping[str, str]) -> ReportField:
    return ReportField(
        id=field["id"],
        label=pick(field["da"], field["en"]),
        source=field["source"],
        responsible=words.responsible_label(field["responsible"]),
    )


def _file(file: Mapping[str, Any]) -> ReportFile:
    note = ""
    if file["kept_sha256"] != file["sha256"]:
        note = _("Kept without CPR numbers as {checksum}").format(checksum=file["kept_sha256"])
    return ReportFile(
        name=file["name"],
        sha256=file["sha256"],
        rows=file["rows"],
        modified=danish(file["modified"]),
        note=note,
    )
