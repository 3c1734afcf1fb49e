"""Turn a broken check into a `Violation` with a complete sentence.

**Source**: design § 2.7: a message says what would be right and names the paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue.entries import FieldType
from app.domain.violations import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry


def violation_of(
    rule: str,
    variant: CheckVariant,
    entry: FieldEntry,
    catalogue: Catalogue,
    **particulars: str,
) -> Violation:
    """Return the violation of a check by one field, in the operator's language.

    Args:
        rule: Rule id.
        variant: The variant that was broken.
        entry: The field.
        catalogue: Where names of codes are.
        particulars: Values of the placeholders that depend on the point; missing ones are blank.
    """
    parameters = _Parameters(
        {"field": entry.label(), **_fixed_parameters(variant, entry, catalogue), **particulars}
    )
    return Violation(
        rule=rule,
        severity=variant.severity,
        field=entry.id,
        message=variant.text.format_map(parameters).strip(),
        source=variant.source,
        code=variant.code,
        parameters=dict(parameters),
    )


class _Parameters(dict[str, str]):
    """Placeholders; one that a rule could not fill is left blank rather than failing."""

    def __missing__(self, key: str) -> str:
        return ""


def _fixed_parameters(
    variant: CheckVariant, entry: FieldEntry, catalogue: Catalogue
) -> Mapping[str, str]:
    """Return the placeholders that depend on the catalogue alone."""
    params = variant.params
    found = {name: str(params[name]) for name in ("least", "above", "most") if name in params}
    digits, decimals = number_size(variant, entry)
    found["digits"], found["decimals"] = str(digits or ""), str(decimals)
    if entry.max_length is not None:
        found["limit"] = str(entry.max_length)
    if "prefix" in params:
        found["prefix"] = str(params["prefix"])
    allowed = params.get("allowed")
    if isinstance(allowed, tuple):
        found["allowed"] = ", ".join(code_name(code, entry, catalogue) for code in allowed)
    return found


def number_size(variant: CheckVariant, entry: FieldEntry) -> tuple[int | None, int]:
    """Return the most digits (None when not limited) and the most decimals a number may have."""
    digits = variant.params.get("digits", entry.max_length)
    return digits if isinstance(digits, int) else None, int(
        str(variant.params.get("decimals", entry.scale))
    )


def code_name(code: str, entry: FieldEntry, catalogue: Catalogue) -> str:
    """Return a code with its name, "D01 (Physical)"; a value that is no code as it is."""
    if entry.type is not FieldType.CODE:
        return code
    label = catalogue.code_lists[entry.code_list].label(code)
    return code if label == code else f"{code} ({label})"
