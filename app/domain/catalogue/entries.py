"""Typed entries of the rule catalogues for fields and code lists.

**Source**: design § 2.1: the law is data. An entry is read from `resources/rules/fields.toml` or
`codes.toml`, validated once at start, and never changed afterwards. Forms, tables, import columns,
export headers, comparisons and help are derived from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.texts import pick

if TYPE_CHECKING:
    from datetime import date


class FieldType(StrEnum):
    """What kind of value a field holds, and with it the Python type of the value.

    `integer` is `int`, `decimal` is `Decimal`, `boolean` is `bool`, `date` is `date`; all others
    are `str` (a `month_day` is MMDD, a `uuid` is in lower case with hyphens).
    """

    METERING_POINT_ID = "metering_point_id"
    ACTOR_ID = "actor_id"
    CODE = "code"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    MONTH_DAY = "month_day"
    GRID_AREA = "grid_area"
    UUID = "uuid"


class Responsible(StrEnum):
    """Who answers for the value (stamdataansvarlig): Forskrift I §§ 3, 4, 8 and 9."""

    GRID_COMPANY = "grid_company"
    SUPPLIER = "supplier"
    ENERGINET = "energinet"


IDENTITY_FACET = "identity"
"""Facet of the field that names the object; it has no periods."""

PERIOD_FACET = "period"
"""Facet of the field that says from which day the other values hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A facet or a group of the form: an id, its place in the order, and its name.

    Attributes:
        id: Id used by field entries.
        order: Place among its kind, ascending.
        label_da: Danish name.
        label_en: English name.
    """

    id: str
    order: int
    label_da: str
    label_en: str

    @property
    def label(self) -> str:
        """Return the name in the operator's language."""
        return pick(self.label_da, self.label_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One field of a metering point.

    Attributes:
        id: Our name; also the column name in files and tables.
        facet: Facet (table of periods) the value belongs to; `IDENTITY_FACET` or `PERIOD_FACET`
            for the two fields that are the key of every facet.
        group: Group of the form.
        order: Place inside the group, ascending.
        type: Kind of value.
        code_list: Id of the code list; empty unless `type` is `code`.
        max_length: Most characters of a text, most digits of a number; None when not limited.
        scale: Most decimals of a decimal, which is stored as a whole number of 10**-scale; 0 for
            everything else.
        unit: Unit shown beside the value ("kW"), or empty.
        label_da: Danish name, as the market portal writes it, spelled right.
        label_en: English name.
        help_da: Danish help with a hint on the format.
        help_en: English help with a hint on the format.
        source: Paragraph that asks for the field.
        responsible: Who answers for the value.
        editable: Whether the operator enters the value; False when it is only received.
        immutable: Whether the value can never be changed after the point was created.
        compared: Whether the monthly check compares the value with DataHub's.
        aliases: Other names under which files and messages carry the field.
        in_message: Element of RSM-021 that carries the value; empty when no message does, so that
            it is entered by hand in the market portal or not reported at all.
        portal_step: Whether a change must be reported by hand in the market portal.
        leading_zero: Whether an extra zero in front is dropped when a text of digits is read
            ("0625" is municipality 625), and a value of zeros only means none.
        valid_from: Day the version of the source came into force.
    """

    id: str
    facet: str
    group: str
    order: int
    type: FieldType
    code_list: str
    max_length: int | None
    scale: int
    unit: str
    label_da: str
    label_en: str
    help_da: str
    help_en: str
    source: str
    responsible: Responsible
    editable: bool
    immutable: bool
    compared: bool
    aliases: tuple[str, ...]
    in_message: str
    portal_step: bool
    leading_zero: bool
    valid_from: date

    def label(self, language: str | None = None) -> str:
        """Return the name in a language ("da" or "en"); None means the operator's."""
        if language is None:
            return pick(self.label_da, self.label_en)
        return self.label_da if language == "da" else self.label_en

    def help(self, language: str | None = None) -> str:
        """Return the help in a language ("da" or "en"); None means the operator's."""
        if language is None:
            return pick(self.help_da, self.help_en)
        return self.help_da if language == "da" else self.help_en


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One code of a list.

    Attributes:
        key: The code as DataHub writes it ("E17", "PT1H").
        name: Energinet's English name, the name used in our code and in English texts.
        label_da: Danish name, as the market portal writes it, spelled right.
        label_en: English name.
        note_da: Danish note shown beside the code, or empty.
        note_en: English note shown beside the code, or empty.
        group: Group of the code inside its list, or empty (metering point types: "1" to "5").
        accepted: Whether forms offer the code; False for codes that are only known, so that
            imported data can be shown.
        aliases: Other spellings under which files carry the code.
        valid_from: First day the code means this; None when always.
        valid_to: First day the code no longer means this; None when it still does.
        source: Where the code stands.
    """

    key: str
    name: str
    label_da: str
    label_en: str
    note_da: str
    note_en: str
    group: str
    accepted: bool
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def known_only(self) -> bool:
        """Return whether the code is shown but not offered."""
        return not self.accepted

    def label(self, language: str | None = None) -> str:
        """Return the name in a language ("da" or "en"); None means the operator's."""
        if language is None:
            return pick(self.label_da, self.label_en)
        return self.label_da if language == "da" else self.label_en

    @property
    def note(self) -> str:
        """Return the note in the operator's language, or ""."""
        return pick(self.note_da, self.note_en)


def folded_name(text: str) -> str:
    """Return a name without case, blanks and punctuation, for recognition only."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


class CodeList(Mapping[str, CodeEntry]):
    """A code list: a mapping from code to entry, in the order of the file.

    One short code means different things in different lists, so codes are never looked up outside
    their list (`master-data` § 0).
    """

    __slots__ = ("_by_name", "_entries", "id", "label_da", "label_en", "source")

    def __init__(
        self,
        list_id: str,
        *,
        label_da: str,
        label_en: str,
        source: str,
        entries: tuple[CodeEntry, ...],
    ) -> None:
        self.id = list_id
        self.label_da = label_da
        self.label_en = label_en
        self.source = source
        self._entries = {entry.key: entry for entry in entries}
        self._by_name = {name: entry for entry in entries for name in _names(entry)}

    def __getitem__(self, key: str) -> CodeEntry:
        """Return the entry of a code; KeyError when the list does not have it."""
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self._entries)

    @property
    def accepted(self) -> tuple[CodeEntry, ...]:
        """Return the codes a form offers, in the order of the file."""
        return tuple(entry for entry in self._entries.values() if entry.accepted)

    def find(self, text: str) -> CodeEntry | None:
        """Return the entry whose code, name, label or alias the text is, or None.

        The code itself is matched exactly first; names without regard to case and punctuation.
        """
        entry = self._entries.get(text)
        return entry if entry is not None else self._by_name.get(folded_name(text))

    def label(self, key: str, language: str | None = None) -> str:
        """Return the label of a code, or the code itself when the list does not have it."""
        entry = self._entries.get(key)
        return key if entry is None else entry.label(language)


def _names(entry: CodeEntry) -> Iterator[str]:
    for name in (entry.key, entry.name, entry.label_da, entry.label_en, *entry.aliases):
        yield folded_name(name)
