"""A questionnaire that is being made: next year's survey of the groups of the made-up city.

It has each kind of question, routes by the kind of group and by what was answered before, a table,
sheets for each event, and a question that was asked before and stays comparable. Two questions of
the earlier survey are in the library.
"""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from koganei_kyodo.portal.demo import surveys, words
from koganei_kyodo.portal.demo.city import City
from organizations.models import OrganizationKind
from surveys.editing import actions, copying
from surveys.models import Question, Questionnaire, Survey
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

SLUG = "kazami-groups-next"
Kind = Question.Kind
MATRIX = "市との協働について、次のことにどのくらい満足していますか"


def fill(city: City) -> None:
    """Write the survey with its questionnaire, and put two questions into the library."""
    by = city.people["desk"]
    earlier = Questionnaire.objects.get(survey__slug=surveys.GROUPS.slug)
    asked_before = earlier.questions.exclude(kind=Kind.ATTRIBUTE).order_by("position")
    for question, note in zip(asked_before, ("毎回きく", "言い方が好評だった"), strict=False):
        actions.keep_in_library(question, note, by)
    survey = Survey.objects.create(
        slug=SLUG,
        title=f"{words.CITY} 来年度の団体アンケート（架空、作っているところ）",
        fiscal_year=city.last_year + 1,
        dataset=city.root,
        purpose="団体の今と、市に望むことを知り、来年度の支援を決めるため（見本のための架空の調査です）",
        use="集計して公表します。個々の回答は、支援センターと協働推進課の職員だけが読みます。",
        delete_after=timezone.localdate().replace(month=3, day=31, year=city.last_year + 6),
    )
    made = build_questionnaire(survey, _sections(city))
    section = made.sections.get(code="now")
    copying.add_copy(earlier.questions.get(code="troubles"), section, by)


def _options(*labels: str) -> list[ChoiceDefinition]:
    return [
        ChoiceDefinition(label, is_exclusive=label == "特にない", is_other=label == "その他")
        for label in labels
    ]


def _ask(code: str, kind: str, text: str, *labels: str, **more: Any) -> QuestionDefinition:
    return QuestionDefinition(code, kind, text, _options(*labels), **more)


def _sections(city: City) -> list[SectionDefinition]:
    kinds = [kind.name for kind in city.labels[OrganizationKind]]
    is_npo = f"${{kind}} = '{kinds.index('NPO法人') + 1}'"
    scale = ("満足", "やや満足", "やや不満", "不満")
    return [
        SectionDefinition(
            "now",
            "団体の今",
            [
                _ask("kind", Kind.ATTRIBUTE, "団体の種類", *kinds),
                _ask("members", Kind.NUMBER, "会員は何人ですか", unit="人", required=True,
                     min_value=Decimal(1), max_value=Decimal(10_000)),
                _ask("since", Kind.DATE, "団体ができたのはいつですか", help="月や日がわからなければ、1日で書いてください。"),
                _ask("budget", Kind.NUMBER, "昨年度の会計の規模は", unit="千円", relevant=is_npo),
            ],
            intro="はじめに、団体のことをききます。",
        ),
        SectionDefinition(
            "together",
            "市との協働",
            [
                _ask("met", Kind.SINGLE, "この3年に、市と協働したことがありますか", "ある", "ない", required=True),
                _ask("talk", Kind.SINGLE, "事前の話し合い", *scale, matrix=MATRIX, relevant="${met} = '1'"),
                _ask("roles", Kind.SINGLE, "役割の分担", *scale, matrix=MATRIX, relevant="${met} = '1'"),
                _ask("look_back", Kind.SINGLE, "終わったあとの振り返り", *scale, matrix=MATRIX, relevant="${met} = '1'"),
                _ask("why_not", Kind.MULTIPLE, "協働しなかったのはなぜですか", "きっかけがない", "方法がわからない",
                     "人手がたりない", "その他", "特にない", relevant="${met} = '2'"),
                _ask("wish", Kind.MULTIPLE, "市や支援センターに望むことは何ですか", "集まる場所", "資金", "相談",
                     "広報の手伝い", "その他", "特にない", max_choices=3),
                _ask("voice", Kind.OPEN, "ご意見を自由に書いてください"),
            ],
        ),
        SectionDefinition(
            "events",
            "昨年度の主な行事（1件ごと）",
            [
                _ask("visitors", Kind.NUMBER, "参加した人の数", unit="人", min_value=Decimal(0)),
                _ask("with_city", Kind.SINGLE, "市との関わり", "共催", "後援", "補助", "その他", "なし"),
                _ask("how_was_it", Kind.SINGLE, "行事はどうでしたか", "うまくいった", "まあまあ", "うまくいかなかった"),
                _ask("why", Kind.OPEN, "うまくいかなかったわけ", relevant="${how_was_it} = '3'"),
            ],
            is_repeat=True,
        ),
    ]  # fmt: skip
