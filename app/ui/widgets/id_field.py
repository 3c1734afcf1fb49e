"""Fields for ids of 18 and 13 digits: groups for reading, and a live check of the check digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.identifiers import is_valid_actor_id, is_valid_metering_point_id, make_check_digit
from app.texts import _
from app.ui.widgets.value_field import TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.master_data import FieldValue

_POINT_DIGITS = 18
_ACTOR_DIGITS = 13
_LONGEST_TYPED = 40


class DigitsField(TextField):
    """Digits in groups; blanks are only for reading and never part of the value."""

    def __init__(self, name: str, digits: int, parent: QWidget | None = None) -> None:
        """Make an empty field.

        Args:
            name: Object name, `<area>.<field id>`.
            digits: How many digits the id has.
            parent: Owner.
        """
        self._digits = digits
        super().__init__(name, max_length=_LONGEST_TYPED, parent=parent)
        self.line.show_letters(digits + 5)
        self._row.addStretch(1)

    def value(self) -> FieldValue:
        """Return the id without blanks, or None."""
        return "".join(self.line.text().split()) or None

    def set_value(self, value: FieldValue) -> None:
        """Show an id in groups."""
        self.line.setText(grouped("" if value is None else str(value)))

    def on_left(self) -> None:
        """Group the digits when the operator goes on."""
        text = grouped(str(self.value() or ""))
        if text != self.line.text():
            self.line.setText(text)

    def read_text(self) -> None:
        """Say how many digits are missing, or that the check digit is right or wrong."""
        text = str(self.value() or "")
        if not text:
            self._say("")
        elif not (text.isascii() and text.isdecimal()):
            self._say(self._other_than_digits(text))
        elif len(text) != self._digits:
            wanted = _("{count} of {wanted} digits")
            self._say(wanted.format(count=len(text), wanted=self._digits))
        elif self.is_right(text):
            self._say(_("Check digit is right"))
        else:
            self._say(self._what_is_wrong(text), "error")

    def is_right(self, text: str) -> bool:
        """Return whether a text of the right length has the right check digit."""
        raise NotImplementedError

    def _what_is_wrong(self, text: str) -> str:
        right = make_check_digit(text[:-1])
        if text.endswith(right):
            return _("A Danish metering point id begins with 57")
        message = _("Check digit is wrong: {digit} would be right for these digits")
        return message.format(digit=right)

    def _other_than_digits(self, _text: str) -> str:
        return _("Only digits belong here")


class MeteringPointIdField(DigitsField):
    """A metering point id (GSRN) of 18 digits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, _POINT_DIGITS, parent)

    def is_right(self, text: str) -> bool:
        """Return whether the id is valid."""
        return is_valid_metering_point_id(text)


class ActorIdField(DigitsField):
    """The id of an actor: a GLN of 13 digits, or an EIC code of 16 letters and digits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, _ACTOR_DIGITS, parent)

    def is_right(self, text: str) -> bool:
        """Return whether the id is valid."""
        return is_valid_actor_id(text)

    def _other_than_digits(self, text: str) -> str:
        return "" if is_valid_actor_id(text) else _("A GLN has 13 digits, an EIC code 16 signs")


def grouped(text: str) -> str:
    """Return digits in groups of four with blanks between; anything else as it is."""
    if not text.isdecimal() or len(text) not in (_POINT_DIGITS, _ACTOR_DIGITS):
        return text
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
