"""Musashino's questionnaire of 2011: which questions, of which attribute, with which options.

Source: the table of items under figure 1 of the report (`meta.questionnaire_items` of the data
file) and the options of the figures. The wording of the questions is ours: the print has none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from koganei_kyodo.portal.musashino.dealing import EXCLUSIVE_LABELS
from koganei_kyodo.portal.musashino.printed import NO_ANSWER_LABEL, TOTAL_LABELS
from surveys.models import Question
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition, SectionDefinition

UNPUBLISHED = "この設問の回答は公表されていません。"
_OTHER = "その他"
_UNPUBLISHED_QUESTIONS = frozenset(
    {
        "respondent",
        "project_name",
        "content",
        "partner_name",
        "end_reason",
        "scheme",
        "selection_criteria",
        "resumption",
        "stop_reason",
        "merits_detail",
        "concerns_detail",
        "reasons_detail",
        "groups_detail",
        "city_detail",
        "other_opinions",
    }
)
Kind = Question.Kind


def option_labels(figures: Mapping[str, Any], number: str) -> list[str]:
    """The options of a figure in the printed order; 無回答 is no option.

    figures: the whole data file. number: of the figure, of either kind.
    Raises StopIteration where the file has no such figure.
    """
    figure = next(row for row in figures["figures"] if row["figure"] == number)
    labels = figure.get("columns") or [row["label"] for row in figure["rows"]]
    return [label for label in labels if label != NO_ANSWER_LABEL]


def group_labels(figures: Mapping[str, Any], number: str) -> list[str]:
    """The groups of a cross table in the printed order, the total left out."""
    figure = next(row for row in figures["figures"] if row["figure"] == number)
    labels = [group["label"] for group in figure["groups"]]
    return [label for label in labels if label not in TOTAL_LABELS]


def department_labels(figures: Mapping[str, Any]) -> list[str]:
    """All departments in the order in which the report prints them among equals.

    Figure 2 puts equal counts in the order of the Japanese character set (JIS X 0208), which is
    that of the bytes in CP932.
    """
    names = [name for group in figures["meta"]["departments"].values() for name in group]
    return sorted(names, key=lambda name: name.encode("cp932"))


def attribute_codes(figures: Mapping[str, Any]) -> dict[str, int]:
    """The number of the option of each attribute: ① is 1, and so on."""
    return {mark: code for code, mark in enumerate(figures["meta"]["attributes"], start=1)}


def sections(figures: Mapping[str, Any]) -> list[SectionDefinition]:
    """The whole questionnaire.

    figures: the data file, with `meta` (attributes, items by attribute) and `figures`.
    Raises KeyError where an item of the printed routing is missing.
    """
    return [
        _frame(figures),
        _sheet(figures),
        _selection(figures),
        _effects(figures),
        _future(figures),
        _improvements(figures),
    ]


def _asked_of(figures: Mapping[str, Any], item: str) -> str:
    """The condition for an item of the printed routing; empty where everybody is asked."""
    codes = attribute_codes(figures)
    marks = figures["meta"]["questionnaire_items"][item]
    if set(marks) == set(codes):
        return ""
    return " or ".join(f"${{attribute}} = '{codes[mark]}'" for mark in marks)


def _choices(labels: Sequence[str]) -> list[ChoiceDefinition]:
    return [
        ChoiceDefinition(label, is_exclusive=label in EXCLUSIVE_LABELS, is_other=label == _OTHER)
        for label in labels
    ]


def _question(
    code: str,
    kind: str,
    text: str,
    labels: Sequence[str] = (),
    *,
    relevant: str = "",
) -> QuestionDefinition:
    unpublished = code in _UNPUBLISHED_QUESTIONS
    return QuestionDefinition(
        code=code,
        kind=kind,
        text=text,
        choices=_choices(labels),
        help=UNPUBLISHED if unpublished else "",
        relevant=relevant,
        is_unpublished=unpublished,
    )


def _frame(figures: Mapping[str, Any]) -> SectionDefinition:
    attributes = [f"{mark} {text}" for mark, text in figures["meta"]["attributes"].items()]
    return SectionDefinition(
        "frame",
        "課について",
        [
            _question("attribute", Kind.ATTRIBUTE, "協働の経験からみた属性", attributes),
            _question("experience", Kind.ATTRIBUTE, "協働実績の有無", group_labels(figures, "20")),
            _question("department", Kind.ATTRIBUTE, "課の名前", department_labels(figures)),
            _question(
                "respondent",
                Kind.OPEN,
                "回答した人",
                relevant=_asked_of(figures, "所管課名・回答者"),
            ),
        ],
        intro="課の名前と属性は、市の名簿から入っています。",
    )


def _sheet(figures: Mapping[str, Any]) -> SectionDefinition:
    def asked(item: str) -> str:
        return _asked_of(figures, item)

    return SectionDefinition(
        "sheet",
        "協働事業ごとの票",
        [
            _question("project_name", Kind.OPEN, "事業の名前"),
            _question("form", Kind.SINGLE, "協働の形態", option_labels(figures, "3")),
            _question("partner_name", Kind.OPEN, "協働の相手"),
            _question(
                "partner_kind",
                Kind.SINGLE,
                "協働の相手の組織形態",
                option_labels(figures, "4"),
            ),
            _question("content", Kind.OPEN, "事業の内容"),
            _question(
                "origins",
                Kind.MULTIPLE,
                "協働事業を実施した経緯",
                option_labels(figures, "5"),
            ),
            _question(
                "initiatives",
                Kind.MULTIPLE,
                "協働事業の実施体制",
                option_labels(figures, "7"),
            ),
            _question("end_reason", Kind.OPEN, "やめた理由", relevant=asked("廃止理由")),
            _question(
                "outcome",
                Kind.SINGLE,
                "協働事業の成果",
                option_labels(figures, "8"),
                relevant=asked("成果"),
            ),
            _question("scheme", Kind.OPEN, "利用した制度", relevant=asked("利用した制度")),
        ],
        intro="事業と相手の組ごとに、1枚ずつ答えます。",
        relevant=asked("経緯・実施体制"),
        is_repeat=True,
    )


def _selection(figures: Mapping[str, Any]) -> SectionDefinition:
    return SectionDefinition(
        "selection",
        "協働の相手の選び方",
        [
            _question("selection_criteria", Kind.OPEN, "協働の相手を選ぶ基準"),
            _question(
                "resumption",
                Kind.OPEN,
                "協働をもう一度始めたいか",
                relevant=_asked_of(figures, "再開意向"),
            ),
        ],
        relevant=_asked_of(figures, "選定基準の有無"),
    )


def _effects(figures: Mapping[str, Any]) -> SectionDefinition:
    return SectionDefinition(
        "effects",
        "協働の効果と課題",
        [
            _question(
                "merits",
                Kind.MULTIPLE,
                "協働を進めることのメリット",
                option_labels(figures, "10"),
            ),
            _question(
                "concerns",
                Kind.MULTIPLE,
                "協働を進める上での不安や課題",
                option_labels(figures, "12"),
            ),
            _question("merits_detail", Kind.OPEN, "メリットの具体的な内容"),
            _question("concerns_detail", Kind.OPEN, "不安や課題の具体的な内容"),
            _question(
                "continue",
                Kind.SINGLE,
                "今後も協働を続けたいか",
                option_labels(figures, "14"),
                relevant=_asked_of(figures, "継続意向"),
            ),
            _question("stop_reason", Kind.OPEN, "続けない理由"),
        ],
        relevant=_asked_of(figures, "メリット・不安や課題"),
    )


def _future(figures: Mapping[str, Any]) -> SectionDefinition:
    def chose(label: str) -> str:
        code = option_labels(figures, "15").index(label) + 1
        return f"${{intention}} = '{code}'"

    base_of = {row["figure"]: row.get("base_of", "") for row in figures["figures"]}
    wants, declines = (base_of[number].partition(":")[2] for number in ("16", "17"))
    return SectionDefinition(
        "future",
        "今後の協働",
        [
            _question(
                "intention",
                Kind.SINGLE,
                "今後、協働を実施したいか",
                option_labels(figures, "15"),
            ),
            _question(
                "wanted_forms",
                Kind.MULTIPLE,
                "協働を進める場合の形態",
                option_labels(figures, "16"),
                relevant=chose(wants),
            ),
            _question(
                "reasons_not",
                Kind.MULTIPLE,
                "協働を実施したいとは思わない理由",
                option_labels(figures, "17"),
                relevant=chose(declines),
            ),
            _question("reasons_detail", Kind.OPEN, "具体的な理由", relevant=chose(declines)),
        ],
        relevant=_asked_of(figures, "実施意向・したい形態・したいと思わない理由"),
    )


def _improvements(figures: Mapping[str, Any]) -> SectionDefinition:
    return SectionDefinition(
        "improvements",
        "今後の改善",
        [
            _question(
                "improvements_groups",
                Kind.MULTIPLE,
                "市民団体等に改善を求める内容",
                option_labels(figures, "20"),
            ),
            _question(
                "improvements_city",
                Kind.MULTIPLE,
                "行政として取り組む必要があると思うこと",
                option_labels(figures, "23"),
            ),
            _question("groups_detail", Kind.OPEN, "団体に改善を求める具体的な内容"),
            _question("city_detail", Kind.OPEN, "行政として取り組む具体的な内容"),
            _question("other_opinions", Kind.OPEN, "そのほかの自由な意見"),
        ],
        relevant=_asked_of(figures, "市民団体等への改善要望・行政の改善点"),
    )
