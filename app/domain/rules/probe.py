"""The form of a rule's logic: a probe, bound once to an entry and then run on many points.

**Source**: design § 2.7: rules collect, never raise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.domain.situation import Situation

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry

from app.domain.master_data import FieldValue

Values = Mapping[str, FieldValue]
"""The values of one point by field id; a field without a value is not there."""

Details = Mapping[str, str]
"""Placeholders that only the broken rule knows."""

Probe = Callable[[Values, Situation], Details | None]
"""Returns None when the rule holds, else the details of what is wrong."""

Build = Callable[["CheckVariant", "FieldEntry", "Catalogue"], Probe]
"""Binds a logic to one variant and one of its fields."""

BROKEN: Details = {}
"""The rule is broken and there is nothing more to tell."""


def texts_of(variant: CheckVariant, name: str) -> frozenset[str]:
    """Return a parameter that is a list of texts, as a set."""
    value = variant.params.get(name, ())
    return frozenset(value) if isinstance(value, tuple) else frozenset({str(value)})
