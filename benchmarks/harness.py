"""Measures a subject beside its floor, in turns, and counts the subject's statements."""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

MIN_RUNS = 5
MAX_RUNS = 41
# A quick case is repeated until this much time is spent on it: its median then stands still.
SECONDS = 1.5


@dataclass(frozen=True)
class PeerRun:
    """One run of another package's way: its own time in milliseconds, and its SQL statements."""

    ms: float
    statements: int


@dataclass(frozen=True)
class Case:
    """One thing to measure: `subject` is the portal's way, `floor` the least that must be done.

    `scale` is the number that the case grows with (responses, or times a city's data). `peer` does
    the same with another package and says how long it took (`benchmarks.peer`). `memory` does it
    once in a process of its own and returns the most memory that took, in MB. `least` is how often
    it runs at the least: what takes many seconds need not run five times.
    `after` clears up what the subject left, and is not measured.
    """

    name: str
    scale: int
    subject: Callable[[], object]
    floor: Callable[[], object]
    peer: Callable[[], PeerRun] | None = None
    memory: Callable[[], float] | None = None
    least: int = MIN_RUNS
    after: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Measurement:
    """Medians of a case in milliseconds, and the SQL statements of one run.

    `peer_ms` and `peer_statements` are those of another package, `peak_mb` the most memory a process
    with nothing else to do took; None where there is none.
    """

    name: str
    scale: int
    ms: float
    floor_ms: float
    statements: int
    peer_ms: float | None = None
    peer_statements: int | None = None
    peak_mb: float | None = None

    @property
    def ratio(self) -> float:
        """Return how many times the floor the subject takes."""
        return self.ms / self.floor_ms

    def as_dict(self) -> dict[str, Any]:
        """Return the line of `bench.json`, with the peer's numbers where there is a peer."""
        found: dict[str, Any] = {
            "name": self.name,
            "scale": self.scale,
            "ms": round(self.ms, 2),
            "floor_ms": round(self.floor_ms, 2),
            "ratio": round(self.ratio, 2),
            "statements": self.statements,
        }
        if self.peer_ms is not None:
            found |= {"peer_ms": round(self.peer_ms, 2), "peer_statements": self.peer_statements}
        if self.peak_mb is not None:
            found["peak_mb"] = round(self.peak_mb)
        return found


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one call of `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure_statements(work: Callable[[], object]) -> int:
    """Return how many SQL statements one call of `work` sends, BEGIN and COMMIT among them."""
    with CaptureQueriesContext(connection) as captured:
        work()
    # Read at once: the log of the connection begins anew with each request.
    return len(captured)


def measure(case: Case) -> Measurement:
    """Return the medians of `case`: after a warm-up, subject, floor and peer in turns.

    At least `case.least` runs of each; a quick case gets more, up to MAX_RUNS.
    """
    case.floor()
    statements = measure_statements(case.subject)
    case.after()
    peer = [case.peer()] if case.peer else []
    others: list[float] = []
    subject: list[float] = []
    floor: list[float] = []
    end = time.perf_counter() + SECONDS
    while len(subject) < case.least or (len(subject) < MAX_RUNS and time.perf_counter() < end):
        subject.append(milliseconds(case.subject))
        case.after()
        floor.append(milliseconds(case.floor))
        if case.peer:
            others.append(case.peer().ms)
    return Measurement(
        name=case.name,
        scale=case.scale,
        ms=statistics.median(subject),
        floor_ms=statistics.median(floor),
        statements=statements,
        peer_ms=statistics.median(others) if others else None,
        peer_statements=peer[0].statements if peer else None,
        peak_mb=case.memory() if case.memory else None,
    )


def table(measurements: Iterable[Measurement]) -> str:
    """Return the measurements as lines of text with a heading."""
    heads = (("scale", 8), ("ms", 10), ("floor ms", 10), ("ratio", 8), ("statements", 12))
    more = (("peer ms", 10), ("statements", 12), ("peak MB", 10))
    lines = [" " * 34 + "".join(f"{head:>{width}}" for head, width in (*heads, *more))]
    lines += [line(measurement) for measurement in measurements]
    return "\n".join(lines)


def line(m: Measurement) -> str:
    """Return one measurement as a line of the table."""
    text = f"{m.name:<34}{m.scale:>8}{m.ms:>10.1f}{m.floor_ms:>10.1f}{m.ratio:>8.2f}"
    peer = " " * 22 if m.peer_ms is None else f"{m.peer_ms:>10.1f}{m.peer_statements:>12}"
    peak = "" if m.peak_mb is None else f"{m.peak_mb:>10.0f}"
    return f"{text}{m.statements:>12}{peer}{peak}".rstrip()


def growing(measurements: Iterable[Measurement]) -> list[str]:
    """Return the names of cases whose number of statements depends on the scale."""
    seen: dict[str, set[int]] = {}
    for measurement in measurements:
        seen.setdefault(measurement.name, set()).add(measurement.statements)
    return [name for name, statements in seen.items() if len(statements) > 1]


def write_json(path: Path, measurements: Sequence[Measurement]) -> None:
    """Write the measurements to `path` as a JSON list, in place of what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [measurement.as_dict() for measurement in measurements]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
