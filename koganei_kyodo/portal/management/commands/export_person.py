"""Write everything the portal holds about one person into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from koganei_kyodo.accounts.models import User
from koganei_kyodo.file_errors import reason_of
from koganei_kyodo.portal.context_processors import read_centre
from koganei_kyodo.portal.privacy.export import as_json, as_pdf, personal_data


class Command(BaseCommand):
    """開示: one person's data as JSON or PDF."""

    help = "1人の利用者について持っている情報を、ファイルに書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person, the format and the file."""
        parser.add_argument("login_id", help="ログインID")
        parser.add_argument("--format", choices=["json", "pdf"], default="json")
        parser.add_argument("--output", type=Path, required=True, help="書き出すファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; raises ``CommandError`` where the person or the folder doesn't exist."""
        person = User.objects.filter(login_id=options["login_id"].lower()).first()
        if person is None:
            raise CommandError(f"ログインID {options['login_id']} の利用者はいません。")
        data = personal_data(person, centre=read_centre().site_name)
        content = as_pdf(data) if options["format"] == "pdf" else as_json(data)
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"ファイルに書けません：{reason_of(error)}") from error
        self.stdout.write(f"{options['output']} に書き出しました（{len(content):,}バイト）。")
