"""Send the daily digest by hand, or count what it would send."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from koganei_kyodo.accounts.notifications import send_digests


class Command(BaseCommand):
    """`manage.py send_digest [--dry-run]`; the worker does the same every morning at 7:30."""

    help = "まだ送っていないお知らせを、1人1通のメールにまとめて送ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、送りません。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and report the counts."""
        count = send_digests(dry_run=options["dry_run"])
        done = "送ります（まだ送っていません）" if options["dry_run"] else "送りました"
        self.stdout.write(f"{count.people}人に、お知らせ{count.notices}件を{done}")
