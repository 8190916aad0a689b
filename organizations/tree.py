"""The offices of the city as a tree, and the way from an office to what came before and after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from organizations.models import Department


@dataclass
class Branch:
    """One office and what stands below it."""

    office: Department
    below: list["Branch"] = field(default_factory=list)


def tree_of(offices: Iterable[Department]) -> list[Branch]:
    """Return offices as trees, in their order; one whose upper office is missing stands on top."""
    branches = {office.pk: Branch(office) for office in offices}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.office.parent_id or 0)
        (above.below if above else roots).append(branch)
    return roots


def lineage(office: Department) -> tuple[list[Department], list[Department]]:
    """Return what came before `office` and what came after it, through all reorganisations.

    Each in the order of nearness; one query per reorganisation and side.
    """
    return list(_follow([office], "successors")), list(_follow([office], "predecessors"))


def came_from(offices: Iterable[Department]) -> list[Department]:
    """Return what came before `offices`, in the order of nearness; none of them is among it."""
    return list(_follow(offices, "successors"))


def _follow(offices: Iterable[Department], relation: str) -> Iterator[Department]:
    newest = [office.pk for office in offices]
    seen = set(newest)
    while newest:
        rows = Department.objects.filter(**{f"{relation}__in": newest}).exclude(pk__in=seen)
        found = list(rows.distinct())
        yield from found
        newest = [each.pk for each in found]
        seen |= set(newest)
