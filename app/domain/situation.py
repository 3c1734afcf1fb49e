"""What a check needs to know besides the values themselves.

**Source**: design §§ 2.2 and 2.7. Rules never look anything up: who calls them gives the facts, so
that the same rules run in forms, imports, processes and over the whole register.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.domain.master_data import MasterData

DEFAULT_RULE_SET = "forskrift"


class Operation(StrEnum):
    """What the values are judged for.

    `create` and `update` are what is about to be registered; `stored` is what the register holds.
    """

    CREATE = "create"
    UPDATE = "update"
    STORED = "stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The surroundings of the values that are judged.

    A fact that is None was not looked up, and rules that need it stay silent.

    Attributes:
        today: The day whose law is asked.
        rule_set: Which rules hold: one of `RULE_SETS`.
        operation: What the values are judged for.
        known_grid_areas: Every grid area the register knows.
        own_grid_areas: The grid areas of the company itself.
        own_gln: The company's GLN.
        previous: The values before the change; only for an update.
        parent: The values of the parent metering point on the same day.
        parent_exists: Whether the register has the parent; True when `parent` is given.
        id_is_taken: Whether the metering point id was ever used before.
    """

    today: date
    rule_set: str = DEFAULT_RULE_SET
    operation: Operation | str = Operation.STORED
    known_grid_areas: frozenset[str] | None = None
    own_grid_areas: frozenset[str] | None = None
    own_gln: str = ""
    previous: MasterData | None = None
    parent: MasterData | None = None
    parent_exists: bool | None = None
    id_is_taken: bool = False
