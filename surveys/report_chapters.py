"""A long report in chapters, each read on a page of its own: a heading begins one."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.models import ReportBlock
from surveys.report_parts import Part

# So many 図表 are still read on one page.
READ_AT_ONCE = 6


@dataclass(frozen=True)
class Chapter:
    """What stands from one heading to the next; `number` counts from 1."""

    number: int
    heading: Part
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """Return the words of its heading."""
        return self.heading.block.title

    @property
    def numbered(self) -> list[Part]:
        """Return the parts that carry a number among the 図表."""
        return [part for part in self.parts if part.block.number]


@dataclass(frozen=True)
class Contents:
    """A report as it is read: what comes before the chapters, and the chapters.

    A short report, and one with fewer than two headings, has none: all of it is the front.
    """

    front: tuple[Part, ...]
    chapters: tuple[Chapter, ...] = ()

    def chapter(self, number: int) -> Chapter | None:
        """Return the chapter of that number."""
        return next((one for one in self.chapters if one.number == number), None)

    def holding(self, figure: str) -> Chapter | None:
        """Return the chapter with the 図表 of that number; None where the front has it."""
        for chapter in self.chapters:
            if any(part.block.number == figure for part in chapter.parts):
                return chapter
        return None

    @property
    def front_numbered(self) -> list[Part]:
        """Return the parts before the first chapter that carry a number among the 図表."""
        return [part for part in self.front if part.block.number]


def contents_of(parts: Sequence[Part]) -> Contents:
    """Return a report's parts in chapters where it has too many 図表 for one page.

    Args:
        parts: all parts of the report, in order.
    """
    starts = [i for i, part in enumerate(parts) if part.kind == ReportBlock.Kind.HEADING]
    numbered = sum(1 for part in parts if part.block.number)
    if numbered <= READ_AT_ONCE or len(starts) < 2:
        return Contents(tuple(parts))
    ends = [*starts[1:], len(parts)]
    chapters = tuple(
        Chapter(number, parts[start], tuple(parts[start + 1 : end]))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return Contents(tuple(parts[: starts[0]]), chapters)
