"""What the page of the monthly check needs besides the runs: the months missing, the sample drawn.

**Source**: Forskrift I § 4, stk. 4-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.checking.record import DIFFERS, SAMPLED, UNCHECKED
from app.services.monthly_duty import monthly_deadlines
from app.texts import _

if TYPE_CHECKING:
    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class SampledPoint:
    """A point that was drawn.

    Attributes:
        metering_point_id: 18 digits.
        result_label: How it came out, in words.
        discrepancies: Fields of it that differ; 1 when the whole point is missing in DataHub.
    """

    metering_point_id: str
    result_label: str
    discrepancies: int


def missing_months(session: Session) -> tuple[str, ...]:
    """Return the months ("YYYY-MM") whose check is still missing, oldest first."""
    with session.company_file.read() as reader:
        found = monthly_deadlines(session, reader, session.today)
    return tuple(deadline.object_id for deadline in found)


def sampled_points(session: Session, run_id: int) -> tuple[SampledPoint, ...]:
    """Return the sample of a run, in id order."""
    labels = {DIFFERS: _("Differs"), UNCHECKED: _("Not checked")}
    with session.company_file.read() as reader:
        return tuple(
            SampledPoint(
                metering_point_id=finding.metering_point_id,
                result_label=labels.get(finding.data["result"], _("Identical")),
                discrepancies=finding.data["discrepancies"],
            )
            for finding in reader.check_runs.findings(run_id)
            if finding.kind == SAMPLED
        )
