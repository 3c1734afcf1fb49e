"""Imports of price elements, their prices and their links to metering points.

**Source**: design § 6; the rules are those of `resources/rules/charges.toml`, as in the forms.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.charges import (
    ChargeRules,
    ChargeSituation,
    LinkSituation,
    check_charge,
    check_link,
    link_end,
    resolution_of,
)
from app.domain.master_data import FieldValue, MasterData
from app.domain.periods import OPEN_END, Period
from app.exchange.kinds import HOURS
from app.services.importing.dated import DatedPlanner, DatedRow, Key
from app.services.importing.plan import ImportJob, unknown_object
from app.store import LinkChange
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from app.domain.violations import Violation
    from app.store import Charge, FacetPeriod, Writer

_OWNER, _TYPE, _CODE = "charge_owner_id", "charge_type", "charge_code"
_POINT, _QUANTITY = "metering_point_id", "quantity"
_INFORMATION = {
    "charge_name": "name",
    "charge_description": "description",
    "vat_classification": "vat_classification",
    "resolution": "resolution",
    "is_tax": "is_tax",
    "transparent_invoicing": "transparent_invoicing",
}
_COLUMN_OF_RULE_FIELD = {
    "kind": _TYPE,
    "code": _CODE,
    "name": "charge_name",
    "description": "charge_description",
    "vat": "vat_classification",
    "prices": "price_1",
    "metering_point_id": _POINT,
}
PRICES = tuple(f"price_{hour}" for hour in range(1, HOURS + 1))


class _ChargePlanner(DatedPlanner):
    """What the three kinds about price elements have in common."""

    def __init__(self, job: ImportJob, rules: ChargeRules) -> None:
        super().__init__(job)
        self.rules = rules
        self.own_gln = job.reader.settings.get("company.gln")
        self.charges = {_identity(charge): charge for charge in job.reader.charges.all()}

    def filled(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        """Return the values with ourselves as the owner when none is given."""
        if values.get(_OWNER) is None:
            values[_OWNER] = self.own_gln or None
        return values

    def charge_of(self, row: DatedRow) -> Charge | None:
        """Return the price element a row speaks of, or None when the register has none."""
        return self.charges.get(_charge_key(row.values))

    def unknown_charge(self, row: DatedRow) -> list[Violation]:
        """Return the violation of a row about a price element that does not exist, if so."""
        if self.charge_of(row) is not None:
            return []
        message = _("There is no price element {code} of this type and owner.")
        return [unknown_object(_CODE, message.format(code=row.values[_CODE]))]


class ChargesPlanner(_ChargePlanner):
    """Names and properties of price elements."""

    def load(self, rows: Iterable[DatedRow]) -> None:
        """Read the information of every price element."""
        del rows
        for charge, information, _prices in self.job.reader.charges.believed_history():
            key = _identity(charge)
            self.known.add(key)
            self.spans[key] = tuple(
                (
                    period.valid_from,
                    period.valid_to,
                    MasterData({name: getattr(period, name) for name in _INFORMATION.values()}),
                )
                for period in information
            )

    def key(self, values: Mapping[str, FieldValue]) -> Key:
        """Return owner, type and code."""
        return _charge_key(values)

    def dated_values(self, row: DatedRow) -> Mapping[str, FieldValue]:
        """Return the information in the store's names."""
        values = {
            name: row.values[column]
            for column, name in _INFORMATION.items()
            if column in row.values
        }
        is_new = row.key not in self.known
        for name in ("is_tax", "transparent_invoicing"):
            if values.get(name) is None and (name in values or is_new):
                values[name] = False
        if values.get("resolution") is None and (is_new or "resolution" in values):
            values["resolution"] = resolution_of(str(row.values[_TYPE]), ())
        return values

    def violations(self, row: DatedRow) -> Iterable[Violation]:
        """Judge by the rules of price elements."""
        values = row.values
        situation = ChargeSituation(
            kind=str(values[_TYPE]),
            texts={
                "code": str(values[_CODE]),
                "name": str(values.get("charge_name") or ""),
                "description": str(values.get("charge_description") or ""),
                "vat": str(values.get("vat_classification") or ""),
            },
            transparent_invoicing=values.get("transparent_invoicing") is True,
        )
        return _in_columns(check_charge(self.rules, situation))

    def put(self, writer: Writer, row: DatedRow) -> None:
        """Write the information; a price element that is not known is added."""
        owner, kind, code = (str(part) for part in row.key)
        found = writer.charges.find(owner, kind, code)
        charge_id = writer.charges.add(owner, kind, code) if found is None else found.id
        values = {
            name: "" if value is None else value for name, value in self.dated_values(row).items()
        }
        writer.charges.put_information(charge_id, row.valid_from, values, row.valid_to)


class PricesPlanner(_ChargePlanner):
    """Prices: one, or one per hour of the day."""

    def __init__(self, job: ImportJob, rules: ChargeRules) -> None:
        super().__init__(job, rules)
        self._resolutions: dict[Key, str] = {}

    def load(self, rows: Iterable[DatedRow]) -> None:
        """Read the prices of every price element."""
        del rows
        for charge, information, prices in self.job.reader.charges.believed_history():
            key = _identity(charge)
            if prices:
                self.known.add(key)
            self.spans[key] = tuple(
                (
                    period.valid_from,
                    period.valid_to,
                    MasterData(dict(zip(PRICES, period.prices, strict=False))),
                )
                for period in prices
            )
            self._resolutions[key] = information[-1].resolution if information else ""

    def key(self, values: Mapping[str, FieldValue]) -> Key:
        """Return owner, type and code."""
        return _charge_key(values)

    def dated_values(self, row: DatedRow) -> Mapping[str, FieldValue]:
        """Return every hour's price, so that hours of an earlier price do not stay."""
        return {name: row.values.get(name) for name in PRICES}

    def violations(self, row: DatedRow) -> Iterable[Violation]:
        """Judge by the rules of price elements."""
        unknown = self.unknown_charge(row)
        if unknown:
            return unknown
        situation = ChargeSituation(
            kind=str(row.values[_TYPE]),
            prices=_prices(row),
            resolution=self._resolutions.get(row.key, ""),
        )
        return _in_columns(check_charge(self.rules, situation))

    def put(self, writer: Writer, row: DatedRow) -> None:
        """Write the price or the 24 prices."""
        charge = self.charge_of(row)
        if charge is not None:
            writer.charges.put_prices(charge.id, row.valid_from, _prices(row), row.valid_to)


class LinksPlanner(_ChargePlanner):
    """Links of price elements to metering points."""

    def __init__(self, job: ImportJob, rules: ChargeRules) -> None:
        super().__init__(job, rules)
        self._validity: dict[Key, tuple[Period, ...]] = {}
        self._in_force: dict[str, tuple[Period, ...]] = {}

    def load(self, rows: Iterable[DatedRow]) -> None:
        """Read the links, when price elements hold, and when the file's points are in force."""
        reader = self.job.reader
        by_id = {charge.id: key for key, charge in self.charges.items()}
        for charge, information, _prices in reader.charges.believed_history():
            periods = tuple(Period(p.valid_from, p.valid_to) for p in information)
            self._validity[_identity(charge)] = periods
        for link in reader.charge_links.believed():
            key = (link.metering_point_id, *by_id[link.charge_id])
            span = (link.valid_from, link.valid_to, MasterData({_QUANTITY: link.quantity}))
            self.spans[key] = (*self.spans.get(key, ()), span)
            self.known.add(key)
        points = sorted({str(row.values[_POINT]) for row in rows})
        for point_id, history in reader.points.believed_history(points):
            self._in_force[point_id] = _in_force(history)

    def filled(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        """Return the values with one of it, by us, until a fee's one day is over."""
        values = super().filled(values)
        if values.get(_QUANTITY) is None:
            values[_QUANTITY] = 1
        return values

    def key(self, values: Mapping[str, FieldValue]) -> Key:
        """Return the point and the price element."""
        return (values[_POINT], *_charge_key(values))

    def dated_values(self, row: DatedRow) -> Mapping[str, FieldValue]:
        """Return the quantity."""
        return {_QUANTITY: row.values[_QUANTITY]}

    def violations(self, row: DatedRow) -> Iterable[Violation]:
        """Judge by the rules of links."""
        unknown = self.unknown_charge(row)
        if unknown:
            return unknown
        point_id, kind = str(row.values[_POINT]), str(row.values[_TYPE])
        if not self.job.reader.points.exists(point_id):
            message = _("Metering point {id} does not exist.").format(id=point_id)
            return [unknown_object(_POINT, message)]
        situation = LinkSituation(
            kind=kind,
            quantity=_whole(row.values[_QUANTITY]),
            valid_from=row.valid_from,
            valid_to=link_end(kind, row.valid_from, row.valid_to),
            validity=self._validity[_charge_key(row.values)],
            # A row that overlaps an earlier link changes it; that is what an import is for.
            linked=(),
            point_in_force=any(
                period.contains(row.valid_from) for period in self._in_force.get(point_id, ())
            ),
        )
        return _in_columns(check_link(self.rules, situation))

    def put(self, writer: Writer, row: DatedRow) -> None:
        """Write one link."""
        self.put_all(writer, iter((row,)))

    def put_all(self, writer: Writer, progress: Iterator[DatedRow]) -> None:
        """Write all links at once."""
        writer.charge_links.put_many(self._change(row) for row in progress)

    def _change(self, row: DatedRow) -> LinkChange:
        charge = self.charges[_charge_key(row.values)]
        end = link_end(charge.kind, row.valid_from, row.valid_to)
        return LinkChange(
            charge_id=charge.id,
            metering_point_id=str(row.values[_POINT]),
            valid_from=row.valid_from,
            quantity=_whole(row.values[_QUANTITY]),
            valid_to=None if end == OPEN_END else end,
        )


def _identity(charge: Charge) -> Key:
    return (charge.owner_id, charge.kind, charge.code)


def _charge_key(values: Mapping[str, FieldValue]) -> Key:
    return (str(values[_OWNER]), str(values[_TYPE]), str(values[_CODE]))


def _prices(row: DatedRow) -> tuple[Decimal, ...]:
    """Return the prices as given, without empty cells at the end."""
    given = [row.values.get(name) for name in PRICES]
    return tuple(price for price in given if isinstance(price, Decimal))


def _whole(value: FieldValue) -> int:
    return value if isinstance(value, int) else 0


def _in_force(history: Iterable[FacetPeriod]) -> tuple[Period, ...]:
    return tuple(
        Period(period.valid_from, period.valid_to)
        for period in history
        if period.values.connection_state not in {"", "D02"}
    )


def _in_columns(violations: Iterable[Violation]) -> list[Violation]:
    """Return violations with the columns of files in place of the fields of forms."""
    return [
        replace(violation, field=_COLUMN_OF_RULE_FIELD.get(violation.field, violation.field))
        for violation in violations
    ]


def planner_of(kind_id: str) -> Callable[[ImportJob, ChargeRules], DatedPlanner]:
    """Return the planner of a kind about price elements."""
    return {
        "charges": ChargesPlanner,
        "charge_prices": PricesPlanner,
        "charge_links": LinksPlanner,
    }[kind_id]
