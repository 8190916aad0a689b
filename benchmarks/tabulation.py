"""Tabulation: a survey of 20 questions, all its frequency tables and five cross tables.

The answers are made in the database, the same on every machine: 10 single questions with 5
options, 6 multiple with 8, 4 open ones; one response in a hundred is invalid, one answer in twenty
無回答.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.harness import Case
from benchmarks.peer import peer
from koganei_kyodo.accounts.models import User
from organizations.models import Department
from surveys.models import Choice, Question, Questionnaire, Section, Survey
from surveys.tables import CrossTable, FrequencyTable, Tabulator

NAME = "tabulation"
PAGE = "tables, two pages"
PEER_UP_TO = 10_000
RESPONSES = (500, 1_000, 10_000, 100_000)
SINGLE, MULTIPLE, OPEN = 10, 6, 4
# (question, by): two of them against a question with several answers.
CROSSES = (("s1", "s2"), ("s3", "s2"), ("m1", "s2"), ("s4", "m1"), ("m2", "m3"))
_TABLES = "surveys_answer, surveys_sheet, surveys_response"

_RESPONSES = """
    INSERT INTO surveys_response (id, questionnaire_id, status, mode, is_reconstructed)
    SELECT i, %(questionnaire)s, CASE WHEN i %% 100 = 37 THEN 'invalid' ELSE 'valid' END,
           'web', false
    FROM generate_series(1, %(responses)s) i
"""
# A hash of (response, question) decides; `draw` is 0 to 99 and independent of `choice`.
_ANSWERS = """
    WITH drawn AS (
        SELECT i, q.id AS question, q.kind, q.position,
               abs(hashint8extended(i, q.position)) %% 100 AS draw,
               1 + abs(hashint8extended(i, q.position + 1000)) %% 5 AS single,
               1 + abs(hashint8extended(i, q.position + 2000)) %% 8 AS favourite
        FROM generate_series(%(first)s::bigint, %(last)s) i, surveys_question q
        WHERE q.questionnaire_id = %(questionnaire)s
    )
    INSERT INTO surveys_answer (response_id, question_id, row, code, text)
    SELECT i, question, 0, single, '' FROM drawn WHERE kind = 'single' AND draw >= 5
    UNION ALL
    SELECT i, question, 0, code, '' FROM drawn, generate_series(1, 8) code
    WHERE kind = 'multiple' AND draw >= 5
        AND (code = favourite OR abs(hashint8extended(i * 8 + code, position)) %% 100 < 20)
    UNION ALL
    SELECT i, question, 0, 1, 'ボランティアを続けやすくしてほしい' FROM drawn
    WHERE kind = 'open' AND draw < 40
    UNION ALL
    SELECT i, question, 0, 0, '' FROM drawn
    WHERE (kind = 'open' AND draw >= 40) OR (kind <> 'open' AND draw < 5)
    ORDER BY 1, 2
"""
_A_TIME = 10_000
_LABEL = "選択肢"

# The floor, written for these tables and nothing else.
_BARE_FREQUENCIES = """
    SELECT a.question_id, a.code, count(*) FROM surveys_answer a
    WHERE a.question_id = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM surveys_response r WHERE r.id = a.response_id AND r.status <> 'valid')
    GROUP BY a.question_id, a.code
"""
_BARE_CROSS = """
    SELECT b.code, a.code, count(*) FROM surveys_answer a
    JOIN surveys_answer b ON b.response_id = a.response_id AND b.question_id = %s
    WHERE a.question_id = %s AND NOT EXISTS (
        SELECT 1 FROM surveys_response r WHERE r.id = a.response_id AND r.status <> 'valid')
    GROUP BY b.code, a.code
"""

Tables = tuple[list[FrequencyTable], list[CrossTable]]


def questionnaire() -> Questionnaire:
    """Create the survey and its 20 questions; return the fielded questionnaire."""
    city = Department.objects.create(name="計測市", code="benchmark")
    survey = Survey.objects.create(
        slug="benchmark", title="計測用の調査", fiscal_year=2026, dataset=city
    )
    asked = Questionnaire.objects.create(survey=survey)
    section = Section.objects.create(questionnaire=asked, code="all", title="設問", position=1)
    kinds = Question.Kind
    codes = [(f"s{i}", kinds.SINGLE) for i in range(1, SINGLE + 1)]
    codes += [(f"m{i}", kinds.MULTIPLE) for i in range(1, MULTIPLE + 1)]
    codes += [(f"o{i}", kinds.OPEN) for i in range(1, OPEN + 1)]
    questions = Question.objects.bulk_create(
        Question(questionnaire=asked, section=section, code=code, kind=kind, text=code, position=i)
        for i, (code, kind) in enumerate(codes, 1)
    )
    options = {kinds.SINGLE: 5, kinds.MULTIPLE: 8, kinds.OPEN: 0}
    Choice.objects.bulk_create(
        Choice(question=question, code=code, label=f"{_LABEL}{code}", position=code)
        for question in questions
        for code in range(1, options[kinds(question.kind)] + 1)
    )
    asked.fielded_at = timezone.now()
    asked.save()
    return asked


def answer(asked: Questionnaire, responses: int) -> None:
    """Replace all answers in the database by those of so many responses to `asked`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_TABLES} CASCADE")
        whole = {"questionnaire": asked.pk, "responses": responses}
        cursor.execute(_RESPONSES, whole)
        for first in range(1, responses + 1, _A_TIME):
            last = min(first + _A_TIME - 1, responses)
            cursor.execute(_ANSWERS, {**whole, "first": first, "last": last})


def settle() -> None:
    """Do what autovacuum does soon: counting reads an index whose pages are known to be visible."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLES}")


def tabulate(asked: Questionnaire) -> Tables:
    """Make all tables the portal's way."""
    tabulator = Tabulator(asked)
    return (
        [tabulator.frequency(code) for code in tabulator.columns],
        [tabulator.cross(code, by) for code, by in CROSSES],
    )


class BareSql:
    """The same numbers by statements written by hand, fetched and left as they come."""

    def __init__(self, asked: Questionnaire) -> None:
        self.ids = dict(asked.questions.exclude(kind=Question.Kind.OPEN).values_list("code", "pk"))

    def __call__(self) -> list[list[tuple[int, ...]]]:
        """Return the rows of the frequency statement, then those of each cross statement."""
        with connection.cursor() as cursor:
            cursor.execute(_BARE_FREQUENCIES, [list(self.ids.values())])
            found = [cursor.fetchall()]
            for code, by in CROSSES:
                cursor.execute(_BARE_CROSS, [self.ids[by], self.ids[code]])
                found.append(cursor.fetchall())
        return found


def check_equal(asked: Questionnaire, bare: BareSql) -> None:
    """Compare the numbers of both ways; a benchmark of different numbers would say nothing.

    Raises:
        AssertionError: subject and floor count differently.
    """
    frequencies, crosses = tabulate(asked)
    counted, *cells = bare()
    by_question = {(question, code): count for question, code, count in counted}
    for table in frequencies:
        for row in table.rows:
            expected = by_question.get((bare.ids[table.question], row.code), 0)
            if row.count != expected:
                raise AssertionError(f"{table.question} {row.label}: {row.count}, not {expected}")
    for cross, rows in zip(crosses, cells, strict=True):
        expected_cells = {(by, code): count for by, code, count in rows}
        found = {
            (_code(group.label), _code(column)): count
            for group in cross.groups[1:]
            for column, count in zip(cross.columns, group.counts, strict=True)
            if count
        }
        if found != expected_cells:
            raise AssertionError(f"{cross.question} by {cross.by}: {found} {expected_cells}")


def _code(label: str) -> int:
    """Return the code of an option of this survey; 0 for 無回答."""
    return int(label.removeprefix(_LABEL)) if label.startswith(_LABEL) else 0


class Page:
    """The staff's page with every frequency table, and one cross table, drawn with their charts."""

    def __init__(self, asked: Questionnaire) -> None:
        self.client = Client()
        self.client.force_login(
            User.objects.create(email="bench@example.jp", name="計測", is_superuser=True)
        )
        self.address = reverse("surveys:tables", args=[asked.survey.slug])

    def __call__(self) -> None:
        """Fetch both pages one after the other.

        Raises:
            AssertionError: they do not show their tables.
        """
        for query, tables in ((None, SINGLE + MULTIPLE), ({"question": "s1", "by": "s2"}, 1)):
            page = self.client.get(self.address, query)
            if page.content.count(b"<caption>") != tables:
                raise AssertionError(f"{page.status_code}: {page.content.count(b'<caption>')}")


def cases(sizes: tuple[int, ...], wanted: Callable[[str], bool]) -> Iterator[Case]:
    """Yield the cases of each number of responses, its answers in the database.

    The other package's frequencies stand beside ours up to `PEER_UP_TO` responses; it has no cross
    table of answers without a login. Its time is that of its frequencies alone.
    """
    asked = questionnaire()
    bare = BareSql(asked)
    with ExitStack() as stack:
        other = stack.enter_context(peer()) if wanted(NAME) else None
        page = Page(asked) if wanted(PAGE) else None
        for responses in sizes:
            answer(asked, responses)
            settle()
            check_equal(asked, bare)
            if wanted(NAME):
                beside = other if responses <= PEER_UP_TO else None
                if beside:
                    beside.run("fill", responses)
                work = beside.work("frequencies") if beside else None
                yield Case(NAME, responses, lambda: tabulate(asked), bare, work)
            if page is not None:
                yield Case(PAGE, responses, page, bare)
