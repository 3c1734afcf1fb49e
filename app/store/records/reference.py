"""What the store hands out of actors, areas and settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A market participant (GLN or EIC) in one role (DDM, DDQ, DDK ...) in a period."""

    actor_id: str
    role: str
    name: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GridArea:
    """A grid area (3 digits), its price area (DK1, DK2 or "") and whether it is our own."""

    code: str
    name: str
    price_area: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue:
    """A value a setting has or had."""

    key: str
    value: str
    change_in: int
    change_out: int | None
