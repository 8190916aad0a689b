"""Drafts: one of each target, in parts, each with a version of its own."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from surveys.actions import MAX_SHEETS, Given, SheetGiven, WrongState
from surveys.fielding import answers as plain
from surveys.fielding import terms
from surveys.fielding.taking import attributes_of, questions_of
from surveys.models import (
    DraftPart,
    Question,
    Questionnaire,
    ResponseDraft,
    ResponseReceipt,
    Section,
    Target,
)
from surveys.questionnaires import Asked

# An app after this one may know what a target answered before: it returns sheets for a new draft.
PrefillSource = Callable[[Target, Questionnaire], Sequence[SheetGiven]]
_prefill: list[PrefillSource] = []


def register_prefill(source: PrefillSource) -> None:
    """Let new drafts begin with the sheets that `source` knows; the first that knows any wins."""
    if source not in _prefill:
        _prefill.append(source)


class WrittenByOther(WrongState):
    """Somebody else saved the same part meanwhile: `part` is what stands there now."""

    def __init__(self, part: DraftPart) -> None:
        who = f"{part.updated_by.name}さんが" if part.updated_by else "別の画面で"
        super().__init__(f"{who}先に直しました。新しい内容を見てから直してください")
        self.part = part


@dataclass(frozen=True)
class Page:
    """One page of the questionnaire for one respondent."""

    section: Section
    row: int
    questions: list[Asked]
    part: DraftPart | None = None

    @property
    def title(self) -> str:
        """Return what the page is called: the section, or what the sheet is about."""
        if not self.row:
            return self.section.title
        named = self.part.title if self.part else ""
        return f"{self.row}枚目{f'　{named}' if named else ''}"

    @property
    def given(self) -> dict[str, Given]:
        """Return what has been saved of it."""
        return plain.from_plain(self.part.answers) if self.part else {}

    @property
    def version(self) -> int:
        """Return the version that is shown, 0 before the first."""
        return self.part.version if self.part else 0


@dataclass
class Draft:
    """A draft as it is worked with: its row, its parts, the questions, and the routes so far."""

    row: ResponseDraft
    questions: Sequence[Asked]
    parts: dict[tuple[int, int], DraftPart]
    attributes: Mapping[str, int]

    def __post_init__(self) -> None:
        self.outside = [asked for asked in self.questions if not asked.is_repeat]
        self.inside = [asked for asked in self.questions if asked.is_repeat]
        self.values, self.asked = plain.reached(self.outside, self.attributes, self.answers)

    @property
    def answers(self) -> dict[str, Given]:
        """Return everything saved outside the sheets."""
        found: dict[str, Given] = {}
        for (_, row), part in self.parts.items():
            if row == 0:
                found |= plain.from_plain(part.answers)
        return found

    @property
    def rows(self) -> list[int]:
        """Return the numbers of the sheets, in their order."""
        return sorted({row for _, row in self.parts if row})

    @property
    def has_sheets(self) -> bool:
        """Tell whether the repeated section is asked of this respondent."""
        return any(asked.conditions[0].holds(self.values) for asked in self.inside)

    @property
    def sheet_section(self) -> Section | None:
        """Return the section that the sheets stand under."""
        return self.inside[0].question.section if self.inside else None

    def sheets(self) -> list[SheetGiven]:
        """Return the sheets as they are sent in."""
        section = self.sheet_section
        found = []
        for row in self.rows:
            part = self.parts[section.pk if section else 0, row]
            found.append(SheetGiven(part.title, plain.from_plain(part.answers)))
        return found

    def pages(self) -> list[Page]:
        """Return the pages outside the sheets that have something to ask, in their order."""
        found: list[Page] = []
        for asked in self.outside:
            section = asked.question.section
            if not found or found[-1].section.pk != section.pk:
                found.append(Page(section, 0, [], self.parts.get((section.pk, 0))))
            # What a later answer on the same page decides is shown as soon as it is saved.
            if asked.code in self.asked:
                found[-1].questions.append(asked)
        return [page for page in found if page.questions]

    def sheet_page(self, row: int) -> Page | None:
        """Return the page of one sheet, None where there is none of this number."""
        section = self.sheet_section
        part = self.parts.get((section.pk, row)) if section else None
        if section is None or part is None:
            return None
        _, codes = plain.reached(
            self.inside, self.attributes, plain.from_plain(part.answers), self.values
        )
        return Page(section, row, [a for a in self.inside if a.code in codes], part)

    def sheet_pages(self) -> list[Page]:
        """Return the pages of all sheets."""
        pages = (self.sheet_page(row) for row in self.rows)
        return [page for page in pages if page is not None]

    def to_send(self) -> tuple[dict[str, Given], list[SheetGiven]]:
        """Return the answers as they are sent in."""
        return plain.send_in(self.questions, self.attributes, self.answers, self.sheets())


def open_draft(target: Target) -> Draft | None:
    """Return the draft of a target, None where nothing has been begun; 2 statements."""
    rows = DraftPart.objects.filter(draft__target=target)
    parts = list(rows.select_related("draft__questionnaire", "section", "updated_by"))
    row = parts[0].draft if parts else None
    if row is None:
        row = ResponseDraft.objects.select_related("questionnaire").filter(target=target).first()
    if row is None:
        return None
    row.target = target
    return Draft(
        row,
        questions_of(row.questionnaire),
        {(part.section_id, part.row): part for part in parts},
        target.attributes,
    )


def begin(target: Target) -> Draft:
    """Begin the draft of a target, or go on with it; an answer that is there is opened to change.

    Raises:
        SurveyClosed: the survey takes no answers now.
        WrongState: no questionnaire is fielded.
    """
    found = open_draft(target)
    if found is not None:
        return found
    terms.require_open(target.survey)
    response = getattr(target, "response", None)
    questionnaire = (
        response.questionnaire if response else terms.fielded_questionnaire(target.survey)
    )
    if questionnaire is None:
        raise WrongState("この調査の調査票は、まだ配られていません")
    with transaction.atomic():
        Target.objects.select_for_update().get(pk=target.pk)
        row, made = ResponseDraft.objects.get_or_create(
            target=target, defaults={"questionnaire": questionnaire}
        )
        if made:
            DraftPart.objects.bulk_create(_first_parts(row, target, response))
    again = open_draft(target)
    if again is None:  # sent in from elsewhere at this very moment
        raise WrongState("回答は、先に別の画面から送られました")
    return again


def first_sheets(target: Target, questionnaire: Questionnaire) -> Sequence[SheetGiven]:
    """Return the sheets that earlier records give a target to begin with."""
    for source in _prefill:
        sheets = source(target, questionnaire)
        if sheets:
            return sheets
    return ()


def _first_parts(row: ResponseDraft, target: Target, response: Any) -> list[DraftPart]:
    """Return what is known at the beginning: the answer that is there, or earlier records."""
    questions = questions_of(row.questionnaire)
    answers: Mapping[str, Given] = {}
    sheets: Sequence[SheetGiven] = ()
    prefilled = False
    if response is not None:
        answers, sheets = plain.stored(response)
    else:
        sheets = first_sheets(target, row.questionnaire)
        prefilled = bool(sheets)
    by_section: dict[int, dict[str, Given]] = {}
    sections: dict[int, Section] = {}
    repeat: Section | None = None
    for asked in questions:
        section = asked.question.section
        if asked.is_repeat:
            repeat = repeat or section
        elif asked.code in answers and not answers[asked.code].is_empty:
            sections[section.pk] = section
            by_section.setdefault(section.pk, {})[asked.code] = answers[asked.code]
    parts = [
        DraftPart(draft=row, section=sections[pk], answers=plain.to_plain(given), is_done=True)
        for pk, given in by_section.items()
    ]
    if repeat is not None:
        parts += [
            DraftPart(
                draft=row,
                section=repeat,
                row=number,
                title=sheet.title,
                answers=plain.to_plain(sheet.answers),
                is_done=not prefilled,
                is_prefilled=prefilled,
            )
            for number, sheet in enumerate(sheets, start=1)
        ]
    return parts


def _lock(draft: Draft) -> ResponseDraft:
    """Lock the draft and read the survey as it is by now, in one statement.

    Raises:
        SurveyClosed: the survey takes no answers any more.
        WrongState: the draft has been sent in.
    """
    rows = ResponseDraft.objects.select_for_update(of=["self"]).select_related("target__survey")
    locked: ResponseDraft | None = rows.filter(pk=draft.row.pk).first()
    if locked is None:
        terms.require_open(draft.row.target.survey)
        raise WrongState("この回答は、先に別の画面から送られました。画面を開き直してください")
    terms.require_open(locked.target.survey)
    return locked


def save_part(
    draft: Draft,
    section: Section,
    row: int,
    answers: Mapping[str, Given],
    *,
    version: int,
    by: Any = None,
    title: str = "",
    done: bool = True,
) -> DraftPart:
    """Save one part; nothing has to be complete. What the form did not ask stays as it was.

    Args:
        draft: the draft.
        section: which page.
        row: number of the sheet, 0 outside.
        answers: what the form says, the empty answers to its questions included.
        version: the version that the form showed, 0 for a part that was not there.
        by: the person, where one is logged in.
        title: what a sheet is about.
        done: whether the respondent is finished with this part.

    Raises:
        WrittenByOther: somebody else saved other words meanwhile.
        SurveyClosed: the survey takes no answers any more.
        WrongState: the draft has been sent in or the sheet deleted meanwhile.
    """
    survey = draft.row.target.survey
    with transaction.atomic():
        terms.share(survey)
        locked = _lock(draft)
        rows = DraftPart.objects.select_related("updated_by")
        part = rows.filter(draft=locked, section=section, row=row).first()
        if part is None and row:
            raise WrongState("この票は、先に消されました。必要なときは、もう一度加えてください")
        kept = plain.from_plain(part.answers) if part else {}
        wanted = plain.to_plain({**kept, **answers})
        if part is None:
            part = DraftPart(draft=locked, section=section, row=row, version=0)
        elif part.version != version and (part.answers != wanted or part.title != title):
            raise WrittenByOther(part)
        part.answers, part.title, part.is_done = wanted, title, done
        part.is_prefilled = False
        part.version += 1
        if not survey.is_anonymous:
            part.updated_by, part.updated_at = by, timezone.now()
        part.save()
        ResponseDraft.objects.filter(pk=locked.pk).update(saved_on=timezone.localdate())
    return part


def add_sheet(draft: Draft, *, by: Any = None, title: str = "") -> DraftPart:
    """Add an empty sheet at the end.

    Raises:
        WrongState: there are as many as can be, or this respondent is not asked for sheets.
        SurveyClosed: the survey takes no answers any more.
    """
    survey = draft.row.target.survey
    section = draft.sheet_section
    if section is None or not draft.has_sheets:
        raise WrongState("この調査では、事業ごとの票はききません")
    with transaction.atomic():
        terms.share(survey)
        locked = _lock(draft)
        last = locked.parts.aggregate(last=Max("row"))["last"] or 0
        if last >= MAX_SHEETS:
            raise WrongState(f"票は{MAX_SHEETS}枚までです")
        named = by if not survey.is_anonymous else None
        at: datetime.datetime | None = None if survey.is_anonymous else timezone.now()
        part: DraftPart = DraftPart.objects.create(
            draft=locked,
            section=section,
            row=last + 1,
            title=title,
            updated_by=named,
            updated_at=at,
        )
    return part


def remove_sheet(draft: Draft, row: int) -> None:
    """Take a sheet away; removing it twice is removing it once."""
    with transaction.atomic():
        terms.share(draft.row.target.survey)
        terms.require_open(draft.row.target.survey)
        DraftPart.objects.filter(draft=draft.row, row=row, section__is_repeat=True).delete()


def of_receipt(
    receipt: ResponseReceipt,
) -> tuple[Sequence[Asked], dict[str, Given], list[SheetGiven], dict[str, int]]:
    """Return what the holder of a receipt may change: questions, answers, sheets, attributes."""
    response = receipt.response
    answers, sheets = plain.stored(response)
    return questions_of(response.questionnaire), answers, sheets, attributes_of(response)


def is_attribute(asked: Asked) -> bool:
    """Tell whether a question is answered from the frame."""
    return asked.question.kind == Question.Kind.ATTRIBUTE


def preview(target: Target) -> Draft | None:
    """Return the draft of a target as it is or would begin, without writing anything."""
    found = open_draft(target)
    if found is not None:
        return found
    questionnaire = terms.fielded_questionnaire(target.survey)
    if questionnaire is None:
        return None
    row = ResponseDraft(target=target, questionnaire=questionnaire)
    parts = _first_parts(row, target, getattr(target, "response", None))
    return Draft(
        row,
        questions_of(questionnaire),
        {(part.section_id, part.row): part for part in parts},
        target.attributes,
    )
