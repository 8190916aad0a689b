"""What a respondent waits for: the page with all 20 questions, and sending it in.

Beside them django-survey-and-report with the same questions and answers, in the same run. It takes
the form in one request. Ours keeps it as a draft and shows everything once more, so that sending in
is two requests here, and both are measured: the page with the answers, then the confirmation.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.test import Client
from django.urls import reverse

from benchmarks import submission, tabulation
from benchmarks.harness import MAX_RUNS, Case
from benchmarks.page_sql import Statement
from benchmarks.pages import fetch, visit
from benchmarks.peer import peer
from surveys.fielding import drafts, links
from surveys.fielding.forms import field_name
from surveys.models import Question, Questionnaire, Response, Survey, Target

FORM, SEND = "questionnaire, form page", "questionnaire, sent in"
RESPONSES = 500
_READ = (
    """
    SELECT q.*, s.* FROM surveys_question q JOIN surveys_section s ON s.id = q.section_id
    WHERE q.questionnaire_id = %(id)s ORDER BY s.position, q.position
    """,
    """
    SELECT c.* FROM surveys_choice c JOIN surveys_question q ON q.id = c.question_id
    WHERE q.questionnaire_id = %(id)s ORDER BY c.question_id, c.position
    """,
)
_SENT: dict[str, Any] = {
    Question.Kind.SINGLE: ["2"],
    Question.Kind.MULTIPLE: ["1", "4"],
    Question.Kind.OPEN: submission.TEXT,
}


class Respondents:
    """Targets with a link each, who have begun to answer."""

    def __init__(self, asked: Questionnaire, count: int) -> None:
        Survey.objects.filter(pk=asked.survey_id).update(status=Survey.Status.OPEN)
        asked.survey.refresh_from_db()
        waiting = list(submission.targets(asked, count))
        Target.objects.filter(pk__in=[target.pk for target in waiting]).update(status="sent")
        made = links.make_links(waiting)
        for target in Target.objects.filter(pk__in=made).select_related("survey"):
            drafts.begin(target)
        self.client = Client()
        self.waiting = iter(made.values())
        self.reader = next(self.waiting)
        questions = list(asked.questions.all())
        self.page: dict[str, Any] = {
            "version_all": "0",
            "shown": [question.code for question in questions],
            **{field_name(question.code): _SENT[question.kind] for question in questions},
        }

    def form(self) -> int:
        """Fetch the page with all questions; return its size in bytes."""
        return visit(self.client, reverse("surveys:answer_all", args=[self.reader]))

    def send(self) -> None:
        """Send the page of the next respondent, then confirm it.

        Raises:
            AssertionError: it did not come to the receipt.
        """
        secret = next(self.waiting)
        for name, data in (("answer_all", self.page), ("answer_confirm", {})):
            page = self.client.post(reverse(f"surveys:{name}", args=[secret]), data)
            if page.status_code != 302:
                raise AssertionError(f"{name}: {page.status_code}")
        if not page["Location"].endswith("receipt/"):
            raise AssertionError(page["Location"])


def _floors(
    asked: Questionnaire, client: Client
) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return the least of both: a page that shows nothing, and the rows read or written."""
    bare = reverse("portal:about")
    statements: Sequence[Statement] = [(text, {"id": asked.pk}) for text in _READ]
    inserts = submission.BareInserts(asked, submission.targets(asked, 2 * MAX_RUNS + 4))

    def form() -> None:
        visit(client, bare)
        fetch(statements)

    def send() -> None:
        visit(client, bare)
        inserts()

    return form, send


def check_equal(respondents: Respondents, asked: Questionnaire) -> None:
    """Send one in and compare its rows with those that the floor writes.

    Raises:
        AssertionError: they differ.
    """
    bare = submission.BareInserts(asked, submission.targets(asked, 1))
    respondents.send()
    sent = Response.objects.latest("id")
    bare()
    rows = [
        sorted(each.answers.values_list("question_id", "row", "code", "text"))
        for each in (sent, Response.objects.latest("id"))
    ]
    if rows[0] != rows[1]:
        raise AssertionError(f"{rows[0]} {rows[1]}")


def cases(wanted: Callable[[str], bool]) -> Iterator[Case]:
    """Yield both cases, each beside its floor and beside the other package."""
    asked = tabulation.questionnaire()
    tabulation.answer(asked, RESPONSES)
    tabulation.settle()
    submission.count_on_from(RESPONSES)
    respondents = Respondents(asked, MAX_RUNS + 4)
    check_equal(respondents, asked)
    form_floor, send_floor = _floors(asked, respondents.client)
    with peer() as other:
        other.run("fill", RESPONSES)
        if wanted(FORM):
            yield Case(FORM, RESPONSES, respondents.form, form_floor, other.work("form"))
        if wanted(SEND):
            yield Case(SEND, RESPONSES, respondents.send, send_floor, other.work("submit"))
