"""Whether the window may go away: nothing typed and no running work is lost without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _

if TYPE_CHECKING:
    from app.ui.messages import Messages
    from app.ui.page_stack import PageStack
    from app.ui.tasks import TaskRunner


def may_close(pages: PageStack | None, tasks: TaskRunner, messages: Messages) -> bool:
    """Ask what must be asked and return whether the window may be closed.

    Short writes are let end; one that lasts is cancelled when the operator says so.
    """
    if pages is not None and not pages.can_leave():
        return False
    running = tasks.long_write
    if not running:
        return True
    wanted = messages.confirm(
        _("Quit while work is running?"),
        _("“{work}” has not ended. It is cancelled, and nothing of it is kept.").format(
            work=running
        ),
        _("Cancel the work and quit"),
        danger=True,
    )
    if wanted:
        tasks.cancel_all()
    return wanted
