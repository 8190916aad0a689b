"""The sheet as it is handed out: macro-free, with lists to choose from, filled in as far as known."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from koganei_kyodo.documents.excel import clean_text
from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.fields import fields_of_today
from projects.models import Partner, ProjectRecord
from projects.workbook.layout import FIELD_COLUMNS, NO, YES, Column, Words

SHEET, HOW_TO, LISTS = "事業実績", "書き方", "選択肢"
EMPTY_ROWS = 200
HEADING_ROW = 3  # from 0
_FONT = {"font_name": "BIZ UDPGothic", "font_size": 11, "valign": "top"}


def write_sheet(words: Words, rows: Sequence[dict[str, Any]], *, due: str = "") -> bytes:
    """Return the workbook.

    Args:
        words: the words of the edition and the offices that may be named.
        rows: cells by key of the column, as ``rows_of_record`` and ``rows_of_last_year`` give.
        due: until when it is to be sent back, in words.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        year = fiscal_year_label(words.fiscal_year)
        book.set_properties({"title": f"{year} 事業実績シート"})
        sheet, how, lists = (book.add_worksheet(name) for name in (SHEET, HOW_TO, LISTS))
        _write_lists(book, lists, words.columns)
        _write_table(book, sheet, words, rows, due)
        _write_how_to(book, how, words.columns, year)
        sheet.activate()
    return buffer.getvalue()


def _write_table(
    book: Any, sheet: Any, words: Words, rows: Sequence[dict[str, Any]], due: str
) -> None:
    title = book.add_format({**_FONT, "bold": True, "font_size": 14})
    note = book.add_format({**_FONT, "font_color": "#4d4d4d"})
    head = {**_FONT, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#e6e6e6"}
    needed = book.add_format({**head, "bg_color": "#fff4c2"})
    optional = book.add_format(head)
    sheet.write_string(0, 0, f"{fiscal_year_label(words.fiscal_year)} 事業実績シート", title)
    until = f"　{due}までに送ってください。" if due else ""
    sheet.write_string(1, 0, f"1行に、1つの事業と1つの相手を書きます。{until}", note)
    text = "相手が2つ以上のときは、すぐ下の行に、相手の列だけを書きます。くわしくは「書き方」のシート。"
    sheet.write_string(2, 0, text, note)
    kinds = {"number": "#,##0", "date": 'yyyy"年"m"月"d"日"'}
    for place, column in enumerate(words.columns):
        number_format = kinds.get(column.kind, "@")
        style = book.add_format({**_FONT, "text_wrap": True, "num_format": number_format})
        sheet.set_column(place, place, column.width, style)
        mark = " ※必須" if column.needed else ""
        sheet.write_string(
            HEADING_ROW, place, f"{column.heading}{mark}", needed if mark else optional
        )
        for index, row in enumerate(rows, HEADING_ROW + 1):
            _write_cell(sheet, index, place, row.get(column.key), style)
        _validate(sheet, place, column, HEADING_ROW + len(rows) + EMPTY_ROWS)
    sheet.set_row(HEADING_ROW, 34)
    sheet.freeze_panes(HEADING_ROW + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: the sheet is wide
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW)


def _write_cell(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, YES if value else NO, style)
    elif isinstance(value, int):
        sheet.write_number(row, place, value, style)
    elif hasattr(value, "year"):
        sheet.write_datetime(row, place, value, style)
    else:
        sheet.write_string(row, place, clean_text(str(value)), style)


def _validate(sheet: Any, place: int, column: Column, last_row: int) -> None:
    """Let Excel offer the list or refuse what is no number; a lost list is no harm."""
    rules: dict[str, Any] = {}
    if column.choices:
        letter = xl_col_to_name(place)
        source = f"={LISTS}!${letter}$2:${letter}${len(column.choices) + 1}"
        rules = {"validate": "list", "source": source}
        rules |= {"error_title": "選び直してください", "error_message": "一覧から選んでください。"}
    elif column.kind == "number":
        rules = {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
        rules |= {"error_title": "数字を書いてください", "error_message": "0以上の数字です。"}
    elif column.limit:
        rules = {"validate": "length", "criteria": "<=", "value": column.limit}
        rules |= {"error_type": "warning", "error_title": "長すぎます"}
        rules |= {"error_message": f"{column.limit:,}字以内にしてください。"}
    if rules:
        if column.help:
            rules |= {"input_title": column.heading[:32], "input_message": column.help[:255]}
        sheet.data_validation(HEADING_ROW + 1, place, last_row, place, rules)


def _write_lists(book: Any, sheet: Any, columns: Iterable[Column]) -> None:
    head = book.add_format({**_FONT, "bold": True})
    style = book.add_format(_FONT)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 18)
        # Not the heading itself: where somebody deletes a column, the lists would look more complete.
        sheet.write_string(0, place, f"{LISTS}：{column.heading}", head)
        for row, choice in enumerate(column.choices, 1):
            sheet.write_string(row, place, choice, style)


def _write_how_to(book: Any, sheet: Any, columns: Sequence[Column], year: str) -> None:
    title = book.add_format({**_FONT, "bold": True, "font_size": 14})
    head = book.add_format({**_FONT, "bold": True, "border": 1, "bg_color": "#e6e6e6"})
    style = book.add_format({**_FONT, "text_wrap": True, "border": 1})
    plain = book.add_format({**_FONT, "text_wrap": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, f"{year} 事業実績シートの書き方", title)
    row = 1
    for line in LINES:
        sheet.merge_range(row, 0, row, 2, line, plain)
        sheet.set_row(row, 18 * (1 + len(line) // 62))
        row += 1
    row += 1
    for place, text in enumerate(("列", "必須", "書くこと")):
        sheet.write_string(row, place, text, head)
    for column in columns:
        row += 1
        choices = f"一覧から選びます：{'、'.join(column.choices)}" if column.choices else ""
        help_text = "".join(filter(None, [column.help, choices if len(choices) < 400 else ""]))
        sheet.write_string(row, 0, column.heading, style)
        sheet.write_string(row, 1, "必須" if column.needed else "", style)
        sheet.write_string(row, 2, help_text, style)
        sheet.set_row(row, 18 * (1 + len(help_text) // 46))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


LINES = (
    "1　「事業実績」のシートに、1行に1つの事業と、1つの相手を書きます。",
    "2　相手が2つ以上の事業は、すぐ下の行に続けます。続きの行では、相手の名前から成果までの列だけを書きます。",
    "3　去年の事業は、はじめから入っています。今年していない事業の行は、行ごと消してください。",
    "4　「管理番号」は消さないでください。同じシートを何度送っても、事業が二重になることはありません。",
    "5　団体の名前を1つずつ書けないときは、「団体の数」だけを書きます（例：計50団体なら50）。",
    "6　列の順番や幅を変えても、一覧から選べなくなっても、読みとれます。文字で同じ言葉を書いてください。",
    "7　送ると、直すところが行と列で出ます。正しい行だけを先に取り込むこともできます。",
    "8　取り込むと下書きになります。庁内ページで確かめてから、提出してください。",
)


def rows_of_record(record: ProjectRecord) -> list[dict[str, Any]]:
    """Return the rows of a record as it stands; read with ``with_sheet``."""
    first: dict[str, Any] = {
        "row_id": f"R{record.pk}V{record.version}",
        "department": record.department.name,
        "stage": record.get_stage_display(),
        "continuity": record.get_continuity_display(),
    }
    for key in (
        *("name", "summary", "planned_cost", "cost", "scheme_used", "results", "problems"),
        *("is_last_year", "end_reason", "is_public", "cost_is_public", "problems_are_public"),
        *("document_number", "decided_on"),
    ):
        first[key] = getattr(record, key)
    first |= {f"source-{row.source_id}": row.amount for row in record.costs.all()}
    first |= _field_cells(record)
    return _with_partners(first, record, outcome=True)


def rows_of_last_year(last: ProjectRecord) -> list[dict[str, Any]]:
    """Return the rows that begin this year's record of a project that was reported last year."""
    first: dict[str, Any] = {
        "row_id": f"J{last.project_id}",
        "department": last.department.name,
        "name": last.name,
        "summary": last.summary,
        "continuity": ProjectRecord.Continuity.CONTINUED.label,
        "scheme_used": last.scheme_used,
        "is_public": last.is_public,
        "cost_is_public": last.cost_is_public,
        "problems_are_public": last.problems_are_public,
        **_field_cells(last),
    }
    return _with_partners(first, last, outcome=False)


def _with_partners(
    first: dict[str, Any], record: ProjectRecord, *, outcome: bool
) -> list[dict[str, Any]]:
    partners = [_partner_cells(p, outcome=outcome) for p in record.partners.all()]
    rows = [{**first, **(partners[0] if partners else {})}]
    return rows + [{"row_id": first["row_id"], **cells} for cells in partners[1:]]


def _partner_cells(partner: Partner, *, outcome: bool) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "partner_no": partner.position,
        "partner": str(partner.organization or partner.name),
        "group_count": partner.group_count,
        "kind": str(partner.kind or ""),
        "outcome": str(partner.outcome or "") if outcome else "",
    }
    for key, count in (("forms", 3), ("origins", 2), ("initiatives", 2)):
        cells |= _numbered(key, getattr(partner, key).all(), count)
    return cells


def _field_cells(record: ProjectRecord) -> dict[str, str]:
    fields = fields_of_today(record.activity_fields.all())
    return _numbered("activity_fields", fields, FIELD_COLUMNS)


def _numbered(key: str, labels: Iterable[Any], count: int) -> dict[str, str]:
    """Return a cell for each label; of more than there are columns, the last names the rest."""
    names = [str(label) for label in labels]
    if len(names) > count:
        names = [*names[: count - 1], "、".join(names[count - 1 :])]
    return {f"{key}{n}": name for n, name in enumerate(names, 1)}
