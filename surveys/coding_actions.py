"""What is done with code frames: making one, its codes, and giving codes to open answers."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from surveys.actions import WrongState
from surveys.models import AfterCode, Answer, Code, CodeFrame, Excerpt, Question
from surveys.permissions import may_edit_reports

NO_CODE = 0


def _require(by: Any) -> None:
    if by is not None and not may_edit_reports(by):
        raise PermissionDenied


@transaction.atomic
def make_frame(question: Question, *, by: Any) -> CodeFrame:
    """Return the code frame of an open question; the first call makes it."""
    _require(by)
    if question.kind != Question.Kind.OPEN:
        raise WrongState("分類できるのは、自由記述の設問だけです")
    frame, _ = CodeFrame.objects.get_or_create(
        question=question, defaults={"title": question.text[:200]}
    )
    return frame


@transaction.atomic
def add_code(frame: CodeFrame, *, by: Any, label: str, hint: str = "") -> Code:
    """Add a code at the end of a frame; a label that is there already is that code."""
    _require(by)
    CodeFrame.objects.select_for_update().get(pk=frame.pk)
    label = label.strip()
    known = frame.codes.filter(label=label).first()
    if known is not None:
        return known
    last = frame.codes.aggregate(code=Max("code"), position=Max("position"))
    # A number that was given once is never given to another code.
    used = frame.after_codes.aggregate(last=Max("code"))["last"] or 0
    return Code.objects.create(
        frame=frame,
        code=max(last["code"] or 0, used) + 1,
        label=label,
        hint=hint,
        position=(last["position"] or 0) + 1,
    )


@transaction.atomic
def change_code(code: Code, *, by: Any, label: str, hint: str) -> None:
    """Give a code another name; the answers that have it keep it."""
    _require(by)
    if code.frame.codes.filter(label=label.strip()).exclude(pk=code.pk).exists():
        raise WrongState(f"「{label}」という分類がもうあります。別の名前にしてください")
    code.label, code.hint = label.strip(), hint
    code.save(update_fields=["label", "hint"])


@transaction.atomic
def remove_code(code: Code, *, by: Any) -> None:
    """Remove a code that no answer has."""
    _require(by)
    CodeFrame.objects.select_for_update().get(pk=code.frame_id)
    used = AfterCode.objects.filter(frame=code.frame, code=code.code).count()
    if used:
        raise WrongState(f"「{code.label}」は{used}件の意見についています。先に外してください")
    if Excerpt.objects.filter(code=code).exists():
        raise WrongState(f"「{code.label}」は報告書に載せた意見についています")
    code.delete()


@transaction.atomic
def give_codes(
    frame: CodeFrame, answer: Answer, codes: Iterable[int], *, by: Any, coder: int = 1
) -> None:
    """Give an open answer these codes instead of those it had from this coder.

    No code at all says that it was read and fits none.

    Raises:
        WrongState: the answer belongs to another question, or a code is not in the frame.
    """
    _require(by)
    CodeFrame.objects.select_for_update().get(pk=frame.pk)
    if answer.question_id != frame.question_id or answer.code <= 0:
        raise WrongState("この意見は、別の設問の回答です")
    wanted = set(codes)
    unknown = wanted - set(frame.codes.values_list("code", flat=True))
    if unknown:
        raise WrongState("なくなった分類が選ばれています。もう一度選んでください")
    mine = {"response_id": answer.response_id, "frame": frame, "row": answer.row, "coder": coder}
    AfterCode.objects.filter(**mine).delete()
    AfterCode.objects.bulk_create(
        AfterCode(**mine, code=code, coded_by=by) for code in sorted(wanted or {NO_CODE})
    )
