"""Both registers as of the extract's day, in the form that the check compares.

**Source**: Forskrift I § 4 stk. 4; master-data § 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from app.domain.self_control import Registers, SelfControlRule
from app.services.checking.awaited import awaited_answers
from app.services.checking.extracts import Canonical, Extract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.processes import ProcessCatalogue
    from app.domain.self_control.comparison import Row
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
        own_fields: Ids of the fields of the own rows.
        own: Full rows of the own register, in the order of `own_fields`.
        extract: DataHub's side.
    """

    registers: Registers
    own_fields: tuple[str, ...]
    own: Mapping[str, Row]
    extract: Extract

    def described(self, point: str) -> dict[str, str]:
        """Return the describing fields of a point: ours, or the extract's when we have none."""
        ours = self.own.get(point)
        if ours is not None:
            values = dict(zip(self.own_fields, ours, strict=True))
        else:
            names = (entry.id for entry in self.extract.fields)
            values = dict(zip(names, self.extract.points.get(point, ()), strict=False))
        return {name: values.get(name, "") for name in DESCRIBING}


def wanted_fields(catalogue: Catalogue) -> tuple[FieldEntry, ...]:
    """Return the fields that are compared or describe a point, in the order of the catalogue."""
    return tuple(
        entry for entry in catalogue.fields.values() if entry.compared or entry.id in DESCRIBING
    )


def both_sides(
    reader: Reader,
    catalogue: Catalogue,
    processes: ProcessCatalogue,
    extract: Extract,
    rule: SelfControlRule,
    *,
    partial: bool,
) -> BothSides:
    """Read the own register as of the extract's day and put both sides in one form.

    Args:
        reader: A snapshot.
        catalogue: Fields.
        processes: Declarations, to find what was reported and not answered.
        extract: DataHub's side.
        rule: Which states are not current.
        partial: Whether the extract holds only some of the points, as the operator said.
    """
    wanted = wanted_fields(catalogue)
    own = _own_rows(reader, wanted, extract.day)
    carried = {entry.id for entry in extract.fields}
    compared = tuple(entry for entry in wanted if entry.compared and entry.id in carried)
    own_part = _projection([entry.id for entry in wanted], compared)
    extract_part = _projection([entry.id for entry in extract.fields], compared)
    own_current = _current(own, [entry.id for entry in wanted], rule)
    registers = Registers(
        fields=compared,
        unchecked_fields=[e.id for e in wanted if e.compared and e.id not in carried],
        own={point: own_part(row) for point, row in own.items()},
        own_current=own_current,
        datahub={point: extract_part(row) for point, row in extract.points.items()},
        datahub_current=_current(extract.points, [entry.id for entry in extract.fields], rule),
        uncovered=_uncovered(own, wanted, own_current, extract, partial=partial),
        awaited=awaited_answers(reader, processes, extract.day),
    )
    names = tuple(entry.id for entry in wanted)
    return BothSides(registers=registers, own_fields=names, own=own, extract=extract)


def _own_rows(reader: Reader, fields: Sequence[FieldEntry], day: date) -> dict[str, Row]:
    columns = [(entry.id, Canonical(entry)) for entry in fields]
    names = [entry.id for entry in fields]
    return {
        point: tuple([text(values.get(name)) for name, text in columns])
        for point, values in reader.points.current_rows(day, fields=names)
    }


def _projection(names: Sequence[str], wanted: Sequence[FieldEntry]) -> Callable[[Row], Row]:
    """Return the function that takes the wanted fields out of a row."""
    places = [list(names).index(entry.id) for entry in wanted]
    if places == list(range(len(names))):
        return lambda row: row
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)


def _current(
    rows: Mapping[str, Row], names: Sequence[str], rule: SelfControlRule
) -> frozenset[str]:
    """Return the points that are current; all of them when the state is not known."""
    if STATE not in names:
        return frozenset(rows)
    at = list(names).index(STATE)
    return frozenset(point for point, row in rows.items() if row[at] not in rule.not_current_states)


def _uncovered(
    own: Mapping[str, Row],
    fields: Sequence[FieldEntry],
    own_current: frozenset[str],
    extract: Extract,
    *,
    partial: bool,
) -> frozenset[str]:
    """Return current points the extract says nothing about, which is not the same as missing.

    An extract that has points of a grid area covers that area: a point of it that is not there is
    missing in DataHub. Of a grid area it has no point of, it says nothing.
    """
    absent = own_current - extract.points.keys()
    if partial:
        return frozenset(absent)
    names = [entry.id for entry in extract.fields]
    if AREA not in names:
        return frozenset()
    at = names.index(AREA)
    covered = {row[at] for row in extract.points.values()}
    own_at = [entry.id for entry in fields].index(AREA)
    return frozenset(point for point in absent if own[point][own_at] not in covered)
