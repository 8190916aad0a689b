"""django-survey-and-report at work, in a process of its own: `python -m benchmarks.peer_process`.

It is asked for one thing a line on standard input, as JSON `[name, number]`, and answers with one
line: `[milliseconds, statements]`. `benchmarks.peer` is the other end. The survey has the questions
and the answers of `benchmarks.tabulation`, drawn by the same hash. A new thing to measure is one
more function in `WORKS`.
"""

import datetime
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

SINGLE, MULTIPLE, OPEN = 10, 6, 4
LABEL = "選択肢"
TEXT = "集まる場所がもっとほしいです"

_FILL = """
    TRUNCATE survey_response, survey_answer CASCADE;
    INSERT INTO survey_response (id, survey_id, interview_uuid, created, updated)
    SELECT i, {survey}, md5(i::text), now(), now()
    FROM generate_series(1, {responses}) i WHERE i % 100 <> 37;
    INSERT INTO survey_answer (question_id, response_id, created, updated, body)
    SELECT q.id, r.id, now(), now(), CASE
        WHEN q.type = 'radio' AND d.draw >= 5 THEN '{label}' || d.single
        WHEN q.type = 'select-multiple' AND d.draw >= 5 THEN (
            SELECT '[' || string_agg(format('''{label}%s''', code), ', ') || ']'
            FROM generate_series(1, 8) code
            WHERE code = d.favourite OR abs(hashint8extended(r.id * 8 + code, q.order)) % 100 < 20)
        WHEN q.type = 'text' AND d.draw < 40 THEN 'ボランティアを続けやすくしてほしい'
        WHEN q.type = 'select-multiple' THEN '[]'
        ELSE '' END
    FROM survey_response r CROSS JOIN survey_question q CROSS JOIN LATERAL (
        SELECT abs(hashint8extended(r.id, q.order)) % 100 AS draw,
               1 + abs(hashint8extended(r.id, q.order + 1000)) % 5 AS single,
               1 + abs(hashint8extended(r.id, q.order + 2000)) % 8 AS favourite) d;
    SELECT setval(pg_get_serial_sequence('survey_response', 'id'), {responses});
    ANALYZE survey_response, survey_answer;
"""


def expect(holds: bool, otherwise: str) -> None:
    """Stop where the package did something else: its time would say nothing.

    Raises:
        AssertionError: with `otherwise`.
    """
    if not holds:
        raise AssertionError(otherwise)


class Peer:
    """The survey in its database, and what can be done with it."""

    def __init__(self) -> None:
        from django.apps import apps
        from django.core.management import call_command
        from django.test import Client

        call_command("migrate", verbosity=0)
        models: Any = apps.get_app_config("survey")
        self.question: Any = models.get_model("Question")
        survey: Any = models.get_model("Survey")
        # Its first day is today somewhere in the world, which need not have begun here.
        self.survey = survey.objects.create(
            name="計測用の調査",
            description="",
            need_logged_user=False,
            publish_date=datetime.date(2020, 1, 1),
        )
        self.client = Client()
        kinds = [("radio", 5)] * SINGLE + [("select-multiple", 8)] * MULTIPLE + [("text", 0)] * OPEN
        for order, (kind, options) in enumerate(kinds, start=1):
            self.question.objects.create(
                survey=self.survey,
                text=f"設問{order}",
                order=order,
                required=False,
                type=kind,
                choices=",".join(f"{LABEL}{code}" for code in range(1, options + 1)),
            )
        self.address = f"/survey/{self.survey.pk}/"
        self.filled_in = self._filled_in()

    def _filled_in(self) -> dict[str, Any]:
        """Return the form as `benchmarks.respondent` fills in ours; options are sent by slug."""
        values = {"radio": f"{LABEL}2", "select-multiple": [f"{LABEL}1", f"{LABEL}4"], "text": TEXT}
        return {
            f"question_{question.pk}": self._sent(question, values[question.type])
            for question in self.question.objects.all()
        }

    def _sent(self, question: Any, value: Any) -> Any:
        if question.type == "text":
            return value
        names = {str(label): key for key, label in question.get_choices()}
        return [names[each] for each in value] if isinstance(value, list) else names[value]

    def fill(self, responses: int) -> None:
        """Replace all answers by those of so many responses, as in `benchmarks.tabulation`."""
        with connection.cursor() as cursor:
            cursor.execute(
                _FILL.format(survey=int(self.survey.pk), responses=int(responses), label=LABEL)
            )

    def form(self, number: int) -> None:
        """Fetch the page with all questions."""
        page = self.client.get(self.address)
        expect(page.content.decode().count("<input") > 90, f"no options: {page.status_code}")

    def submit(self, number: int) -> None:
        """Send the form filled in; it leads to the confirmation."""
        page = self.client.post(self.address, self.filled_in)
        expect("confirm" in page.get("Location", ""), f"not taken: {page.status_code}")

    def frequencies(self, number: int) -> None:
        """Count the answers to each question, as its reports and exports do."""
        for question in self.question.objects.filter(survey=self.survey):
            expect(bool(question.answers_cardinality()), "nothing counted")

    def csv(self, number: int) -> None:
        """Write all responses as its CSV."""
        from survey.exporter.csv import Survey2Csv  # type: ignore[import-untyped]

        lines = str(Survey2Csv(self.survey)).count("\n")
        expect(lines >= self.survey.responses.count(), f"only {lines} lines")


WORKS: dict[str, Callable[[Peer, int], None]] = {
    "fill": Peer.fill,
    "form": Peer.form,
    "submit": Peer.submit,
    "frequencies": Peer.frequencies,
    "csv": Peer.csv,
}


def main() -> None:
    """Answer one line after the other until standard input ends."""
    django.setup()
    peer = Peer()
    counted: dict[str, int] = {}
    # Django's own log holds 9,000 statements, and a file of this package takes more.
    connection.queries_log = deque()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name, number = json.loads(line)
        if name not in counted:  # counting costs time: it is done on a run of its own
            with CaptureQueriesContext(connection) as captured:
                WORKS[name](peer, number)
            counted[name] = len(captured)
        start = time.perf_counter()
        WORKS[name](peer, number)
        took = (time.perf_counter() - start) * 1000
        sys.stdout.write(json.dumps([took, counted[name]]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
