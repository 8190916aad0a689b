"""Load Musashino's survey of 2011 as a closed data set."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from koganei_kyodo.file_errors import reason_of
from koganei_kyodo.portal.musashino.load import AnotherVersion, load, plan
from koganei_kyodo.portal.musashino.printed import CannotReconstruct

DATA_FILE = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"


class Command(BaseCommand):
    """`manage.py load_musashino [--file PATH] [--dry-run]`; the second run changes nothing."""

    help = "武蔵野市の2011年の調査を、集計表から復元して読み込みます"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the dry run."""
        parser.add_argument("--file", type=Path, default=DATA_FILE, help="図表のファイル（JSON）")
        parser.add_argument(
            "--dry-run", action="store_true", help="件数だけを表示し、何も書き込みません"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and report the counts."""
        data = _read(options["file"])
        try:
            done = plan(data) if options["dry_run"] else load(data)
        except (CannotReconstruct, AnotherVersion) as error:
            raise CommandError(str(error)) from None
        except (KeyError, StopIteration, TypeError, IndexError) as error:
            raise CommandError(f"{options['file']}に、要る項目がありません（{error}）") from None
        counts = (
            f"課{done.departments}、回答{done.responses}、票{done.sheets}、"
            f"協働事業{done.projects}、図表{done.figures}"
        )
        if not done.is_new:
            self.stdout.write(
                f"武蔵野市の資料は、すでに読み込んであります（{counts}）。何も変えていません。"
            )
        elif options["dry_run"]:
            self.stdout.write(
                f"武蔵野市の資料を読み込むと、{counts}になります。書き込んでいません。"
            )
        else:
            self.stdout.write(f"武蔵野市の資料を読み込みました（{counts}）。")


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}を開けません（{reason_of(error)}）") from None
    except ValueError:
        raise CommandError(f"{path}をJSONとして読めません") from None
    if not isinstance(data, dict) or not {"meta", "figures"} <= data.keys():
        raise CommandError(f"{path}に meta と figures がありません")
    return data
