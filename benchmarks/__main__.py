"""`python -m benchmarks`: measure, print a table, write var/bench.json."""

import argparse
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import django
import environ

from koganei_kyodo import embedded_postgres

if TYPE_CHECKING:
    from benchmarks.harness import Case

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "var" / "bench.json"
LAST_HOUR = "last hour"


def numbers(text: str) -> tuple[int, ...]:
    """Return `1,10` as numbers; raise ArgumentTypeError for anything else."""
    try:
        found = tuple(int(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError("write numbers like 1,10")
    return found


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], help="measure only what has this in its name"
    )
    parser.add_argument(
        "--scales", type=numbers, default=(1, 10, 100), help="times a city's data, for the pages"
    )
    parser.add_argument(
        "--responses", type=numbers, default=None, help="responses to the tabulated survey"
    )
    parser.add_argument("--json", type=Path, default=RESULT, help="where to write the list")
    return parser.parse_args()


def say(text: str) -> None:
    """Print at once: the whole run takes minutes."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the benchmarks in a database of their own; return the exit status."""
    wanted = arguments()
    environ.Env.read_env(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koganei_kyodo.settings")
    # One connection for all, as a page finds it in the pool; no log line per page on the screen.
    os.environ |= {"DATABASE_POOL_SIZE": "0", "DEBUG": "0", "LOG_LEVEL": "WARNING"}
    # Static files come from where they lie; nobody collects them for a benchmark.
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with ExitStack() as stack:
        if embedded_postgres.wanted():
            try:
                stack.enter_context(embedded_postgres.running())
            except embedded_postgres.EmbeddedPostgresError as error:
                sys.exit(str(error))
        django.setup()
        return max(run(wanted), last_hour(wanted.only))


def run(wanted: argparse.Namespace) -> int:
    """Measure what `wanted` names; return 1 where statements grow with the data."""
    from benchmarks import harness
    from benchmarks.scratch import scratch_database

    start = time.monotonic()
    measured = []
    say(harness.table([]))
    for make_cases in groups(wanted):
        with scratch_database():
            for case in make_cases():
                measured.append(harness.measure(case))
                say(harness.line(measured[-1]))
    if not measured:
        if is_wanted(LAST_HOUR, wanted.only):
            return 0
        sys.exit(f"no benchmark is called {'、'.join(wanted.only)}")
    harness.write_json(wanted.json, measured)
    say(f"{len(measured)} measurements in {time.monotonic() - start:.0f} s, also in {wanted.json}")
    growing = harness.growing(measured)
    if growing:
        say(f"statements grow with the data: {', '.join(growing)}")
    return 1 if growing else 0


def is_wanted(name: str, only: Sequence[str]) -> bool:
    """Tell whether a benchmark of this name is asked for."""
    return not only or any(part in name for part in only)


def last_hour(only: Sequence[str]) -> int:
    """Let fifty respondents answer while the server is killed; print the counts.

    It needs a process of its own: its threads and its server are no part of what is measured.
    """
    if not is_wanted(LAST_HOUR, only):
        return 0
    say(f"{LAST_HOUR}: fifty respondents at once, and a server that is killed")
    command = [sys.executable, "-m", "benchmarks.last_hour"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def groups(wanted: argparse.Namespace) -> "Iterator[Callable[[], Iterator[Case]]]":
    """Yield what makes the cases of each group; each gets an empty database."""
    from benchmarks import (
        directory,
        exports,
        pages,
        register,
        respondent,
        search,
        sheets,
        start,
        submission,
        tabulation,
    )

    def asked(name: str) -> bool:
        return is_wanted(name, wanted.only)

    if asked(tabulation.NAME) or asked(tabulation.PAGE):
        sizes = wanted.responses or tabulation.RESPONSES
        yield lambda: tabulation.cases(sizes, asked)
    if any(asked(exports.name_of(form)) for form in exports.SIZES):
        yield lambda: exports.cases(asked)
    if asked(submission.NAME):
        yield submission.cases
    if asked(respondent.FORM) or asked(respondent.SEND):
        yield lambda: respondent.cases(asked)
    if asked(sheets.NAME):
        yield sheets.cases
    if asked(search.NAME):
        yield lambda: search.cases(wanted.scales)
    if asked(register.NAME):
        yield register.cases
    if asked(start.NAME):
        yield start.cases
    if asked(directory.NAME) or asked(directory.DUPLICATES):
        yield from at_each(wanted.scales, directory.cases, asked)
    if any(asked(page.name) for page in pages.PAGES):
        yield from at_each(wanted.scales, pages.cases, asked)


def at_each(
    scales: Iterable[int], cases: "Callable[..., Iterator[Case]]", *more: object
) -> "Iterator[Callable[[], Iterator[Case]]]":
    """Yield what makes the cases of a group at each scale."""
    return (partial(cases, scale, *more) for scale in scales)


if __name__ == "__main__":
    sys.exit(main())
