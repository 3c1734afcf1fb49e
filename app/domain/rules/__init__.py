"""The logic of the rules, by the names the check catalogue uses.

**Source**: design § 2.1: tables are data, logic is Python found by the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.rules import changes, codes, parent_child, presence, register, texts

if TYPE_CHECKING:
    from app.domain.rules.probe import Build

PROBES: dict[str, Build] = {
    "required": presence.required,
    "forbidden": presence.absent,
    "dropped": presence.absent,
    "format": texts.format_only,
    "in_list": codes.in_list,
    "known_only": codes.known_only,
    "one_of": codes.one_of,
    "none_of": codes.none_of,
    "max_length": texts.max_length,
    "pattern": texts.pattern,
    "month_day": texts.month_day,
    "first_of_month": texts.first_of_month,
    "number": texts.number,
    "uuid": texts.uuid_form,
    "metering_point_id": texts.metering_point_id,
    "id_prefix": texts.id_prefix,
    "actor_id": texts.actor_id,
    "unused_id": register.unused_id,
    "known_grid_area": register.known_grid_area,
    "own_grid_area": register.own_grid_area,
    "unchanged": changes.unchanged,
    "not_changed_to": changes.not_changed_to,
    "closed_point_unchanged": changes.closed_point_unchanged,
    "parent_exists": parent_child.parent_exists,
    "parent_is_other_point": parent_child.parent_is_other_point,
    "parent_group": parent_child.parent_group,
    "child_group": parent_child.child_group,
    "same_as_parent": parent_child.same_as_parent,
    "parent_state": parent_child.parent_state,
    "parent_net_settled": parent_child.parent_net_settled,
}
"""One builder for each name in `app.domain.catalogue.LOGICS`."""
