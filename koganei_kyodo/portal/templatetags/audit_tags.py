"""The link from a change page of the admin to what happened to its object."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse

from koganei_kyodo.audit.reading import kinds
from koganei_kyodo.portal.privacy.permissions import may_read_trail

register = template.Library()


@register.simple_tag(takes_context=True)
def audit_url(context: Context, row: Any) -> str:
    """Return the address of the changes of `row`, empty where there are none to be read."""
    if not isinstance(row, Model) or row.pk is None:
        return ""
    kind = row._meta.label_lower
    if kind not in kinds() or not may_read_trail(context["request"].user, kind):
        return ""
    return f"{reverse('admin:audit_list')}?{urlencode({'kind': kind, 'object': row.pk})}"
