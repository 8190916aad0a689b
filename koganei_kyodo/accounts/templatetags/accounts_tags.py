"""Tags of the pages about login."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from koganei_kyodo.accounts.codes import groups_of
from koganei_kyodo.accounts.middleware import must_set_up

register = template.Library()
register.filter("must_set_up", must_set_up)


@register.filter
def as_json(value: Any) -> str:
    """Return `value` as JSON for a data attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


@register.filter
def in_groups(code: str, between: str = "-") -> str:
    """Return a code in groups of four: 12345678 becomes 1234-5678, or with another sign between."""
    return between.join(groups_of(code))
