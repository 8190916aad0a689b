"""How labels, titles and the special words of printed tables are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_TRAILING_BREAKDOWN = re.compile(r"\([^()]*別\)$")
_ALIKE = str.maketrans({"、": "・", ",": "・"})
_TOTALS = frozenset({"総計", "全体", "合計", "計", "総数", "total"})
_SUBTOTALS = frozenset({"小計", "subtotal"})
_NO_ANSWERS = frozenset({"無回答", "無回答者", "未回答", "回答なし", "回答無し"})


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return the form in which two labels are compared.

    NFKC, all white space removed, and the separators 、 ， , ・ treated as one.
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_ALIKE)


def is_total(label: str) -> bool:
    """Return whether a row or group is the printed total (総計, 全体, 合計, 計, 総数, total)."""
    return normalise(label).casefold() in _TOTALS


def is_subtotal(label: str) -> bool:
    """Return whether a group repeats other groups as a partial sum (小計)."""
    return normalise(label).casefold() in _SUBTOTALS


def is_no_answer(label: str) -> bool:
    """Return whether a row stands for those who were asked and said nothing (無回答)."""
    return normalise(label) in _NO_ANSWERS


def title_key(title: str) -> str:
    """Return a title as suspicion compares it: normalised, one trailing （…別） taken off."""
    return _TRAILING_BREAKDOWN.sub("", normalise(title))
