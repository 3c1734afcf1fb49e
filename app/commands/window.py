"""`netkontor gui`: here only for its help and for what is wrong on its command line.

A correct call never comes this far: `app.__main__` opens the window by the short way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.framework import Command
from app.commands.parts import Request
from app.texts import _


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    return (Command("gui", gui, _("Open the window.")),)


def gui(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar=_("FILE"),
            help=_("Company file; without it the one used last, or the start page."),
        ),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Make a demo company (once) and open it."))
    ] = False,
) -> int:
    """Open the window."""
    request: Request = context.obj
    return request.parts.open_window(Path(file) if file else None, demo=demo)
