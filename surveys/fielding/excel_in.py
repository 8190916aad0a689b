"""Returned Excel sheets: into the draft of who fetched them, or taken as they came by mail."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from surveys.actions import AnswersRefused, WrongState
from surveys.fielding import answers as plain
from surveys.fielding import drafts, excel_sheet, taking, terms
from surveys.models import DraftPart, Questionnaire, Response, ResponseDraft, Survey, Target
from surveys.questionnaires import Asked

NotTaken = excel_sheet.SheetFileError | AnswersRefused | WrongState


def into_draft(target: Target, content: bytes, *, by: Any) -> int:
    """Read a sheet into the draft of a target, in place of what stood there; count its sheets.

    Raises:
        SheetFileError: the file cannot be read, or is somebody else's.
        SurveyClosed, WrongState: the survey takes no answers, or there is one already.
    """
    draft = drafts.begin(target)
    found = excel_sheet.read(content, draft.questions)
    if found.number not in (None, target.number, target.pk):
        raise excel_sheet.SheetFileError(
            f"この用紙は、整理番号{found.number}の相手のものです。自分の用紙を選んでください"
        )
    with transaction.atomic():
        terms.share(target.survey)
        terms.require_open(target.survey)
        row = ResponseDraft.objects.select_for_update().get(pk=draft.row.pk)
        for page in draft.pages():
            DraftPart.objects.filter(draft=row, section=page.section, row=0).delete()
        sections = {a.code: a.question.section for a in draft.outside}
        by_section: dict[int, dict[str, Any]] = {}
        for code, given in found.answers.items():
            by_section.setdefault(sections[code].pk, {})[code] = given
        named = None if target.survey.is_anonymous else by
        DraftPart.objects.bulk_create(
            DraftPart(
                draft=row,
                section_id=section,
                answers=plain.to_plain(given),
                is_done=True,
                updated_by=named,
            )
            for section, given in by_section.items()
        )
        repeat = draft.sheet_section
        if repeat is not None:
            DraftPart.objects.filter(draft=row, row__gte=1).delete()
            DraftPart.objects.bulk_create(
                DraftPart(
                    draft=row,
                    section=repeat,
                    row=number,
                    title=sheet.title,
                    answers=plain.to_plain(sheet.answers),
                    is_done=True,
                    updated_by=named,
                )
                for number, sheet in enumerate(found.sheets, start=1)
            )
    return len(found.sheets)


def take_file(survey: Survey, content: bytes, *, by: Any) -> tuple[Target, Response]:
    """Take a sheet that came by mail as the answer of the target whose number it carries.

    Raises:
        PermissionDenied: `by` does not run the survey.
        SheetFileError: the file cannot be read, or does not say whose it is.
        AnswersRefused: something in it cannot be taken; all problems at once.
        WrongState: there is an answer already.
    """
    (found,) = take_files(survey, [content], by=by)
    if isinstance(found, Exception):
        raise found
    return found


def take_files(
    survey: Survey, contents: Sequence[bytes], *, by: Any
) -> list[tuple[Target, Response] | NotTaken]:
    """Take sheets that came by mail, each by itself: of each whose it is, or what is wrong with it.

    Args:
        survey: the survey that they answer.
        contents: the files.
        by: who opened the mails.

    Raises:
        PermissionDenied: `by` does not run the survey.
    """
    terms.require_run(by, survey)
    questionnaire = terms.fielded_questionnaire(survey)
    if questionnaire is None or survey.is_anonymous:
        return [WrongState("この調査では、Excelの用紙を読み込めません") for _ in contents]
    questions = taking.questions_of(questionnaire)
    found: list[tuple[Target, Response] | NotTaken] = []
    for content, sheet in zip(contents, excel_sheet.read_several(contents, questions), strict=True):
        try:
            if isinstance(sheet, excel_sheet.SheetFileError):
                raise sheet
            digest = hashlib.sha256(content).hexdigest()
            found.append(_take(survey, questionnaire, questions, sheet, digest, by=by))
        except (excel_sheet.SheetFileError, AnswersRefused, WrongState) as error:
            found.append(error)
    return found


def _take(
    survey: Survey,
    questionnaire: Questionnaire,
    questions: Sequence[Asked],
    found: excel_sheet.ReadSheet,
    digest: str,
    *,
    by: Any,
) -> tuple[Target, Response]:
    """Take what a sheet says as an answer; the digest of its file knows a mail opened twice."""
    rows = Target.objects.filter(survey=survey).select_related("survey")
    target: Target | None = (
        rows.filter(number=found.number).first() if found.number is not None else None
    )
    if target is None:
        raise excel_sheet.SheetFileError(
            "用紙の整理番号を読めません。「整理番号：12」のように、どこかの欄に書いてください"
        )
    answers, sheets = plain.send_in(questions, target.attributes, found.answers, found.sheets)
    taken = taking.take_answer(
        questionnaire,
        target,
        answers,
        sheets,
        token=f"excel:{target.pk}:{digest}",
        mode=Response.Mode.EMAIL,
        by=by,
        by_staff=True,
    )
    return target, taken.response
