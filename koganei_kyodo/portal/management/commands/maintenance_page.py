"""Write the page that the web server in front shows while the portal is being worked on."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from koganei_kyodo.portal.context_processors import read_centre


class Command(BaseCommand):
    """Prints a finished HTML page, to be served with status 503 and the static files."""

    help = "休止中の画面を書き出します。例：maintenance_page 2026-04-05T08:00"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the time of reopening."""
        parser.add_argument("reopens", help="再開する日時（例：2026-04-05T08:00）")

    def handle(self, *args: Any, **options: Any) -> str:
        """Return the page; raises ``CommandError`` for a time that cannot be read."""
        try:
            reopens = datetime.fromisoformat(options["reopens"])
        except ValueError:
            raise CommandError("再開する日時は、2026-04-05T08:00 のように書いてください") from None
        return render_to_string("503.html", {"centre": read_centre(), "reopens": reopens})
