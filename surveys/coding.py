"""Reading open answers: what is coded, which codes suggest themselves, how far two coders agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from koganei_kyodo.accounts.models import User
from surveys.models import AfterCode, Answer, Code, CodeFrame, Question

# Words without a dictionary: runs of kanji, of katakana, of letters.
_WORD = re.compile(r"[一-龠々]{2,}|[ァ-ヶー]{2,}|[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_MOST_SUGGESTED = 3
_TITLES = "さん|様|氏|先生|ちゃん|くん|会長|課長|部長|係長|主任|市長|理事長|代表"
# Words before such a title that are nobody's name.
_NOBODY = {
    "皆", "みな", "市民", "住民", "職員", "担当", "利用者", "高齢者", "参加者", "相手", "団体",
    "町会", "自治", "自治会", "子ども", "お客", "親", "委員", "副", "前", "新", "各", "両", "町内",
    "町内会", "協議", "実行委員", "連合", "保護者", "関係者", "会員", "議員", "障害者",
}  # fmt: skip
_NAMED = re.compile(rf"([一-龠々]{{1,6}}|[ァ-ヶー]{{2,10}})(?={_TITLES})")
_REACHED = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|0\d{1,4}[-－(（]?\d{1,4}[-－)）]?\d{3,4}")
MASK = "〇〇"


def given(question: Question) -> QuerySet[Answer]:
    """Return the open answers to a question that count, in the order they came."""
    rows = Answer.objects.filter(question=question, code__gt=0, response__status="valid")
    return rows.order_by("response_id", "row")


def uncoded(frame: CodeFrame, coder: int = 1) -> QuerySet[Answer]:
    """Return the answers that this coder has not read yet."""
    mine = AfterCode.objects.filter(
        frame=frame, coder=coder, response_id=OuterRef("response_id"), row=OuterRef("row")
    )
    return given(frame.question).filter(~Exists(mine))


Key = tuple[int, int]


def codes_of(frame: CodeFrame, coder: int = 1) -> dict[Key, set[int]]:
    """Return the codes of every answer that a coder has read, by (response, row)."""
    found: dict[Key, set[int]] = defaultdict(set)
    rows = AfterCode.objects.filter(frame=frame, coder=coder, response__status="valid")
    for response, row, code in rows.values_list("response_id", "row", "code"):
        found[response, row].add(code)
    return dict(found)


@dataclass(frozen=True)
class Suggestion:
    """A code that suggests itself, and the words that earlier answers with it share."""

    code: Code
    words: tuple[str, ...]


def words_of(text: str) -> set[str]:
    """Return the words of a text that may tell what it is about."""
    return set(_WORD.findall(text))


def suggest(
    text: str, codes: Sequence[Code], coded: Iterable[tuple[str, Iterable[int]]]
) -> list[Suggestion]:
    """Return at most three codes for a text, the most likely first.

    Args:
        text: the answer to be coded.
        codes: the codes of the frame.
        coded: earlier answers with their codes.
    """
    words = words_of(text)
    total: Counter[str] = Counter()
    with_code: dict[int, Counter[str]] = defaultdict(Counter)
    for earlier, numbers in coded:
        shared = words & words_of(earlier)
        total.update(shared)
        for number in numbers:
            with_code[number].update(shared)
    found = []
    for code in codes:
        own = {w: with_code[code.code][w] / total[w] for w in words if with_code[code.code][w]}
        own |= {w: 1.0 for w in words if w in f"{code.label}{code.hint}"}
        if own:
            best = sorted(own, key=lambda w: (-own[w], w))
            found.append((sum(own.values()), Suggestion(code, tuple(best[:3]))))
    found.sort(key=lambda pair: (-pair[0], pair[1].code.position))
    return [suggestion for _, suggestion in found[:_MOST_SUGGESTED]]


def mask_names(text: str, names: Iterable[str] = ()) -> str:
    """Return a text with personal names, telephone numbers and addresses replaced by 〇〇.

    It proposes; a person reads the text before it is published.

    Args:
        text: an open answer.
        names: names that are known to be people's.
    """
    masked = _REACHED.sub(MASK, text)
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) > 1:
            masked = masked.replace(name, MASK)

    def named(match: re.Match[str]) -> str:
        return match[0] if match[0] in _NOBODY else MASK

    return _NAMED.sub(named, masked)


def known_names() -> set[str]:
    """Return the whole names of the portal's people, with and without the space between."""
    names = User.objects.exclude(name="").values_list("name", flat=True)
    return {form for name in names for form in (name, re.sub(r"\s", "", name))}


@dataclass(frozen=True)
class CodeAgreement:
    """How far two coders agree on one code."""

    code: Code
    first: int
    second: int
    both: int
    kappa: float | None


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree over all answers that both have read."""

    n: int
    same: int
    codes: tuple[CodeAgreement, ...]
    kappa: float | None

    @property
    def words(self) -> str:
        """Say in plain Japanese what the kappa means."""
        if self.kappa is None:
            return "一致の度合いは計算できません。2人がつけた分類に違いがないか、数が足りません。"
        return f"カッパ係数は{self.kappa:.2f}で、{in_words(self.kappa)}。"


def in_words(kappa: float) -> str:
    """Say what a kappa means, after the usual steps of Landis and Koch."""
    for limit, text in (
        (0.8, "2人の分け方は、ほとんど同じです"),
        (0.6, "2人の分け方は、かなり合っています"),
        (0.4, "2人の分け方は、まずまず合っています。違う所を話し合うとよいでしょう"),
        (0.2, "2人の分け方は、あまり合っていません。分類の意味を書き直してください"),
    ):
        if kappa > limit:
            return text
    return "2人の分け方は、偶然と変わりません。分類を作り直してください"


def agreement(
    codes: Sequence[Code], first: Mapping[Key, set[int]], second: Mapping[Key, set[int]]
) -> Agreement:
    """Compare two coders by Cohen's kappa: for each code, and over all codes together.

    An answer may have several codes, so each code is a question of yes and no of its own; the
    kappa of all is that of all these decisions together.
    """
    shared = sorted(first.keys() & second.keys())
    pairs = {
        code: [(code.code in first[key], code.code in second[key]) for key in shared]
        for code in codes
    }
    rows = tuple(
        CodeAgreement(
            code,
            sum(a for a, _ in decisions),
            sum(b for _, b in decisions),
            sum(a and b for a, b in decisions),
            cohen(decisions),
        )
        for code, decisions in pairs.items()
    )
    same = sum(first[key] == second[key] for key in shared)
    return Agreement(len(shared), same, rows, cohen([p for each in pairs.values() for p in each]))


def cohen(decisions: Sequence[tuple[bool, bool]]) -> float | None:
    """Return Cohen's kappa of yes-or-no decisions; None where chance alone gives agreement."""
    n = len(decisions)
    if not n:
        return None
    agreed = sum(a == b for a, b in decisions) / n
    yes_first, yes_second = sum(a for a, _ in decisions) / n, sum(b for _, b in decisions) / n
    chance = yes_first * yes_second + (1 - yes_first) * (1 - yes_second)
    return None if chance == 1 else (agreed - chance) / (1 - chance)
