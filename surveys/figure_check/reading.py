"""Reading a file of printed figures: everything that is wrong with it is told at once.

The format is that of `surveys/data/musashino_h22_figures.json`. Unknown keys are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from . import values
from .labels import is_total, normalise
from .model import ANSWERS, Cell, Figure, FigureFile, Table

MAX_BYTES = 5 * 1024 * 1024
MAX_FIGURES = 2_000
MAX_ROWS = 500
MAX_CELLS = 200_000
MAX_TABLES = 20_000
MAX_REFERENCES = 10
MAX_MESSAGES = 100


class FigureFileError(ValueError):
    """The file cannot be read as printed figures.

    `messages` holds plain Japanese sentences, one per problem, each with the place and the way
    to mend it (at most 100, the last one then counts the others).
    """

    def __init__(self, messages: list[str]) -> None:
        if len(messages) > MAX_MESSAGES:
            more = len(messages) - MAX_MESSAGES
            messages = [*messages[:MAX_MESSAGES], f"ほかに{more:,}か所あります。"]
        super().__init__("\n".join(messages))
        self.messages = messages


def parse_figures(text: str | bytes) -> FigureFile:
    """Return the figures of a JSON text (UTF-8, with or without BOM).

    Raises FigureFileError with all problems when the text is no JSON, holds no figures, holds
    a value that is no number, is negative or too large, or is larger than 5 MB, 2,000 figures,
    500 rows a table, 20,000 groups or 200,000 values.
    """
    document = _load(_decode(text))
    figures = document.get("figures") if isinstance(document, dict) else None
    if not isinstance(figures, list):
        raise FigureFileError(
            [
                "図の一覧（figures）がありません。"
                "いちばん外側の { } の中に figures を書いてください。"
            ]
        )
    if not figures:
        raise FigureFileError(["図が1つもありません。figures に図を1つ以上書いてください。"])
    if len(figures) > MAX_FIGURES:
        raise FigureFileError(
            [f"図は{MAX_FIGURES:,}までです（いま{len(figures):,}）。ファイルを分けてください。"]
        )
    reader = _Reader()
    read = [reader.figure(raw, position) for position, raw in enumerate(figures, 1)]
    if reader.messages:
        raise FigureFileError(reader.messages)
    return FigureFile(tuple(figure for figure in read if figure is not None))


def _decode(text: str | bytes) -> str:
    too_large = FigureFileError(["ファイルは5MBまでです。図を分けて、小さくしてください。"])
    if len(text) > MAX_BYTES:
        raise too_large
    if isinstance(text, bytes):
        try:
            return text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FigureFileError(
                ["文字を読めません。文字コードを UTF-8 にして保存してください。"]
            ) from None
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise too_large
    return text.removeprefix("\ufeff")


def _load(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=values.NoNumber)
    except json.JSONDecodeError as error:
        message = (
            f"JSON として読めません（{error.lineno}行目の{error.colno}文字目）。"
            "その前後のかっこ・コンマ・引用符を確かめてください。"
        )
    except RecursionError:
        message = "かっこの重なりが深すぎます。見本のファイルと同じ形にしてください。"
    except (DecimalException, ValueError):
        message = "けた数が多すぎる数があります。印刷されたとおりの数にしてください。"
    raise FigureFileError([message])


class _Reader:
    """Reads figure by figure and collects what is wrong."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._numbers: dict[str, int] = {}
        self._cells = 0
        self._tables_read = 0

    def _tell(self, where: str, what: str) -> None:
        self.messages.append(f"{where}：{what}")

    def _value(self, reads: Callable[[Any], Any], raw: Any, where: str) -> Any:
        """Return the value, None and a message where it cannot be read."""
        try:
            return reads(raw)
        except values.Unreadable as problem:
            self._tell(where, str(problem))
            return None

    def figure(self, raw: Any, position: int) -> Figure | None:
        where = f"{position}番目の図"
        if not isinstance(raw, dict):
            self._tell(where, "{ } で囲んで、figure・title・answer などを書いてください。")
            return None
        number = self._value(values.number_text, raw.get("figure"), f"{where}の figure（図の番号）")
        if number is not None:
            where = f"図{number}"
            first = self._numbers.setdefault(normalise(number), position)
            if first != position:
                self._tell(
                    where,
                    f"同じ番号の図が{first}番目と{position}番目にあります。番号を分けてください。",
                )
        crossed = raw.get("groups") is not None
        tables = self._cross(raw, where) if crossed else self._tables(raw, where)
        title = self._value(values.title_text, raw.get("title"), f"{where}の title（題名）")
        return Figure(
            number=number or "",
            title=title or "",
            answer=self._answer(raw.get("answer"), where),
            tables=tables,
            crossed=crossed,
            n=self._figure_n(raw, where) if crossed else None,
            same_as=self._references(raw.get("same_as"), f"{where}の same_as"),
            base_of=self._reference(raw.get("base_of"), f"{where}の base_of"),
            groups_from=self._reference(raw.get("groups_from"), f"{where}の groups_from"),
        )

    def _figure_n(self, raw: dict[str, Any], where: str) -> int | None:
        n: int | None = self._value(values.count, raw.get("n"), f"{where}の n")
        return n

    def _answer(self, raw: Any, where: str) -> str:
        if isinstance(raw, str) and raw in ANSWERS:
            return raw
        self._tell(
            f"{where}の answer（答え方）",
            "single（1つ選ぶ）、multiple（いくつでも選ぶ）、count（件数）のどれかにしてください。",
        )
        return ""

    def _reference(self, raw: Any, where: str) -> str | None:
        reference: str | None = self._value(values.reference_text, raw, where)
        return reference

    def _references(self, raw: Any, where: str) -> tuple[str, ...]:
        items = raw if isinstance(raw, list) else [raw]
        if len(items) > MAX_REFERENCES:
            self._tell(where, f"{MAX_REFERENCES}個までにしてください（いま{len(items):,}個）。")
            return ()
        found = (self._reference(item, where) for item in items)
        return tuple(item for item in found if item is not None)

    def _list(self, raw: Any, where: str) -> list[Any]:
        """Return a list of 1 to 500 things, an empty one with a message otherwise."""
        if not isinstance(raw, list) or not raw:
            self._tell(where, "[ ] の中に1つ以上書いてください。")
            return []
        if len(raw) > MAX_ROWS:
            self._tell(where, f"{MAX_ROWS}までです（いま{len(raw):,}）。図を分けてください。")
            return []
        return raw

    def _cell(self, raw: Any, at: int, where: str) -> Cell:
        place = f"{where}の{at}行目"
        if not isinstance(raw, dict):
            self._tell(place, "{ } で囲んで、label と count か percent を書いてください。")
            return Cell("")
        label = self._value(values.label_text, raw.get("label"), f"{place}の label（項目名）")
        if label is not None:
            place = f"{place}「{values.short(label)}」"
        return self._numbers_cell(label or "", raw.get("count"), raw.get("percent"), place)

    def _numbers_cell(self, label: str, count: Any, percent: Any, place: str) -> Cell:
        return Cell(
            label,
            self._value(values.count, count, f"{place}の count（件数）"),
            self._value(values.percent, percent, f"{place}の percent（割合）"),
        )

    def _table(self, label: str, n: int | None, cells: tuple[Cell, ...], where: str) -> Table:
        self._cells += len(cells)
        self._tables_read += 1
        if self._cells > MAX_CELLS or self._tables_read > MAX_TABLES:
            raise FigureFileError(
                [
                    *self.messages,
                    f"{where}：数は全部で{MAX_CELLS:,}個、グループは全部で{MAX_TABLES:,}個までです。"
                    "ファイルを分けてください。",
                ]
            )
        return Table(label, n, cells)

    def _base(self, raw: Any, cells: tuple[Cell, ...], where: str) -> int | None:
        """Return n; it may be left out where every percentage has its count beside it."""
        counted = any(cell.count is not None for cell in cells)
        alone = any(cell.percent is not None and cell.count is None for cell in cells)
        if raw is None and cells and (alone or not counted):
            self._tell(f"{where}の n", "n がありません。割合を計算したもとの数を書いてください。")
        n: int | None = self._value(values.count, raw, f"{where}の n")
        return n

    def _tables(self, raw: dict[str, Any], where: str) -> tuple[Table, ...]:
        rows = self._list(raw.get("rows"), f"{where}の rows（行）")
        cells = tuple(self._cell(row, at, where) for at, row in enumerate(rows, 1))
        return (self._table("", self._base(raw.get("n"), cells, where), cells, where),)

    def _cross(self, raw: dict[str, Any], where: str) -> tuple[Table, ...]:
        if raw.get("rows") is not None:
            self._tell(where, "rows（行）と groups（グループ）は、どちらか一方だけにしてください。")
        columns = self._list(raw.get("columns"), f"{where}の columns（列の見出し）")
        labels = [
            self._value(values.label_text, label, f"{where}の columns（列の見出し）の{at}番目")
            for at, label in enumerate(columns, 1)
        ]
        groups = self._list(raw.get("groups"), f"{where}の groups（グループ）")
        tables = (
            self._group(group, at, [label or "" for label in labels], raw.get("n"), where)
            for at, group in enumerate(groups, 1)
        )
        return tuple(table for table in tables if table is not None)

    def _group(
        self, raw: Any, at: int, columns: list[str], figure_n: Any, where: str
    ) -> Table | None:
        place = f"{where}の{at}番目のグループ"
        if not isinstance(raw, dict):
            self._tell(place, "{ } で囲んで、label・n・percent を書いてください。")
            return None
        label = self._value(values.label_text, raw.get("label"), f"{place}の label（名前）") or ""
        place = f"{place}「{values.short(label)}」" if label else place
        counts = self._row(raw.get("count"), len(columns), f"{place}の count（件数）")
        percents = self._row(raw.get("percent"), len(columns), f"{place}の percent（割合）")
        cells = tuple(
            self._numbers_cell(column, count, percent, f"{place}の「{values.short(column)}」")
            for column, count, percent in zip(columns, counts, percents, strict=True)
        )
        raw_n = raw.get("n")
        if raw_n is None and is_total(label):
            raw_n = figure_n
        # A group that was hidden as a whole says nothing, its n neither.
        hidden = raw.get("hidden") is True and not any(
            value is not None for value in (raw_n, *counts, *percents)
        )
        n = None if hidden else self._base(raw_n, cells, place)
        return self._table(label, n, cells, place)

    def _row(self, raw: Any, length: int, where: str) -> list[Any]:
        """Return one value per column; a list left out counts as all unknown."""
        if raw is None:
            return [None] * length
        if not isinstance(raw, list):
            self._tell(where, "[ ] の中に、列の数だけ書いてください。")
            return [None] * length
        if len(raw) != length:
            self._tell(
                where,
                f"列の見出しは{length:,}個、値は{len(raw):,}個です。同じ数にしてください。",
            )
            return [None] * length
        return raw
