"""What the store takes and hands out of drafts, check runs, files and imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half filled form, kept through a crash."""

    area: str
    key: str
    payload: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRunDraft:
    """A check run to be kept.

    Attributes:
        kind: "self_control".
        month: "YYYY-MM".
        as_of: Instant the extract was made: what is compared.
        population: Number of current points.
        sample_size: Points drawn.
        seed: Seed of the draw.
        is_full: Whether all points were compared.
        outcome: Result as a word of the program.
        parameters: Everything else that is kept (files with checksums, fields, sample ...).
    """

    kind: str
    month: str
    as_of: datetime
    population: int
    sample_size: int
    seed: int
    is_full: bool
    outcome: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun(CheckRunDraft):
    """A kept check run; once signed off it can never be changed."""

    id: int
    made_at: datetime
    who: str
    change_id: int
    signed_off_at: datetime | None
    signed_off_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One finding of a check run.

    Attributes:
        kind: Sheet or category as a word of the program.
        metering_point_id: Point it is about, or "".
        field_id: Field, or "".
        own_value: Our value as text; None when we have none.
        other_value: DataHub's value as text; None when it has none.
        owner: Who answers for the field, or "".
        data: Whatever else belongs to it.
    """

    kind: str
    metering_point_id: str = ""
    field_id: str = ""
    own_value: str | None = None
    other_value: str | None = None
    owner: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file kept in the companion folder under its checksum."""

    sha256: str
    name: str
    size: int
    kind: str
    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImportRun:
    """An import to be kept: what was read and what became of its rows."""

    kind: str
    source_name: str
    source_sha256: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun(NewImportRun):
    """An import that is kept, with its change and when it was made."""

    id: int
    change_id: int
    at: datetime
