"""Print the figures of a survey's report in the format of the figure check."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.models import Report
from surveys.reporting import count_figures, figures_as_dict


class Command(BaseCommand):
    """`manage.py report_figures SURVEY --format json`."""

    help = "調査の報告書の図表を、検算の形式で出力します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey and the format."""
        parser.add_argument("survey", help="調査の記号（例：musashino-2011）")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        found = Report.objects.select_related("survey").of_survey(options["survey"])
        if found is None:
            raise CommandError(f"調査「{options['survey']}」の報告書は見つかりません")
        data = figures_as_dict(found, count_figures(found))
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
