"""Dealing counts out to units: who gave which answer, so that the totals hold exactly.

Nothing here is random. The order in which units are served is that of the SHA-256 of the question
and the unit: it mixes the units well, differs from question to question, and is the same on every
machine and in every version of Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

from koganei_kyodo.portal.musashino.printed import NO_ANSWER_LABEL, CannotReconstruct, Counts
from koganei_kyodo.portal.musashino.records import NO_ANSWER, Answer

EXCLUSIVE_LABELS = ("特にない",)
_SILENCE = "silence"
_EXCHANGES = 4


def mixed(salt: str, units: Iterable[str]) -> list[str]:
    """The units in the fixed mixed order that belongs to this salt."""
    return sorted(units, key=lambda unit: sha256(f"{salt}/{unit}".encode()).digest())


def _split_silent(question: str, units: Sequence[str], count: int) -> tuple[list[str], list[str]]:
    """The silent units and the others. Every question asks the silent ones in the same order, so
    that a unit that leaves one question open tends to leave others open too."""
    if count > len(units):
        raise CannotReconstruct(f"{question}の無回答{count}件が、回答の数を超えます。")
    silent = mixed(_SILENCE, units)[:count]
    return silent, mixed(question, set(units) - set(silent))


def deal_labels(question: str, units: Sequence[str], counts: Mapping[str, int]) -> dict[str, str]:
    """One label for each unit so that each label has its count.

    question: what the messages call it; it also fixes the order. units: unique names.

    Raises CannotReconstruct when the counts do not add up to the number of units.
    """
    if sum(counts.values()) != len(units):
        raise CannotReconstruct(
            f"{question}の件数の合計{sum(counts.values())}が、回答の数{len(units)}と違います。"
        )
    labels = [label for label, count in counts.items() for _ in range(count)]
    return dict(zip(mixed(question, units), labels, strict=True))


def deal_single(
    question: str, units: Sequence[str], counts: Mapping[str, int]
) -> dict[str, Answer]:
    """One label, or 無回答, for each unit so that each label, 無回答 included, has its count.

    question: what the messages call it; it also fixes the order. units: unique names.

    Raises CannotReconstruct when the counts do not add up to the number of units.
    """
    labels = dict(counts)
    silent, speaking = _split_silent(question, units, labels.pop(NO_ANSWER_LABEL, 0))
    answers: dict[str, Answer] = dict.fromkeys(silent, NO_ANSWER)
    dealt = deal_labels(question, speaking, labels)
    answers.update({unit: (label,) for unit, label in dealt.items()})
    return answers


def deal_multiple(
    question: str, units: Sequence[str], counts: Mapping[str, int]
) -> dict[str, Answer]:
    """One or more labels, or 無回答, for each unit so that each label has its count.

    question: what the messages call it; it also fixes the order. units: unique names.

    Those who answered 特にない ticked nothing else. The other ticks go, label by label, to the
    units that have the fewest so far: numbers of ticks differ by one at most at every step, each
    label reaches its count exactly, and nobody stays empty where there are enough ticks. Then
    units exchange ticks one for one, so that any two labels may come together.

    Raises CannotReconstruct when a count exceeds the units it may go to, or when there are fewer
    ticks than units that answered.
    """
    ticks = dict(counts)
    silent, speaking = _split_silent(question, units, ticks.pop(NO_ANSWER_LABEL, 0))
    answers: dict[str, Answer] = dict.fromkeys(silent, NO_ANSWER)
    for label in EXCLUSIVE_LABELS:
        alone = ticks.pop(label, 0)
        if alone > len(speaking):
            raise CannotReconstruct(f"{question}の「{label}」{alone}件が、回答の数を超えます。")
        answers.update(dict.fromkeys(speaking[:alone], (label,)))
        speaking = speaking[alone:]
    answers.update(_deal_ticks(question, speaking, ticks))
    return answers


def _deal_ticks(question: str, units: Sequence[str], ticks: Counts) -> dict[str, Answer]:
    if sum(ticks.values()) < len(units):
        raise CannotReconstruct(
            f"{question}の選択の合計{sum(ticks.values())}件では、"
            f"回答{len(units)}件のそれぞれに一つ以上を割り当てられません。"
        )
    chosen: dict[str, list[str]] = {unit: [] for unit in units}
    for label, count in ticks.items():
        if count > len(units):
            raise CannotReconstruct(f"{question}の「{label}」{count}件が、回答の数を超えます。")
        order = mixed(f"{question}/{label}", units)
        for unit in sorted(order, key=lambda unit: len(chosen[unit]))[:count]:
            chosen[unit].append(label)
    for turn in range(_EXCHANGES):
        _exchange(f"{question}/{turn}", chosen)
    return {
        unit: tuple(label for label in ticks if label in labels) for unit, labels in chosen.items()
    }


def _exchange(salt: str, chosen: dict[str, list[str]]) -> None:
    """Neighbours in a mixed order exchange one tick that the other lacks.

    Every label keeps its count and every unit its number of ticks; only the combinations change.
    Without it the first labels dealt would never be ticked together.
    """
    for left, right in pairwise(mixed(salt, chosen)):
        given = [label for label in chosen[left] if label not in chosen[right]]
        taken = [label for label in chosen[right] if label not in chosen[left]]
        if given and taken:
            give, take = mixed(left + salt, given)[0], mixed(right + salt, taken)[0]
            chosen[left][chosen[left].index(give)] = take
            chosen[right][chosen[right].index(take)] = give


def project_sizes(sheets: Mapping[str, int], projects: int) -> dict[str, list[int]]:
    """How many sheets each project of each department has.

    sheets: number of sheets of each department, all above 0. projects: number of projects in all.
    A project counted once for each partner has several sheets. The sheets beyond one for each
    project are shared out in proportion to a department's sheets beyond its first (largest
    remainder), so that every department keeps at least one project.

    Raises CannotReconstruct when there are more projects than sheets or fewer than departments.
    """
    extra = sum(sheets.values()) - projects
    room = {name: count - 1 for name, count in sheets.items()}
    if extra < 0 or extra > sum(room.values()):
        raise CannotReconstruct(
            f"調査票{sum(sheets.values())}件を、{len(sheets)}課の{projects}事業に分けられません。"
        )
    shares = {name: Fraction(extra * room[name], sum(room.values()) or 1) for name in room}
    extras = {name: int(share) for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: extras[name] - shares[name])
    for name in by_remainder[: extra - sum(extras.values())]:
        extras[name] += 1
    sizes: dict[str, list[int]] = {}
    for name, count in sheets.items():
        sizes[name] = [1] * (count - extras[name])
        for position in range(extras[name]):
            sizes[name][position % len(sizes[name])] += 1
    return sizes


def deal_forms(projects: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> dict[str, str]:
    """The form of each sheet so that each form has its count.

    projects: project key to its sheets. All sheets of a project get the same form as long as one
    has room for all of them; the form that is least used up goes first.

    Raises CannotReconstruct when the counts do not add up to the number of sheets.
    """
    total = sum(len(sheets) for sheets in projects.values())
    if sum(counts.values()) != total:
        raise CannotReconstruct(
            f"協働の形態の合計{sum(counts.values())}が、調査票の数{total}と違います。"
        )
    used = dict.fromkeys(counts, 0)
    forms: dict[str, str] = {}
    order = sorted(mixed("forms", projects), key=lambda key: -len(projects[key]))
    for key in order:
        sheets = projects[key]
        fits = any(used[form] + len(sheets) <= counts[form] for form in counts)
        for part in [sheets] if fits else [[sheet] for sheet in sheets]:
            form = _least_used(used, counts, len(part))
            used[form] += len(part)
            forms.update(dict.fromkeys(part, form))
    return forms


def _least_used(used: Mapping[str, int], counts: Mapping[str, int], size: int) -> str:
    open_forms = [form for form in counts if used[form] + size <= counts[form]]
    return min(open_forms, key=lambda form: Fraction(used[form] + size, counts[form]))
