"""The survey of `benchmarks.last_hour`: one question, and a link for each respondent."""

import datetime
from collections import Counter

from django.utils import timezone

from organizations.models import Department
from surveys.actions import field_questionnaire
from surveys.fielding import links
from surveys.models import Answer, Question, Survey, Target
from surveys.questionnaires import QuestionDefinition, SectionDefinition, build_questionnaire


def make(people: int) -> list[str]:
    """Write the survey and return the secrets of the links."""
    survey = Survey.objects.create(
        slug="last-hour",
        title="最後の1時間",
        fiscal_year=2026,
        dataset=Department.objects.create(name="見本市", code="city"),
        status=Survey.Status.OPEN,
        closes_at=timezone.now() + datetime.timedelta(hours=1),
    )
    question = QuestionDefinition("opinion", Question.Kind.OPEN, "意見")
    section = SectionDefinition("about", "意見について", [question])
    field_questionnaire(build_questionnaire(survey, [section]), None)
    targets = Target.objects.bulk_create(
        Target(survey=survey, name=f"相手{n}", number=n + 1, status="sent") for n in range(people)
    )
    made = links.make_links(targets)
    return [made[target.pk] for target in targets]


def counted() -> Counter[str]:
    """Return how often each answer is in the database."""
    return Counter(Answer.objects.filter(code=1).values_list("text", flat=True))
