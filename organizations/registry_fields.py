"""Fields of the register's forms: read any usual way of writing, store one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.japanese import normalise_email, parse_year
from organizations.identifiers import (
    normalise_corporate_number,
    normalise_kana,
    normalise_phone,
    normalise_postcode,
)

OLDEST_YEAR = 1868


class KanaField(forms.CharField):
    """A reading; katakana becomes hiragana."""

    def clean(self, value: Any) -> str:
        """Return hiragana; raise ``ValidationError`` for anything else."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return normalise_kana(text)
        except ValueError:
            raise ValidationError(say.kana(str(self.label)), code="kana") from None


class PhoneField(forms.CharField):
    """A telephone number with its area code."""

    widget = forms.TextInput({"type": "tel"})

    def clean(self, value: Any) -> str:
        """Return the number with half-width digits; raise ``ValidationError`` without area code."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return normalise_phone(text)
        except ValueError:
            raise ValidationError(say.phone(str(self.label)), code="phone") from None


class PostcodeField(forms.CharField):
    """A postcode of seven digits."""

    widget = forms.TextInput({"inputmode": "numeric", "class": "number-box"})

    def clean(self, value: Any) -> str:
        """Return ``184-0004``; raise ``ValidationError`` without seven digits."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return normalise_postcode(text)
        except ValueError:
            raise ValidationError(say.postcode(str(self.label)), code="postcode") from None


class CorporateNumberField(forms.CharField):
    """A 法人番号, its check digit included."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """Return 13 digits; raise ``ValidationError`` where the check digit doesn't fit."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return normalise_corporate_number(text)
        except ValueError:
            raise ValidationError(say.corporate_number(str(self.label)), code="number") from None


class MailField(forms.CharField):
    """A mail address, in any width."""

    widget = forms.EmailInput({"spellcheck": "false"})

    def clean(self, value: Any) -> str:
        """Return the address; raise ``ValidationError`` for what can't be one."""
        text = normalise_email(str(super().clean(value)))
        if text:
            try:
                forms.EmailField(max_length=254).clean(text)
            except ValidationError:
                raise ValidationError(say.email(str(self.label)), code="invalid") from None
        return text


class JapaneseYearField(forms.CharField):
    """A year, Western or of an era."""

    widget = forms.TextInput({"autocomplete": "off", "class": "number-box"})

    def clean(self, value: Any) -> int | None:
        """Return the Western year; raise ``ValidationError`` for none, and for years to come."""
        text = str(super().clean(value))
        if not text:
            return None
        try:
            year = parse_year(text)
        except ValueError:
            raise ValidationError(f"{self.label}は、2010や平成22のように入力してください") from None
        if not OLDEST_YEAR <= year <= timezone.localdate().year:
            raise ValidationError(f"{self.label}は、今年までの年を入力してください")
        return year
