"""The single values of a figure file: numbers, labels, references."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MAX_COUNT = 10_000_000
MAX_PERCENT = 1_000_000
MAX_NUMBER_LENGTH = 40
MAX_LABEL_LENGTH = 300
SHOWN_LABEL_LENGTH = 40

_ONE_DECIMAL = Decimal("0.1")
_SIX_DECIMALS = Decimal("0.000001")


class Unreadable(ValueError):
    """A value that cannot stand; the text says in Japanese how to mend it."""


class NoNumber:
    """What NaN and Infinity, which JSON does not know, are read as."""

    def __init__(self, written: str) -> None:
        self.written = written


def short(label: str) -> str:
    """Return a label as messages show it: one line, at most 40 characters."""
    line = " ".join("".join(ch if ch.isprintable() else " " for ch in label).split())
    if len(line) <= SHOWN_LABEL_LENGTH:
        return line
    return line[: SHOWN_LABEL_LENGTH - 1] + "…"


def _number(raw: Any) -> Decimal | None:
    """Return a number of at least 0, None for one that was left out (null)."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise Unreadable(
            "数字で書いてください（引用符はつけません）。ないときは null にしてください。"
        )
    value = Decimal(raw)
    if not value.is_finite():
        raise Unreadable("数字で書いてください。ないときは null にしてください。")
    if value < 0:
        raise Unreadable("0以上の数にしてください。")
    return value


def count(raw: Any) -> int | None:
    """Return a count or an n of 0 to 10,000,000, None for null. Raises Unreadable."""
    value = _number(raw)
    if value is None:
        return None
    if value > MAX_COUNT:
        raise Unreadable(f"{MAX_COUNT:,}までの数にしてください。")
    whole = int(value)
    if whole != value:
        raise Unreadable("小数のない数（整数）にしてください。")
    return whole


def percent(raw: Any) -> Decimal | None:
    """Return a percentage, None for null. Raises Unreadable.

    One decimal is expected. What is off by less than 0.000001 (a value that went through
    binary fractions) is taken as meant; more decimals are kept, so that the check can tell.
    """
    value = _number(raw)
    if value is None:
        return None
    if value > MAX_PERCENT:
        raise Unreadable("割合（％）の数にしてください。大きすぎます。")
    fine = value.quantize(_SIX_DECIMALS, ROUND_HALF_UP)
    coarse = fine.quantize(_ONE_DECIMAL, ROUND_HALF_UP)
    return coarse if abs(fine - coarse) <= _SIX_DECIMALS else fine.normalize()


def _text(raw: Any, longest: int) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("引用符で囲んだ文字を書いてください。")
    if len(raw) > longest:
        raise Unreadable(f"{longest}字以内にしてください（いま{len(raw):,}字）。")
    return raw.encode("utf-8", "replace").decode("utf-8").strip()


def label_text(raw: Any) -> str:
    """Return the name of a row, column or group (1 to 300 characters). Raises Unreadable."""
    return _text(raw, MAX_LABEL_LENGTH)


def number_text(raw: Any) -> str:
    """Return a figure's number as text; 15 and "15" are the same. Raises Unreadable."""
    if type(raw) is int and 0 <= raw <= MAX_COUNT:
        raw = str(raw)
    return short(_text(raw, MAX_NUMBER_LENGTH))


def title_text(raw: Any) -> str:
    """Return a title, empty where there is none. Raises Unreadable."""
    return "" if raw is None or raw == "" else _text(raw, MAX_LABEL_LENGTH)


def reference_text(raw: Any) -> str | None:
    """Return a reference as it is written, None where there is none. Raises Unreadable."""
    if raw is None:
        return None
    if type(raw) is int and 0 <= raw <= MAX_COUNT:
        return str(raw)
    return _text(raw, MAX_NUMBER_LENGTH + MAX_LABEL_LENGTH)
