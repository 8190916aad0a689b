"""Write the responses of a survey to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.exports import write_export
from surveys.models import Questionnaire


class Command(BaseCommand):
    """`manage.py export_responses SLUG --format xlsx|csv|csv-codes|sav -o FILE`."""

    help = "調査の回答を、Excel・CSV・SPSSのファイルに書き出します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey, the kind of file and where to."""
        parser.add_argument("survey", help="調査の記号（例：musashino-2011）")
        parser.add_argument("--format", choices=["xlsx", "csv", "csv-codes", "sav"], default="xlsx")
        parser.add_argument("-o", "--output", type=Path, required=True, help="書き出すファイル")
        parser.add_argument("--edition", type=int, help="調査票の版（なければ新しい版）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many lines it has."""
        rows = Questionnaire.objects.filter(survey__slug=options["survey"])
        if options["edition"]:
            rows = rows.filter(version=options["edition"])
        questionnaire = rows.select_related("survey__dataset").order_by("version").last()
        if questionnaire is None:
            raise CommandError(f"調査「{options['survey']}」は見つかりません")
        try:
            count = write_export(questionnaire, options["format"], options["output"])
        except OSError as error:
            raise CommandError(f"{options['output']}に書けません（{error.strerror}）") from None
        self.stdout.write(f"{options['output']}に{count:,}行を書きました。")
