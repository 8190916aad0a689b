"""連絡先: who stands for a group and how to reach them, each value with a public switch of its own."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Value

from koganei_kyodo.search.fields import BigramIndex, SearchColumn
from organizations.identifiers import validate_kana, validate_phone, validate_postcode
from organizations.models.organization import Organization


def _digits(column: str) -> Func:
    return Func(
        F(column), Value("[^0-9]"), Value(""), Value("g"),
        function="regexp_replace", output_field=models.TextField(),
    )  # fmt: skip


class ContactDigits(models.GeneratedField):
    """The digits of a telephone number, for comparing: how it was hyphenated doesn't matter."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        self.source = column
        kwargs.setdefault("verbose_name", "比べるための数字")
        super().__init__(
            expression=_digits(column), output_field=models.TextField(), db_persist=True, **kwargs
        )

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return name, path, the column, and what else differs from the defaults."""
        name, path, _, kwargs = super().deconstruct()
        for own in ("expression", "output_field", "db_persist"):
            del kwargs[own]
        return name, path, [self.source], kwargs


@pghistory.track(exclude=["staff_text", "phone_digits", "mobile_digits"])
class Contact(models.Model):
    """The contact values of one group. Public is only what has its switch on; none has at first.

    ``person`` is the account of who is named as representative, where there is one: the personal
    data of an account and of the register are then shown and erased together.
    """

    # Value columns with a switch of their own, in the order they are shown.
    SWITCHED = (
        "representative", "contact_name", "postal", "phone", "mobile", "fax", "email",
    )  # fmt: skip

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="contact", verbose_name="団体"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="代表者の利用者登録",
    )  # fmt: skip
    representative = models.CharField("代表者", max_length=100, blank=True)
    representative_kana = models.CharField(
        "代表者のふりがな", max_length=100, blank=True, validators=[validate_kana]
    )
    representative_title = models.CharField(
        "代表者の役職", max_length=60, blank=True, help_text="例：会長、理事長"
    )
    representative_public = models.BooleanField("代表者を公開する", default=False)
    contact_name = models.CharField("連絡する人", max_length=100, blank=True)
    contact_name_public = models.BooleanField("連絡する人を公開する", default=False)
    postcode = models.CharField(
        "郵便番号", max_length=8, blank=True, validators=[validate_postcode]
    )
    address = models.CharField("住所", max_length=200, blank=True)
    address_to = models.CharField("住所の続き（〇〇様方など）", max_length=100, blank=True)
    postal_public = models.BooleanField("住所を公開する", default=False)
    phone = models.CharField("電話番号", max_length=30, blank=True, validators=[validate_phone])
    phone_public = models.BooleanField("電話番号を公開する", default=False)
    mobile = models.CharField(
        "携帯電話番号", max_length=30, blank=True, validators=[validate_phone]
    )
    mobile_public = models.BooleanField("携帯電話番号を公開する", default=False)
    fax = models.CharField("FAX番号", max_length=30, blank=True, validators=[validate_phone])
    fax_public = models.BooleanField("FAX番号を公開する", default=False)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    email_public = models.BooleanField("メールアドレスを公開する", default=False)

    # For staff only; the public search never reads this table.
    staff_text = SearchColumn(
        "representative", "representative_kana", "contact_name", "postcode", "address",
        "address_to", "phone", "mobile", "fax", "email",
    )  # fmt: skip
    phone_digits = ContactDigits("phone")
    mobile_digits = ContactDigits("mobile")

    class Meta:
        verbose_name = "団体の連絡先"
        verbose_name_plural = "団体の連絡先"
        indexes = [
            BigramIndex("staff_text", name="organization_contact_staff"),
            models.Index(fields=["phone_digits"], name="organization_contact_phone"),
            models.Index(fields=["mobile_digits"], name="organization_contact_mobile"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}の連絡先"

    def public_values(self) -> dict[str, str]:
        """Return what anybody may read, by the names of ``SWITCHED``; empty values left out."""
        every = {name: self.value_of(name) for name in self.SWITCHED}
        return {name: v for name, v in every.items() if v and getattr(self, f"{name}_public")}

    def value_of(self, name: str) -> str:
        """Return a value of ``SWITCHED`` as it is read: an address in one line, a title first."""
        if name == "postal":
            parts = [self.postcode and f"〒{self.postcode}", self.address, self.address_to]
            return " ".join(part for part in parts if part)
        if name == "representative":
            return " ".join(p for p in (self.representative_title, self.representative) if p)
        return str(getattr(self, name))

    @classmethod
    def label_of(cls, name: str) -> str:
        """Return what people call a value of ``SWITCHED``."""
        if name == "postal":
            return "住所"
        column: Any = cls._meta.get_field(name)
        return str(column.verbose_name)
