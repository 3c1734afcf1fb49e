"""Price elements and links over a real file, with the limits of the H3 guide, 2.4 and 3.4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import NotFoundError, StaleEditError
from app.domain.periods import OPEN_END
from app.services import charge_links, charges, deadlines, processes
from app.services.charge_views import (
    ChangeCharge,
    ChangeLink,
    ChargeFilter,
    CreateCharge,
    EndLink,
    LinkCharge,
    SetPrice,
)
from app.services.deadline_views import DeadlineFilter, MarkDeadline
from app.services.process_views import RecordEvent
from tests.company_builder import MovableClock, add_point

if TYPE_CHECKING:
    from app.services.session import Session

HOURLY = tuple(Decimal(hour) / 100 for hour in range(24))
NEW = CreateCharge(
    kind="D01",
    code="ABO-C",
    name="Abonnement C",
    vat="D02",
    valid_from=date(2027, 1, 1),
    prices=(Decimal("52.5"),),
)


def rules(violations: object) -> dict[str, str]:
    return {v.rule: v.severity.value for v in violations}  # type: ignore[attr-defined]


def created(session: Session, **changes: object) -> int:
    outcome = charges.create(session, replace(NEW, **changes))  # type: ignore[arg-type]
    assert outcome.value is not None, [(v.rule, v.message) for v in outcome.violations]
    return outcome.value


def test__create__is_found_in_list_and_page(session: Session) -> None:
    tariff = created(session, kind="D03", code="NT-C", name="Nettarif C", prices=HOURLY)
    created(session)

    rows = charges.list_charges(session, ChargeFilter(as_of=date(2027, 1, 1)))
    detail = charges.detail(session, tariff)

    assert [(row.code, row.kind_label, row.resolution, row.price_text) for row in rows] == [
        ("ABO-C", "Subscription", "P1M", "52,50"),
        ("NT-C", "Tariff", "PT1H", "0,00 – 0,23"),
    ]
    assert detail.row.status == "future"
    assert detail.row.vat_label == "25 % VAT"
    assert detail.row.owner_id == "5790000555550"
    assert detail.prices[0].prices == HOURLY
    assert detail.prices[0].is_hourly
    assert [row.label for row in detail.processes] == ["Change a price element"]
    assert [limit.last_day for limit in detail.deadlines] == [date(2026, 11, 30)]


def test__list__filters_by_kind_and_words(session: Session) -> None:
    created(session)
    created(session, kind="D02", code="GEB-1", name="Rykkergebyr")

    by_kind = charges.list_charges(session, ChargeFilter(kinds=frozenset({"D02"})))
    by_text = charges.list_charges(session, ChargeFilter(text="abo c"))

    assert [row.code for row in by_kind] == ["GEB-1"]
    assert [row.code for row in by_text] == ["ABO-C"]


@pytest.mark.parametrize(
    ("today", "is_allowed"),
    [
        # 31 whole days between: the last day for 1 January 2027 is 30 November 2026.
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
        # At the earliest 3 years before.
        (date(2024, 1, 1), True),
        (date(2023, 12, 31), False),
    ],
)
def test__create__effective_date_outside_the_window__is_an_error(
    session: Session, clock: MovableClock, today: date, is_allowed: bool
) -> None:
    clock.move_to(today)

    preview = charges.preview_create(session, NEW)
    outcome = charges.create(session, NEW)

    assert outcome.saved == is_allowed
    assert rules(preview.violations) == ({} if is_allowed else {"PR-02": "error"})
    assert [limit.last_day for limit in preview.deadlines] == [date(2026, 11, 30)]


def test__create__already_reported__closes_the_report_at_once(session: Session) -> None:
    number = created(session, valid_from=date(2026, 11, 15), reported_on=date(2026, 10, 1))

    detail = charges.detail(session, number)

    assert detail.deadlines == ()
    assert detail.processes[0].status == "reported"


def test__create__reported_late__needs_an_explanation_that_is_kept(session: Session) -> None:
    late = replace(NEW, valid_from=date(2026, 11, 15), reported_on=date(2026, 11, 1))

    silent = charges.create(session, late)
    told = charges.create(session, replace(late, explanation="agreed with Energinet"))

    assert rules(silent.violations) == {"PR-07": "warning"}
    assert told.saved
    steps = processes.detail(session, processes.list_processes(session)[0].id).steps
    assert [s.explanation for s in steps if s.id == "report"] == ["agreed with Energinet"]


def test__create__took_effect_already__is_registered_as_overdue(session: Session) -> None:
    outcome = charges.create(session, replace(NEW, valid_from=date(2020, 1, 1)))

    assert outcome.saved
    assert rules(outcome.violations) == {"PR-06": "notice"}
    assert deadlines.open_deadlines(session)[0].group == "overdue"


def test__create__same_code_and_kind__is_refused(session: Session) -> None:
    created(session)

    again = charges.create(session, NEW)
    other_kind = charges.create(session, replace(NEW, kind="D02"))

    assert rules(again.violations) == {"CH-UNIQUE": "error"}
    assert other_kind.saved


def test__set_price__holds_until_it_is_changed(session: Session) -> None:
    number = created(session, valid_from=date(2026, 12, 10))

    outcome = charges.set_price(
        session,
        SetPrice(charge_id=number, valid_from=date(2027, 2, 1), prices=(Decimal("60.125456"),)),
    )

    assert outcome.saved
    found = charges.detail(session, number).prices
    assert [(p.valid_from, p.valid_to, p.prices) for p in found] == [
        (date(2027, 2, 1), OPEN_END, (Decimal("60.125456"),)),
        (date(2026, 12, 10), date(2027, 2, 1), (Decimal("52.5"),)),
    ]


def test__set_price__before_the_charge_or_the_same_again__writes_nothing(
    session: Session,
) -> None:
    number = created(session)

    early = charges.set_price(
        session,
        SetPrice(charge_id=number, valid_from=date(2026, 12, 31), prices=(Decimal(1),)),
    )
    same = charges.set_price(
        session,
        SetPrice(charge_id=number, valid_from=date(2027, 1, 1), prices=(Decimal("52.5"),)),
    )
    nothing = charges.set_price(
        session, SetPrice(charge_id=number, valid_from=date(2027, 1, 1), prices=())
    )

    assert rules(early.violations) == {"CH-VALIDITY": "error"}
    assert "01-01-2027" in early.violations[0].message
    assert not same.saved
    assert rules(same.violations) == {"SAME": "notice"}
    assert rules(nothing.violations) == {"CH-PRICE": "error"}


def test__set_price__on_an_older_page__is_stale(session: Session) -> None:
    number = created(session)
    base = charges.detail(session, number).last_change
    order = SetPrice(
        charge_id=number, valid_from=date(2027, 2, 1), prices=(Decimal(60),), base_change=base
    )
    assert charges.set_price(session, order).saved

    with pytest.raises(StaleEditError):
        charges.set_price(session, replace(order, prices=(Decimal(61),)))


def test__change__name_and_vat__from_a_date(session: Session) -> None:
    number = created(session)

    outcome = charges.change(
        session,
        ChangeCharge(charge_id=number, valid_from=date(2027, 2, 1), name="Nyt navn", vat="D01"),
    )

    assert outcome.saved
    now = charges.list_charges(session, ChargeFilter(as_of=date(2027, 1, 31)))[0]
    then = charges.list_charges(session, ChargeFilter(as_of=date(2027, 2, 1)))[0]
    assert (now.name, now.vat) == ("Abonnement C", "D02")
    assert (then.name, then.vat) == ("Nyt navn", "D01")


def test__unknown_charge__is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        charges.detail(session, 9)
    with pytest.raises(NotFoundError):
        charges.preview_price(
            session, SetPrice(charge_id=9, valid_from=date(2027, 1, 1), prices=())
        )


def test__void__of_a_rejected_price__takes_it_back(session: Session) -> None:
    number = created(session)
    charges.set_price(
        session, SetPrice(charge_id=number, valid_from=date(2027, 2, 1), prices=(Decimal(60),))
    )
    newest = max(row.id for row in processes.list_processes(session))
    for event in ("reported", "rejected", "cancelled"):
        order = RecordEvent(process_id=newest, event=event, note="E17")
        assert processes.record(session, order).saved

    assert [p.prices for p in charges.detail(session, number).prices] == [(Decimal("52.5"),)]


@pytest.fixture
def subscription(session: Session) -> int:
    return created(session, valid_from=date(2026, 11, 1), reported_on=date(2026, 9, 1))


def link(point: str, charge: int, **changes: object) -> LinkCharge:
    order = LinkCharge(metering_point_id=point, charge_id=charge, valid_from=date(2026, 11, 2))
    return replace(order, **changes)  # type: ignore[arg-type]


def test__link__has_the_limit_of_a_working_day_then_the_correction(
    session: Session, clock: MovableClock, subscription: int
) -> None:
    point = add_point(session)
    outcome = charge_links.link(session, link(point, subscription, quantity=2))
    wanted = DeadlineFilter(object_kind="charge_link")

    in_time = deadlines.open_deadlines(session, wanted)
    late = deadlines.open_deadlines(session, wanted, as_of=date(2026, 11, 4))

    assert outcome.saved
    assert [(d.deadline_id, d.last_day) for d in in_time] == [
        ("price_link_latest", date(2026, 11, 3))
    ]
    assert {(d.deadline_id, d.last_day) for d in late} == {
        ("price_link_latest", date(2026, 11, 3)),
        ("price_link_correction_grid", date(2027, 1, 31)),
    }
    (row,) = charge_links.links_of_point(session, point)
    assert (row.quantity, row.valid_to, row.price_text) == (2, OPEN_END, "52,50")
    assert charge_links.links_of_charge(session, subscription) == (row,)
    clock.move_to(date(2026, 11, 3))
    assert deadlines.mark(session, MarkDeadline(ref=in_time[0].ref)).saved
    assert deadlines.open_deadlines(session, wanted) == ()


def test__link__of_a_fee__is_one_day_with_35_days_to_report(session: Session) -> None:
    point = add_point(session)
    fee = created(session, kind="D02", valid_from=date(2026, 11, 1), reported_on=date(2026, 9, 1))

    charge_links.link(session, link(point, fee))

    (row,) = charge_links.links_of_point(session, point)
    assert (row.valid_from, row.valid_to) == (date(2026, 11, 2), date(2026, 11, 3))
    (limit,) = deadlines.open_deadlines(session, DeadlineFilter(object_kind="charge_link"))
    assert (limit.deadline_id, limit.last_day) == ("fee_link_latest", date(2026, 12, 7))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"quantity": 0}, "LINK-QUANTITY"),
        ({"valid_from": date(2026, 10, 31)}, "VR.679"),
        ({"valid_to": date(2026, 11, 2)}, "LINK-PERIOD"),
        ({"metering_point_id": "571313199900000999"}, "VR.200"),
    ],
)
def test__link__against_a_rule__is_refused(
    session: Session, subscription: int, changes: dict[str, object], rule: str
) -> None:
    point = add_point(session, valid_from=date(2026, 10, 1))

    outcome = charge_links.link(session, link(point, subscription, **changes))

    assert rule in rules(outcome.violations)
    assert not outcome.saved


def test__link__twice__overlaps_until_it_is_ended(session: Session, subscription: int) -> None:
    point = add_point(session)
    first = charge_links.link(session, link(point, subscription))
    again = charge_links.link(session, link(point, subscription, valid_from=date(2026, 12, 1)))
    assert first.value is not None
    ended = charge_links.end(session, EndLink(link_id=first.value, valid_to=date(2026, 12, 1)))
    after = charge_links.link(session, link(point, subscription, valid_from=date(2026, 12, 5)))

    assert "VR.902" in rules(again.violations)
    assert ended.saved
    assert after.saved
    rows = charge_links.links_of_point(session, point)
    assert [(row.valid_from, row.valid_to) for row in rows] == [
        (date(2026, 12, 5), OPEN_END),
        (date(2026, 11, 2), date(2026, 12, 1)),
    ]


def test__change__of_the_quantity__begins_on_the_day(session: Session, subscription: int) -> None:
    point = add_point(session)
    first = charge_links.link(session, link(point, subscription))
    assert first.value is not None

    outcome = charge_links.change(
        session, ChangeLink(link_id=first.value, valid_from=date(2026, 12, 1), quantity=3)
    )

    assert outcome.saved
    rows = charge_links.links_of_point(session, point)
    assert [(row.valid_from, row.quantity) for row in rows] == [
        (date(2026, 12, 1), 3),
        (date(2026, 11, 2), 1),
    ]


def test__end__outside_the_link_or_of_a_fee__is_refused(
    session: Session, subscription: int
) -> None:
    point = add_point(session)
    fee = created(session, kind="D02", valid_from=date(2026, 11, 1), reported_on=date(2026, 9, 1))
    linked = charge_links.link(session, link(point, subscription)).value
    charged = charge_links.link(session, link(point, fee)).value
    assert linked is not None
    assert charged is not None

    outside = charge_links.end(session, EndLink(link_id=linked, valid_to=date(2026, 11, 1)))
    of_fee = charge_links.end(session, EndLink(link_id=charged, valid_to=date(2026, 11, 2)))

    assert "LINK-PERIOD" in rules(outside.violations)
    assert "LINK-FEE" in rules(of_fee.violations)
    with pytest.raises(NotFoundError):
        charge_links.end(session, EndLink(link_id=999, valid_to=date(2026, 12, 1)))


def test__void__of_a_link__takes_it_back(session: Session, subscription: int) -> None:
    point = add_point(session)
    charge_links.link(session, link(point, subscription))
    number = max(row.id for row in processes.list_processes(session))

    order = RecordEvent(process_id=number, event="cancelled", note="wrong point")
    assert processes.record(session, order).saved

    assert charge_links.links_of_point(session, point) == ()
