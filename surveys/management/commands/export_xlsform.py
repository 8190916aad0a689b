"""Write the questionnaire of a survey as an XLSForm."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.models import Questionnaire
from surveys.xlsform import writer


class Command(BaseCommand):
    """`manage.py export_xlsform SLUG -o FILE`."""

    help = "調査票を、XLSForm（.xlsx）に書き出します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey and where to."""
        parser.add_argument("survey", help="調査の記号（例：musashino-2011）")
        parser.add_argument("-o", "--output", type=Path, required=True, help="書き出すファイル")
        parser.add_argument("--edition", type=int, help="調査票の版（なければ新しい版）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many questions it has."""
        rows = Questionnaire.objects.filter(survey__slug=options["survey"])
        if options["edition"]:
            rows = rows.filter(version=options["edition"])
        questionnaire = rows.select_related("survey").order_by("version").last()
        if questionnaire is None:
            raise CommandError(f"調査「{options['survey']}」は見つかりません")
        try:
            options["output"].write_bytes(writer.write(questionnaire))
        except OSError as error:
            raise CommandError(f"{options['output']}に書けません（{error.strerror}）") from None
        count = questionnaire.questions.count()
        self.stdout.write(f"{options['output']}に{count:,}問を書きました。")
