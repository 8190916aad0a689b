"""Names that are alike: the quick way finds exactly the pairs that comparing each with each finds."""

import random
from collections import defaultdict
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from organizations import duplicates
from organizations.duplicates import ALIKE, NAMES_ALIKE


def _names(seed: int) -> list[str]:
    """Return names of which many are one or two characters apart."""
    draw = random.Random(seed)
    parts = (
        ["あおぞら", "ひなた", "風見", "川べり"],
        ["おもちゃ", "読書", "防災"],
        ["の会", "病院", ""],
    )
    names = []
    for _ in range(150):
        name = "".join(draw.choice(part) for part in parts) + draw.choice(["", "くらぶ", "ねっと"])
        at = draw.randrange(len(name))
        names += [name, name[:at] + name[at + 1 :], name[:at] + draw.choice("んっ会") + name[at:]]
    return names


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("rows", [7, duplicates.ROWS_AT_ONCE])
def test_no_pair_of_names_is_lost(seed: int, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "ROWS_AT_ONCE", rows)
    keys = list(enumerate(_names(seed), start=1))
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    duplicates._alike(keys, found)
    wanted = {
        (first, second)
        for (first, a), (second, b) in combinations(keys, 2)
        if a != b and (a[:2] == b[:2] or a[-4:] == b[-4:]) and fuzz.ratio(a, b) >= NAMES_ALIKE
    }
    assert len(wanted) > 1_000
    assert found == {pair: {ALIKE} for pair in wanted}
