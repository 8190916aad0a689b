"""Carry out approved disposal lists and write down what is past its time."""

import datetime
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from koganei_kyodo.portal.privacy.models import DisposalList
from koganei_kyodo.portal.privacy.retention import carry_out, due_items, make_list


class Command(BaseCommand):
    """保存年限: nothing is disposed of that nobody has approved."""

    help = "承認された廃棄の一覧を実行し、保存年限の過ぎた記録の一覧を作ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and whether only to look."""
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、何も変えない")
        parser.add_argument(
            "--day", type=datetime.date.fromisoformat, help="いつの時点か（例：2026-04-01）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report counts, by kind of record."""
        day = options["day"] or timezone.localdate()
        approved = DisposalList.objects.filter(status=DisposalList.Status.APPROVED)
        if options["dry_run"]:
            self.stdout.write(f"承認された一覧：{approved.count()}件（実行していません）")
            self._say(due_items(day), day)
            return
        for disposal in approved.order_by("pk"):
            done = carry_out(disposal)
            gone = done.items.filter(disposed_at__isnull=False).count()
            self.stdout.write(
                f"廃棄の一覧{done}：{gone}件を廃棄し、{done.items.count() - gone}件を残しました。"
            )
        self._say(due_items(day), day)
        made = make_list(day)
        if made:
            self.stdout.write(f"廃棄の一覧{made}を作りました。管理画面で承認してください。")

    def _say(self, items: list[Any], day: datetime.date) -> None:
        held = sum(1 for item in items if item.kept_because)
        for name, number in Counter(item.rule.name for item in items).items():
            self.stdout.write(f"{name}：{number}件")
        self.stdout.write(
            f"{day} の時点で{len(items)}件が保存年限を過ぎています（うち保留{held}件）。"
        )
