"""The company file as a whole: make, open, settings, backup, restore.

**Source**: design §§ 1, 2.2 (rule sets), 3 (migrations, backup); deadlines.md § 1 (5 June).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import InputFileError
from app.domain.identifiers import is_valid_gln
from app.domain.situation import DEFAULT_RULE_SET
from app.domain.violations import Severity, Violation
from app.domain.working_days import WorkingDayCalendar
from app.services.changes import Outcome
from app.services.personal_numbers import refuse_cpr
from app.services.saving import change_set_of
from app.services.session import Session
from app.services.tasking import NoTask
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from app.clock import Clock
    from app.services.company_check import CheckReport
    from app.services.session import Catalogues
    from app.services.tasking import Task
    from app.store import CompanyFile, Reader, Writer
    from app.store.archive import BackupReport as BackupReport  # noqa: PLC0414  # exported
    from app.store.archive import RestoreReport as RestoreReport  # noqa: PLC0414
    from app.store.backup import BackupInfo as BackupInfo  # noqa: PLC0414

__all__ = [
    "CompanyInfo",
    "back_up",
    "backup_info",
    "change_company",
    "check_file",
    "close",
    "company_info",
    "create_company",
    "daily_backup",
    "list_backups",
    "open_company",
    "reloaded",
    "restore",
    "rule_sets",
    "set_constitution_day",
    "set_rule_set",
]

T = TypeVar("T")

RULE_SET_KEY = "company.rule_set"
CONSTITUTION_DAY_KEY = "calendar.constitution_day_is_working_day"
GLN_KEY, NAME_KEY = "company.gln", "company.name"
_AREA = re.compile(r"[0-9]{3}")


@dataclass(frozen=True, kw_only=True)
class CompanyInfo:
    """What the settings page shows of the company.

    Attributes:
        gln: The company's own GLN.
        name: Its name.
        grid_areas: Codes of its own grid areas.
        rule_set: "forskrift", "datahub" or "own".
        rule_set_since: The day it was chosen; None = never changed.
        constitution_day_is_working_day: Whether 5 June counts as a working day.
        last_backup_at: When the newest backup beside the file was made; None = there is none.
        backup_dir: Folder of the backups beside the file.
        path: The company file.
    """

    gln: str
    name: str
    grid_areas: tuple[str, ...]
    rule_set: str
    rule_set_since: date | None
    constitution_day_is_working_day: bool
    last_backup_at: datetime | None
    backup_dir: Path
    path: Path


def create_company(  # noqa: PLR0913  # everything a company is; each is asked for by name
    path: Path,
    *,
    gln: str,
    name: str,
    grid_areas: Sequence[str],
    catalogues: Catalogues,
    clock: Clock,
    who: str,
) -> Session:
    """Make an empty company file and open it.

    Raises:
        InputFileError: When GLN, name or a grid area is wrong.
        OutputFileError: When the file exists already or cannot be written.
    """
    from app.store import CompanyFile

    problems = _company_problems(gln, name, grid_areas)
    if problems:
        raise InputFileError(problems[0].message)
    company_file = CompanyFile.create(
        path,
        gln=gln.strip(),
        name=name.strip(),
        grid_areas=tuple(dict.fromkeys(area.strip() for area in grid_areas)),
        who=who,
        clock=clock,
        catalogue=catalogues.fields,
    )
    return _session(company_file, catalogues=catalogues, clock=clock, who=who)


def _company_problems(gln: str, name: str, grid_areas: Sequence[str]) -> list[Violation]:
    """Return what is wrong with a company's own data."""
    found = []
    if not is_valid_gln(gln.strip()):
        message = _("{gln} is not a GLN: 13 digits with the right check digit.").format(gln=gln)
        found.append(_error("GL-001", "gln", message))
    if not name.strip():
        found.append(_error("CO-NAME", "name", _("The company needs a name.")))
    found += [
        _error(
            "MP-007",
            "grid_areas",
            _("“{area}” is not a grid area: three digits.").format(area=area),
        )
        for area in grid_areas
        if not _AREA.fullmatch(area.strip())
    ]
    if not grid_areas:
        found.append(_error("MP-006", "grid_areas", _("Name at least one grid area.")))
    return found


def _error(rule: str, field: str, message: str) -> Violation:
    return Violation(rule=rule, severity=Severity.ERROR, field=field, message=message)


def open_company(
    path: Path, *, catalogues: Catalogues, clock: Clock, who: str, read_only: bool = False
) -> Session:
    """Open a company file; an older one is migrated on a copy after a backup.

    Raises:
        CompanyFileError: When it is missing or is no company file.
        NewerFileError: When a newer program wrote it.
        DamagedFileError: When it is cut short or fails its check.
        FileLockedError: When another program holds it.
    """
    from app.store import CompanyFile

    company_file = CompanyFile.open(
        path, clock=clock, catalogue=catalogues.fields, read_only=read_only
    )
    return _session(company_file, catalogues=catalogues, clock=clock, who=who)


def _session(
    company_file: CompanyFile, *, catalogues: Catalogues, clock: Clock, who: str
) -> Session:
    bare = Session(
        company_file=company_file,
        catalogues=catalogues,
        calendar=WorkingDayCalendar(),
        clock=clock,
        who=who,
    )
    return reloaded(bare)


def reloaded(session: Session) -> Session:
    """Return the session with the rule set and the calendar that the file says now."""
    with session.company_file.read() as reader:
        return replace(
            session,
            calendar=WorkingDayCalendar(_constitution_day(reader)),
            rule_set=reader.settings.get(RULE_SET_KEY, DEFAULT_RULE_SET),
        )


def _constitution_day(reader: Reader) -> bool:
    return reader.settings.get(CONSTITUTION_DAY_KEY, "true") != "false"


def close(session: Session) -> None:
    """Close the company file."""
    session.company_file.close()


def rule_sets() -> tuple[tuple[str, str], ...]:
    """Return id and name of every rule set."""
    return (
        ("forskrift", _("The regulations (source documents)")),
        ("datahub", _("DataHub (Energinet's code and the market portal)")),
        ("own", _("Own")),
    )


def company_info(session: Session) -> CompanyInfo:
    """Return the company's data and settings."""
    from app.domain.deadlines.dates import local_day
    from app.store.backup import last_backup
    from app.store.locations import backups_of

    path = session.company_file.path
    backup = last_backup(path)
    with session.company_file.read() as reader:
        chosen = [value for value in reader.settings.history(RULE_SET_KEY) if not value.change_out]
        change = reader.changes.get(chosen[0].change_in) if chosen else None
        return CompanyInfo(
            gln=reader.settings.get(GLN_KEY),
            name=reader.settings.get(NAME_KEY),
            grid_areas=tuple(sorted(reader.grid_areas.own_codes())),
            rule_set=reader.settings.get(RULE_SET_KEY, DEFAULT_RULE_SET),
            rule_set_since=local_day(change.at) if change else None,
            constitution_day_is_working_day=_constitution_day(reader),
            last_backup_at=backup.at if backup else None,
            backup_dir=backups_of(path),
            path=path,
        )


def set_rule_set(session: Session, rule_set: str, *, reason: str = "") -> Outcome[str]:
    """Choose which variant of the rules holds from now on; done steps keep what they had.

    Returns:
        The rule set.
    """
    names = dict(rule_sets())
    if rule_set not in names:
        message = _("There is no rule set {name}.").format(name=rule_set)
        return Outcome(violations=(_error("RS-01", "rule_set", message),))
    summary = _("Rule set: {name}").format(name=names[rule_set])
    return _put(session, {RULE_SET_KEY: rule_set}, summary, reason, rule_set)


def set_constitution_day(
    session: Session, *, is_working_day: bool, reason: str = ""
) -> Outcome[bool]:
    """Choose whether 5 June counts as a working day; done steps keep what they had.

    Returns:
        The choice.
    """
    text = "true" if is_working_day else "false"
    summary = (
        _("5 June counts as a working day")
        if is_working_day
        else _("5 June does not count as a working day")
    )
    return _put(session, {CONSTITUTION_DAY_KEY: text}, summary, reason, is_working_day)


def change_company(
    session: Session, *, name: str, grid_areas: Sequence[str], reason: str = ""
) -> Outcome[str]:
    """Change the company's name, or add grid areas of its own.

    Returns:
        The name.
    """
    refuse_cpr(reason, name)
    with session.company_file.write(who=session.who, why=reason, kind="settings") as writer:
        gln = writer.settings.get(GLN_KEY)
        found = tuple(_company_problems(gln, name, grid_areas))
        if found:
            return Outcome(violations=found)
        writer.settings.put(NAME_KEY, name.strip())
        _put_areas(writer, {area.strip() for area in grid_areas})
        if not writer.wrote:
            return Outcome(value=name)
        change_set = change_set_of(writer, _("Company data changed"))
    return Outcome(value=name, change_set=change_set)


def _put_areas(writer: Writer, codes: set[str]) -> None:
    """Keep which areas are the company's own; others stay known."""
    known = {area.code: area for area in writer.grid_areas.all()}
    for code in sorted(codes | set(known)):
        area = known.get(code)
        writer.grid_areas.put(
            code,
            name=area.name if area else "",
            price_area=area.price_area if area else "",
            own=code in codes,
        )


def _put(
    session: Session, values: dict[str, str], summary: str, reason: str, value: T
) -> Outcome[T]:
    refuse_cpr(reason)
    with session.company_file.write(who=session.who, why=reason, kind="settings") as writer:
        for key, text in values.items():
            writer.settings.put(key, text)
        if not writer.wrote:
            return Outcome(value=value)
        change_set = change_set_of(writer, summary)
    return Outcome(value=value, change_set=change_set)


def back_up(session: Session, target: Path, task: Task | None = None) -> BackupReport:
    """Write the whole company into one verified file.

    Raises:
        OutputFileError: When it cannot be written; nothing half written is left.
        DamagedFileError: When the company file is not intact.
        CancelledError: When the task was cancelled.
    """
    from app.store import archive

    watch = task or NoTask()

    def tell(done: int, total: int) -> None:
        watch.raise_if_cancelled()
        watch.report(done, total, _("Backing up"))

    return archive.back_up(session.company_file, target, progress=tell)


def daily_backup(session: Session, task: Task | None = None) -> BackupInfo | None:
    """Make the first backup of the day beside the file; None when there is one already.

    A file that was opened for reading only is not backed up.
    """
    from app.store import backup

    watch = task or NoTask()
    if session.company_file.read_only:
        return None
    watch.report(0, 0, _("Backing up"))
    return backup.daily_backup(session.company_file)


def list_backups(session: Session) -> tuple[BackupInfo, ...]:
    """Return the backups beside the file, newest first."""
    from app.store import backup

    return tuple(backup.list_backups(session.company_file.path))


def backup_info(backup: Path) -> BackupInfo:
    """Return when and why a backup was made, before it is restored.

    Args:
        backup: A file of `back_up`, the folder of a backup beside the file, or its manifest.

    Raises:
        InputFileError: When it is not a backup.
    """
    from app.store import archive

    return archive.backup_info(backup)


def check_file(
    path: Path, *, catalogues: Catalogues, clock: Clock, task: Task | None = None
) -> CheckReport:
    """Check a company file from end to end, without changing it.

    Raises:
        CompanyFileError: When it is no company file, or of a newer version.
        DamagedFileError: When it is cut short or cannot be read.
        CancelledError: When the task was cancelled.
    """
    from app.services import company_check

    return company_check.check_file(path, catalogues=catalogues, clock=clock, task=task)


def restore(backup: Path, target: Path, *, clock: Clock, task: Task | None = None) -> RestoreReport:
    """Put a company file back from a backup; the file that was there is kept beside it.

    Raises:
        InputFileError: When it is not a backup.
        DamagedFileError: When it is damaged.
        FileLockedError: When the old file is open.
        OutputFileError: When the target cannot be written.
    """
    from app.store import archive

    watch = task or NoTask()
    watch.raise_if_cancelled()
    watch.report(0, 0, _("Restoring"))
    return archive.restore(backup, target, clock=clock)
