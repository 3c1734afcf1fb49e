"""The list of today: search, chips, order and windows, against plain Python over all points."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import NotFoundError
from app.store import CompanyFile, PointChange, PointQuery
from app.store.folding import address_key, fold, search_words
from tests.store.made_up_points import point_id, points

TODAY = date(2026, 11, 21)
COUNT = 300


@pytest.fixture(scope="module")
def filled(tmp_path_factory, catalogue):
    """A company with made-up points, opened once for all tests of this module."""
    from app.clock import FixedClock

    company_file = CompanyFile.create(
        tmp_path_factory.mktemp("list") / "company.netkontor",
        gln="5790000555550",
        name="Eksempel Net",
        grid_areas=["791"],
        who="tester",
        clock=FixedClock(TODAY),
        catalogue=catalogue,
    )
    items = list(points(COUNT))
    with company_file.write(who="tester", kind="import") as writer:
        writer.points.put_many(items)
    yield company_file, {item.metering_point_id: item.values for item in items}
    company_file.close()


def listed(company_file, query):
    """Return the ids of a query's hits, by window."""
    with company_file.read() as reader:
        ids = reader.point_list.ids(query)
        return [row[0] for row in reader.point_list.rows(ids, ["metering_point_id"])]


def words_of(key, values):
    names = ("street_name", "building_number", "floor", "room", "post_code", "city", "meter_number")
    return [
        word for part in (key, *(values[n] for n in names)) for word in fold(part or "").split()
    ]


def matches(word, words):
    if len(word) <= 2:
        return any(own.startswith(word) for own in words)
    return any(word in own for own in words)


def expected_hits(values_by_id, query):
    """Do what the list promises, the slow way."""
    asked = search_words(query.text)
    return {
        key
        for key, values in values_by_id.items()
        if all(matches(word, words_of(key, values)) for word in asked)
        and all(not codes or (values[f] or "") in codes for f, codes in query.chips.items())
    }


def test__ids__without_a_query__are_all_points_by_address(filled):
    company_file, values_by_id = filled

    def key(point):
        v = values_by_id[point]
        town = f"{v['post_code']} {v['city']}"
        return address_key(v["street_name"], v["building_number"], v["floor"], v["room"], town)

    found = listed(company_file, PointQuery())

    assert sorted(found) == sorted(values_by_id)
    assert [key(point) for point in found] == sorted(key(point) for point in found)


def _fragment(seed, length):
    """Return a piece of some point's words, as someone types it."""
    generator = random.Random(seed)
    item = list(points(5, seed=seed % 7))[generator.randrange(5)]
    source = generator.choice(
        [item.metering_point_id, item.values["street_name"], item.values["city"], "zzz", "12", "å"]
    )
    start = generator.choice([0, 0, generator.randrange(len(source))])
    return source[start : start + length]


fragments = st.builds(_fragment, st.integers(0, 10**6), st.integers(1, 12))
chips = st.fixed_dictionaries(
    {},
    optional={
        "connection_state": st.sets(st.sampled_from(["E22", "E23", "D03", "D02", ""])).map(
            frozenset
        ),
        "settlement_method": st.sets(st.sampled_from(["D01", "E02"])).map(frozenset),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.lists(fragments, max_size=3), chips)
def test__ids_first_count__any_query__find_what_plain_python_finds(filled, words, chosen):
    company_file, values_by_id = filled
    query = PointQuery(text=" ".join(words), chips=chosen)

    with company_file.read() as reader:
        ids = reader.point_list.ids(query)
        found = [row[0] for row in reader.point_list.rows(ids, ["metering_point_id"])]
        first = reader.point_list.first(query, limit=7)
        count = reader.point_list.count(query)

    assert set(found) == expected_hits(values_by_id, query)
    assert len(found) == len(set(found)) == count
    assert first.ids == ids[:7]
    assert first.complete == (len(ids) <= 7)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(fragments, max_size=2), chips)
def test__chip_counts__any_query__leave_the_own_chip_out(filled, words, chosen):
    company_file, values_by_id = filled
    query = PointQuery(text=" ".join(words), chips=chosen)
    others = {name: codes for name, codes in chosen.items() if name != "connection_state"}
    expected = {}
    for key in expected_hits(values_by_id, PointQuery(text=query.text, chips=others)):
        state = values_by_id[key]["connection_state"]
        expected[state] = expected.get(state, 0) + 1

    with company_file.read() as reader:
        assert reader.point_list.chip_counts("connection_state", query) == expected


@pytest.mark.parametrize("text", ["aabenraa", "Åbenrå", "AABENRAA", "åbenr", "benraa 6200"])
def test__ids__a_town_in_any_spelling__is_found(filled, text):
    company_file, values_by_id = filled
    expected = {key for key, values in values_by_id.items() if values["city"] == "Aabenraa"}

    assert set(listed(company_file, PointQuery(text=text))) == expected


def test__ids__punctuation_only__is_no_restriction(filled):
    company_file, _ = filled

    assert len(listed(company_file, PointQuery(text=" , . "))) == COUNT


@pytest.mark.parametrize("descending", [False, True])
def test__ids__sorted_by_two_columns__are_in_that_order(filled, descending):
    company_file, _ = filled
    query = PointQuery(sort=(("connection_state", descending), ("meter_number", False)))

    with company_file.read() as reader:
        ids = reader.point_list.ids(query)
        rows = reader.point_list.rows(ids, ["connection_state", "meter_number"])

    states = [row[0] for row in rows]
    assert states == sorted(states, reverse=descending)
    for state in set(states):
        meters = [row[1] for row in rows if row[0] == state]
        assert meters == sorted(meters)


@pytest.mark.parametrize("query", [PointQuery(sort=(("id; DROP TABLE", False),))])
def test__ids__an_unknown_column__is_refused(filled, query):
    company_file, _ = filled

    with pytest.raises(ValueError, match="no column"), company_file.read() as reader:
        reader.point_list.ids(query)


def test__chip_counts__a_column_with_too_many_values__is_refused(filled):
    company_file, _ = filled

    with pytest.raises(ValueError, match="too many"), company_file.read() as reader:
        reader.point_list.chip_counts("meter_number", PointQuery())


def test__rows__any_order_and_kind_of_column__come_as_asked(filled):
    company_file, values_by_id = filled
    with company_file.read() as reader:
        ids = list(reversed(reader.point_list.ids(PointQuery())))[:5]
        columns = ["metering_point_id", "max_power_kw", "is_actual_address", "address", "floor"]
        rows = reader.point_list.rows([*ids, 10**9], columns)

    for row in rows[:5]:
        values = values_by_id[row[0]]
        assert row[1] == values["max_power_kw"]
        assert isinstance(row[1], Decimal)
        assert row[2] is True
        assert row[3].startswith(f"{values['street_name']} {values['building_number']}")
        assert row[4] == (values["floor"] or None)
    assert rows[5] == (None,) * 5


def test__rowid_of_and_id_of__a_point__lead_back_and_forth(filled):
    company_file, _ = filled
    with company_file.read() as reader:
        number = reader.point_list.rowid_of(point_id(3))

        assert reader.point_list.id_of(number) == point_id(3)
        assert reader.point_list.rowid_of("571313999999999999") is None
        with pytest.raises(NotFoundError):
            reader.point_list.id_of(10**9)


def test__list__after_a_change__shows_and_finds_the_new_values(company):
    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(10))
    query = PointQuery(text="hovedgaden")
    with company.read() as reader:
        assert reader.point_list.count(query) == 0

    with company.write(who="tester", kind="test") as writer:
        writer.points.put(point_id(4), "address", date(2026, 1, 1), {"street_name": "Hovedgaden"})
        assert writer.point_list.count(query) == 1

    assert listed(company, query) == [point_id(4)]
    assert listed(company, PointQuery(text="hoved")) == [point_id(4)]


def test__list__a_future_change__is_not_shown_before_its_day(company):
    with company.write(who="tester", kind="test") as writer:
        writer.points.put_many(points(3))
        writer.points.put(point_id(1), "connection", date(2026, 12, 1), {"connection_state": "D02"})
    closed = PointQuery(chips={"connection_state": frozenset({"D02"})})
    assert listed(company, closed) == []

    moved = company.advance_projection(date(2026, 12, 1))

    assert moved == 1
    assert listed(company, closed) == [point_id(1)]


def test__list__a_point_that_begins_in_the_future__is_listed_with_its_first_values(company):
    with company.write(who="tester", kind="test") as writer:
        writer.points.add(point_id(9))
        writer.points.put_values(
            point_id(9), date(2027, 3, 1), {"street_name": "Nyvej", "connection_state": "D03"}
        )

    assert listed(company, PointQuery(text="nyvej")) == [point_id(9)]
    with company.read() as reader:
        assert dict(reader.points.current_rows(TODAY)) == {}


def test__list__moved_back_and_forth__is_what_a_fresh_one_is(company, catalogue):
    from app.store.integrity import check_file

    with company.write(who="tester", kind="import") as writer:
        writer.points.put_many(points(20))
        for number in range(0, 20, 3):
            day = date(2026, 11, 10 + number)
            writer.points.put(point_id(number), "connection", day, {"connection_state": "E23"})

    for day in (date(2027, 1, 1), date(2026, 11, 15), date(2023, 1, 1), TODAY):
        company.advance_projection(day)
        assert check_file(company.path, catalogue=catalogue) == []


def test__list__a_voided_point__is_gone(company):
    with company.write(who="tester", kind="test") as writer:
        writer.points.put_many([PointChange(point_id(1), TODAY, {"street_name": "Vej"})])
    with company.write(who="tester", kind="test") as writer:
        writer.points.void(point_id(1), "address", TODAY)

    assert listed(company, PointQuery()) == []
    assert listed(company, PointQuery(text="vej")) == []


def test__list__a_number_common_to_all_ids__leaves_none_out(company):
    odd = "570715000000058851"
    with company.write(who="tester", kind="test") as writer:
        writer.points.put_many(points(5))
        writer.points.put_many([PointChange(odd, TODAY, {"meter_number": "9571313"})])

    assert len(listed(company, PointQuery(text="57"))) == 6
    assert len(listed(company, PointQuery(text="5713"))) == 6
    assert len(listed(company, PointQuery(text="5713131"))) == 5
    assert listed(company, PointQuery(text="5707")) == [odd]
