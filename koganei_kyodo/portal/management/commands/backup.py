"""Write everything into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from koganei_kyodo.backup import BackupError, Server, save
from koganei_kyodo.portal.management.connecting import parameters_of


class Command(BaseCommand):
    """The portal goes on working meanwhile."""

    help = "データベースを、添付のファイルも含めて、1つのファイルに控えます。動かしたまま行えます。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the file."""
        parser.add_argument("file", type=Path, help="控えのファイル（例：kyodo-2026-04-01.dump）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how large it is; raises ``CommandError``."""
        target: Path = options["file"]
        try:
            size = save(Server(parameters_of(connection)), target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target} に控えました（{size / 1_000_000:,.1f}MB）。")
