"""Load the field catalogue.

**Source**: `resources/rules/fields.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.catalogue.entries import (
    IDENTITY_FACET,
    PERIOD_FACET,
    CodeList,
    FieldEntry,
    FieldType,
    Heading,
    Responsible,
    folded_name,
)
from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

_MOST_STORED_DIGITS = 18
"""A decimal is stored as one 64-bit whole number, which holds 18 digits."""


@dataclass(frozen=True, slots=True)
class LoadedFields:
    """The content of the file: facets and groups by their order, fields by facet order."""

    facets: tuple[Heading, ...]
    groups: tuple[Heading, ...]
    fields: dict[str, FieldEntry]


def load_fields(path: Path, code_lists: Mapping[str, CodeList]) -> LoadedFields:
    """Read the facets, groups and fields of the file.

    Raises:
        CatalogueError: See `load_catalogue`.
    """
    content = read_toml(path)
    name = path.name
    facets = _headings(EntryReader.tables(name, content, "facet"))
    groups = _headings(EntryReader.tables(name, content, "group"))
    readers = list(EntryReader.tables(name, content, "field"))
    known = _Known(
        valid_from=EntryReader(name, "version", content).day("valid_from"),
        facets={heading.id for heading in facets} | {IDENTITY_FACET, PERIOD_FACET},
        groups={heading.id for heading in groups},
        code_lists=code_lists,
    )
    fields = {reader.name: _field(reader, known) for reader in readers}
    _refuse_doubles(readers, fields)
    return LoadedFields(facets=facets, groups=groups, fields=fields)


@dataclass(frozen=True, slots=True)
class _Known:
    valid_from: date
    facets: set[str]
    groups: set[str]
    code_lists: Mapping[str, CodeList]


def _headings(readers: Iterable[EntryReader]) -> tuple[Heading, ...]:
    headings = []
    for reader in readers:
        heading = Heading(
            id=reader.name,
            order=reader.whole("order"),
            label_da=reader.text("da"),
            label_en=reader.text("en"),
        )
        reader.done()
        headings.append(heading)
    return tuple(sorted(headings, key=lambda heading: heading.order))


def _field(reader: EntryReader, known: _Known) -> FieldEntry:
    entry = FieldEntry(
        id=reader.name,
        facet=reader.text("facet"),
        group=reader.text("group"),
        order=reader.whole("order"),
        type=reader.choice("type", FieldType),
        code_list=reader.text("code_list", ""),
        max_length=reader.optional_whole("max_length"),
        scale=reader.whole("scale", 0),
        unit=reader.text("unit", ""),
        label_da=reader.text("da"),
        label_en=reader.text("en"),
        help_da=reader.text("help_da"),
        help_en=reader.text("help_en"),
        source=reader.text("source"),
        responsible=reader.choice("responsible", Responsible, Responsible.GRID_COMPANY),
        editable=reader.flag("editable", default=True),
        immutable=reader.flag("immutable", default=False),
        compared=reader.flag("compared", default=True),
        aliases=reader.texts("aliases", ()),
        in_message=reader.text("in_message", ""),
        portal_step=reader.flag("portal_step", default=False),
        leading_zero=reader.flag("leading_zero", default=False),
        valid_from=reader.day("valid_from", known.valid_from),
    )
    reader.done()
    _refuse_unknown(reader, entry, known)
    _refuse_unfit(reader, entry)
    return entry


def _refuse_unknown(reader: EntryReader, entry: FieldEntry, known: _Known) -> None:
    if entry.facet not in known.facets:
        reader.fail("facet", _("the facet {name} does not exist").format(name=entry.facet))
    if entry.group not in known.groups:
        reader.fail("group", _("the group {name} does not exist").format(name=entry.group))
    if entry.type is FieldType.CODE and entry.code_list not in known.code_lists:
        reason = _("the code list {name} does not exist").format(name=entry.code_list or "-")
        reader.fail("code_list", reason)


def _refuse_unfit(reader: EntryReader, entry: FieldEntry) -> None:
    """Refuse attributes that do not fit the type."""
    if entry.code_list and entry.type is not FieldType.CODE:
        reader.fail("code_list", _("only a field of the type code has a code list"))
    if entry.scale and entry.type is not FieldType.DECIMAL:
        reader.fail("scale", _("only a field of the type decimal has decimals"))
    if entry.leading_zero and entry.type is not FieldType.TEXT:
        reader.fail("leading_zero", _("only a text can have a leading zero"))
    if entry.type is FieldType.DECIMAL and (
        entry.max_length is None or entry.max_length + entry.scale > _MOST_STORED_DIGITS
    ):
        reason = _("digits and decimals must be given and make at most {most} together")
        reader.fail("max_length", reason.format(most=_MOST_STORED_DIGITS))
    if entry.type is FieldType.TEXT and entry.max_length is None:
        reader.fail("max_length", _("a text must have a length"))


def _refuse_doubles(readers: list[EntryReader], fields: dict[str, FieldEntry]) -> None:
    """Refuse a catalogue in which one column name could mean two fields."""
    owners: dict[str, str] = {}
    for reader in readers:
        entry = fields[reader.name]
        for name in (entry.id, entry.label_da, entry.label_en, *entry.aliases):
            owner = owners.setdefault(folded_name(name), entry.id)
            if owner != entry.id:
                reason = _("the name {name} also stands for the field {other}")
                reader.fail("aliases", reason.format(name=name, other=owner))
