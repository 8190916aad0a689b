"""Groups that may be one and the same: by name, 法人番号, telephone and address."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import combinations, combinations_with_replacement, product
from typing import Any

from django.db import connection
from django.db.models import Q
from rapidfuzz import fuzz, process

from organizations.models import Contact, NotDuplicate, Organization
from organizations.name_key import PATTERN

NAMES_ALIKE = 88  # of 100; 花の会 and 花と緑の会 are 73, センター and センタ are 100 by the key
MOST_PAIRS = 200
ROWS_AT_ONCE = 256  # of a table of names: more is no quicker, and takes some MB
Status = Organization.Status
# What is compared: everything somebody wrote, but for drafts that nobody handed in and the merged.
COMPARED = (
    Status.SUBMITTED, Status.RETURNED, Status.PUBLIC, Status.RENEWAL_DUE, Status.LAPSED,
    Status.WITHDRAWN, Status.STRUCK,
)  # fmt: skip
SAME_NAME, ALIKE = "団体名が同じ", "団体名が似ている"
SAME_NUMBER, SAME_PHONE, SAME_ADDRESS = "法人番号が同じ", "電話番号が同じ", "住所が同じ"
WEIGHTS = {SAME_NUMBER: 8, SAME_NAME: 4, SAME_PHONE: 3, SAME_ADDRESS: 2, ALIKE: 1}


@dataclass
class Similar:
    """A group that may be the one in question, and why."""

    organization: Organization
    reasons: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Return how much speaks for it."""
        return _weight(self.reasons)


@dataclass
class Pair:
    """Two groups that may be one, and why; the smaller number first."""

    first: Organization
    second: Organization
    reasons: list[str]


def similar_names(
    name: str, *, listed_only: bool = False, containing: bool = False
) -> list[Organization]:
    """Return the groups whose names are like `name`, the likest first.

    Args:
        name: as typed; normalised in the database as the stored names are.
        listed_only: only those whose pages anybody may read (what an applicant may be told).
        containing: also those whose names contain `name`, as in a search; after the like ones.
    """
    rows = Organization.objects.filter(status__in=COMPARED)
    if listed_only:
        rows = rows.listed()
    key = name_key_of(name)
    if not key:
        return []
    keys = dict(rows.values_list("pk", "name_key"))
    found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=NAMES_ALIKE, limit=10)
    ids = [pk for _, _, pk in found]
    if containing:
        ids += [pk for pk, each in keys.items() if key in each and pk not in ids][:20]
    by_id = rows.in_bulk(ids)
    return [by_id[pk] for pk in ids]


def name_key_of(name: str) -> str:
    """Return a name as it is compared, computed by the database exactly as for stored rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_replace(kyodo_normalise(%s), %s, '', 'g')",
            [name.replace("\0", ""), PATTERN],
        )
        return str(cursor.fetchone()[0])


def similar_to(organization: Organization) -> list[Similar]:
    """Return the groups that may be `organization`, for staff: all the grounds, strongest first.

    Pairs that somebody found to be two groups are left out.
    """
    found: dict[int, Similar] = {}

    def add(rows: Iterable[Organization], reason: str) -> None:
        for row in rows:
            entry = found.setdefault(row.pk, Similar(row))
            if reason not in entry.reasons:
                entry.reasons.append(reason)

    others = Organization.objects.filter(status__in=COMPARED).exclude(pk=organization.pk)
    others = others.select_related("kind", "contact")
    key = name_key_of(organization.name)
    for row in similar_names(organization.name):
        if row.pk != organization.pk:
            add([row], SAME_NAME if row.name_key == key else ALIKE)
    if organization.corporate_number:
        add(others.filter(corporate_number=organization.corporate_number), SAME_NUMBER)
    contact = Contact.objects.filter(organization=organization).first()
    if contact is not None:
        numbers = {n for n in (contact.phone_digits, contact.mobile_digits) if n}
        if numbers:
            same = Q(contact__phone_digits__in=numbers) | Q(contact__mobile_digits__in=numbers)
            add(others.filter(same), SAME_PHONE)
        if contact.address:
            same_place = Q(contact__address=contact.address, contact__address_to=contact.address_to)
            add(others.filter(same_place), SAME_ADDRESS)
    known = _known_with(organization)
    left = [entry for pk, entry in found.items() if pk not in known]
    return sorted(left, key=lambda entry: (-entry.weight, entry.organization.pk))


def _known_with(organization: Organization) -> set[int]:
    pairs = NotDuplicate.objects.filter(Q(first=organization) | Q(second=organization))
    return {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair}


def duplicate_pairs(
    limit: int = MOST_PAIRS, *, touching: AbstractSet[int] | None = None
) -> list[Pair]:
    """Return the pairs of the register that may be one group, strongest grounds first.

    Args:
        limit: no more pairs than this.
        touching: only pairs with one of these groups, for example those that a file brought.
    """
    rows = list(
        Organization.objects.filter(status__in=COMPARED).values_list(
            "pk", "name_key", "corporate_number", "contact__phone_digits",
            "contact__mobile_digits", "contact__address",
        )
    )  # fmt: skip
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    _exact(rows, reasons)
    _alike([(pk, key) for pk, key, *_ in rows if key], reasons)
    known = set(NotDuplicate.objects.values_list("first_id", "second_id"))
    found = (
        (pair, why)
        for pair, why in reasons.items()
        if pair not in known
        and _enough(why)
        and (touching is None or not touching.isdisjoint(pair))
    )
    ranked = nsmallest(limit, found, key=lambda item: (-_weight(item[1]), item[0]))
    ids = {pk for pair, _ in ranked for pk in pair}
    by_id = Organization.objects.select_related("kind").in_bulk(ids)
    return [Pair(by_id[a], by_id[b], sorted(why)) for (a, b), why in ranked]


def _weight(reasons: Iterable[str]) -> int:
    return sum(WEIGHTS[reason] for reason in reasons)


def _enough(reasons: set[str]) -> bool:
    """Tell whether the grounds are worth a look: many groups meet at one address."""
    return reasons != {SAME_ADDRESS}


def _exact(rows: list[tuple[Any, ...]], reasons: dict[tuple[int, int], set[str]]) -> None:
    ids, *columns = zip(*rows, strict=True) if rows else [()] * 6
    keys, numbers, phones, mobiles, addresses = columns
    for reason, values, of in (
        (SAME_NAME, keys, ids), (SAME_NUMBER, numbers, ids),
        (SAME_PHONE, phones + mobiles, ids * 2), (SAME_ADDRESS, addresses, ids),
    ):  # fmt: skip
        # Most values stand once: counting them first is quick, and leaves little to group.
        several = {value for value, n in Counter(values).items() if value and n > 1}
        if not several:
            continue
        same: dict[str, set[int]] = defaultdict(set)
        for pk, value in zip(of, values, strict=True):
            if value in several:
                same[value].add(pk)
        for group in same.values():
            if len(group) <= 20:  # one office for many groups says nothing about any two of them
                for pair in combinations(sorted(group), 2):
                    reasons[pair].add(reason)


def _alike(keys: list[tuple[int, str]], reasons: dict[tuple[int, int], set[str]]) -> None:
    """Add pairs of names that are alike, compared only where they begin or end alike."""
    import numpy  # takes a while to load, and few pages need it

    ids: dict[str, list[int]] = defaultdict(list)
    for pk, key in keys:
        ids[key].append(pk)
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(ids):
        blocks["^" + key[:2]].append(at)
        blocks["$" + key[-4:]].append(at)
    names = numpy.array([*ids, ""], object)[:-1]  # of no names at all, too, an array of objects
    signs = _signs(list(ids))
    for block in blocks.values():
        if len(block) > 1:
            for a, b in _alike_in(numpy.array(block), names, signs):
                for first, second in product(ids[a], ids[b]):
                    reasons[min(first, second), max(first, second)].add(ALIKE)


def _alike_in(block: Any, names: Any, signs: Any) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block that are alike.

    Of the thousands of names of one block nearly all have too many characters that the other
    lacks: a table of their ``signs`` leaves few pairs to compare letter by letter. Names of one
    length are compared at once with those of another.

    Args:
        block: the places of its names among `names`.
        names: of all blocks.
        signs: what `_signs` says of each.
    """
    import numpy

    lengths = numpy.array([len(name) for name in names[block]])
    of_length = {n: block[lengths == n] for n in numpy.unique(lengths).tolist()}
    for short, long in combinations_with_replacement(of_length, 2):
        # So many characters may be taken away and put in between names that are as alike as asked.
        room = (short + long) * (100 - NAMES_ALIKE) // 100
        if long - short > room:
            continue
        for start in range(0, len(of_length[short]), ROWS_AT_ONCE):
            rows = of_length[short][start : start + ROWS_AT_ONCE]
            # Each pair once, and no name with itself.
            columns = of_length[long][start + 1 if short == long else 0 :]
            near = numpy.bitwise_count(signs[rows, None] ^ signs[columns]) <= room
            row, column = numpy.divmod(numpy.flatnonzero(near), len(columns) or 1)
            if short == long:
                row, column = row[column >= row], column[column >= row]
            first, second = names[rows[row]], names[columns[column]]
            scores = process.cpdist(first, second, scorer=fuzz.ratio, score_cutoff=NAMES_ALIKE)
            hits = numpy.flatnonzero(scores)
            yield from zip(first[hits], second[hits], strict=True)


def _signs(names: list[str]) -> Any:
    """Return for each name 64 bits that tell which characters it has; none may be empty.

    Each bit in which two names differ is at least one character to take away or to put in.
    """
    import numpy

    if not names:
        return numpy.zeros(0, "u8")
    letters = numpy.frombuffer("".join(names).encode("utf-32-le"), "u4").astype("u8")
    starts = numpy.cumsum([0, *(len(name) for name in names[:-1])])
    return numpy.bitwise_or.reduceat(numpy.uint64(1) << (letters & numpy.uint64(63)), starts)
