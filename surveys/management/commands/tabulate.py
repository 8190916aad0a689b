"""Print the tables of a survey."""

import csv
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveys.management.arguments import add_survey, questionnaire_of
from surveys.tables import CrossTable, FrequencyTable, Tabulator


class Command(BaseCommand):
    """`manage.py tabulate SURVEY [--question CODE] [--by CODE] --format json|csv`."""

    help = "調査の単純集計・クロス集計を出力します"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the survey, what to count and how to print it."""
        add_survey(parser)
        parser.add_argument("--question", help="設問の記号。なければ、すべての設問")
        parser.add_argument("--by", help="分ける設問の記号（クロス集計）")
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        questionnaire = questionnaire_of(options)
        tables = list(_tables(Tabulator(questionnaire), options["question"], options["by"]))
        if options["format"] == "json":
            data = {"survey": options["survey"], "tables": [t.as_dict() for t in tables]}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        writer = csv.writer(self.stdout)
        writer.writerow(
            ["question", "by", "group", "n", "base", "unit", "label", "count", "percent"]
        )
        for table in tables:
            writer.writerows(_csv_rows(table))


def _tables(
    tabulator: Tabulator, question: str | None, by: str | None
) -> "list[FrequencyTable | CrossTable]":
    for code in (question, by):
        if code is not None and code not in tabulator.columns:
            known = "、".join(tabulator.columns)
            raise CommandError(f"設問「{code}」は集計できません。集計できる設問：{known}")
    if question is not None and question == by:
        raise CommandError("--question と --by には、別の設問を指定してください")
    codes = [question] if question else [code for code in tabulator.columns if code != by]
    if by:
        return [tabulator.cross(code, by) for code in codes]
    return [tabulator.frequency(code) for code in codes]


def _csv_rows(table: FrequencyTable | CrossTable) -> list[list[Any]]:
    if isinstance(table, FrequencyTable):
        head = [table.question, "", "", table.n, table.base.value, table.unit.value]
        return [[*head, row.label, row.count, row.percent or 0] for row in table.rows]
    return [
        [
            *(table.question, table.by, group.label, group.n, table.base.value, table.unit.value),
            *(label, count, share or 0),
        ]
        for group in table.groups
        for label, count, share in zip(table.columns, group.counts, group.percents, strict=True)
    ]
