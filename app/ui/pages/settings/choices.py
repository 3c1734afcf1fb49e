"""What can be chosen on the settings page, with its words."""

from __future__ import annotations

from app.texts import _

Choices = tuple[tuple[str, str], ...]


def languages() -> Choices:
    """Return the languages; "" follows the system. Each is named in its own language."""
    return (("", _("As the system")), ("da", "Dansk"), ("en", "English"))


def themes() -> Choices:
    """Return the themes."""
    return (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))


def text_sizes() -> Choices:
    """Return the text sizes in per cent."""
    return tuple((str(size), f"{size} %") for size in (90, 100, 110, 125, 150))


def backup_reason(reason: str) -> str:
    """Return why a backup was made, in words."""
    return {
        "daily": _("First start of the day"),
        "before_import": _("Before an import"),
        "before_migration": _("Before an upgrade of the file"),
        "before_restore": _("Before a restore"),
        "by_hand": _("By hand"),
    }.get(reason, reason)


def rule_set_explanation(rule_set: str) -> str:
    """Return what a rule set means."""
    return {
        "forskrift": _(
            "Checks and time limits as the regulations of 2016 to 2020 have them. They have been "
            "changed since; where DataHub is stricter you are warned."
        ),
        "datahub": _(
            "Checks and windows as Energinet's published code and today's market portal have them."
        ),
        "own": _("What you have entered yourself; where you entered nothing, the regulations."),
    }.get(rule_set, "")
