"""The figure check (検算): can the printed figures of a report be true?

`parse_figures` reads a file, `check` finds what cannot be, `to_json` gives the findings to
programs. The package is pure Python and needs neither Django nor a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from .between import base_disagreements, disagreements
from .model import (
    ANSWERS,
    BASE_DISAGREES,
    FIGURES_DISAGREE,
    IMPOSSIBLE_PERCENT,
    KINDS,
    SUM,
    TOTAL_MISMATCH,
    Cell,
    Figure,
    FigureFile,
    Finding,
    Table,
)
from .reading import FigureFileError, parse_figures
from .rounding import fitting_bases, possible_counts, round_half_up
from .within import impossible_percents, sums, total_mismatches

__all__ = [
    "ANSWERS",
    "BASE_DISAGREES",
    "FIGURES_DISAGREE",
    "IMPOSSIBLE_PERCENT",
    "KINDS",
    "SUM",
    "TOTAL_MISMATCH",
    "Cell",
    "Figure",
    "FigureFile",
    "FigureFileError",
    "Finding",
    "FindingJSON",
    "FindingsJSON",
    "Table",
    "check",
    "fitting_bases",
    "parse_figures",
    "possible_counts",
    "round_half_up",
    "to_json",
]


class FindingJSON(TypedDict):
    """One finding as programs read it."""

    figure: str
    kind: str
    message: str


class FindingsJSON(TypedDict):
    """All findings as programs read them."""

    findings: list[FindingJSON]


def check(figures: FigureFile) -> list[Finding]:
    """Return all findings, in the order of the figures, then of the kinds.

    An empty list means that nothing in the print contradicts itself; it does not mean that
    the figures are true. The cost grows with the size of the file, not with n.
    """
    findings = list(disagreements(figures))
    for figure in figures.figures:
        findings += impossible_percents(figure)
        findings += sums(figure)
        findings += total_mismatches(figure, figures)
        findings += base_disagreements(figure, figures)
    place = {figure.number: at for at, figure in enumerate(figures.figures)}
    return sorted(findings, key=lambda found: (place[found.figure], KINDS.index(found.kind)))


def to_json(findings: Iterable[Finding]) -> FindingsJSON:
    """Return the findings as `{"findings": [{"figure", "kind", "message"}]}`."""
    return {
        "findings": [
            {"figure": found.figure, "kind": found.kind, "message": found.message}
            for found in findings
        ]
    }
