"""The kinds of tables that files hold, and the columns of each.

**Source**: design § 6. A column is a field of the field catalogue, or an entry of
`resources/rules/file_kinds.toml` for what is no field of a metering point (prices, readings,
actors). A file's headings may be ids, Danish or English labels, or aliases, in any case and
punctuation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldEntry, FieldType, folded_name
from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.exchange.own_columns import PROCESSES_FILE, ColumnWords, file_column, process_columns
from app.texts import _, pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.domain.catalogue import Catalogue

KINDS_FILE = "file_kinds.toml"
HOURS = 24
OWN_COLUMN_FACET = "file"
"""Facet of columns that are no fields of a metering point."""

_EVERY_FIELD = "*"
_PROCESS_INPUTS = "process_inputs"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of table.

    Attributes:
        id: Name on the command line ("metering_points").
        label_da: Danish name.
        label_en: English name.
        help_da: What a row is, in Danish.
        help_en: What a row is, in English.
        columns: All columns in the order they are written.
        required: Ids of columns a file must have to be of this kind.
        filled: Ids of columns that are part of the key or needed, but have a value when the file
            leaves them out.
        key: Ids of the columns that name a row: two rows with the same key contradict each other.
        export_only: Whether it can only be written.
    """

    id: str
    label_da: str
    label_en: str
    help_da: str
    help_en: str
    columns: tuple[FieldEntry, ...]
    required: tuple[str, ...]
    filled: tuple[str, ...] = ()
    key: tuple[str, ...]
    export_only: bool = False

    @property
    def label(self) -> str:
        """Return the name in the operator's language."""
        return pick(self.label_da, self.label_en)

    @property
    def help(self) -> str:
        """Return what a row is, in the operator's language."""
        return pick(self.help_da, self.help_en)

    def column(self, column_id: str) -> FieldEntry:
        """Return a column by id; KeyError when the kind does not have it."""
        return self._by_id[column_id]

    def named(self, heading: str) -> FieldEntry | None:
        """Return the column a heading means, or None."""
        return self._by_name.get(folded_name(heading))

    @cached_property
    def _by_id(self) -> Mapping[str, FieldEntry]:
        return {entry.id: entry for entry in self.columns}

    @cached_property
    def _by_name(self) -> Mapping[str, FieldEntry]:
        """Names to columns; an id or a label beats an alias of another column."""
        names: dict[str, FieldEntry] = {}
        for entry in self.columns:
            for name in entry.aliases:
                names.setdefault(folded_name(name), entry)
        for entry in self.columns:
            for name in (entry.label_en, entry.label_da, entry.id):
                names[folded_name(name)] = entry
        return names


class Kinds:
    """All kinds, in the order of the file."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = dict(kinds)

    def __getitem__(self, kind_id: str) -> Kind:
        """Return a kind; KeyError when there is none with that id."""
        return self._kinds[kind_id]

    def __contains__(self, kind_id: object) -> bool:
        """Return whether there is a kind with that id."""
        return kind_id in self._kinds

    def __iter__(self) -> Iterator[Kind]:
        """Iterate over the kinds."""
        return iter(self._kinds.values())

    @property
    def importable(self) -> tuple[Kind, ...]:
        """Return the kinds that can be read."""
        return tuple(kind for kind in self if not kind.export_only)


def load_kinds(rules_dir: Path, catalogue: Catalogue) -> Kinds:
    """Read the kinds and put their columns together.

    Raises:
        CatalogueError: When the file is missing or damaged, or names a column that does not exist.
    """
    path = rules_dir / KINDS_FILE
    content = read_toml(path)
    own = {
        reader.name: _own_column(reader, catalogue)
        for reader in EntryReader.tables(path.name, content, "column")
    }
    known = KnownColumns(
        catalogue=catalogue,
        own=own,
        inputs=process_columns(rules_dir / PROCESSES_FILE, catalogue, own),
    )
    kinds = {
        reader.name: _kind(reader, known)
        for reader in EntryReader.tables(path.name, content, "kind")
    }
    return Kinds(kinds)


@dataclass(frozen=True, kw_only=True)
class KnownColumns:
    """What the words of a kind's `columns` can stand for.

    Attributes:
        catalogue: The field catalogue.
        own: Columns that are no fields of a metering point, by id.
        inputs: What the processes ask for.
    """

    catalogue: Catalogue
    own: Mapping[str, FieldEntry]
    inputs: tuple[FieldEntry, ...]


def _own_column(reader: EntryReader, catalogue: Catalogue) -> FieldEntry:
    entry = file_column(
        ColumnWords(
            id=reader.name,
            type=reader.choice("type", FieldType),
            label_da=reader.text("da"),
            label_en=reader.text("en"),
            help_da=reader.text("help_da"),
            help_en=reader.text("help_en"),
            unit=reader.text("unit", ""),
            scale=reader.whole("scale", 0),
            max_length=reader.optional_whole("max_length"),
            code_list=reader.text("code_list", ""),
            aliases=reader.texts("aliases", ()),
        ),
        catalogue,
    )
    reader.done()
    if entry.type is FieldType.CODE and entry.code_list not in catalogue.code_lists:
        reader.fail("code_list", _("the code list {name} does not exist").format(name="-"))
    return entry


def _kind(reader: EntryReader, known_columns: KnownColumns) -> Kind:
    columns = tuple(
        column
        for name in reader.texts("columns")
        for column in _columns(reader, name, known_columns)
    )
    kind = Kind(
        id=reader.name,
        label_da=reader.text("da"),
        label_en=reader.text("en"),
        help_da=reader.text("help_da"),
        help_en=reader.text("help_en"),
        columns=columns,
        required=reader.texts("required"),
        filled=reader.texts("filled", ()),
        key=reader.texts("key"),
        export_only=reader.flag("export_only", default=False),
    )
    reader.done()
    known = {entry.id for entry in columns}
    for key in ("required", "filled", "key"):
        for name in set(getattr(kind, key)) - known:
            reader.fail(key, _("the column {name} does not exist").format(name=name))
    return kind


def _columns(reader: EntryReader, name: str, known: KnownColumns) -> tuple[FieldEntry, ...]:
    """Return the columns that one word of an entry stands for."""
    catalogue, own = known.catalogue, known.own
    if name == _EVERY_FIELD:
        return tuple(catalogue.fields.values())
    if name == _PROCESS_INPUTS:
        return known.inputs
    word, _colon, rest = name.partition(":")
    if word == "facet" and rest in catalogue.facets():
        return catalogue.by_facet(rest)
    if word == "hour" and rest in own:
        return _hours(own[rest])
    entry = own.get(name) or catalogue.fields.get(name)
    if entry is None:
        reader.fail("columns", _("the column {name} does not exist").format(name=name))
    return (entry,)


def _hours(entry: FieldEntry) -> tuple[FieldEntry, ...]:
    """Return one column per hour of the day; the first one also stands for a single value."""
    return tuple(
        replace(
            entry,
            id=f"{entry.id}_{hour}",
            label_da=f"{entry.label_da} {hour}",
            label_en=f"{entry.label_en} {hour}",
            aliases=tuple(f"{alias}{hour}" for alias in (entry.id, *entry.aliases))
            + ((entry.id, entry.label_da, *entry.aliases) if hour == 1 else ()),
        )
        for hour in range(1, HOURS + 1)
    )


@dataclass(frozen=True, kw_only=True)
class ColumnMap:
    """Where the columns of a kind stand in a file.

    Attributes:
        kind: The kind.
        at: Index in the file's header by column id, in the order of the file.
        unknown: Headings that mean nothing in this kind, with their index.
    """

    kind: Kind
    at: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...]

    @cached_property
    def entries(self) -> tuple[tuple[int, FieldEntry], ...]:
        """Return index and entry of each known column, in the order of the file."""
        return tuple((index, self.kind.column(name)) for name, index in self.at.items())

    def repeated(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """Return the headings that mean a column which another heading means already."""
        meant = [self.kind.named(heading) for heading in header]
        counts = Counter(entry.id for entry in meant if entry is not None)
        return tuple(
            heading
            for heading, entry in zip(header, meant, strict=True)
            if entry is not None and counts[entry.id] > 1
        )


def map_columns(header: tuple[str, ...], kind: Kind) -> ColumnMap:
    """Find out which heading means which column of a kind."""
    at: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    for index, heading in enumerate(header):
        entry = kind.named(heading)
        if entry is None:
            unknown.append((index, heading))
        else:
            at.setdefault(entry.id, index)
    return ColumnMap(kind=kind, at=at, unknown=tuple(unknown))
