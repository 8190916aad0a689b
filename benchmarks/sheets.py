"""Loading an Excel sheet of 500 rows of new projects, beside only opening the same file.

The portal's way reads, checks and compares every cell and writes the drafts; each run is rolled
back. The aim is 15 seconds.
"""

import io
from collections.abc import Iterator

import openpyxl
from django.db import transaction

from benchmarks.harness import Case
from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal.demo.load import load_demo
from projects import actions
from projects.workbook.writing import write_sheet

NAME = "load a sheet of 500 rows"
ROWS = 500
YEAR = 2000  # a year of which the demo has no records


class Load:
    """Loads the file and takes everything back."""

    def __init__(self, content: bytes, by: User) -> None:
        self.content, self.by = content, by

    def __call__(self) -> None:
        """Read, plan, write, roll back."""
        with transaction.atomic():
            plan = actions.plan_sheet(self.content, by=self.by, fiscal_year=YEAR)
            actions.load_sheet(plan, by=self.by, all_or_nothing=True)
            if len(plan.of("add")) != ROWS:
                raise AssertionError(f"{len(plan.of('add'))} of {ROWS} rows loaded")
            transaction.set_rollback(True)


def cases() -> Iterator[Case]:
    """Yield the one case."""
    city = load_demo(scale=1)
    by = city.people["shukan"]
    words = actions.words_for(by, YEAR)
    labels = words.labels
    offices = words.departments

    def row(number: int) -> dict[str, object]:
        return {
            "department": offices[number % len(offices)].name,
            "name": f"取り込む事業{number}",
            "summary": "団体といっしょに、年に4回の集まりを開きました。" * 4,
            "continuity": "新しく始めた",
            "partner": city.groups[number % len(city.groups)].name,
            "kind": str(labels["kind"][0]),
            "forms1": str(labels["forms"][number % 3]),
            "forms2": str(labels["forms"][3]),
            "origins1": str(labels["origins"][0]),
            "initiatives1": str(labels["initiatives"][0]),
            "outcome": str(labels["outcome"][0]),
            "cost": 1000 * number,
            f"source-{words.sources[0].pk}": 1000 * number,
        }

    content = write_sheet(words, [row(number) for number in range(ROWS)])

    def bare() -> None:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for _ in book.worksheets[0].iter_rows(values_only=True):
            pass

    yield Case(NAME, ROWS, Load(content, by), bare)
