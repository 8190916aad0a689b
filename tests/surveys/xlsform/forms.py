"""XLSForms for the tests: built from rows, and definitions of every kind of question."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

import openpyxl

from koganei_kyodo.documents import workbook_process
from koganei_kyodo.documents.workbooks import Limits, text_of
from surveys.models import Question
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition, SectionDefinition
from surveys.xlsform import reader, writer
from surveys.xlsform.book import book_of

Kind = Question.Kind
Table = Sequence[Mapping[str, object]]


def workbook(**sheets: Table) -> bytes:
    """Return an .xlsx file: each sheet is a list of rows, each row cells by heading."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in table for heading in row))
        sheet.append(headings)
        for row in table:
            sheet.append([row.get(heading) for heading in headings])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_here(content: bytes) -> reader.Found:
    """Read a file that the test itself made, without a process of its own."""
    wanted = asdict(Limits(sheets=("survey", "choices", "settings")))
    found = workbook_process.read(content, wanted)["sheets"]
    return reader.read_book(
        book_of(
            [(name, [(n, [text_of(c) for c in row]) for n, row in rows]) for name, rows in found]
        )
    )


def there_and_back(sections: Sequence[SectionDefinition]) -> list[SectionDefinition]:
    """Return what is read of a questionnaire that was written."""
    return list(read_here(writer.write_definitions(sections, {"form_title": "見本"})).sections)


def every_kind() -> list[SectionDefinition]:
    """Return a questionnaire with every kind of question, every limit and every column."""
    ask, option = QuestionDefinition, ChoiceDefinition
    yes_no = [option("ある"), option("ない")]
    scale = [option("満足"), option("ふつう"), option("不満")]
    wishes = [option("場所"), option("お金"), option("その他", is_other=True)]
    wishes.append(option("特にない", is_exclusive=True))
    matrix = "次のことに満足していますか"
    return [
        SectionDefinition(
            "frame",
            "対象",
            [ask("kind", Kind.ATTRIBUTE, "団体の種類", [option("NPO法人"), option("任意団体")])],
        ),
        SectionDefinition(
            "once",
            "これまで　と　これから",
            [
                ask(
                    "met",
                    Kind.SINGLE,
                    "協働したことが\nありますか",
                    yes_no,
                    required=True,
                    number="問1",
                ),
                ask(
                    "name", Kind.OPEN, "事業の名前", relevant="${met} = '1'", help="　字下げの補足"
                ),
                ask("talk", Kind.SINGLE, "話し合い", scale, matrix=matrix),
                ask("roles", Kind.SINGLE, "役割分担", scale, matrix=matrix),
                ask("ways", Kind.MULTIPLE, "方法", scale, matrix="どれですか"),
                ask("wish", Kind.MULTIPLE, "ほしいもの", wishes, min_choices=1, max_choices=2),
                ask(
                    "members",
                    Kind.NUMBER,
                    "=1+1 人",
                    unit="人",
                    min_value=Decimal(-1),
                    max_value=Decimal(5000),
                    relevant="${kind} = '1' and (selected(${wish}, '1') or ${met} = '2')",
                ),
                ask("cost", Kind.NUMBER, "費用", decimals=2, min_value=Decimal("0.25")),
                ask("since", Kind.DATE, "始めた日"),
                ask("secret", Kind.OPEN, "公表しない", is_unpublished=True),
                ask(
                    "month",
                    Kind.NUMBER,
                    "何月",
                    constraint="not(. = '13')",
                    constraint_message="月を書いてください",
                ),
            ],
            intro="　はじめに。\n\nつぎの説明。",
            relevant="${kind} = '1'",
        ),
        SectionDefinition("empty", "これから作る節", [], intro="説明だけ"),
        SectionDefinition(
            "sheet",
            "事業ごと",
            [
                ask("form", Kind.SINGLE, "形", [option("委託"), option("その他", is_other=True)]),
                ask("result", Kind.SINGLE, "成果", [], relevant="${form} != '2'"),
            ],
            is_repeat=True,
            relevant="count-selected(${wish}) >= 1",
        ),
    ]
