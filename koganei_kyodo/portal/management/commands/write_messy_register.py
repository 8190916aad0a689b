"""Write a made-up register in CP932, to try the import with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from koganei_kyodo.portal.demo.messy_register import messy_register


class Command(BaseCommand):
    help = "取り込みを試すための、架空の団体名簿（CSV、CP932）を書き出します"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and the number of rows."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--rows", type=int, default=450)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        options["file"].write_bytes(messy_register(options["rows"]))
        self.stdout.write(f"{options['file']}に、架空の{options['rows']}行を書きました")
