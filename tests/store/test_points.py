"""Metering points on both axes of time, against a model that keeps a dict per day and change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.domain.errors import NotFoundError, RefusedError, StaleEditError
from app.domain.master_data import MasterData
from app.store import OPEN_END
from tests.store.made_up_points import point_id, points

POINT = point_id(1)
OTHER = point_id(2)
D1, D2, D3, D4 = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1))
A, B, C = "5790000432752", "8200000007432", "5799999911118"


def put(company, day, values, valid_to=None, *, point=POINT):
    """Put values in a change of its own; return the change and whether anything was written."""
    with company.write(who="tester", kind="test") as writer:
        if not writer.points.exists(point):
            writer.points.add(point)
        writer.points.put_values(point, day, values, valid_to)
    return writer.change_id if writer.wrote else 0


def supplier_on(company, day, as_known=None):
    with company.read() as reader:
        found = reader.points.master_data(POINT, day, as_known=as_known)
    return None if found is None else found.text("energy_supplier_id")


def supply_periods(company):
    with company.read() as reader:
        return [
            (p.valid_from, p.valid_to, p.values.text("energy_supplier_id"))
            for p in reader.points.facet_periods(POINT, "supply")
        ]


def test__master_data__every_kind_of_value__comes_back_as_it_was_given(company):
    values = {
        "metering_point_type": "E17",
        "expected_annual_consumption_kwh": Decimal(4500),
        "max_power_kw": Decimal("17.3"),
        "meter_conversion_factor": Decimal("1.0000"),
        "is_actual_address": True,
        "production_obligation": False,
        "street_name": "Ærøvej",
        "scheduled_reading_date": "0401",
    }

    put(company, D1, values)

    with company.read() as reader:
        assert reader.points.master_data(POINT, D2) == MasterData(values)


def test__master_data__before_the_first_day__is_empty_and_of_unknown_point__none(company):
    put(company, D2, {"energy_supplier_id": A})

    with company.read() as reader:
        assert reader.points.master_data(POINT, D1) == MasterData()
        assert reader.points.master_data(OTHER, D2) is None


def test__put__from_a_later_day__ends_what_held(company):
    put(company, D1, {"energy_supplier_id": A})

    put(company, D2, {"energy_supplier_id": B})

    assert supply_periods(company) == [(D1, D2, A), (D2, OPEN_END, B)]


def test__put__in_the_past__runs_to_the_facets_next_change(company):
    put(company, D1, {"energy_supplier_id": A})
    put(company, D3, {"energy_supplier_id": B})

    put(company, D2, {"energy_supplier_id": C})

    assert supply_periods(company) == [(D1, D2, A), (D2, D3, C), (D3, OPEN_END, B)]


def test__put__before_the_first_period__runs_up_to_it(company):
    put(company, D2, {"energy_supplier_id": A})

    put(company, D1, {"energy_supplier_id": B})

    assert supply_periods(company) == [(D1, D2, B), (D2, OPEN_END, A)]


def test__put__with_an_end__lets_the_old_values_go_on_after_it(company):
    put(company, D1, {"energy_supplier_id": A})

    put(company, D2, {"energy_supplier_id": B}, D3)

    assert supply_periods(company) == [(D1, D2, A), (D2, D3, B), (D3, OPEN_END, A)]


def test__put__with_an_end_behind_a_change__keeps_the_change_in_other_fields(company):
    put(company, D1, {"street_name": "Vej", "floor": "1"})
    put(company, D2, {"street_name": "Gade"})

    put(company, D1, {"floor": "2"}, D3)

    with company.read() as reader:
        streets = [
            (p.valid_from, p.values.text("street_name"), p.values.text("floor"))
            for p in reader.points.facet_periods(POINT, "address")
        ]
    assert streets == [(D1, "Vej", "2"), (D2, "Gade", "2"), (D3, "Gade", "1")]


def test__put__some_fields__leaves_the_others_of_the_facet(company):
    put(company, D1, {"energy_supplier_id": A, "balance_responsible_id": C})

    put(company, D2, {"energy_supplier_id": B})

    with company.read() as reader:
        found = reader.points.master_data(POINT, D2)
    assert found == MasterData({"energy_supplier_id": B, "balance_responsible_id": C})


def test__put__what_is_believed__writes_nothing_and_leaves_no_change(company):
    put(company, D1, {"energy_supplier_id": A})
    before = company.data_version()

    with company.write(who="tester", kind="test") as writer:
        answer = writer.points.put(POINT, "supply", D2, {"energy_supplier_id": A})

    assert answer is False
    assert not writer.wrote
    assert company.data_version() == before


def test__put__back_to_the_values_before__leaves_one_period(company):
    put(company, D1, {"energy_supplier_id": A})
    put(company, D2, {"energy_supplier_id": B})

    put(company, D2, {"energy_supplier_id": A})

    assert supply_periods(company) == [(D1, OPEN_END, A)]


def test__put__empty__is_a_period_of_its_own_that_can_be_taken_back(company):
    put(company, D1, {"parent_metering_point_id": OTHER})
    put(company, D2, {"parent_metering_point_id": None})
    with company.read() as reader:
        periods = reader.points.facet_periods(POINT, "parent")

    with company.write(who="tester", kind="test") as writer:
        writer.points.void(POINT, "parent", D2)

    assert [(p.valid_from, dict(p.values)) for p in periods] == [
        (D1, {"parent_metering_point_id": OTHER}),
        (D2, {}),
    ]
    with company.read() as reader:
        assert [p.valid_to for p in reader.points.facet_periods(POINT, "parent")] == [OPEN_END]


def test__put__field_of_another_facet__is_refused(company):
    put(company, D1, {"energy_supplier_id": A})

    with (
        pytest.raises(ValueError, match="not of the facet supply"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.points.put(POINT, "supply", D1, {"street_name": "Vej"})


def test__put__period_without_a_day__is_refused(company):
    put(company, D1, {"energy_supplier_id": A})

    with (
        pytest.raises(ValueError, match="on or before"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.points.put(POINT, "supply", D2, {"energy_supplier_id": A}, D2)


def test__void__a_period__lets_the_one_before_run_on(company):
    put(company, D1, {"energy_supplier_id": A})
    put(company, D2, {"energy_supplier_id": B})
    put(company, D3, {"energy_supplier_id": C})

    with company.write(who="tester", kind="test") as writer:
        writer.points.void(POINT, "supply", D2)

    assert supply_periods(company) == [(D1, D3, A), (D3, OPEN_END, C)]


def test__void__where_no_period_begins__is_not_found(company):
    put(company, D1, {"energy_supplier_id": A})

    with (
        pytest.raises(NotFoundError, match="01-01-2025"),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.points.void(POINT, "supply", D2)


def test__void__the_only_period__makes_the_point_unknown_but_keeps_what_was_believed(company):
    created = put(company, D1, {"energy_supplier_id": A})

    with company.write(who="tester", kind="test") as writer:
        writer.points.void(POINT, "supply", D1)

    with company.read() as reader:
        assert not reader.points.exists(POINT)
        assert list(reader.points.ids()) == []
        assert reader.points.master_data(POINT, D2) is None
    assert supplier_on(company, D2, created) == A


def test__as_known__before_a_correction__tells_what_was_believed(company):
    first = put(company, D1, {"energy_supplier_id": A})
    second = put(company, D2, {"energy_supplier_id": B})
    third = put(company, D1, {"energy_supplier_id": C})

    answers = [supplier_on(company, D2, known) for known in (first, second, third)]

    assert answers == [A, B, B]
    assert [supplier_on(company, D1, known) for known in (first, second, third)] == [A, A, C]
    assert supplier_on(company, D1, first - 1) is None


def test__facet_history__after_corrections__keeps_every_row(company):
    first = put(company, D1, {"energy_supplier_id": A})
    second = put(company, D2, {"energy_supplier_id": B})

    with company.read() as reader:
        rows = reader.points.facet_history(POINT, "supply")

    assert [(r.valid_from, r.valid_to, r.change_in, r.change_out) for r in rows] == [
        (D1, OPEN_END, first, second),
        (D1, D2, second, None),
        (D2, OPEN_END, second, None),
    ]


def test__add__an_existing_point__is_refused(company):
    put(company, D1, {"energy_supplier_id": A})

    with (
        pytest.raises(RefusedError, match=POINT),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.points.add(POINT)


def test__expect_unchanged__someone_was_faster__is_stale(company):
    seen = put(company, D1, {"energy_supplier_id": A})
    with company.read() as reader:
        assert reader.points.last_change(POINT) == seen
    put(company, D2, {"energy_supplier_id": B})

    with (
        pytest.raises(StaleEditError, match=POINT),
        company.write(who="tester", kind="test") as writer,
    ):
        writer.expect_unchanged(POINT, seen)


def test__expect_unchanged__another_point_changed__passes(company):
    seen = put(company, D1, {"energy_supplier_id": A})
    put(company, D1, {"energy_supplier_id": B}, point=OTHER)

    with company.write(who="tester", kind="test") as writer:
        writer.expect_unchanged(POINT, seen)

    assert not writer.wrote


def test__restore__the_last_change__brings_back_what_was_believed(company):
    put(company, D1, {"energy_supplier_id": A, "street_name": "Vej"})
    mistake = put(company, D2, {"energy_supplier_id": B, "street_name": "Gade"})

    with company.write(who="tester", kind="undo", undoes=mistake) as writer:
        assert writer.points.restore(POINT, mistake)

    assert supply_periods(company) == [(D1, OPEN_END, A)]
    with company.read() as reader:
        assert reader.points.master_data(POINT, D3).text("street_name") == "Vej"


def test__restore__a_creation__lets_the_id_be_created_again(company):
    created = put(company, D1, {"energy_supplier_id": A})
    with company.write(who="tester", kind="undo", undoes=created) as writer:
        writer.points.restore(POINT, created)

    put(company, D2, {"energy_supplier_id": B})

    assert supply_periods(company) == [(D2, OPEN_END, B)]


def test__restore__the_facet_was_changed_later__is_refused(company):
    mistake = put(company, D1, {"energy_supplier_id": A})
    put(company, D2, {"energy_supplier_id": B})

    with (
        pytest.raises(RefusedError, match="changed again"),
        company.write(who="tester", kind="undo") as writer,
    ):
        writer.points.restore(POINT, mistake)


def test__restore__another_facet_was_changed_later__only_takes_this_one_back(company):
    put(company, D1, {"energy_supplier_id": A, "street_name": "Vej"})
    mistake = put(company, D2, {"energy_supplier_id": B})
    put(company, D2, {"street_name": "Gade"})

    with company.write(who="tester", kind="undo") as writer:
        writer.points.restore(POINT, mistake)

    with company.read() as reader:
        found = reader.points.master_data(POINT, D3)
    assert (found.text("energy_supplier_id"), found.text("street_name")) == (A, "Gade")


def test__believed_history__all_and_some__come_in_order_of_ids(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(12))
    chosen = [point_id(7), point_id(3)]

    with company.read() as reader:
        everything = [key for key, _ in reader.points.believed_history()]
        some = dict(reader.points.believed_history(chosen))
        expected = {key: reader.points.facet_periods(key) for key in chosen}

    assert everything == sorted(point_id(n) for n in range(12))
    assert list(some) == sorted(chosen)
    by_order = {key: sorted(periods, key=repr) for key, periods in some.items()}
    assert by_order == {key: sorted(periods, key=repr) for key, periods in expected.items()}


def test__current_rows__on_a_day__agrees_with_master_data_now_and_then(company):
    items = list(points(15))
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(items)
    known = writer.change_id
    put(company, D3, {"city": "Ny By"}, point=items[0].metering_point_id)

    with company.read() as reader:
        for as_known in (None, known):
            rows = dict(reader.points.current_rows(D3, as_known=as_known))
            assert list(rows) == sorted(rows)
            assert rows == {
                key: reader.points.master_data(key, D3, as_known=as_known)
                for key in reader.points.ids()
            }


def test__current_rows__some_fields__has_only_those(company):
    put(company, D1, {"city": "By", "street_name": "Vej", "energy_supplier_id": A})

    with company.read() as reader:
        now = dict(reader.points.current_rows(D2, fields=["city"]))
        then = dict(reader.points.current_rows(D2, fields=["city"], as_known=99))

    assert now == then == {POINT: MasterData({"city": "By"})}


def test__current_rows__before_a_points_first_day__leaves_it_out(company):
    put(company, D3, {"city": "By"})

    with company.read() as reader:
        assert dict(reader.points.current_rows(D2)) == {}


def test__children_and_ids_with__on_a_day__are_found(company):
    put(company, D1, {"meter_number": "123", "parent_metering_point_id": OTHER})
    put(company, D3, {"meter_number": "456", "parent_metering_point_id": None})

    with company.read() as reader:
        assert reader.points.children(OTHER, D2) == [POINT]
        assert reader.points.children(OTHER, D3) == []
        assert reader.points.ids_with("meter_number", "123", D2) == [POINT]
        assert reader.points.ids_with("meter_number", "123", D3) == []
