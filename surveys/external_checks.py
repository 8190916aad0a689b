"""Reports made elsewhere: their figures read from Excel or JSON, checked, and kept."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from koganei_kyodo.documents import excel, workbooks
from koganei_kyodo.documents.workbooks import Cell, Limits, WorkbookRefused
from surveys.figure_check import FigureFileError, check, parse_figures
from surveys.figure_check.reading import MAX_BYTES
from surveys.models import CheckedFigures
from surveys.permissions import may_check_figures

HEADER = ("図の番号", "題名", "答え方", "区分", "n", "項目", "件数", "割合（%）")
ANSWERS = {"一つ選ぶ": "single", "いくつでも選ぶ": "multiple", "件数": "count"}
MAX_LINES = 20_000
_READ = Limits(rows=MAX_LINES, seconds=10)


def keep(content: bytes, *, by: Any, title: str, source: str = "", filename: str) -> CheckedFigures:
    """Check the figures of a file and keep them with the findings; the file itself is not kept.

    Args:
        content: an Excel file in the form of `template_workbook`, or JSON.
        by: who checks; None for a command of the operator.
        title: what the report is called.
        source: where it comes from.
        filename: name of the file.

    Raises:
        PermissionDenied: `by` may not.
        FigureFileError: the file cannot be read; all problems at once.
    """
    if by is not None and not may_check_figures(by):
        raise PermissionDenied
    data = read_figures(content)
    figures = parse_figures(json.dumps(data, ensure_ascii=False))
    titles = {figure.number: figure.title for figure in figures.figures}
    findings = [
        {
            "figure": found.figure,
            "title": titles.get(found.figure, ""),
            "kind": found.kind,
            "message": found.message,
            "suspicion": found.suspicion,
        }
        for found in check(figures)
    ]
    made: CheckedFigures = CheckedFigures.objects.create(
        title=title,
        source=source,
        filename=filename[:200],
        content=data,
        findings=findings,
        figure_count=len(figures.figures),
        checked_by=by,
    )
    return made


def read_figures(content: bytes) -> dict[str, Any]:
    """Return the figures of an Excel or JSON file in the format of the figure check.

    Raises:
        FigureFileError: the file cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise FigureFileError(["ファイルは5MBまでです。図を分けて、小さくしてください。"])
    if content.startswith((workbooks.ZIP, workbooks.OLD_OFFICE)):
        return {"figures": _figures(_lines(content))}
    parse_figures(content)  # says in words what is wrong with it
    return dict(json.loads(content.decode("utf-8-sig")))


def _lines(content: bytes) -> list[tuple[int, Sequence[Cell]]]:
    """Return the lines of the first sheet that has the header, numbered as Excel numbers them."""
    try:
        sheets = workbooks.read_workbook(content, _READ)
    except WorkbookRefused as error:
        raise FigureFileError([f"{error}。"]) from None
    width = len(HEADER)
    for sheet in sheets:
        heads = [at for at, (_, row) in enumerate(sheet.rows) if _text(row[0]) == HEADER[0]]
        if heads:
            below = sheet.rows[heads[0] + 1 :]
            lines = [
                (number, [*row[:width], *[None] * (width - len(row))]) for number, row in below
            ]
            return [line for line in lines if any(cell is not None for cell in line[1])]
    raise FigureFileError(
        [f"見出しの行（{'、'.join(HEADER)}）が見つかりません。見本のファイルを使ってください。"]
    )


def _figures(lines: Sequence[tuple[int, Sequence[Cell]]]) -> list[dict[str, Any]]:
    """Put the lines of one figure together; an empty cell repeats what stands above it."""
    figures: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    number, group = "", ""
    for at, cells in lines:
        first, title, answer, named, n, label, count, percent = cells
        text = _text(first)
        if text and text != number:
            number, group = text, ""
        if not number:
            problems.append(f"{at}行目：図の番号を入れてください。")
            continue
        if number not in figures:
            kind = ANSWERS.get(_text(answer), _text(answer))
            if kind not in ANSWERS.values():
                problems.append(f"{at}行目：答え方は、{'・'.join(ANSWERS)}のどれかにしてください。")
            figures[number] = {
                "figure": number,
                "title": _text(title),
                "answer": kind,
                "tables": {},
            }
        group = _text(named) or group
        table = figures[number]["tables"].setdefault(group, {"n": None, "rows": []})
        if n not in (None, ""):
            table["n"] = _number(n)
        row: dict[str, Any] = {"label": _text(label)}
        if count not in (None, ""):
            row["count"] = _number(count)
        if percent not in (None, ""):
            row["percent"] = _number(percent)
        table["rows"].append(row)
    if problems:
        raise FigureFileError(problems)
    if not figures:
        raise FigureFileError(["図が1つもありません。見出しの下に、1行ずつ書いてください。"])
    return [_figure(figure) for figure in figures.values()]


def _figure(figure: dict[str, Any]) -> dict[str, Any]:
    tables = figure.pop("tables")
    if list(tables) == [""]:
        return figure | {"n": tables[""]["n"], "rows": tables[""]["rows"]}
    columns: list[str] = []
    for table in tables.values():
        columns += [row["label"] for row in table["rows"] if row["label"] not in columns]
    groups = []
    for label, table in tables.items():
        rows = {row["label"]: row for row in table["rows"]}
        group: dict[str, Any] = {"label": label, "n": table["n"]}
        for key in ("count", "percent"):
            values = [rows.get(column, {}).get(key) for column in columns]
            if any(value is not None for value in values):
                group[key] = values
        groups.append(group)
    return figure | {"columns": columns, "groups": groups}


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value or "").strip()


def _number(value: Any) -> Any:
    """Return a number as it is; text without its unit, so that the check can say what is wrong."""
    if isinstance(value, str):
        plain = value.replace(",", "").replace("%", "").replace("％", "").strip()
        try:
            return float(plain) if "." in plain else int(plain)
        except ValueError:
            return value
    if isinstance(value, float):
        # Excel keeps 55.6 as 55.60000000000000x at times.
        rounded = round(value, 6)
        return int(rounded) if rounded.is_integer() and abs(rounded) > 100 else rounded
    return value


def template_workbook() -> bytes:
    """Return the workbook that is handed out: the header, and two figures as an example."""
    rows: list[tuple[Any, ...]] = [
        ("1", "満足度", "一つ選ぶ", "", 40, "よい", 30, 75.0),
        ("", "", "", "", "", "よくない", 10, 25.0),
        ("2", "満足度（年代別）", "一つ選ぶ", "全体", 40, "よい", "", 75.0),
        ("", "", "", "", "", "よくない", "", 25.0),
        ("", "", "", "60歳未満", 15, "よい", "", 66.7),
        ("", "", "", "", "", "よくない", "", 33.3),
        ("", "", "", "60歳以上", 25, "よい", "", 80.0),
        ("", "", "", "", "", "よくない", "", 20.0),
    ]
    how = excel.Sheet(
        name="書き方",
        header=("列", "書くこと"),
        rows=[
            ("図の番号", "報告書の番号。同じ図の2行目からは、空けてかまいません。"),
            ("答え方", "一つ選ぶ、いくつでも選ぶ、件数、のどれか。"),
            ("区分", "クロス集計のときだけ、全体・男性・女性などの区分。"),
            ("n", "割合を計算したもとの数。区分ごとに1回書きます。"),
            ("件数・割合（%）", "印刷されているほうだけでかまいません。55.6％は55.6と書きます。"),
        ],
        widths=(20, 70),
    )
    sheet = excel.Sheet(
        name="図表", header=HEADER, rows=rows, widths=(10, 30, 16, 16, 8, 30, 8, 12)
    )
    return excel.write_workbook([sheet, how], title="検算する図表の見本")
