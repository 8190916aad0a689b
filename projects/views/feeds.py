"""Feeds: newly published records, and examples, as Atom and RSS."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.models import Example, ProjectRecord
from projects.reporting import about_centre

NEWEST = 30


class RecordFeed(Feed):
    """RSS of the records that were published last."""

    description = "新しく公開した協働事業"

    def title(self) -> str:
        """Return the name of the feed."""
        return f"{about_centre().site}　新しく公開した協働事業"

    def link(self) -> str:
        """Return the page that the feed follows."""
        return reverse("projects:list")

    def items(self) -> Any:
        """Return the newest, with their offices."""
        published = ProjectRecord.objects.published().exclude(reviewed_at=None)
        return published.select_related("department").order_by("-reviewed_at", "-pk")[:NEWEST]

    def item_title(self, item: Any) -> str:
        """Return the name with the 年度."""
        return f"{item.name}（{fiscal_year_label(item.fiscal_year)}）"

    def item_description(self, item: Any) -> str:
        """Return the office and what was done."""
        return f"{item.department.name}　{item.summary}"

    def item_link(self, item: Any) -> str:
        """Return the year on the project's page."""
        return f"{reverse('projects:detail', args=[item.project_id])}#year-{item.fiscal_year}"

    def item_pubdate(self, item: Any) -> datetime.datetime:
        """Return when the centre approved it."""
        return timezone.localtime(item.reviewed_at)

    def item_updateddate(self, item: Any) -> datetime.datetime:
        """Return the same: an approved record does not change any more."""
        return self.item_pubdate(item)


class RecordAtom(RecordFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = RecordFeed.description


class ExampleFeed(Feed):
    """RSS of the newest published examples."""

    description = "協働の事例（うまくいったこと、うまくいかなかったこと）"

    def title(self) -> str:
        """Return the name of the feed."""
        return f"{about_centre().site}　協働の事例"

    def link(self) -> str:
        """Return the page that the feed follows."""
        return reverse("projects:examples")

    def items(self) -> Any:
        """Return the newest, with their records."""
        published = Example.objects.published().select_related("record__department")
        return published.order_by("-created_at", "-pk")[:NEWEST]

    def item_title(self, item: Any) -> str:
        """Return the heading with its kind."""
        return f"{item.get_kind_display()}：{item.title}"

    def item_description(self, item: Any) -> str:
        """Return what was done and what to learn from it."""
        return "\n".join(part for part in (item.text, item.lesson) if part)

    def item_link(self, item: Any) -> str:
        """Return the example on its page."""
        return f"{reverse('projects:examples')}#example-{item.pk}"

    def item_pubdate(self, item: Any) -> datetime.datetime:
        """Return when it was written."""
        return timezone.localtime(item.created_at)

    def item_updateddate(self, item: Any) -> datetime.datetime:
        """Return the same: an example of an approved record does not change any more."""
        return self.item_pubdate(item)


class ExampleAtom(ExampleFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = ExampleFeed.description


_RECORDS = {"rss": RecordFeed(), "atom": RecordAtom()}
_EXAMPLES = {"rss": ExampleFeed(), "atom": ExampleAtom()}


@require_safe
def records(request: HttpRequest, form: str) -> HttpResponse:
    """Return the feed of records as Atom or RSS."""
    return _feed(_RECORDS, request, form)


@require_safe
def examples(request: HttpRequest, form: str) -> HttpResponse:
    """Return the feed of examples as Atom or RSS."""
    return _feed(_EXAMPLES, request, form)


def _feed(feeds: Mapping[str, Feed], request: HttpRequest, form: str) -> HttpResponse:
    feed = feeds.get(form)
    if feed is None:
        raise Http404
    return feed(request)
