"""Ask groups to confirm what is stored of them, and let lapse who didn't."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from organizations.actions.renewals import renew_registrations


class Command(BaseCommand):
    """`manage.py renew_registrations [--dry-run] [--on 2026-04-01]`; the worker runs it daily."""

    help = (
        "登録の期限が近い団体に確認のお願いを送り、期限のあと確認のない団体を失効にします。"
        "古い下書きも消します。何度行っても、同じことを二度はしません。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --dry-run and --on."""
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、何もしません。")
        parser.add_argument(
            "--on", type=datetime.date.fromisoformat, help="いつの日として行うか（はじめは今日）。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and report the counts."""
        counts = renew_registrations(options["on"], dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write("数えただけで、何もしていません。")
        for line in counts.lines():
            self.stdout.write(line)
