"""The questions of Koganei's survey as we ask them, made-up shares of the answers, and the texts.

The shares are ours: they give the leaflet something to show and say nothing about what was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One question with made-up shares of its options.

    `only_after` names the question and the option after which it is asked.
    """

    code: str
    kind: str
    text: str
    weights: Mapping[str, float]
    silent: float = 0.03
    only_after: tuple[str, int] | None = None

    @property
    def relevant(self) -> str:
        """The condition under which it is asked."""
        if self.only_after is None:
            return ""
        return f"${{{self.only_after[0]}}} = '{self.only_after[1]}'"


QUESTIONS = (
    Asked(
        "word",
        "single",
        "「協働」ということばを知っていますか",
        {"知っている": 0.53, "聞いたことはあるが、意味はよく知らない": 0.32, "知らない": 0.15},
    ),
    Asked(
        "experience",
        "single",
        "市と連携や協力をしたことがありますか",
        {"ある": 0.58, "ない": 0.42},
    ),
    Asked(
        "forms",
        "multiple",
        "それはどのような形でしたか",
        {
            "後援": 0.5,
            "補助金": 0.42,
            "活動への協力": 0.38,
            "共催": 0.25,
            "委託": 0.16,
            "その他": 0.06,
        },
        only_after=("experience", 1),
    ),
    Asked(
        "wish",
        "single",
        "これから、市と協働したいと思いますか",
        {"協働したい": 0.55, "協働したくない": 0.1, "わからない": 0.35},
    ),
    Asked(
        "reasons",
        "multiple",
        "協働したくない理由は何ですか",
        {
            "事務の手間が増える": 0.55,
            "自由に活動したい": 0.4,
            "予算がつかない": 0.35,
            "その他": 0.1,
        },
        only_after=("wish", 2),
    ),
    Asked(
        "wanted",
        "multiple",
        "協働するとしたら、どのような形がよいですか",
        {
            "広報への協力": 0.48,
            "補助金": 0.4,
            "活動場所の提供": 0.37,
            "共催": 0.3,
            "委託": 0.18,
            "その他": 0.05,
        },
        silent=0.08,
    ),
    Asked(
        "environment",
        "multiple",
        "どのような環境が整っているとよいですか",
        {
            "情報を受け取り、発信する仕組み": 0.46,
            "活動場所や機材": 0.42,
            "相談できる窓口": 0.38,
            "団体どうしの交流": 0.3,
            "市の職員との交流": 0.26,
            "その他": 0.05,
        },
        silent=0.07,
    ),
    Asked("opinion", "open", "ご意見があれば書いてください", {}, silent=1.0),
)


@dataclass(frozen=True)
class Section:
    """One section of the leaflet."""

    title: str
    texts: Sequence[str] = ()
    figures: Sequence[tuple[str, str]] = ()
    excerpts: str = ""
    turns_page: bool = False


SECTIONS = (
    Section(
        "調査のあらまし",
        (
            "NPO法人、任意団体、町会など444団体に郵送し、247団体から回答がありました。"
            "公表された回収率は56.0％ですが、247÷444は55.6％です。56.0％になるのは、441を母数に"
            "したときです。理由は資料に書かれていません。",
        ),
    ),
    Section(
        "知っていること、してきたこと",
        (),
        (
            ("word", "「協働」ということばを知っているか"),
            ("experience", "市と連携や協力をした経験"),
            ("forms", "連携や協力の形"),
        ),
        turns_page=True,
    ),
    Section(
        "これからのこと",
        (),
        (("wish", "これから市と協働したいか"), ("environment", "整っているとよい環境")),
        "wish",
    ),
)

EXCERPTS = {
    "wish": (
        "求められること",
        (
            "専門の人に相談できる窓口がほしい。",
            "チラシを1か所に出せば、各地に届くとよい。",
            "提案には、できない理由も返してほしい。",
        ),
    ),
}
