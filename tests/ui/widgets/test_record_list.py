"""A list as the operator uses it: search, chips, sorting, opening, copying, remembered columns."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPushButton

from app.ui.colors import Tone
from app.ui.models.windowed import Column
from app.ui.preferences import Preferences
from app.ui.widgets.badge import BadgeSpec
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.filter_chip import Chip
from app.ui.widgets.list_table import ListTable
from app.ui.widgets.record_list import RecordList
from tests.builders import point_id

STATES = ("E22", "E23", "D02")
NAMES = {"E22": "Connected", "E23": "Disconnected", "D02": "Closed down"}


class PointSource:
    """Points in memory, answered as SQL would."""

    def __init__(self, count=300):
        self.points = [(point_id(n), f"Road {n}", STATES[n % 3], n * 10) for n in range(count)]
        self.queries = []

    def ids(self, query):
        self.queries.append(query)
        found = [n for n, point in enumerate(self.points) if self._fits(point, query)]
        for column, descending in reversed(query.sort):
            at = ("id", "road", "state", "kwh").index(column)
            found.sort(key=lambda n: self.points[n][at], reverse=descending)
        return found

    def _fits(self, point, query):
        words = query.text.casefold().split()
        wanted = query.chips.get("state")
        text = f"{point[0]} {point[1]}".casefold()
        return all(word in text for word in words) and (not wanted or point[2] in wanted)

    def rows(self, ids):
        return [self.points[n] for n in ids]

    def total(self):
        return len(self.points)

    def chip_counts(self, chip_id, query):
        found = [self.points[n][2] for n in self.ids(query)]
        return {state: found.count(state) for state in STATES}


COLUMNS = (
    Column(id="id", title="Id", kind="id", width=20),
    Column(id="road", title="Road", width=20),
    Column(
        id="state",
        title="State",
        kind="badge",
        badge=lambda v: BadgeSpec(NAMES[v], Tone.INFO),
    ),
    Column(id="kwh", title="kWh", kind="integer", hidden=True),
)


@pytest.fixture
def source():
    return PointSource()


@pytest.fixture
def make_list(qtbot, ui_context, idle):
    def make(source):
        made = RecordList(
            ui_context,
            "points",
            source,
            COLUMNS,
            [Chip("state", "State", list(NAMES.items()))],
            title="Points",
            empty=EmptySpec("No points yet", "Create the first one.", "Create point", lambda: None),
            sort=(("id", False),),
        )
        made.resize(900, 500)
        qtbot.addWidget(made)
        made.show()
        made.reload()
        idle()
        return made

    return make


@pytest.fixture
def records(make_list, source):
    return make_list(source)


def table_of(records):
    return records.findChild(ListTable, "points.table")


def search(qtbot, records, idle, text):
    box = records.findChild(QLineEdit, "points.search")
    box.setFocus()
    box.clear()
    qtbot.keyClicks(box, text)
    with qtbot.waitSignal(records.loaded, timeout=3000):
        pass
    idle()


def test__search__when_words_are_typed__all_must_be_found_and_the_count_is_shown(
    qtbot, records, source, idle
):
    search(qtbot, records, idle, f"road {source.points[29][0]}")

    model = table_of(records).model()
    count = records.findChild(QLabel, "points.count")
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["Road 29"]
    assert count.text() == "1 of 300"


def test__search__when_typed_fast__asks_the_source_once(qtbot, records, source, idle):
    before = len(source.queries)

    search(qtbot, records, idle, "road 1")

    assert len(source.queries) == before + 1


def test__search__when_nothing_matches__says_so_and_offers_all_rows(qtbot, records, idle):
    search(qtbot, records, idle, "no such road")
    action = records.findChild(QPushButton, "points.empty_action")

    assert action.isVisible()
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    idle()

    assert table_of(records).model().rowCount() == 300


def test__escape__when_pressed_in_the_search_box__clears_it(qtbot, records, idle):
    search(qtbot, records, idle, "road 1")
    box = records.findChild(QLineEdit, "points.search")

    qtbot.keyClick(box, Qt.Key.Key_Escape)
    idle()

    assert box.text() == ""
    assert table_of(records).model().rowCount() == 300


def test__list__when_there_is_no_row_at_all__says_what_to_do_next(make_list):
    records = make_list(PointSource(0))

    texts = [label.text() for label in records.findChildren(QLabel) if label.isVisible()]
    assert "No points yet" in texts
    assert records.findChild(QPushButton, "points.empty_action").text() == "Create point"


def test__chip__when_codes_are_ticked__the_list_follows_and_counts_are_shown(qtbot, records, idle):
    chip = records.findChild(QPushButton, "points.chip.state")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    idle()
    choices = chip.findChild(QListWidget, "points.chip.state.popup.list")
    assert "(100)" in choices.item(0).text()

    choices.item(0).setCheckState(Qt.CheckState.Checked)
    idle()
    one = table_of(records).model().rowCount()
    choices.item(1).setCheckState(Qt.CheckState.Checked)
    idle()

    assert one == 100
    assert table_of(records).model().rowCount() == 200
    assert "2 chosen" in chip.text()
    clear = records.findChild(QPushButton, "points.clear_filters")
    assert clear.isVisible()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    idle()
    assert chip.text() == "State"
    assert table_of(records).model().rowCount() == 300


def test__cell_menu__when_filtering_by_a_value__the_chip_is_set(qtbot, records, idle):
    table_of(records).filter_wanted.emit("state", "D02")
    idle()

    assert table_of(records).model().rowCount() == 100
    assert "Closed down" in records.findChild(QPushButton, "points.chip.state").text()


def test__heading__when_clicked__sorts_in_the_source(qtbot, records, source, idle):
    header = table_of(records).horizontalHeader()
    where = header.sectionViewportPosition(1) + 20

    qtbot.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        pos=header.viewport().rect().topLeft()
        + type(header.viewport().rect().topLeft())(where, 10),
    )
    idle()

    assert source.queries[-1].sort == (("road", False),)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test__enter__when_a_row_is_current__opens_it(qtbot, records, source, key):
    table_of(records).select_row(2)

    with qtbot.waitSignal(records.opened) as opened:
        qtbot.keyClick(table_of(records), key)

    assert opened.args == [source.points[2][0]]


def test__double_click__when_on_a_row__opens_it_once(qtbot, records, source):
    table = table_of(records)
    opened = []
    records.opened.connect(opened.append)
    where = table.visualRect(table.model().index(1, 1)).center()

    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert opened == [source.points[1][0]]


def test__copy__when_rows_are_selected__ids_stay_text_and_hidden_columns_stay_out(records, source):
    table = table_of(records)
    table.select_row(0)
    selection = table.selectionModel()
    selection.select(
        table.model().index(1, 0), selection.SelectionFlag.Select | selection.SelectionFlag.Rows
    )

    records.copy(with_headings=True)

    data = QApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0] == "Id\tRoad\tState"
    assert lines[1] == f"{source.points[0][0]}\tRoad 0\tConnected"
    assert len(lines) == 3
    assert "mso-number-format" in data.html()
    assert source.points[0][0] in data.html()


def test__reload__when_rows_changed__the_selected_row_stays_selected(records, source, idle):
    table_of(records).select_row(5)
    chosen = records.current_key()
    source.points.append((point_id(999), "New road", "E22", 1))

    records.reload()
    idle()

    assert records.current_key() == chosen


def test__columns__when_rearranged__are_remembered_in_the_settings(
    qtbot, records, make_list, source, ui_context
):
    header = table_of(records).horizontalHeader()
    header.resizeSection(0, 333)
    header.moveSection(header.visualIndex(2), 0)
    table_of(records).column_menu().actions()[3].setChecked(True)
    ui_context.preferences.write()
    stored = json.loads(Preferences().values.column_layouts["points"])

    again = make_list(source)

    header = table_of(again).horizontalHeader()
    assert stored["order"][0] == "state"
    assert header.visualIndex(2) == 0
    assert abs(header.sectionSize(0) - 333) <= 4
    assert not header.isSectionHidden(3)
    table_of(again).reset_layout()
    assert header.visualIndex(0) == 0
    assert header.isSectionHidden(3)


def test__down_key__when_in_the_search_box__goes_to_the_first_row(qtbot, records):
    records.focus_search()

    qtbot.keyClick(records.search, Qt.Key.Key_Down)

    assert table_of(records).hasFocus()
    assert table_of(records).currentIndex().row() == 0
