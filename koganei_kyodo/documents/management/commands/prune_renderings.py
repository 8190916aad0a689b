"""Delete old documents by hand; the worker does the same every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from koganei_kyodo.documents.actions import prune_renderings
from koganei_kyodo.documents.tasks import KEEP_DAYS


class Command(BaseCommand):
    """``manage.py prune_renderings [--days 30] [--dry-run]``"""

    help = "古い帳票を消します（同じ内容は、いつでも作りなおせます）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=KEEP_DAYS, help="何日より前のものを消すか")
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、消しません")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days には、1以上の数字を指定してください。")
        count = prune_renderings(days=options["days"], dry_run=options["dry_run"])
        text = (
            f"{count}件が対象です（消していません）"
            if options["dry_run"]
            else f"{count}件を消しました"
        )
        self.stdout.write(text)
