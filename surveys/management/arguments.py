"""What the commands about one survey share: how it is named, and how it is found."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from surveys.models import Questionnaire


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
    rows = Questionnaire.objects.filter(survey__slug=options["survey"])
    if options.get("edition"):
        rows = rows.filter(version=options["edition"])
    found = rows.select_related("survey__dataset").order_by("version").last()
    if found is None:
        raise CommandError(f"調査「{options['survey']}」は見つかりません")
    return found
