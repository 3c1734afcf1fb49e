"""Keeps Danish civil registration (CPR) numbers out: what looks like one is blanked at the door.

**Source**: design § 9: no CPR number is ever stored, logged or exported; a grid company does not
need it (Forskrift I § 4 stk. 4 leaves it out of the monthly check too). Every table passes through
here before anybody sees its cells, so a rejected-rows file or a kept copy cannot hold one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.identifiers import looks_like_cpr

if TYPE_CHECKING:
    from collections.abc import Sequence

_CANDIDATE = re.compile(r"(?<!\d)\d{6}[-–\s]?\d{4}(?!\d)")
_SEPARATED = re.compile(r"(?<!\d)\d{6}[-–\s]\d{4}(?!\d)")
_UUID = re.compile(r"\s*\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\s*", re.IGNORECASE)
"""An address's DAR reference: one in some hundred holds ten digits that could be a CPR number."""
_SAID_BY_HEADER = re.compile(r"cpr|personn(ummer|r)")
_DEVICE_NUMBERS = re.compile(r"(meter|måler)(_?number|_?id|nummer|nr)|charge_?(code|id)|pris_?id")
"""Columns whose bare ten digits are a device's or a price's number and not a person's."""


@dataclass(frozen=True, kw_only=True)
class CprFinding:
    """What was blanked in one column.

    Attributes:
        column: Heading of the column.
        first_row: Row number in the file of the first blanked cell.
        cells: How many cells were blanked.
    """

    column: str
    first_row: int
    cells: int


class CprScreen:
    """Blanks cells of a table while its rows are read, and remembers where.

    The numbers themselves are not remembered anywhere.
    """

    def __init__(self, header: Sequence[str]) -> None:
        folded = [re.sub(r"[\s\-.]+", "", name.casefold()) for name in header]
        self._header = tuple(header)
        self._always = [i for i, name in enumerate(folded) if _SAID_BY_HEADER.search(name)]
        self._devices = {i for i, name in enumerate(folded) if _DEVICE_NUMBERS.fullmatch(name)}
        self._found: dict[int, tuple[int, int]] = {}

    @property
    def findings(self) -> tuple[CprFinding, ...]:
        """Return what was blanked in the last pass, by column."""
        return tuple(
            CprFinding(column=self._name(index), first_row=row, cells=count)
            for index, (row, count) in sorted(self._found.items())
        )

    def start(self) -> None:
        """Forget the findings before the rows are read once more."""
        self._found.clear()

    def clean(self, number: int, cells: list[str]) -> list[str]:
        """Blank what is or looks like a CPR number, in place, and return the cells.

        Args:
            number: Row number in the file.
            cells: The row's cells in the order of the header.
        """
        for index in self._always:
            if index < len(cells) and cells[index]:
                self._blank(number, cells, index)
        # One search over the whole row is what keeps 100,000 rows cheap; the cells are looked at
        # one by one only when it hits.
        if _CANDIDATE.search("\0".join(cells)):
            for index, cell in enumerate(cells):
                if self._is_cpr(index, cell):
                    self._blank(number, cells, index)
        return cells

    def _is_cpr(self, index: int, cell: str) -> bool:
        if _UUID.fullmatch(cell):
            return False
        pattern = _SEPARATED if index in self._devices else _CANDIDATE
        return any(looks_like_cpr(match) for match in pattern.findall(cell))

    def _blank(self, number: int, cells: list[str], index: int) -> None:
        cells[index] = ""
        first_row, count = self._found.get(index, (number, 0))
        self._found[index] = (first_row, count + 1)

    def _name(self, index: int) -> str:
        return self._header[index] if index < len(self._header) else ""


def without_cpr(text: str) -> str:
    """Return the text, or "" when it holds something that looks like a CPR number."""
    return "" if any(looks_like_cpr(match) for match in _CANDIDATE.findall(text)) else text
