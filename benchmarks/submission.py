"""Taking one response to a survey of 20 questions, beside the bare inserts of the same rows.

Both take the answer of a target that has not answered yet, each in a transaction of its own.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks import tabulation
from benchmarks.harness import MAX_RUNS, Case
from surveys.actions import Given, submit_response
from surveys.models import Question, Questionnaire, Response, Target

NAME = "submit a response"
RESPONSES = (500, 10_000)
TEXT = "集まる場所がもっとほしいです"
_GIVEN = {
    Question.Kind.SINGLE: Given((2,)),
    Question.Kind.MULTIPLE: Given((1, 4)),
    Question.Kind.OPEN: Given(text=TEXT),
}


def targets(asked: Questionnaire, count: int) -> Iterator[Target]:
    """Create and yield so many targets that have not answered."""
    return iter(
        Target.objects.bulk_create(
            Target(survey=asked.survey, name=f"対象{number}") for number in range(count)
        )
    )


class BareInserts:
    """Writes the rows of one response by statements written by hand."""

    def __init__(self, asked: Questionnaire, waiting: Iterator[Target]) -> None:
        self.asked, self.waiting = asked, waiting
        questions = asked.questions.order_by("position")
        self.rows = [
            (question.pk, code or 1, given.text)
            for question in questions
            for given in [_GIVEN[Question.Kind(question.kind)]]
            for code in given.codes or (0,)
        ]

    def __call__(self) -> None:
        """Lock the next target, write its response and its answers."""
        target = next(self.waiting)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM surveys_target WHERE id = %s FOR UPDATE", [target.pk])
            cursor.execute(
                "INSERT INTO surveys_response"
                " (questionnaire_id, target_id, status, mode, is_reconstructed)"
                " VALUES (%s, %s, 'valid', 'web', false) RETURNING id",
                [self.asked.pk, target.pk],
            )
            (response,) = cursor.fetchone()
            questions, codes, texts = (list(column) for column in zip(*self.rows, strict=True))
            cursor.execute(
                "INSERT INTO surveys_answer (response_id, question_id, row, code, text)"
                " SELECT %s, q, 0, c, t"
                " FROM unnest(%s::bigint[], %s::smallint[], %s::text[]) AS given(q, c, t)",
                [response, questions, codes, texts],
            )


class Submit:
    """Takes the answer of one target after the other the portal's way."""

    def __init__(self, asked: Questionnaire, waiting: Iterator[Target]) -> None:
        self.asked, self.waiting = asked, waiting
        self.answers = {q.code: _GIVEN[Question.Kind(q.kind)] for q in asked.questions.all()}

    def __call__(self) -> Response:
        """Take the answer of the next target."""
        return submit_response(self.asked, next(self.waiting), self.answers, mode=Response.Mode.WEB)


def check_equal(submit: Submit, bare: BareInserts) -> None:
    """Write one response each way and compare the rows.

    Raises:
        AssertionError: subject and floor wrote different answers.
    """
    response = submit()
    bare()
    rows = [
        sorted(each.answers.values_list("question_id", "row", "code", "text"))
        for each in (response, Response.objects.latest("id"))
    ]
    if rows[0] != rows[1]:
        raise AssertionError(f"{rows[0]} {rows[1]}")


def count_on_from(responses: int) -> None:
    """Let the next response get an id above those that were written with theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('surveys_response', 'id'), %s)", [responses]
        )


def cases() -> Iterator[Case]:
    """Yield the case at each number of responses that are there already."""
    asked = tabulation.questionnaire()
    for responses in RESPONSES:
        tabulation.answer(asked, responses)
        tabulation.settle()
        count_on_from(responses)
        waiting = targets(asked, 2 * MAX_RUNS + 4)
        submit, bare = Submit(asked, waiting), BareInserts(asked, waiting)
        check_equal(submit, bare)
        yield Case(NAME, responses, submit, bare)
