"""Percentages of n to one decimal, half up, and what they allow (the GRIM test).

Everything is whole-number arithmetic on tenths of a percent, so no result depends on binary
fractions. From n = 1,000 on every percentage from 0.0 to 100.0 can come from some count,
because two neighbouring counts then lie at most 0.1 points apart; only smaller n are searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import overload

FULL = 1000  # 100.0 % in tenths; also the n from which every percentage is possible
_NOTHING = range(0)


def tenths(percent: Decimal) -> int | None:
    """Return a percentage in tenths, None if it has more decimals or lies outside 0 to 100."""
    if not 0 <= percent <= 100:
        return None
    scaled = percent * 10
    whole = int(scaled)
    return whole if whole == scaled else None


def _rounded_tenths(count: int, n: int) -> int:
    return (2 * FULL * count + n) // (2 * n)


def round_half_up(count: int, n: int) -> Decimal:
    """Return `count` as percent of `n`, to one decimal, half up.

    Both are counts. Raises ValueError for a negative count or n < 1. Rule of rounding: the
    printed reports (Musashino 2011, meta.rounding of its figures).
    """
    if count < 0 or n < 1:
        raise ValueError(f"no percentage of {count} in {n}")
    return Decimal(_rounded_tenths(count, n)).scaleb(-1)


def _counts(tenth: int, n: int) -> range:
    """All k in 0..n with k/n printed as `tenth`: (2t-1)n <= 2000k < (2t+1)n, solved for k."""
    low = max(0, -((1 - 2 * tenth) * n // (2 * FULL)))
    high = -(-(2 * tenth + 1) * n // (2 * FULL)) - 1
    return range(low, min(high, n) + 1)


def possible_counts(percent: Decimal, n: int) -> range:
    """Return all counts 0..n that are printed as `percent` of `n` (one decimal, half up).

    In closed form, without a loop over n. Empty where no count gives it: also for n = 0, for
    more than 100 and for more than one decimal. Raises ValueError for a negative n.
    """
    if n < 0:
        raise ValueError(f"n is {n}")
    tenth = tenths(percent)
    return _NOTHING if n == 0 or tenth is None else _counts(tenth, n)


@lru_cache(maxsize=FULL + 1)
def _small_bases(tenth: int) -> int:
    """The n below 1,000 from which `tenth` can come, as a set of bits."""
    bits = 0
    for n in range(1, FULL):
        if _counts(tenth, n):
            bits |= 1 << n
    return bits


@dataclass(frozen=True)
class Bases(Sequence[int]):
    """The fitting n in rising order: some below 1,000, then all of one range."""

    small: tuple[int, ...]
    large: range

    def __len__(self) -> int:
        return len(self.small) + len(self.large)

    def __contains__(self, n: object) -> bool:
        return n in self.small or n in self.large

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> list[int]: ...

    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if at < 0:
            raise IndexError(index)
        return self.small[at] if at < len(self.small) else self.large[at - len(self.small)]


def _base_range(count: int, tenth: int) -> tuple[int, int | None]:
    """The n at which `count` is printed as `tenth`: lowest and highest (None: no upper end)."""
    if tenth == 0:
        return 2 * FULL * count + 1, None
    low = 2 * FULL * count // (2 * tenth + 1) + 1
    return max(low, count), 2 * FULL * count // (2 * tenth - 1)


def bases_for(
    percents: Iterable[Decimal], pairs: Iterable[tuple[int, Decimal | None]], limit: int
) -> Bases:
    """Return every n from 1 to `limit` from which all of the print can come.

    `percents` stand alone; `pairs` are counts with the percentage printed beside them (None
    where only the count is printed). The cost does not grow with `limit`.
    """
    low, high, bits = 1, limit, -1
    for percent in percents:
        tenth = tenths(percent)
        if tenth is None:
            return Bases((), _NOTHING)
        bits &= _small_bases(tenth)
    for count, beside in pairs:
        low = max(low, count)
        if beside is None:
            continue
        tenth = tenths(beside)
        if tenth is None:
            return Bases((), _NOTHING)
        bottom, top = _base_range(count, tenth)
        low, high = max(low, bottom), high if top is None else min(high, top)
    small = tuple(n for n in range(low, min(high, FULL - 1) + 1) if bits >> n & 1)
    return Bases(small, range(max(low, FULL), high + 1))


def fitting_bases(percents: Iterable[Decimal], limit: int) -> Sequence[int]:
    """Return, in rising order, every n from 1 to `limit` from which all `percents` can come.

    Percentages to one decimal, half up. The result is computed without listing the n, so a
    large `limit` costs nothing.
    """
    return bases_for(percents, (), limit)
