"""The forms of a group's photos."""

from django import forms

from koganei_kyodo.documents.pictures import KINDS, MAX_MEGABYTES, PictureField
from koganei_kyodo.forms import PortalFormMixin


class DescriptionForm(PortalFormMixin, forms.Form):
    """What is on a photo."""

    alt = forms.CharField(
        label="写真の説明",
        max_length=200,
        help_text="写真を見られない人に、何が写っているかを伝えます。例：公園の花だんに苗を植える5人",
    )


class PhotoForm(DescriptionForm):
    """A photo and what is on it."""

    picture = PictureField(
        label="写真",
        help_text=f"{'・'.join(KINDS)}、{MAX_MEGABYTES}MBまで。撮った場所や日時の記録は消し、小さくして載せます。",
    )
    field_order = ("picture", "alt")
