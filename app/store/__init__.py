"""The company file: SQLite behind repositories and queries; no other layer sees SQL.

**Source**: design §§ 1, 2.3, 3. Everything other layers need is exported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.periods import OPEN_END
from app.store import records
from app.store.company_file import CompanyFile
from app.store.unit_of_work import Reader, Writer

if TYPE_CHECKING:
    from app.store.records import (
        Actor,
        Change,
        Charge,
        ChargeInformation,
        ChargeLink,
        ChargePrice,
        CheckFinding,
        CheckRun,
        CheckRunDraft,
        ComputedConsumption,
        Draft,
        FacetPeriod,
        GridArea,
        ImportRun,
        LinkChange,
        MeterReading,
        NewConsumption,
        NewEvent,
        NewImportRun,
        NewOverride,
        NewProcess,
        NewReading,
        OverrideReason,
        PointChange,
        PointHits,
        PointQuery,
        PutCounts,
        SettingValue,
        StoredEvent,
        StoredFile,
        StoredProcess,
        Touch,
    )

__all__ = [
    "OPEN_END",
    "Actor",
    "Change",
    "Charge",
    "ChargeInformation",
    "ChargeLink",
    "ChargePrice",
    "CheckFinding",
    "CheckRun",
    "CheckRunDraft",
    "CompanyFile",
    "ComputedConsumption",
    "Draft",
    "FacetPeriod",
    "GridArea",
    "ImportRun",
    "LinkChange",
    "MeterReading",
    "NewConsumption",
    "NewEvent",
    "NewImportRun",
    "NewOverride",
    "NewProcess",
    "NewReading",
    "OverrideReason",
    "PointChange",
    "PointHits",
    "PointQuery",
    "PutCounts",
    "Reader",
    "SettingValue",
    "StoredEvent",
    "StoredFile",
    "StoredProcess",
    "Touch",
    "Writer",
]


def __getattr__(name: str) -> object:
    """Return a kind of record; each is imported when it is first asked for."""
    if name not in __all__:
        msg = f"module {__name__} has no attribute {name}"
        raise AttributeError(msg)
    return getattr(records, name)
