"""Whether a field must have a value, or must not have one.

**Source**: Forskrift I §§ 8-10 and 12 for what must be registered; DataHub (Energinet) for what a
metering point type cannot carry. "Dropped" is a value that DataHub removes without a word: it
never reaches DataHub, so the operator must know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.rules.probe import BROKEN, Details, Probe, Values

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation


def required(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the field has no value."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        return None if field_id in values else BROKEN

    return probe


def absent(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the field has a value."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        return BROKEN if field_id in values else None

    return probe
