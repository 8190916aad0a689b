"""事例: what went well and what did not, by theme; only what may be read."""

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.views.generic import ListView

from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.search.querysets import search_any
from projects.models import Example, Theme

PER_PAGE = 20
# Where words are looked for: the example itself, and its project with the partners.
IN_EXAMPLES = ("search_text", "record__search_text")


class ExampleFilterForm(PortalFormMixin, forms.Form):
    """Words, kind and theme; nothing is required."""

    show_marks = False
    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=100,
        help_text="見出しと中身、事業の名前と概要から探します。例：広報",
    )
    kind = forms.ChoiceField(label="うまくいったか", required=False)
    theme = forms.ChoiceField(label="テーマ", required=False)

    def __init__(self, data: Any, examples: QuerySet[Example]) -> None:
        super().__init__(data)
        kinds = dict(examples.order_by().values_list("kind").annotate(Count("pk")))
        kind: Any = self.fields["kind"]
        kind.choices = [
            ("", "すべて"),
            *((key, f"{label}（{kinds.get(key, 0):,}件）") for key, label in Example.Kind.choices),
        ]
        themes = (
            Theme.objects.filter(examples__in=examples)
            .annotate(number=Count("examples"))
            .order_by("position", "pk")
        )
        theme: Any = self.fields["theme"]
        theme.choices = [
            ("", "すべて"),
            *((str(row.pk), f"{row.name}（{row.number:,}件）") for row in themes),
        ]


class ExampleListView(ListView):
    """The examples that the visitor may read: published ones, to officials those of every office."""

    template_name = "projects/example_list.html"
    context_object_name = "examples"
    paginate_by = PER_PAGE
    request: HttpRequest

    def get_queryset(self) -> QuerySet[Example]:
        """Return what the filters leave, the newest first."""
        seen = Example.objects.visible_to(self.request.user)
        self.form = ExampleFilterForm(self.request.GET, seen)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        found: QuerySet[Example] = seen.select_related("record__department").prefetch_related(
            "themes"
        )
        if chosen.get("kind"):
            found = found.filter(kind=chosen["kind"])
        if chosen.get("theme"):
            found = found.filter(themes=chosen["theme"])
        if chosen.get("q"):
            found = search_any(found, IN_EXAMPLES, chosen["q"])
        return found.order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and whether it asks for anything."""
        asked = any(value for name, value in self.request.GET.items() if name != "page")
        return super().get_context_data(**kwargs) | {"form": self.form, "is_filtered": asked}
