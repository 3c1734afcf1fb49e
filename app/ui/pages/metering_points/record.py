"""The record of one metering point: head, open limits, tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.texts import _, ngettext
from app.ui.pages.metering_points.header import RecordHeader
from app.ui.pages.metering_points.history_tab import HistoryTab
from app.ui.pages.metering_points.limits_strip import LimitsStrip
from app.ui.pages.metering_points.links_tab import LinksTab
from app.ui.pages.metering_points.master_data_tab import MasterDataTab
from app.ui.pages.metering_points.meter_tab import MeterTab
from app.ui.pages.metering_points.processes_tab import ProcessesTab
from app.ui.pages.metering_points.relations_tab import RelationsTab
from app.ui.pages.metering_points.tab import FIRST_TAB
from app.ui.theme import SPACE

if TYPE_CHECKING:
    from app.services.point_views import PointDetail
    from app.services.process_views import ProcessOffer
    from app.ui.context import UiContext
    from app.ui.pages.metering_points.tab import RecordTab


class PointRecord(QWidget):
    """Shows a `PointDetail`.

    Attributes:
        header: Id, address, badges, actions.

    Signals:
        open_wanted: Address to go to.
        tab_changed: Id of the tab that came to the front by the operator's wish.
        link_wanted: The form for a new link is wanted.
        end_wanted: Number of the link that shall end.
    """

    open_wanted = Signal(str)
    tab_changed = Signal(str)
    link_wanted = Signal()
    end_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.detail: PointDetail | None = None
        self._is_moving = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.m)
        self.header = RecordHeader(context.session.catalogues.fields, self)
        outer.addWidget(self.header)
        self._limits = LimitsStrip(self)
        self._limits.open_wanted.connect(self.open_wanted)
        outer.addWidget(self._limits)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("metering_points.tabs")
        self._tabs.setAccessibleName(_("Parts of the record"))
        self._tabs.tabBar().setAccessibleName(_("Parts of the record"))
        self._tabs.setDocumentMode(True)
        outer.addWidget(self._tabs, 1)
        self._parts: dict[str, RecordTab] = {
            FIRST_TAB: MasterDataTab(context, self),
            "meter": self._meter_tab(context),
            "links": self._links_tab(context),
            "processes": ProcessesTab(context, self),
            "history": HistoryTab(context, self),
            "relations": RelationsTab(context, self),
        }
        for part in self._parts.values():
            self._tabs.addTab(part, part.tab_title)
            if isinstance(part, ProcessesTab | HistoryTab | RelationsTab):
                part.open_wanted.connect(self.open_wanted)
        self._tabs.currentChanged.connect(self._on_tab_changed)

    def show_detail(self, detail: PointDetail, offers: tuple[ProcessOffer, ...]) -> None:
        """Show a point in all tabs."""
        self.detail = detail
        self.header.show_detail(detail)
        self.header.show_offers(offers)
        self._limits.show_limits(detail.deadlines, self._context.today)
        for part in self._parts.values():
            part.show_detail(detail)
        self._show_counts(detail)

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front; an unknown one means the first."""
        part = self._parts.get(tab) or self._parts[FIRST_TAB]
        self._is_moving = True
        self._tabs.setCurrentWidget(part)
        self._is_moving = False
        part.activate()

    @property
    def tab(self) -> str:
        """Return the id of the tab in front."""
        shown = self._tabs.currentWidget()
        return next(key for key, part in self._parts.items() if part is shown)

    def _show_counts(self, detail: PointDetail) -> None:
        counts = {
            "links": len(detail.links),
            "processes": len(detail.processes),
            "relations": len(detail.children) + (1 if detail.parent else 0),
        }
        for at, (key, part) in enumerate(self._parts.items()):
            count = counts.get(key, 0)
            self._tabs.setTabText(at, f"{part.tab_title} ({count})" if count else part.tab_title)
        faults = len(detail.violations)
        text = ngettext("{count} remark of the checks", "{count} remarks of the checks", faults)
        self._tabs.setTabToolTip(0, text.format(count=faults) if faults else "")

    def _on_tab_changed(self, _at: int) -> None:
        if self._is_moving:
            return
        self._parts[self.tab].activate()
        self.tab_changed.emit(self.tab)

    def _meter_tab(self, context: UiContext) -> MeterTab:
        tab = MeterTab(context, self)
        tab.swap_wanted.connect(lambda: self.header.process_wanted.emit("meter_swap"))
        return tab

    def _links_tab(self, context: UiContext) -> LinksTab:
        tab = LinksTab(context, self)
        tab.link_wanted.connect(self.link_wanted)
        tab.end_wanted.connect(self.end_wanted)
        tab.open_wanted.connect(self.open_wanted)
        return tab
