"""The use cases of processes, gathered for pages and commands.

**Source**: design § 2.4; the modules named here say which paragraphs they follow.
"""

from app.services.process_listing import detail, list_processes, rows_of, status_label
from app.services.process_menu import dialog, kinds, offers
from app.services.process_opening import open_resend
from app.services.process_recording import preview_event, record
from app.services.process_start import preview, start

__all__ = [
    "detail",
    "dialog",
    "kinds",
    "list_processes",
    "offers",
    "open_resend",
    "preview",
    "preview_event",
    "record",
    "rows_of",
    "start",
    "status_label",
]
