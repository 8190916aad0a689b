"""Write the yearly report of a 年度 to a file or to the terminal."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.fiscal_year import fiscal_year_argument
from projects.counting import files
from projects.counting.yearly import YearReport, year_report
from projects.reporting import about_centre


class Command(BaseCommand):
    """`manage.py yearly_report --fiscal-year Y --format json|xlsx|pdf [-o FILE]`."""

    help = "協働事業の年次報告書を、JSON・Excel・PDFで出力します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the year, the format and the file."""
        parser.add_argument(
            "--fiscal-year", type=fiscal_year_argument, required=True, help="年度（例：2025）"
        )
        parser.add_argument("--format", choices=["json", "xlsx", "pdf"], default="json")
        parser.add_argument("-o", "--output", type=Path, help="書き出すファイル。なければ画面に")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and write."""
        report = year_report(None, options["fiscal_year"])
        if report is None:
            raise CommandError(f"{options['fiscal_year']}年度には、受け付けた事業実績がありません")
        content = _content(report, options["format"])
        target: Path | None = options["output"]
        if target is None:
            if options["format"] == "json":
                self.stdout.write(content.decode())
            elif sys.stdout.isatty():
                raise CommandError("-o で、書き出すファイルを指定してください")
            else:
                sys.stdout.buffer.write(content)
            return
        try:
            target.write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"{target} に書けません。フォルダーがあって書ける場所を、-o で示してください"
                f"（{error.strerror}）"
            ) from error
        self.stderr.write(f"{target} に書きました（{len(content):,}バイト）")


def _content(report: YearReport, form: str) -> bytes:
    centre = about_centre()
    if form == "xlsx":
        return files.as_xlsx(report, site=centre.site)
    if form == "pdf":
        return files.as_pdf(report, site=centre.site, city=centre.city, source=centre.source)
    return files.as_json(report).encode()
