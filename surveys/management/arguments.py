"""What the commands about one survey share: how it is named, and how it is found."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser

from surveys.models import Questionnaire, Survey

# How many surveys are named to somebody who mistyped one.
_MOST_SLUGS = 20


def add_survey(parser: CommandParser, *, edition: bool = False) -> None:
    """Declare the survey, and which edition of its questionnaire where that can be chosen."""
    parser.add_argument("survey", help="調査の記号（例：musashino-2011）")
    if edition:
        parser.add_argument("--edition", type=int, help="調査票の版（なければ新しい版）")


def questionnaire_of(options: dict[str, Any]) -> Questionnaire:
    """Return the questionnaire that the arguments name, its survey loaded.

    Raises:
        CommandError: there is none.
    """
    edition = options.get("edition")
    rows = Questionnaire.objects.filter(survey__slug=options["survey"])
    chosen = rows.filter(version=edition) if edition else rows
    found = chosen.select_related("survey__dataset").order_by("version").last()
    if found is None:
        raise CommandError(_not_found(options["survey"], list(rows.order_by("version"))))
    return found


def _not_found(slug: str, editions: Sequence[Questionnaire]) -> str:
    """Return that there is no such survey, or no such edition of it, and which there are."""
    if editions:
        versions = "、".join(str(each.version) for each in editions)
        return f"調査「{slug}」に、その版はありません。ある版：{versions}"
    slugs = list(Survey.objects.order_by("-pk").values_list("slug", flat=True)[: _MOST_SLUGS + 1])
    more = "ほか" if len(slugs) > _MOST_SLUGS else ""
    known = "、".join(slugs[:_MOST_SLUGS]) + more
    return f"調査「{slug}」は見つかりません。ある調査の記号：{known or 'まだありません'}"
