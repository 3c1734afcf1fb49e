"""The rules of periods, against a model that knows one value per day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.store import timeline as lines
from app.store.timeline import OPEN, Piece

EMPTY = (None, None)
FIRST = date(2026, 1, 1)
DAYS = [(FIRST + timedelta(days=n)).isoformat() for n in range(12)]

day = st.integers(0, 9)
value = st.sampled_from([(1, None), (2, None), (1, 7), (None, None)])
operation = st.one_of(
    st.tuples(st.just("put"), day, st.one_of(st.none(), st.integers(1, 5)), value),
    st.tuples(st.just("take_back"), day, st.none(), value),
)


def pieces(*bounds_and_values):
    return tuple(Piece(start, end, values) for start, end, values in bounds_and_values)


def model_of(timeline):
    """Return the values of every day and of the time after all days."""
    return [
        piece.values if (piece := lines.holding(timeline, moment)) else None
        for moment in [*DAYS, "9999-12-30"]
    ]


def merged(old, new):
    base = old or EMPTY
    return tuple(
        fresh if fresh is not None else kept for kept, fresh in zip(base, new, strict=True)
    )


def apply_to_model(model, kind, start, end, new):
    """Do to a list of days what the timeline does to pieces; a facet: empty is nothing in front."""
    if kind == "put":
        if end is None:
            stop = next(
                (n for n in range(start + 1, len(model)) if starts_at(model, n)), len(model)
            )
        else:
            stop = min(start + end, len(model))
        changed = [*model]
        for n in range(start, stop):
            changed[n] = merged(model[n], new)
        return normalised(changed)
    if not starts_at(model, start):
        return model
    before = model[start - 1] if start else None
    stop = next((n for n in range(start + 1, len(model)) if starts_at(model, n)), len(model))
    changed = [*model[:start], *([before] * (stop - start)), *model[stop:]]
    return normalised(changed)


def starts_at(model, n):
    """Return whether a period begins on day n."""
    return model[n] is not None and (n == 0 or model[n] != model[n - 1])


def normalised(model):
    """Nothing in front of the first value, explicit emptiness after it."""
    begun = False
    result = []
    for values in model:
        begun = begun or values not in {None, EMPTY}
        result.append((values or EMPTY) if begun else None)
    return result


@given(st.lists(operation, max_size=12))
def test__timeline__any_puts_and_take_backs__equals_the_model_of_days(operations):
    timeline = ()
    model = [None] * (len(DAYS) + 1)
    for kind, start, length, new in operations:
        first = DAYS[start]
        if kind == "put":
            end = None if length is None else DAYS[min(start + length, len(DAYS) - 1)]
            end_in_model = None if length is None else min(start + length, len(DAYS) - 1) - start
            until = end or lines.next_change(timeline, first)
            laid = lines.lay(timeline, first, until, lambda old, new=new: merged(old, new))
            timeline = lines.unbroken(laid, EMPTY)
            model = apply_to_model(model, kind, start, end_in_model, new)
        else:
            taken = lines.take_back(timeline, first)
            if taken is not None:
                timeline = lines.unbroken(taken, EMPTY)
            model = apply_to_model(model, kind, start, None, new)

        assert model_of(timeline) == model
        assert_canonical(timeline)


def assert_canonical(timeline):
    """No overlap, no gap, no needless cut, no emptiness in front, open at the end."""
    for piece in timeline:
        assert piece.start < piece.end
    for earlier, later in pairwise(timeline):
        assert earlier.end == later.start
        assert earlier.values != later.values
    if timeline:
        assert timeline[0].values != EMPTY
        assert timeline[-1].end == OPEN


def test__lay__inside_a_piece__splits_it_in_three():
    timeline = pieces((DAYS[0], OPEN, ("a",)))

    after = lines.lay(timeline, DAYS[3], DAYS[5], lambda _old: ("b",))

    assert after == pieces(
        (DAYS[0], DAYS[3], ("a",)), (DAYS[3], DAYS[5], ("b",)), (DAYS[5], OPEN, ("a",))
    )


def test__lay__same_values_as_the_piece_before__joins_them():
    timeline = pieces((DAYS[0], DAYS[3], ("a",)), (DAYS[3], OPEN, ("b",)))

    after = lines.lay(timeline, DAYS[3], OPEN, lambda _old: ("a",))

    assert after == pieces((DAYS[0], OPEN, ("a",)))


def test__lay__nothing__leaves_a_gap():
    timeline = pieces((DAYS[0], OPEN, ("a",)))

    after = lines.lay(timeline, DAYS[3], DAYS[5], lambda _old: None)

    assert after == pieces((DAYS[0], DAYS[3], ("a",)), (DAYS[5], OPEN, ("a",)))


def test__next_change__in_a_gap__is_the_next_beginning():
    timeline = pieces((DAYS[0], DAYS[2], ("a",)), (DAYS[5], OPEN, ("b",)))

    assert lines.next_change(timeline, DAYS[0]) == DAYS[2]
    assert lines.next_change(timeline, DAYS[2]) == DAYS[5]
    assert lines.next_change(timeline, DAYS[5]) == OPEN


def test__end_of_run__pieces_that_touch__are_one_run():
    timeline = pieces(
        (DAYS[0], DAYS[2], ("a",)), (DAYS[2], DAYS[4], ("b",)), (DAYS[6], OPEN, ("c",))
    )

    assert lines.end_of_run(timeline, DAYS[1]) == DAYS[4]
    assert lines.end_of_run(timeline, DAYS[5]) == DAYS[5]


def test__differences__equal_piece__keeps_its_row():
    before = (Piece(DAYS[0], DAYS[3], ("a",), row=7), Piece(DAYS[3], OPEN, ("b",), row=8))
    after = pieces((DAYS[0], DAYS[3], ("a",)), (DAYS[3], OPEN, ("c",)))

    ended, added = lines.differences(before, after)

    assert ended == [8]
    assert added == pieces((DAYS[3], OPEN, ("c",)))
