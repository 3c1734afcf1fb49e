"""The repositories that the first list does not need, each made when it is first asked for.

Most transactions use one or two of them, and the start of the window uses none: it shall not wait
until their modules are there.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.repositories.charge_links import ChargeLinkReader, ChargeLinkWriter
    from app.store.repositories.charges import ChargeReader, ChargeWriter
    from app.store.repositories.kept import (
        CheckRunReader,
        CheckRunWriter,
        DraftReader,
        DraftStore,
        ImportRunReader,
        ImportRunWriter,
        StoredFileReader,
        StoredFileWriter,
    )
    from app.store.repositories.processes import ProcessReader, ProcessWriter
    from app.store.repositories.readings import ReadingReader, ReadingWriter
    from app.store.scope import Scope, WriteScope


class ReadingParts:
    """What can be read besides metering points and settings."""

    _scope: Scope

    @cached_property
    def charges(self) -> ChargeReader:
        """Return price elements."""
        from app.store.repositories.charges import ChargeReader

        return ChargeReader(self._scope)

    @cached_property
    def charge_links(self) -> ChargeLinkReader:
        """Return links of price elements to metering points."""
        from app.store.repositories.charge_links import ChargeLinkReader

        return ChargeLinkReader(self._scope)

    @cached_property
    def processes(self) -> ProcessReader:
        """Return processes and their events."""
        from app.store.repositories.processes import ProcessReader

        return ProcessReader(self._scope)

    @cached_property
    def readings(self) -> ReadingReader:
        """Return meter readings and computed consumption."""
        from app.store.repositories.readings import ReadingReader

        return ReadingReader(self._scope)

    @cached_property
    def check_runs(self) -> CheckRunReader:
        """Return kept checks."""
        from app.store.repositories.kept import CheckRunReader

        return CheckRunReader(self._scope)

    @cached_property
    def stored_files(self) -> StoredFileReader:
        """Return kept files."""
        from app.store.repositories.kept import StoredFileReader

        return StoredFileReader(self._scope)

    @cached_property
    def import_runs(self) -> ImportRunReader:
        """Return kept imports."""
        from app.store.repositories.kept import ImportRunReader

        return ImportRunReader(self._scope)

    @cached_property
    def drafts(self) -> DraftReader:
        """Return half filled forms."""
        from app.store.repositories.kept import DraftReader

        return DraftReader(self._scope)


class WritingParts(ReadingParts):
    """What can be read and written besides metering points and settings."""

    _scope: WriteScope

    @cached_property
    def charges(self) -> ChargeWriter:
        """Return price elements, to be written too."""
        from app.store.repositories.charges import ChargeWriter

        return ChargeWriter(self._scope)

    @cached_property
    def charge_links(self) -> ChargeLinkWriter:
        """Return links of price elements to metering points, to be written too."""
        from app.store.repositories.charge_links import ChargeLinkWriter

        return ChargeLinkWriter(self._scope)

    @cached_property
    def processes(self) -> ProcessWriter:
        """Return processes and their events, to be written too."""
        from app.store.repositories.processes import ProcessWriter

        return ProcessWriter(self._scope)

    @cached_property
    def readings(self) -> ReadingWriter:
        """Return meter readings and computed consumption, to be written too."""
        from app.store.repositories.readings import ReadingWriter

        return ReadingWriter(self._scope)

    @cached_property
    def check_runs(self) -> CheckRunWriter:
        """Return kept checks, to be written too."""
        from app.store.repositories.kept import CheckRunWriter

        return CheckRunWriter(self._scope)

    @cached_property
    def stored_files(self) -> StoredFileWriter:
        """Return kept files, to be written too."""
        from app.store.repositories.kept import StoredFileWriter

        return StoredFileWriter(self._scope)

    @cached_property
    def import_runs(self) -> ImportRunWriter:
        """Return kept imports, to be written too."""
        from app.store.repositories.kept import ImportRunWriter

        return ImportRunWriter(self._scope)

    @cached_property
    def drafts(self) -> DraftStore:
        """Return half filled forms, to be written too."""
        from app.store.repositories.kept import DraftStore

        return DraftStore(self._scope)
