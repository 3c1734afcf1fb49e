"""What would follow if the form were saved as it is, kept up to date while it is filled in.

**Source**: ux § 6.3: the allowed window as a strip and the resulting deadline before saving.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui.process_dialogs.portal_values import PortalValuesView
from app.ui.process_dialogs.preview_parts import (
    ChangesView,
    ConsumptionView,
    LimitsView,
    effective_grid,
)
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.day_strip import DayStrip
from app.ui.widgets.labels import label
from app.ui.widgets.violations_list import ViolationsList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.domain.violations import Violation
    from app.services.deadline_views import LimitDates, StripDay
    from app.services.process_views import (
        ComputedConsumption,
        FieldChangeView,
        PortalValue,
        ProcessPreview,
        WindowView,
    )
    from app.ui.context import UiContext


@dataclass(frozen=True, kw_only=True)
class PreviewContent:
    """Everything the panel shows.

    Attributes:
        effective_date: The resulting effective date; None when it is not known.
        effective_explanation: Why it is that date; "" shows no such card.
        window: The permitted window; None without one.
        limits: Limits that will follow.
        strips: Their days by deadline id.
        changes: Fields before and after.
        computed: Consumption of a removed meter.
        portal_values: What must be typed by hand afterwards.
        general: Violations that belong to no field of the form.
    """

    effective_date: date | None = None
    effective_explanation: str = ""
    window: WindowView | None = None
    limits: tuple[LimitDates, ...] = ()
    strips: Mapping[str, Sequence[StripDay]] = field(default_factory=dict)
    changes: tuple[FieldChangeView, ...] = ()
    computed: ComputedConsumption | None = None
    portal_values: tuple[PortalValue, ...] = ()
    general: tuple[Violation, ...] = ()


def content_of(
    preview: ProcessPreview,
    strips: Mapping[str, Sequence[StripDay]],
    field_ids: frozenset[str],
) -> PreviewContent:
    """Return what the panel shows of a service's preview.

    Args:
        preview: The preview.
        strips: Days of its limits.
        field_ids: Fields of the form; their violations stand beside them.
    """
    return PreviewContent(
        effective_date=preview.effective_date,
        effective_explanation=preview.effective_date_explanation,
        window=preview.window,
        limits=preview.deadlines,
        strips=strips,
        changes=preview.changes,
        computed=preview.computed,
        portal_values=preview.portal_values,
        general=tuple(v for v in preview.violations if v.field not in field_ids),
    )


class PreviewPanel(QScrollArea):
    """Cards that appear when they have something to say."""

    def __init__(self, context: UiContext, name: str, parent: QWidget | None = None) -> None:
        """Make an empty panel.

        Args:
            context: Where it stands.
            name: First part of the object names, `<area>.preview`.
            parent: Owner.
        """
        super().__init__(parent)
        self._context = context
        self._name = name
        self.setObjectName(name)
        self.setAccessibleName(_("What follows"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        content = QWidget(self)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, SPACE.s, SPACE.l)
        self._column.setSpacing(SPACE.m)
        self._hint = label(
            _("Fill in the form to see the effective date and the deadlines that follow."),
            "muted",
            wrap=True,
            parent=content,
        )
        self._column.addWidget(self._hint)
        self._cards = {
            key: self._card(title, content)
            for key, title in (
                ("general", _("Please note")),
                ("computed", _("Computed consumption")),
                ("effective", _("Effective date")),
                ("limits", _("Deadlines")),
                ("window", _("Permitted dates")),
                ("changes", _("What changes")),
                ("portal", _("To be typed into the market portal")),
            )
        }
        self._limits = LimitsView(f"{name}.limits", self._cards["limits"])
        self._cards["limits"].body.addWidget(self._limits)
        self._parts: dict[str, QWidget] = {}
        self._column.addStretch(1)
        self.setWidget(content)

    def show_content(self, content: PreviewContent) -> None:
        """Show what would follow."""
        self._hint.setVisible(content == PreviewContent())
        cards = self._cards
        self._put("general", self._general(content.general))
        self._put("computed", self._computed(content))
        self._put("effective", self._effective(content))
        self._put("window", self._window(content.window))
        cards["limits"].setVisible(bool(content.limits))
        if content.limits:
            self._limits.show_limits(content.limits, content.strips, self._context.today)
        changes = ChangesView(content.changes, cards["changes"]) if content.changes else None
        self._put("changes", changes)
        values = content.portal_values
        name = f"{self._name}.portal"
        portal = PortalValuesView(self._context, name, values, cards["portal"]) if values else None
        self._put("portal", portal)

    def _card(self, title: str, content: QWidget) -> Card:
        card = Card(title, parent=content)
        card.hide()
        self._column.addWidget(card)
        return card

    def _put(self, key: str, part: QWidget | None) -> None:
        """Show a part in its card instead of the one before; None hides the card."""
        old = self._parts.pop(key, None)
        if old is not None:
            old.hide()
            old.deleteLater()
        self._cards[key].setVisible(part is not None)
        if part is not None:
            self._cards[key].body.addWidget(part)
            self._parts[key] = part

    def _general(self, violations: tuple[Violation, ...]) -> QWidget | None:
        if not violations:
            return None
        return ViolationsList(violations, f"{self._name}.violations", self._cards["general"])

    def _computed(self, content: PreviewContent) -> QWidget | None:
        if content.computed is None:
            return None
        return ConsumptionView(f"{self._name}.computed", content.computed, self._cards["computed"])

    def _effective(self, content: PreviewContent) -> QWidget | None:
        if content.effective_date is None and not content.effective_explanation:
            return None
        return effective_grid(
            f"{self._name}.effective",
            content.effective_date,
            content.effective_explanation,
            self._cards["effective"],
        )

    def _window(self, window: WindowView | None) -> QWidget | None:
        if window is None:
            return None
        part = QWidget(self._cards["window"])
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(label(window.explanation, "muted", wrap=True, parent=part))
        if window.strip:
            strip = DayStrip(part, f"{self._name}.window.strip")
            strip.set_days(window.strip, self._context.today)
            column.addWidget(strip)
        return part
