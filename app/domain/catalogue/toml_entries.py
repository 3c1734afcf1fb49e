"""Read catalogue files with errors that name the file, the entry and the field.

**Source**: design § 2.1: catalogues are validated at start.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn, TypeVar

from app.domain.errors import CatalogueError
from app.texts import _

if TYPE_CHECKING:
    from pathlib import Path

_Enum = TypeVar("_Enum", bound=StrEnum)


def read_toml(path: Path) -> dict[str, object]:
    """Read a catalogue file.

    Raises:
        CatalogueError: When the file is missing, unreadable or not TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        message = _("The rule catalogue {file} cannot be read: {reason}.").format(
            file=path.name, reason=error.strerror or str(error)
        )
        raise CatalogueError(message, remedy=_("Install the program again.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = _("The rule catalogue {file} is damaged: {reason}.").format(
            file=path.name, reason=error
        )
        raise CatalogueError(message, remedy=_("Install the program again.")) from error


class EntryReader:
    """Takes typed values out of one table of a catalogue file.

    Every key must be taken; `done` refuses the entry when one was not, so that a misspelt key is
    an error and never silently ignored.
    """

    __slots__ = ("_file", "_left", "_table", "name")

    def __init__(self, file: str, name: str, table: Mapping[str, object]) -> None:
        self._file = file
        self.name = name
        self._table = table
        self._left = set(table)

    @classmethod
    def tables(
        cls, file: str, content: Mapping[str, object], kind: str, *, required: bool = True
    ) -> Iterator[EntryReader]:
        """Return a reader for each entry of `[kind.<id>]`, in the order of the file.

        Raises:
            CatalogueError: When the file has no such entries, or one of them is not a table.
        """
        tables = content.get(kind, {})
        if not isinstance(tables, Mapping) or (required and not tables):
            message = _("The rule catalogue {file} has no entries of the kind {kind}.")
            raise CatalogueError(message.format(file=file, kind=kind))
        for name, table in tables.items():
            if not isinstance(table, Mapping):
                message = _("In the rule catalogue {file}, the entry {entry} is not a table.")
                raise CatalogueError(message.format(file=file, entry=f"{kind}.{name}"))
            yield cls(file, str(name), table)

    def fail(self, key: str, reason: str) -> NoReturn:
        """Refuse the entry because of one key.

        Raises:
            CatalogueError: Always; it names file, entry, key and reason.
        """
        message = _("In the rule catalogue {file}, entry {entry}, {key}: {reason}.")
        raise CatalogueError(
            message.format(file=self._file, entry=self.name, key=key, reason=reason)
        )

    def has(self, key: str) -> bool:
        """Return whether the entry has the key."""
        return key in self._table

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text; without a default it must be there and must not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(key, _("a text is missing"))
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Take a whole number."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key, _("it must be a whole number"))
        return value

    def optional_whole(self, key: str) -> int | None:
        """Take a whole number, or None when there is none."""
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.fail(key, _("it must be true or false"))
        return value

    def day(self, key: str, default: date | None = None) -> date:
        """Take a date."""
        value = self._take(key, default)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(key, _("it must be a date"))
        return value

    def optional_day(self, key: str) -> date | None:
        """Take a date, or None when there is none."""
        return self.day(key) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.fail(key, _("it must be a list of texts"))
        return tuple(value)

    def wholes(self, key: str, default: tuple[int, ...] | None = None) -> tuple[int, ...]:
        """Take a list of whole numbers."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(type(item) is int for item in value):
            self.fail(key, _("it must be a list of whole numbers"))
        return tuple(value)

    def choice(self, key: str, kind: type[_Enum], default: _Enum | None = None) -> _Enum:
        """Take one of the values of an enumeration."""
        value = self._take(key, default)
        try:
            return kind(str(value))
        except ValueError:
            known = ", ".join(item.value for item in kind)
            self.fail(key, _("{value} is not one of {known}").format(value=value, known=known))

    def table(self, key: str) -> Mapping[str, object]:
        """Take a table; empty when there is none."""
        value = self._take(key, {})
        if not isinstance(value, Mapping):
            self.fail(key, _("it must be a table"))
        return value

    def readers(self, key: str) -> tuple[EntryReader, ...]:
        """Take a list of tables as readers; empty when there is none."""
        return tuple(
            EntryReader(self._file, f"{self.name} {key} {number}", item)
            for number, item in enumerate(self.tables_of(key), start=1)
        )

    def tables_of(self, key: str) -> tuple[Mapping[str, object], ...]:
        """Take a list of tables as they stand; empty when there is none."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fail(key, _("it must be a list of tables"))
        return tuple(value)

    def rest(self, *keys: str) -> dict[str, object]:
        """Take everything that is left but the keys named."""
        names = self._left.difference(keys)
        self._left -= names
        return {key: value for key, value in self._table.items() if key in names}

    def done(self) -> None:
        """Refuse the entry when it has keys that were not taken."""
        for key in sorted(self._left):
            self.fail(key, _("no such key is known"))

    def _take(self, key: str, default: object) -> object:
        self._left.discard(key)
        if key in self._table:
            return self._table[key]
        if default is None:
            self.fail(key, _("it is missing"))
        return default
