"""Rules that ask the register: is the id free, does the grid area exist, is it our own.

**Source**: Forskrift I § 8, stk. 1, nr. 11 and 13; § 4, stk. 1 (a grid company answers for its own
points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.rules.probe import BROKEN, Details, Probe, Values

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation


def unused_id(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the id was ever used before."""
    field_id = entry.id

    def probe(values: Values, situation: Situation) -> Details | None:
        return BROKEN if situation.id_is_taken and field_id in values else None

    return probe


def known_grid_area(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the register does not know the grid area."""
    field_id = entry.id

    def probe(values: Values, situation: Situation) -> Details | None:
        value, known = values.get(field_id), situation.known_grid_areas
        return None if value is None or known is None or value in known else BROKEN

    return probe


def own_grid_area(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the grid area is known but belongs to another company."""
    field_id = entry.id

    def probe(values: Values, situation: Situation) -> Details | None:
        value, own, known = (
            values.get(field_id),
            situation.own_grid_areas,
            situation.known_grid_areas,
        )
        if value is None or own is None or value in own:
            return None
        return BROKEN if known is None or value in known else None

    return probe
