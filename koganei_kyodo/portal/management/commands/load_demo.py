"""Fill an empty development database with the demo."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.portal.demo.load import is_loaded, load_demo
from organizations.models import Organization


class Command(BaseCommand):
    """`manage.py load_demo [--scale N]`: once; a second call changes nothing."""

    help = "架空の市のデモデータを、空のデータベースに入れます（手元でだけ）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the scale."""
        parser.add_argument(
            "--scale", type=int, default=1, help="団体と事業を何倍にするか（1が1つの市）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, unless the database holds a city already."""
        if not settings.DEV:
            raise CommandError("デモデータは、KYODO_DEV=1 の手元の環境にだけ入れられます")
        if options["scale"] < 1:
            raise CommandError("--scale は1以上にしてください")
        if is_loaded():
            self.stdout.write("データはすでに入っています。何も変えませんでした。")
            return
        city = load_demo(scale=options["scale"])
        groups = Organization.objects.visible_to(AnonymousUser()).count()
        self.stdout.write(
            f"架空の{city.root.name}を入れました（担当課{len(city.offices)}、団体{groups:,}）"
        )
        call_command("load_musashino", stdout=self.stdout)
        call_command("load_koganei", stdout=self.stdout)
