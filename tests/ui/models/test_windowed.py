"""The windowed model: pages on demand, raw values, sorting left to the source."""

import sys
from array import array
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt

from app.domain.errors import FileLockedError
from app.ui.colors import Tone
from app.ui.models.columns import BadgeRole, RowsModel
from app.ui.models.windowed import PAGE_ROWS, Column, ListQuery, RawRole, WindowedModel
from app.ui.widgets.badge import BadgeSpec

COLUMNS = (
    Column(id="id", title="Id", kind="id"),
    Column(id="day", title="From", kind="date"),
    Column(id="kwh", title="kWh", kind="decimal"),
    Column(id="state", title="State", badge=lambda v: BadgeSpec(f"is {v}", Tone.INFO)),
)


class Source:
    """Counts how often it is asked."""

    def __init__(self):
        self.asked = []
        self.fails = False

    def ids(self, query):
        return array("q")

    def rows(self, ids):
        if self.fails:
            raise FileLockedError("busy")
        self.asked.append((ids[0], len(ids)))
        return [(f"{i:018d}", date(2026, 1, 1), Decimal(i) / 2, "E22") for i in ids]

    def total(self):
        return 0

    def chip_counts(self, chip_id, query):
        return {}


@pytest.fixture
def source():
    return Source()


def test__model__when_tested_by_qt__keeps_the_rules_of_models(source, qtmodeltester):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(300))

    qtmodeltester.check(model)


def test__data__when_a_cell_is_looked_at__fetches_one_page_only(source):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(1_000_000))

    text = model.index(999_999, 0).data()

    first = 999_999 // PAGE_ROWS * PAGE_ROWS
    assert text == f"{999_999:018d}"
    assert source.asked == [(first, 1_000_000 - first)]


def test__data__when_a_page_was_fetched__is_not_fetched_again(source):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(200))

    for row in range(100):
        for column in range(4):
            model.index(row, column).data()

    assert len(source.asked) == 1


def test__data__when_asked_by_role__gives_raw_text_badge_and_alignment(source):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(10))

    assert model.index(3, 1).data(RawRole) == date(2026, 1, 1)
    assert model.index(3, 1).data() == "01-01-2026"
    assert model.index(3, 2).data() == "1,5"
    assert model.index(3, 2).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(3, 3).data(BadgeRole) == BadgeSpec("is E22", Tone.INFO)
    assert model.index(3, 3).data() == "is E22"
    assert "2026" in model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.key(3) == f"{3:018d}"


def test__data__when_the_file_is_busy__cells_are_empty_and_read_later(source):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(10))
    source.fails = True
    assert model.index(0, 0).data() is None

    source.fails = False

    assert model.index(0, 0).data() == f"{0:018d}"


def test__sort__when_a_heading_is_clicked__is_left_to_the_source(source, qtbot):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(10))

    with qtbot.waitSignal(model.sort_wanted) as wanted:
        model.sort(2, Qt.SortOrder.DescendingOrder)

    assert wanted.args == ["kwh", True]
    assert model.ids == range(10)


def test__query__when_only_sorted__leaves_nothing_out():
    assert not ListQuery(sort=(("id", True),)).is_filtered
    assert not ListQuery(text="  ", chips={"type": frozenset()}).is_filtered
    assert ListQuery().with_chip("type", frozenset({"E17"})).is_filtered


def test__rows_model__when_sorted__empty_cells_come_first_and_kinds_do_not_clash():
    model = RowsModel((Column(id="a", title="A"), Column(id="b", title="B", kind="integer")))
    model.set_rows([("b", 2), ("a", None), ("Ø", 1), ("c", 10)])

    model.sort(1)
    by_number = [model.row_values(row)[1] for row in range(4)]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    by_text = [model.row_values(row)[0] for row in range(4)]

    assert by_number == [None, 1, 2, 10]
    assert by_text == ["Ø", "c", "b", "a"]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test__data__when_called_often__qt_takes_no_reference_from_none(source):
    model = WindowedModel(source, COLUMNS)
    model.set_ids(range(10))
    before = sys.getrefcount(None)

    for _ in range(500):
        model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
        model.fetchMore(QModelIndex())

    assert sys.getrefcount(None) > before - 200
