"""Three surveys that the made-up city has closed: of groups, of offices, of visitors.

Answers are drawn and written in bulk. One questionnaire each; from the second district on only
more groups are asked and more visitors answer.
"""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from koganei_kyodo.fiscal_year import fiscal_year_range
from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import BATCH, City
from organizations.models import OrganizationKind
from surveys.actions import field_questionnaire
from surveys.models import (
    Answer,
    AnswerState,
    Question,
    Questionnaire,
    Response,
    Survey,
    Target,
)
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

VISITORS = 120  # of one district
Kind, Mode = Question.Kind, Response.Mode


@dataclass(frozen=True)
class Ask:
    """A question with how often each option is ticked (in percent) and made-up open answers."""

    code: str
    kind: str
    text: str
    options: dict[str, int] = field(default_factory=dict)
    opinions: Sequence[str] = ()
    only_if: tuple[str, int] | None = None  # (code of an earlier question, its option)
    alone: str = ""  # the option that excludes the others


@dataclass(frozen=True)
class Enquiry:
    """One survey: what it is called, whom it asked, what it asked, and how many answered."""

    slug: str
    title: str
    years_ago: int
    purpose: str
    asks: Sequence[Ask]
    answer_rate: float
    modes: Sequence[str]
    attribute: tuple[str, list[str]] | None = None
    crossed: str = ""  # code of the question that the second figure is split by


GROUPS = Enquiry(
    "kazami-groups",
    "市民活動団体アンケート",
    0,
    "団体の活動の様子と、市にしてほしいことを知るため、登録しているすべての団体にききました。",
    (
        Ask("members", Kind.SINGLE, "会員は何人ですか",
            {"9人まで": 24, "10人から29人": 42, "30人から99人": 24, "100人以上": 10}),
        Ask("pace", Kind.SINGLE, "どのくらいの回数で活動していますか",
            {"週に1回以上": 31, "月に2、3回": 34, "月に1回": 21, "年に数回": 14}),
        Ask("troubles", Kind.MULTIPLE, "活動で困っていることは何ですか",
            {"会員が高齢になった": 56, "新しい会員が入らない": 61, "お金が足りない": 38,
             "場所がない": 27, "知られていない": 33, "困っていることはない": 6}, alone="困っていることはない"),
        Ask("worked", Kind.SINGLE, "市といっしょに事業をしたことがありますか",
            {"ある": 47, "ない": 53}),
        Ask("good", Kind.MULTIPLE, "市といっしょにして、よかったことは何ですか",
            {"信用された": 52, "多くの人に知られた": 46, "場所を使えた": 40, "お金の助けになった": 35,
             "市の人の考えがわかった": 29}, only_if=("worked", 1)),
        Ask("wishes", Kind.MULTIPLE, "市にしてほしいことは何ですか",
            {"情報を知らせる": 44, "場所を貸す": 41, "お金の助け": 49, "相談の窓口": 23,
             "団体どうしの出会いの場": 30}),
        Ask("opinion", Kind.OPEN, "市へのご意見をお書きください",
            opinions=("チラシを1か所に出せば、ほかにも届くようにしてほしい。", "書類をもっと少なくしてほしい。",
                      "市の広報紙に活動を載せてほしい。", "提案しても「予算がない」で終わってしまう。",
                      "若い人と会う場がほしい。")),
    ),
    0.55,
    (Mode.POST, Mode.POST, Mode.WEB, Mode.FAX),
    ("kind", [name for name, _ in words.ORGANIZATION_KINDS]),
    "worked",
)  # fmt: skip
OFFICES = Enquiry(
    "kazami-office-opinions",
    "担当課アンケート",
    1,
    "市の課が、団体とどのように仕事をしているかを知るため、すべての課にききました。",
    (
        Ask("needed", Kind.SINGLE, "団体といっしょに進める仕事は必要だと思いますか",
            {"とても必要": 38, "必要": 47, "あまり必要ではない": 13, "必要ではない": 2}),
        Ask("hurdles", Kind.MULTIPLE, "団体と仕事をするときに、むずかしいことは何ですか",
            {"相手の団体がわからない": 46, "手間がかかる": 52, "役割が決めにくい": 41,
             "予算がない": 35, "担当者が変わる": 28}),
        Ask("plans", Kind.SINGLE, "来年度、新しく始める予定がありますか",
            {"ある": 21, "考えている": 34, "ない": 45}),
        Ask("opinion", Kind.OPEN, "ご意見をお書きください",
            opinions=("団体の一覧がほしい。", "うまくいかなかった例も知りたい。", "引き継ぎの資料があると助かる。")),
    ),
    0.94,
    (Mode.WEB, Mode.EMAIL),
    ("experience", ["団体と仕事をしている", "していない"]),
    "needed",
)  # fmt: skip
VISITORS_ENQUIRY = Enquiry(
    "kazami-festival",
    "市民活動まつり 来場者アンケート",
    2,
    "まつりに来た人の感想を、会場の紙とWebでききました。名前はきいていません。",
    (
        Ask("age", Kind.SINGLE, "年代を教えてください",
            {"10代まで": 12, "20代・30代": 24, "40代・50代": 33, "60代・70代": 26, "80代以上": 5}),
        Ask("known", Kind.MULTIPLE, "まつりを何で知りましたか",
            {"市の広報紙": 38, "チラシ": 29, "友だちから": 26, "インターネット": 24, "通りかかった": 15}),
        Ask("liked", Kind.SINGLE, "まつりはどうでしたか",
            {"とてもよかった": 44, "よかった": 43, "ふつう": 10, "よくなかった": 3}),
        Ask("join", Kind.SINGLE, "活動に参加してみたいですか",
            {"参加したい": 22, "話を聞いてみたい": 39, "いまは考えていない": 39}),
    ),
    1.0,
    (Mode.VISIT, Mode.WEB),
    crossed="age",
)  # fmt: skip
ENQUIRIES = (GROUPS, OFFICES, VISITORS_ENQUIRY)


def fill_questionnaires(city: City) -> None:
    """Write the three surveys and their questionnaires, without an answer."""
    for enquiry in ENQUIRIES:
        year = city.last_year - enquiry.years_ago
        survey = Survey.objects.create(
            slug=enquiry.slug,
            title=f"{words.CITY} {enquiry.title}（架空）",
            fiscal_year=year,
            dataset=city.root,
            purpose=enquiry.purpose,
            method="郵送とWeb" if enquiry is GROUPS else "Webなど",
            period=f"{year}年9月",
            status=Survey.Status.PUBLISHED,
        )
        questionnaire = build_questionnaire(survey, [_section(enquiry)])
        sent = datetime.datetime(year, 9, 1, 9, tzinfo=timezone.get_default_timezone())
        field_questionnaire(questionnaire, None, now=sent)


def fill(city: City) -> None:
    """Write whom one district asked, and what they answered."""
    kinds = {kind.pk: number for number, kind in enumerate(city.labels[OrganizationKind], 1)}
    groups = [
        {"organization": group, "name": group.name, "attributes": {"kind": kinds[group.kind_id]}}
        for group in city.groups
    ]
    _answer(city, GROUPS, groups)
    if city.lap == 0:
        _answer(city, OFFICES, list(_offices(city)))
    _answer(city, VISITORS_ENQUIRY, [None] * VISITORS)


def _offices(city: City) -> list[dict[str, Any]]:
    return [
        {
            "department": office,
            "name": name,
            "attributes": {"experience": 1 if name in words.ACTIVE else 2},
        }
        for name, office in city.offices.items()
    ]


def _section(enquiry: Enquiry) -> SectionDefinition:
    questions = []
    if enquiry.attribute:
        code, labels = enquiry.attribute
        choices = [ChoiceDefinition(label) for label in labels]
        text = "団体の種類" if enquiry is GROUPS else "団体との仕事"
        questions.append(QuestionDefinition(code, Kind.ATTRIBUTE, text, choices))
    questions += [
        QuestionDefinition(
            ask.code,
            ask.kind,
            ask.text,
            [ChoiceDefinition(label, is_exclusive=label == ask.alone) for label in ask.options],
            number=f"問{number}",
            relevant="${{{}}} = '{}'".format(*ask.only_if) if ask.only_if else "",
        )
        for number, ask in enumerate(enquiry.asks, 1)
    ]  # fmt: skip
    return SectionDefinition("all", enquiry.title, questions)


def _answer(city: City, enquiry: Enquiry, asked: Sequence[dict[str, Any] | None]) -> None:
    """Write the targets and, for those who answered, one response each with its answers."""
    draw = city.draw(enquiry.slug)
    questionnaire = Questionnaire.objects.select_related("survey").get(survey__slug=enquiry.slug)
    targets: list[Any] = [None] * len(asked)
    if asked and asked[0] is not None:
        targets = Target.objects.bulk_create(
            [Target(survey=questionnaire.survey, **(row or {})) for row in asked], batch_size=BATCH
        )
    day = fiscal_year_range(questionnaire.survey.fiscal_year)[0].replace(month=9)
    responses = Response.objects.bulk_create(
        [
            Response(
                questionnaire=questionnaire,
                target=target,
                mode=draw.choice(enquiry.modes),
                received_on=day + datetime.timedelta(days=draw.randint(3, 29)),
                status=Response.Status.INVALID if draw.random() < 0.02 else Response.Status.VALID,
            )
            for target in targets
            if draw.random() < enquiry.answer_rate
        ],
        batch_size=BATCH,
    )
    # Of this district alone: settling all of them each time would take a hundred times as long.
    settle_targets(Target.objects.filter(pk__in=[target.pk for target in targets if target]))
    questions = {q.code: q.pk for q in questionnaire.questions.all()}
    rows: list[Answer] = []
    for response in responses:
        rows += _lines(response, enquiry, questions, draw)
        if len(rows) >= BATCH:
            Answer.objects.bulk_create(rows)
            rows = []
    Answer.objects.bulk_create(rows)


def settle_targets(asked: QuerySet[Target]) -> None:
    """Let them have been asked, and those who answered have the state of their answer."""
    asked.update(status=Target.Status.SENT)
    asked.filter(response__status=Response.Status.VALID).update(status=Target.Status.VALID)
    asked.filter(response__status=Response.Status.INVALID).update(
        status=Target.Status.INVALID, status_note="白紙で返ってきました（架空）"
    )


def _lines(
    response: Response, enquiry: Enquiry, questions: dict[str, int], draw: random.Random
) -> list[Answer]:
    """Return the rows of one response: options, or one state row for each question."""
    make: Callable[..., Answer] = lambda code, number, text="": Answer(  # noqa: E731
        response=response, question_id=questions[code], code=number, text=text
    )
    rows = []
    if enquiry.attribute and response.target is not None:
        code = enquiry.attribute[0]
        rows.append(make(code, response.target.attributes[code]))
    ticked: dict[str, list[int]] = {}
    for ask in enquiry.asks:
        if ask.only_if and ask.only_if[1] not in ticked[ask.only_if[0]]:
            numbers = [int(AnswerState.NOT_ASKED)]
        elif ask.kind == Kind.OPEN:
            if draw.random() < 0.3:
                rows.append(make(ask.code, 1, draw.choice(ask.opinions)))
                continue
            numbers = [int(AnswerState.NO_ANSWER)]
        else:
            numbers = _drawn(ask, draw) or [int(AnswerState.NO_ANSWER)]
        ticked[ask.code] = numbers
        rows += [make(ask.code, number) for number in numbers]
    return rows


def _drawn(ask: Ask, draw: random.Random) -> list[int]:
    """Draw the ticked options; one in thirty leaves the question empty."""
    if draw.random() < 0.03:
        return []
    weights = list(ask.options.values())
    if ask.kind == Kind.SINGLE:
        return [draw.choices(range(1, len(weights) + 1), weights=weights)[0]]
    some = [n for n, weight in enumerate(weights, 1) if draw.random() * 100 < weight]
    alone = list(ask.options).index(ask.alone) + 1 if ask.alone else 0
    return [alone] if some == [alone] else [n for n in some if n != alone]
