"""What is kept beside the register's facts: check runs, files, imports, drafts.

**Source**: design § 1 (files under their checksum), § 2.5 (kept runs are immutable); ux § 1 nr 6
(drafts survive a crash).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import NotFoundError, RefusedError
from app.store.json_values import dump_json, load_json
from app.store.records import (
    CheckFinding,
    CheckRun,
    CheckRunDraft,
    Draft,
    ImportRun,
    NewImportRun,
    StoredFile,
)
from app.store.scope import Repository, WriteScope
from app.store.statements import insert_one, insert_rows, stream
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

_FINDING_COLUMNS = (
    "check_run_id", "kind", "metering_point_id", "field", "own_value", "other_value", "owner",
    "data",
)  # fmt: skip


class CheckRunReader(Repository):
    """Reads kept check runs."""

    def get(self, run_id: int) -> CheckRun | None:
        """Return a run by its number, or None."""
        return next(iter(self._where(self._schema["check_run"].c.id == run_id)), None)

    def all(self, kind: str = "", month: str = "") -> list[CheckRun]:
        """Return runs, newest first, of one kind and one month ("YYYY-MM"); "" = all."""
        table = self._schema["check_run"]
        given = ((table.c.kind, kind), (table.c.month, month))
        return self._where(*(column == value for column, value in given if value))

    def findings(self, run_id: int) -> Iterator[CheckFinding]:
        """Yield the findings of a run in the order they were kept."""
        columns = ", ".join(f'"{name}"' for name in _FINDING_COLUMNS[1:])
        sql = f"SELECT {columns} FROM check_run_finding WHERE check_run_id = ? ORDER BY id"
        for row in stream(self._connection, sql, (run_id,)):
            yield CheckFinding(
                kind=row[0],
                metering_point_id=row[1],
                field_id=row[2],
                own_value=row[3],
                other_value=row[4],
                owner=row[5],
                data=load_json(row[6]),
            )

    def _where(self, *conditions: ColumnElement[bool]) -> list[CheckRun]:
        run, change = self._schema["check_run"], self._schema["change"]
        query = (
            select(run, change.c.at.label("made_at"), change.c.who.label("made_by"))
            .join(change, change.c.id == run.c.change_in)
            .where(*conditions)
            .order_by(run.c.id.desc())
        )
        return [
            CheckRun(
                id=row.id,
                kind=row.kind,
                month=row.month,
                as_of=row.as_of,
                population=row.population,
                sample_size=row.sample_size,
                seed=row.seed,
                is_full=row.is_full,
                outcome=row.outcome,
                parameters=row.parameters,
                made_at=row.made_at,
                who=row.made_by,
                change_id=row.change_in,
                signed_off_at=row.signed_off_at,
                signed_off_by=row.signed_off_by,
            )
            for row in self._connection.execute(query)
        ]


class CheckRunWriter(CheckRunReader):
    """Keeps check runs under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def add(self, run: CheckRunDraft, findings: Iterable[CheckFinding]) -> int:
        """Keep a run with its findings and return its number."""
        values = {
            "kind": run.kind,
            "month": run.month,
            "as_of": run.as_of,
            "population": run.population,
            "sample_size": run.sample_size,
            "seed": run.seed,
            "is_full": run.is_full,
            "outcome": run.outcome,
            "parameters": run.parameters,
            "change_in": self._scope.change_id,
        }
        number = insert_one(self._connection, self._schema["check_run"], values)
        rows = [
            (
                number,
                finding.kind,
                finding.metering_point_id,
                finding.field_id,
                finding.own_value,
                finding.other_value,
                finding.owner,
                dump_json(finding.data),
            )
            for finding in findings
        ]
        table = self._schema["check_run_finding"]
        insert_rows(self._connection, table, _FINDING_COLUMNS, rows)
        self._scope.touch("check_run", number)
        return number

    def sign_off(self, run_id: int, who: str | None = None) -> None:
        """Sign a run off: from now on it can never be changed.

        Raises:
            NotFoundError: When there is no such run.
            RefusedError: When it is signed off already.
        """
        run = self.get(run_id)
        if run is None:
            raise NotFoundError(_("There is no check run number {number}.").format(number=run_id))
        if run.signed_off_at is not None:
            raise RefusedError(_("The check run is signed off already."))
        table = self._schema["check_run"]
        signed = {
            "signed_off_at": self._scope.at,
            "signed_off_by": who or self._scope.who,
            "change_signed_off": self._scope.change_id,
        }
        self._connection.execute(update(table).where(table.c.id == run_id).values(**signed))
        self._scope.touch("check_run", run_id)


class StoredFileReader(Repository):
    """Reads the list of kept files."""

    def get(self, sha256: str) -> StoredFile | None:
        """Return a kept file by its checksum, or None."""
        return next((file for file in self.all() if file.sha256 == sha256), None)

    def all(self) -> list[StoredFile]:
        """Return every kept file, oldest first."""
        table = self._schema["stored_file"]
        return [
            StoredFile(
                sha256=row.sha256,
                name=row.name,
                size=row.size,
                kind=row.kind,
                change_id=row.change_in,
            )
            for row in self._connection.execute(select(table).order_by(table.c.id))
        ]


class StoredFileWriter(StoredFileReader):
    """Registers kept files under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def add(self, *, sha256: str, name: str, size: int, kind: str) -> bool:
        """Register a file that lies in the companion folder; False when it is registered."""
        if self.get(sha256) is not None:
            return False
        values = {"sha256": sha256, "name": name, "size": size, "kind": kind}
        values |= {"change_in": self._scope.change_id}
        insert_one(self._connection, self._schema["stored_file"], values)
        self._scope.touch("stored_file", sha256)
        return True


class ImportRunReader(Repository):
    """Reads kept imports."""

    def get(self, run_id: int) -> ImportRun | None:
        """Return an import by its number, or None."""
        return next((run for run in self.all(limit=-1) if run.id == run_id), None)

    def all(self, limit: int = 100) -> list[ImportRun]:
        """Return imports, newest first; a negative limit means all."""
        table, change = self._schema["import_run"], self._schema["change"]
        query = (
            select(table, change.c.at)
            .join(change, change.c.id == table.c.change_in)
            .order_by(table.c.id.desc())
            .limit(limit)
        )
        return [
            ImportRun(
                id=row.id,
                change_id=row.change_in,
                at=row.at,
                kind=row.kind,
                source_name=row.source_name,
                source_sha256=row.source_sha256,
                rows=row.rows,
                new=row.new,
                changed=row.changed,
                unchanged=row.unchanged,
                rejected=row.rejected,
                data=row.data,
            )
            for row in self._connection.execute(query)
        ]


class ImportRunWriter(ImportRunReader):
    """Keeps imports under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def add(self, run: NewImportRun) -> int:
        """Keep an import and return its number."""
        values = {
            "change_in": self._scope.change_id,
            "kind": run.kind,
            "source_name": run.source_name,
            "source_sha256": run.source_sha256,
            "rows": run.rows,
            "new": run.new,
            "changed": run.changed,
            "unchanged": run.unchanged,
            "rejected": run.rejected,
            "data": run.data,
        }
        number = insert_one(self._connection, self._schema["import_run"], values)
        self._scope.touch("import_run", number)
        return number


class DraftReader(Repository):
    """Reads half filled forms."""

    def get(self, area: str, key: str) -> Draft | None:
        """Return a draft, or None."""
        return next((d for d in self.all() if (d.area, d.key) == (area, key)), None)

    def all(self) -> list[Draft]:
        """Return every draft, newest first."""
        table = self._schema["draft"]
        query = select(table).order_by(table.c.saved_at.desc(), table.c.area, table.c.key)
        return [
            Draft(area=row.area, key=row.key, payload=row.payload, saved_at=row.saved_at)
            for row in self._connection.execute(query)
        ]


class DraftStore(DraftReader):
    """Saves and discards drafts: no history, no change."""

    def save(self, area: str, key: str, payload: Mapping[str, Any], saved_at: datetime) -> None:
        """Keep a draft in place of an earlier one."""
        table = self._schema["draft"]
        values = {"payload": dict(payload), "saved_at": saved_at}
        statement = upsert(table).values(area=area, key=key, **values)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["area", "key"], set_=values)
        )

    def discard(self, area: str, key: str) -> None:
        """Forget a draft, if there is one."""
        table = self._schema["draft"]
        chosen = (table.c.area == area, table.c.key == key)
        self._connection.execute(delete(table).where(*chosen))
