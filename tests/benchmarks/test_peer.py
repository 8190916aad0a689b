"""The other package of the benchmarks: it runs apart, does its works, and leaves nothing."""

import pytest
from django.apps import apps
from django.db import connection

from benchmarks.harness import Case, PeerRun, line, measure
from benchmarks.peer import peer


@pytest.mark.django_db
def test_the_peer_does_its_works_in_a_database_of_its_own() -> None:
    with peer() as other:
        other.run("fill", 40)
        runs = {name: other.run(name) for name in ("form", "submit", "frequencies", "csv")}
    assert all(run.ms > 0 and run.statements > 0 for run in runs.values())
    assert not apps.is_installed("survey")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'kyodo_peer_%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_peer_is_measured_beside_subject_and_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.harness.SECONDS", 0)
    case = Case("both", 1, lambda: None, lambda: None, peer=lambda: PeerRun(12.5, 7))
    measured = measure(case)
    assert (measured.peer_ms, measured.peer_statements) == (12.5, 7)
    assert measured.as_dict()["peer_ms"] == 12.5
    assert line(measured).split()[-2:] == ["12.5", "7"]
