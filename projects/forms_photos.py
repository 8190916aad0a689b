"""The forms of a project's photos."""

from django import forms

from koganei_kyodo.documents.pictures import KINDS, MAX_MEGABYTES, PictureField
from koganei_kyodo.forms import PortalFormMixin


class DescriptionForm(PortalFormMixin, forms.Form):
    """What is on a photo, and who may see it."""

    alt = forms.CharField(
        label="写真の説明",
        max_length=200,
        help_text="写真を見られない人に、何が写っているかを伝えます。例：公園の花だんに苗を植える5人",
    )
    is_public = forms.BooleanField(
        label="公開してよい",
        required=False,
        help_text="選ぶと、事業が公開されたあとで、だれでも見られます。"
        "顔のわかる人には、載せてよいか確かめてください（子どもは保護者に）。",
    )


class PhotoForm(DescriptionForm):
    """A photo, what is on it, and who may see it."""

    picture = PictureField(
        label="写真",
        help_text=f"{'・'.join(KINDS)}、{MAX_MEGABYTES}MBまで。撮った場所や日時の記録は消し、小さくして残します。",
    )
    field_order = ("picture", "alt", "is_public")
