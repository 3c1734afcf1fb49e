"""Whether a code is in its list, offered today, and possible for the point.

**Source**: DataHub (Energinet) for code lists and the codes each metering point type may have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.rules.probe import BROKEN, Details, Probe, Values, texts_of

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation


def in_list(variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the list does not have the code; with `accepted_only`, or does not offer it."""
    code_list = catalogue.code_list(entry.id)
    accepted_only = bool(variant.params.get("accepted_only"))
    return _outside(
        entry,
        frozenset(code for code, found in code_list.items() if found.accepted or not accepted_only),
    )


def known_only(_variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue) -> Probe:
    """Broken when the list has the code only to show what was registered earlier."""
    return _inside(
        entry,
        frozenset(
            code for code, found in catalogue.code_list(entry.id).items() if not found.accepted
        ),
    )


def one_of(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the value is not one of `allowed`."""
    return _outside(entry, texts_of(variant, "allowed"))


def none_of(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the value is one of `refused`."""
    return _inside(entry, texts_of(variant, "refused"))


def _outside(entry: FieldEntry, codes: frozenset[str]) -> Probe:
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return None if value is None or value in codes else BROKEN

    return probe


def _inside(entry: FieldEntry, codes: frozenset[str]) -> Probe:
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        return BROKEN if values.get(field_id) in codes else None

    return probe
