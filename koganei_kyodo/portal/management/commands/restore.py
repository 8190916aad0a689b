"""Put a backup in the place of what is in the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from koganei_kyodo.backup import BackupError, Server, bring_back, migrations_in
from koganei_kyodo.portal.management.connecting import parameters_of


class Command(BaseCommand):
    """It works as a whole, or nothing has changed."""

    help = "控えのファイルの中身を、データベースに戻します。途中で失敗したら、何も変わりません。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what is allowed."""
        parser.add_argument("file", type=Path, help="backup で作ったファイル")
        parser.add_argument(
            "--replace", action="store_true", help="いまデータベースにあるものを消して、置き換える"
        )
        parser.add_argument(
            "--no-grants", action="store_true", help="ほかのデータベースの利用者への許可は戻さない"
        )
        parser.add_argument("--dry-run", action="store_true", help="読めることを確かめるだけ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the file, put it in place, and say what is left to do; raises ``CommandError``."""
        server, source = Server(parameters_of(connection)), options["file"]
        try:
            later = self._later_ones(server, source)
            if later:
                raise BackupError(
                    "この控えは、いまのプログラムより新しい版のものです"
                    f"（{'、'.join(later)}）。プログラムを新しくしてから戻してください。"
                )
            if options["dry_run"]:
                self.stdout.write(f"{source} は、戻せる控えです。")
                return
            if not (options["replace"] or server.is_empty()):
                raise BackupError(
                    "データベースは空ではありません。いまあるものを消して置き換えるなら、"
                    "--replace を付けてください。"
                )
            bring_back(server, source, grants=not options["no_grants"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{source} から戻しました。次に manage.py migrate を行い、"
            "控えのあとに消去した人がいれば、もう一度消去してください。"
        )

    def _later_ones(self, server: Server, source: Path) -> list[str]:
        """Return the migrations of the file that this program does not know."""
        known = set(MigrationLoader(None).disk_migrations)
        replaced = {
            old for m in MigrationLoader(None).disk_migrations.values() for old in m.replaces
        }
        ours = {app for app, _ in known}
        return sorted(
            f"{app}.{name}"
            for app, name in migrations_in(server, source)
            if app in ours and (app, name) not in known | replaced
        )
