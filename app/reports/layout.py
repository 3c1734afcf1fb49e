"""What a workbook is made of, described as data: sheets of rows, and sheets of facts.

**Source**: ux § 1 nr. 12 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports.styles import CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.xlsx_rows import CellValue


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet of rows.

    Attributes:
        title: Heading.
        width: In characters of the standard font.
        kind: How values are shown.
    """

    title: str
    width: float
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, kw_only=True)
class RowsSheet:
    """A sheet with a header and rows.

    Attributes:
        name: Tab, at most 31 characters.
        title: Heading of each printed page.
        columns: Columns.
        rows: One sequence of values per row, in the order of the columns.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of a sheet of facts: what it is and its values.

    Attributes:
        label: What it is.
        values: One or more values; the first one stands beside the label.
        kind: How they are shown.
        note: Explanation in smaller grey type on the right; "" for none.
    """

    label: str
    values: Sequence[CellValue]
    kind: CellKind = CellKind.BY_VALUE
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A small table inside a sheet of facts: at most three columns."""

    header: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A headed part of a sheet of facts.

    Attributes:
        title: Heading.
        content: What stands below it, from top to bottom.
        new_page: Whether it begins on a new page when printed.
    """

    title: str
    content: Sequence[Fact | Grid | str]
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class FactsSheet:
    """A sheet that is read like a page: a title, a result in a box, and sections of facts.

    Attributes:
        name: Tab, at most 31 characters.
        title: Heading.
        subtitle: Line below the heading.
        result: The one thing a reader must see; "" for none.
        result_note: Sentence below the result.
        sections: The rest.
    """

    name: str
    title: str
    subtitle: str
    result: str = ""
    result_note: str = ""
    sections: Sequence[Section] = ()


@dataclass(frozen=True, kw_only=True)
class Book:
    """A whole workbook.

    Attributes:
        title: For the file's properties.
        company: Stands in the header of each page and as the author.
        reference: Stands in the footer of each page: which run, which program version.
        made_at: Aware; the same run gives the same file, byte for byte.
        sheets: In the order of the tabs.
    """

    title: str
    company: str
    reference: str
    made_at: datetime
    sheets: Sequence[RowsSheet | FactsSheet]
