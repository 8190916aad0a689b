"""The form of a message to many groups."""

from django import forms

from koganei_kyodo.forms import PortalFormMixin
from organizations.models import GroupMessage


class MessageForm(PortalFormMixin, forms.ModelForm):
    """Subject and text."""

    class Meta:
        model = GroupMessage
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea({"rows": 12})}
        help_texts = {
            "subject": "何のお知らせかが、すぐわかるように書きます。例：市民活動まつりの参加団体を募集します",
            "body": "{団体名} と書いた所には、それぞれの団体の名前が入ります。",
        }
