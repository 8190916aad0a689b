"""A running survey of the made-up city: Musashino's questionnaire, asked again of its 53 offices.

Nothing in it is Musashino's answer. Some offices have answered on the web, one by Excel, one is
in the middle of its sheets, two papers wait at the centre, and reminders are due.
"""

import datetime
import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.portal.musashino.questionnaire import sections
from projects.survey_prefill import BY_EXPERIENCE
from surveys.actions import Given, SheetGiven
from surveys.editing import actions as editing
from surveys.fielding import answers as plain
from surveys.fielding import drafts, excel_in, excel_sheet, frame, keying, rounds, taking
from surveys.models import (
    Outreach,
    OutreachItem,
    Question,
    Questionnaire,
    Survey,
    Target,
    TargetEvent,
)
from surveys.questionnaires import (
    Asked,
    ChoiceDefinition,
    SectionDefinition,
    build_questionnaire,
)

SLUG = "kazami-offices"
DATA = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"


def fill(city: City) -> None:
    """Write the survey in the state of its second week."""
    survey = make_survey(city)
    by = city.people["desk"]
    offices = list(city.offices.values())
    lines = frame.department_lines(survey, offices, BY_EXPERIENCE)
    targets, _ = frame.add_targets(survey, lines, source=Target.Source.DEPARTMENTS, by=by)
    subject, body = rounds.draft_text(survey, Outreach.Kind.INVITATION)
    rounds.send_round(
        survey, kind="invitation", channel="post", subject=subject, body=body,
        token=uuid.uuid4(), by=by,
    )  # fmt: skip
    _two_weeks_ago(survey)
    targets = list(Target.objects.filter(survey=survey).order_by("number"))
    own = {m.department_id for p in city.people.values() for m in p.current_memberships}
    others = [target for target in targets if target.department_id not in own]
    _answer(city, survey, others[:20])
    _by_excel(others[20], city.draw("excel"))
    _papers(survey, others[21:24], city)
    frame.move(others[24], "undeliverable", by=by, note="庁内便が戻りました")


def make_survey(city: City) -> Survey:
    """Write the survey and send out its questionnaire."""
    today = timezone.localdate()
    survey = Survey.objects.create(
        slug=SLUG,
        title="協働についての庁内調査（架空）",
        fiscal_year=city.last_year + 1,
        dataset=city.root,
        status=Survey.Status.OPEN,
        opens_on=today - datetime.timedelta(days=14),
        closes_at=timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0)
        + datetime.timedelta(days=16),
        purpose="市の協働の今を知り、来年度の支援を決めるため（見本のための架空の調査です）",
        use="集計して公表します。個々の回答は、協働推進課と支援センターの職員だけが読みます。",
        delete_after=today + datetime.timedelta(days=365),
    )
    made = build_questionnaire(survey, own_sections(list(city.offices)))
    editing.send_out(made, city.people["shukan"])  # writes the numbers too: 問1, 付問1-1
    return survey


def own_sections(offices: Sequence[str]) -> list[SectionDefinition]:
    """Return Musashino's questions for these offices; what was not published is asked anew."""
    figures: Mapping[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    found = []
    for section in sections(figures):
        questions = []
        for question in section.questions:
            if question.code == "department":
                own = [ChoiceDefinition(name) for name in offices]
                question = replace(question, choices=own)
            questions.append(replace(question, is_unpublished=False, help=""))
        found.append(replace(section, questions=questions))
    return found


def _two_weeks_ago(survey: Survey) -> None:
    """Let the round have left on the first day."""
    day = survey.opens_on
    Outreach.objects.filter(survey=survey).update(on=day)
    TargetEvent.objects.filter(target__survey=survey).update(on=day)
    OutreachItem.objects.filter(outreach__survey=survey).update(mailed_on=None)


def some_answers(
    questions: Sequence[Asked], draw: random.Random, *, leave_out: float = 0.05
) -> dict[str, Given]:
    """Return made-up answers, some of them left out."""
    found = {}
    for asked in questions:
        kind = asked.question.kind
        if kind == Question.Kind.ATTRIBUTE or draw.random() < leave_out:
            continue
        codes = [c for c in sorted(asked.choices) if not asked.choices[c].is_exclusive]
        if kind == Question.Kind.SINGLE:
            found[asked.code] = Given((draw.choice(codes),))
        elif kind == Question.Kind.MULTIPLE:
            most = min(asked.question.max_choices or 3, len(codes), 3)
            found[asked.code] = Given(tuple(sorted(draw.sample(codes, draw.randint(1, most)))))
        else:
            found[asked.code] = Given(text=draw.choice(TEXTS))
    return found


TEXTS = (
    "担当が替わっても、続けられるようにしたいです",
    "打ち合わせの時間をとるのが、むずかしいです",
    "団体の得意なことを、先に知りたいです",
    "特に決めていません",
)


def _answer(city: City, survey: Survey, targets: Sequence[Target]) -> None:
    draw = city.draw("survey answers")
    first = survey.opens_on or timezone.localdate()
    for number, target in enumerate(targets):
        day = first + datetime.timedelta(days=min(13, 1 + number // 2))
        send(target, draw, day)


def send(target: Target, draw: random.Random, day: datetime.date) -> None:
    """Let one office answer on the web, with the sheets its records begin with."""
    questionnaire: Questionnaire = target.survey.questionnaires.get()
    questions = taking.questions_of(questionnaire)
    inside = [asked for asked in questions if asked.is_repeat]
    known = drafts.first_sheets(target, questionnaire) or [SheetGiven("見本の事業", {})]
    sheets = [
        SheetGiven(each.title, {**some_answers(inside, draw), **each.answers}) for each in known[:4]
    ]
    outside = some_answers([asked for asked in questions if not asked.is_repeat], draw)
    sent = plain.send_in(questions, target.attributes, outside, sheets)
    taking.take_answer(
        questionnaire, target, *sent, token=f"demo:{target.pk}", mode="web", received_on=day
    )


def _by_excel(target: Target, draw: random.Random) -> None:
    """Let one office send its sheet back by mail."""
    draft = drafts.preview(target)
    if draft is not None:
        excel_in.take_file(target.survey, excel_sheet.write(draft), by=None)


def _papers(survey: Survey, targets: Sequence[Target], city: City) -> None:
    """Put three papers into a batch: one keyed once, one with differences, one waiting."""
    desk, other = city.people["desk"], city.people["shukan"]
    questionnaire = survey.questionnaires.get()
    batch = keying.make_batch(
        questionnaire,
        name="先週の庁内便",
        mode="post",
        received_on=timezone.localdate() - datetime.timedelta(days=3),
        double=True,
        by=desk,
    )
    papers = [keying.add_paper(batch, target.number or 0, by=desk) for target in targets]
    questions = taking.questions_of(questionnaire)
    draw = city.draw("papers")
    for paper, keyers in zip(papers, ((desk,), (desk, other), ()), strict=True):
        outside = some_answers([asked for asked in questions if not asked.is_repeat], draw)
        for keyer in keyers:
            attributes = paper.target.attributes if paper.target else {}
            answers, _ = plain.send_in(questions, attributes, outside, [])
            keying.key(paper, answers, [], by=keyer)
            outside |= {"improvements_city": Given((2,)), "improvements_groups": Given((1,))}
