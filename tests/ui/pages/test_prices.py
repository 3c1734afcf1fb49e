"""Prices in the window: a charge with one price or 24, its links, and their end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget

from app.domain.periods import OPEN_END
from app.services import charge_links, charges
from app.services.charge_views import ChargeFilter, CreateCharge, LinkCharge
from app.ui.pages.prices.hour_bars import HourBars
from tests.builders import point_id
from tests.company_builder import add_point

NEXT_YEAR = date(2027, 1, 1)
HOURLY = "\n".join(["0,1059"] * 6 + ["0,3177"] * 11 + ["0,9530"] * 4 + ["0,3177"] * 3)


def new_charge(desk, *, kind="D03", code="NT-1", name="Nettarif", first_day="01-01-2027"):
    """Fill in the form of a new charge, without its price."""
    desk.open("prices/new")
    desk.choose("prices.new.kind", kind)
    desk.type("prices.new.code", code)
    desk.type("prices.new.valid_from", first_day)
    desk.type("prices.new.name", name)


def paste(desk, name, text):
    field = desk.find(name)
    field.setFocus()
    field.setPlainText(text)
    desk.settle()


def only_charge(session):
    (row,) = charges.list_charges(session, ChargeFilter())
    return charges.detail(session, row.id)


@pytest.fixture
def subscription(session):
    """Return a subscription that holds since the beginning of the year."""
    outcome = charges.create(
        session,
        CreateCharge(
            kind="D01",
            code="AB-1",
            name="Abonnement",
            vat="D02",
            valid_from=date(2026, 1, 1),
            prices=(Decimal("48.06"),),
        ),
        reason="test",
    )
    assert outcome.saved, outcome.violations
    return outcome.value


def test__new_charge__with_one_price__is_created_and_shown(desk, session):
    new_charge(desk)
    desk.type("prices.new.price", "0,714")
    desk.preview()
    desk.click("prices.new.save")
    made = only_charge(session)
    assert made.prices[0].prices == (Decimal("0.714"),)
    assert made.row.valid_from == NEXT_YEAR
    assert desk.page.address() == f"prices/{made.row.id}"
    assert desk.reads("NT-1 – Nettarif")
    model = desk.find("prices.periods.table").model()
    assert model.index(0, 3).data() == "0,714"


def test__new_charge__with_24_pasted_prices__is_created_with_a_price_per_hour(desk, session):
    new_charge(desk)
    desk.choose("prices.new.price_form", "hourly")
    desk.preview()
    assert not desk.sees("prices.new.price")
    paste(desk, "prices.new.hourly_prices", HOURLY)
    desk.preview()
    desk.click("prices.new.save")
    made = only_charge(session)
    assert len(made.prices[0].prices) == 24
    assert made.prices[0].prices[17] == Decimal("0.9530")
    bars = desk.page.findChild(HourBars)
    assert bars.isVisible()
    assert "17:00–18:00: 0,9530 kr" in bars.accessibleDescription()


def test__hourly_prices__pasted_as_a_row_of_a_spreadsheet__are_read(desk, session):
    new_charge(desk)
    desk.choose("prices.new.price_form", "hourly")
    desk.preview()
    paste(desk, "prices.new.hourly_prices", "\t".join(["1,5"] * 24))
    desk.preview()
    desk.click("prices.new.save")
    assert only_charge(session).prices[0].prices == (Decimal("1.5"),) * 24


@pytest.mark.parametrize(
    ("typed", "said"), [("0,1\n0,2", "24 prices are needed"), ("0,1\nfree", "free")]
)
def test__hourly_prices__that_are_wrong__are_told_beside_the_field(desk, session, typed, said):
    new_charge(desk)
    desk.choose("prices.new.price_form", "hourly")
    desk.preview()
    paste(desk, "prices.new.hourly_prices", typed)
    desk.preview()
    desk.click("prices.new.save")
    assert desk.reads(said)
    assert charges.list_charges(session, ChargeFilter()) == ()


def test__new_charge__saved_before_the_preview_came__is_judged_all_the_same(desk, session):
    new_charge(desk)
    desk.choose("prices.new.price_form", "hourly")
    desk.preview()
    desk.find("prices.new.hourly_prices").setPlainText("0,1")
    QTest.mouseClick(desk.find("prices.new.save"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.reads("24 prices are needed")
    assert charges.list_charges(session, ChargeFilter()) == ()


def test__fee__cannot_have_a_price_per_hour_nor_be_passed_through(desk):
    new_charge(desk, kind="D02", code="GB-1", name="Gebyr")
    desk.preview()
    assert not desk.sees("prices.new.hourly_prices")
    assert not desk.sees("prices.new.transparent_invoicing")


def test__date__while_it_is_typed__shows_the_limits_that_follow(desk):
    new_charge(desk)
    desk.preview()
    assert desk.reads("Friday 1 January 2027, week 53")
    assert desk.sees("prices.new.preview.limits.limit")


def test__set_price__from_a_day__ends_the_price_before(desk, session, subscription):
    desk.open(f"prices/{subscription}")
    desk.click("prices.price")
    desk.type("prices.price.valid_from", "01-02-2027")
    desk.type("prices.price.price", "51,50")
    desk.preview()
    desk.click("prices.price.save")
    newest, before = only_charge(session).prices
    assert newest.prices == (Decimal("51.50"),)
    assert (newest.valid_from, before.valid_to) == (date(2027, 2, 1), date(2027, 2, 1))
    model = desk.find("prices.periods.table").model()
    assert [model.index(row, 3).data() for row in range(2)] == ["51,50", "48,06"]


def test__set_price__without_a_price__names_the_missing_field(desk, session, subscription):
    desk.open(f"prices/{subscription}/price")
    desk.type("prices.price.valid_from", "01-02-2027")
    desk.preview()
    desk.click("prices.price.save")
    assert len(only_charge(session).prices) == 1
    assert desk.beside("prices.price.price")


def test__link__to_a_point__is_listed_and_can_be_ended(desk, session, subscription):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    desk.open(f"prices/{subscription}")
    desk.click("prices.link")
    desk.type("prices.link.metering_point_id", point)
    desk.type("prices.link.valid_from", "01-12-2026")
    desk.type("prices.link.quantity", "2")
    desk.preview()
    desk.click("prices.link.save")
    (link,) = charge_links.links_of_charge(session, subscription)
    assert (link.metering_point_id, link.quantity) == (point, 2)
    assert (link.valid_from, link.valid_to) == (date(2026, 12, 1), OPEN_END)
    desk.page.findChild(QTabWidget, "prices.tabs").setCurrentIndex(2)
    desk.settle()
    assert not desk.find("prices.end_link").isEnabled()
    desk.find("prices.links.table").selectRow(0)
    desk.settle()
    desk.click("prices.end_link")
    desk.type("prices.end_link.valid_to", "01-01-2027")
    desk.preview()
    desk.click("prices.end_link.save")
    (link,) = charge_links.links_of_charge(session, subscription)
    assert link.valid_to == NEXT_YEAR


def test__link__to_a_point_that_is_not_there__is_refused(desk, session, subscription):
    desk.open(f"prices/{subscription}/link")
    desk.type("prices.link.metering_point_id", point_id(99))
    desk.type("prices.link.valid_from", "01-12-2026")
    desk.preview()
    desk.click("prices.link.save")
    assert charge_links.links_of_charge(session, subscription) == ()
    assert desk.reads("The metering point does not exist on the start date")


def test__links_tab__when_a_row_is_opened__shows_the_point(desk, session, subscription):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    outcome = charge_links.link(
        session,
        LinkCharge(metering_point_id=point, charge_id=subscription, valid_from=date(2026, 12, 1)),
        reason="test",
    )
    assert outcome.saved, outcome.violations
    desk.open(f"prices/{subscription}")
    desk.page.findChild(QTabWidget, "prices.tabs").setCurrentIndex(2)
    desk.settle()
    table = desk.find("prices.links.table")
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.address() == f"metering_points/{point}"


def test__information__when_changed__holds_from_its_day(desk, session, subscription):
    desk.open(f"prices/{subscription}/change")
    desk.type("prices.change.valid_from", "01-02-2027")
    desk.type("prices.change.name", "Abonnement C")
    desk.preview()
    desk.click("prices.change.save")
    with session.company_file.read() as reader:
        names = [period.name for period in reader.charges.information(subscription)]
    assert names == ["Abonnement", "Abonnement C"]


def test__list__opens_a_charge_by_enter_and_filters_by_kind(desk, session, subscription):
    desk.open("prices")
    table = desk.find("prices.table")
    assert table.model().rowCount() == 1
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.address() == f"prices/{subscription}"


def test__cancel__after_typing__asks_and_goes_back(desk, subscription):
    desk.open(f"prices/{subscription}/price")
    desk.type("prices.price.price", "1,00")
    desk.click("prices.price.cancel")
    assert desk.context.messages.asked[-1][0] == "confirm"
    assert desk.page.address() == f"prices/{subscription}"


@pytest.mark.parametrize(
    "place", ["", "/new", "/{id}", "/{id}/price", "/{id}/link", "/{id}/change"]
)
def test__prices__everywhere__name_all_their_widgets(desk, subscription, place):
    desk.open("prices" + place.format(id=subscription))
    assert desk.nameless() == []


def test__link__made_here__stands_on_the_point_that_was_open_before(desk, session, subscription):
    point = add_point(session, 1, valid_from=date(2026, 11, 1))
    desk.open(f"metering_points/{point}/links")
    assert desk.reads("No charge is linked")
    desk.open(f"prices/{subscription}/link")
    desk.type("prices.link.metering_point_id", point)
    desk.type("prices.link.valid_from", "01-12-2026")
    desk.preview()
    desk.click("prices.link.save")
    desk.open("metering_points")
    desk.open(f"metering_points/{point}/links")
    assert desk.find("metering_points.link_table.table").model().rowCount() == 1
