"""Load Koganei's survey of 2009 as a closed data set with made-up answers."""

from typing import Any

from django.core.management.base import BaseCommand

from koganei_kyodo.portal.koganei2009.load import load


class Command(BaseCommand):
    """`manage.py load_koganei`; the second run changes nothing."""

    help = "小金井市の2009年の調査を、作りものの回答で読み込みます"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and report the counts."""
        done = load()
        counts = f"対象{done.targets}、回答{done.responses}"
        if done.is_new:
            self.stdout.write(
                f"小金井市の資料を読み込みました（{counts}、検算で見つかったこと{done.findings}件）。"
            )
        else:
            self.stdout.write(f"小金井市の資料は、すでに読み込んであります（{counts}）。")
