"""How far the fielding is: counts, rates with their two numbers, by kind, by day."""

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from surveys.models import Survey, Target, TargetEvent

Status = Target.Status
MAX_DAYS = 120
RETURNED = (Status.RETURNED, Status.INVALID, Status.VALID)


@dataclass(frozen=True)
class Rate:
    """A share with the names and values of its two numbers."""

    name: str
    top_name: str
    top: int
    base_name: str
    base: int

    @property
    def percent(self) -> str:
        """Return the share in percent to one decimal, half up; a dash without a base."""
        if not self.base:
            return "—"
        share = Decimal(self.top) * 100 / Decimal(self.base)
        return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class Standing:
    """The counts of a group of targets."""

    name: str
    counts: dict[str, int]

    def of(self, *statuses: str) -> int:
        """Return how many targets are in one of `statuses`."""
        return sum(self.counts.get(status, 0) for status in statuses)

    @property
    def listed(self) -> int:
        """Targets on the frame, those taken off it apart."""
        return sum(self.counts.values()) - self.of(Status.EXCLUDED)

    @property
    def sent(self) -> int:
        """Targets that were asked, or that answered without waiting for it."""
        return self.listed - self.of(Status.LISTED)

    @property
    def deliverable(self) -> int:
        """Targets that were asked and reached."""
        return self.sent - self.of(Status.UNDELIVERABLE)

    @property
    def returned(self) -> int:
        """Targets that sent something back, valid or not."""
        return self.of(*RETURNED)

    @property
    def valid(self) -> int:
        """Targets whose answer counts."""
        return self.of(Status.VALID)

    @property
    def undeliverable(self) -> int:
        """Targets whose letter or mail came back."""
        return self.of(Status.UNDELIVERABLE)

    @property
    def refused(self) -> int:
        """Targets that said no."""
        return self.of(Status.REFUSED)

    @property
    def invalid(self) -> int:
        """Targets whose answer cannot count."""
        return self.of(Status.INVALID)

    @property
    def waiting(self) -> int:
        """Targets that were asked and have not answered."""
        return self.of(Status.SENT)

    @property
    def rates(self) -> list[Rate]:
        """The rates that are usual in reports."""
        return [
            Rate("回収率", "回収した数", self.returned, "発送した数", self.sent),
            Rate("有効回収率", "有効な数", self.valid, "発送した数", self.sent),
            Rate(
                "届いた相手の有効回収率",
                "有効な数",
                self.valid,
                "発送して届いた数",
                self.deliverable,
            ),
        ]

    @property
    def main_rate(self) -> Rate:
        """The rate of the table by kind."""
        return self.rates[2]


@dataclass(frozen=True)
class Day:
    """One day: how many valid answers came, and how many there are by then."""

    day: datetime.date
    count: int
    total: int


def standings(survey: Survey) -> tuple[Standing, list[Standing]]:
    """Return the whole and the kinds of target; 1 statement."""
    rows = survey.targets.order_by().values_list("group", "status")
    by_group: dict[str, Counter[str]] = {}
    first: dict[str, int] = {}
    for group, status, count, number in rows.annotate(Count("pk"), Min("number")):
        by_group.setdefault(group, Counter())[status] += count
        first[group] = min(first.get(group, number or 0), number or 0)
    whole: Counter[str] = sum(by_group.values(), Counter())
    # In the order of the frame: offices stand there as the city lists them.
    order = sorted(by_group, key=lambda name: (first[name], name))
    kinds = [Standing(name or "区分なし", dict(by_group[name])) for name in order]
    return Standing("合計", dict(whole)), kinds


def days(survey: Survey) -> list[Day]:
    """Return each day from the first round to today or the close, quiet days included."""
    events = TargetEvent.objects.filter(target__survey=survey)
    valid = events.filter(kind=TargetEvent.Kind.VALID, target__status=Status.VALID)
    # Who sent a second answer counts on the day of the first.
    firsts: dict[int, datetime.date] = {}
    for target, on in valid.order_by("on", "pk").values_list("target_id", "on"):
        firsts.setdefault(target, on)
    counts = Counter(firsts.values())
    if not counts:
        return []
    rounds = events.filter(kind=TargetEvent.Kind.SENT).order_by("on")
    sent: datetime.date | None = rounds.values_list("on", flat=True).first()
    first, last = min(counts), max(counts)
    if survey.status == Survey.Status.OPEN:
        last = max(last, timezone.localdate())
    if sent is not None:
        first = min(first, sent)
    first = max(first, last - datetime.timedelta(days=MAX_DAYS))
    total = sum(count for day, count in counts.items() if day < first)
    found = []
    for offset in range((last - first).days + 1):
        day = first + datetime.timedelta(days=offset)
        total += counts[day]
        found.append(Day(day, counts[day], total))
    return found


def by_mode(survey: Survey) -> list[tuple[str, int]]:
    """Return how many valid answers came by which way."""
    from surveys.models import Response

    rows = Response.objects.filter(questionnaire__survey=survey).valid()
    counts = rows.order_by("mode").values_list("mode").annotate(Count("pk"))
    labels = dict(Response.Mode.choices)
    return [(str(labels[mode]), count) for mode, count in counts]


@dataclass(frozen=True)
class Curve:
    """The days as a line: points of a polyline; its top is `top` answers, the whole of the rate."""

    points: str
    top: int
    first: datetime.date
    last: datetime.date


def curve(found: list[Day], whole: int) -> Curve | None:
    """Return the line of the total over the days, in a box of 600 by 160."""
    if len(found) < 2:
        return None
    top = max(whole, found[-1].total, 1)
    step = 600 / (len(found) - 1)
    points = " ".join(
        f"{index * step:.1f},{160 - 160 * day.total / top:.1f}" for index, day in enumerate(found)
    )
    return Curve(points, top, found[0].day, found[-1].day)


@dataclass(frozen=True)
class Overview:
    """One survey of the list."""

    survey: Survey
    standing: Standing


def overview(surveys: QuerySet[Survey]) -> list[Overview]:
    """Return the surveys with their counts, the running ones first; 2 statements."""
    rows = Target.objects.filter(survey__in=surveys).order_by()
    counts: dict[int, dict[str, int]] = {}
    for survey, status, count in rows.values_list("survey", "status").annotate(Count("pk")):
        counts.setdefault(survey, {})[status] = count
    found = [Overview(s, Standing(s.title, counts.get(s.pk, {}))) for s in surveys]
    return sorted(found, key=lambda each: each.survey.status != Survey.Status.OPEN)
