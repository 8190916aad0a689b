"""Tags and filters of every page: the centre's words, the menu, breadcrumbs, errors, dates."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.japanese import format_date, format_time, format_wareki, local_day
from koganei_kyodo.portal.navigation import MenuEntry, menu_for

register = template.Library()


@dataclass(frozen=True)
class Crumb:
    """One step of the way to the page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Problem:
    """One line of the error summary and the id of the control that it leads to."""

    message: str
    control_id: str


@register.simple_tag(takes_context=True)
def term(context: Context, key: str) -> str:
    """Return the centre's own word for ``key``; raises ``KeyError`` for a key nobody knows."""
    return context["centre"].term(key)


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[MenuEntry]:
    """Return the main menu of the visitor."""
    return menu_for(context["request"])


@register.inclusion_tag("includes/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, list[Crumb]]:
    """Show 現在位置: pairs of label and address (path or URL name), then the page's own label.

    ``{% breadcrumbs "統計" "projects:statistics" year %}`` reads ホーム, 統計 and the year;
    ホーム comes by itself.
    """
    *parents, here = steps
    crumbs = [Crumb("ホーム", reverse("portal:front"))]
    for label, target in zip(parents[::2], parents[1::2], strict=True):
        crumbs.append(Crumb(label, target if target.startswith("/") else reverse(target)))
    return {"crumbs": [*crumbs, Crumb(str(here))]}


@register.inclusion_tag("includes/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Show the way to the other pages of a list; nothing where everything is on one.

    The links keep what the address asks for, without what is empty: they are short enough to share.
    """
    kept = context["request"].GET.copy()
    kept.pop("page", None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    query = kept.urlencode()
    return {
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2)),
        "ellipsis": page.paginator.ELLIPSIS,
        "query": f"?{query}&" if query else "?",
    }


@register.simple_tag
def furigana(text: str) -> SafeString:
    """Show readings above the kanji of ``text``, written as ``[市民|しみん]の[活動|かつどう]``."""
    parts = re.split(r"\[([^|\]]+)\|([^\]]+)\]", text)
    pieces: list[str] = [parts[0]]
    for base, reading, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        ruby = "<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>"
        pieces += [format_html(ruby, base, reading), rest]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.simple_tag
def error_items(*sources: BaseForm | BaseFormSet | str | None) -> list[Problem]:
    """Return every error of the forms and formsets, in the order of the page.

    Sources that are missing from the template's context come as an empty string and are skipped.
    """
    problems: list[Problem] = []
    for source in sources:
        if isinstance(source, BaseFormSet) and source.is_bound:
            problems += [
                Problem(str(error), f"{source.prefix}-errors") for error in source.non_form_errors()
            ]
            for form in source.forms:
                problems += _form_problems(form)
        elif isinstance(source, BaseForm) and source.is_bound:
            problems += _form_problems(source)
    return problems


def _form_problems(form: BaseForm) -> list[Problem]:
    """Return the errors of one form: those of the whole form first."""
    whole = f"{form.prefix or 'form'}-errors"
    problems = [Problem(str(error), whole) for error in form.non_field_errors()]
    for field in form:
        control_id = "" if field.is_hidden else first_control_id(field)
        problems += [Problem(str(error), control_id) for error in field.errors]
    return problems


@register.filter
def first_control_id(field: BoundField) -> str:
    """Return the id of the first control of a field: a group of boxes has no id of its own."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def needs_answer(field: BoundField) -> bool:
    """Tell whether the field carries ※必須: needed always, or at least for submitting."""
    return field.field.required or field.name in getattr(field.form, "required_on_submit", ())


@register.filter
def wareki(day: date | None) -> str:
    """Show a date by era: 令和8年4月1日; nothing where there is no date."""
    return format_wareki(local_day(day)) if day else ""


@register.filter
def japanese_date(day: date | None) -> str:
    """Show a date with its weekday: 2026年4月1日（水）; nothing where there is no date."""
    return format_date(day) if day else ""


@register.filter
def japanese_time(moment: datetime | None) -> str:
    """Show a time of day: 10時32分; nothing where there is none."""
    return format_time(moment) if moment else ""


@register.filter
def nendo(year: int | None) -> str:
    """Show a 年度 in both calendars: 2010（平成22）年度; nothing where there is none."""
    return fiscal_year_label(year) if year is not None else ""


@register.filter
def message_word(level_tag: str) -> str:
    """Return the word a banner begins with, so that its colour is never needed."""
    words = {"success": "完了", "warning": "注意", "error": "エラー"}
    return words.get(level_tag, "お知らせ")


@register.filter
def alert_class(level_tag: str) -> str:
    """Return the look of a banner for the level of a Django message."""
    return {"success": "success", "warning": "warning", "error": "danger"}.get(level_tag, "info")
