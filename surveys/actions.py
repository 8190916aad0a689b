"""What is done with surveys: fielding a questionnaire, taking an answer."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo.japanese import normalise_number, parse_date
from surveys.models import Answer, AnswerState, Question, Questionnaire, Response, Sheet, Target
from surveys.permissions import may_field
from surveys.questionnaires import Asked, asked_questions, check_routing
from surveys.routing import ITSELF

Kind = Question.Kind
MAX_SHEETS = 500
MAX_TEXT = 10_000


class WrongState(Exception):
    """The step does not fit what has happened already; the message says what to do instead."""


class AlreadyAnswered(WrongState):
    """Another answer of the same target has been taken already: `response`."""

    def __init__(self, response: Response) -> None:
        super().__init__(
            f"「{response.target}」の回答はすでに受け付けています。"
            "直すときは、この調査の担当に連絡してください"
        )
        self.response = response


@dataclass(frozen=True)
class Problem:
    """One thing to mend in an answer.

    Args:
        question: code of the question; empty for the answer as a whole.
        row: number of the sheet, 0 outside the sheets.
        message: what to do, in Japanese.
    """

    question: str
    row: int
    message: str


class AnswersRefused(ValueError):
    """The answers cannot be taken; `problems` names everything at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Given:
    """What was answered to one question; empty means no answer.

    Args:
        codes: numbers of the options.
        text: an open answer, a number, a date, or what was written beside その他.
        unreadable: the paper could not be read or contradicts itself (無効).
    """

    codes: tuple[int, ...] = ()
    text: str = ""
    unreadable: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was answered."""
        return not (self.codes or self.text.strip() or self.unreadable)


@dataclass(frozen=True)
class SheetGiven:
    """One filled-in sheet: what it is about, and the answers by code of the question."""

    title: str
    answers: Mapping[str, Given] = field(hash=False)


@dataclass(frozen=True)
class Returned:
    """The whole answer of one target, where many are taken at once."""

    target: Target
    answers: Mapping[str, Given] = field(hash=False)
    sheets: Sequence[SheetGiven] = field(default=(), hash=False)
    mode: str = Response.Mode.POST


NOTHING = Given()
ANSWERS_AT_ONCE = 2000
# One line of the answers: the question, the sheet (0 outside), the option or state, the text.
Line = tuple[Asked, int, int, str]


def field_questionnaire(
    questionnaire: Questionnaire, by: Any, *, now: datetime.datetime | None = None
) -> Questionnaire:
    """Send out a questionnaire: from now on nothing in it can change.

    Args:
        questionnaire: which one.
        by: who does it; None for a command that the operator runs.
        now: time of sending, by default the present.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: it was sent out before, or has no question.
        RoutingError: a condition cannot be read or looks at what is not known by then.
    """
    with transaction.atomic():
        locked = (
            Questionnaire.objects.select_for_update(of=["self"])
            .select_related("survey__dataset")
            .get(pk=questionnaire.pk)
        )
        if by is not None and not may_field(by, locked.survey):
            raise PermissionDenied
        if locked.fielded_at is not None:
            raise WrongState("この調査票はすでに配っています。直すときは、新しい版を作ってください")
        questions = asked_questions(locked)
        if not questions:
            raise WrongState("この調査票には設問がありません。設問を作ってから配ってください")
        check_routing(questions)
        locked.fielded_at = now or timezone.now()
        locked.save(update_fields=["fielded_at"])
    return locked


def submit_response(
    questionnaire: Questionnaire,
    target: Target | None,
    answers: Mapping[str, Given],
    sheets: Sequence[SheetGiven] = (),
    *,
    mode: str,
    received_on: datetime.date | None = None,
    is_reconstructed: bool = False,
    questions: Sequence[Asked] | None = None,
) -> Response:
    """Take one answer: every question gets its options or exactly one state row.

    The attributes of the target are stored as answers, so that they cross like any question.
    Sending the same answer again gives the response that is there; at most 10 statements.

    Args:
        questionnaire: what was asked; it must be fielded.
        target: who was asked; None for an anonymous survey.
        answers: by code of the question, outside the sheets; missing means no answer.
        sheets: the filled-in sheets of the repeated section, in their order.
        mode: a value of `Response.Mode`.
        received_on: the day it came; None where unknown.
        is_reconstructed: whether it was rebuilt from printed totals.
        questions: `asked_questions(questionnaire)`, where many answers are taken in a row.

    Raises:
        WrongState: the questionnaire is not fielded, or is not that of the target's survey.
        AnswersRefused: something cannot be taken; all problems at once.
        AlreadyAnswered: the target sent another answer before.
    """
    if questionnaire.fielded_at is None:
        raise WrongState("この調査票はまだ配っていません。配ってから回答を受け付けます")
    if target is not None and target.survey_id != questionnaire.survey_id:
        raise WrongState("この調査対象は、別の調査の対象です")
    if questions is None:
        questions = asked_questions(questionnaire)
    lines = read_answers(questions, target.attributes if target else {}, answers, sheets)
    with transaction.atomic():
        if target is not None:
            Target.objects.select_for_update().get(pk=target.pk)
            earlier = Response.objects.filter(target=target).first()
            if earlier is not None:
                return _same_or_refuse(earlier, questionnaire, lines, sheets)
        response = Response.objects.create(
            questionnaire=questionnaire,
            target=target,
            mode=mode,
            received_on=received_on,
            is_reconstructed=is_reconstructed,
        )
        write_answers(response, lines, sheets)
        if target is not None:
            Target.objects.filter(pk=target.pk).update(status=Target.Status.VALID, status_note="")
    return response


def submit_responses(
    questionnaire: Questionnaire, returned: Sequence[Returned], *, is_reconstructed: bool = False
) -> list[Response]:
    """Take the answers of many targets, none of which has answered: one statement per table.

    Args:
        questionnaire: what was asked; it must be fielded.
        returned: the answers, one for each target.
        is_reconstructed: whether they were rebuilt from printed totals.

    Raises:
        WrongState: the questionnaire is not fielded, or a target is of another survey.
        AnswersRefused: something cannot be taken; nothing is written.
        IntegrityError: a target has answered before; nothing is written.
    """
    if questionnaire.fielded_at is None:
        raise WrongState("この調査票はまだ配っていません。配ってから回答を受け付けます")
    if any(each.target.survey_id != questionnaire.survey_id for each in returned):
        raise WrongState("この調査対象は、別の調査の対象です")
    questions = asked_questions(questionnaire)
    read = [read_answers(questions, r.target.attributes, r.answers, r.sheets) for r in returned]
    with transaction.atomic():
        responses = Response.objects.bulk_create(
            Response(
                questionnaire=questionnaire,
                target=each.target,
                mode=each.mode,
                is_reconstructed=is_reconstructed,
            )
            for each in returned
        )
        Sheet.objects.bulk_create(
            Sheet(response=response, row=row, title=sheet.title)
            for response, each in zip(responses, returned, strict=True)
            for row, sheet in enumerate(each.sheets, start=1)
        )
        Answer.objects.bulk_create(
            (
                Answer(response=response, question=asked.question, row=row, code=code, text=text)
                for response, lines in zip(responses, read, strict=True)
                for asked, row, code, text in lines
            ),
            batch_size=ANSWERS_AT_ONCE,
        )
        targets = Target.objects.filter(pk__in=[each.target.pk for each in returned])
        targets.update(status=Target.Status.VALID, status_note="")
    return responses


def write_answers(
    response: Response,
    lines: Sequence[Line],
    sheets: Sequence[SheetGiven],
    *,
    number: Callable[[], int] | None = None,
) -> None:
    """Write the rows of one response: 1 statement, and 1 more where there are sheets.

    Args:
        response: whose rows; it has none yet.
        lines: what `read_answers` made of the answers.
        sheets: the filled-in sheets.
        number: gives each row its id; by default the database counts up.
    """

    def keys() -> dict[str, int]:
        return {} if number is None else {"pk": number()}

    Sheet.objects.bulk_create(
        Sheet(response=response, row=row, title=sheet.title, **keys())
        for row, sheet in enumerate(sheets, start=1)
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=asked.question, row=row, code=code, text=text, **keys())
        for asked, row, code, text in lines
    )


def _same_or_refuse(
    earlier: Response,
    questionnaire: Questionnaire,
    lines: Sequence[Line],
    sheets: Sequence[SheetGiven],
) -> Response:
    """A double click sends the same twice: that is one answer. Another answer is refused."""
    stored = set(earlier.answers.values_list("question_id", "row", "code", "text"))
    sent = {(asked.question.pk, row, code, text) for asked, row, code, text in lines}
    titles = list(earlier.sheets.order_by("row").values_list("title", flat=True))
    same_questionnaire = earlier.questionnaire_id == questionnaire.pk
    if same_questionnaire and stored == sent and titles == [sheet.title for sheet in sheets]:
        return earlier
    raise AlreadyAnswered(earlier)


def read_answers(
    questions: Sequence[Asked],
    attributes: Mapping[str, int],
    answers: Mapping[str, Given],
    sheets: Sequence[SheetGiven],
) -> list[Line]:
    """Return the rows of `Answer` to be written; raises AnswersRefused with all problems."""
    reader = _Reader(questions, attributes)
    lines = list(reader.once(answers))
    lines += reader.repeated(sheets)
    if reader.problems:
        raise AnswersRefused(reader.problems)
    return lines


class _Reader:
    """Reads the answers in the order of the questions and collects what is wrong with them."""

    def __init__(self, questions: Sequence[Asked], attributes: Mapping[str, int]) -> None:
        self.outside = [asked for asked in questions if not asked.is_repeat]
        self.inside = [asked for asked in questions if asked.is_repeat]
        self.attributes = attributes
        self.values: dict[str, Sequence[str]] = {}
        self.problems: list[Problem] = []

    def once(self, answers: Mapping[str, Given]) -> Iterator[Line]:
        """Yield the lines of the questions outside the sheets."""
        self._unknown(answers, {asked.code for asked in self.outside}, 0)
        yield from self._read(self.outside, answers, 0, self.values)

    def repeated(self, sheets: Sequence[SheetGiven]) -> Iterator[Line]:
        """Yield the lines of all sheets."""
        if len(sheets) > MAX_SHEETS:
            message = f"票は{MAX_SHEETS}枚までです（いま{len(sheets)}枚）"
            self.problems.append(Problem("", 0, message))
            return
        if sheets and not any(c.conditions[0].holds(self.values) for c in self.inside):
            self.problems.append(Problem("", 0, "この回答者には、事業ごとの票をきいていません"))
            return
        codes = {asked.code for asked in self.inside}
        for row, sheet in enumerate(sheets, start=1):
            self._unknown(sheet.answers, codes, row)
            yield from self._read(self.inside, sheet.answers, row, dict(self.values))

    def _unknown(self, answers: Mapping[str, Given], codes: set[str], row: int) -> None:
        for code in answers:
            if code not in codes:
                message = f"「{code}」という設問は、この調査票のここにはありません"
                self.problems.append(Problem(code, row, message))

    def _read(
        self,
        questions: Sequence[Asked],
        answers: Mapping[str, Given],
        row: int,
        values: dict[str, Sequence[str]],
    ) -> Iterator[Line]:
        for asked in questions:
            given = answers.get(asked.code, NOTHING)
            if asked.question.kind == Kind.ATTRIBUTE:
                given = self._attribute(asked, given, row)
            applies = all(condition.holds(values) for condition in asked.conditions)
            problem, lines = _taken(asked, given, applies=applies)
            if problem:
                where = f"{row}枚目の" if row else ""
                message = f"{where}「{asked.question.text}」{problem}"
                self.problems.append(Problem(asked.code, row, message))
            values[asked.code] = [text or str(code) for code, text in _seen(asked, lines)]
            for code, text in lines:
                yield asked, row, code, text

    def _attribute(self, asked: Asked, given: Given, row: int) -> Given:
        if not given.is_empty:
            message = f"「{asked.question.text}」は名簿から入ります。回答では変えられません"
            self.problems.append(Problem(asked.code, row, message))
        code = self.attributes.get(asked.code)
        return NOTHING if code is None else Given((code,))


def _seen(asked: Asked, lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """What a condition sees of an answer: the options by number, an open answer as its text."""
    return [(code, "" if asked.choices else text) for code, text in lines if code > 0]


def _taken(asked: Asked, given: Given, *, applies: bool) -> tuple[str, list[tuple[int, str]]]:
    """Return what is wrong with an answer ("" for nothing), and its (option or state, text)."""
    question = asked.question
    if question.is_unpublished:
        wrong = "" if given.is_empty else "は、回答を収めない設問です。回答を外してください"
        return wrong, []
    if not applies:
        wrong = "は、前の答えからみて、きかない設問です。どちらかの答えを直してください"
        return "" if given.is_empty else wrong, [(AnswerState.NOT_ASKED, "")]
    if given.unreadable:
        return "", [(AnswerState.UNREADABLE, "")]
    if given.is_empty:
        return "に答えてください" if question.required else "", [(AnswerState.NO_ANSWER, "")]
    if asked.choices:
        return _options(asked, given)
    return _written(asked, given)


def _unmet(asked: Asked, values: Sequence[str]) -> str:
    """Return what to do where an answer does not meet the question's constraint, else ""."""
    if asked.constraint.holds({ITSELF: values}):
        return ""
    return f"は、{asked.question.constraint_message or '答えの条件に合うように直してください'}"


def _options(asked: Asked, given: Given) -> tuple[str, list[tuple[int, str]]]:
    codes = sorted(set(given.codes))
    unknown = [str(code) for code in codes if code not in asked.choices]
    if unknown:
        return f"に「{'、'.join(unknown)}」という選択肢はありません。一覧から選んでください", []
    chosen = [asked.choices[code] for code in codes]
    other = next((choice.code for choice in chosen if choice.is_other), None)
    text = given.text.strip()
    if text and other is None:
        return "に文を書けるのは「その他」だけです。「その他」も選んでください", []
    if len(text) > MAX_TEXT:
        return f"は{MAX_TEXT:,}字以内にしてください（いま{len(text):,}字）", []
    limit = asked.question.max_choices
    if asked.question.kind != Kind.MULTIPLE:
        limit = 1
    if limit is not None and len(codes) > limit:
        return f"は{limit}つまで選べます（いま{len(codes)}つ）", []
    alone = next((choice.label for choice in chosen if choice.is_exclusive), None)
    if alone is not None and len(codes) > 1:
        return f"の「{alone}」は、ほかと一緒には選べません", []
    least = asked.question.min_choices
    if least is not None and alone is None and len(codes) < least:
        return f"は{least}つ以上選んでください（いま{len(codes)}つ）", []
    if wrong := _unmet(asked, [str(code) for code in codes]):
        return wrong, []
    return "", [(code, text if code == other else "") for code in codes]


def _written(asked: Asked, given: Given) -> tuple[str, list[tuple[int, str]]]:
    question = asked.question
    if given.codes:
        return "は、文で答える設問です。選択肢はありません", []
    text = given.text.strip()
    if len(text) > MAX_TEXT:
        return f"は{MAX_TEXT:,}字以内にしてください（いま{len(text):,}字）", []
    try:
        if question.kind == Kind.NUMBER:
            text, wrong = _numeral(question, text)
            if wrong:
                return wrong, []
        elif question.kind == Kind.DATE:
            text = parse_date(text).isoformat()
    except ValueError:
        if question.kind == Kind.NUMBER:
            return "は、数字で入力してください", []
        return "は、実際にある日付にしてください", []
    wrong = _unmet(asked, [text])
    return wrong, [] if wrong else [(1, text)]


def _numeral(question: Question, text: str) -> tuple[str, str]:
    """Return a number as it is stored, and what is wrong with it; ValueError where it is none."""
    try:
        number = Decimal(normalise_number(text).removesuffix(question.unit))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    unit = question.unit
    if -(number.normalize().as_tuple().exponent) > question.decimals:  # type: ignore[operator]
        if question.decimals:
            return "", f"は、小数{question.decimals}けたまでで入力してください"
        raise ValueError(text)
    if question.min_value is not None and number < question.min_value:
        return "", f"は、{plain_number(question.min_value)}{unit}以上にしてください"
    if question.max_value is not None and number > question.max_value:
        return "", f"は、{plain_number(question.max_value)}{unit}以下にしてください"
    return plain_number(number), ""


def plain_number(number: Decimal) -> str:
    """Return a number without an exponent and without zeros at the end: ``3``, ``2.5``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
