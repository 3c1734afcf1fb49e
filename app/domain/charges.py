"""Price elements and their links: values, and the rules of `resources/rules/charges.toml`.

**Source**: Forskrift I §§ 13-15 (what a price element is made of); the guide to Forskrift H3,
2.5.2 and 3.5.1 (fees never passed through, quantities, what a link means). Prices are kr without
VAT with 6 decimals: per month for a subscription, once for a fee, per kWh for a tariff.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.domain.human_input import display_decimal
from app.domain.periods import OPEN_END, Period
from app.domain.violations import Severity, Violation
from app.texts import _, format_day, pick

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SUBSCRIPTION, FEE, TARIFF = "D01", "D02", "D03"
MONTHLY, DAILY, HOURLY = "P1M", "P1D", "PT1H"
_ONE_DAY = timedelta(days=1)

Parameter = str | int | tuple[str, ...]
Words = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ChargeSituation:
    """What the rules of a price element look at; a field that is not being set stays None.

    Attributes:
        kind: D01 subscription, D02 fee, D03 tariff.
        texts: Code, name, description and VAT class, by field; only those being set.
        transparent_invoicing: Passed through to the customer.
        prices: Prices being set; empty = none.
        resolution: What the tariff was created with; "" for a new element.
    """

    kind: str
    texts: Mapping[str, str] = field(default_factory=dict)
    transparent_invoicing: bool = False
    prices: tuple[Decimal, ...] = ()
    resolution: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkSituation:
    """What the rules of a link look at.

    Attributes:
        kind: Kind of the price element.
        quantity: How many.
        valid_from: First day.
        valid_to: First day after; OPEN_END when not ended.
        validity: Periods in which the price element holds.
        linked: Periods in which it is linked to the point already.
        point_in_force: Whether the point exists on the first day and is not closed down.
    """

    kind: str
    quantity: int
    valid_from: date
    valid_to: date
    validity: tuple[Period, ...]
    linked: tuple[Period, ...]
    point_in_force: bool


@dataclass(frozen=True, kw_only=True)
class ChargeRule:
    """One rule of the catalogue; see the head of the file for its fields."""

    id: str
    logic: str
    is_for_link: bool
    kinds: frozenset[str]
    field: str
    severity: Severity
    code: str
    source: str
    text_da: str
    text_en: str
    params: Mapping[str, Parameter]

    def violation(self, words: Words) -> Violation:
        """Return the violation, its sentence filled with the words."""
        return Violation(
            rule=self.id,
            severity=self.severity,
            field=self.field,
            message=pick(self.text_da, self.text_en).format(**words),
            source=self.source,
            code=self.code,
            parameters=words,
        )


ChargeRules = Mapping[str, ChargeRule]
"""All rules for price elements and links by id, in the order of the file."""


def resolution_of(kind: str, prices: tuple[Decimal, ...]) -> str:
    """Return the resolution that a kind has; a tariff's follows from its first prices."""
    if kind != TARIFF:
        return MONTHLY
    return HOURLY if len(prices) > 1 else DAILY


def link_end(kind: str, valid_from: date, valid_to: date | None) -> date:
    """Return the first day after a link; a fee is charged on one day only (H3 guide 3.5.1)."""
    if kind == FEE:
        return valid_from + _ONE_DAY
    return valid_to or OPEN_END


def _text(situation: ChargeSituation, rule: ChargeRule) -> str | None:
    return situation.texts.get(rule.field)


def _number(rule: ChargeRule, name: str) -> int:
    return int(str(rule.params[name]))


def _not_blank(situation: ChargeSituation, rule: ChargeRule) -> Words | None:
    text = _text(situation, rule)
    return None if text is None or text.strip() else {}


def _longest(situation: ChargeSituation, rule: ChargeRule) -> Words | None:
    text, most = _text(situation, rule) or "", _number(rule, "most")
    return {"most": str(most), "length": str(len(text))} if len(text) > most else None


def _one_of(situation: ChargeSituation, rule: ChargeRule) -> Words | None:
    text = situation.kind if rule.field == "kind" else _text(situation, rule)
    allowed = rule.params["codes"]
    return None if text is None or (isinstance(allowed, tuple) and text in allowed) else {}


def _not_passed_through(situation: ChargeSituation, _rule: ChargeRule) -> Words | None:
    return {} if situation.transparent_invoicing else None


def _price_digits(situation: ChargeSituation, rule: ChargeRule) -> Words | None:
    whole, decimals = _number(rule, "whole"), _number(rule, "decimals")
    for price in situation.prices:
        if not price.is_finite() or abs(price) >= 10**whole or price != round(price, decimals):
            return {"price": _price(price), "whole": str(whole), "decimals": str(decimals)}
    return None


def _price_below(situation: ChargeSituation, rule: ChargeRule) -> Words | None:
    limit = Decimal(_number(rule, "limit"))
    for price in situation.prices:
        if price.is_finite() and price >= limit:
            return {"price": _price(price), "limit": display_decimal(limit)}
    return None


def _price(price: Decimal) -> str:
    return display_decimal(price) if price.is_finite() else str(price)


def _price_count(situation: ChargeSituation, _rule: ChargeRule) -> Words | None:
    count = len(situation.prices)
    fits = count <= 1 or (count == 24 and situation.kind == TARIFF)
    return None if fits else {"count": str(count)}


def _resolution_unchanged(situation: ChargeSituation, _rule: ChargeRule) -> Words | None:
    return {} if situation.resolution == DAILY and len(situation.prices) > 1 else None


def _least_quantity(situation: LinkSituation, rule: ChargeRule) -> Words | None:
    return {} if situation.quantity < _number(rule, "least") else None


def _quantity_is(situation: LinkSituation, rule: ChargeRule) -> Words | None:
    return {} if situation.quantity != _number(rule, "quantity") else None


def _period_in_order(situation: LinkSituation, _rule: ChargeRule) -> Words | None:
    return {} if situation.valid_to <= situation.valid_from else None


def _inside_validity(situation: LinkSituation, _rule: ChargeRule) -> Words | None:
    """Judge whether the charge holds on every day; a charge's periods may follow each other."""
    day = situation.valid_from
    for period in sorted(situation.validity):
        if period.contains(day):
            day = period.valid_to
    if day >= situation.valid_to and situation.validity:
        return None
    spans = ", ".join(period_text(period) for period in situation.validity)
    return {"validity": spans or _("not at all")}


def _no_overlap(situation: LinkSituation, _rule: ChargeRule) -> Words | None:
    if situation.valid_to <= situation.valid_from:
        return None
    wanted = Period(situation.valid_from, situation.valid_to)
    other = next((period for period in situation.linked if period.overlaps(wanted)), None)
    return None if other is None else {"period": period_text(other)}


def _point_in_force(situation: LinkSituation, _rule: ChargeRule) -> Words | None:
    return None if situation.point_in_force else {}


def period_text(period: Period) -> str:
    """Return a period in words, the last day included."""
    if period.is_open:
        return _("from {first}").format(first=format_day(period.valid_from))
    return _("from {first} to {last}").format(
        first=format_day(period.valid_from), last=format_day(period.valid_to - _ONE_DAY)
    )


_CHARGE_LOGICS: dict[str, Callable[[ChargeSituation, ChargeRule], Words | None]] = {
    "not_blank": _not_blank,
    "longest": _longest,
    "one_of": _one_of,
    "not_passed_through": _not_passed_through,
    "price_digits": _price_digits,
    "price_below": _price_below,
    "price_count": _price_count,
    "resolution_unchanged": _resolution_unchanged,
}
_LINK_LOGICS: dict[str, Callable[[LinkSituation, ChargeRule], Words | None]] = {
    "least_quantity": _least_quantity,
    "quantity_is": _quantity_is,
    "period_in_order": _period_in_order,
    "inside_validity": _inside_validity,
    "no_overlap": _no_overlap,
    "point_in_force": _point_in_force,
}


def check_charge(rules: ChargeRules, situation: ChargeSituation) -> tuple[Violation, ...]:
    """Return every rule that a price element breaks, in the order of the catalogue."""
    found: list[Violation] = []
    for rule in rules.values():
        if rule.is_for_link or (rule.kinds and situation.kind not in rule.kinds):
            continue
        words = _CHARGE_LOGICS[rule.logic](situation, rule)
        if words is not None:
            found.append(rule.violation(words))
    return tuple(found)


def check_link(rules: ChargeRules, situation: LinkSituation) -> tuple[Violation, ...]:
    """Return every rule that a link breaks, in the order of the catalogue."""
    found: list[Violation] = []
    for rule in rules.values():
        if not rule.is_for_link or (rule.kinds and situation.kind not in rule.kinds):
            continue
        words = _LINK_LOGICS[rule.logic](situation, rule)
        if words is not None:
            found.append(rule.violation(words))
    return tuple(found)


def load_charge_rules(path: Path) -> ChargeRules:
    """Read the rules of price elements.

    Args:
        path: The file `charges.toml`.

    Raises:
        CatalogueError: When the file is damaged; names file, entry and field.
    """
    content = read_toml(path)
    content.pop("schema_version", None)
    rules = {
        reader.name: _rule(reader) for reader in EntryReader.tables(path.name, content, "rule")
    }
    content.pop("rule", None)
    EntryReader(path.name, "file", content).done()
    return rules


def _rule(reader: EntryReader) -> ChargeRule:
    scope = reader.text("scope", "charge")
    logic = reader.text("logic")
    known = _LINK_LOGICS if scope == "link" else _CHARGE_LOGICS
    if logic not in known:
        reader.fail("logic", _("there is no {name}").format(name=logic))
    rule = ChargeRule(
        id=reader.name,
        logic=logic,
        is_for_link=scope == "link",
        kinds=frozenset(reader.texts("kinds", ())),
        field=reader.text("field"),
        severity=reader.choice("severity", Severity, Severity.ERROR),
        code=reader.text("code", ""),
        source=reader.text("source"),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        params={name: _parameter(value) for name, value in reader.table("params").items()},
    )
    reader.done()
    return rule


def _parameter(value: object) -> Parameter:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value if isinstance(value, int) else str(value)
