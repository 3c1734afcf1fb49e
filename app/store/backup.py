"""Backups: a verified copy of register and companion folder, kept by day and by month.

**Source**: design § 1; ux § 1 nr 7: first start of the day, before migration, import and restore;
verified, rotated, listed with date, size and version.

`NAME.netkontor.backup/` holds one folder per backup, with the register and a manifest, and `parts/`
with the companion folder's files under their checksums, so that a file that did not change is kept
once however many backups name it.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.output_files import complete_file, output_error
from app.store.copying import companion_parts, copy_database, copy_part
from app.store.file_header import read_header
from app.store.kept_files import make_private_folder, sha256_of
from app.store.locations import backups_of, companion_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.store.company_file import CompanyFile

REGISTER = "register.netkontor"
MANIFEST = "manifest.json"
_PARTS = "parts"
_FORMAT = 1
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_DANISH_TIME = ZoneInfo("Europe/Copenhagen")

KEPT_DAYS = 14
KEPT_MONTHS = 12
KEPT_NEWEST = 5
"""The newest backups are kept whatever their reason: several imports on one day make several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupInfo:
    """A backup that exists.

    Attributes:
        path: Folder or file to restore from.
        at: When it was made.
        reason: "daily", "before_import", "before_migration", "before_restore" or "by_hand".
        size: Bytes of everything in it.
        version: Version of the register's schema.
    """

    path: Path
    at: datetime
    reason: str
    size: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup consists of.

    Attributes:
        at: When it was made.
        reason: Why.
        version: Version of the register's schema.
        register_sha256: Checksum of the register's copy.
        register_size: Its size in bytes.
        parts: Checksum and size by relative path in the companion folder ("files/ab12...").
        times: Modification time of a part in nanoseconds, by the same path.
    """

    at: datetime
    reason: str
    version: int
    register_sha256: str
    register_size: int
    parts: dict[str, tuple[str, int]]
    times: dict[str, int]

    def as_json(self) -> str:
        """Return the manifest as it is written."""
        document = {
            "format": _FORMAT,
            "at": self.at.astimezone(UTC).isoformat(),
            "reason": self.reason,
            "version": self.version,
            "register": {"sha256": self.register_sha256, "size": self.register_size},
            "parts": [
                {"path": path, "sha256": sha, "size": size, "time": self.times.get(path, 0)}
                for path, (sha, size) in sorted(self.parts.items())
            ],
        }
        return json.dumps(document, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read a manifest.

        Raises:
            ValueError: When it is not one.
        """
        try:
            document: dict[str, Any] = json.loads(text)
            if document["format"] != _FORMAT:
                msg = "unknown format"
                raise ValueError(msg)
            return cls(
                at=datetime.fromisoformat(document["at"]),
                reason=str(document["reason"]),
                version=int(document["version"]),
                register_sha256=str(document["register"]["sha256"]),
                register_size=int(document["register"]["size"]),
                parts={
                    str(p["path"]): (str(p["sha256"]), int(p["size"])) for p in document["parts"]
                },
                times={str(p["path"]): int(p["time"]) for p in document["parts"]},
            )
        except (KeyError, TypeError) as error:
            msg = "not a manifest"
            raise ValueError(msg) from error


def backup_now(company_file: CompanyFile, reason: str) -> BackupInfo:
    """Make a verified backup beside the company file and let old ones go.

    Args:
        company_file: Open; others may go on writing.
        reason: "before_import", "by_hand" ...

    Raises:
        OutputFileError: When it cannot be written; nothing half written is left.
        DamagedFileError: When the company file is not intact.
    """
    return backup_register(company_file.path, reason, company_file.clock.now())


def daily_backup(company_file: CompanyFile) -> BackupInfo | None:
    """Make the backup of the day; None when the day has one already."""
    last = last_backup(company_file.path)
    if last is not None and _danish_day(last.at) == company_file.clock.today():
        return None
    return backup_now(company_file, "daily")


def backup_register(path: Path, reason: str, at: datetime) -> BackupInfo:
    """Make a verified backup of a company file that need not be open; see `backup_now`."""
    root = backups_of(path)
    # Two backups in one tick of the clock must not share a folder.
    while (target := root / f"{at.astimezone(UTC).strftime(_STAMP)}-{reason}").exists():
        at += timedelta(microseconds=1)
    partial = target.with_name(f"{target.name}.part")
    make_private_folder(root / _PARTS)
    make_private_folder(partial)
    try:
        copy_database(path, partial / REGISTER)
        parts, times = _copy_parts(companion_of(path), root)
        manifest = Manifest(
            at=at,
            reason=reason,
            version=read_header(partial / REGISTER).version,
            register_sha256=sha256_of(partial / REGISTER),
            register_size=(partial / REGISTER).stat().st_size,
            parts=parts,
            times=times,
        )
        with complete_file(partial / MANIFEST) as file:
            file.write_text(manifest.as_json(), encoding="utf-8")
        partial.rename(target)
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _rotate(root)
    return _info(target, manifest)


def list_backups(path: Path) -> list[BackupInfo]:
    """Return the backups beside a company file, newest first; unreadable ones are left out."""
    found = [_info(folder, manifest) for folder, manifest in _manifests(backups_of(path))]
    return sorted(found, key=lambda info: info.at, reverse=True)


def last_backup(path: Path) -> BackupInfo | None:
    """Return the newest backup beside a company file, or None."""
    return next(iter(list_backups(path)), None)


def part_path(backup: Path, sha256: str) -> Path:
    """Return where a backup's part lies."""
    return backup.parent / _PARTS / sha256


def read_manifest(backup: Path) -> Manifest:
    """Return the manifest of a backup folder.

    Raises:
        OSError: When there is none.
        ValueError: When it is damaged.
    """
    return Manifest.from_json((backup / MANIFEST).read_text(encoding="utf-8"))


def kept(backups: Iterable[tuple[str, datetime]]) -> set[str]:
    """Return which backups are kept: the newest few, one per day and one per month.

    Args:
        backups: Name and instant of each.
    """
    newest_first = sorted(backups, key=lambda entry: entry[1], reverse=True)
    days: dict[date, str] = {}
    months: dict[tuple[int, int], str] = {}
    for name, at in newest_first:
        day = _danish_day(at)
        days.setdefault(day, name)
        months.setdefault((day.year, day.month), name)
    names = {name for name, _at in newest_first[:KEPT_NEWEST]}
    return names | set(list(days.values())[:KEPT_DAYS]) | set(list(months.values())[:KEPT_MONTHS])


def _copy_parts(companion: Path, root: Path) -> tuple[dict[str, tuple[str, int]], dict[str, int]]:
    """Copy what no backup holds yet; a part with unchanged size and time is not read again."""
    newest = max(_manifests(root), key=lambda entry: entry[1].at, default=None)
    known = newest[1] if newest else None
    parts: dict[str, tuple[str, int]] = {}
    times: dict[str, int] = {}
    for source in companion_parts(companion):
        name = source.relative_to(companion).as_posix()
        status = source.stat()
        times[name] = status.st_mtime_ns
        if known and known.times.get(name) == status.st_mtime_ns:
            checksum, size = known.parts[name]
            if size == status.st_size and (root / _PARTS / checksum).exists():
                parts[name] = (checksum, size)
                continue
        parts[name] = _copied(source, root / _PARTS)
    return parts, times


def _copied(source: Path, folder: Path) -> tuple[str, int]:
    partial = folder / f"{source.name}.part"
    partial.unlink(missing_ok=True)
    checksum = copy_part(source, partial)
    size = partial.stat().st_size
    partial.replace(folder / checksum)
    return checksum, size


def _rotate(root: Path) -> None:
    """Remove backups that are no longer kept, then parts no backup names."""
    manifests = list(_manifests(root))
    keep = kept((folder.name, manifest.at) for folder, manifest in manifests)
    for folder, _manifest in manifests:
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
    named = {
        sha for f, manifest in manifests if f.name in keep for sha, _ in manifest.parts.values()
    }
    for part in (root / _PARTS).iterdir():
        if part.name not in named:
            with suppress(OSError):
                part.unlink()


def _manifests(root: Path) -> Iterable[tuple[Path, Manifest]]:
    if not root.is_dir():
        return
    for folder in sorted(root.iterdir()):
        if folder.name != _PARTS and not folder.name.endswith(".part"):
            with suppress(OSError, ValueError):
                yield folder, read_manifest(folder)


def _info(folder: Path, manifest: Manifest) -> BackupInfo:
    return BackupInfo(
        path=folder,
        at=manifest.at,
        reason=manifest.reason,
        size=manifest.register_size + sum(size for _sha, size in manifest.parts.values()),
        version=manifest.version,
    )


def _danish_day(at: datetime) -> date:
    return at.astimezone(_DANISH_TIME).date()
