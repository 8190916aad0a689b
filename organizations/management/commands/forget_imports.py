"""Forget files and rows of imports that are past their time; the worker does it every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from organizations.actions import forget_old_imports


class Command(BaseCommand):
    """古い取り込み: what the rows brought stands on the groups."""

    help = "残す日数を過ぎた、名簿の取り込みの行とファイルを消します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to look."""
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、何も変えない")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report the names."""
        names = forget_old_imports(timezone.localdate(), dry_run=options["dry_run"])
        for name in names:
            self.stdout.write(name)
        done = "消えます" if options["dry_run"] else "消しました"
        self.stdout.write(f"{len(names)}件の取り込みの行とファイルを{done}。")
