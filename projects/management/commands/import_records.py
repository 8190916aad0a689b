"""Load a filled-in sheet of yearly records from a file, or say what loading it would do."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import fiscal_year_argument
from organizations.models import Membership
from projects import actions
from projects.workbook.reading import Unreadable


class Command(BaseCommand):
    """``manage.py import_records FILE --fiscal-year Y [--dry-run] [--good-rows] [--as LOGIN]``."""

    help = "事業実績のシート（Excel・CSV）を、下書きとして取り込みます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the 年度, and how to load."""
        parser.add_argument("file", type=Path, help="Excel（.xlsx）かCSV")
        parser.add_argument(
            "--fiscal-year", type=fiscal_year_argument, required=True, help="年度。例：2025"
        )
        parser.add_argument("--dry-run", action="store_true", help="何も書かず、結果だけ示す")
        parser.add_argument("--good-rows", action="store_true", help="正しい事業だけ取り込む")
        parser.add_argument("--overwrite", action="store_true", help="画面で直した内容も上書きする")
        parser.add_argument("--as", dest="login_id", default="", help="取り込む職員のログインID")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report every refused cell, and load."""
        by, year = self._person(options["login_id"]), options["fiscal_year"]
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                f"{options['file']} を開けません。場所と名前を確かめてください（{error.strerror}）"
            ) from error
        with transaction.atomic():
            actions.lock_year(year)
            try:
                plan = actions.plan_sheet(
                    content, by=by, fiscal_year=year, overwrite=options["overwrite"]
                )
            except (Unreadable, actions.WrongState) as error:
                raise CommandError(str(error)) from error
            except PermissionDenied as error:
                raise CommandError(
                    f"{by}さんは、事業実績を書けません。"
                    "市の担当課の人かセンターの職員のログインIDを、--as で示してください"
                ) from error
            self._report(plan)
            if options["dry_run"]:
                self.stdout.write("--dry-run なので、何も書いていません")
                return
            try:
                actions.load_sheet(plan, by=by, all_or_nothing=not options["good_rows"])
            except actions.WrongState as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{plan.writes}件を取り込みました")

    def _person(self, login_id: str) -> User:
        """Return who answers for the rows: the named person, else the operator, else 主管課."""
        people = User.objects.filter(is_active=True).order_by("pk")
        if login_id:
            person = people.filter(login_id=login_id).first()
            if person is None:
                raise CommandError(
                    f"ログインID「{login_id}」の人はいません。綴りを確かめてください"
                )
            return person
        today = Membership.objects.current().filter(role=Role.COORDINATOR).values("user")
        person = people.filter(is_superuser=True).first() or people.filter(pk__in=today).first()
        if person is None:
            raise CommandError("だれの名前で取り込むかを、--as ログインID で示してください")
        self.stderr.write(f"{person}さんの名前で取り込みます（変えるときは --as ログインID）")
        return person

    def _report(self, plan: actions.Plan) -> None:
        for problem in plan.problems:
            self.stderr.write(f"{problem.row}行目 {problem.heading}：{problem.message}")
        for row, why in plan.table.skipped.items():
            self.stderr.write(f"{row}行目 読みとばしました（{why}）")
        counts = [(deed, len(plan.of(deed))) for deed in ("add", "change", "same", "refuse")]
        words = {
            "add": "新しい下書き",
            "change": "直す",
            "same": "変わりなし",
            "refuse": "取り込めない",
        }
        self.stdout.write("、".join(f"{words[deed]}{number}件" for deed, number in counts))
