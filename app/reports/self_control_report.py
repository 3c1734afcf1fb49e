"""What the workbook of a monthly check tells: its sheets, and the figures and rows in them.

**Source**: Forskrift I § 4 stk. 4-5; ux § 1 nr. 12.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.texts import pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.xlsx_rows import CellValue


class Sheet(Enum):
    """The sheets, with the names an auditor knows them by: Danish and English."""

    BASIS = ("Grundlag", "Basis")
    DEVIATIONS = ("Afvigelser", "Deviations")
    MISSING_IN_DATAHUB = ("Mangler i DataHub", "Missing in DataHub")
    MISSING_IN_OWN = ("Mangler i eget register", "Missing in own register")
    SAMPLE = ("Stikprøve", "Sample")
    TO_RESEND = ("Skal genfremsendes", "To be sent again")
    TO_TELL = ("Meddeles dataejer", "Tell data owner")
    NOT_CHECKED = ("Ikke kontrolleret", "Not checked")

    @property
    def label(self) -> str:
        """Return the name in the operator's language."""
        return pick(*self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPoint:
    """A metering point as the report tells of it; all texts are ready to be shown.

    Attributes:
        id: 18 digits.
        type: Code and name.
        state: Code and name.
        grid_area: Three digits.
        address: On one line.
        supplier: GLN and name; "" when there is none.
    """

    id: str
    type: str
    state: str
    grid_area: str
    address: str
    supplier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """One thing that is not identical.

    Attributes:
        point: The metering point.
        kind: In words.
        field_id: "" when the whole point is missing on one side.
        field: Name of the field; "" when the whole point is missing.
        own: Value in the own register, typed.
        datahub: Value in the extract, typed.
        meaning: Both values in words, when they are codes.
        responsible: Who answers for the data, in words.
        treatment: What to do, in words.
        in_sample: "Yes" or "No" in the operator's language.
        reported_on: Day of a report that awaits its answer.
        process: Number of that process, or of the one that sends again.
        element: How the field reaches DataHub.
    """

    point: ReportPoint
    kind: str
    field_id: str = ""
    field: str = ""
    own: CellValue = None
    datahub: CellValue = None
    meaning: str = ""
    responsible: str = ""
    treatment: str = ""
    in_sample: str = ""
    reported_on: date | None = None
    process: int | None = None
    element: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledPoint:
    """A point of the sample and how it came out."""

    point: ReportPoint
    result: str
    discrepancies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """A field of the check; `checked` and `responsible` in words."""

    id: str
    label: str
    source: str
    responsible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of the extract."""

    name: str
    sha256: str
    rows: int
    modified: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class SelfControlReport:
    """Everything the workbook says. Times are Danish local time without zone.

    Attributes:
        result: The verdict in words, with a sign that can be read without colour.
        result_note: What it means and what comes next.
        notes: What else a reader must know.
        not_checked: Points the extract said nothing about.
    """

    title: str
    company: str
    month: str
    reference: str
    made_at: datetime
    who: str
    started: datetime
    finished: datetime
    program: str
    rule_set: str
    signed_off: str
    rule: str
    rule_source: str
    draw: str
    result: str
    result_note: str
    extract_time: datetime
    extract_time_note: str
    register_change: int
    files: Sequence[ReportFile]
    extract_points: int
    population: int
    required_sample: int
    sample_size: int
    seed: int
    is_full: str
    compared: int
    sample_discrepancies: int
    compared_fields: Sequence[ReportField]
    unchecked_fields: Sequence[ReportField]
    notes: Sequence[str]
    differing: Sequence[ReportFinding]
    missing_in_datahub: Sequence[ReportFinding]
    missing_in_own: Sequence[ReportFinding]
    sample: Sequence[SampledPoint]
    to_resend: Sequence[ReportFinding]
    awaiting: int
    to_tell: Sequence[ReportFinding]
    not_checked: Sequence[ReportPoint]
