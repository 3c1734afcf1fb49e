"""Many changes of metering points at once, as imports make them."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.master_data import MasterData
from app.store import OPEN_END, PointChange, PutCounts
from app.store.integrity import check_file
from tests.store.made_up_points import point_id, points

POINT = point_id(1)
OTHER = point_id(2)
D1, D2, D3, D4 = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1))
A, B, C = "5790000432752", "8200000007432", "5799999911118"


def supply_periods(company):
    with company.read() as reader:
        return [
            (p.valid_from, p.valid_to, p.values.text("energy_supplier_id"))
            for p in reader.points.facet_periods(POINT, "supply")
        ]


def test__put_many__new_points__are_all_there_with_all_values(company):
    items = list(points(250))

    with company.write(who="tester", kind="import") as writer:
        counts = writer.points.put_many(items, chunk=100)

    assert counts == PutCounts(new=250)
    with company.read() as reader:
        assert list(reader.points.ids()) == sorted(item.metering_point_id for item in items)
        for item in items[::50]:
            found = reader.points.master_data(item.metering_point_id, D2)
            assert found == MasterData(item.values)


def test__put_many__the_same_again__writes_nothing(company):
    items = list(points(30))
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(items)

    with company.write(who="tester", kind="import") as writer:
        counts = writer.points.put_many(items)

    assert counts == PutCounts(unchanged=30)
    assert not writer.wrote


def test__put_many__a_history_of_one_point__is_what_single_puts_make(company):
    items = [
        PointChange(POINT, D1, {"energy_supplier_id": A, "street_name": "Vej"}),
        PointChange(POINT, D3, {"energy_supplier_id": B, "street_name": "Vej"}),
        PointChange(POINT, D2, {"energy_supplier_id": C}),
        PointChange(POINT, D4, {"energy_supplier_id": None}),
    ]

    with company.write(who="tester", kind="import") as writer:
        counts = writer.points.put_many(items, chunk=1)

    assert counts == PutCounts(new=4)
    assert supply_periods(company) == [(D1, D2, A), (D2, D3, C), (D3, D4, B), (D4, OPEN_END, "")]


def test__put_many__some_changed__counts_and_ends_only_those(company):
    items = list(points(20))
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(items)
    moved = [PointChange(i.metering_point_id, D2, {"city": "Ny By"}) for i in items[:5]]

    with company.write(who="tester", kind="import") as writer:
        counts = writer.points.put_many([*moved, *items[5:]])

    assert counts == PutCounts(changed=5, unchanged=15)
    assert {t.id for t in writer.touched} == {i.metering_point_id for i in items[:5]}


def test__put_many__cancelled_by_progress__leaves_nothing(company):
    def cancel(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), company.write(who="t", kind="import") as writer:
        writer.points.put_many(points(10), progress=cancel)

    with company.read() as reader:
        assert reader.points.count() == 0


def test__put_many__unknown_field__is_refused(company):
    with (
        pytest.raises(ValueError, match="no_such_field"),
        company.write(who="tester", kind="import") as writer,
    ):
        writer.points.put_many([PointChange(POINT, D1, {"no_such_field": "x"})])


def test__after_many_random_changes__the_whole_file__passes_its_check(company, catalogue):
    items = list(points(40))
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(items)
    for number, item in enumerate(items[:10]):
        with company.write(who="tester", kind="test") as writer:
            values = {"city": f"By {number}", "floor": None}
            writer.points.put(item.metering_point_id, "address", D2, values, D3)
    with company.write(who="tester", kind="test") as writer:
        writer.points.void(items[0].metering_point_id, "address", D2)

    assert check_file(company.path, catalogue=catalogue) == []
