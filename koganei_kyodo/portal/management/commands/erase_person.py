"""Erase a person on a granted request."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal.privacy.erase import erase_on_request, table_in_words
from koganei_kyodo.portal.privacy.models import PersonalDataRequest
from koganei_kyodo.portal.privacy.requests import RequestRefused
from koganei_kyodo.portal.privacy.traces import mentions


class Command(BaseCommand):
    """消去: by request number; `--dry-run` says what would remain in free texts."""

    help = "消去すると決定した請求の利用者を、すべての表から消去します。元に戻せません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the request, who acts, and the login ID once more."""
        parser.add_argument("--request", required=True, help="請求番号（例：個2026-001）")
        parser.add_argument("--by", required=True, help="消去する職員のログインID")
        parser.add_argument("--confirm", required=True, help="消去される人のログインID")
        parser.add_argument("--dry-run", action="store_true", help="消さずに、確かめるだけ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, or raise ``CommandError`` with what to do instead."""
        request = PersonalDataRequest.objects.filter(number=options["request"]).first()
        by = User.objects.filter(login_id=options["by"].lower()).first()
        if request is None or by is None:
            raise CommandError("請求番号か職員のログインIDが違います。")
        if request.person is not None:
            for each in mentions(request.person):
                self.stdout.write(f"文章の中に名前が残ります：{each.kind} {each.number}件")
                for name, address in each.rows:
                    self.stdout.write(f"  {name} {address}".rstrip())
        if options["dry_run"]:
            self.stdout.write("確かめるだけで、消していません。")
            return
        try:
            erasure = erase_on_request(request, by=by, confirmation=options["confirm"])
        except (RequestRefused, PermissionDenied) as error:
            raise CommandError(f"{error}。") from error
        for name, number in erasure.counts.items():
            self.stdout.write(f"{table_in_words(name)}：{number:,}件")
        self.stdout.write(f"{request.number} の消去が終わりました。")
