"""One box for everything that is public: groups, projects, examples and reports, by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.search.querysets import search, search_any
from koganei_kyodo.search.words import typed, words
from organizations.models import Organization
from projects.models import Example, ProjectRecord
from projects.views.examples import IN_EXAMPLES
from surveys.models import Report

SHOWN = 5
LONGEST = 200


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its name, its page, and a line that tells it from others."""

    title: str
    url: str
    about: str


@dataclass(frozen=True)
class Source:
    """One kind of thing: the word for it (a term of the centre, or plain), and how it is found.

    ``find`` gets the words as typed and returns public rows only; ``more`` is the page that goes
    on with the same words, empty where there is none.
    """

    term: str
    label: str
    find: Callable[[str], QuerySet[Any]]
    hit: Callable[[Any], Hit]
    more: str = ""


@dataclass(frozen=True)
class Found:
    """What one source found: the first hits, whether there are more, and where."""

    source: Source
    hits: list[Hit]
    more_url: str


SOURCES = (
    Source(
        "organization",
        "",
        lambda q: search(
            Organization.objects.listed().select_related("kind"),
            "public_text",
            q,
            name_column="name_text",
        ),
        lambda o: Hit(o.name, reverse("organizations:detail", args=[o.pk]), str(o.kind)),
        "organizations:list",
    ),
    Source(
        "project",
        "",
        lambda q: search(
            ProjectRecord.objects.published()
            .select_related("department")
            .order_by("-fiscal_year", "-pk"),
            "search_text",
            q,
        ),
        lambda r: Hit(
            r.name,
            reverse("projects:detail", args=[r.project_id]),
            f"{fiscal_year_label(r.fiscal_year)}　{r.department}",
        ),
        "projects:list",
    ),
    Source(
        "",
        "協働の事例",
        lambda q: search_any(Example.objects.published().select_related("record"), IN_EXAMPLES, q),
        lambda e: Hit(
            e.title, reverse("projects:detail", args=[e.record.project_id]), e.get_kind_display()
        ),
        "projects:examples",
    ),
    Source(
        "",
        "調査の報告",
        lambda q: search_any(
            Report.objects.published().newest().select_related("survey"),
            ("search_text", "survey__search_title"),
            q,
        ),
        lambda r: Hit(
            r.title,
            reverse("surveys:report", args=[r.survey.slug]),
            fiscal_year_label(r.survey.fiscal_year),
        ),
    ),
)


def find_everywhere(keyword: str) -> list[Found]:
    """Return what each source finds, the first of each kind; one query for each source.

    Args:
        keyword: as typed; several words all have to be there.
    """
    found = []
    for source in SOURCES:
        rows = list(source.find(keyword)[: SHOWN + 1])
        more = (
            f"{reverse(source.more)}?{urlencode({'q': keyword})}"
            if source.more and len(rows) > SHOWN
            else ""
        )
        found.append(Found(source, [source.hit(row) for row in rows[:SHOWN]], more))
    return found


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show what the words of the address find, by kind; without words say what can be found."""
    text = typed(request)
    problem = f"{LONGEST}字までのことばで探してください" if len(text) > LONGEST else ""
    asked = "" if problem or not words(text) else text
    found = [each for each in (find_everywhere(asked) if asked else []) if each.hits]
    return render(
        request,
        "portal/search.html",
        {"typed": text, "asked": asked, "problem": problem, "found": found},
    )
