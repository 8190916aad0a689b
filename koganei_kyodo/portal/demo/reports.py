"""A survey of last year with open answers, half of them coded, and a report in preparation."""

import hashlib

from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.portal.demo.surveys import settle_targets
from surveys import coding, coding_actions, report_actions
from surveys.actions import Given, Returned, field_questionnaire, submit_responses
from surveys.models import Questionnaire, ReportBlock, ReportFigure, Response, Survey, Target
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

_GROUPS = 110
_SIZES = ("10人以下", "11〜50人", "51人以上")
_TROUBLES = (
    "会員が減っている",
    "活動場所が足りない",
    "お金が足りない",
    "広報が届かない",
    "特にない",
)
# What the centre does, line by line of one table of questions; the first is liked best.
_SERVICES = {"desk": "相談の窓口", "rooms": "会議室と機材", "news": "お知らせ・講座"}
_GRADES = ("満足", "ふつう", "不満", "使っていない")
# What groups write, and the code it belongs to.
_OPINIONS = (
    ("市報に活動をのせてもらえると、新しい会員が増えると思います。", "広報"),
    ("集会室の予約が取りにくく、会議の場所にいつも困っています。", "場所"),
    ("助成の書類が多く、仕事のあとに書くのがたいへんです。", "手続き"),
    ("担当の田村さんが異動になり、また一から説明しました。", "引継ぎ"),
    ("ほかの団体と知り合う交流会を、年に2回ほど開いてほしい。", "交流"),
    ("チラシを1か所に預けると、各施設に届く仕組みがほしい。", "広報"),
    ("機材や倉庫を、団体どうしで分けて使えるとよい。", "場所"),
    ("特にありません。", ""),
)
_CODES = ("広報", "場所", "手続き", "引継ぎ", "交流")


def fill(city: City) -> None:
    """Make the survey, its answers, the codes and the report."""
    survey = Survey.objects.create(
        slug="group-troubles",
        title=f"{city.root.name} 団体の困りごと調査（見本）",
        fiscal_year=city.last_year,
        dataset=city.root,
        purpose="団体が何に困っているかを知り、支援の進め方を考えるための調査です。",
        method="登録している団体に、郵送とWebでききました。",
        source=f"{city.root.name}「団体の困りごと調査」（架空の見本）",
    )
    questionnaire = _questionnaire(survey)
    _answers(survey, questionnaire)
    settle_targets(Target.objects.filter(survey=survey))
    Survey.objects.filter(pk=survey.pk).update(status=Survey.Status.CLOSED)
    _codes(questionnaire)
    _report(survey, questionnaire)


def _questionnaire(survey: Survey) -> Questionnaire:
    def choices(*labels: str) -> list[ChoiceDefinition]:
        return [ChoiceDefinition(label, is_exclusive=label == "特にない") for label in labels]

    ask = QuestionDefinition
    questions = [
        ask("size", "single", "会員の人数", choices(*_SIZES), number="問1"),
        ask(
            "wish",
            "single",
            "市と協働したいか",
            choices("したい", "わからない", "しない"),
            number="問2",
        ),
        ask("troubles", "multiple", "困っていること", choices(*_TROUBLES), number="問3"),
        ask("members", "number", "活動に来る人の数", number="問4"),
        *(
            ask(code, "single", text, choices(*_GRADES), matrix="支援センターに満足しているか")
            for code, text in _SERVICES.items()
        ),
        ask("opinion", "open", "市や支援センターに望むこと", number="問5"),
    ]
    made = build_questionnaire(survey, [SectionDefinition("all", "団体について", questions)])
    return field_questionnaire(made, None)


def _pick(salt: str, number: int, of: int) -> int:
    return hashlib.sha256(f"{salt}/{number}".encode()).digest()[0] % of


def _answers(survey: Survey, questionnaire: Questionnaire) -> None:
    targets = Target.objects.bulk_create(
        Target(survey=survey, name=f"見本の団体{number:02d}") for number in range(1, _GROUPS + 21)
    )
    returned = []
    for number, target in enumerate(targets[:_GROUPS]):
        size = 1 + _pick("size", number, 3)
        troubles = {1 + _pick("one", number, 4), 1 + _pick("two", number, 4)}
        # Larger groups want to work with the city more often: something for the cross table.
        wish = 1 if _pick("wish", number, 10) < 3 + 2 * size else 2 + _pick("no", number, 2)
        answers = {
            "size": Given((size,)),
            "wish": Given((wish,)),
            "troubles": Given(tuple(sorted(troubles))),
            "members": Given(text=str(3 + _pick("members", number, 30) * size)),
            **{
                code: Given((1 + (place + _pick(code, number, 4)) // 2,))
                for place, code in enumerate(_SERVICES)
            },
            "opinion": Given(text=_OPINIONS[_pick("opinion", number, len(_OPINIONS))][0]),
        }
        mode = Response.Mode.WEB if number % 3 else Response.Mode.POST
        returned.append(Returned(target, answers, mode=mode))
    submit_responses(questionnaire, returned)


def _codes(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions.get(code="opinion")
    frame = coding_actions.make_frame(question, by=None)
    codes = {x: coding_actions.add_code(frame, by=None, label=x).code for x in _CODES}
    meant = dict(_OPINIONS)
    for place, answer in enumerate(coding.given(question)):
        wanted = [codes[meant[answer.text]]] if meant[answer.text] else []
        if place < _GROUPS // 2:
            coding_actions.give_codes(frame, answer, wanted, by=None)
        if place < _GROUPS // 6:
            # The second coder sees one thing differently.
            other = [codes["交流"]] if place == 3 else wanted
            coding_actions.give_codes(frame, answer, other, by=None, coder=2)


def _report(survey: Survey, questionnaire: Questionnaire) -> None:
    kind = ReportBlock.Kind
    questions = {q.code: q for q in questionnaire.questions.all()}
    report = report_actions.create_report(
        survey,
        by=None,
        title="団体の困りごと調査の報告（見本）",
        intro="架空の市の、作りものの回答から数えています。",
        is_made_up=True,
        hides_single=True,
    )
    add = report_actions.add_block
    add(report, by=None, kind=kind.HEADING, title="団体の困りごと", in_leaflet=True)
    for title, code, by in (
        ("困っていること", "troubles", None),
        ("市と協働したいか（会員の人数別）", "wish", questions["size"]),
    ):
        figure = ReportFigure(
            title=title,
            question=questions[code],
            by=by,
            order="asked" if by else "count",
            marks_significance=by is not None,
        )
        add(report, by=None, kind=kind.FIGURE, figure=figure, in_leaflet=True)
    figure = ReportFigure(
        title="支援センターに満足しているか", question=questions["desk"], whole_matrix=True
    )
    add(report, by=None, kind=kind.FIGURE, figure=figure, in_leaflet=True)
    excerpts = add(
        report,
        by=None,
        kind=kind.EXCERPTS,
        title="市や支援センターに望むこと",
        question=questions["opinion"],
        in_leaflet=True,
    )
    for answer in coding.given(questions["opinion"])[:3]:
        text = coding.mask_names(answer.text)
        report_actions.add_excerpt(excerpts, by=None, text=text, answer=answer, is_made_up=True)
