"""Price elements, their prices and links, on both axes of time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import NotFoundError, RefusedError, StaleEditError
from app.store import OPEN_END, LinkChange, PutCounts
from tests.store.made_up_points import point_id, points

OWNER = "5790000555550"
D1, D2, D3 = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
POINT = point_id(0)
INFORMATION = {
    "name": "Nettarif C",
    "vat_classification": "D02",
    "resolution": "PT1H",
    "is_tax": False,
    "transparent_invoicing": True,
}


def hourly(first="0.10"):
    return tuple(Decimal(first) + Decimal(hour) / 1000 for hour in range(24))


@pytest.fixture
def tariff(company):
    with company.write(who="tester", kind="create_charge") as writer:
        number = writer.charges.add(OWNER, "D03", "41000")
        writer.charges.put_information(number, D1, INFORMATION)
    return number


def price_periods(company, number, **options):
    with company.read() as reader:
        return [
            (p.valid_from, p.valid_to, p.prices) for p in reader.charges.prices(number, **options)
        ]


def put_prices(company, number, day, prices, valid_to=None):
    with company.write(who="tester", kind="set_price") as writer:
        writer.charges.put_prices(number, day, prices, valid_to)
    return writer


def test__add__a_charge__is_found_by_number_and_identity(company, tariff):
    with company.read() as reader:
        charge = reader.charges.get(tariff)

        assert (charge.owner_id, charge.kind, charge.code) == (OWNER, "D03", "41000")
        assert reader.charges.find(OWNER, "D03", "41000") == charge
        assert reader.charges.find(OWNER, "D01", "41000") is None
        assert reader.charges.all() == [charge]
        assert reader.charges.get(99) is None


def test__add__the_same_identity_again__is_refused(company, tariff):
    with (
        pytest.raises(RefusedError, match="41000"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.charges.add(OWNER, "D03", "41000")


def test__put_information__a_new_name_from_a_day__leaves_the_rest(company, tariff):
    with company.write(who="tester", kind="test") as writer:
        assert writer.charges.put_information(tariff, D2, {"name": "Nettarif B"})

    with company.read() as reader:
        before, after = reader.charges.information(tariff)
        assert (before.name, before.valid_to) == ("Nettarif C", D2)
        assert (after.name, after.valid_to) == ("Nettarif B", OPEN_END)
        assert (after.resolution, after.transparent_invoicing, after.is_tax) == (
            "PT1H",
            True,
            False,
        )
        assert reader.charges.information(tariff, D3) == [after]
        assert reader.charges.all_information(D1) == {tariff: before}


def test__void_information__a_period__lets_the_one_before_run_on(company, tariff):
    with company.write(who="tester", kind="test") as writer:
        writer.charges.put_information(tariff, D2, {"name": "Nettarif B"})
    with company.write(who="tester", kind="test") as writer:
        writer.charges.void_information(tariff, D2)

    with company.read() as reader:
        (only,) = reader.charges.information(tariff)
        assert (only.name, only.valid_to) == ("Nettarif C", OPEN_END)
        assert len(reader.charges.information_history(tariff)) == 4
    with pytest.raises(NotFoundError), company.write(who="tester", kind="test") as writer:
        writer.charges.void_information(tariff, D3)


def test__put_prices__one_price__comes_back_with_six_decimals(company, tariff):
    put_prices(company, tariff, D1, [Decimal("0.123456")])

    assert price_periods(company, tariff) == [(D1, OPEN_END, (Decimal("0.123456"),))]


def test__put_prices__more_than_six_decimals__is_refused_not_rounded(company, tariff):
    with pytest.raises(ValueError, match="6 decimals"):
        put_prices(company, tariff, D1, [Decimal("0.1234567")])


@pytest.mark.parametrize("amount", [0, 2, 23, 25])
def test__put_prices__another_number_than_1_or_24__is_refused(company, tariff, amount):
    with pytest.raises(ValueError, match="1 or 24"):
        put_prices(company, tariff, D1, [Decimal(1)] * amount)


def test__put_prices__one_then_hourly_then_one__are_three_periods(company, tariff):
    put_prices(company, tariff, D1, [Decimal(1)])
    put_prices(company, tariff, D2, hourly())
    put_prices(company, tariff, D3, [Decimal(2)])

    assert price_periods(company, tariff) == [
        (D1, D2, (Decimal(1),)),
        (D2, D3, hourly()),
        (D3, OPEN_END, (Decimal(2),)),
    ]


def test__put_prices__one_hour_changed__writes_one_row(company, tariff):
    put_prices(company, tariff, D1, hourly())
    changed = [*hourly()]
    changed[17] = Decimal(9)

    writer = put_prices(company, tariff, D2, changed)

    assert price_periods(company, tariff, as_of=D3) == [(D2, OPEN_END, tuple(changed))]
    with company.read() as reader:
        rows = reader.charges._prices.rows("change_in = ?", (writer.change_id,))
        assert {row.key[1] for row in rows} == {18}


def test__put_prices__what_is_believed__writes_nothing(company, tariff):
    put_prices(company, tariff, D1, hourly())

    assert not put_prices(company, tariff, D2, hourly()).wrote


def test__put_prices__in_the_past__runs_to_the_next_price_change(company, tariff):
    put_prices(company, tariff, D1, [Decimal(1)])
    put_prices(company, tariff, D3, [Decimal(3)])

    put_prices(company, tariff, D2, hourly())

    assert [(p[0], p[1], len(p[2])) for p in price_periods(company, tariff)] == [
        (D1, D2, 1),
        (D2, D3, 24),
        (D3, OPEN_END, 1),
    ]


def test__void_prices__a_period__lets_the_one_before_run_on(company, tariff):
    put_prices(company, tariff, D1, hourly("0.20"))
    put_prices(company, tariff, D2, [Decimal(5)])

    with company.write(who="tester", kind="test") as writer:
        writer.charges.void_prices(tariff, D2)

    assert price_periods(company, tariff) == [(D1, OPEN_END, hourly("0.20"))]
    with (
        pytest.raises(NotFoundError, match="01-01-2027"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.charges.void_prices(tariff, D3)


def test__end__a_charge__has_no_price_from_that_day(company, tariff):
    put_prices(company, tariff, D1, hourly())

    with company.write(who="tester", kind="stop_charge") as writer:
        assert writer.charges.end(tariff, D2)

    assert price_periods(company, tariff) == [(D1, D2, hourly())]
    with company.read() as reader:
        assert reader.charges.information(tariff, D2) == []
        assert reader.charges.all_prices(D2) == {}
        assert reader.charges.all_prices(D1)[tariff].prices == hourly()


def test__prices__as_known_before__tells_what_was_believed(company, tariff):
    first = put_prices(company, tariff, D1, [Decimal(1)]).change_id
    put_prices(company, tariff, D1, [Decimal(2)])

    assert price_periods(company, tariff, as_known=first) == [(D1, OPEN_END, (Decimal(1),))]


def test__restore__the_last_price__brings_back_the_one_before(company, tariff):
    put_prices(company, tariff, D1, hourly())
    mistake = put_prices(company, tariff, D2, [Decimal(7)]).change_id

    with company.write(who="tester", kind="undo", undoes=mistake) as writer:
        assert writer.charges.restore(tariff, mistake)

    assert price_periods(company, tariff) == [(D1, OPEN_END, hourly())]
    with (
        pytest.raises(RefusedError, match="changed again"),
        company.write(who="tester", kind="undo") as writer,
    ):
        writer.charges.restore(tariff, mistake)


def test__expect_charge_unchanged__someone_was_faster__is_stale(company, tariff):
    with company.read() as reader:
        seen = reader.charges.last_change(tariff)
    put_prices(company, tariff, D1, [Decimal(1)])

    with (
        pytest.raises(StaleEditError, match="41000"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.expect_charge_unchanged(tariff, seen)


def test__believed_history__all_charges__come_with_their_periods(company, tariff):
    put_prices(company, tariff, D1, hourly())

    with company.read() as reader:
        ((charge, information, prices),) = reader.charges.believed_history()

    assert (charge.id, [i.name for i in information], [len(p.prices) for p in prices]) == (
        tariff,
        ["Nettarif C"],
        [24],
    )


vectors = st.one_of(
    st.tuples(st.integers(1, 3)), st.lists(st.integers(1, 2), min_size=24, max_size=24).map(tuple)
)
price_operations = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "void"]),
        st.integers(0, 5),
        st.one_of(st.none(), st.integers(1, 3)),
        vectors,
    ),
    max_size=6,
)
codes = count(1)
DAYS = [D1 + timedelta(days=n) for n in range(10)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(price_operations)
def test__prices__any_puts_and_voids__answer_like_a_list_per_day(company, operations):
    with company.write(who="tester", kind="test") as writer:
        number = writer.charges.add(OWNER, "D03", f"X{next(codes)}")
    model = [()] * len(DAYS)
    for kind, start, length, vector in operations:
        stops = [n for n in range(start + 1, len(DAYS)) if model[n] != model[n - 1]]
        stop = min(stops, default=len(DAYS))
        earlier = model[start - 1] if start else ()
        begins = model[start] not in (earlier, ())
        if earlier and len({*earlier, *model[start]}) == 1:
            # From 24 equal prices to the same single price no hour's price changes: nothing begins.
            begins = False
        with company.write(who="tester", kind="test") as writer:
            if kind == "put":
                end = None if length is None else DAYS[start + length]
                writer.charges.put_prices(number, DAYS[start], [Decimal(p) for p in vector], end)
                stop = stop if length is None else start + length
                model = [*model[:start], *([vector] * (stop - start)), *model[stop:]]
            elif begins:
                writer.charges.void_prices(number, DAYS[start])
                before = model[start - 1] if start else ()
                model = [*model[:start], *([before] * (stop - start)), *model[stop:]]

    with company.read() as reader:
        for day, expected in zip(DAYS, model, strict=True):
            found = reader.charges.prices(number, day)
            assert (found[0].prices if found else ()) == tuple(Decimal(p) for p in expected)


@pytest.fixture
def linked(company, tariff):
    with company.write(who="tester", kind="link") as writer:
        writer.points.put_many(points(3))
        return writer.charge_links.put(tariff, POINT, D1)


def links(company):
    with company.read() as reader:
        return [(x.valid_from, x.valid_to, x.quantity) for x in reader.charge_links.of_point(POINT)]


def test__put__a_link__is_found_from_both_ends(company, tariff, linked):
    with company.read() as reader:
        (link,) = reader.charge_links.of_point(POINT)

        assert (link.id, link.charge_id, link.quantity) == (linked, tariff, 1)
        assert reader.charge_links.of_charge(tariff, D2) == [link]
        assert reader.charge_links.get(linked) == link
        assert reader.charge_links.counts(D2) == {tariff: 1}
        assert reader.charge_links.counts(date(2024, 1, 1)) == {}
        assert list(reader.charge_links.believed()) == [link]


def test__put__what_is_linked__is_zero_and_writes_nothing(company, tariff, linked):
    with company.write(who="tester", kind="link") as writer:
        assert writer.charge_links.put(tariff, POINT, D2) == 0

    assert not writer.wrote


def test__end__a_link__holds_up_to_the_day_before(company, tariff, linked):
    with company.write(who="tester", kind="unlink") as writer:
        assert writer.charge_links.end(tariff, POINT, D2)
        assert not writer.charge_links.end(tariff, POINT, D3)

    assert links(company) == [(D1, D2, 1)]
    with company.read() as reader:
        assert reader.charge_links.get(linked).change_out == writer.change_id
        assert [x.change_out for x in reader.charge_links.history_of_point(POINT)] == [
            writer.change_id,
            None,
        ]


def test__put__again_after_a_gap__are_two_links(company, tariff, linked):
    with company.write(who="tester", kind="unlink") as writer:
        writer.charge_links.end(tariff, POINT, D2)
    with company.write(who="tester", kind="link") as writer:
        writer.charge_links.put(tariff, POINT, D3, 4)

    assert links(company) == [(D1, D2, 1), (D3, OPEN_END, 4)]


def test__void__a_link__is_taken_back(company, tariff, linked):
    with company.write(who="tester", kind="test") as writer:
        writer.charge_links.void(tariff, POINT, D1)

    assert links(company) == []
    with pytest.raises(NotFoundError), company.write(who="tester", kind="test") as writer:
        writer.charge_links.void(tariff, POINT, D1)


def test__restore__an_ended_link__runs_on(company, tariff, linked):
    with company.write(who="tester", kind="unlink") as writer:
        writer.charge_links.end(tariff, POINT, D2)
    with company.write(who="tester", kind="undo") as undo:
        assert undo.charge_links.restore(tariff, POINT, writer.change_id)

    assert links(company) == [(D1, OPEN_END, 1)]
    with pytest.raises(RefusedError), company.write(who="tester", kind="undo") as undo:
        undo.charge_links.restore(tariff, POINT, writer.change_id)


def test__put_many__links__count_what_became_of_them(company, tariff, linked):
    items = [
        LinkChange(charge_id=tariff, metering_point_id=POINT, valid_from=D1),
        LinkChange(charge_id=tariff, metering_point_id=POINT, valid_from=D2, quantity=2),
        LinkChange(charge_id=tariff, metering_point_id=point_id(1), valid_from=D2, valid_to=D3),
    ]

    with company.write(who="tester", kind="import") as writer:
        counts = writer.charge_links.put_many(items)

    assert counts == PutCounts(new=1, changed=1, unchanged=1)
    assert links(company) == [(D1, D2, 1), (D2, OPEN_END, 2)]
    with company.read() as reader:
        assert reader.charge_links.of_point(point_id(1), as_of=D3) == []


def test__put__an_unknown_point__breaks_the_reference(company, tariff):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), company.write(who="tester", kind="link") as writer:
        writer.charge_links.put(tariff, "571313999999999999", D1)
