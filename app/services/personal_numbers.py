"""Keep CPR numbers out of everything a person types.

**Source**: design § 9: no CPR number is ever stored, logged or exported; a grid company does not
need it. Files are screened where they are read; this is for notes, reasons and forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.domain.identifiers import looks_like_cpr
from app.domain.violations import Severity, Violation
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_CANDIDATE = re.compile(r"(?<!\d)(\d{6})([-–\s]?)(\d{4})(?!\d)")

DEVICE_FIELDS = frozenset({"meter_number"})
"""Fields whose ten digits are a device's number and not a person's."""


def contains_cpr(text: str) -> bool:
    """Return whether something in a text is written like a CPR number."""
    return any(_is_cpr(match) for match in _CANDIDATE.finditer(text))


def without_cpr(text: str) -> str:
    """Return the text with whatever is written like a CPR number left out."""
    return _CANDIDATE.sub(lambda match: "" if _is_cpr(match) else match[0], text)


def _is_cpr(match: re.Match[str]) -> bool:
    return looks_like_cpr(match[1] + ("-" if match[2] else "") + match[3])


def refuse_cpr(*texts: str) -> None:
    """Refuse notes and reasons that hold a CPR number.

    Raises:
        RefusedError: When one of the texts does; the number itself is not repeated.
    """
    if any(contains_cpr(text) for text in texts):
        raise RefusedError(
            _("The text holds what looks like a CPR number, and these are never stored."),
            remedy=_("Leave the number out."),
        )


def cpr_violations(texts: Mapping[str, object]) -> list[Violation]:
    """Return an error for each field whose text holds a CPR number; the number is not repeated."""
    return [
        Violation(
            rule="CPR",
            severity=Severity.ERROR,
            field=name,
            message=_("This looks like a CPR number, and these are never stored."),
        )
        for name, text in texts.items()
        if name not in DEVICE_FIELDS and isinstance(text, str) and contains_cpr(text)
    ]
