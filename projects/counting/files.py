"""The yearly report as files: Excel, PDF (年次報告書, laid out to be printed), JSON."""

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from koganei_kyodo.documents import charts, excel
from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.counting import drawing
from projects.counting.concentration import KindShare
from projects.counting.counts import approved_records
from projects.counting.crossing import Crossing
from projects.counting.tables import HIDDEN, StatTable
from projects.counting.yearly import Chapter, YearReport
from projects.models import Partner

# The list at the end of the printed report; a city has a few hundred projects a year.
LONGEST_LIST = 1_500
_PIXELS = 2
_INTEGERS: tuple[excel.Kind, ...] = ("integer",) * 6
Progress = Callable[[int], None]


def as_json(report: YearReport) -> str:
    """Return the report as JSON text."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=1)


def as_xlsx(report: YearReport, *, site: str, progress: Progress = lambda percent: None) -> bytes:
    """Return the report as a workbook: totals, years, one sheet for each table."""
    sheets = [_front_sheet(report), _years_sheet(report)]
    for number, table in enumerate(report.tables, start=1):
        sheets.append(_table_sheet(number, table))
        progress(90 * number // len(report.tables))
    for number, crossed in enumerate(report.crossings, start=1):
        sheets.append(crossing_sheet(crossed, name=f"掛け合わせ{number}"))
    sheets += [_sources_sheet(report), _concentration_sheet(report), _list_sheet(report)]
    return excel.write_workbook(sheets, title=report.title, author=site)


def _front_sheet(report: YearReport) -> excel.Sheet:
    year, before = report.year, report.before
    rows: list[list[excel.Cell]] = [
        ["協働事業（事業）", year.projects, before.projects if before else None],
        ["事業と相手の組（票）", year.rows, before.rows if before else None],
        ["続いた年数の合計（延件）", report.continued_years, None],
        ["担当課（課）", year.departments, before.departments if before else None],
        ["新しく始めた（事業）", year.new, before.new if before else None],
        ["前の年度から続けた（事業）", year.continued, before.continued if before else None],
        ["かかったお金（円）", year.spent, before.spent if before else None],
    ]
    return excel.Sheet(
        name="はじめに",
        title=report.title,
        lines=(report.summary, report.concentration.summary),
        header=["数えたもの", "この年度", "前の年度"],
        rows=rows,
        kinds=["text", "integer", "integer"],
        notes=report.notes,
    )


def _years_sheet(report: YearReport) -> excel.Sheet:
    rows = [list(cells) for cells in year_rows(report)]
    png = charts.render_png(drawing.chart_of(report, "projects"), scale=_PIXELS)
    return excel.Sheet(
        name="年度ごと",
        title="年度ごとの移り変わり",
        header=YEAR_HEADER,
        rows=rows,
        kinds=["text", *_INTEGERS],
        images=(excel.Image(png, drawing.sentence_of(report, "projects"), scale=1 / _PIXELS),),
    )


YEAR_HEADER = (
    "年度",
    "協働事業（事業）",
    "事業と相手の組（票）",
    "新しく始めた（事業）",
    "続けた（事業）",
    "担当課（課）",
    "かかったお金（円）",
)


def year_rows(report: YearReport) -> Iterator[tuple[excel.Cell, ...]]:
    """Yield a line for each year under `YEAR_HEADER`; None where a year has no record."""
    for number in report.years:
        year = report.totals.get(number)
        values = (
            (year.projects, year.rows, year.new, year.continued, year.departments, year.spent)
            if year
            else (None,) * 6
        )
        yield (fiscal_year_label(number), *values)


def _table_sheet(number: int, table: StatTable) -> excel.Sheet:
    word = table.unit.word
    lines = [table.title, f"単位：{word}、総数 {table.n:,}{word}"]
    header = ["項目", f"数（{word}）", "割合"]
    kinds: list[excel.Kind] = ["text", "integer", "percent1"]
    rows: list[list[excel.Cell]] = [
        [
            row.label,
            HIDDEN if row.is_hidden else row.count,
            HIDDEN if row.is_hidden else row.percent,
        ]
        for row in [*table.rows, table.total]
    ]
    if table.before is not None:
        header += [f"前の年度（{word}）", "増減"]
        kinds += ["integer", "integer"]
        rows = [
            [*cells, row.before, row.change]
            for cells, row in zip(rows, [*table.rows, table.total], strict=True)
        ]
    return excel.Sheet(
        name=f"{number:02} {table.title}",
        title=f"表{number}　{table.title}",
        header=header,
        rows=rows,
        kinds=kinds,
        total_rows=1,
        lines=lines[1:],
        notes=table.notes,
    )


def crossing_sheet(table: Crossing, *, name: str = "掛け合わせ") -> excel.Sheet:
    """Return a crossing as a sheet: each column as a number and as a share of its line."""
    word = table.unit.word
    header = [table.rows_by.title, f"n（{word}）"]
    kinds: list[excel.Kind] = ["text", "integer"]
    for column in table.columns:
        header += [f"{column}（{word}）", f"{column}（%）"]
        kinds += ["integer", "decimal1"]
    rows: list[list[excel.Cell]] = []
    for row in table.rows:
        cells: list[excel.Cell] = [row.label, row.n]
        for cell in row.cells:
            cells += [cell.label, cell.label] if cell.count is None else [cell.count, cell.percent]
        rows.append(cells)
    return excel.Sheet(
        name=name,
        title=table.title,
        header=header,
        rows=rows,
        kinds=kinds,
        notes=table.notes,
    )


def _sources_sheet(report: YearReport) -> excel.Sheet:
    return excel.Sheet(
        name="お金の出どころ",
        title="お金の出どころ別の金額（円）",
        header=["お金の出どころ", "この年度（円）", "前の年度（円）"],
        rows=[[each.label, each.amount, each.before] for each in report.sources],
        kinds=["text", "integer", "integer"],
        notes=(SOURCE_NOTE,),
    )


SOURCE_NOTE = "内訳の書かれた事業だけを足しています。かかったお金の合計とは合わないことがあります。"


def _source_texts(report: YearReport) -> list[list[str]]:
    return [[each.label, f"{each.amount:,}", each.change_label] for each in report.sources]


def _concentration_sheet(report: YearReport) -> excel.Sheet:
    found = report.concentration
    png = charts.render_png(drawing.chart_of(report, "concentration"), scale=_PIXELS)
    return excel.Sheet(
        name="団体への偏り",
        title="団体への偏り",
        header=["多い順の団体の数", "票の数の合計", "割合"],
        rows=[[step.groups, step.rows, step.percent] for step in found.steps],
        kinds=["integer", "integer", "percent1"],
        lines=(found.summary,),
        notes=(
            f"相手が団体の数だけの票（計50団体など）は、{found.unnamed:,}票あり、入っていません。",
        ),
        images=(excel.Image(png, found.summary, scale=1 / _PIXELS),),
    )


def _list_sheet(report: YearReport) -> excel.Sheet:
    return excel.Sheet(
        name="事業の一覧",
        title="公開している協働事業の一覧",
        header=("事業の名前", "担当課", "協働相手", "協働の形態", "かかったお金（円）"),
        rows=list(project_rows(report)),
        kinds=["text", "text", "text", "text", "integer"],
        widths=(36, 20, 40, 20, 16),
    )


def project_rows(report: YearReport) -> Iterator[tuple[excel.Cell, ...]]:
    """Yield the public records of the year: name, office, partners, forms, cost."""
    records = (
        approved_records(report.root)
        .filter(fiscal_year=report.fiscal_year, is_public=True)
        .select_related("department")
        .prefetch_related("partners__organization", "partners__forms")
        .order_by("department__position", "department_id", "name", "pk")
    )
    for record in records.iterator(chunk_size=500):
        partners: list[Partner] = list(record.partners.all())
        forms = dict.fromkeys(str(form) for p in partners for form in p.forms.all())
        yield (
            record.name,
            record.department.name,
            "、".join(partner.public_name for partner in partners),
            "、".join(forms),
            record.public_cost,
        )


def as_pdf(
    report: YearReport,
    *,
    site: str,
    city: str,
    source: str,
    progress: Progress = lambda percent: None,
) -> bytes:
    """Return the printed report: cover, contents, totals, years, chapters, fairness, list.

    Args:
        report: what was counted.
        site: name of the centre, at the foot of every page.
        city: name of the city, on the cover.
        source: where the numbers come from.
        progress: told how far the work is, in percent.
    """
    files: dict[str, bytes] = {}

    def chart(name: str, spec: charts.Spec) -> str:
        files[name] = charts.render_svg(spec).encode()
        progress(min(90, 5 * len(files)))
        return name

    listed = list(project_rows(report))
    data: dict[str, Any] = {
        "title": report.title,
        "year": fiscal_year_label(report.fiscal_year),
        "city": report.root.name if report.root else city,
        "centre": site,
        "made_on": _day(timezone.localdate()),
        "source": source,
        "summary": [report.summary, report.concentration.summary],
        "notes": report.notes,
        "totals": _total_rows(report),
        "years": {
            "header": list(YEAR_HEADER),
            "rows": _texts(year_rows(report)),
            "total_rows": 0,
            # The money of a large city has eleven digits.
            "widths": [1.9, 1, 1, 1, 1, 0.8, 1.6],
        },
        "lines": [
            {
                "title": drawing.title_of(name),
                "chart": chart(f"{name}.svg", drawing.chart_of(report, name)),
                "alt": drawing.sentence_of(report, name),
            }
            for name in drawing.NAMES[:-1]
        ],
        "chapters": [
            _chapter_data(
                chapter, chart(f"bars-{chapter.key}.svg", drawing.bars(chapter.tables[0]))
            )
            for chapter in report.chapters
        ],
        "crossings": [_crossing_data(table) for table in report.crossings],
        "sources": {
            "header": ["お金の出どころ", "この年度（円）", "前の年度からの増減（円）"],
            "rows": _source_texts(report),
            "total_rows": 0,
        },
        "source_note": SOURCE_NOTE,
        "fairness": _fairness_data(
            report, chart("curve.svg", drawing.chart_of(report, "concentration"))
        ),
        "projects": {
            "header": ["事業の名前", "担当課", "協働相手", "協働の形態", "お金（円）"],
            "rows": _texts(listed[:LONGEST_LIST]),
            "total_rows": 0,
        },
        "left_out": max(0, len(listed) - LONGEST_LIST),
    }
    return render_pdf("yearly_report", data, files)


def _total_rows(report: YearReport) -> list[list[str]]:
    year, before = report.year, report.before

    def change(field: str) -> str:
        if before is None:
            return "—"
        number = getattr(year, field) - getattr(before, field)
        return f"{number:+,}" if number else "±0"

    return [
        ["協働事業", f"{year.projects:,}", "事業", change("projects")],
        ["事業と相手の組", f"{year.rows:,}", "票", change("rows")],
        ["続いた年数の合計", f"{report.continued_years:,}", "延件", "—"],
        ["担当課", f"{year.departments:,}", "課", change("departments")],
        ["かかったお金", f"{year.spent:,}", "円", change("spent")],
    ]


def _chapter_data(chapter: Chapter, chart: str) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "chart": chart,
        "alt": f"{chapter.tables[0].title}。数字は下の表のとおりです。",
        "tables": [_table_data(table) for table in chapter.tables],
    }


def _table_data(table: StatTable) -> dict[str, Any]:
    header = ["項目", f"数（{table.unit.word}）", "割合（%）"]
    if table.before is not None:
        header += [f"前の年度（{table.unit.word}）", "増減"]
    rows = []
    for row in [*table.rows, table.total]:
        cells = [row.label, row.count_label, row.percent_label]
        if table.before is not None:
            before = HIDDEN if row.is_hidden else f"{row.before or 0:,}"
            cells += [before, HIDDEN if row.is_hidden else row.change_label]
        rows.append(cells)
    return {
        "title": table.title,
        "table": {"header": header, "rows": rows, "total_rows": 1},
        "notes": table.notes,
    }


def _crossing_data(table: Crossing) -> dict[str, Any]:
    """Return a crossing as the printed report shows it: the numbers alone, as a page is narrow."""
    rows = [
        [row.label, f"{row.n:,}", *("－" if c.label == "0" else c.label for c in row.cells)]
        for row in table.rows
    ]
    return {
        "title": table.title,
        "header": [table.rows_by.title, f"n（{table.unit.word}）", *table.columns],
        "rows": rows,
        "notes": [note for note in table.notes if not note.startswith("割合")],
    }


def _fairness_data(report: YearReport, chart: str) -> dict[str, Any]:
    found = report.concentration
    steps = [[f"{s.groups:,}", f"{s.rows:,}", f"{s.percent}"] for s in found.steps]

    def shares(kinds: Sequence[KindShare]) -> list[list[str]]:
        return [[k.label, f"{k.registered:,}", f"{k.took_part:,}", f"{k.none:,}"] for k in kinds]

    return {
        "chart": chart,
        "alt": found.summary,
        "steps": {
            "header": ["多い順の団体の数", "票の数の合計", "割合（%）"],
            "rows": steps,
            "total_rows": 0,
        },
        "kinds": {
            "header": ["団体種別", "登録している団体", "相手になった団体", "1票もない団体"],
            "rows": shares(found.kinds),
            "total_rows": 0,
        },
        "fields": {
            "header": ["分野", "登録している団体", "相手になった団体", "1票もない団体"],
            "rows": shares(found.fields),
            "total_rows": 0,
        },
        "notes": [
            "点線は、どの団体も同じ数を受け持ったときの線です。線が左上にふくらむほど、偏っています。",
            f"相手が団体の数だけの票（計50団体など）は、{found.unnamed:,}票あり、入っていません。",
        ],
    }


def _texts(
    rows: Sequence[Sequence[excel.Cell]] | Iterator[tuple[excel.Cell, ...]],
) -> list[list[str]]:
    return [
        ["—" if c is None else f"{c:,}" if isinstance(c, int) else str(c) for c in row]
        for row in rows
    ]


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
