"""The responses of a survey as files, beside the bare reading of the same rows, and their memory.

The survey is that of `benchmarks.tabulation`. The floor is COPY of its answers, as PostgreSQL writes
them. Beside CSV django-survey-and-report writes its own, where that takes seconds and not minutes.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks import tabulation
from benchmarks.harness import MIN_RUNS, Case
from benchmarks.peer import peer
from surveys.exports import ExportForm, write_export
from surveys.models import Questionnaire

# Form and the numbers of responses it is written for. A workbook has every answer twice, in words
# and in numbers: that of 100,000 responses takes minutes.
SIZES: dict[ExportForm, tuple[int, ...]] = {
    "csv": (500, 10_000, 100_000),
    "sav": (500, 10_000, 100_000),
    "xlsx": (500, 10_000),
}
# The peer needs 8 s for 500 responses, and twice that for each doubling.
PEER_UP_TO = 500
_SLOW = 10_000
_COPY = """
    COPY (
        SELECT a.response_id, a.row, a.question_id, a.code, a.text FROM surveys_answer a
        JOIN surveys_response r ON r.id = a.response_id AND r.status = 'valid'
        WHERE r.questionnaire_id = {questionnaire} ORDER BY a.response_id, a.row
    ) TO STDOUT
"""


def name_of(form: str) -> str:
    """Return what the case of a form is called."""
    return f"export {form}"


class Export:
    """Writes one form of file again and again, into the same place."""

    def __init__(self, asked: Questionnaire, form: ExportForm, folder: Path) -> None:
        self.asked, self.form, self.path = asked, form, folder / form

    def __call__(self) -> int:
        """Write the file; return how many lines of data it has."""
        return write_export(self.asked, self.form, self.path)

    def peak(self) -> float:
        """Write it once in a process of its own; return the most memory that took, in MB."""
        database = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "benchmarks.export_process", database]
        command += [str(self.asked.pk), self.form, str(self.path)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=dict(os.environ), stdout=subprocess.PIPE, check=True
        )
        return float(done.stdout)


def floor(asked: Questionnaire, folder: Path) -> Callable[[], object]:
    """Return what copies the answers to a file as PostgreSQL writes them."""
    statement = _COPY.format(questionnaire=int(asked.pk))

    def copy() -> None:
        with (
            connection.cursor() as cursor,
            (folder / "copy").open("wb") as file,
            cursor.copy(statement) as rows,
        ):
            for data in rows:
                file.write(data)

    return copy


def cases(wanted: Callable[[str], bool]) -> Iterator[Case]:
    """Yield the cases of every wanted form, size by size."""
    asked = tabulation.questionnaire()
    forms = [form for form in SIZES if wanted(name_of(form))]
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        other = stack.enter_context(peer()) if "csv" in forms else None
        for responses in sorted({size for form in forms for size in SIZES[form]}):
            tabulation.answer(asked, responses)
            tabulation.settle()
            beside = other if other and responses <= PEER_UP_TO else None
            if beside:
                beside.run("fill", responses)
            for form in (form for form in forms if responses in SIZES[form]):
                export = Export(asked, form, Path(place))
                yield Case(
                    name_of(form),
                    responses,
                    export,
                    floor(asked, Path(place)),
                    beside.work("csv") if beside and form == "csv" else None,
                    export.peak,
                    1 if responses >= _SLOW or beside else MIN_RUNS,
                )
