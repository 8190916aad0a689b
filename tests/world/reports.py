"""What the pages about tables, codes and reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from surveys import coding_actions, report_actions
from surveys.actions import Given, field_questionnaire, submit_response
from surveys.models import (
    CheckedFigures,
    Code,
    CodeFrame,
    Excerpt,
    Report,
    ReportBlock,
    ReportFigure,
    ReportFinding,
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
from surveys.report_chapters import READ_AT_ONCE

if TYPE_CHECKING:
    from organizations.models import Department
    from tests.world import World


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    city = world.reports["published"].survey.dataset
    survey = Survey.objects.create(slug="iken", title="意見の調査", fiscal_year=2025, dataset=city)
    questionnaire = build_questionnaire(
        survey,
        [
            SectionDefinition(
                "all",
                "協働について",
                [
                    QuestionDefinition(
                        "wish",
                        "single",
                        "協働したいですか",
                        [ChoiceDefinition("はい"), ChoiceDefinition("いいえ")],
                    ),
                    QuestionDefinition("opinion", "open", "協働を進めるためのご意見"),
                ],
            )
        ],
    )
    questionnaire = field_questionnaire(questionnaire, None)
    for number, said in enumerate(("市報に活動をのせてほしい", "書類を減らしてほしい"), start=1):
        target = Target.objects.create(survey=survey, name=f"見本の会{number}")
        answers = {"wish": Given((number,)), "opinion": Given(text=said)}
        submit_response(questionnaire, target, answers, mode=Response.Mode.POST)
    wish, opinion = questionnaire.questions.order_by("position")
    frame = coding_actions.make_frame(opinion, by=None)
    coded, free = (coding_actions.add_code(frame, by=None, label=x) for x in ("広報", "書類"))
    first, second = opinion.answers.order_by("pk")
    coding_actions.give_codes(frame, first, [coded.code], by=None)
    report = report_actions.create_report(survey, by=None, title="意見の調査の報告")
    kind = ReportBlock.Kind
    text = report_actions.add_block(report, by=None, kind=kind.TEXT, text="見本の文章です。")
    report_actions.add_block(
        report, by=None, kind=kind.FIGURE, figure=ReportFigure(title="協働したいか", question=wish)
    )
    block = report_actions.add_block(
        report, by=None, kind=kind.OPINIONS, title="主な意見", frame=frame
    )
    excerpt = report_actions.add_excerpt(block, by=None, text=first.text, answer=first, code=coded)
    finding = ReportFinding.objects.create(
        report=report, figure="1", kind="sum", message="見本の指摘"
    )
    checked = CheckedFigures.objects.create(
        title="よその報告書",
        filename="yoso.xlsx",
        content={"figures": []},
        findings=[],
        figure_count=1,
        checked_by=world.people["desk"],
    )
    world.rows |= {
        Report: world.reports["published"],
        CodeFrame: frame,
        Code: coded,
        Excerpt: excerpt,
        ReportBlock: text,
    }
    return {
        "long_report": _long_report(city),
        "built_report": report,
        "text_block": text,
        "opinions_block": block,
        "excerpt": excerpt,
        "finding": finding,
        "open_question": opinion,
        "opinion": second,
        "code": free,
        "checked": checked,
    }


def _long_report(city: Department) -> Report:
    """Make a report with more figures than one page holds, in two chapters."""
    survey = Survey.objects.create(slug="nagai", title="長い調査", fiscal_year=2024, dataset=city)
    wish = QuestionDefinition("wish", "single", "協働したいですか", [ChoiceDefinition("はい")])
    questionnaire = build_questionnaire(survey, [SectionDefinition("all", "設問", [wish])])
    question = questionnaire.questions.get()
    report = report_actions.create_report(survey, by=None, title="長い調査の報告")
    kind = ReportBlock.Kind
    for number in range(1, READ_AT_ONCE + 2):
        if number in (1, READ_AT_ONCE):
            report_actions.add_block(report, by=None, kind=kind.HEADING, title=f"{number}から")
        figure = ReportFigure(title=f"協働したいか{number}", question=question)
        report_actions.add_block(report, by=None, kind=kind.FIGURE, figure=figure)
    return report
