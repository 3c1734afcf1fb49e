"""A field for numbers: reads comma and point, says what it understood, asks when it is unsure.

**Source**: ux § 7.2: "1.234" can be two numbers; the echo is marked uncertain until confirmed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.human_input import AmountKind, HumanInputError, display_decimal, parse_amount
from app.texts import _
from app.ui.widgets.buttons import button
from app.ui.widgets.value_field import TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.master_data import FieldValue


class AmountField(TextField):
    """A decimal number, or nothing."""

    def __init__(
        self,
        name: str,
        *,
        kind: AmountKind | str = AmountKind.NUMBER,
        scale: int | None = None,
        unit: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field.

        Args:
            name: Object name, `<area>.<field id>`.
            kind: What the number is, which decides how "1.234" is read.
            scale: Most decimals; 0 for whole numbers, None for no limit.
            unit: Shown inside the field.
            placeholder: An example.
            parent: Owner.
        """
        self._kind = AmountKind(kind)
        self._scale = scale
        self._value: Decimal | None = None
        self._problem = ""
        self._certain = True
        super().__init__(name, unit=unit, placeholder=placeholder, parent=parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.show_letters(14)
        self._row.addStretch(1)
        self._confirm = button(
            _("Yes, that is right"),
            f"{name}.confirm",
            role="link",
            on_click=self.confirm,
            parent=self,
        )
        self._echo_row.insertWidget(1, self._confirm)
        self._confirm.hide()

    def value(self) -> FieldValue:
        """Return the number (an `int` when the field has no decimals), or None."""
        if self._value is not None and self._scale == 0:
            return int(self._value)
        return self._value

    def decimal(self) -> Decimal | None:
        """Return the number, or None."""
        return self._value

    def set_value(self, value: FieldValue) -> None:
        """Show a number in Danish notation."""
        is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        text = display_decimal(Decimal(value)) if is_number else ""  # type: ignore[arg-type] # told by is_number
        self.line.setText(text)
        self.confirm()

    def is_certain(self) -> bool:
        """Return whether the number can only be read in one way, or was confirmed."""
        return self._certain

    def confirm(self) -> None:
        """Take the number as it was read."""
        self._certain = True
        self._confirm.hide()
        self._show_echo()

    def problem(self) -> str:
        """Return why what was typed cannot be used."""
        if not self._problem and not self._certain and self._value is not None:
            return _("“{text}” was read as {number}. Confirm it or write it otherwise.").format(
                text=self.line.text().strip(), number=display_decimal(self._value)
            )
        return self._problem

    def read_text(self) -> None:
        """Read the number and echo it."""
        text = self.line.text().strip()
        self._value, self._problem, self._certain = None, "", True
        if text:
            self._parse(text)
        self._confirm.setVisible(not self._certain)
        self._show_echo()

    def _parse(self, text: str) -> None:
        try:
            read = parse_amount(text, self._kind)
        except HumanInputError as error:
            self._problem = str(error)
            return
        decimals = -int(read.value.normalize().as_tuple().exponent)
        if self._scale is not None and decimals > self._scale:
            self._problem = (
                _("This must be a whole number.")
                if self._scale == 0
                else _("At most {count} decimals.").format(count=self._scale)
            )
            return
        self._value, self._certain = read.value, read.certain

    def _show_echo(self) -> None:
        if self._value is None:
            self._say("")
            return
        shown = display_decimal(self._value)
        if not self._certain:
            self._say(_("Read as {number}?").format(number=shown), "error")
        elif shown != self.line.text().strip():
            self._say(shown)
        else:
            self._say("")
