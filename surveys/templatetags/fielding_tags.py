"""Which surveys wait for the answer of whoever is logged in: for マイページ and 庁内ページ."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Q
from django.template import Context
from django.utils.safestring import SafeString

from organizations.models import Department
from surveys.fielding import forms, option_html, terms
from surveys.models import Survey, Target

register = template.Library()


@register.filter
def blocks(boxes: Iterable[forms.Box]) -> list[forms.Block]:
    """Return boxes with the lines of each table together."""
    return forms.blocks(boxes)


@register.simple_tag
def option_lines(box: forms.Box) -> SafeString:
    """Write the options of a question below each other."""
    return option_html.option_lines(box)


@register.simple_tag
def option_cells(box: forms.Box, may_skip: bool) -> SafeString:
    """Write the options of a line of a table as its cells."""
    return option_html.option_cells(box, may_skip=may_skip)


@register.inclusion_tag("surveys/answer/_waiting.html", takes_context=True)
def waiting_surveys(context: Context) -> dict[str, Any]:
    """List the open surveys that ask the person's groups or offices, answered ones last."""
    user = context["request"].user
    groups = [m.organization_id for m in user.current_memberships if m.organization_id]
    mine = Q(organization__in=groups)
    if user.office_ids:
        offices = Department.objects.answered_by(user)
        mine |= Q(department__in=offices) | Q(answered_by__in=offices)
    rows = Target.objects.filter(
        mine, survey__status=Survey.Status.OPEN, survey__is_anonymous=False
    ).exclude(status__in=[Target.Status.LISTED, Target.Status.EXCLUDED])
    targets = [t for t in rows.select_related("survey", "draft") if terms.is_open(t.survey)]
    return {
        "targets": sorted(targets, key=lambda t: (t.status == Target.Status.VALID, t.pk)),
        "centre": context["centre"],
    }
