"""Any puts and voids, against a model that keeps a dict per day and change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.store import OPEN_END, PointChange
from tests.store.made_up_points import point_id

A, B, C = "5790000432752", "8200000007432", "5799999911118"
FIRST = date(2026, 1, 1)
fields = st.fixed_dictionaries(
    {},
    optional={
        "energy_supplier_id": st.sampled_from([A, B, None]),
        "balance_responsible_id": st.sampled_from([C, ""]),
    },
)
operations = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"), st.integers(0, 6), st.one_of(st.none(), st.integers(1, 4)), fields
        ),
        st.tuples(st.just("void"), st.integers(0, 6), st.none(), st.just({})),
        st.tuples(st.just("bulk"), st.integers(0, 6), st.none(), fields),
    ),
    max_size=8,
)
serial = count(1000)
DAYS = [FIRST + timedelta(days=n) for n in range(12)] + [date(9999, 12, 30)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(operations)
def test__points__any_puts_and_voids__answer_like_a_dict_per_day_and_change(company, operations):
    point = point_id(next(serial))
    model = [{} for _day in DAYS]
    known = []
    with company.write(who="tester", kind="test") as writer:
        writer.points.add(point)
    for kind, start, length, values in operations:
        end = None if length is None else FIRST + timedelta(days=start + length)
        day = FIRST + timedelta(days=start)
        with company.write(who="tester", kind="test") as writer:
            if kind == "put":
                writer.points.put(point, "supply", day, values, end)
            elif kind == "bulk":
                writer.points.put_many([PointChange(point, day, values)])
            elif begins(model, start):
                writer.points.void(point, "supply", day)
        model = changed(model, kind, start, length, values)
        if writer.wrote:
            known.append((writer.change_id, model))

    with company.read() as reader:
        for change, days in known:
            for day, expected in zip(DAYS, days, strict=True):
                found = reader.points.master_data(point, day, as_known=change)
                assert dict(found or {}) == expected
        periods = reader.points.facet_periods(point, "supply")
    for earlier, later in pairwise(periods):
        assert earlier.valid_to == later.valid_from
        assert earlier.values != later.values
    assert not periods or periods[-1].valid_to == OPEN_END


def begins(model, start):
    """Return whether a period begins on a day; emptiness in front is no period."""
    before = model[start - 1] if start else {}
    return model[start] != before and (bool(model[start]) or any(model[:start]))


def changed(model, kind, start, length, values):
    """Do to one dict per day what the store does to periods."""
    stop = next((n for n in range(start + 1, len(model)) if begins(model, n)), len(model))
    if kind == "void":
        if not begins(model, start):
            return model
        before = model[start - 1] if start else {}
        return [*model[:start], *([before] * (stop - start)), *model[stop:]]
    if length is not None:
        stop = min(start + length, len(model))
    return [
        {k: v for k, v in {**day, **values}.items() if v} if start <= n < stop else day
        for n, day in enumerate(model)
    ]
