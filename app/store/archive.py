"""A company file in one file that can be carried away, and the way back.

**Source**: design § 5 (`backup FILE OUT`, `restore BACKUP FILE`; "restore never overwrites without
keeping the old one"); § 9 (archives: limits on size, count, ratio; no path leaves the target
folder).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from app.domain.errors import InputFileError, OutputFileError
from app.output_files import complete_file, output_error, speak_of
from app.store.backup import (
    MANIFEST,
    REGISTER,
    BackupInfo,
    Manifest,
    part_path,
    read_manifest,
)
from app.store.copying import companion_parts, copy_database, copy_part, refuse_unsound
from app.store.engine import file_uri
from app.store.file_header import read_header
from app.store.kept_files import make_private_folder
from app.store.locations import companion_of
from app.store.replacing import put_back, set_aside
from app.store.sqlite_errors import damaged
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.clock import Clock
    from app.store.company_file import CompanyFile

_MOST_ENTRIES = 200_000
_LARGEST_MANIFEST = 64 * 1024 * 1024
_BLOCK = 1 << 20
_PREFIX = "companion/"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """A backup that was written and read back.

    Attributes:
        path: The file.
        at: When it was made.
        parts: Number of files in it, the register included.
        size: Bytes of the file.
        verified: Whether every part was read back and had the right checksum.
    """

    path: Path
    at: datetime
    parts: int
    size: int
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """A company file that was put back.

    Attributes:
        path: The company file.
        kept_old: Where the file that was there before is kept, or None.
        parts: Number of files put back, the register included.
    """

    path: Path
    kept_old: Path | None
    parts: int


def back_up(
    company_file: CompanyFile,
    target: Path,
    *,
    reason: str = "by_hand",
    progress: Callable[[int, int], None] | None = None,
) -> BackupReport:
    """Write register and companion folder into one file and read every part back.

    Args:
        company_file: Open; others may go on writing.
        target: The file; an existing one is replaced when the new one is complete.
        reason: Kept in the manifest.
        progress: Told parts done and parts in all; may raise to cancel.

    Raises:
        OutputFileError: When it cannot be written; an existing target stays as it was.
        DamagedFileError: When a part is not intact.
    """
    at = company_file.clock.now()
    work = target.with_name(f".{target.name}.work")
    try:
        make_private_folder(work)
        entries = list(_snapshot(company_file, work))
        with complete_file(target) as partial:
            sums = _write_entries(partial, entries, progress)
            manifest = _manifest(sums, reason, at, read_header(work / REGISTER).version)
            with zipfile.ZipFile(partial, "a") as archive:
                archive.writestr(MANIFEST, manifest.as_json())
            _verify(partial, sums)
    except OSError as error:
        raise output_error(target, error) from error
    except OutputFileError as error:
        speak_of(target, error, work / REGISTER)
        speak_of(target, error, work)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return BackupReport(
        path=target, at=at, parts=len(entries), size=target.stat().st_size, verified=True
    )


def restore(backup: Path, target: Path, *, clock: Clock) -> RestoreReport:
    """Put a company file back from a backup; the file that was there is kept under a dated name.

    Args:
        backup: A file of `back_up`, or a folder of `backup_now`.
        target: Where the company file shall lie.
        clock: Tells the name of the old file.

    Raises:
        InputFileError: When it is not a backup.
        DamagedFileError: When a part of it is not what the manifest says.
        NewerFileError: When a newer program made it.
        FileLockedError: When the old file is open.
        OutputFileError: When the target cannot be written; it stays as it was then.
    """
    target = target.absolute()
    work = target.with_name(f".{target.name}.restore")
    shutil.rmtree(work, ignore_errors=True)
    make_private_folder(work)
    try:
        manifest = _unpack(backup, work)
        _refuse_unsound_register(work / REGISTER)
        kept_old = set_aside(target, clock.now())
        try:
            _put_in_place(work, target)
        except OSError:
            put_back(kept_old, target)
            raise
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return RestoreReport(path=target, kept_old=kept_old, parts=len(manifest.parts) + 1)


def backup_info(backup: Path) -> BackupInfo:
    """Return what the manifest of a backup says; nothing else of it is read.

    Args:
        backup: A file of `back_up`, a folder of `backup_now`, or the manifest in such a folder,
            which is what can be chosen where only files can.

    Raises:
        InputFileError: When it is not a backup.
    """
    if backup.name == MANIFEST:
        backup = backup.parent
    try:
        if backup.is_dir():
            manifest = read_manifest(backup)
        else:
            with zipfile.ZipFile(backup) as archive:
                manifest = _archived_manifest(archive, backup)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise _not_a_backup(backup) from error
    return BackupInfo(
        path=backup,
        at=manifest.at,
        reason=manifest.reason,
        size=manifest.register_size + sum(size for _sha, size in manifest.parts.values()),
        version=manifest.version,
    )


def _archived_manifest(archive: zipfile.ZipFile, backup: Path) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise _not_a_backup(backup)
    return Manifest.from_json(archive.read(MANIFEST).decode("utf-8"))


def _snapshot(company_file: CompanyFile, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield name in the archive and path of every part; databases are copied first."""
    copy_database(company_file.path, work / REGISTER)
    yield REGISTER, work / REGISTER
    for number, source in enumerate(companion_parts(company_file.companion_dir)):
        name = _PREFIX + source.relative_to(company_file.companion_dir).as_posix()
        if source.suffix == ".db":
            copy = work / f"{number}.db"
            copy_database(source, copy)
            yield name, copy
        else:
            yield name, source


def _write_entries(
    target: Path,
    entries: list[tuple[str, Path]],
    progress: Callable[[int, int], None] | None,
) -> dict[str, tuple[str, int]]:
    """Write the entries uncompressed; return checksum and size of what was read, by name."""
    sums: dict[str, tuple[str, int]] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, path) in enumerate(entries, start=1):
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as copy:
                sums[name] = _copied(source, copy)
            if progress is not None:
                progress(number, len(entries))
    return sums


def _manifest(
    sums: dict[str, tuple[str, int]], reason: str, at: datetime, version: int
) -> Manifest:
    register_sha256, register_size = sums[REGISTER]
    return Manifest(
        at=at,
        reason=reason,
        version=version,
        register_sha256=register_sha256,
        register_size=register_size,
        parts={
            name.removeprefix(_PREFIX): entry for name, entry in sums.items() if name != REGISTER
        },
        times={},
    )


def _verify(path: Path, sums: dict[str, tuple[str, int]]) -> None:
    """Read every entry back.

    Raises:
        DamagedFileError: When one is not what was written.
    """
    with zipfile.ZipFile(path) as archive:
        for name, expected in sums.items():
            with archive.open(name) as entry:
                if _copied(entry, None) != expected:
                    raise damaged(path)


def _unpack(backup: Path, work: Path) -> Manifest:
    """Lay the parts of a backup into a folder, each checked against the manifest."""
    if backup.is_dir():
        return _unpack_folder(backup, work)
    if not backup.exists():
        raise InputFileError(_("There is no backup {path}.").format(path=backup))
    if not zipfile.is_zipfile(backup):
        raise _not_a_backup(backup)
    try:
        with zipfile.ZipFile(backup) as archive:
            return _unpack_archive(archive, backup, work)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise _not_a_backup(backup) from error


def _unpack_archive(archive: zipfile.ZipFile, backup: Path, work: Path) -> Manifest:
    if len(archive.infolist()) > _MOST_ENTRIES:
        raise _not_a_backup(backup)
    manifest = _archived_manifest(archive, backup)
    entries = {REGISTER: (REGISTER, manifest.register_sha256, manifest.register_size)}
    for name, (checksum, size) in manifest.parts.items():
        entries[_safe(name, backup)] = (_PREFIX + name, checksum, size)
    for target, (name, checksum, size) in entries.items():
        path = work / target
        make_private_folder(path.parent)
        with archive.open(name) as entry, _private_file(path) as copy:
            if _copied(entry, copy, limit=size) != (checksum, size):
                raise damaged(backup)
    return manifest


def _unpack_folder(backup: Path, work: Path) -> Manifest:
    try:
        manifest = read_manifest(backup)
    except (OSError, ValueError) as error:
        raise _not_a_backup(backup) from error
    sources = {REGISTER: (backup / REGISTER, manifest.register_sha256)}
    for name, (checksum, _size) in manifest.parts.items():
        sources[_safe(name, backup)] = (part_path(backup, checksum), checksum)
    for target, (source, checksum) in sources.items():
        make_private_folder((work / target).parent)
        if not source.is_file() or copy_part(source, work / target) != checksum:
            raise damaged(backup)
    return manifest


def _safe(name: str, backup: Path) -> str:
    """Return the place of a part in the work folder; no path leaves it."""
    path = PurePosixPath(name)
    is_plain = path.parts and not path.is_absolute() and ".." not in path.parts
    if not is_plain or "\\" in name or ":" in name:
        raise _not_a_backup(backup)
    return _PREFIX + path.as_posix()


def _refuse_unsound_register(path: Path) -> None:
    read_header(path)
    try:
        with closing(sqlite3.connect(file_uri(path, read_only=True), uri=True)) as connection:
            refuse_unsound(connection, path)
    except sqlite3.DatabaseError as error:
        raise damaged(path) from error


def _put_in_place(work: Path, target: Path) -> None:
    (work / REGISTER).replace(target)
    companion = work / _PREFIX.strip("/")
    if companion.is_dir():
        companion.replace(companion_of(target))


def _copied(source: IO[bytes], copy: IO[bytes] | None, *, limit: int = -1) -> tuple[str, int]:
    """Copy a stream, or only read it; return checksum and size.

    Args:
        source: Read to its end, or until it is longer than the limit.
        copy: Where the bytes go; None = nowhere.
        limit: Most bytes expected; a longer stream is not read on.
    """
    digest = hashlib.sha256()
    size = 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if copy is not None:
            copy.write(block)
        if 0 <= limit < size:
            break
    return digest.hexdigest(), size


def _private_file(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _not_a_backup(path: Path) -> InputFileError:
    return InputFileError(
        _("{path} is not a backup of a company file, or it is damaged.").format(path=path),
        remedy=_("Choose a file that “Back up” wrote, or a folder of the daily backups."),
    )
