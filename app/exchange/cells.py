"""Cells of a table: always text, with a mark when the file said more than text.

A spreadsheet cell has a type. A number or a date from such a cell is turned into its canonical
text once (decimal point, ISO date) and marked, so that nothing downstream takes its point for a
thousands separator.
"""

from __future__ import annotations


class TypedText(str):
    """Canonical text of a cell that had a type: decimal point, ISO date, true or false."""

    __slots__ = ()


class LostDigits(TypedText):
    """A number of more than 15 digits: a spreadsheet does not keep them, so the value is wrong."""

    __slots__ = ()


class BrokenFormula(TypedText):
    """The error value of a formula ("#REF!"): there is no value to read."""

    __slots__ = ()
