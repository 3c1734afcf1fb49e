"""What the store takes and hands out: flat frozen values, never a row of the database library.

**Source**: style 4.8 ("no ORM object leaves `store`"). `[valid_from, valid_to)` are Danish local
dates with the open end 9999-12-31, instants are aware UTC, `change_in` is the change since which a
row is known, `change_out` the change since which it is no longer believed (None: still believed).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.records.changes import Change, NewOverride, OverrideReason, Touch
    from app.store.records.charges import (
        Charge,
        ChargeInformation,
        ChargeLink,
        ChargePrice,
        LinkChange,
    )
    from app.store.records.kept import (
        CheckFinding,
        CheckRun,
        CheckRunDraft,
        Draft,
        ImportRun,
        NewImportRun,
        StoredFile,
    )
    from app.store.records.points import FacetPeriod, PointChange, PointHits, PointQuery, PutCounts
    from app.store.records.processes import (
        ComputedConsumption,
        MeterReading,
        NewConsumption,
        NewEvent,
        NewProcess,
        NewReading,
        StoredEvent,
        StoredProcess,
    )
    from app.store.records.reference import Actor, GridArea, SettingValue

__all__ = [
    "Actor",
    "Change",
    "Charge",
    "ChargeInformation",
    "ChargeLink",
    "ChargePrice",
    "CheckFinding",
    "CheckRun",
    "CheckRunDraft",
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
    "SettingValue",
    "StoredEvent",
    "StoredFile",
    "StoredProcess",
    "Touch",
]

_HOMES = {
    "Actor": "reference",
    "Change": "changes",
    "Charge": "charges",
    "ChargeInformation": "charges",
    "ChargeLink": "charges",
    "ChargePrice": "charges",
    "CheckFinding": "kept",
    "CheckRun": "kept",
    "CheckRunDraft": "kept",
    "ComputedConsumption": "processes",
    "Draft": "kept",
    "FacetPeriod": "points",
    "GridArea": "reference",
    "ImportRun": "kept",
    "LinkChange": "charges",
    "MeterReading": "processes",
    "NewConsumption": "processes",
    "NewEvent": "processes",
    "NewImportRun": "kept",
    "NewOverride": "changes",
    "NewProcess": "processes",
    "NewReading": "processes",
    "OverrideReason": "changes",
    "PointChange": "points",
    "PointHits": "points",
    "PointQuery": "points",
    "PutCounts": "points",
    "SettingValue": "reference",
    "StoredEvent": "processes",
    "StoredFile": "kept",
    "StoredProcess": "processes",
    "Touch": "changes",
}


def __getattr__(name: str) -> object:
    """Return a kind of record, importing its module first: the start needs few of them."""
    if name not in _HOMES:
        msg = f"module {__name__} has no attribute {name}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
