"""What pages and commands show of a monthly check.

**Source**: Forskrift I § 4 stk. 4-5; master-data § 9 ("Documentation").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """One line of the list of checks.

    Attributes:
        id: Number in the company file, used in addresses ("checks/7").
        month: "YYYY-MM".
        made_at: Aware UTC.
        who: Operator.
        as_of: When the extract was made, aware UTC.
        population: Current points of the own register.
        sample_size: Points drawn.
        is_full: Whether all points were compared.
        verdict: "error_free", "discrepancies", "incomplete" or "nothing_to_check".
        verdict_label: In words.
        fulfilled: Whether the month's duty to check is met.
        discrepancies: Points and fields that are not identical.
        to_resend: Metering points with something to be sent again.
        signed_off_at: Aware UTC; None while it is open.
        signed_off_by: Operator; "" while it is open.
    """

    id: int
    month: str
    made_at: datetime
    who: str
    as_of: datetime
    population: int
    sample_size: int
    is_full: bool
    verdict: str
    verdict_label: str
    fulfilled: bool
    discrepancies: int
    to_resend: int
    signed_off_at: datetime | None
    signed_off_by: str

    @property
    def has_findings(self) -> bool:
        """Return whether the operator must look at something: exit code 1."""
        return not self.fulfilled or self.discrepancies > 0


@dataclass(frozen=True, kw_only=True)
class ComparedField:
    """A field of the check.

    Attributes:
        id: Field id.
        label: In the operator's language.
        source: Paragraph.
        responsible_label: Who answers for it.
    """

    id: str
    label: str
    source: str
    responsible_label: str


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """One file of the extract.

    Attributes:
        name: File name.
        sha256: Checksum of the file as it came.
        kept_sha256: Checksum of the copy that is kept; another one when CPR numbers were left out.
        rows: Rows with content.
        modified: When it was last written, aware UTC.
    """

    name: str
    sha256: str
    kept_sha256: str
    rows: int
    modified: datetime


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """One thing that is not identical, or was not checked.

    Attributes:
        kind: "field_differs", "missing_in_datahub", "missing_in_own" or "not_checked".
        kind_label: In words.
        metering_point_id: 18 digits.
        field_id: "" when it is about the whole point.
        field_label: In words; "" when it is about the whole point.
        own_text: Value in the own register, as a person reads it.
        datahub_text: Value in the extract, as a person reads it.
        responsible_label: Who answers for the data.
        treatment: "resend", "awaiting_answer", "tell_owner", "investigate" or "".
        treatment_label: In words.
        in_sample: Whether the point was drawn.
        reported_on: Day of the report that awaits its answer; None otherwise.
        process_id: Process of that report; None otherwise.
        address: Where the point is opened in the program.
        own: Value in the own register as files write it, the same in every language.
        datahub: Value in the extract as files write it.
    """

    kind: str
    kind_label: str
    metering_point_id: str
    field_id: str
    field_label: str
    own_text: str
    datahub_text: str
    responsible_label: str
    treatment: str
    treatment_label: str
    in_sample: bool
    reported_on: date | None
    process_id: int | None
    address: str
    own: str = ""
    datahub: str = ""


@dataclass(frozen=True, kw_only=True)
class RunDetail:
    """The page of one check.

    Attributes:
        row: The line of the list.
        explanation: What the result means and what comes next, in one or two sentences.
        source: Paragraph.
        seed: The draw can be repeated with it.
        required_sample: Points the sample must hold at least.
        compared: Points that were compared.
        files: What was read.
        compared_fields: What was compared.
        unchecked_fields: What the extract did not carry.
        unchecked_points: Points the extract said nothing about.
        counts: Number of findings by kind, with the label of the kind.
        notes: What else the operator should know.
        resend_processes: Processes that were opened from this run.
        can_sign_off: Whether it can be signed off now.
        sign_off_reason: Why not; "" when it can.
    """

    row: RunRow
    explanation: str
    source: str
    seed: int
    required_sample: int
    compared: int
    files: tuple[CheckedFile, ...]
    compared_fields: tuple[ComparedField, ...]
    unchecked_fields: tuple[ComparedField, ...]
    unchecked_points: int
    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]
    resend_processes: tuple[int, ...]
    can_sign_off: bool
    sign_off_reason: str
