"""A survey that is out in the field, and who takes part in it."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from surveys.fielding import links
from surveys.models import Questionnaire, Survey, Target
from tests.surveys.samples import make_questionnaire, person


def open_survey(questionnaire: Questionnaire, **values: Any) -> Survey:
    """Let a survey take answers for a week."""
    values = {
        "status": Survey.Status.OPEN,
        "closes_at": timezone.now() + datetime.timedelta(days=7),
        **values,
    }
    Survey.objects.filter(pk=questionnaire.survey_id).update(**values)
    questionnaire.survey.refresh_from_db()
    return questionnaire.survey


@pytest.fixture
def questionnaire(db: None) -> Questionnaire:
    """The sample questionnaire in the field."""
    made = make_questionnaire()
    open_survey(made)
    return made


@pytest.fixture
def survey(questionnaire: Questionnaire) -> Survey:
    """Its survey."""
    return questionnaire.survey


@pytest.fixture
def target(survey: Survey) -> Target:
    """Somebody who was asked, with sheets to fill in."""
    return Target.objects.create(
        survey=survey, name="見本の会", number=1, attributes={"size": 1}, status="sent"
    )


@pytest.fixture
def secret(target: Target) -> str:
    """The secret of the target's link."""
    return links.make_links([target])[target.pk]


@pytest.fixture
def keyer(db: None) -> User:
    """Who keys first."""
    return person(Role.DESK)


@pytest.fixture
def second_keyer(db: None) -> User:
    """Who keys the second time."""
    return person(Role.DESK)
