"""The words of a monthly check, for pages, the command line and the workbook alike.

**Source**: Forskrift I § 4 stk. 4-5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.self_control import DiscrepancyKind, NextStep, Treatment, Verdict
from app.services.checking.extract_times import TimeSource
from app.services.checking.record import NOT_CHECKED
from app.texts import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.store import CheckRun

_SIGNS = {
    Verdict.NOTHING_TO_CHECK: "–",
    Verdict.ERROR_FREE: "✓",
    Verdict.DISCREPANCIES: "✗",
    Verdict.INCOMPLETE: "!",
}


def verdict_label(verdict: str) -> str:
    """Return how a check came out, in words."""
    return {
        Verdict.NOTHING_TO_CHECK: _("Nothing to check"),
        Verdict.ERROR_FREE: _("Free of errors"),
        Verdict.DISCREPANCIES: _("Discrepancies found"),
        Verdict.INCOMPLETE: _("Not fulfilled: not everything was checked"),
    }[Verdict(verdict)]


def verdict_line(verdict: str) -> str:
    """Return the verdict with a sign that can be read without colour."""
    return f"{_SIGNS[Verdict(verdict)]}  {verdict_label(verdict)}"


def explanation(run: CheckRun) -> str:
    """Return what the result means and what comes next."""
    facts = run.parameters
    verdict = Verdict(run.outcome)
    if verdict is Verdict.NOTHING_TO_CHECK:
        return _("The company has no current metering points.")
    if verdict is Verdict.ERROR_FREE:
        return ngettext(
            "The {count} point of the sample is identical in every compared field. Nothing more is"
            " done this month.",
            "All {count} points of the sample are identical in every compared field. Nothing more"
            " is done this month.",
            run.sample_size,
        ).format(count=run.sample_size)
    sentences = [_why_incomplete(run)] if verdict is Verdict.INCOMPLETE else []
    if run.is_full:
        sentences.append(_what_differs(facts))
    return " ".join(sentences)


def _what_differs(facts: Mapping[str, Any]) -> str:
    found = ngettext(
        "The sample was not free of errors, so all points were compared: {count} discrepancy",
        "The sample was not free of errors, so all points were compared: {count} discrepancies",
        facts["discrepancies"],
    ).format(count=facts["discrepancies"])
    points = ngettext("on {count} point.", "on {count} points.", facts["differing_points"])
    resend = ngettext(
        "Data of {count} point must be sent again.",
        "Data of {count} points must be sent again.",
        facts["to_resend"],
    )
    return " ".join(
        (
            found,
            points.format(count=facts["differing_points"]),
            resend.format(count=facts["to_resend"]),
        )
    )


def _why_incomplete(run: CheckRun) -> str:
    facts = run.parameters
    reasons = []
    if facts["unchecked_fields"]:
        text = ngettext(
            "the extract lacks {count} field",
            "the extract lacks {count} fields",
            len(facts["unchecked_fields"]),
        )
        reasons.append(text.format(count=len(facts["unchecked_fields"])))
    if facts["unchecked_points"]:
        text = ngettext(
            "it says nothing about {count} point",
            "it says nothing about {count} points",
            facts["unchecked_points"],
        )
        reasons.append(text.format(count=facts["unchecked_points"]))
    if facts["outside_month"] and facts["extract_time_source"] != TimeSource.FILE:
        reasons.append(_("it was made in another month"))
    if facts["step"] == NextStep.INVALID_SAMPLE and not reasons:
        reasons.append(_("the sample is too small"))
    return _("The month is not fulfilled: {reasons}.").format(reasons=", ".join(reasons))


def kind_label(kind: str) -> str:
    """Return how two registers disagree, in words."""
    return {
        DiscrepancyKind.FIELD_DIFFERS.value: _("Field differs"),
        DiscrepancyKind.MISSING_IN_DATAHUB.value: _("Missing in DataHub"),
        DiscrepancyKind.MISSING_IN_OWN.value: _("Missing in own register"),
        NOT_CHECKED: _("Not checked"),
    }[kind]


def treatment_label(treatment: str) -> str:
    """Return what is done about a discrepancy, in words."""
    return {
        Treatment.RESEND.value: _("Send again"),
        Treatment.AWAITING_ANSWER.value: _("Reported, answer awaited"),
        Treatment.TELL_OWNER.value: _("Tell the data owner"),
        Treatment.INVESTIGATE.value: _("Find out which register is right"),
    }.get(treatment, "")


def responsible_label(responsible: str) -> str:
    """Return who answers for data, in words."""
    return {
        "grid_company": _("Grid company"),
        "supplier": _("Energy supplier"),
        "energinet": _("Energinet"),
    }.get(responsible, responsible)


def time_source_label(source: str) -> str:
    """Return where it is known from when an extract was made."""
    return {
        TimeSource.COLUMN.value: _("The extract says so itself."),
        TimeSource.GIVEN.value: _("Stated by the operator."),
        TimeSource.FILE.value: _("The file's own time; the extract itself does not say."),
    }[source]


def remarks(run: CheckRun) -> tuple[str, ...]:
    """Return what else a reader must know about a check."""
    facts = run.parameters
    found = []
    if facts["outside_month"]:
        found.append(
            _("The extract was made on a day outside the month {month}.").format(month=run.month)
        )
    if facts["partial"]:
        found.append(_("The operator stated that the extract holds only some of the points."))
    blanked = sum(file["blanked"] for file in facts["files"])
    if blanked:
        text = ngettext(
            "{count} cell that looked like a CPR number was left out before anything was kept.",
            "{count} cells that looked like CPR numbers were left out before anything was kept.",
            blanked,
        )
        found.append(text.format(count=blanked))
    awaiting = facts["by_treatment"].get(Treatment.AWAITING_ANSWER.value, 0)
    if awaiting:
        text = ngettext(
            "{count} discrepancy was reported to DataHub already and awaits its answer; it is not"
            " sent again.",
            "{count} discrepancies were reported to DataHub already and await their answer; they"
            " are not sent again.",
            awaiting,
        )
        found.append(text.format(count=awaiting))
    found.append(
        _(
            "Identical means: after leaving out spaces at the ends, with decimals compared by value"
            " and codes by the code. Prices and their links have no part in the extract."
        )
    )
    return tuple(found)
