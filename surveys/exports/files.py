"""The raw data as files, written to a path: Excel with everything, CSV, SPSS."""

import json
import math
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from koganei_kyodo.documents import excel
from koganei_kyodo.documents.csv_files import Cell, iter_csv
from surveys.counted import count_definitions
from surveys.exports.layout import Column, Layout, Line, layout_of, lines_of
from surveys.figure_documents import table_sheet
from surveys.models import Questionnaire, ReportFigure, Survey
from surveys.models.report import Base

ExportForm = Literal["xlsx", "csv", "csv-codes", "sav"]
FORMS: dict[ExportForm, tuple[str, str, str]] = {
    "xlsx": (
        "Excel（集計表・回答・コードブック）",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": ("CSV（回答を言葉で）", "csv", "text/csv; charset=utf-8"),
    "csv-codes": ("CSV（回答を番号で）", "csv", "text/csv; charset=utf-8"),
    "sav": ("SPSS（.sav）", "sav", "application/x-spss-sav"),
}
Progress = Callable[[int], None]


def write_export(questionnaire: Questionnaire, form: ExportForm, path: Path) -> int:
    """Write the valid responses of a questionnaire to `path`.

    Args:
        questionnaire: whose responses; its survey should be loaded.
        form: which kind of file.
        path: where to; an existing file is replaced.

    Returns:
        How many lines of data were written.

    Raises:
        OSError: nothing can be written there. It is told before the counting, and for .sav at all.
    """
    path.open("ab").close()
    layout = layout_of(questionnaire)
    if form == "xlsx":
        return _write_xlsx(layout, path)
    if form == "sav":
        return _write_sav(layout, path)
    return _write_csv(layout, path, in_words=form == "csv")


def _write_csv(layout: Layout, path: Path, *, in_words: bool) -> int:
    count = 0

    def rows() -> Iterator[tuple[Cell, ...]]:
        nonlocal count
        for line in lines_of(layout):
            count += 1
            yield (*line.head, *(line.words if in_words else line.codes))

    names = [c.label if in_words else c.name for c in layout.columns]
    with path.open("wb") as file:
        for chunk in iter_csv([*layout.heads, *names], rows()):
            file.write(chunk)
    return count


# --- Excel ---


@dataclass
class _Spool:
    """Reads the lines once; the numbers wait in a file until their own sheet is written."""

    layout: Layout
    file: IO[str]
    count: int = 0

    def in_words(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the lines in words, keeping the numbers for later."""
        for line in lines_of(self.layout):
            self.count += 1
            self.file.write(json.dumps([line.head, line.codes], ensure_ascii=False) + "\n")
            yield (*line.head, *line.words)

    def in_numbers(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the lines in numbers, after all lines in words."""
        self.file.seek(0)
        for text in self.file:
            head, codes = json.loads(text)
            yield (*head, *codes)


def _write_xlsx(layout: Layout, path: Path) -> int:
    survey = layout.questionnaire.survey
    figures = count_definitions(_every_question(layout))
    tables = [table_sheet(figure) for figure in figures]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        spool = _Spool(layout, file)
        sheets = [
            _contents(survey, [figure.title for figure in figures]),
            *tables,
            _raw(layout, "回答（言葉）", [c.label for c in layout.columns], spool.in_words()),
            _raw(layout, "回答（番号）", [c.name for c in layout.columns], spool.in_numbers()),
            _codebook(layout),
        ]
        with path.open("wb") as target:
            excel.save_workbook(target, sheets, title=survey.title)
    return spool.count


def _raw(
    layout: Layout, name: str, columns: Sequence[str], rows: Iterator[tuple[Cell, ...]]
) -> excel.Sheet:
    """Return the sheet of the raw data under these names of columns."""
    note = "票のある回答は、票ごとに1行です。1回だけきいた設問は、その回答の1行目にあります。"
    return excel.Sheet(
        name=name,
        title=name,
        lines=(note,) if layout.has_sheets else (),
        header=[*layout.heads, *columns],
        rows=rows,
        kinds=["integer"],
        widths=(10, 24, 10, 14, 16),
    )


def _every_question(layout: Layout) -> list[ReportFigure]:
    """Return the 単純集計 of every question with options, as figures that are not saved."""
    seen: dict[int, ReportFigure] = {}
    for column in layout.columns:
        question = column.asked.question
        if column.asked.choices and question.pk not in seen:
            question.questionnaire = layout.questionnaire
            counted = question.kind == "attribute"
            seen[question.pk] = ReportFigure(
                number=str(len(seen) + 1),
                title=question.text[:200],
                question=question,
                base=Base.ASKED,
                measure="count" if counted else "percent",
            )
    return list(seen.values())


def _contents(survey: Survey, titles: list[str]) -> excel.Sheet:
    rows = [(f"図{number}", title) for number, title in enumerate(titles, start=1)]
    rows += [
        ("回答（言葉）", "1回答（1票）1行"),
        ("回答（番号）", "同じものを番号で"),
        ("コードブック", ""),
    ]
    return excel.Sheet(
        name="目次",
        title=survey.title,
        lines=("割合は、小数第2位を四捨五入しています。",),
        header=("シート", "内容"),
        rows=rows,
        widths=(16, 70),
    )


def _codebook(layout: Layout) -> excel.Sheet:
    rows: list[tuple[Cell, ...]] = []
    for column in layout.columns:
        question = column.asked.question
        start = (column.name, column.label, question.get_kind_display())
        values = sorted(column.values.items(), key=lambda pair: (pair[0] <= 0, abs(pair[0])))
        rows += [(*start, code, label) for code, label in values] or [(*start, None, "")]
    return excel.Sheet(
        name="コードブック",
        title="列の名前と番号の意味",
        lines=(
            "0は無回答、-1は非該当（きいていない）、-2は無効です。"
            "複数回答は選択肢ごとの列で、1が選んだ、0が選んでいない、-9が無回答です。",
        ),
        header=("列の名前", "質問文", "形式", "番号", "意味"),
        rows=rows,
        kinds=("text", "text", "text", "integer", "text"),
        widths=(24, 60, 12, 8, 40),
    )


# --- SPSS ---

_LONGEST_TEXT = 32_000


def _write_sav(layout: Layout, path: Path) -> int:
    import numpy
    import pandas
    import pyreadstat

    # pyreadstat takes all data at once: numbers are kept as eight bytes each, equal words once.
    heads = [
        "respondent",
        "target",
        "mode",
        "received_on",
        *(["sheet"] if layout.has_sheets else []),
    ]
    names = [*heads, *(column.name for column in layout.columns)]
    numeric = {"respondent", "sheet"} | {c.name for c in layout.columns if _is_number(c)}
    columns: list[Any] = [array("d") if name in numeric else _Words() for name in names]
    for line in lines_of(layout):
        for values, value in zip(columns, _sav_cells(layout, line), strict=True):
            values.append(math.nan if value is None else value)
    frame = pandas.DataFrame(
        {
            name: numpy.asarray(values) if isinstance(values, array) else values
            for name, values in zip(names, columns, strict=True)
        },
        copy=False,
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label=layout.questionnaire.survey.title[:60],
        column_labels=[*layout.heads, *(column.label[:250] for column in layout.columns)],
        variable_value_labels={
            c.name: {float(code): label[:120] for code, label in c.values.items()}
            for c in layout.columns
            if c.values
        },
        missing_ranges={
            c.name: [-9, -1, -2] if c.kind == "option" else [0, -1, -2]
            for c in layout.columns
            if c.values
        },
        variable_measure={
            c.name: "scale" if c.kind == "number" else "nominal" for c in layout.columns
        },
        row_compress=True,
    )
    return len(columns[0])


class _Words(list[str]):
    """A column of words in which equal ones are one object."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}

    def append(self, word: str) -> None:
        """Add a word at the end."""
        super().append(self._known.setdefault(word, word))


def _is_number(column: Column) -> bool:
    return column.kind in ("single", "option", "number")


def _sav_cells(layout: Layout, line: Line) -> Iterator[Any]:
    number, target, mode, on, *sheet = line.head
    yield from (number, target or "", mode or "", on or "", *sheet)
    for column, value in zip(layout.columns, line.codes, strict=True):
        if _is_number(column):
            yield value
        else:
            yield str(value or "")[:_LONGEST_TEXT]
