"""Open answers: list and search, code frames, coding by keyboard, agreement, choice for a report."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.search.fields import Normalised
from surveys import coding, coding_actions, report_actions
from surveys.actions import WrongState
from surveys.models import AfterCode, Answer, Code, CodeFrame, Question, ReportBlock, Survey
from surveys.report_forms import ExcerptForm
from surveys.views.report_desk import require_staff

# What is pressed for the first, second, … code of a frame.
KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"


class OpinionFilterForm(PortalFormMixin, forms.Form):
    """Words and a code to look for."""

    show_marks = False
    q = forms.CharField(label="言葉で探す", max_length=100, required=False)
    code = forms.ChoiceField(label="分類", required=False)

    def __init__(self, *args: Any, frame: CodeFrame | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if frame is None:
            del self.fields["code"]
            return
        codes = [(str(code.code), code.label) for code in frame.codes.all()]
        choices = [("", "すべて"), ("none", "まだ分類していない"), *codes]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class CodeForm(PortalFormMixin, forms.ModelForm):
    """A code: its name, and which opinions belong to it."""

    class Meta:
        model = Code
        fields = ("label", "hint")


def _question(request: HttpRequest, pk: int) -> Question:
    require_staff(request)
    rows = Question.objects.filter(kind=Question.Kind.OPEN).select_related("questionnaire__survey")
    return get_object_or_404(rows, pk=pk)


def _frame_of(question: Question) -> CodeFrame | None:
    frame = CodeFrame.objects.filter(question=question).prefetch_related("codes").first()
    if frame is not None:
        frame.question = question
    return frame


def _coder(request: HttpRequest) -> int:
    return 2 if request.GET.get("coder") == "2" else 1


@login_required
@require_safe
def open_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The open questions of a survey: how many answers, how many coded."""
    require_staff(request)
    survey = get_object_or_404(Survey, slug=slug)
    valid = Q(answers__code__gt=0, answers__response__status="valid")
    rows = (
        Question.objects.filter(questionnaire__survey=survey, kind=Question.Kind.OPEN)
        .filter(is_unpublished=False)
        .annotate(given=Count("answers", filter=valid))
        .select_related("frame")
        .order_by("questionnaire__version", "position")
    )
    coded = AfterCode.objects.filter(frame__question__questionnaire__survey=survey, coder=1)
    done = dict(
        coded.values_list("frame__question")
        .annotate(n=Count(("response_id"), distinct=True))
        .values_list("frame__question", "n")
    )
    questions = [(question, done.get(question.pk, 0)) for question in rows]
    return render(
        request, "surveys/open_questions.html", {"survey": survey, "questions": questions}
    )


@login_required
@require_safe
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers to an open question: search, filter by code, choose for a report."""
    question = _question(request, pk)
    frame = _frame_of(question)
    form = OpinionFilterForm(request.GET or None, frame=frame)
    rows = coding.given(question)
    if form.is_valid():
        for word in form.cleaned_data["q"].split():
            rows = rows.annotate(folded=Normalised("text")).filter(
                folded__contains=Normalised(Value(word))
            )
        code = form.cleaned_data.get("code")
        if code and frame is not None:
            mine = AfterCode.objects.filter(
                frame=frame, coder=1, response_id=OuterRef("response_id"), row=OuterRef("row")
            )
            wanted = ~Exists(mine) if code == "none" else Exists(mine.filter(code=int(code)))
            rows = rows.filter(wanted)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    codes = coding.codes_of(frame) if frame else {}
    labels = {code.code: code.label for code in frame.codes.all()} if frame else {}
    context = {
        "question": question,
        "survey": question.questionnaire.survey,
        "frame": frame,
        "form": form,
        "page_obj": page,
        "rows": [
            (a, [labels[c] for c in sorted(codes.get((a.response_id, a.row), ())) if c in labels])
            for a in page
        ],
        "chosen_block": request.GET.get("block", ""),
        "blocks": _blocks_for(question),
    }
    return render(request, "surveys/opinions.html", context)


def _blocks_for(question: Question) -> list[ReportBlock]:
    """Return the parts of reports in preparation that may show answers to this question."""
    rows = ReportBlock.objects.filter(report__status="draft").select_related("report", "frame")
    rows = rows.filter(Q(question=question, kind="excerpts") | Q(frame__question=question))
    return list(rows.order_by("report", "position"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_choose(request: HttpRequest, pk: int, block: int) -> HttpResponse:
    """Put one answer into a report; its names are masked, and a person reads it once more."""
    require_staff(request)
    answer = get_object_or_404(Answer.objects.filter(code__gt=0).select_related("question"), pk=pk)
    target = get_object_or_404(
        ReportBlock.objects.select_related("report__survey", "frame"), pk=block
    )
    initial: dict[str, Any] = {"text": coding.mask_names(answer.text, coding.known_names())}
    if target.frame is not None:
        given = AfterCode.objects.filter(
            frame=target.frame, response_id=answer.response_id, row=answer.row, coder=1
        ).values_list("code", flat=True)
        initial["code"] = target.frame.codes.filter(code__in=given).first()
    form = ExcerptForm(request.POST or None, frame=target.frame, initial=initial)
    if "is_made_up" in form.fields:
        del form.fields["is_made_up"]
    if request.method == "POST" and form.is_valid():
        try:
            report_actions.add_excerpt(target, by=request.user, answer=answer, **form.cleaned_data)
        except WrongState as error:
            messages.warning(request, f"{error}。")
        else:
            messages.success(request, "意見を報告書に載せました。")
        return redirect(
            f"{reverse('surveys:opinions', args=[answer.question_id])}?block={target.pk}"
        )
    context = {"answer": answer, "part_block": target, "report": target.report, "form": form}
    return render(request, "surveys/opinion_choose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The codes of a question: add, rename, remove."""
    question = _question(request, pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        frame = coding_actions.make_frame(question, by=request.user)
        coding_actions.add_code(frame, by=request.user, **form.cleaned_data)
        messages.success(request, f"分類「{form.cleaned_data['label']}」を加えました。")
        return redirect("surveys:code_frame", question.pk)
    counts: dict[int, int] = {}
    found = _frame_of(question)
    if found is not None:
        rows = AfterCode.objects.filter(frame=found, coder=1).values_list("code")
        counts = dict(rows.annotate(n=Count("pk")).values_list("code", "n"))
    codes = [(code, counts.get(code.code, 0)) for code in found.codes.all()] if found else []
    context = {
        "question": question,
        "survey": question.questionnaire.survey,
        "codes": codes,
        "form": form,
    }
    return render(request, "surveys/code_frame.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a code."""
    require_staff(request)
    code = get_object_or_404(Code.objects.select_related("frame__question"), pk=pk)
    form = CodeForm(request.POST or None, initial={"label": code.label, "hint": code.hint})
    if request.method == "POST" and form.is_valid():
        try:
            coding_actions.change_code(code, by=request.user, **form.cleaned_data)
        except WrongState as error:
            form.add_error("label", f"{error}")
        else:
            messages.success(request, "分類を直しました。")
            return redirect("surveys:code_frame", code.frame.question_id)
    return render(request, "surveys/code_edit.html", {"code": code, "form": form})


@login_required
@require_POST
def code_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a code that no answer has."""
    require_staff(request)
    code = get_object_or_404(Code.objects.select_related("frame"), pk=pk)
    try:
        coding_actions.remove_code(code, by=request.user)
    except WrongState as error:
        messages.warning(request, f"{error}。")
    else:
        messages.success(request, f"分類「{code.label}」を消しました。")
    return redirect("surveys:code_frame", code.frame.question_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_next(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer at a time: its codes by number keys, the next one after saving."""
    question = _question(request, pk)
    frame = _frame_of(question)
    if frame is None or not frame.codes.all():
        messages.info(request, "先に分類を1つ以上作ってください。")
        return redirect("surveys:code_frame", question.pk)
    coder = _coder(request)
    if request.method == "POST":
        return _save_codes(request, question, frame, coder)
    wanted = request.GET.get("answer", "")
    rows = coding.uncoded(frame, coder)
    if wanted.isdecimal():
        rows = coding.given(question).filter(pk=int(wanted))
    answer = rows.first()
    coded = coding.codes_of(frame, coder)
    context: dict[str, Any] = {
        "question": question,
        "survey": question.questionnaire.survey,
        "frame": frame,
        "coder": coder,
        "answer": answer,
        "done": len(coded),
        "total": coding.given(question).count(),
    }
    if answer is not None:
        texts = {(a.response_id, a.row): a.text for a in coding.given(question)}
        earlier = ((texts[key], codes) for key, codes in coded.items() if key in texts)
        suggestions = coding.suggest(answer.text, list(frame.codes.all()), earlier)
        words = {s.code.pk: "、".join(s.words) for s in suggestions}
        own = coded.get((answer.response_id, answer.row), set())
        keys = iter(KEYS)
        context["choices"] = [
            (next(keys, ""), code, code.code in own, words.get(code.pk, ""))
            for code in frame.codes.all()
        ]
    return render(request, "surveys/code_next.html", context)


def _save_codes(
    request: HttpRequest, question: Question, frame: CodeFrame, coder: int
) -> HttpResponse:
    posted = request.POST.get("answer", "")
    answer = get_object_or_404(coding.given(question), pk=posted if posted.isdecimal() else 0)
    codes = {int(code) for code in request.POST.getlist("codes") if code.isdecimal()}
    label = request.POST.get("new_code", "").strip()[:100]
    try:
        if label:
            codes.add(coding_actions.add_code(frame, by=request.user, label=label).code)
        coding_actions.give_codes(frame, answer, codes, by=request.user, coder=coder)
    except WrongState as error:
        messages.warning(request, f"{error}。")
        return redirect(f"{reverse('surveys:code_next', args=[question.pk])}?answer={answer.pk}")
    suffix = "?coder=2" if coder == AfterCode.Coder.SECOND else ""
    return redirect(f"{reverse('surveys:code_next', args=[question.pk])}{suffix}")


@login_required
@require_safe
def code_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the two coders agree, and the answers on which they do not."""
    question = _question(request, pk)
    frame = _frame_of(question)
    context: dict[str, Any] = {
        "question": question,
        "survey": question.questionnaire.survey,
        "frame": frame,
    }
    if frame is not None:
        codes = list(frame.codes.all())
        first, second = coding.codes_of(frame, 1), coding.codes_of(frame, 2)
        labels = {code.code: code.label for code in codes}
        context["agreement"] = coding.agreement(codes, first, second)
        context["different"] = [
            (
                a,
                "、".join(labels.get(c, "分類なし") for c in sorted(first[key])),
                "、".join(labels.get(c, "分類なし") for c in sorted(second[key])),
            )
            for a in coding.given(question)
            if (key := (a.response_id, a.row)) in first
            and key in second
            and first[key] != second[key]
        ]
    return render(request, "surveys/code_agreement.html", context)
