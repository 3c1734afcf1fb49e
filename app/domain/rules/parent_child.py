"""Which points may hang under which, and what they must have in common.

**Source**: Forskrift I, bilag 1, nr. 6 and 24; DataHub (Energinet) for the five groups of metering
point types: 1 consumption and production, 2 exchange, 3 and 4 children of group 1, 5 reactive
exchange under group 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue import METERING_POINT_TYPES
from app.domain.field_values import display_field
from app.domain.rules.probe import BROKEN, Details, Probe, Values, texts_of

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation

_TYPE = "metering_point_type"


def parent_exists(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the register was asked and does not have the parent."""
    field_id = entry.id

    def probe(values: Values, situation: Situation) -> Details | None:
        missing = situation.parent is None and situation.parent_exists is False
        return BROKEN if missing and field_id in values else None

    return probe


def parent_is_other_point(
    _variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue
) -> Probe:
    """Broken when a point is its own parent."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return BROKEN if value is not None and value == values.get("metering_point_id") else None

    return probe


def parent_group(variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the parent's type is not in one of `groups`."""
    field_id, groups = entry.id, texts_of(variant, "groups")

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.parent is None or field_id not in values:
            return None
        parent_type = situation.parent.metering_point_type
        if _group(catalogue, parent_type) in groups:
            return None
        return {"parent_type": _type_name(catalogue, parent_type)}

    return probe


def child_group(variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the parent is in `parent_group` and the point itself in none of `groups`."""
    field_id, groups = entry.id, texts_of(variant, "groups")
    wanted = str(variant.params["parent_group"])

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.parent is None or field_id not in values:
            return None
        parent_type = situation.parent.metering_point_type
        own_group = _group(catalogue, str(values.get(_TYPE, "")))
        if _group(catalogue, parent_type) != wanted or own_group in groups:
            return None
        return {"parent_type": _type_name(catalogue, parent_type)}

    return probe


def same_as_parent(_variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the value differs from the parent's; silent while the parent has none."""
    field_id = entry.id

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.parent is None:
            return None
        value, parents = values.get(field_id), situation.parent.get(field_id)
        if value is None or parents is None or value == parents:
            return None
        return {"parent_value": display_field(entry, parents, catalogue)}

    return probe


def parent_state(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when a parent that is in one of the states `refused` takes a new child."""
    field_id, refused = entry.id, texts_of(variant, "refused")

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.parent is None or field_id not in values:
            return None
        previous = situation.previous
        if previous is not None and previous.get(field_id) == values[field_id]:
            return None
        return BROKEN if situation.parent.connection_state in refused else None

    return probe


def parent_net_settled(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the parent's net settlement group is in `groups` and the value not `allowed`."""
    field_id, groups = entry.id, texts_of(variant, "groups")
    allowed = texts_of(variant, "allowed")

    def probe(values: Values, situation: Situation) -> Details | None:
        if situation.parent is None:
            return None
        value = values.get(field_id)
        if value is None or value in allowed:
            return None
        return BROKEN if situation.parent.text("net_settlement_group") in groups else None

    return probe


def _group(catalogue: Catalogue, metering_point_type: str) -> str:
    entry = catalogue.code_lists[METERING_POINT_TYPES].get(metering_point_type)
    return "" if entry is None else entry.group


def _type_name(catalogue: Catalogue, metering_point_type: str) -> str:
    return catalogue.code_lists[METERING_POINT_TYPES].label(metering_point_type)
