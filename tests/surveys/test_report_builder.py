"""A report from its blocks to the published numbers that nothing changes any more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys import report_actions as actions
from surveys.actions import Given, WrongState, submit_response
from surveys.models import Questionnaire, Report, ReportBlock, ReportFigure, Response
from surveys.reporting import count_figures, returned_of
from tests.surveys.samples import make_questionnaire, make_target, person

pytestmark = pytest.mark.django_db
Kind = ReportBlock.Kind


@pytest.fixture
def questionnaire() -> Questionnaire:
    made = make_questionnaire()
    for number, code in enumerate((1, 1, 2)):
        target = make_target(made, f"対象{number}", 1 + number % 2)
        submit_response(made, target, {"wish": Given((code,))}, mode="web")
    return made


@pytest.fixture
def report(questionnaire: Questionnaire) -> Report:
    made = actions.create_report(questionnaire.survey, by=None, title="見本の報告書")
    actions.add_block(made, by=None, kind=Kind.HEADING, title="はじめに")
    for title, code in (("協働したいか", "wish"), ("分野", "fields")):
        figure = ReportFigure(title=title, question=questionnaire.questions.get(code=code))
        actions.add_block(made, by=None, kind=Kind.FIGURE, figure=figure)
    return made


def _order(report: Report) -> list[tuple[str, str]]:
    blocks = report.blocks.select_related("figure").order_by("position")
    return [(block.number, block.figure.title if block.figure else block.title) for block in blocks]


def test_figures_are_numbered_by_their_place(report: Report) -> None:
    assert _order(report) == [("", "はじめに"), ("1", "協働したいか"), ("2", "分野")]
    last = report.blocks.get(number="2")
    actions.move_block(last, by=None, up=True)
    assert _order(report) == [("", "はじめに"), ("1", "分野"), ("2", "協働したいか")]
    assert [figure.title for figure in count_figures(report)] == ["分野", "協働したいか"]
    actions.change_report(report, by=None, first_number=5)
    actions.remove_block(report.blocks.get(number="5"), by=None)
    assert _order(report) == [("", "はじめに"), ("5", "協働したいか")]
    assert report.figures.get().number == "5"


def test_a_published_report_keeps_its_numbers(report: Report, questionnaire: Questionnaire) -> None:
    office = person(Role.COORDINATOR)
    with pytest.raises(WrongState, match="検算してください"):
        actions.publish_report(report, by=office)
    assert actions.check_report(report, by=office) == []
    report = actions.publish_report(report, by=office)
    before = [figure.table for figure in count_figures(report)]
    Response.objects.filter(target__name="対象0").update(status="invalid")
    assert [figure.table for figure in count_figures(report)] == before
    assert returned_of(report) == "対象3のうち、有効な回答は3件です（有効回答率100.0％）。"
    fresh = actions.new_edition(report, by=office)
    assert (fresh.edition, fresh.status) == (2, "draft")
    assert next(figure.table.n for figure in count_figures(fresh)) == 2
    assert next(figure.table.n for figure in count_figures(report)) == 3
    text = Client().get(reverse("surveys:report", args=["sample"])).content.decode()
    assert "公表した数字です" in text


def test_nothing_of_a_published_report_can_be_changed(report: Report) -> None:
    actions.check_report(report, by=None)
    actions.publish_report(report, by=None)
    with pytest.raises(WrongState, match="新しい版"):
        actions.add_block(report, by=None, kind=Kind.TEXT, text="あと")
    for change in (
        lambda: ReportFigure.objects.update(title="別の題名"),
        lambda: ReportBlock.objects.all().delete(),
        lambda: Report.objects.update(title="別の題名"),
    ):
        with pytest.raises(IntegrityError, match="published"), transaction.atomic():
            change()
    actions.unpublish_report(report, by=None)
    assert ReportFigure.objects.update(note="いまは直せます") == 2


def test_a_check_is_out_of_date_when_an_answer_changes(report: Report) -> None:
    actions.check_report(report, by=None)
    Response.objects.filter(target__name="対象0").update(status="invalid")
    with pytest.raises(WrongState, match="数字が変わった"):
        actions.publish_report(report, by=None)


def test_findings_are_mended_or_accepted_with_a_reason(
    report: Report, questionnaire: Questionnaire
) -> None:
    wish = report.figures.get(title="協働したいか")
    ReportFigure.objects.filter(pk=wish.pk).update(printed={"base_of": "2:福祉"})
    office = person(Role.COORDINATOR)
    found = actions.check_report(report, by=office)
    assert [finding.kind for finding in found] == ["base_disagrees"]
    with pytest.raises(WrongState, match="1件残っています"):
        actions.publish_report(report, by=office)
    actions.accept_finding(found[0], by=office, reason="別の数え方をしたため")
    assert actions.check_report(report, by=office)[0].reason == "別の数え方をしたため"
    assert actions.publish_report(report, by=office).status == "published"


def test_who_may(report: Report) -> None:
    actions.check_report(report, by=person(Role.DESK))
    with pytest.raises(PermissionDenied):
        actions.publish_report(report, by=person(Role.DESK))
    with pytest.raises(PermissionDenied):
        actions.add_block(report, by=person(Role.OFFICER), kind=Kind.TEXT, text="文")


def test_build_check_publish_in_the_screens(questionnaire: Questionnaire) -> None:
    client = Client()
    client.force_login(person(Role.COORDINATOR))
    survey = questionnaire.survey
    desk = reverse("surveys:report_desk")
    client.post(desk, {"survey": survey.pk, "title": "画面の報告書"})
    report = Report.objects.get(title="画面の報告書")
    add = reverse("surveys:tables_add", args=[survey.slug])
    client.post(add, {"report": report.pk, "question": "wish", "by": "size"})
    block_add = reverse("surveys:block_add", args=[report.pk, "text"])
    assert client.post(block_add, {"text": ""}).status_code == 200
    client.post(block_add, {"text": "数字からわかったことです。"})
    figure = report.blocks.get(kind="figure")
    data = {"title": "規模別", "chart": "bars", "measure": "percent", "base": "asked"}
    data |= {"order": "count", "total_label": "全体", "note": "", "grouping_text": "どちらも＝1、2"}
    client.post(reverse("surveys:block_edit", args=[figure.pk]), data)
    (counted,) = count_figures(report)
    assert (counted.title, counted.table.columns[0]) == ("規模別", "どちらも")  # type: ignore[union-attr]
    build = reverse("surveys:report_build", args=[report.pk])
    client.post(reverse("surveys:report_run_check", args=[report.pk]))
    assert "報告書を公表する" in client.get(build).content.decode()
    client.post(reverse("surveys:report_publish", args=[report.pk]))
    page = Client().get(reverse("surveys:report", args=[survey.slug])).content.decode()
    assert "数字からわかったことです。" in page
    assert "規模別" in page


def test_statements_of_the_builder_do_not_grow(report: Report) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse("surveys:report_build", args=[report.pk]))
        numbers.append(len(statements))
        for number in range(3):
            actions.add_block(report, by=None, kind=Kind.TEXT, text=f"文{number}")
    assert numbers[0] == numbers[1]


def test_the_conditions_of_a_figure_are_changed_in_the_builder(
    client: Client, report: Report
) -> None:
    client.force_login(person(Role.COORDINATOR))
    block = report.blocks.get(number="2")
    url = reverse("surveys:block_edit", args=[block.pk])
    sent = {
        "title": "分野",
        "chart": "auto",
        "measure": "percent",
        "base": "asked",
        "order": "asked",
    }
    asked = client.post(url, {**sent, "filter": "wish"})
    assert "もう一度保存してください" in asked.content.decode()
    assert asked.context["form"]["only_wish"].field.choices
    assert client.post(url, {**sent, "filter": "wish", "only_wish": ["1"]}).status_code == 302
    assert report.figures.get(number="2").filters == [{"question": "wish", "codes": [1]}]
    figure = next(f for f in count_figures(report) if f.number == "2")
    assert (figure.table.n, "の回答だけを数えました" in figure.notes[0]) == (2, True)
    # It stands ticked when the form is opened again; without a tick it is gone.
    assert client.get(url).context["form"]["only_wish"].value() == ["1"]
    client.post(url, sent)
    assert report.figures.get(number="2").filters == []
