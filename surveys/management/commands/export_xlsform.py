"""Write the questionnaire of a survey as an XLSForm."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.file_errors import reason_of
from surveys.management.arguments import add_survey, questionnaire_of
from surveys.xlsform import writer


class Command(BaseCommand):
    """`manage.py export_xlsform SLUG -o FILE`."""

    help = "調査票を、XLSForm（.xlsx）に書き出します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey and where to."""
        add_survey(parser, edition=True)
        parser.add_argument("-o", "--output", type=Path, required=True, help="書き出すファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many questions it has."""
        questionnaire = questionnaire_of(options)
        try:
            options["output"].write_bytes(writer.write(questionnaire))
        except OSError as error:
            raise CommandError(f"{options['output']}に書けません（{reason_of(error)}）") from None
        count = questionnaire.questions.count()
        self.stdout.write(f"{options['output']}に{count:,}問を書きました。")
