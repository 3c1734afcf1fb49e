"""The words of the buttons and fields that record an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _

if TYPE_CHECKING:
    from app.services.process_views import EventOffer


def offer_text(offer: EventOffer) -> str:
    """Return the short text of a button beside its step."""
    return {
        "done": _("Register as done"),
        "reported": _("Mark as reported"),
        "confirmed": _("Mark as confirmed"),
        "rejected": _("DataHub rejected it"),
    }.get(offer.event, offer.label)


def day_label(event: str) -> str:
    """Return the label of the field for the day of an event."""
    return {
        "done": _("Done on"),
        "reported": _("Reported on"),
        "confirmed": _("Confirmed on"),
        "rejected": _("Rejected on"),
        "cancelled": _("Cancelled on"),
    }.get(event, _("Date"))


def note_help(event: str) -> str:
    """Return what is worth noting with an event."""
    return {
        "reported": _("For instance the transaction id."),
        "confirmed": _("For instance the transaction id of DataHub's answer."),
        "rejected": _("What DataHub answered: code and text."),
        "cancelled": _("Why it is cancelled. What it changed in the register is voided."),
    }.get(event, "")
