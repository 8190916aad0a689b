"""The parts of a report as they are read: one for each block, in order, with what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.models import Answer, Excerpt, Report, ReportBlock
from surveys.reporting import CountedFigure, frozen_content

Kind = ReportBlock.Kind


@dataclass(frozen=True)
class Opinions:
    """The opinions of one code."""

    label: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Part:
    """One block with what it shows: a figure, opinions by code, chosen opinions, or names."""

    block: ReportBlock
    figure: CountedFigure | None = None
    opinions: tuple[Opinions, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    targets: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)

    @property
    def kind(self) -> str:
        """Return the kind of the block."""
        return self.block.kind

    @property
    def is_made_up(self) -> bool:
        """Tell whether an opinion in it was made up."""
        return any(excerpt.is_made_up for excerpt in self.excerpts)

    @property
    def has_italics(self) -> bool:
        """Tell whether an opinion is set in italics."""
        return any(excerpt.is_italic for excerpt in self.excerpts)


def parts_of(report: Report, figures: Sequence[CountedFigure]) -> list[Part]:
    """Return the parts of a report; figures without a block come last.

    Args:
        report: which one.
        figures: its figures, as counted or as published.
    """
    blocks = list(
        report.blocks.select_related("question", "frame")
        .prefetch_related("excerpts__code")
        .order_by("position")
    )
    by_pk = {figure.definition.pk: figure for figure in figures}
    parts = [_part(block, by_pk.pop(block.figure_id or 0, None)) for block in blocks]
    if any(part.kind == Kind.TARGETS for part in parts):
        frozen = frozen_content(report)
        kept = frozen["targets"] if frozen else {}
        parts = [
            Part(
                part.block, targets=kept.get(part.block.number) or targets_by_attribute(part.block)
            )
            if part.kind == Kind.TARGETS
            else part
            for part in parts
        ]
    left = sorted(by_pk.values(), key=lambda figure: figure.definition.position)
    return parts + [
        Part(
            ReportBlock(
                report=report, kind=Kind.FIGURE, number=f.number, figure=f.definition, position=0
            ),
            figure=f,
        )
        for f in left
    ]


def _part(block: ReportBlock, figure: CountedFigure | None) -> Part:
    excerpts = tuple(block.excerpts.all())
    opinions: dict[int, list[Excerpt]] = {}
    codes: dict[int, Any] = {}
    if block.kind == Kind.OPINIONS:
        for excerpt in excerpts:
            key = excerpt.code_id or 0
            codes[key] = excerpt.code
            opinions.setdefault(key, []).append(excerpt)
    in_order = sorted(opinions, key=lambda k: codes[k].position if codes[k] else 10_000)
    return Part(
        block,
        figure=figure,
        excerpts=excerpts,
        opinions=tuple(
            Opinions(codes[k].label if codes[k] else "その他", tuple(opinions[k])) for k in in_order
        ),
    )


def targets_by_attribute(block: ReportBlock) -> list[tuple[str, list[str]]]:
    """Return the names of those asked, by their answer to the block's question, in its order."""
    question = block.question
    if question is None:
        return []
    labels = dict(question.choices.order_by("position").values_list("code", "label"))
    found: dict[int, list[str]] = {code: [] for code in labels}
    rows = (
        Answer.objects.filter(question=question, code__gt=0, response__status="valid")
        .exclude(response__target=None)
        .order_by("response__target_id")
        .values_list("code", "response__target__name", "response__target__answered_by__name")
    )
    for code, name, answered_by in rows:
        found[code].append(f"{name}（{answered_by}が回答）" if answered_by else name)
    return [(labels[code], names) for code, names in found.items()]
