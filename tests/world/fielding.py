"""What the pages about fielding and answering show."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from organizations.models import Department
from surveys.actions import Given, SheetGiven, field_questionnaire
from surveys.fielding import drafts, frame, keying, links, rounds, taking
from surveys.models import Question, Survey, Target
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

if TYPE_CHECKING:
    from tests.world import World

Kind = Question.Kind


def sections() -> list[SectionDefinition]:
    """Questions of every kind, a repeated section among them."""
    several = [ChoiceDefinition("会議室"), ChoiceDefinition("その他", is_other=True)]
    return [
        SectionDefinition(
            "about",
            "活動について",
            [
                QuestionDefinition(
                    "wish",
                    Kind.SINGLE,
                    "市と協働したいですか",
                    [ChoiceDefinition("はい"), ChoiceDefinition("いいえ")],
                    number="問1",
                ),
                QuestionDefinition("rooms", Kind.MULTIPLE, "ほしい場所", several, number="問2"),
                QuestionDefinition("members", Kind.NUMBER, "会員の数", number="問3"),
                QuestionDefinition("since", Kind.DATE, "始めた日", number="問4"),
            ],
        ),
        SectionDefinition(
            "sheet",
            "事業ごとの票",
            [QuestionDefinition("content", Kind.OPEN, "事業の内容", number="問5")],
            is_repeat=True,
        ),
    ]


def make_survey(world: World, slug: str, *, is_anonymous: bool) -> Survey:
    """Write a survey that takes answers for a week."""
    survey = Survey.objects.create(
        slug=slug,
        title="無記名の調査" if is_anonymous else "協働の調査",
        fiscal_year=2026,
        dataset=Department.objects.get(root__isnull=False, parent=None, closed_dataset=False),
        status=Survey.Status.OPEN,
        closes_at=timezone.now() + datetime.timedelta(days=7),
        purpose="協働の今を知るため",
        use="集計して公表します",
        is_anonymous=is_anonymous,
    )
    field_questionnaire(build_questionnaire(survey, sections()), None)
    return survey


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    desk, coordinator = world.people["desk"], world.people["coordinator"]
    office = world.records["approved"].department
    survey = make_survey(world, "running", is_anonymous=False)
    questionnaire = survey.questionnaires.get()
    people = [
        frame.Line(name=f"相手{n}", group="団体", contact={"email": f"a{n}@example.jp", "address": "1丁目"})
        for n in range(1, 5)
    ]  # fmt: skip
    lines = [frame.Line(name=office.name, group="担当課", department=office), *people]
    targets, _ = frame.add_targets(survey, lines, source=Target.Source.FILE, by=desk)
    sent = {}
    for channel in ("post", "email"):
        subject, body = rounds.draft_text(survey, "invitation")
        if not rounds.recipients(survey, "invitation", channel).exists():
            targets[-1].refresh_from_db()
            Target.objects.filter(pk=targets[-1].pk).update(status=Target.Status.LISTED)
        sent[channel] = rounds.send_round(
            survey, kind="invitation", channel=channel, subject=subject, body=body,
            token=uuid.uuid4(), by=desk,
        )  # fmt: skip
    targets = list(Target.objects.filter(survey=survey).order_by("number"))
    begun, answered, _, waiting, twice = targets
    draft = drafts.begin(begun)
    drafts.add_sheet(draft, title="花だん")
    taking.take_answer(
        questionnaire, answered, {"wish": Given((1,))}, [SheetGiven("祭り", {})], token="w", mode="web"
    )  # fmt: skip
    batch = keying.make_batch(
        questionnaire, name="郵便", mode="post", received_on=timezone.localdate(), double=True, by=desk
    )  # fmt: skip
    paper = keying.add_paper(batch, waiting.number or 0, by=desk)
    different = keying.add_paper(batch, twice.number or 0, by=desk)
    keying.key(different, {"wish": Given((1,))}, [], by=desk)
    different = keying.key(different, {"wish": Given((2,))}, [], by=coordinator)
    keying.attach_scan(paper, filename="紙.pdf", content=b"%PDF-1.7 x", by=desk)
    hidden = make_survey(world, "hidden-names", is_anonymous=True)
    (nobody,), _ = frame.add_targets(
        hidden, [frame.Line(name="だれか")], source=Target.Source.FILE, by=desk
    )
    taken = taking.take_answer(
        hidden.questionnaires.get(), nobody, {"wish": Given((1,))}, token="own", mode="web"
    )
    secrets = links.make_links([begun, answered])
    return {
        "fielding": {
            "slug": survey.slug,
            "begun": begun.pk,
            "begun_link": secrets[begun.pk],
            "answered": answered.pk,
            "answered_link": secrets[answered.pk],
            "own": taken.edit_secret,
            "post": sent["post"].pk,
            "email": sent["email"].pk,
            "batch": batch.pk,
            "paper": paper.pk,
            "different": different.pk,
        }
    }
