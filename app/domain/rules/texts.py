"""Forms of texts, ids and numbers: length, pattern, month and day, size.

**Source**: DataHub (Energinet) for lengths and patterns; Forskrift I § 8, stk. 1, nr. 2 for the
reading day and bilag 1, nr. 12-13 for ids.
"""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.field_values import plain_decimal
from app.domain.identifiers import (
    METERING_POINT_ID_LENGTH,
    METERING_POINT_ID_PREFIX,
    is_valid_actor_id,
    is_valid_metering_point_id,
    make_check_digit,
)
from app.domain.rules.probe import BROKEN, Details, Probe, Values
from app.domain.violation_texts import number_size
from app.texts import _

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CheckVariant, FieldEntry
    from app.domain.situation import Situation

_ORDINARY_YEAR = 2023
"""A year that is not a leap year: the reading day must exist in every year."""

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])([0-9]{2})")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_ID_DIGITS = re.compile(rf"{METERING_POINT_ID_PREFIX}[0-9]{{{METERING_POINT_ID_LENGTH - 2}}}")


def max_length(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the text is longer than the field's `max_length`."""
    field_id, longest = entry.id, entry.max_length

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        if longest is not None and isinstance(value, str) and len(value) > longest:
            return {"length": str(len(value))}
        return None

    return probe


def pattern(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the whole text does not match the regular expression `pattern`."""
    field_id, fits = entry.id, re.compile(str(variant.params["pattern"])).fullmatch

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return BROKEN if isinstance(value, str) and fits(value) is None else None

    return probe


def uuid_form(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the text is not a UUID of 36 characters in lower case."""
    field_id, fits = entry.id, _UUID.fullmatch

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return BROKEN if isinstance(value, str) and fits(value) is None else None

    return probe


def month_day(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when MMDD is not a day of every year; `day_zero` lets day 00 pass."""
    field_id, first_day = entry.id, 0 if variant.params.get("day_zero") else 1

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        if not isinstance(value, str):
            return None
        match = _MONTH_DAY.fullmatch(value)
        if match is None:
            return BROKEN
        last_day = monthrange(_ORDINARY_YEAR, int(match[1]))[1]
        return None if first_day <= int(match[2]) <= last_day else BROKEN

    return probe


def first_of_month(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the day of MMDD is not 01."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return BROKEN if isinstance(value, str) and not value.endswith("01") else None

    return probe


def number(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when a number is too small or large, or has too many digits or decimals.

    Parameters `least` (inclusive), `above` (exclusive) and `most` (inclusive) are texts; `digits`
    counts all digits as they are written without zeros at the end, `decimals` those after the
    decimal sign. Without the last two the field's own length and scale hold.
    """
    field_id, params = entry.id, variant.params
    least, above, most = (
        Decimal(str(params[name])) if name in params else None
        for name in ("least", "above", "most")
    )
    digits, decimals = number_size(variant, entry)

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        if value is None or not isinstance(value, int | Decimal):
            return None
        if (
            (least is not None and value < least)
            or (above is not None and value <= above)
            or (most is not None and value > most)
            or _is_too_long(Decimal(value), digits, decimals)
        ):
            return BROKEN
        return None

    return probe


def _is_too_long(value: Decimal, digits: int | None, decimals: int) -> bool:
    whole, _point, fraction = plain_decimal(abs(value)).partition(".")
    if digits is not None and len(whole) + len(fraction) > digits:
        return True
    return len(fraction) > decimals


def metering_point_id(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the id does not have 18 digits, prefix 57 and a right check digit."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        if not isinstance(value, str) or is_valid_metering_point_id(value):
            return None
        if _ID_DIGITS.fullmatch(value):
            digit = make_check_digit(value[:-1])
            return {"hint": _("The check digit would be {digit}.").format(digit=digit)}
        return BROKEN

    return probe


def actor_id(_variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when the id is neither a GLN nor an EIC with a right check character."""
    field_id = entry.id

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        return BROKEN if isinstance(value, str) and not is_valid_actor_id(value) else None

    return probe


def id_prefix(variant: CheckVariant, entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Broken when a right id does not begin with `prefix`; a wrong one is another rule's matter."""
    field_id, prefix = entry.id, str(variant.params["prefix"])

    def probe(values: Values, _situation: Situation) -> Details | None:
        value = values.get(field_id)
        if not isinstance(value, str) or value.startswith(prefix):
            return None
        return BROKEN if is_valid_metering_point_id(value) else None

    return probe


def format_only(_variant: CheckVariant, _entry: FieldEntry, _catalogue: Catalogue) -> Probe:
    """Never broken by a value: the entry speaks of texts that cannot be read into the field."""

    def probe(_values: Values, _situation: Situation) -> Details | None:
        return None

    return probe
