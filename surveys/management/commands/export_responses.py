"""Write the responses of a survey to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.file_errors import reason_of
from surveys.exports import write_export
from surveys.management.arguments import add_survey, questionnaire_of


class Command(BaseCommand):
    """`manage.py export_responses SLUG --format xlsx|csv|csv-codes|sav -o FILE`."""

    help = "調査の回答を、Excel・CSV・SPSSのファイルに書き出します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey, the kind of file and where to."""
        add_survey(parser, edition=True)
        parser.add_argument("--format", choices=["xlsx", "csv", "csv-codes", "sav"], default="xlsx")
        parser.add_argument("-o", "--output", type=Path, required=True, help="書き出すファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many lines it has."""
        questionnaire = questionnaire_of(options)
        try:
            count = write_export(questionnaire, options["format"], options["output"])
        except OSError as error:
            raise CommandError(f"{options['output']}に書けません（{reason_of(error)}）") from None
        self.stdout.write(f"{options['output']}に{count:,}行を書きました。")
