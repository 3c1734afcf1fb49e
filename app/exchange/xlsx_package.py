"""The parts of a workbook that say how its cells are to be read: sheets, texts, date styles.

**Source**: ECMA-376 part 1 (SpreadsheetML). Our own reader and not openpyxl's, because reading
50,000 rows of 40 cells took 20 seconds there and takes 5 here, and because a formula without a
stored result must be told from an empty cell. XML with a document type is refused (design § 9).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

_CHUNK = 256 * 1024
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_A_PLACEHOLDER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]')


class DamagedPartError(Exception):
    """A part of the workbook is missing or is not what it should be."""


class PartHandler(Protocol):
    """Gets the content of an XML part as it is read; names come without namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


def feed(part: IO[bytes], handler: PartHandler) -> Iterator[None]:
    """Read an XML part piece by piece into the handler, pausing after each piece.

    Raises:
        DamagedPartError: When it is not well-formed or has a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    local: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        short = local.get(name)
        if short is None:
            short = local[name] = name.rpartition(" ")[2]
        handler.start(short, attributes)

    def end(name: str) -> None:
        handler.end(local[name])

    def refuse(*_: object) -> None:
        msg = "document type"
        raise DamagedPartError(msg)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DamagedPartError(str(error)) from error
    yield


def _attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute whatever namespace it is written in, or ""."""
    for key, value in attributes.items():
        if key.rpartition(" ")[2] == name:
            return value
    return ""


@dataclass(frozen=True, kw_only=True)
class Package:
    """An opened workbook.

    Attributes:
        archive: The archive it is stored in.
        sheets: Name of each sheet and the part that holds it, in the order of the tabs.
        counts_from_1904: Whether days are counted from 1904 (old workbooks of the Macintosh).
        date_styles: Style numbers whose numbers are days or times.
        texts_part: The part with shared texts; "" when there is none.
    """

    archive: ZipFile
    sheets: tuple[tuple[str, str], ...]
    counts_from_1904: bool
    date_styles: frozenset[int]
    texts_part: str

    def shared_texts(self) -> list[str]:
        """Return the texts that cells refer to by number."""
        if not self.texts_part:
            return []
        collected = _SharedTexts()
        _read(self.archive, self.texts_part, collected)
        return collected.texts


def open_package(archive: ZipFile) -> Package:
    """Read what is needed before the cells.

    Raises:
        DamagedPartError: When a part is missing or damaged.
    """
    relations = _Relations()
    _read(archive, "xl/_rels/workbook.xml.rels", relations)
    workbook = _WorkbookPart()
    _read(archive, "xl/workbook.xml", workbook)
    styles = _Styles()
    if styles_part := relations.by_kind.get("styles", ""):
        _read(archive, styles_part, styles)
    sheets = tuple(
        (name, relations.by_id[relation])
        for name, relation in workbook.sheets
        if relation in relations.worksheets
    )
    return Package(
        archive=archive,
        sheets=sheets,
        counts_from_1904=workbook.counts_from_1904,
        date_styles=styles.date_styles(),
        texts_part=relations.by_kind.get("sharedStrings", ""),
    )


def _read(archive: ZipFile, name: str, handler: PartHandler) -> None:
    try:
        part = archive.open(name)
    except KeyError as error:
        raise DamagedPartError(name) from error
    with part:
        for _piece in feed(part, handler):
            pass


class _Relations:
    """Reads which part a relation id of the workbook means."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        self.worksheets: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        relation = attributes.get("Id", "")
        self.by_id[relation] = posixpath.normpath(part)
        self.by_kind[kind] = posixpath.normpath(part)
        if kind == "worksheet":
            self.worksheets.add(relation)

    def end(self, name: str) -> None:
        """Nothing ends that matters here."""

    def text(self, text: str) -> None:
        """No text matters here."""


class _WorkbookPart:
    """Reads the names of the sheets and from when days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), _attribute(attributes, "id")))
        elif name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    def end(self, name: str) -> None:
        """Nothing ends that matters here."""

    def text(self, text: str) -> None:
        """No text matters here."""


class _Styles:
    """Reads which style numbers mean a day or a time."""

    def __init__(self) -> None:
        self._own_dates: set[int] = set()
        self._formats: list[int] = []
        self._in_cell_styles = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            if _means_date(attributes.get("formatCode", "")):
                self._own_dates.add(int(attributes.get("numFmtId", "0")))
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            self._formats.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_styles = False

    def text(self, text: str) -> None:
        """No text matters here."""

    def date_styles(self) -> frozenset[int]:
        dates = _BUILT_IN_DATES | self._own_dates
        return frozenset(i for i, format_id in enumerate(self._formats) if format_id in dates)


def _means_date(code: str) -> bool:
    bare = _NOT_A_PLACEHOLDER.sub("", code.partition(";")[0]).casefold()
    return bare != "general" and any(letter in bare for letter in "dmyhs")


class _SharedTexts:
    """Reads the texts that cells refer to; the pieces of a formatted text are joined."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._taking = False
        self._in_reading_aid = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._in_reading_aid = True
        elif name == "t":
            self._taking = not self._in_reading_aid

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self._pieces))
        elif name == "rPh":
            self._in_reading_aid = False
        elif name == "t":
            self._taking = False

    def text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)
