"""Delete names, addresses, written answers and papers of surveys whose stated day has come."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from surveys.fielding import closing


class Command(BaseCommand):
    """The worker does the same every night; running it again deletes nothing more."""

    help = "個々の回答を消す日をすぎた調査の、名前・連絡先・文の答え・紙の画像を消します。集計は残ります。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="数えるだけで、消しません")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how much."""
        dry_run = options["dry_run"]
        gone = closing.delete_due(timezone.localdate(), dry_run=dry_run)
        done = "消します" if dry_run else "消しました"
        self.stdout.write(
            f"調査{gone.surveys}件：相手の名前{gone.targets}件、連絡先{gone.contacts}件、"
            f"文の答え{gone.texts}件、紙{gone.papers}枚を{done}"
        )
