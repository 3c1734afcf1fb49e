"""Recognises whether a file writes decimals with comma or point: by evidence, never by guess.

**Source**: design § 6 ("ambiguity is asked or refused, never guessed"); ux § 7.2.

One sign before exactly three digits may be a decimal sign or a thousands separator ("1.234"). Any
other number with a sign is evidence, and one piece of it decides for the whole file, since a file
is written by one program. Contradicting evidence refuses the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from app.domain.errors import InputFileError
from app.exchange.cells import TypedText
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable

DecimalSign = Literal[".", ",", ""]

_SIGNED = re.compile(r"[+\-−]?[\d.,\s]*[.,][\d.,\s]*")
_GROUPED = {
    ".": re.compile(r"(\d{1,3}(?:[,\s]\d{3})+|\d+)(?:\.(\d*))?"),
    ",": re.compile(r"(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(\d*))?"),
}
_OTHER: dict[str, DecimalSign] = {".": ",", ",": "."}


class NumberCell(NamedTuple):
    """One cell of a column of decimals.

    Attributes:
        row: Row number in the file.
        column: Heading.
        text: The cell as it stands.
    """

    row: int
    column: str
    text: str


def recognise_decimal_sign(cells: Iterable[NumberCell], *, given: DecimalSign = "") -> DecimalSign:
    """Return the decimal sign of a file, or "" when no number in it has a sign.

    Args:
        cells: Every cell of the columns that hold decimals.
        given: The sign the operator said the file has; "" when it is to be recognised.

    Raises:
        InputFileError: When only ambiguous numbers have a sign, or two numbers contradict each
            other; names row and column.
    """
    found: NumberCell | None = None
    sign = given
    doubtful: NumberCell | None = None
    for cell in cells:
        if ("." not in cell.text and "," not in cell.text) or isinstance(cell.text, TypedText):
            continue
        said = evidence(cell.text)
        if said is None:
            doubtful = doubtful or cell
        elif said and not sign:
            sign, found = said, cell
        elif said and said != sign:
            raise _contradiction(found, cell)
    if doubtful is not None and not sign:
        raise _ambiguous(doubtful)
    return sign


def evidence(text: str) -> DecimalSign | None:
    """Return the decimal sign a number proves, "" when it proves none, None when it is ambiguous.

    A text that is no number proves nothing; the row's own check will refuse it.
    """
    bare = text.strip().lstrip("+-−")
    if not _SIGNED.fullmatch(bare):
        return ""
    both = "." in bare and "," in bare
    last = max(".", ",", key=bare.rfind)
    if both:
        return _if_number(bare, last)
    whole, *groups = bare.split(last)
    if len(groups) > 1:
        return _if_number(bare, _OTHER[last])
    if len(groups[0]) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return _if_number(bare, last)
    return None


def _if_number(bare: str, sign: str) -> DecimalSign:
    if not _GROUPED[sign].fullmatch(bare):
        return ""
    return "." if sign == "." else ","


def to_point(text: str, sign: DecimalSign) -> str:
    """Return a number as canonical text: decimal point, no grouping, plain minus.

    Args:
        text: A cell of a column of decimals.
        sign: What `recognise_decimal_sign` said of the file.

    Returns:
        The canonical text, or the text as it came when it is no number in that style: the field's
        own check then says so.
    """
    if isinstance(text, TypedText):
        return text
    stripped = text.strip()
    bare = stripped.lstrip("+-−")
    prefix = stripped[: len(stripped) - len(bare)]
    match = _GROUPED[sign or "."].fullmatch(bare)
    if match is None or prefix not in {"", "+", "-", "−"}:
        return text
    whole = re.sub(r"[.,\s]", "", match.group(1))
    minus = "-" if prefix in {"-", "−"} else ""
    decimals = f".{match.group(2)}" if match.group(2) else ""
    return f"{minus}{whole}{decimals}"


def unambiguous(text: str) -> str:
    """Return a canonical decimal so that it can be read back without knowing its sign.

    "1.234" becomes "1.2340": four decimals can only be decimals.
    """
    return f"{text}0" if "." in text and evidence(text) is None else text


def _ambiguous(cell: NumberCell) -> InputFileError:
    return InputFileError(
        _("Row {row}, column {column}: “{text}” can be read in two ways.").format(
            row=cell.row, column=cell.column, text=cell.text
        ),
        remedy=_(
            "No other number in the file shows whether comma or point is the decimal sign;"
            " say which one it is."
        ),
    )


def _contradiction(first: NumberCell | None, second: NumberCell) -> InputFileError:
    if first is None:
        return InputFileError(
            _(
                "Row {row}, column {column}: “{text}” has another decimal sign than was said."
            ).format(row=second.row, column=second.column, text=second.text)
        )
    return InputFileError(
        _(
            "The file mixes decimal comma and decimal point: “{first}” in row {first_row}, column"
            " {first_column}, and “{second}” in row {second_row}, column {second_column}."
        ).format(
            first=first.text,
            first_row=first.row,
            first_column=first.column,
            second=second.text,
            second_row=second.row,
            second_column=second.column,
        ),
        remedy=_("Use the same decimal sign everywhere."),
    )
