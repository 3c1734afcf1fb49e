"""The company file: opening, creating, and the two kinds of transactions.

**Source**: design §§ 1, 3. `NAME.netkontor` is the register, `NAME.netkontor.d/` its companion
folder with files and series; both are for the owner only (§ 9).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from app.domain.errors import CatalogueError, CompanyFileError, FileLockedError, OutputFileError
from app.output_files import complete_file
from app.store import projection
from app.store.engine import for_writing, new_engine
from app.store.file_header import nobody_can_write, read_header
from app.store.file_system import is_shared_folder
from app.store.instance_lock import InstanceLock
from app.store.kept_files import keep_file, kept_path
from app.store.list_cache import ListCache
from app.store.locations import companion_of
from app.store.new_register import create_register
from app.store.schema import schema_for
from app.store.scope import Scope
from app.store.sqlite_errors import read_only
from app.store.statements import rows_of, scalar
from app.store.unit_of_work import ChangeHeader, Reader, Writer, start_writer
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine

    from app.clock import Clock
    from app.domain.catalogue import Catalogue


class CompanyFile:
    """An open company file; may be used from any number of threads.

    Attributes:
        path: The register.
        catalogue: Field catalogue its tables were built from.
        clock: Tells when a change is made.
        read_only: Whether writing is refused.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        *,
        clock: Clock,
        catalogue: Catalogue,
        read_only: bool = False,
        lock: InstanceLock | None = None,
    ) -> None:
        self.path = path
        self.catalogue = catalogue
        self.clock = clock
        self.read_only = read_only
        self._schema = schema_for(catalogue)
        self._engine = engine
        self._list_cache = ListCache()
        self._lock = lock

    @classmethod
    def create(  # noqa: PLR0913  # everything a company is; each is asked for by name
        cls,
        path: Path,
        *,
        gln: str,
        name: str,
        grid_areas: Sequence[str],
        who: str,
        clock: Clock,
        catalogue: Catalogue,
    ) -> Self:
        """Create an empty company file and open it.

        Args:
            path: Must not exist.
            gln: The company's GLN, checked by the caller.
            name: The company's name.
            grid_areas: Codes of its own grid areas.
            who: Operator.
            clock: Tells today and now.
            catalogue: Fields to build the tables from.

        Raises:
            OutputFileError: When the file exists or cannot be written; then there is no file.
        """
        path = path.absolute()
        if path.exists():
            raise OutputFileError(
                _("{path} exists already.").format(path=path),
                remedy=_("Choose another name; an existing file is never overwritten."),
            )
        with complete_file(path) as partial:
            create_register(partial, schema_for(catalogue), clock.today())
            engine = new_engine(partial, shared_folder=True)
            with (
                cls(partial, engine, clock=clock, catalogue=catalogue) as new,
                new.write(who=who, kind="create_company") as writer,
            ):
                writer.settings.put("company.gln", gln)
                writer.settings.put("company.name", name)
                for code in grid_areas:
                    writer.grid_areas.put(code, own=True)
        return cls.open(path, clock=clock, catalogue=catalogue)

    @classmethod
    def open(
        cls, path: Path, *, clock: Clock, catalogue: Catalogue, read_only: bool = False
    ) -> Self:
        """Open a company file; one of an older version is migrated after a backup.

        Args:
            path: The register.
            clock: Tells today and now.
            catalogue: Fields the program works with.
            read_only: Never write, not even the list of today.

        Raises:
            CompanyFileError: When it is missing, not a company file, or may not be written to.
            DamagedFileError: When it is cut short or not intact.
            NewerFileError: When a newer program wrote it.
            FileLockedError: When it lies on a network share and is open elsewhere.
        """
        path = path.absolute()
        header = read_header(path)
        if not read_only:
            _refuse_unwritable(path)
        shared = is_shared_folder(path)
        lock = InstanceLock(path) if shared and not read_only else None
        if lock is not None:
            lock.acquire()
        try:
            if header.is_behind:
                _refuse_old_read_only(path, read_only=read_only)
                from app.store.migration import migrate

                migrate(path, catalogue=catalogue, clock=clock)
            engine = new_engine(
                path,
                read_only=read_only,
                immutable=read_only and nobody_can_write(path),
                shared_folder=shared,
            )
            opened = cls(
                path, engine, clock=clock, catalogue=catalogue, read_only=read_only, lock=lock
            )
            opened._prepare()
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return opened

    def close(self) -> None:
        """Close every connection; the last one to close puts the log back into the file."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def companion_dir(self) -> Path:
        """Return the folder of kept files and series, which need not exist yet."""
        return companion_of(self.path)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give everything that can be read, in one snapshot that later writes do not change."""
        with self._engine.connect() as connection, connection.begin():
            scalar(connection, "SELECT max(id) FROM change")  # the first read takes the snapshot
            yield Reader(Scope(connection, self._schema), self._list_cache)

    @contextmanager
    def write(
        self,
        *,
        who: str,
        kind: str,
        why: str = "",
        process_id: int | None = None,
        undoes: int | None = None,
        at: datetime | None = None,
    ) -> Iterator[Writer]:
        """Give everything that can be written, under one change; commit when the block ends well.

        Args:
            who: Operator.
            kind: What is done, as a word of the program ("create_metering_point").
            why: Reason in the operator's words.
            process_id: Process the change belongs to.
            undoes: Change it takes back.
            at: Instant of the change; None = now. Only for made-up or imported histories.

        Raises:
            FileLockedError: When somebody else is writing and does not finish in time.
            OutputFileError: When the disk is full or the file read-only; nothing is written then.
        """
        header = ChangeHeader(
            who=who,
            why=why,
            kind=kind,
            process_id=process_id,
            undoes=undoes,
            at=at or self.clock.now(),
        )
        with self._locked() as connection:
            writer = start_writer(connection, self._schema, header)
            yield writer
            if writer.wrote:
                writer.finish()
            else:
                connection.get_transaction().rollback()  # type: ignore[union-attr]  # there is one

    def data_version(self) -> int:
        """Return the number of the newest change; it grows when anybody writes."""
        with self.read() as reader:
            return reader.changes.last_id()

    def advance_projection(self, today: date) -> int:
        """Make the list of today for another day; return how many points were made anew."""
        with self.read() as reader:
            if reader.point_list.projection_date() == today:
                return 0
        with self._locked() as connection:
            return projection.advance(connection, self._schema, today)

    def save_draft(self, area: str, key: str, payload: Mapping[str, Any]) -> None:
        """Keep a half filled form, outside any change."""
        from app.store.repositories.kept import DraftStore

        with self._locked() as connection:
            drafts = DraftStore(Scope(connection, self._schema))
            drafts.save(area, key, payload, self.clock.now())

    def discard_draft(self, area: str, key: str) -> None:
        """Forget a half filled form."""
        from app.store.repositories.kept import DraftStore

        with self._locked() as connection:
            DraftStore(Scope(connection, self._schema)).discard(area, key)

    def keep_file(self, source: Path | bytes) -> tuple[str, int]:
        """Copy a file into the companion folder and return its checksum and size.

        Done before the transaction that registers it with `stored_files.add`: a file nobody
        registered is harmless, a registered one that is not there is not.

        Raises:
            InputFileError: When the source cannot be read.
            OutputFileError: When the companion folder cannot be written to.
        """
        self._refuse_writing()
        return keep_file(self.companion_dir, source)

    def kept_file(self, sha256: str) -> Path:
        """Return where a kept file lies."""
        return kept_path(self.companion_dir, sha256)

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        self._refuse_writing()
        with self._engine.connect() as plain:
            connection = for_writing(plain)
            with connection.begin():
                yield connection

    def _refuse_writing(self) -> None:
        if self.read_only:
            raise read_only(self.path)

    def _prepare(self) -> None:
        """See that every field has its column, and bring the list to today."""
        with self._engine.connect() as connection:
            self._refuse_missing_columns(connection)
        if not self.read_only:
            try:
                self.advance_projection(self.clock.today())
            except FileLockedError:
                return  # whoever is writing has the list in hand; the next change of day moves it

    def _refuse_missing_columns(self, connection: Connection) -> None:
        for table in (*self._schema.facets.values(), self._schema["metering_point_current"]):
            found = {row[1] for row in rows_of(connection, f"PRAGMA table_info({table.name})")}
            missing = [column.name for column in table.columns if column.name not in found]
            if missing:
                raise CatalogueError(
                    _(
                        "fields.toml has the field {field}, but no migration adds its column."
                    ).format(field=missing[0])
                )


def _refuse_unwritable(path: Path) -> None:
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return
    raise CompanyFileError(
        _("{path} cannot be written to: the file or its folder is read-only.").format(path=path),
        remedy=_("Copy it to a folder where you may write, or open it for reading only."),
    )


def _refuse_old_read_only(path: Path, *, read_only: bool) -> None:
    if read_only:
        raise CompanyFileError(
            _("{path} was written by an older version of Netkontor.").format(path=path),
            remedy=_("Open it once for writing, so that it is brought up to date."),
        )
