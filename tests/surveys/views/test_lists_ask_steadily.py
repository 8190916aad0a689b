"""Lists of questionnaires and of the fielding ask the database as often for many rows as for few."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from surveys.editing import actions
from surveys.fielding import frame, keying, rounds
from surveys.models import EntryBatch, Questionnaire, Survey, Target
from surveys.questionnaires import ChoiceDefinition
from tests import factories
from tests.surveys.samples import make_questionnaire, person

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    """Count the statements of one page that is there."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


class City:
    """A survey in the field and one in the editor, which grow row by row."""

    def __init__(self) -> None:
        self.desk: Any = person(Role.DESK)
        self.fielded: Questionnaire = make_questionnaire()
        self.draft: Questionnaire = make_questionnaire(slug="draft", fielded=False)
        closes = timezone.now() + datetime.timedelta(days=7)
        Survey.objects.filter(pk=self.fielded.survey_id).update(status="open", closes_at=closes)
        self.survey = Survey.objects.select_related("dataset").get(pk=self.fielded.survey_id)

    def target(self, n: int) -> Target:
        line = frame.Line(
            name=f"相手{n}", group=f"種類{n}", attributes={"size": 1},
            contact={"email": f"a{n}@example.jp", "address": "1"},
        )  # fmt: skip
        return frame.add_targets(self.survey, [line], source="file", by=self.desk)[0][0]

    def round(self, n: int) -> None:
        self.target(n)
        rounds.send_round(
            self.survey, kind="invitation", channel="email", subject="件名",
            body=rounds.LINK_MARK, token=uuid.uuid4(), by=self.desk,
        )  # fmt: skip

    def batch(self, n: int) -> EntryBatch:
        return keying.make_batch(
            self.fielded, name=f"束{n}", mode="post", received_on=timezone.localdate(),
            double=True, by=self.desk,
        )  # fmt: skip

    def paper(self, n: int) -> None:
        self.round(n)
        batch = EntryBatch.objects.first() or self.batch(n)
        number = self.survey.targets.get(name=f"相手{n}").number
        keying.add_paper(batch, number or 0, by=self.desk)

    def question(self, n: int) -> None:
        section = self.draft.sections.get(code="once")
        options = [ChoiceDefinition("はい"), ChoiceDefinition("いいえ")]
        values = {"kind": "single", "text": f"設問{n}", "relevant": "${wish} = '1'"}
        question = actions.save_question(section, values, options, self.desk)
        actions.keep_in_library(question, "", self.desk)

    def another_survey(self, n: int) -> None:
        make_questionnaire(slug=f"more-{n}", fielded=bool(n % 2))


Grow = Callable[[City, int], object]
# address name → (what it is about, what makes one more row of it)
LISTS: dict[str, tuple[Callable[[City], list[Any]], Grow]] = {
    "fielding_list": (lambda city: [], City.another_survey),
    "fielding": (lambda city: [city.survey.slug], City.target),
    "fielding_targets": (lambda city: [city.survey.slug], City.target),
    "fielding_rounds": (lambda city: [city.survey.slug], City.round),
    "fielding_batches": (lambda city: [city.survey.slug], City.batch),
    "fielding_frame": (
        lambda city: [city.survey.slug],
        lambda city, n: factories.DepartmentFactory(),
    ),
    "questionnaire_list": (lambda city: [], City.another_survey),
    "questionnaire": (lambda city: [city.draft.pk], City.question),
    "questionnaire_routes": (lambda city: [city.draft.pk], City.question),
    "questionnaire_preview": (lambda city: [city.draft.pk], City.question),
    "questionnaire_copy": (lambda city: [city.draft.pk], City.another_survey),
    "question_library": (
        lambda city: [make_questionnaire(slug="x", fielded=False).sections.first().pk],  # type: ignore[union-attr]
        City.question,
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_more_rows_cost_no_more_statements(client: Client, name: str) -> None:
    city = City()
    client.force_login(city.desk)
    about, grow = LISTS[name]
    grow(city, 1)
    address = reverse(f"surveys:{name}", args=about(city))
    client.get(address)
    few = queries(client, address)
    for n in (2, 3, 4):
        grow(city, n)
    assert queries(client, address) == few


def test_papers_of_a_batch(client: Client) -> None:
    city = City()
    client.force_login(city.desk)
    city.paper(1)
    address = reverse(
        "surveys:fielding_batch", args=[city.survey.slug, EntryBatch.objects.get().pk]
    )
    client.get(address)
    few = queries(client, address)
    for n in (2, 3, 4):
        city.paper(n)
    assert queries(client, address) == few
