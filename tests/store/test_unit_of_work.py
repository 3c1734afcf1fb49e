"""Changes inside changes, and taking a whole change back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.domain.errors import RefusedError
from app.store import LinkChange, PointChange
from app.store.integrity import check_file
from tests.store.made_up_points import point_id, points

D1, D2 = date(2024, 1, 1), date(2026, 1, 1)
OWNER = "5790000555550"


def cities(company):
    with company.read() as reader:
        return {key: data.text("city") for key, data in reader.points.current_rows(D2)}


@pytest.fixture
def filled(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(20))
    return company


def test__part__of_a_change__is_a_change_of_its_own(filled):
    with filled.write(who="Ida", kind="import") as writer:
        writer.settings.put("a", "b")
        with writer.part(kind="change", why="row 1") as part:
            part.points.put(point_id(1), "address", D2, {"city": "Ny By"})
            part.summary = "Changed the town"

    with filled.read() as reader:
        inner = reader.changes.get(part.change_id)
        assert (inner.kind, inner.why, inner.summary) == ("change", "row 1", "Changed the town")
        assert reader.changes.touched(inner.id) == {
            ("metering_point", point_id(1)),
            ("change", str(writer.change_id)),
        }
        assert ("metering_point", point_id(1)) in reader.changes.touched(writer.change_id)
        assert reader.points.last_change(point_id(1)) == part.change_id
        assert reader.point_list.count() == 20


def test__part__that_fails__takes_only_itself_back(filled, catalogue):
    def fail(writer):
        with writer.part(kind="change") as part:
            part.points.put(point_id(2), "address", D2, {"city": "Verloren"})
            raise RuntimeError

    with filled.write(who="Ida", kind="import") as writer:
        with writer.part(kind="change") as part:
            part.points.put(point_id(1), "address", D2, {"city": "Ny By"})
        with pytest.raises(RuntimeError):
            fail(writer)

    found = cities(filled)
    assert found[point_id(1)] == "Ny By"
    assert found[point_id(2)] != "Verloren"
    assert check_file(filled.path, catalogue=catalogue) == []


def test__part__that_writes_nothing__leaves_no_change(filled):
    before = filled.data_version()

    with filled.write(who="Ida", kind="import") as writer, writer.part(kind="change"):
        pass

    assert filled.data_version() == before


def test__restore_all__of_a_first_import__leaves_an_empty_register(company, catalogue):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(50))

    with company.write(who="tester", kind="undo", undoes=writer.change_id) as undo:
        assert undo.points.restore_all(writer.change_id) == 50

    assert cities(company) == {}
    with company.read() as reader:
        assert reader.point_list.count() == 0
        known = reader.points.current_rows(D2, as_known=writer.change_id)
        assert sum(1 for _row in known) == 50
    assert check_file(company.path, catalogue=catalogue) == []


def test__restore_all__of_a_later_import__brings_back_what_it_changed(filled):
    before = cities(filled)
    items = [PointChange(point_id(n), D2, {"city": "Ny By"}) for n in range(10)]
    with filled.write(who="tester", kind="import") as writer:
        writer.points.put_many([*items, *list(points(25))[20:]])

    with filled.write(who="tester", kind="undo") as undo:
        assert undo.points.restore_all(writer.change_id) == 15

    assert cities(filled) == before


def test__restore_all__something_was_changed_later__does_nothing(filled):
    with filled.read() as reader:
        imported = reader.changes.last_id()
    with filled.write(who="tester", kind="change") as writer:
        writer.points.put(point_id(3), "address", D2, {"city": "Ny By"})
    before = cities(filled)

    with (
        pytest.raises(RefusedError, match="changed again later"),
        filled.write(who="tester", kind="undo") as undo,
    ):
        undo.points.restore_all(imported)

    assert cities(filled) == before


def test__restore_all__of_prices_and_links__takes_them_back(filled):
    with filled.write(who="tester", kind="import") as writer:
        tariff = writer.charges.add(OWNER, "D03", "41000")
        writer.charges.put_information(tariff, D1, {"name": "Tarif"})
        writer.charges.put_prices(tariff, D1, [Decimal(h) for h in range(24)])
        writer.charge_links.put_many(
            LinkChange(charge_id=tariff, metering_point_id=point_id(n), valid_from=D1)
            for n in range(5)
        )

    with filled.write(who="tester", kind="undo") as undo:
        assert undo.charge_links.restore_all(writer.change_id) == 5
        assert undo.charges.restore_all(writer.change_id) == 1

    with filled.read() as reader:
        assert reader.charges.prices(tariff) == []
        assert reader.charges.information(tariff) == []
        assert reader.charge_links.of_charge(tariff) == []
