"""Check the printed figures of a file: can they be true?"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.file_errors import reason_of
from surveys.figure_check import FigureFileError, Finding, check, parse_figures, to_json
from surveys.figure_check.reading import MAX_BYTES


class Command(BaseCommand):
    """`manage.py check_figures FILE [--format json]`.

    Exit status 0: nothing found; 1: findings; 2: the file cannot be read.
    """

    help = "印刷された図表の数字を検算します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the format."""
        parser.add_argument("file", type=Path, help="図表のファイル（JSON）")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print; the exit status tells the result."""
        try:
            with options["file"].open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            figures = parse_figures(content)
        except OSError as error:
            message = f"{options['file']}を開けません（{reason_of(error)}）"
            raise CommandError(message, returncode=2) from None
        except FigureFileError as error:
            message = f"{options['file']}を読めません\n{error}"
            raise CommandError(message, returncode=2) from None
        findings = check(figures)
        if options["format"] == "json":
            self.stdout.write(json.dumps(to_json(findings), ensure_ascii=False, indent=1))
        else:
            self._text(findings, len(figures.figures))
        if findings:
            raise SystemExit(1)

    def _text(self, findings: list[Finding], checked: int) -> None:
        if not findings:
            self.stdout.write(f"{checked}の図表を検算しました。矛盾は見つかりませんでした。")
            return
        for number, found in groupby(findings, key=lambda finding: finding.figure):
            self.stdout.write(f"図表{number}")
            for finding in found:
                self.stdout.write(f"  ・{finding.message}")
        count = len({finding.figure for finding in findings})
        self.stdout.write(
            f"{checked}の図表を検算しました。{count}の図表に、"
            f"たしかめてほしいことが{len(findings)}件あります。"
        )
