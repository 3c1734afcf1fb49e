"""What a change may not do: values that stay, and points that are closed.

**Source**: DataHub (Energinet) for values fixed at creation; Forskrift H1 § 18, stk. 1 (no way
back to profiled settlement) and § 22, stk. 3 (closing a point is final).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.field_values import display_field
from app.domain.rules.probe import BROKEN, Details, Probe, Values, texts_of

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation

_NOT_MASTER_DATA = "valid_from"
"""The day of the change differs in every change."""


def unchanged(variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the value differs from the one before; with `from_nothing` also when new."""
    field_id, from_nothing = entry.id, bool(variant.params.get("from_nothing"))

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.previous is None:
            return None
        before = situation.previous.get(field_id)
        if before == values.get(field_id) or (before is None and not from_nothing):
            return None
        return {"previous": display_field(entry, before, catalogue)}

    return probe


def not_changed_to(variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the value is one of `refused` and was another one before."""
    field_id, refused = entry.id, texts_of(variant, "refused")

    def probe(values: Values, situation: Situation) -> Details | None:
        value = values.get(field_id)
        if value not in refused or situation.previous is None:
            return None
        before = situation.previous.get(field_id)
        if before == value:
            return None
        return {"previous": display_field(entry, before, catalogue)}

    return probe


def closed_point_unchanged(
    _variant: CheckVariant, _entry: FieldEntry, _catalogue: Catalogue
) -> Probe:
    """Broken when any value differs from the one before; the entry says for which states."""

    def probe(values: Values, situation: Situation) -> Details | None:
        previous = situation.previous
        if previous is None:
            return None
        names = (set(values) | set(previous)) - {_NOT_MASTER_DATA}
        changed = any(values.get(name) != previous.get(name) for name in names)
        return BROKEN if changed else None

    return probe
