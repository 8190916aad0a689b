"""Take a register (Excel or CSV) over from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count

from organizations import actions
from organizations.models import ImportRow, RegisterImport


class Command(BaseCommand):
    help = "団体の名簿（ExcelかCSV）を取り込みます。列は、見出しから読みます"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and how to go about it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="調べるだけで、何も変えない")
        parser.add_argument("--area-code", default="", help="電話番号に補う市外局番（例：042）")
        parser.add_argument(
            "--leave-refused", action="store_true", help="取り込めない行を除いて取り込む"
        )
        parser.add_argument(
            "--doubtful", choices=["new", "skip"], default="new",
            help="重複かもしれない行を、新しく登録する（new）か、取り込まない（skip）か",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the rows, tell what they would do, and take them over."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"ファイルを開けません：{error}") from error
        with transaction.atomic():
            self._import(content, options)
            transaction.set_rollback(options["dry_run"])

    def _import(self, content: bytes, options: dict[str, Any]) -> None:
        try:
            imported = actions.upload_register(content, options["file"].name, by=None)
            imported = actions.start_check(
                imported, imported.mapping, area_code=options["area_code"], by=None
            )
            imported = _done(actions.run_check(imported.pk))
            self._tell(imported)
            if options["dry_run"]:
                self.stdout.write("調べただけで、何も変えていません（--dry-run）")
                return
            imported = actions.start_apply(
                imported, leave_refused=options["leave_refused"], doubtful=options["doubtful"],
                by=None,
            )  # fmt: skip
            imported = _done(actions.run_apply(imported.pk))
        except (actions.Unreadable, actions.WrongState) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{imported.rows.filter(taken=True).count()}行を取り込みました")

    def _tell(self, imported: RegisterImport) -> None:
        for name, target in zip(imported.header, imported.mapping, strict=False):
            self.stdout.write(f"  {name} → {target or '使わない'}")
        counts = dict(imported.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
        for outcome in ImportRow.Outcome:
            self.stdout.write(f"{outcome.label}：{counts.get(outcome.value, 0)}行")
        for row in imported.rows.filter(outcome=ImportRow.Outcome.REFUSED):
            for problem in row.problems:
                self.stdout.write(f"  {row.number}行目　{problem['column']}：{problem['why']}")


def _done(imported: RegisterImport | None) -> RegisterImport:
    if imported is None:
        raise CommandError("取り込みが見つかりません")
    if imported.status == RegisterImport.Status.FAILED:
        raise CommandError(imported.message)
    return imported
