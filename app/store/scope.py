"""What every repository works with: one connection in one transaction, and what was touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.store.records import Touch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from app.store.schema import Schema


@dataclass(frozen=True)
class Scope:
    """A transaction to read in.

    Attributes:
        connection: Open transaction.
        schema: Tables.
    """

    connection: Connection
    schema: Schema


@dataclass(frozen=True)
class WriteScope(Scope):
    """A transaction to write in, under one change.

    Attributes:
        change_id: The change.
        at: Instant of the change.
        who: Operator.
        touched: Everything touched so far.
        reprojected: Metering points whose row in the list of today must be made anew.
    """

    change_id: int
    at: datetime
    who: str
    touched: set[Touch] = field(default_factory=set)
    reprojected: set[str] = field(default_factory=set)

    def touch(self, kind: str, object_id: object) -> None:
        """Remember that the change touched an object."""
        self.touched.add(Touch(kind, str(object_id)))

    def touch_points(self, point_ids: Iterable[str]) -> None:
        """Remember that the change touched the master data of these metering points."""
        ids = set(point_ids)
        self.touched.update(Touch("metering_point", point_id) for point_id in ids)
        self.reprojected.update(ids)


class Repository:
    """Base of the reading half of a repository."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection
        self._schema = scope.schema
