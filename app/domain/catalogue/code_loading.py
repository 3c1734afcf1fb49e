"""Load the code lists.

**Source**: `resources/rules/codes.toml`. One short code means different things in different
lists, so each list stands alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue.entries import CodeEntry, CodeList, folded_name
from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path


def load_code_lists(path: Path) -> dict[str, CodeList]:
    """Read every code list of the file, in its order.

    Raises:
        CatalogueError: See `load_catalogue`.
    """
    content = read_toml(path)
    return {
        reader.name: _code_list(reader) for reader in EntryReader.tables(path.name, content, "list")
    }


def _code_list(reader: EntryReader) -> CodeList:
    source = reader.text("source")
    entries = tuple(_code(code, source) for code in reader.readers("codes"))
    if not entries:
        reader.fail("codes", _("the list is empty"))
    _refuse_doubles(reader, entries)
    code_list = CodeList(
        reader.name,
        label_da=reader.text("da"),
        label_en=reader.text("en"),
        source=source,
        entries=entries,
    )
    reader.done()
    return code_list


def _code(reader: EntryReader, list_source: str) -> CodeEntry:
    english = reader.text("en")
    entry = CodeEntry(
        key=reader.text("code"),
        name=reader.text("name", ""),
        label_da=reader.text("da"),
        label_en=english,
        note_da=reader.text("note_da", ""),
        note_en=reader.text("note_en", ""),
        group=reader.text("group", ""),
        accepted=not reader.flag("known_only", default=False),
        aliases=reader.texts("aliases", ()),
        valid_from=reader.optional_day("valid_from"),
        valid_to=reader.optional_day("valid_to"),
        source=reader.text("source", list_source),
    )
    if bool(entry.note_da) != bool(entry.note_en):
        reader.fail("note_da", _("a note must be given in both languages"))
    reader.done()
    return entry


def _refuse_doubles(reader: EntryReader, entries: tuple[CodeEntry, ...]) -> None:
    """Refuse a list in which one name could mean two codes."""
    owners: dict[str, str] = {}
    for entry in entries:
        names = (entry.key, entry.name, entry.label_da, entry.label_en, *entry.aliases)
        for name in names:
            folded = folded_name(name)
            owner = owners.setdefault(folded, entry.key) if folded else entry.key
            if owner != entry.key:
                reason = _("the name {name} stands for both {one} and {other}")
                reader.fail("codes", reason.format(name=name, one=owner, other=entry.key))
    if len({entry.key for entry in entries}) != len(entries):
        reader.fail("codes", _("a code stands in the list twice"))
