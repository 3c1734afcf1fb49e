"""Compares what two registers say of metering points, field by field.

**Source**: Forskrift I § 4 stk. 4; `identical` after normalising: spaces at the ends, empty and
missing alike, decimals by value, codes and dates in one form.

Both sides come as rows of canonical text, so that equal rows are dealt with in one comparison of
tuples; only unequal rows are looked at cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.catalogue.entries import Responsible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.domain.catalogue.entries import FieldEntry

Row = tuple[str, ...]
"""Canonical texts of one point, in the order of `Registers.fields`; "" = no value."""


class DiscrepancyKind(StrEnum):
    """How the two registers disagree."""

    FIELD_DIFFERS = "field_differs"
    MISSING_IN_DATAHUB = "missing_in_datahub"
    MISSING_IN_OWN = "missing_in_own"


class Treatment(StrEnum):
    """What the grid company does about a discrepancy."""

    RESEND = "resend"
    """Its own data: send it again (stk. 4 nr. 2)."""
    AWAITING_ANSWER = "awaiting_answer"
    """Already reported, DataHub has not confirmed it yet: wait for the answer."""
    TELL_OWNER = "tell_owner"
    """The supplier or Energinet answers for the field: tell the data owner."""
    INVESTIGATE = "investigate"
    """DataHub has a point the own register does not: find out which register is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One thing that is not identical.

    Attributes:
        metering_point_id: 18 digits.
        kind: How the registers disagree.
        field_id: The field; "" when the whole point is missing on one side.
        own: Canonical text in the own register; "" = no value.
        datahub: Canonical text in the extract; "" = no value.
        responsible: Who answers for the data.
        treatment: What to do about it.
        in_sample: Whether the point was drawn.
        reported_on: ISO day on which the own value was reported; "" unless an answer is awaited.
        process_id: The process that reported it; None unless an answer is awaited.
    """

    metering_point_id: str
    kind: DiscrepancyKind
    field_id: str
    own: str
    datahub: str
    responsible: Responsible
    treatment: Treatment
    in_sample: bool
    reported_on: str = ""
    process_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedAnswer:
    """A change that was reported to DataHub and neither confirmed nor rejected.

    Attributes:
        process_id: The process it belongs to.
        reported_on: ISO day of the report.
    """

    process_id: int
    reported_on: str


@dataclass(frozen=True, kw_only=True)
class Registers:
    """Both registers as of the extract's time, ready to be compared.

    Attributes:
        fields: The fields that are compared: those the law asks for and the extract carries.
        unchecked_fields: Fields the law asks for and the extract does not carry.
        own: Rows of every point in the own register, closed ones included.
        own_current: Ids of the points that are current (not closed down) in the own register.
        datahub: Rows of every point in the extract.
        datahub_current: Ids of the points that are current in the extract.
        uncovered: Current own points that the extract says nothing about, because it does not
            cover their grid area or holds only some points.
        awaited: Changes reported and not yet answered, by point and field id; field id "" means
            the whole point.
    """

    fields: Sequence[FieldEntry]
    unchecked_fields: Sequence[str] = ()
    own: Mapping[str, Row]
    own_current: frozenset[str]
    datahub: Mapping[str, Row]
    datahub_current: frozenset[str]
    uncovered: frozenset[str] = frozenset()
    awaited: Mapping[tuple[str, str], AwaitedAnswer] = field(default_factory=dict)

    def unknown_to_own(self) -> list[str]:
        """Return current points of the extract that are not current in the own register."""
        return sorted(self.datahub_current - self.own_current)


def compare(
    registers: Registers, ids: Iterable[str], sample: frozenset[str]
) -> Iterator[Discrepancy]:
    """Yield every discrepancy of the points, in the order of the ids and of the fields.

    Points the extract does not cover are passed over: they are not checked, which is another thing
    than being equal.

    Args:
        registers: Both sides.
        ids: Points to compare.
        sample: The points that were drawn, for the mark on each discrepancy.
    """
    own, datahub = registers.own, registers.datahub
    for point in ids:
        if point in registers.uncovered:
            continue
        ours, theirs = own.get(point), datahub.get(point)
        if ours == theirs:
            continue
        in_sample = point in sample
        if theirs is None:
            yield _missing_in_datahub(registers, point, in_sample=in_sample)
        elif ours is None:
            yield _missing_in_own(point, in_sample=in_sample)
        else:
            yield from _differing_fields(registers, point, ours, theirs, in_sample=in_sample)


def _differing_fields(
    registers: Registers, point: str, ours: Row, theirs: Row, *, in_sample: bool
) -> Iterator[Discrepancy]:
    for entry, own, datahub in zip(registers.fields, ours, theirs, strict=True):
        if own == datahub:
            continue
        awaited = registers.awaited.get((point, entry.id))
        yield Discrepancy(
            metering_point_id=point,
            kind=DiscrepancyKind.FIELD_DIFFERS,
            field_id=entry.id,
            own=own,
            datahub=datahub,
            responsible=entry.responsible,
            treatment=_treatment(entry.responsible, awaited),
            in_sample=in_sample,
            reported_on=awaited.reported_on if awaited else "",
            process_id=awaited.process_id if awaited else None,
        )


def _treatment(responsible: Responsible, awaited: AwaitedAnswer | None) -> Treatment:
    if responsible is not Responsible.GRID_COMPANY:
        return Treatment.TELL_OWNER
    return Treatment.AWAITING_ANSWER if awaited else Treatment.RESEND


def _missing_in_datahub(registers: Registers, point: str, *, in_sample: bool) -> Discrepancy:
    awaited = registers.awaited.get((point, ""))
    return Discrepancy(
        metering_point_id=point,
        kind=DiscrepancyKind.MISSING_IN_DATAHUB,
        field_id="",
        own="",
        datahub="",
        responsible=Responsible.GRID_COMPANY,
        treatment=_treatment(Responsible.GRID_COMPANY, awaited),
        in_sample=in_sample,
        reported_on=awaited.reported_on if awaited else "",
        process_id=awaited.process_id if awaited else None,
    )


def _missing_in_own(point: str, *, in_sample: bool) -> Discrepancy:
    return Discrepancy(
        metering_point_id=point,
        kind=DiscrepancyKind.MISSING_IN_OWN,
        field_id="",
        own="",
        datahub="",
        responsible=Responsible.GRID_COMPANY,
        treatment=Treatment.INVESTIGATE,
        in_sample=in_sample,
    )
