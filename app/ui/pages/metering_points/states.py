"""How the states and unusual facts of a metering point look: icon, word and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.colors import Tone
from app.ui.widgets.badge import BadgeSpec

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue
    from app.services.point_views import Badge

_STATE_LOOKS = {
    "D03": (Tone.INFO, "add"),
    "E22": (Tone.SUCCESS, "connect"),
    "E23": (Tone.WARNING, "disconnect"),
    "D02": (Tone.NEUTRAL, "lock"),
}


def state_badge(state: str, catalogue: Catalogue) -> BadgeSpec | None:
    """Return the badge of a connection state; None without a state."""
    if not state:
        return None
    tone, icon = _STATE_LOOKS.get(state, (Tone.NEUTRAL, ""))
    return BadgeSpec(catalogue.code_list("connection_state").label(state), tone, icon)


def header_badge(badge: Badge) -> BadgeSpec:
    """Return how a badge of the record's header looks."""
    known = {tone.value for tone in Tone}
    return BadgeSpec(badge.text, Tone(badge.tone) if badge.tone in known else Tone.INFO)
