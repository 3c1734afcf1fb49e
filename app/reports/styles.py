"""How cells of a workbook look, and how values of each type are written.

**Source**: ux § 7.3: format codes in English notation, shown the Danish way by a Danish program.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from app.xlsx_rows import CellValue

FONT = "Calibri"
INK = "1F2933"
GREY_INK = "52606D"
HEADER_FILL = "E4E9EE"
_LINE = "CBD2D9"
_STRONG_LINE = "52606D"


class CellKind(Enum):
    """How a column shows its values."""

    TEXT = "text"
    WRAPPED = "wrapped"
    DAY = "day"
    MOMENT = "moment"
    INTEGER = "integer"
    DECIMAL = "decimal"
    EXACT = "exact"
    """Up to six decimals, two always."""
    CENTRED = "centred"
    REFERENCE = "reference"
    """A number that names something: no separators."""
    BY_VALUE = "by_value"
    """Whatever the value is: a column that holds the values of different fields."""
    BLANK_BOX = "blank_box"
    """Left empty, to be filled in by hand or later."""


FORMATS = {
    CellKind.TEXT: "@",
    CellKind.WRAPPED: "@",
    CellKind.DAY: "dd-mm-yyyy",
    CellKind.MOMENT: "dd-mm-yyyy hh:mm",
    CellKind.INTEGER: "#,##0",
    CellKind.DECIMAL: "#,##0.00",
    CellKind.EXACT: "#,##0.00####",
    CellKind.CENTRED: "@",
    CellKind.REFERENCE: "0",
    CellKind.BLANK_BOX: "@",
}
_RIGHT = {CellKind.INTEGER, CellKind.DECIMAL, CellKind.EXACT}
_CENTRE = {CellKind.CENTRED, CellKind.REFERENCE, CellKind.DAY, CellKind.MOMENT}


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a cell looks.

    Attributes:
        number_format: Format code.
        size: Of the letters, in points.
        bold: Whether they are heavy.
        ink: Their colour.
        fill: Colour behind them; "" for none.
        across: Where the text stands between left and right.
        wrap: Whether it goes on in a new line.
        middle: Whether it stands in the middle between top and bottom.
        line: Line below the cell, or around it.
    """

    number_format: str = "@"
    size: float = 10
    bold: bool = False
    ink: str = INK
    fill: str = ""
    across: Literal["left", "center", "right"] = "left"
    wrap: bool = False
    middle: bool = False
    line: Literal["", "thin", "medium", "thin box", "box"] = ""


class Styles:
    """The named styles of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: set[str] = set()
        self._ids: dict[CellKind, int] = {}

    def made(self, name: str, look: Look) -> str:
        """Return the name of a style, made on first use."""
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

        if name in self._made:
            return name
        style = NamedStyle(name=name)
        style.number_format = look.number_format
        style.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.ink)
        style.alignment = Alignment(
            horizontal=look.across,
            vertical="center" if look.middle else "top",
            wrap_text=look.wrap,
        )
        if look.fill:
            style.fill = PatternFill("solid", fgColor=look.fill)
        if look.line in {"box", "thin box"}:
            is_thin = look.line == "thin box"
            side = Side(style="thin" if is_thin else "medium", color=_STRONG_LINE)
            style.border = Border(left=side, right=side, top=side, bottom=side)
        elif look.line in {"thin", "medium"}:
            is_thin = look.line == "thin"
            color = _LINE if is_thin else _STRONG_LINE
            style.border = Border(bottom=Side(style="thin" if is_thin else "medium", color=color))
        self._workbook.add_named_style(style)
        self._made.add(name)
        return name

    def body(self, kind: CellKind) -> str:
        """Return the style of a cell in a table."""
        look = Look(
            number_format=FORMATS[kind],
            across=_across(kind),
            wrap=kind is CellKind.WRAPPED,
            middle=True,
            line="thin box" if kind is CellKind.BLANK_BOX else "thin",
        )
        return self.made(f"Body {kind.value}", look)

    def fact(self, kind: CellKind) -> str:
        """Return the style of a value beside its label: on the left, whatever its type."""
        look = Look(number_format=FORMATS[kind], wrap=True, middle=True, line="thin")
        return self.made(f"Value {kind.value}", look)

    def header(self, kind: CellKind) -> str:
        """Return the style of a heading above cells of a kind."""
        across = _across(kind)
        look = Look(
            bold=True, fill=HEADER_FILL, across=across, middle=True, wrap=True, line="medium"
        )
        return self.made(f"Header {across}", look)

    def id_of(self, kind: CellKind, worksheet: Worksheet) -> int:
        """Return the number of the body style, for rows that are streamed in."""
        if kind not in self._ids:
            from openpyxl.cell import Cell

            # A style gets its number in the file when a cell has it; this cell is in no sheet.
            cell = Cell(worksheet, row=1, column=1)
            cell.style = self.body(kind)
            self._ids[kind] = cell.style_id
        return self._ids[kind]


def _across(kind: CellKind) -> Literal["left", "center", "right"]:
    if kind in _RIGHT:
        return "right"
    return "center" if kind in _CENTRE else "left"


LINE_HEIGHT = 13.5
"""Height of a line of body text, in points."""

ROW_HEIGHT = 16.5
"""Height of a row with one line, in points."""

_CHARACTERS_PER_WIDTH = 1.05


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text needs in a cell whose width is given in characters."""
    per_line = max(1.0, width * _CHARACTERS_PER_WIDTH)
    return max(1, sum(math.ceil(max(len(part), 1) / per_line) for part in text.split("\n")))


def kind_of(value: CellValue) -> CellKind:
    """Return how a value of any type is shown."""
    if isinstance(value, datetime):
        return CellKind.MOMENT
    if isinstance(value, date):
        return CellKind.DAY
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        fits = isinstance(exponent, int) and exponent >= -2
        return CellKind.DECIMAL if fits else CellKind.EXACT
    if isinstance(value, int) and not isinstance(value, bool):
        return CellKind.INTEGER
    return CellKind.TEXT
