"""Check digits and forms of ids: metering points (GSRN), actors (GLN, EIC), and CPR numbers.

**Source**: Forskrift I, bilag 1, nr. 12, 13 and 20 (GLN 13 digits, metering point id 18 digits);
GS1's check digit; DataHub (Energinet) for the prefix 57. The recogniser of CPR numbers exists only
so that they can be kept out (design § 9).
"""

from __future__ import annotations

import re
from functools import lru_cache

METERING_POINT_ID_LENGTH = 18
GLN_LENGTH = 13
METERING_POINT_ID_PREFIX = "57"
"""GS1's prefix for Denmark; every id of a Danish metering point starts with it."""

_DIGITS = re.compile(r"[0-9]+")
_CPR = re.compile(r"([0-9]{2})([0-9]{2})[0-9]{2}([-–\s]?)[0-9]{4}")
_LONGEST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ADMINISTRATIVE_DAY_OFFSET = 60
"""Administrative CPR numbers have 60 added to the day of birth."""


def make_check_digit(digits: str) -> str:
    """Return the GS1 check digit of a number without its check digit.

    Args:
        digits: 17 digits of a metering point id or 12 of a GLN; any number of digits works.

    Raises:
        ValueError: When the text is empty or holds anything but the digits 0-9.
    """
    if not _DIGITS.fullmatch(digits):
        msg = "a check digit needs digits"
        raise ValueError(msg)
    from stdnum import ean

    return str(ean.calc_check_digit(digits))


def is_valid_metering_point_id(text: str) -> bool:
    """Return whether the text is an 18-digit id with prefix 57 and a right check digit."""
    return (
        len(text) == METERING_POINT_ID_LENGTH
        and text.startswith(METERING_POINT_ID_PREFIX)
        and _has_right_check_digit(text)
    )


@lru_cache(maxsize=4096)
def is_valid_gln(text: str) -> bool:
    """Return whether the text is a 13-digit GLN with a right check digit."""
    return len(text) == GLN_LENGTH and _has_right_check_digit(text)


@lru_cache(maxsize=4096)
def is_valid_actor_id(text: str) -> bool:
    """Return whether the text is a GLN or a 16-character EIC with a right check character."""
    if is_valid_gln(text):
        return True
    from stdnum.eu import eic

    return text == eic.compact(text) and bool(eic.is_valid(text))


def looks_like_cpr(text: str) -> bool:
    """Return whether the whole text is written like a CPR number: 10 digits or ddmmyy-xxxx.

    The first four digits must be a day and a month. Longer numbers (ids, GLN) never match; a bare
    10-digit number of something else can, so columns of such numbers must be exempted by name.
    """
    match = _CPR.fullmatch(text.strip())
    if match is None:
        return False
    day, month, separator = int(match[1]), int(match[2]), match[3]
    if separator and day > _ADMINISTRATIVE_DAY_OFFSET:
        day -= _ADMINISTRATIVE_DAY_OFFSET
    return 1 <= month <= len(_LONGEST_DAY) and 1 <= day <= _LONGEST_DAY[month - 1]


def _has_right_check_digit(text: str) -> bool:
    return bool(_DIGITS.fullmatch(text)) and make_check_digit(text[:-1]) == text[-1]
