"""What is done with a questionnaire before it is sent out. Afterwards a new version is made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from surveys.actions import WrongState, field_questionnaire
from surveys.editing.definitions import fingerprint
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import problems_of
from surveys.editing.wording import rewritten
from surveys.models import Choice, LibraryQuestion, Question, Questionnaire, Section, Survey
from surveys.permissions import may_edit, may_edit_questionnaires
from surveys.questionnaires import ChoiceDefinition, asked_questions
from surveys.routing import RoutingError, parse

FIELDED = "配り始めた調査票は直せません。直すときは「直した版を作る」を使ってください"


class InUse(WrongState):
    """Something else still looks at what was to be removed; the message says what."""


class ChangedMeanwhile(WrongState):
    """A colleague changed the same question since it was shown: `stored` is what stands there."""

    def __init__(self, stored: Question) -> None:
        super().__init__(
            "この設問は、開いているあいだに、ほかの人が直しました。下の違いを見て、"
            "必要なら書き直してから、もう一度保存してください"
        )
        self.stored = stored


@contextmanager
def editing(questionnaire: Questionnaire, by: Any) -> Iterator[Questionnaire]:
    """Lock a questionnaire that may still change, and check the right to change it.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: it has been sent out.
    """
    with transaction.atomic():
        rows = Questionnaire.objects.select_for_update(of=["self"]).select_related(
            "survey__dataset"
        )
        locked = rows.get(pk=questionnaire.pk)
        if not may_edit(by, locked.survey):
            raise PermissionDenied
        if locked.fielded_at is not None:
            raise WrongState(FIELDED)
        yield locked


def create_survey(values: Mapping[str, Any], by: Any) -> Questionnaire:
    """Begin a survey with an empty first version of its questionnaire.

    Raises:
        PermissionDenied: `by` may not, or the city's data are closed.
    """
    survey = Survey(**values)
    if not may_edit_questionnaires(by) or not may_edit(by, survey):
        raise PermissionDenied
    with transaction.atomic():
        survey.save()
        questionnaire = Questionnaire.objects.create(survey=survey)
        Section.objects.create(questionnaire=questionnaire, code="s1", title="はじめに", position=1)
    return questionnaire


def change_survey(survey: Survey, values: Mapping[str, Any], by: Any) -> Survey:
    """Write title, purpose, use and the rest of a survey.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: whether it is anonymous was to change after it was sent out.
    """
    with transaction.atomic():
        rows = Survey.objects.select_for_update(of=["self"]).select_related("dataset")
        locked = rows.get(pk=survey.pk)
        if not may_edit(by, locked):
            raise PermissionDenied
        sent = locked.questionnaires.exclude(fielded_at=None).exists()
        if sent and values.get("is_anonymous", locked.is_anonymous) != locked.is_anonymous:
            raise WrongState("無記名かどうかは、配り始めたあとは変えられません")
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
    return locked


def save_section(
    questionnaire: Questionnaire, values: Mapping[str, Any], by: Any, section: Section | None = None
) -> Section:
    """Write a section, new ones at the end."""
    with editing(questionnaire, by) as locked:
        if section is None:
            last = locked.sections.aggregate(last=Max("position"))["last"] or 0
            code = free_code("s", set(locked.sections.values_list("code", flat=True)))
            section = Section(questionnaire=locked, code=code, position=last + 1)
        for name, value in values.items():
            setattr(section, name, value)
        _one_repeat(section)
        section.save()
        _no_attribute_on_sheets(section)
    return section


def _one_repeat(section: Section) -> None:
    others = Section.objects.filter(questionnaire=section.questionnaire_id, is_repeat=True)
    other = others.exclude(pk=section.pk).first()
    if section.is_repeat and other is not None:
        raise WrongState(
            f"くり返す節は、1つの調査票に1つまでです。いまは「{other.title}」をくり返します"
        )


def _no_attribute_on_sheets(section: Section) -> None:
    if section.is_repeat and section.questions.filter(kind=Question.Kind.ATTRIBUTE).exists():
        raise WrongState("対象の属性がある節は、くり返せません。属性を別の節に移してください")


def remove_section(section: Section, by: Any) -> None:
    """Remove an empty section."""
    with editing(section.questionnaire, by):
        if section.questions.exists():
            raise InUse("設問のある節は消せません。先に、設問をほかの節に移すか、消してください")
        section.delete()


def move_section(section: Section, step: int, by: Any) -> None:
    """Move a section up (-1) or down (1), with its questions."""
    with editing(section.questionnaire, by) as locked:
        _shift(list(locked.sections.order_by("position")), section.pk, step)
        reposition(locked)


def _shift(rows: Sequence[Any], pk: int, step: int) -> None:
    """Exchange a row's position with that of its neighbour."""
    place = next(index for index, row in enumerate(rows) if row.pk == pk)
    other = place + step
    if 0 <= other < len(rows):
        one, two = rows[place], rows[other]
        one.position, two.position = two.position, one.position
        type(one)._default_manager.bulk_update([one, two], ["position"])


def reposition(questionnaire: Questionnaire) -> None:
    """Number the questions through, in the order of their sections."""
    rows = list(questionnaire.questions.order_by("section__position", "position", "pk"))
    for position, question in enumerate(rows, start=1):
        question.position = position
    Question.objects.bulk_update(rows, ["position"])


def free_code(start: str, taken: set[str]) -> str:
    """Return the first code of `start` and a number that nobody has."""
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def save_question(
    section: Section,
    values: Mapping[str, Any],
    choices: Sequence[ChoiceDefinition],
    by: Any,
    question: Question | None = None,
    seen: str = "",
) -> Question:
    """Write a question with its options; new ones come last in their section.

    Conditions that look at the question follow its code and the places of its options.

    Args:
        section: where it stands.
        values: its columns.
        choices: its options in their order.
        by: who writes.
        question: the one that is changed, None for a new one.
        seen: `fingerprint` of what the writer had before them; empty where nobody looked.

    Raises:
        ChangedMeanwhile: the question is not any more what the writer saw.
        InUse: an option that a condition looks at would be lost.
    """
    with editing(section.questionnaire, by) as locked:
        if question is not None and seen:
            stored = locked.questions.prefetch_related("choices").get(pk=question.pk)
            if fingerprint(stored) != seen:
                raise ChangedMeanwhile(stored)
        is_new = question is None
        if question is None:
            codes = set(locked.questions.values_list("code", flat=True))
            last = locked.questions.aggregate(last=Max("position"))["last"] or 0
            question = Question(questionnaire=locked, code=free_code("q", codes))
            question.position = last + 1
        before = question.code
        question.section = section
        for name, value in values.items():
            setattr(question, name, value)
        if section.is_repeat and question.kind == Question.Kind.ATTRIBUTE:
            raise WrongState("対象の属性は、くり返す節には置けません")
        question.save()
        moves = {} if is_new else _option_moves(question, choices)
        if not is_new:
            _follow(locked, question, before, moves)
        write_choices(question, choices)
        reposition(locked)
    return question


def write_choices(question: Question, choices: Sequence[ChoiceDefinition]) -> None:
    """Write the options of a question, numbered in their order."""
    question.choices.all().delete()
    Choice.objects.bulk_create(
        Choice(
            question=question,
            code=code,
            position=code,
            label=choice.label,
            is_exclusive=choice.is_exclusive,
            is_other=choice.is_other,
        )
        for code, choice in enumerate(choices, start=1)
    )


def _option_moves(question: Question, choices: Sequence[ChoiceDefinition]) -> dict[str, str]:
    """Return old to new numbers: by their words, and where only the words changed by place."""
    old = {choice.code: choice.label for choice in question.choices.all()}
    new = {code: choice.label for code, choice in enumerate(choices, start=1)}
    by_label = {label: code for code, label in new.items()}
    moves = {str(code): str(by_label[label]) for code, label in old.items() if label in by_label}
    for code in old:
        same_place = str(code)
        if same_place not in moves and code in new and same_place not in moves.values():
            moves[same_place] = same_place
    return moves


def _follow(
    questionnaire: Questionnaire, question: Question, before: str, moves: Mapping[str, str]
) -> None:
    """Rewrite the conditions that look at a question that was changed."""

    def change(code: str, value: str) -> tuple[str, str]:
        if code != before:
            return code, value
        lost = [part for part in value.split() if part in old and part not in moves]
        if lost:
            words = "、".join(old[part] for part in lost)
            raise InUse(
                f"選択肢「{words}」は、ほかの設問のきく条件で使っています。先に条件を直してください"
            )
        return question.code, " ".join(moves.get(part, part) for part in value.split(" "))

    old = {str(choice.code): choice.label for choice in question.choices.all()}
    rows: list[Any] = [
        *questionnaire.questions.exclude(relevant=""),
        *questionnaire.sections.exclude(relevant=""),
    ]
    for row in rows:
        try:
            expression = parse(row.relevant)
        except RoutingError:
            continue  # it is shown as a problem of the routes
        if before in expression.codes:
            row.relevant = rewritten(row.relevant, change)
            row.save(update_fields=["relevant"])


def remove_question(question: Question, by: Any) -> None:
    """Remove a question that no condition looks at."""
    with editing(question.questionnaire, by) as locked:
        users = [asked for asked in asked_questions(locked) if question.code in asked.needs]
        if users:
            numbers = printed_numbers(asked_questions(locked))
            names = "、".join(numbers[asked.code] or asked.question.text for asked in users)
            raise InUse(f"{names}のきく条件で使っています。先に、その条件を直してください")
        question.delete()
        reposition(locked)


def move_question(question: Question, step: int, by: Any) -> None:
    """Move a question up (-1) or down (1); past the edge of its section into the next one."""
    with editing(question.questionnaire, by) as locked:
        mates = list(locked.questions.filter(section=question.section).order_by("position"))
        place = next(index for index, row in enumerate(mates) if row.pk == question.pk)
        if 0 <= place + step < len(mates):
            _shift(mates, question.pk, step)
        else:
            _into_next_section(locked, question, step)
        reposition(locked)


def _into_next_section(questionnaire: Questionnaire, question: Question, step: int) -> None:
    sections = list(questionnaire.sections.order_by("position"))
    place = next(i for i, row in enumerate(sections) if row.pk == question.section_id) + step
    if not 0 <= place < len(sections):
        return
    if sections[place].is_repeat and question.kind == Question.Kind.ATTRIBUTE:
        raise WrongState("対象の属性は、くり返す節には置けません")
    question.section = sections[place]
    last = questionnaire.questions.aggregate(last=Max("position"))["last"] or 0
    # Renumbered at once: in front of all, or behind all, of its new section.
    question.position = last + 1
    question.save(update_fields=["section", "position"])
    if step > 0:
        mates = list(questionnaire.questions.filter(section=question.section).order_by("position"))
        order = [question.pk, *(row.pk for row in mates if row.pk != question.pk)]
        positions = [row.position for row in mates]
        by_pk = {row.pk: row for row in mates}
        for pk, position in zip(order, positions, strict=True):
            by_pk[pk].position = position
        Question.objects.bulk_update(mates, ["position"])


def put_condition(row: Question | Section, text: str, by: Any) -> None:
    """Write under which condition a question or a section is asked; "" for always.

    Raises:
        RoutingError: it cannot be read, or looks at what is not known by then.
    """
    with editing(row.questionnaire, by) as locked:
        row.relevant = text.strip()
        row.save(update_fields=["relevant"])
        asked = asked_questions(locked)
        mine = {
            each.code
            for each in asked
            if each.question.pk == row.pk
            or (isinstance(row, Section) and each.question.section_id == row.pk)
        }
        if isinstance(row, Question):
            mine = {row.code}
        parse(row.relevant)
        for problem in problems_of(asked, printed_numbers(asked)):
            if problem.code in mine:
                raise RoutingError(problem.message)


def keep_in_library(question: Question, note: str, by: Any) -> LibraryQuestion:
    """Put a question into the library, or change the note there."""
    if not may_edit_questionnaires(by):
        raise PermissionDenied
    entry, _ = LibraryQuestion.objects.update_or_create(question=question, defaults={"note": note})
    return entry


def drop_from_library(entry: LibraryQuestion, by: Any) -> None:
    """Take a question out of the library; it stays where it was asked."""
    if not may_edit_questionnaires(by):
        raise PermissionDenied
    entry.delete()


def send_out(questionnaire: Questionnaire, by: Any) -> Questionnaire:
    """Send out a questionnaire: the automatic numbers are written down, then nothing can change.

    Raises:
        PermissionDenied, WrongState, RoutingError: as `surveys.actions.field_questionnaire`; or a
            choice question has no options, or a question can never be reached.
    """
    with transaction.atomic():
        Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        asked = asked_questions(questionnaire)
        numbers = printed_numbers(asked)
        found = [problem.message for problem in problems_of(asked, numbers)]
        found += [
            f"「{each.question.text}」に選択肢がありません"
            for each in asked
            if each.question.kind in CHOICE_KINDS and not each.choices
        ]
        if found:
            raise WrongState(f"直すところが{len(found)}つあります。{'。'.join(found)}")
        unnumbered = [each.question for each in asked if not each.question.number]
        if questionnaire.fielded_at is None:
            for question in unnumbered:
                question.number = numbers[question.code]
            Question.objects.bulk_update(unnumbered, ["number"])
        return field_questionnaire(questionnaire, by)


CHOICE_KINDS = (Question.Kind.SINGLE, Question.Kind.MULTIPLE, Question.Kind.ATTRIBUTE)
_NAMED = re.compile(r"その他|そのほか")


def with_other(choices: Sequence[str]) -> int | None:
    """Return the place of the option that asks for words, by its name; None where none does."""
    return next((i for i, label in enumerate(choices, start=1) if _NAMED.match(label)), None)
