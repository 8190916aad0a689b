"""Read an XLSForm into a survey."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from koganei_kyodo.file_errors import reason_of
from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.models import Department
from surveys.actions import WrongState
from surveys.models import Survey
from surveys.routing import RoutingError
from surveys.xlsform import book, loading, reader


class Command(BaseCommand):
    """`manage.py import_xlsform FILE --slug S [--dry-run]`."""

    help = "XLSForm（.xlsx）を、調査票として読み込みます"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the survey."""
        parser.add_argument("file", type=Path, help="XLSForm のファイル（.xlsx）")
        parser.add_argument(
            "--slug", required=True, help="調査の記号。なければ、その調査を作ります"
        )
        parser.add_argument("--dry-run", action="store_true", help="読むだけで、何も書きません")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, list what is different afterwards, and write the questionnaire."""
        try:
            found = reader.read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}を読めません（{reason_of(error)}）") from None
        except book.XlsformError as error:
            raise CommandError(str(error)) from None
        self._tell(found)
        with transaction.atomic():
            survey = self._survey(options["slug"], found.title)
            try:
                made = loading.load(survey, found, None)
            except (WrongState, RoutingError) as error:
                raise CommandError(str(error)) from None
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("試しに読みました。何も書いていません。")
            else:
                self.stdout.write(f"{made}として読み込みました（記号 {survey.slug}）。")

    def _survey(self, slug: str, title: str) -> Survey:
        city = Department.objects.filter(parent=None, closed_dataset=False).order_by("pk").first()
        if city is None:
            raise CommandError("市の組織がまだ登録されていません")
        values = {"title": title or slug, "fiscal_year": current_fiscal_year(), "dataset": city}
        survey = Survey.objects.filter(slug=slug).first() or Survey(slug=slug, **values)
        if survey.pk is None:
            try:
                survey.full_clean()
            except ValidationError as error:
                if "slug" in error.error_dict:
                    raise CommandError(
                        f"記号「{slug}」は使えません。半角の英数字・ハイフン・下線で、"
                        "64文字までで書いてください"
                    ) from None
                raise CommandError(" ".join(error.messages)) from None
            survey.save()
        return survey

    def _tell(self, found: reader.Found) -> None:
        self.stdout.write(f"節 {len(found.sections)}、設問 {len(found.questions)}")
        for heading, notes in (("読み込めないもの", found.left), ("形を変えたもの", found.changed)):
            if notes:
                self.stdout.write(f"{heading}：{len(notes)}件")
            for note in notes:
                self.stdout.write(f"  {note}")
