"""Loading Koganei's survey of 2009 as a closed data set.

Published: 444 groups were asked, 247 came back, and a rate of 56.0 %. The numbers of the charts are
lost in our copy: the answers here are made up, and every page says so. The published rate is kept
as a report made elsewhere, with what the figure check says of it; no cause is invented.
"""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from koganei_kyodo.portal.koganei2009.words import (
    EXCERPTS,
    QUESTIONS,
    SECTIONS,
    Asked,
)
from organizations.models import Department
from surveys import external_checks, report_actions
from surveys.actions import Given, Returned, field_questionnaire, submit_responses
from surveys.models import (
    Question,
    Questionnaire,
    Report,
    ReportBlock,
    ReportFigure,
    Survey,
    Target,
)
from surveys.models.report import Base, Order
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

DATASET = "koganei-2009"
SURVEY = "koganei-2009"
CITY = "小金井市"
ASKED, RETURNED, PUBLISHED_RATE = 444, 247, 56.0
TITLE = "市民協働推進支援調査（2009年）概要版の見本"
NOTICE = (
    f"{CITY}が2009年に行った調査です。送った数（{ASKED}団体）と戻った数（{RETURNED}団体）は公表された"
    "ものです。図の数字は手もとの資料で失われているため、回答はすべて作りものです。"
)
_TIMEZONE = datetime.timezone(datetime.timedelta(hours=9))
Kind = ReportBlock.Kind


@dataclass(frozen=True)
class Loaded:
    """What was written, as numbers of rows."""

    targets: int
    responses: int
    findings: int
    is_new: bool


def load() -> Loaded:
    """Load the data set in one transaction; loading it again changes nothing."""
    with transaction.atomic():
        if Survey.objects.filter(slug=SURVEY).exists():
            return Loaded(ASKED, RETURNED, 0, is_new=False)
        root = Department.objects.create(
            name=CITY,
            name_kana="こがねいし",
            code=DATASET,
            closed_dataset=True,
            notice=NOTICE,
            position=1001,
        )
        survey = _survey(root)
        questionnaire = _questionnaire(survey)
        _answers(survey, questionnaire)
        _report(survey, questionnaire)
        checked = external_checks.keep(
            _published_rate(),
            by=None,
            title=f"{CITY}「市民協働推進支援調査報告書」概要版",
            source=f"{CITY}（平成21年度）",
            filename="koganei-2009.json",
        )
    return Loaded(ASKED, RETURNED, len(checked.findings), is_new=True)


def _survey(root: Department) -> Survey:
    return Survey.objects.create(
        slug=SURVEY,
        title=f"{CITY}の市民協働推進支援調査（2009年）",
        fiscal_year=2009,
        dataset=root,
        purpose="市民協働と支援センターの進め方を考えるための、基本の情報を集める調査です。",
        method="NPO法人・任意団体・町会などに、調査票を郵送しました。あわせて聞き取り（ヒアリング）をしました。",
        period="2009年10月1日から11月15日まで",
        status=Survey.Status.PUBLISHED,
        source=f"{CITY}「市民協働推進支援調査報告書 概要版」（平成21年度）",
    )


def _questionnaire(survey: Survey) -> Questionnaire:
    def definition(asked: Asked) -> QuestionDefinition:
        choices = [ChoiceDefinition(label, is_other=label == "その他") for label in asked.weights]
        return QuestionDefinition(
            asked.code, asked.kind, asked.text, choices, relevant=asked.relevant
        )

    section = SectionDefinition("all", "協働について", [definition(q) for q in QUESTIONS])
    made = build_questionnaire(survey, [section])
    fielded = datetime.datetime(2009, 10, 1, tzinfo=_TIMEZONE)
    return field_questionnaire(made, None, now=fielded)


def _mixed(salt: str, number: int) -> float:
    """A fixed number from 0 to 1 that is the same on every machine."""
    digest = hashlib.sha256(f"{salt}/{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _answers(survey: Survey, questionnaire: Questionnaire) -> None:
    """Write the frame, and made-up answers for as many as really came back."""
    targets = Target.objects.bulk_create(
        Target(survey=survey, name=f"団体{number:03d}") for number in range(1, ASKED + 1)
    )
    order = sorted(range(ASKED), key=lambda number: _mixed("returned", number))
    submit_responses(
        questionnaire,
        [Returned(targets[number], _given(number)) for number in sorted(order[:RETURNED])],
        is_reconstructed=True,
    )


def _given(number: int) -> dict[str, Given]:
    given: dict[str, Given] = {}
    for question in QUESTIONS:
        if question.only_after and given.get(question.only_after[0]) != Given(
            (question.only_after[1],)
        ):
            continue
        draw = _mixed(question.code, number)
        if draw < question.silent:
            continue
        codes = _codes(question, number)
        if codes:
            given[question.code] = Given(codes)
    return given


def _codes(question: Asked, number: int) -> tuple[int, ...]:
    weights = list(question.weights.values())
    if question.kind == "multiple":
        return tuple(
            code
            for code, weight in enumerate(weights, start=1)
            if _mixed(f"{question.code}-{code}", number) < weight
        )
    draw = _mixed(f"{question.code}-one", number) * sum(weights)
    for code, weight in enumerate(weights, start=1):
        draw -= weight
        if draw < 0:
            return (code,)
    return (len(weights),)


def _published_rate() -> bytes:
    """The published rate in the format of the figure check."""
    rows: list[dict[str, Any]] = [
        {"label": "回収した団体", "count": RETURNED, "percent": PUBLISHED_RATE}
    ]
    figure = {
        "figure": "1",
        "title": "調査票の回収率",
        "answer": "multiple",
        "n": ASKED,
        "rows": rows,
    }
    return json.dumps({"figures": [figure]}, ensure_ascii=False).encode()


def _report(survey: Survey, questionnaire: Questionnaire) -> Report:
    report = report_actions.create_report(
        survey,
        by=None,
        title=TITLE,
        intro=(
            f"{CITY}が2009年に公表した概要版を、同じ設問で組み直した見本です。"
            "図の数字は作りもので、本当の結果ではありません。"
        ),
        hides_single=True,
        is_made_up=True,
    )
    questions = {q.code: q for q in Question.objects.filter(questionnaire=questionnaire)}
    for section in SECTIONS:
        _add(report, Kind.HEADING, title=section.title)
        for text in section.texts:
            _add(report, Kind.TEXT, text=text)
        for code, title in section.figures:
            question = questions[code]
            many = question.kind == Question.Kind.MULTIPLE
            figure = ReportFigure(
                title=title,
                question=question,
                base=Base.ASKED,
                order=Order.COUNT if many else Order.ASKED,
            )
            _add(report, Kind.FIGURE, figure=figure)
        if section.excerpts:
            _excerpts(report, section.excerpts, questions)
        if section.turns_page:
            _add(report, Kind.PAGE_BREAK)
    report_actions.check_report(report, by=None)
    return report_actions.publish_report(report, by=None)


def _add(report: Report, kind: str, **values: Any) -> ReportBlock:
    return report_actions.add_block(report, by=None, kind=kind, in_leaflet=True, **values)


def _excerpts(report: Report, name: str, questions: dict[str, Question]) -> None:
    title, texts = EXCERPTS[name]
    block = _add(report, Kind.EXCERPTS, title=title, question=questions["opinion"])
    _put(block, texts)


def _put(block: ReportBlock, texts: Sequence[str]) -> None:
    for text in texts:
        report_actions.add_excerpt(block, by=None, text=text, is_made_up=True)
