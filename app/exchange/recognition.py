"""Tells by a file's header which kind of table it holds.

**Source**: design § 6: kinds are recognised by their header, and DataHub's own reports beside them;
`datahub/settlement_report` §§ 2, 4 and 6 for the headers of those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue import folded_name
from app.domain.errors import InputFileError
from app.exchange.kinds import ColumnMap, Kind, Kinds, map_columns
from app.texts import _

if TYPE_CHECKING:
    from app.exchange.tables import Table

REJECTION_REASONS = "rejection_reasons"
"""Last column of a file of rejected rows; it is passed over when the file comes back."""

_DATAHUB_REPORTS: dict[str, tuple[str, ...]] = {
    "MDMP": ("METERINGPOINTID", "VALIDFROM", "VALIDTO", "GRIDAREAID", "TYPEOFMP"),
    "CHARGELINK": ("METERINGPOINTID", "CHARGETYPE", "CHARGEOWNER", "CHARGEID", "PERIODSTART"),
    "CHARGEPRICE": ("CHARGETYPE", "CHARGEOWNER", "CHARGEID", "STARTDATETIME", "ENERGYPRICE1"),
    "TSSD": ("METERINGPOINTID", "TYPEOFMP", "STARTDATETIME", "ENERGYQUANTITY1"),
    "RESULTENERGY": ("ENERGYBUSINESSPROCESS", "TYPEOFMP", "ENERGYQUANTITY"),
    "RESULTWHOLESALE": ("ENERGYBUSINESSPROCESS", "ENERGYSUPPLIERID", "AMOUNT"),
    "measurements_report": ("GRID AREA ID", "METERING POINT ID", "DATE TIME STAMP", "QUANTITY"),
}


def recognise(table: Table, kinds: Kinds, kind_id: str | None = None) -> ColumnMap:
    """Return the kind a table is of, with the places of its columns.

    Args:
        table: The file.
        kinds: All kinds.
        kind_id: The kind the operator said it is; recognised by the header when None.

    Raises:
        InputFileError: When the header fits no kind or not the one that was said, when a column is
            there twice, or when it is a report of DataHub's.
    """
    report = datahub_report(table.header)
    if report:
        raise InputFileError(
            _("{path} is DataHub's own report {report}; it is no table to import.").format(
                path=table.path, report=report
            )
        )
    found = _best(table, kinds) if kind_id is None else map_columns(table.header, kinds[kind_id])
    missing = [name for name in found.kind.required if name not in found.at]
    if missing:
        raise _misfit(table, found, missing, said=kind_id is not None)
    repeated = found.repeated(table.header)
    if repeated:
        raise InputFileError(
            _("{path}: the columns {names} mean the same.").format(
                path=table.path, names=", ".join(repeated)
            ),
            remedy=_("Remove or rename all of them but one."),
        )
    return found


def datahub_report(header: tuple[str, ...]) -> str:
    """Return which report of DataHub's has this header, or ""."""
    names = set(header)
    for report, columns in _DATAHUB_REPORTS.items():
        if names.issuperset(columns):
            return report
    return ""


def is_reasons_column(heading: str) -> bool:
    """Return whether a column holds the reasons why rows were rejected."""
    return folded_name(heading) == folded_name(REJECTION_REASONS)


def _best(table: Table, kinds: Kinds) -> ColumnMap:
    """Return the kind of which the header has most columns; the smaller kind when equal."""
    maps = [map_columns(table.header, kind) for kind in kinds.importable]
    return max(maps, key=_fit)


def _fit(candidate: ColumnMap) -> tuple[bool, int, int]:
    complete = all(name in candidate.at for name in candidate.kind.required)
    return complete, len(candidate.at), -len(candidate.kind.columns)


def _misfit(table: Table, found: ColumnMap, missing: list[str], *, said: bool) -> InputFileError:
    names = ", ".join(f"{_label(found.kind, name)} ({name})" for name in missing)
    if said or len(found.at) > 1:
        message = _("{path}: the header fits {kind} best, but lacks {names}.")
        if said:
            message = _("{path}: the header does not fit {kind}; it lacks {names}.")
        return InputFileError(message.format(path=table.path, kind=found.kind.label, names=names))
    return InputFileError(
        _("{path}: the header fits no kind of table.").format(path=table.path),
        remedy=_("The command “netkontor fields KIND” shows the columns of a kind."),
    )


def _label(kind: Kind, column_id: str) -> str:
    return kind.column(column_id).label()
