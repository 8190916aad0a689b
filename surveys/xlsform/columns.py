"""The columns of a sheet under the names this system reads them by, in one language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.xlsform.book import Row, Sheet
from surveys.xlsform.notes import Notes

# Columns that may stand once for each language: `label::Japanese (ja)`.
_IN_LANGUAGES = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
_MEDIA = ("media", "image", "audio", "video", "big-image")
_JAPANESE = re.compile(r"(^|[^a-z])(ja|jp|jpn)([^a-z]|$)|japan|日本", re.IGNORECASE)
_SAME = {
    "relevance": "relevant",
    "list name": "list_name",
    "value": "name",
    "constraint message": "constraint_message",
    "required message": "required_message",
    "choice filter": "choice_filter",
    "read_only": "readonly",
    "read only": "readonly",
    "repeat count": "repeat_count",
    "calculate": "calculation",
    "title": "form_title",
    "id_string": "form_id",
}
# What other columns are for; those of this system's own begin with kyodo_.
_LEFT = {
    "appearance": "見た目の指定（appearance）",
    "calculation": "計算式（calculation）",
    "choice_filter": "選択肢のしぼりこみ（choice_filter）",
    "default": "はじめから入れておく答え（default）",
    "guidance_hint": "調査員むけの説明（guidance_hint）",
    "media": "画像・音声・動画",
    "parameters": "細かい指定（parameters）",
    "readonly": "書き換え不可の指定（readonly）",
    "repeat_count": "くり返す回数の指定（repeat_count）",
    "required_message": "必須の設問に答えがないときの言葉（required_message）",
    "trigger": "計算のきっかけ（trigger）",
}


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number, and its cells by the name of the column."""

    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return a cell, "" where it is empty."""
        return self.cells.get(name, "")


def _parts(heading: str) -> tuple[str, str]:
    """Return the name of a column and its language: `label::English (en)`, or `label:en`."""
    name, _, language = heading.partition("::")
    if not language and ":" in heading:
        before, _, after = heading.partition(":")
        if before.strip().lower() in (*_IN_LANGUAGES, *_MEDIA):
            name, language = before, after
    name = name.strip().lower()
    name = _SAME.get(name, name)
    if name in _MEDIA:
        return "media", language.strip()
    return name, language.strip()


def choose_language(sheets: Sequence[Sheet], default: str) -> str:
    """Return the language to read: Japanese, else the default one, else "" for no language.

    Args:
        sheets: whose headings are looked at.
        default: what the settings call the default language, "" where they say nothing.
    """
    found = []
    for sheet in sheets:
        for heading in sheet.headings:
            name, language = _parts(heading)
            if name in _IN_LANGUAGES and language and language not in found:
                found.append(language)
    japanese = [language for language in found if _JAPANESE.search(language)]
    if japanese:
        return japanese[0]
    if default in found:
        return default
    plain = any(_parts(heading) == ("label", "") for sheet in sheets for heading in sheet.headings)
    return "" if plain or not found else found[0]


def lines_of(sheet: Sheet, language: str, read: Sequence[str], notes: Notes) -> list[Line]:
    """Return the rows of a sheet in one language; note every column that has no place here.

    Args:
        sheet: the rows as they are in the file.
        language: what `choose_language` returned.
        read: the columns that have a place.
        notes: where the other columns are noted, with the rows in which they are filled.
    """
    columns = {heading: _parts(heading) for heading in sheet.headings}
    lines = [Line(row.number, _cells(row, columns, language)) for row in sheet.rows]
    for heading, (name, spoken) in columns.items():
        filled = [row.number for row in sheet.rows if heading in row.cells]
        if not filled:
            continue
        if name in _IN_LANGUAGES and spoken not in ("", language):
            notes.left(sheet.name, None, f"「{spoken}」の言葉")
        elif name not in read:
            for number in filled:
                notes.left(sheet.name, number, _LEFT.get(name, f"列「{heading}」"))
    return lines


def _cells(row: Row, columns: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    """Return the cells by column; a language that has no word here falls back on another."""
    best: dict[str, tuple[int, str]] = {}
    for heading, cell in row.cells.items():
        name, spoken = columns[heading]
        rank = 0 if spoken == language else 1 if spoken == "" else 2
        if name not in best or rank < best[name][0]:
            best[name] = (rank, cell)
    return {name: cell for name, (_, cell) in best.items()}
