"""Columns of files that are no fields of a metering point.

**Source**: design § 6. Some stand in `resources/rules/file_kinds.toml`; what processes ask for
comes from their declarations (design § 2.4), so that an input is written in one place only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldEntry, FieldType, Responsible
from app.domain.processes import InputEntry, load_process_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from app.domain.catalogue import Catalogue

PROCESSES_FILE = "processes.toml"
FILE_FACET = "file"
"""Facet of columns that no metering point has."""


@dataclass(frozen=True, kw_only=True)
class ColumnWords:
    """What a column is called and how its values are written.

    Attributes:
        id: Heading in files the program writes.
        type: Kind of value.
        label_da: Danish name.
        label_en: English name.
        help_da: How it is written, in Danish.
        help_en: How it is written, in English.
        unit: Unit, or "".
        scale: Most decimals.
        max_length: Most characters or digits; None = not limited.
        code_list: Id of the code list, or "".
        aliases: Other headings that mean it.
    """

    id: str
    type: FieldType
    label_da: str
    label_en: str
    help_da: str = ""
    help_en: str = ""
    unit: str = ""
    scale: int = 0
    max_length: int | None = None
    code_list: str = ""
    aliases: tuple[str, ...] = ()


def file_column(words: ColumnWords, catalogue: Catalogue) -> FieldEntry:
    """Return a column as an entry that values are read and written by."""
    return FieldEntry(
        id=words.id,
        facet=FILE_FACET,
        group="",
        order=0,
        type=words.type,
        code_list=words.code_list,
        max_length=words.max_length,
        scale=words.scale,
        unit=words.unit,
        label_da=words.label_da,
        label_en=words.label_en,
        help_da=words.help_da,
        help_en=words.help_en,
        source="Netkontor",
        responsible=Responsible.GRID_COMPANY,
        editable=True,
        immutable=False,
        compared=False,
        aliases=words.aliases,
        in_message="",
        portal_step=False,
        leading_zero=False,
        valid_from=catalogue.field("valid_from").valid_from,
    )


def process_columns(
    path: Path, catalogue: Catalogue, own: Mapping[str, FieldEntry]
) -> tuple[FieldEntry, ...]:
    """Return one column for everything that any process asks for, in the order of the file.

    Args:
        path: The file `processes.toml`.
        catalogue: Fields, of which some are inputs.
        own: Columns that are declared already; they are taken as they are.

    Raises:
        CatalogueError: When the file cannot be read, or an input is incomplete.
    """
    asked: dict[str, list[InputEntry]] = {}
    for item in load_process_inputs(path, catalogue):
        asked.setdefault(item.id, []).append(item)
    return tuple(_column(same, catalogue, own) for same in asked.values())


def _column(
    same: list[InputEntry], catalogue: Catalogue, own: Mapping[str, FieldEntry]
) -> FieldEntry:
    """Return the column of one input, which each process may call by a name of its own."""
    first = same[0]
    known = own.get(first.id) or catalogue.fields.get(first.field or first.id)
    if known is not None:
        return known
    labels_da = _different(item.label_da for item in same)
    labels_en = _different(item.label_en for item in same)
    return file_column(
        ColumnWords(
            id=first.id,
            type=FieldType(first.type or FieldType.TEXT),
            label_da=" / ".join(labels_da),
            label_en=" / ".join(labels_en),
            help_da=" ".join(_different(item.help_da for item in same)),
            help_en=" ".join(_different(item.help_en for item in same)),
            unit=first.unit,
            scale=max(item.scale for item in same),
            max_length=first.max_length,
            aliases=(*labels_da, *labels_en),
        ),
        catalogue,
    )


def _different(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
