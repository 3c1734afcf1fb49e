"""Rules of price elements and their links: Forskrift I §§ 13-15, the H3 guide 2.5.2 and 3.5.1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.charges import (
    ChargeSituation,
    LinkSituation,
    check_charge,
    check_link,
    link_end,
    load_charge_rules,
    resolution_of,
)
from app.domain.errors import CatalogueError
from app.domain.periods import OPEN_END, Period
from tests.domain.rule_catalogue import RULES_DIR

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_charge_rules(RULES_DIR / "charges.toml")
TEXTS = {"code": "NT-C", "name": "Nettarif C", "description": "", "vat": "D02"}
HOURLY = tuple(Decimal(hour) for hour in range(24))


def broken(kind: str = "D01", **known: object) -> dict[str, str]:
    texts = {**TEXTS, **known.pop("texts", {})}  # type: ignore[dict-item]
    situation = ChargeSituation(kind=kind, texts=texts, **known)  # type: ignore[arg-type]
    return {v.rule: v.severity.value for v in check_charge(RULES, situation)}


@pytest.mark.parametrize(
    ("kind", "prices"),
    [("D01", (Decimal("52.5"),)), ("D02", (Decimal(400),)), ("D03", HOURLY), ("D03", ())],
)
def test__charge__complete__breaks_nothing(kind: str, prices: tuple[Decimal, ...]) -> None:
    assert broken(kind, prices=prices) == {}


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("code", "", "VR.440"),
        ("code", "  ", "VR.440"),
        ("code", "12345678901", "VR.441"),
        ("name", "", "VR.910"),
        ("name", "x" * 133, "VR.446"),
        ("description", "x" * 2049, "VR.447"),
        ("vat", "D03", "VR.488"),
    ],
)
def test__charge__text_outside_its_bounds__is_refused(field: str, text: str, rule: str) -> None:
    assert broken(texts={field: text}) == {rule: "error"}


@pytest.mark.parametrize(
    ("field", "text"),
    [("code", "1234567890"), ("name", "x" * 132), ("description", "x" * 2048)],
)
def test__charge__text_of_full_length__is_accepted(field: str, text: str) -> None:
    assert broken(texts={field: text}) == {}


@pytest.mark.parametrize(
    ("price", "rules"),
    [
        ("999999.999999", set()),
        ("1000000", {"VR.509"}),
        ("-99999999.999999", set()),
        ("-100000000", {"VR.457"}),
        ("0.0000001", {"VR.457"}),
        ("NaN", {"VR.457"}),
        ("-0.125", set()),
    ],
)
def test__price__bounds__as_datahub_checks_them(price: str, rules: set[str]) -> None:
    assert set(broken(prices=(Decimal(price),))) == rules


@pytest.mark.parametrize("kind", ["D01", "D02"])
def test__price__hourly__is_for_tariffs_only(kind: str) -> None:
    assert broken(kind, prices=HOURLY) == {"VR.505": "error"}
    assert broken("D03", prices=HOURLY[:23]) == {"VR.505": "error"}


def test__pass_through__never_for_fees_and_only_in_trials_for_tariffs() -> None:
    found = {kind: broken(kind, transparent_invoicing=True) for kind in ("D01", "D02", "D03")}

    assert found == {"D01": {}, "D02": {"VR.904": "error"}, "D03": {"G-2.5.2": "warning"}}


def test__kind__unknown__is_refused() -> None:
    assert broken("D04") == {"VR.449": "error"}


def test__resolution__cannot_become_hourly() -> None:
    assert broken("D03", prices=HOURLY, resolution="P1D") == {"VR.907": "error"}
    assert broken("D03", prices=HOURLY, resolution="PT1H") == {}


def test__resolution__follows_kind_and_first_prices() -> None:
    found = [resolution_of("D01", (Decimal(1),)), resolution_of("D03", (Decimal(1),))]

    assert [*found, resolution_of("D03", HOURLY)] == ["P1M", "P1D", "PT1H"]


def link(kind: str = "D01", **known: object) -> dict[str, str]:
    given: dict[str, object] = {
        "quantity": 1,
        "valid_from": date(2027, 1, 1),
        "valid_to": OPEN_END,
        "validity": (Period(date(2026, 1, 1)),),
        "linked": (),
        "point_in_force": True,
    }
    situation = LinkSituation(kind=kind, **(given | known))  # type: ignore[arg-type]
    return {v.rule: v.message for v in check_link(RULES, situation)}


@pytest.mark.parametrize(
    ("kind", "quantity", "rules"),
    [
        ("D01", 3, set()),
        ("D01", 0, {"LINK-QUANTITY"}),
        ("D02", 2, set()),
        ("D03", 1, set()),
        ("D03", 2, {"LINK-TARIFF-QUANTITY"}),
    ],
)
def test__link__quantity__by_kind(kind: str, quantity: int, rules: set[str]) -> None:
    assert set(link(kind, quantity=quantity)) == rules


@pytest.mark.parametrize(
    ("held", "is_overlap"),
    [
        (Period(date(2026, 1, 1), date(2027, 1, 1)), False),
        (Period(date(2026, 1, 1), date(2027, 1, 2)), True),
        (Period(date(2027, 2, 1)), True),
    ],
)
def test__link__periods__may_follow_but_not_overlap(held: Period, is_overlap: bool) -> None:
    assert ("VR.902" in link(linked=(held,))) == is_overlap


@pytest.mark.parametrize(
    ("validity", "is_inside"),
    [
        ((Period(date(2027, 1, 1)),), True),
        ((Period(date(2027, 1, 2)),), False),
        ((Period(date(2026, 1, 1), date(2028, 1, 1)),), False),
        ((Period(date(2026, 1, 1), date(2028, 1, 1)), Period(date(2028, 1, 1))), True),
        ((), False),
    ],
)
def test__link__lies_inside_the_charge(validity: tuple[Period, ...], is_inside: bool) -> None:
    assert ("VR.679" not in link(validity=validity)) == is_inside


def test__link__ending_before_it_begins__is_refused() -> None:
    assert set(link(valid_to=date(2027, 1, 1))) == {"LINK-PERIOD"}


def test__link__on_a_point_not_in_force__is_refused() -> None:
    assert set(link(point_in_force=False)) == {"VR.200"}


def test__fee__is_charged_on_one_day() -> None:
    day = date(2026, 12, 31)

    assert link_end("D02", day, None) == date(2027, 1, 1)
    assert link_end("D01", day, None) == OPEN_END
    assert link_end("D03", day, date(2027, 6, 1)) == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [('logic = "longest"', 'logic = "shortest"'), ('field = "code"', "field = 1")],
)
def test__damaged_rules__are_refused(tmp_path: Path, before: str, after: str) -> None:
    text = (RULES_DIR / "charges.toml").read_text(encoding="utf-8")
    path = tmp_path / "charges.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"charges\.toml"):
        load_charge_rules(path)
