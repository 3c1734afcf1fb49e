"""Actors, grid areas and the company's own settings.

**Source**: Forskrift I § 17; design § 2.2 (the company file says which rule set holds).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from app.store.period_store import PeriodReader, PeriodWriter
from app.store.record_store import RecordReader, RecordWriter
from app.store.records import Actor, GridArea, SettingValue
from app.store.repositories.periods import day_of, stored_end
from app.store.scope import Repository, Scope, WriteScope

ALWAYS = date(1900, 1, 1)
"""First day of an actor whose beginning nobody asked for."""


class ActorReader(Repository):
    """Reads market participants."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._actors = PeriodReader(scope.connection, scope.schema["actor"])

    def all(self, role: str = "", as_of: date | None = None) -> list[Actor]:
        """Return actors by id and role.

        Args:
            role: Only this role ("DDQ"); "" = all.
            as_of: Only periods that hold on this day; None = all periods.
        """
        conditions, parameters = ["1"], list[Any]()
        if role:
            conditions.append("role = ?")
            parameters.append(role)
        if as_of is not None:
            conditions.append("valid_from <= ? AND valid_to > ?")
            parameters += [as_of.isoformat()] * 2
        return self._found(" AND ".join(conditions), parameters)

    def get(self, actor_id: str) -> list[Actor]:
        """Return every role and period of one actor."""
        return self._found("actor_id = ?", [actor_id])

    def names(self) -> dict[str, str]:
        """Return the newest name of every actor by id."""
        ordered = sorted(self.all(), key=lambda actor: actor.valid_from)
        return {actor.actor_id: actor.name for actor in ordered}

    def _found(self, condition: str, parameters: list[Any]) -> list[Actor]:
        return [
            Actor(
                actor_id=period.key[0],
                role=period.key[1],
                name=period.values[0] or "",
                valid_from=day_of(period.valid_from),
                valid_to=day_of(period.valid_to),
            )
            for period in self._actors.rows(condition, parameters)
        ]


class ActorWriter(ActorReader):
    """Reads and writes market participants under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        table = scope.schema["actor"]
        self._writer = PeriodWriter(scope.connection, table, scope.change_id, unbroken=False)

    def put(
        self,
        actor_id: str,
        role: str,
        name: str,
        valid_from: date = ALWAYS,
        valid_to: date | None = None,
    ) -> bool:
        """Say an actor's name in a role from a day on; return whether anything was written."""
        key, start = (actor_id, role), valid_from.isoformat()
        changed = self._writer.put(key, start, stored_end(valid_to), {"name": name})
        if changed:
            self._scope.touch("actor", actor_id)
        return changed


class GridAreaReader(Repository):
    """Reads grid areas."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._areas = RecordReader(scope.connection, scope.schema["grid_area"])

    def all(self) -> list[GridArea]:
        """Return every grid area by code."""
        return [GridArea(code=code, **values) for (code,), values in self._areas.believed()]

    def own_codes(self) -> frozenset[str]:
        """Return the codes of our own areas."""
        return frozenset(area.code for area in self.all() if area.own)


class GridAreaWriter(GridAreaReader):
    """Reads and writes grid areas under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        self._writer = RecordWriter(scope.connection, scope.schema["grid_area"], scope.change_id)

    def put(self, code: str, *, name: str = "", price_area: str = "", own: bool = False) -> bool:
        """Say what is known of a grid area; return whether anything was written."""
        values = {"name": name, "price_area": price_area, "own": own}
        changed = self._writer.put((code,), values)
        if changed:
            self._scope.touch("grid_area", code)
        return changed


class SettingReader(Repository):
    """Reads the company's settings: texts by key, dated by change."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._settings = RecordReader(scope.connection, scope.schema["setting"])

    def get(self, key: str, default: str = "") -> str:
        """Return a setting, or the default when it was never set."""
        values = self._settings.get((key,))
        return default if values is None else str(values["value"])

    def all(self) -> dict[str, str]:
        """Return every setting by key."""
        return {key: values["value"] for (key,), values in self._settings.believed()}

    def history(self, key: str) -> list[SettingValue]:
        """Return every value a setting had, oldest first."""
        return [
            SettingValue(key=key, value=values["value"], change_in=change_in, change_out=change_out)
            for values, change_in, change_out in self._settings.history((key,))
        ]


class SettingWriter(SettingReader):
    """Reads and writes the company's settings under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope
        self._writer = RecordWriter(scope.connection, scope.schema["setting"], scope.change_id)

    def put(self, key: str, value: str) -> bool:
        """Set a setting; return whether it was another one before."""
        changed = self._writer.put((key,), {"value": value})
        if changed:
            self._scope.touch("settings", key)
        return changed
