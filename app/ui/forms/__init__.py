"""Forms made from field entries: labels, inputs, validation, drafts, saving."""

from __future__ import annotations

from app.ui.forms.fields import FieldKind, FieldState, FormField, catalogue_fields, catalogue_states
from app.ui.forms.form import Form
from app.ui.forms.form_view import FormView

__all__ = [
    "FieldKind",
    "FieldState",
    "Form",
    "FormField",
    "FormView",
    "catalogue_fields",
    "catalogue_states",
]
