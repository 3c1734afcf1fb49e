"""Both registers as of the extract's day, in the form that the check compares.

**Source**: Forskrift I § 4 stk. 4; master-data § 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.self_control import Registers, SelfControlRule
from app.services.checking.awaited import awaited_answers
from app.services.checking.canonical import CanonicalTexts, taker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.processes import ProcessCatalogue
    from app.domain.self_control.comparison import Row
    from app.services.checking.extracts import Extract
    from app.store import Reader

STATE, AREA = "connection_state", "grid_area_code"
DESCRIBING = (
    "metering_point_type",
    AREA,
    STATE,
    "street_name",
    "building_number",
    "floor",
    "room",
    "post_code",
    "city",
    "energy_supplier_id",
)
"""Fields that tell a reader which point is meant, whether or not they are compared."""


@dataclass(frozen=True, kw_only=True)
class BothSides:
    """Both registers, with what is needed to describe each point.

    Attributes:
        registers: What the check compares.
        extract: DataHub's side, and the own register's rows.
    """

    registers: Registers
    extract: Extract

    def described(self, point: str) -> dict[str, str]:
        """Return the describing fields of a point: ours, or the extract's when we have none."""
        extract = self.extract
        ours = extract.own.get(point)
        if ours is not None:
            names, row = extract.wanted, ours
        else:
            names, row = extract.fields, extract.points.get(point, ())
        values = {entry.id: text for entry, text in zip(names, row, strict=False)}
        return {name: values.get(name, "") for name in DESCRIBING}


def wanted_fields(catalogue: Catalogue) -> tuple[FieldEntry, ...]:
    """Return the fields that are compared or describe a point, in the order of the catalogue."""
    return tuple(
        entry for entry in catalogue.fields.values() if entry.compared or entry.id in DESCRIBING
    )


def both_sides(
    reader: Reader,
    processes: ProcessCatalogue,
    extract: Extract,
    rule: SelfControlRule,
    *,
    partial: bool,
) -> BothSides:
    """Put both sides in the form that the check compares.

    Args:
        reader: A snapshot.
        processes: Declarations, to find what was reported and not answered.
        extract: DataHub's side.
        rule: Which states are not current.
        partial: Whether the extract holds only some of the points, as the operator said.
    """
    carried = {entry.id for entry in extract.fields}
    compared = tuple(entry for entry in extract.fields if entry.compared)
    own_part = _taker(extract.wanted, compared)
    extract_part = _taker(extract.fields, compared)
    own_current = _current(extract.own, extract.wanted, rule)
    registers = Registers(
        fields=compared,
        unchecked_fields=[
            entry.id for entry in extract.wanted if entry.compared and entry.id not in carried
        ],
        own={point: own_part(row) for point, row in extract.own.items()},
        own_current=own_current,
        datahub={point: extract_part(row) for point, row in extract.points.items()},
        datahub_current=_current(extract.points, extract.fields, rule),
        uncovered=_uncovered(own_current, extract, partial=partial),
        awaited=awaited_answers(reader, processes, extract.day),
    )
    return BothSides(registers=registers, extract=extract)


def own_rows(reader: Reader, fields: Sequence[FieldEntry], day: date) -> dict[str, Row]:
    """Return the own register's rows as of a day, in canonical texts.

    Args:
        reader: A snapshot.
        fields: Fields of the rows, in their order.
        day: The Danish day.
    """
    columns = [(entry.id, CanonicalTexts(entry)) for entry in fields]
    names = [entry.id for entry in fields]
    found: dict[str, Row] = {}
    for point, values in reader.points.current_rows(day, fields=names):
        value_of = values.get
        found[point] = tuple([texts[value_of(name)] for name, texts in columns])
    return found


def _taker(fields: Sequence[FieldEntry], wanted: Sequence[FieldEntry]) -> Callable[[Row], Row]:
    names = [entry.id for entry in fields]
    return taker([names.index(entry.id) for entry in wanted], len(names))


def _current(
    rows: Mapping[str, Row], fields: Sequence[FieldEntry], rule: SelfControlRule
) -> frozenset[str]:
    """Return the points that are current; all of them when the state is not known."""
    names = [entry.id for entry in fields]
    if STATE not in names:
        return frozenset(rows)
    at = names.index(STATE)
    return frozenset(point for point, row in rows.items() if row[at] not in rule.not_current_states)


def _uncovered(own_current: frozenset[str], extract: Extract, *, partial: bool) -> frozenset[str]:
    """Return current points the extract says nothing about, which is not the same as missing.

    An extract that has points of a grid area covers that area: a point of it that is not there is
    missing in DataHub. Of a grid area it has no point of, it says nothing.
    """
    absent = own_current - extract.points.keys()
    names = [entry.id for entry in extract.fields]
    if partial or not absent:
        return frozenset(absent)
    if AREA not in names:
        return frozenset()
    at = names.index(AREA)
    covered = {row[at] for row in extract.points.values()}
    own_at = [entry.id for entry in extract.wanted].index(AREA)
    return frozenset(point for point in absent if extract.own[point][own_at] not in covered)
