"""Sections and questions: writing, moving, removing, conditions, the library."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koganei_kyodo.differences import Difference
from koganei_kyodo.search.words import typed
from surveys.actions import WrongState
from surveys.editing import actions, copying
from surveys.editing.condition_form import ConditionForm
from surveys.editing.definitions import differences
from surveys.editing.forms import KIND_WORDS, MatrixForm, NoteForm, QuestionForm, SectionForm
from surveys.editing.numbering import printed_numbers
from surveys.editing.wording import reading
from surveys.models import LibraryQuestion, Question, Questionnaire, Section
from surveys.questionnaires import ChoiceDefinition, asked_questions
from surveys.routing import RoutingError, parse
from surveys.views.editor.access import (
    question_or_404,
    questionnaire_or_404,
    require_edit,
    section_or_404,
    staff_page,
    tell,
)

PAGE = "surveys:questionnaire"
STEPS = {"up": -1, "down": 1}
PER_PAGE = 20
GET_AND_POST = ["GET", "HEAD", "POST"]


def _back(questionnaire_pk: int, anchor: str = "") -> HttpResponse:
    response = redirect(PAGE, questionnaire_pk)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def _form_page(request: HttpRequest, row: Questionnaire, **context: Any) -> HttpResponse:
    return render(request, "surveys/editor/form.html", {"questionnaire": row, **context})


@staff_page
@require_http_methods(GET_AND_POST)
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section at the end."""
    row = questionnaire_or_404(pk)
    require_edit(request, row)
    return _section_form(request, row, None)


@staff_page
@require_http_methods(GET_AND_POST)
def section_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change heading and words of a section."""
    section = section_or_404(pk)
    require_edit(request, section.questionnaire)
    return _section_form(request, section.questionnaire, section)


def _section_form(
    request: HttpRequest, row: Questionnaire, section: Section | None
) -> HttpResponse:
    form = SectionForm(request.POST or None, instance=section)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_section(row, form.cleaned_data, request.user, section)
            return _back(row.pk, f"section-{saved.pk}")
        except WrongState as error:
            form.add_error(None, str(error))
    title = "節を直す" if section else "節を加える"
    return _form_page(request, row, form=form, title=title, button="保存する")


@require_POST
@staff_page
def section_move(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Move a section up or down."""
    section = section_or_404(pk)
    tell(
        request,
        lambda: actions.move_section(section, STEPS[way], request.user),
        f"節「{section.title}」を動かしました。",
    )
    return _back(section.questionnaire_id, f"section-{pk}")


@require_POST
@staff_page
def section_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an empty section."""
    section = section_or_404(pk)
    done = f"節「{section.title}」を消しました。"
    tell(request, lambda: actions.remove_section(section, request.user), done)
    return _back(section.questionnaire_id)


@staff_page
@require_http_methods(GET_AND_POST)
def question_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a question to a section."""
    section = section_or_404(pk)
    require_edit(request, section.questionnaire)
    if kind not in Question.Kind.values:
        raise Http404
    return _question_form(request, section, None, kind)


@staff_page
@require_http_methods(GET_AND_POST)
def question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question."""
    question = question_or_404(pk)
    require_edit(request, question.questionnaire)
    return _question_form(request, question.section, question, question.kind)


def _question_form(
    request: HttpRequest, section: Section, question: Question | None, kind: str
) -> HttpResponse:
    row = section.questionnaire
    form = QuestionForm(request.POST or None, instance=question, questionnaire=row, kind=kind)
    different: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        # The form has written into its instance already; the action begins with what is stored.
        stored = question_or_404(question.pk) if question else None
        try:
            saved = actions.save_question(
                section,
                form.values,
                form.options,
                request.user,
                question=stored,
                seen=form.cleaned_data["seen"],
            )
            return _back(row.pk, f"question-{saved.pk}")
        except actions.ChangedMeanwhile as error:
            form.add_error(None, str(error))
            form.show_again(error.stored)
            different = differences(error.stored, form.values, form.options)
        except WrongState as error:
            form.add_error(None, str(error))
    title = "設問を直す" if question else f"設問を加える：{KIND_WORDS[Question.Kind(kind)]}"
    context = {
        "form": form,
        "title": title,
        "questionnaire": row,
        "section": section,
        "question": question,
        "differences": different,
        "kept": question is not None and hasattr(question, "library_entry"),
    }
    return render(request, "surveys/editor/question.html", context)


@staff_page
@require_http_methods(GET_AND_POST)
def matrix_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a table: a question for each of its rows."""
    section = section_or_404(pk)
    require_edit(request, section.questionnaire)
    form = MatrixForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save_matrix(request, section, form.cleaned_data)
            return _back(section.questionnaire_id, f"section-{pk}")
        except WrongState as error:
            form.add_error(None, str(error))
    return _form_page(
        request, section.questionnaire, form=form, title="表の設問を加える", button="表を加える"
    )


@transaction.atomic
def _save_matrix(request: HttpRequest, section: Section, data: dict[str, Any]) -> None:
    choices = [ChoiceDefinition(label) for label in data["choices"]]
    shared = {name: data[name] for name in ("matrix", "kind", "required")}
    for text in data["rows"]:
        actions.save_question(section, {**shared, "text": text}, choices, request.user)


@require_POST
@staff_page
def question_move(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Move a question up or down."""
    question = question_or_404(pk)
    done = f"設問「{question.text[:20]}」を動かしました。"
    tell(request, lambda: actions.move_question(question, STEPS[way], request.user), done)
    return _back(question.questionnaire_id, f"question-{pk}")


@staff_page
@require_http_methods(GET_AND_POST)
def question_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a question is to be removed, and remove it."""
    question = question_or_404(pk)
    require_edit(request, question.questionnaire)
    if request.method == "POST":
        tell(
            request,
            lambda: actions.remove_question(question, request.user),
            "設問を消しました。",
        )
        return _back(question.questionnaire_id)
    context = {"question": question, "questionnaire": question.questionnaire}
    return render(request, "surveys/editor/question_remove.html", context)


@staff_page
@require_http_methods(GET_AND_POST)
def question_condition(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who is asked a question."""
    return _condition(request, question_or_404(pk))


@staff_page
@require_http_methods(GET_AND_POST)
def section_condition(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who is asked the questions of a section."""
    return _condition(request, section_or_404(pk))


def _condition(request: HttpRequest, target: Question | Section) -> HttpResponse:
    row = target.questionnaire
    require_edit(request, row)
    asked = asked_questions(row)
    numbers = printed_numbers(asked)
    is_section = isinstance(target, Section)
    section = target if isinstance(target, Section) else target.section
    place = (section.position, 0 if isinstance(target, Section) else target.position)
    before = [a for a in asked if (a.question.section.position, a.question.position) < place]
    text = target.relevant
    form = ConditionForm(request.POST or None, before=before, numbers=numbers, text=text)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.put_condition(target, form.cleaned_data["condition"], request.user)
            anchor = f"section-{target.pk}" if is_section else f"question-{target.pk}"
            return _back(row.pk, anchor)
        except (WrongState, RoutingError) as error:
            form.add_error(None, str(error))
    known = {each.code: each for each in asked}
    stored = Section if is_section else Question
    now = stored.objects.values_list("relevant", flat=True).get(pk=target.pk)
    context = {
        "form": form,
        "questionnaire": row,
        "target": target,
        "name": target.title
        if isinstance(target, Section)
        else numbers[target.code] or target.text,
        "now": reading(parse(now), known, numbers),
        "codes": [(numbers[a.code], a) for a in before],
    }
    return render(request, "surveys/editor/condition.html", context)


@staff_page
@require_safe
def question_library(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a question that was asked before, to ask it again in a section."""
    section = section_or_404(pk)
    require_edit(request, section.questionnaire)
    rows = Question.objects.exclude(questionnaire__survey=section.questionnaire.survey)
    rows = rows.exclude(kind=Question.Kind.ATTRIBUTE).select_related("questionnaire__survey")
    kept = request.GET.get("from") != "all"
    if kept:
        rows = rows.filter(library_entry__isnull=False)
    if query := typed(request):
        rows = rows.filter(Q(text__icontains=query) | Q(choices__label__icontains=query))
    ordered = rows.order_by("-questionnaire__survey__fiscal_year", "questionnaire", "position")
    page = Paginator(
        ordered.distinct().prefetch_related("choices", "library_entry"), PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "section": section,
        "questionnaire": section.questionnaire,
        "page": page,
        "query": query,
        "kept": kept,
    }
    return render(request, "surveys/editor/library.html", context)


@require_POST
@staff_page
def question_reuse(request: HttpRequest, pk: int, source_pk: int) -> HttpResponse:
    """Ask a question again, linked to where it comes from."""
    section, source = section_or_404(pk), question_or_404(source_pk)
    done = "前の設問を加えました。きく条件は写していません。"
    tell(request, lambda: copying.add_copy(source, section, request.user), done)
    return _back(section.questionnaire_id, f"section-{pk}")


@staff_page
@require_http_methods(GET_AND_POST)
def question_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a question into the library."""
    question = question_or_404(pk)
    entry = LibraryQuestion.objects.filter(question=question).first()
    form = NoteForm(request.POST or None, initial={"note": entry.note if entry else ""})
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        tell(
            request,
            lambda: actions.keep_in_library(question, note, request.user),
            "設問集に入れました。ほかの調査で使えます。",
        )
        return _back(question.questionnaire_id, f"question-{pk}")
    title = f"設問集に入れる：{question.text[:40]}"
    return _form_page(
        request, question.questionnaire, form=form, title=title, button="設問集に入れる"
    )


@require_POST
@staff_page
def question_unkeep(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question out of the library."""
    rows = LibraryQuestion.objects.select_related("question__questionnaire")
    entry = get_object_or_404(rows, question_id=pk)
    questionnaire_pk = entry.question.questionnaire_id
    tell(request, lambda: actions.drop_from_library(entry, request.user), "設問集から外しました。")
    return _back(questionnaire_pk, f"question-{pk}")
