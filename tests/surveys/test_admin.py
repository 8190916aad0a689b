"""Surveys in the admin: read by the staff, reports written by the coordinating office."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.actions import submit_response
from surveys.models import Report, ReportFigure
from tests.surveys.samples import make_questionnaire, make_report, make_target, person

pytestmark = pytest.mark.django_db
MODELS = ["survey", "report", "target", "response"]


def _client(role: Role) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


def _form(report: Report, **changes: Any) -> dict[str, Any]:
    figure = report.figures.get()
    data: dict[str, Any] = {"title": "直した題名", "intro": "", "status": "published"}
    values = {
        "id": figure.pk,
        "report": report.pk,
        "number": "1",
        "position": 1,
        "title": "直した図",
        "question": figure.question_id,
        "by": "",
        "unit": "response",
        "base": "answered",
        "order": "count",
        "measure": "count",
        "total_label": "全体",
        "note": "",
    } | changes
    data |= {f"figures-0-{key}": value for key, value in values.items()}
    totals = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return data | {f"figures-{key}": value for key, value in totals.items()}


def _change(report: Report) -> str:
    return reverse("admin:surveys_report_change", args=[report.pk])


@pytest.mark.parametrize("role", [Role.DESK, Role.COORDINATOR])
@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_are_read(role: Role, model: str) -> None:
    made = make_questionnaire()
    submit_response(made, make_target(made), {}, mode="web")
    make_report(made)
    client = _client(role)
    assert client.get(reverse(f"admin:surveys_{model}_changelist")).status_code == 200
    objects = {
        "survey": made.survey,
        "report": made.survey.reports.get(),
        "target": made.survey.targets.get(),
        "response": made.responses.get(),
    }
    url = reverse(f"admin:surveys_{model}_change", args=[objects[model].pk])
    assert client.get(url).status_code == 200
    for name in ("add", "delete"):
        args = [objects[model].pk] if name == "delete" else []
        assert client.get(reverse(f"admin:surveys_{model}_{name}", args=args)).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_lists_take_the_same_statements_for_one_row_and_three(model: str) -> None:
    client = _client(Role.DESK)
    numbers = []
    for total in (1, 3):
        for number in range(Report.objects.count(), total):
            made = make_questionnaire(slug=f"survey-{number}")
            submit_response(made, make_target(made), {}, mode="web")
            make_report(made)
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse(f"admin:surveys_{model}_changelist"))
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_the_survey_list_counts_targets_and_answers() -> None:
    made = make_questionnaire()
    submit_response(made, make_target(made, "一"), {}, mode="web")
    make_target(made, "二")
    text = _client(Role.DESK).get(reverse("admin:surveys_survey_changelist")).content.decode()
    assert '<td class="field-asked">2</td><td class="field-answered">1</td>' in text


def test_the_coordinating_office_changes_definitions() -> None:
    report = make_report(make_questionnaire())
    response = _client(Role.COORDINATOR).post(_change(report), _form(report))
    assert response.status_code == 302, response.context["errors"]
    figure = ReportFigure.objects.get()
    assert (figure.title, figure.base, figure.order, figure.measure) == (
        "直した図",
        "answered",
        "count",
        "count",
    )


def test_only_countable_questions_of_the_survey_are_offered() -> None:
    report = make_report(make_questionnaire())
    other = make_questionnaire(slug="other").questions.get(code="wish")
    client = _client(Role.COORDINATOR)
    opinion = report.survey.questionnaires.get().questions.get(code="opinion")
    for question in (other, opinion):
        assert client.post(_change(report), _form(report, question=question.pk)).status_code == 200
    assert ReportFigure.objects.get().title == "協働したいか"


def test_the_desk_changes_nothing() -> None:
    report = make_report(make_questionnaire())
    assert _client(Role.DESK).post(_change(report), _form(report)).status_code == 403


def test_another_citys_report_stays_as_it_is() -> None:
    report = make_report(make_questionnaire(closed=True))
    client = _client(Role.COORDINATOR)
    assert client.get(_change(report)).status_code == 200
    assert client.post(_change(report), _form(report)).status_code == 403
    assert ReportFigure.objects.get().title == "協働したいか"


@pytest.mark.parametrize("model", MODELS)
def test_others_may_not(model: str) -> None:
    response = _client(Role.OFFICER).get(reverse(f"admin:surveys_{model}_changelist"))
    assert response.status_code in (302, 403)
