"""What every form of the portal shares: house messages, generous reading, one field layout.

``PortalFormMixin`` goes first in the bases of a form. The layout of a field lies in
``templates/bootstrap5/field.html`` and is the same for ``{% crispy form %}`` and ``{{ form }}``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from koganei_kyodo import house_messages as say
from koganei_kyodo.japanese import normalise_number, parse_date, parse_year

LARGEST_INTEGER = 2_147_483_647  # what an integer column of PostgreSQL holds


class PortalRenderer(TemplatesSetting):
    """Renders a field of ``{{ form }}`` with the layout that crispy uses, too."""

    field_template_name = "bootstrap5/field.html"


def portal_helper() -> FormHelper:
    """Return a crispy helper that leaves the form tag and the CSRF token to the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PortalFormMixin:
    """Gives a ``Form`` or ``ModelForm`` house messages, no browser checks, and the field layout.

    ``required_on_submit`` names fields that a draft may leave empty but a submission may not:
    they carry ※必須 although the field itself is optional. ``show_marks = False`` leaves out the
    ※必須 and ※任意 marks, for filter forms in which nothing is ever required.
    """

    use_required_attribute = False
    default_renderer: BaseRenderer | type[BaseRenderer] | None = PortalRenderer
    required_on_submit: Sequence[str] = ()
    show_marks = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_helper()
        for name, field in self.fields.items():
            speak_plainly(field, label=str(field.label or name))


@dataclass(frozen=True)
class LimitMessage:
    """A message that is finished with the limit and the value a Django validator reports."""

    sentence: Callable[[int, int], str]

    def __mod__(self, params: Mapping[str, Any]) -> str:
        return self.sentence(params["limit_value"], params["show_value"])


def speak_plainly(field: forms.Field, *, label: str) -> None:
    """Replace Django's error messages of ``field`` by the house messages with its ``label``.

    A message that the author of the form wrote for the field stays.
    """
    defaults: dict[str, Any] = {}
    for ancestor in reversed(type(field).__mro__):
        defaults.update(getattr(ancestor, "default_error_messages", {}))
    for code, message in _messages(field, label).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = message


def _messages(field: forms.Field, label: str) -> dict[str, Any]:
    """Return the house messages for the error codes that ``field`` can raise."""
    unit = getattr(field, "unit", "")
    messages: dict[str, Any] = {
        "required": say.empty(label),
        "unique": say.already_used(label),
        "max_length": LimitMessage(lambda limit, n: say.too_long(label, limit=limit, length=n)),
        "min_length": LimitMessage(lambda limit, n: say.too_short(label, limit=limit, length=n)),
        "max_value": LimitMessage(lambda limit, _: say.too_large(label, limit=limit, unit=unit)),
        "min_value": LimitMessage(lambda limit, _: say.too_small(label, limit=limit, unit=unit)),
    }
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.BooleanField):
        several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        messages["required"] = say.nothing_chosen(label, several=several)
        for code in ("invalid_choice", "invalid_list", "invalid_pk_value"):
            messages[code] = say.not_in_the_list(label)
    elif isinstance(field, forms.FileField):
        messages["required"] = say.nothing_chosen(label, several=False)
        for code in ("invalid", "missing", "empty", "invalid_image"):
            messages[code] = say.upload_broke(label)
    elif isinstance(field, forms.IntegerField):  # floats and decimals included
        messages["invalid"] = say.not_a_number(label)
    elif isinstance(field, forms.DateField | forms.DateTimeField):
        messages["invalid"] = say.impossible_date(label)
    elif isinstance(field, forms.EmailField):
        messages["invalid"] = say.email(label)
    elif isinstance(field, forms.URLField):
        messages["invalid"] = say.web_address(label)
    return messages


class LongSelect(forms.Select):
    """A select box of many choices: written in one go, not with a template for every option.

    Filters with some dozen offices and years are the slowest part of a list otherwise. Groups of
    choices are not for it.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the box with all of its options."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        own = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", own, options)


class JapaneseIntegerField(forms.IntegerField):
    """A whole number: full-width digits, commas, 円 and the usual counting words are accepted.

    ``unit`` (円, 人, 件 …) is shown after the box. Numbers below 0 and above what an integer
    column holds are refused unless ``min_value`` and ``max_value`` say otherwise.
    """

    widget = forms.TextInput
    _COUNTING_WORDS = re.compile(r"(?:円|人|名|件|団体|回|枚|日|時間)$")

    def __init__(
        self,
        *,
        unit: str = "",
        min_value: int | None = 0,
        max_value: int | None = LARGEST_INTEGER,
        **kwargs: Any,
    ) -> None:
        self.unit = unit
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask telephones for their number keys; the box is as wide as a number."""
        attrs = super().widget_attrs(widget)
        if isinstance(widget, forms.TextInput) and not widget.is_hidden:
            attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "number-box"}
        return attrs

    def to_python(self, value: Any) -> int | None:
        """Read the number; raises ``ValidationError`` (code ``invalid``) where there is none."""
        if isinstance(value, str):
            plain = normalise_number(value).removeprefix("¥")
            if self.unit:
                plain = plain.removesuffix(normalise_number(self.unit))
            value = re.sub(r"^[△▲]", "-", self._COUNTING_WORDS.sub("", plain))
        return super().to_python(value)


class JapaneseDateWidget(forms.MultiWidget):
    """Three boxes with their own labels 年, 月 and 日."""

    template_name = "includes/date_widget.html"
    PARTS = {"year": "年", "month": "月", "day": "日"}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {"inputmode": "numeric", "autocomplete": "off", "class": f"date-{part}"}
            )
            for part in self.PARTS
        }
        # The boxes' names are written by Django as name_year, name_month and name_day.
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return the three values of a date, or three empty boxes."""
        return [value.year, value.month, value.day] if isinstance(value, date) else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the word that stands at each box."""
        context = super().get_context(name, value, attrs)
        for box, word in zip(context["widget"]["subwidgets"], self.PARTS.values(), strict=True):
            box["word"] = word
        return context


class JapaneseDateField(forms.Field):
    """A date from three boxes 年・月・日, read into a ``datetime.date``.

    The year may be Western or of an era (2026, 令和8, R8); a whole date (20260401,
    令和8年4月1日) may be pasted into the first box. A message names the box to mend.
    """

    widget = JapaneseDateWidget

    def to_python(self, value: Any) -> date | None:
        """Return the date; raises ``ValidationError`` naming the box, or the whole date."""
        if value is None or isinstance(value, date):
            return value
        year, month, day = (str(part or "").strip() for part in value)
        if not (year or month or day):
            return None
        if year and not (month or day):
            try:
                return parse_date(year)
            except ValueError:
                pass  # a year alone: the message below names the box that is still empty
        numbers = self._year(year), self._number(month, "月"), self._number(day, "日")
        try:
            return date(*numbers)
        except ValueError:
            raise ValidationError(say.impossible_date(self._label), code="invalid") from None

    def validate(self, value: date | None) -> None:
        """Refuse an empty date where one is needed."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the boxes hold another date than ``initial``; unreadable is changed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    @property
    def _label(self) -> str:
        return str(self.label or "日付")

    def _year(self, text: str) -> int:
        try:
            return parse_year(text)
        except ValueError:
            message = say.date_part(self._label, "年", example="2026や令和8")
            raise ValidationError(message, code="year") from None

    def _number(self, text: str, part: str) -> int:
        plain = normalise_number(text).removesuffix(part)
        if not re.fullmatch(r"[0-9]{1,2}", plain):
            raise ValidationError(say.date_part(self._label, part, example="4"), code="part")
        return int(plain)
