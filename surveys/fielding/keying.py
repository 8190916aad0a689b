"""Keying paper: batches, two keyings by different persons, their comparison, and its settling."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Q

from koganei_kyodo import house_messages as say
from koganei_kyodo.documents.pictures import PictureRefused, read_page
from surveys.actions import NOTHING, Given, SheetGiven, WrongState
from surveys.fielding import answers as plain
from surveys.fielding import taking
from surveys.models import EntryBatch, KeyedSheet, Questionnaire, Response, Scan, Target
from surveys.permissions import may_key
from surveys.questionnaires import Asked

Status = KeyedSheet.Status
Keying = dict[str, Any]
MAX_SCAN = 10 * 1024 * 1024
SCAN_TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/heic": "HEIC",
}
PHOTO_TYPES = ("image/jpeg", "image/png", "image/heic")
WRONG_STATE = {
    Status.WAITING: "この調査票は、まだ入力していません。1人目の入力から始めてください",
    Status.ONCE: "この調査票は、1人目の入力が終わっています。2人目が入力してください",
    Status.DIFFERENT: "この調査票は、2つの入力が違います。どちらが正しいかを決めてください",
    Status.TAKEN: "この調査票は、すでに回答になっています",
    Status.SET_ASIDE: "この調査票は、無効にしています",
}


@dataclass(frozen=True)
class Difference:
    """One place where two keyings differ; the question is None for what a sheet is about."""

    key: str
    row: int
    asked: Asked | None
    first: Given
    second: Given

    @property
    def first_words(self) -> str:
        """What the first person read."""
        return plain.in_words(self.asked, self.first) if self.asked else self.first.text

    @property
    def second_words(self) -> str:
        """What the second person read."""
        return plain.in_words(self.asked, self.second) if self.asked else self.second.text


def _require(by: Any, questionnaire: Questionnaire) -> None:
    if by is not None and not may_key(by, questionnaire.survey):
        raise PermissionDenied(say.no_permission("調査を担当する職員"))


def make_batch(
    questionnaire: Questionnaire,
    *,
    name: str,
    mode: str,
    received_on: datetime.date,
    double: bool,
    by: Any,
    count: int = 0,
) -> EntryBatch:
    """Begin a batch; in an anonymous survey its papers are only counted (`count`).

    Raises:
        PermissionDenied: `by` does not key for this survey.
        WrongState: the questionnaire is not fielded.
    """
    _require(by, questionnaire)
    if questionnaire.fielded_at is None:
        raise WrongState("この調査票はまだ配っていません。配ってから、届いた紙を入力します")
    with transaction.atomic():
        batch: EntryBatch = EntryBatch.objects.create(
            questionnaire=questionnaire,
            name=name,
            mode=mode,
            received_on=received_on,
            double=double,
            made_by=by,
        )
        KeyedSheet.objects.bulk_create(
            KeyedSheet(batch=batch, position=position) for position in range(1, count + 1)
        )
    return batch


def add_paper(batch: EntryBatch, number: int, *, by: Any) -> KeyedSheet:
    """Put a paper that came into a batch by the number printed on it.

    Raises:
        WrongState: there is no such number, or its answer is there already.
    """
    survey = batch.questionnaire.survey
    _require(by, batch.questionnaire)
    if survey.is_anonymous:
        raise WrongState("無記名の調査では、整理番号で加えられません。枚数で加えてください")
    with transaction.atomic():
        target = Target.objects.select_for_update().filter(survey=survey, number=number).first()
        if target is None:
            raise WrongState(f"整理番号{number}の相手は、この調査の名簿にありません")
        there: KeyedSheet | None = batch.sheets.filter(target=target).first()
        if there is not None:
            return there
        if Response.objects.filter(target=target).exists():
            raise WrongState(f"「{target}」の回答は、すでに受け付けています")
        if target.allows("receive"):
            from surveys.fielding.frame import move

            move(target, "receive", by=by, on=batch.received_on, mode=batch.mode)
        last = batch.sheets.aggregate(last=Max("position"))["last"] or 0
        sheet: KeyedSheet = KeyedSheet.objects.create(batch=batch, target=target, position=last + 1)
    return sheet


def keying_of(answers: Mapping[str, Given], sheets: Sequence[SheetGiven]) -> Keying:
    """Return a keying as it is stored: equal keyings are equal values."""
    return {
        "answers": plain.to_plain(answers),
        "sheets": [
            {"title": sheet.title.strip(), "answers": plain.to_plain(sheet.answers)}
            for sheet in sheets
        ],
    }


def read_keying(keying: Keying) -> tuple[dict[str, Given], list[SheetGiven]]:
    """Return what a keying says."""
    return plain.from_plain(keying["answers"]), [
        SheetGiven(each["title"], plain.from_plain(each["answers"])) for each in keying["sheets"]
    ]


def who_keys(sheet: KeyedSheet, by: Any) -> str:
    """Return which keying is `by`'s turn: key_first, key_second, or empty for none."""
    if sheet.status == Status.WAITING or (sheet.status == Status.ONCE and sheet.first_by == by):
        return "key_first"
    return "key_second" if sheet.status == Status.ONCE else ""


def key(
    sheet: KeyedSheet, answers: Mapping[str, Given], sheets: Sequence[SheetGiven], *, by: Any
) -> KeyedSheet:
    """Keep one keying. The second one, or a single one, becomes a response where nothing differs.

    Raises:
        PermissionDenied: `by` does not key for this survey.
        WrongState: it is not this person's turn.
        AnswersRefused: the answers cannot be taken as they stand (more options than allowed …).
    """
    _require(by, sheet.batch.questionnaire)
    with transaction.atomic():
        locked = _lock(sheet)
        turn = who_keys(locked, by)
        if not turn or not locked.allows(turn):
            raise WrongState(WRONG_STATE[Status(locked.status)])
        keying = keying_of(answers, sheets)
        taking.read_answers(
            taking.paper_questions(locked.batch.questionnaire),
            locked.target.attributes if locked.target else {},
            *read_keying(keying),
        )
        if turn == "key_first":
            locked.first, locked.first_by, locked.status = keying, by, Status.ONCE
        else:
            locked.second, locked.second_by = keying, by
            locked.differences = len(differences(locked))
            locked.status = Status.DIFFERENT
        if (turn == "key_second" and not locked.differences) or not locked.batch.double:
            _take(locked, keying)
        locked.save()
    return locked


def differences(sheet: KeyedSheet) -> list[Difference]:
    """Return where the two keyings differ, in the order of the questionnaire."""
    if sheet.first is None or sheet.second is None:
        return []
    questions = taking.questions_of(sheet.batch.questionnaire)
    (once, first), (again, second) = read_keying(sheet.first), read_keying(sheet.second)
    found = _compare([q for q in questions if not q.is_repeat], 0, once, again)
    empty = SheetGiven("", {})
    for index in range(max(len(first), len(second))):
        one = first[index] if index < len(first) else empty
        two = second[index] if index < len(second) else empty
        row = index + 1
        if one.title != two.title:
            titles = Given(text=one.title), Given(text=two.title)
            found.append(Difference(f"{row}:title", row, None, *titles))
        found += _compare([q for q in questions if q.is_repeat], row, one.answers, two.answers)
    return found


def _compare(
    questions: Sequence[Asked], row: int, first: Mapping[str, Given], second: Mapping[str, Given]
) -> list[Difference]:
    pairs = (
        (asked, first.get(asked.code, NOTHING), second.get(asked.code, NOTHING))
        for asked in questions
    )
    return [
        Difference(f"{row}:{asked.code}", row, asked, one, two)
        for asked, one, two in pairs
        if (one.is_empty, sorted(one.codes), one.text.strip(), one.unreadable)
        != (two.is_empty, sorted(two.codes), two.text.strip(), two.unreadable)
    ]


def settle(sheet: KeyedSheet, chosen: Mapping[str, str], *, by: Any) -> KeyedSheet:
    """Decide every difference for one side and make the response.

    Args:
        sheet: whose two keyings differ.
        chosen: by key of the difference, ``first`` or ``second``.
        by: who decides, with the paper in hand.

    Raises:
        WrongState: something is undecided, or it is settled already.
        AnswersRefused: the outcome cannot be taken; one of the keyings has to be mended.
    """
    _require(by, sheet.batch.questionnaire)
    with transaction.atomic():
        locked = _lock(sheet)
        if not locked.allows("settle") or locked.first is None or locked.second is None:
            raise WrongState(WRONG_STATE[Status(locked.status)])
        found = differences(locked)
        open_ones = [d for d in found if chosen.get(d.key) not in ("first", "second")]
        if open_ones:
            raise WrongState(
                f"まだ決めていない所が{len(open_ones)}つあります。どちらかを選んでください"
            )
        _take(locked, _merged(locked, found, chosen))
        locked.settled_by = by
        locked.save()
    return locked


def _merged(sheet: KeyedSheet, found: Sequence[Difference], chosen: Mapping[str, str]) -> Keying:
    """Return the first keying with the places that were decided for the second."""
    answers, sheets = read_keying(sheet.first or {})
    titles = [each.title for each in sheets]
    bodies = [dict(each.answers) for each in sheets]
    for difference in found:
        given = difference.first if chosen[difference.key] == "first" else difference.second
        if difference.row == 0 and difference.asked:
            answers[difference.asked.code] = given
            continue
        while len(bodies) < difference.row:
            titles.append("")
            bodies.append({})
        if difference.asked:
            bodies[difference.row - 1][difference.asked.code] = given
        else:
            titles[difference.row - 1] = given.text
    kept = [
        SheetGiven(title, body)
        for title, body in zip(titles, bodies, strict=True)
        if title or any(not given.is_empty for given in body.values())
    ]
    return keying_of(answers, kept)


def _take(sheet: KeyedSheet, keying: Keying) -> None:
    sheet.response = taking.take_paper(sheet, *read_keying(keying))
    sheet.status = Status.TAKEN


def set_aside(sheet: KeyedSheet, *, reason: str, by: Any) -> KeyedSheet:
    """Say that a paper cannot count at all, and why.

    Raises:
        WrongState: no reason is given, or it has become a response.
    """
    _require(by, sheet.batch.questionnaire)
    if not reason.strip():
        raise WrongState("無効にする理由を入力してください")
    with transaction.atomic():
        locked = _lock(sheet)
        if not locked.allows("set_aside"):
            raise WrongState(WRONG_STATE[Status(locked.status)])
        locked.status, locked.reason = Status.SET_ASIDE, reason.strip()
        locked.save()
        if locked.target is not None and locked.target.allows("invalidate"):
            from surveys.fielding.frame import move

            move(locked.target, "invalidate", by=by, note=reason, mode=locked.batch.mode)
    return locked


def attach_scan(sheet: KeyedSheet, *, filename: str, content: bytes, by: Any) -> Scan:
    """Keep the picture of a paper; its kind is told from its content.

    A photo is drawn anew, upright and without the place it was taken at. A PDF or a TIFF comes from a
    scanner, often with several pages, and is kept as it is.

    Raises:
        WrongState: it is too large or of a kind that is not taken.
    """
    import filetype

    _require(by, sheet.batch.questionnaire)
    if len(content) > MAX_SCAN:
        size = -(-len(content) // (1024 * 1024))
        raise WrongState(say.file_size("調査票の画像", limit_mb=10, size_mb=size))
    kind = filetype.guess(content)
    if kind is None or kind.mime not in SCAN_TYPES:
        raise WrongState(say.file_type("調査票の画像", kinds=("PDF", "写真")))
    content_type = kind.mime
    if content_type in PHOTO_TYPES:
        try:
            page = read_page(content, label="調査票の画像")
        except PictureRefused as error:
            raise WrongState(str(error)) from error
        content, content_type = page.content, page.content_type
        filename = f"{filename.rpartition('.')[0] or filename}.jpg"
    scan: Scan
    scan, _ = Scan.objects.update_or_create(
        sheet=sheet,
        defaults={
            "filename": filename[-200:] or "調査票",
            "content_type": content_type,
            "content": content,
        },
    )
    return scan


def _lock(sheet: KeyedSheet) -> KeyedSheet:
    rows = KeyedSheet.objects.select_for_update(of=["self"]).select_related(
        "batch__questionnaire__survey", "target__survey", "first_by", "second_by"
    )
    found: KeyedSheet = rows.get(pk=sheet.pk)
    return found


@dataclass(frozen=True)
class Progress:
    """How far a batch is."""

    batch: EntryBatch
    total: int
    waiting: int
    once: int
    different: int
    taken: int
    aside: int

    @property
    def open(self) -> int:
        """Papers that still need somebody."""
        return self.waiting + self.once + self.different


def progress_of(questionnaires: Sequence[Questionnaire]) -> list[Progress]:
    """Return the batches with their counts; 1 statement."""
    rows = EntryBatch.objects.filter(questionnaire__in=questionnaires).select_related("made_by")

    def count(status: str) -> Count:
        return Count("sheets", filter=Q(sheets__status=status))

    rows = rows.annotate(
        total=Count("sheets"),
        waiting=count(Status.WAITING),
        once=count(Status.ONCE),
        different=count(Status.DIFFERENT),
        taken=count(Status.TAKEN),
        aside=count(Status.SET_ASIDE),
    )
    return [Progress(b, b.total, b.waiting, b.once, b.different, b.taken, b.aside) for b in rows]


def next_sheet(batch: EntryBatch, by: Any) -> KeyedSheet | None:
    """Return the next paper of a batch that `by` may key."""
    rows = batch.sheets.order_by("position")
    found: KeyedSheet | None = rows.filter(
        Q(status=Status.WAITING) | Q(status=Status.ONCE) & ~Q(first_by=by)
    ).first()
    return found
