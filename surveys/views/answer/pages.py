"""Cover, pages, sheets, confirmation, receipt: what a respondent goes through."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.differences import Difference
from surveys.actions import AnswersRefused, Given, Problem, WrongState
from surveys.fielding import drafts, taking, terms
from surveys.fielding.answers import in_words
from surveys.fielding.drafts import Draft, Page
from surveys.fielding.forms import boxes, read_posted
from surveys.models import Response
from surveys.questionnaires import Asked
from surveys.views.answer.access import RespondentView


def posted_version(request: HttpRequest, name: str = "version") -> int:
    """Return the version that the form showed, 0 where it says nothing readable."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else 0


class CoverView(RespondentView):
    """What is asked and why, until when, how far one is; [はじめる] begins the draft."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the cover, with the parts where something has been begun."""
        survey = self.target.survey
        draft = self.draft_or_cover()
        response = getattr(self.target, "response", None)
        answered = self.target.status == "valid"
        return self.page(
            "cover",
            draft=draft,
            pages=draft.pages() if draft else [],
            sheets=draft.sheet_pages() if draft and draft.has_sheets else [],
            response=response,
            answered=answered,
            may_change=answered and bool(response) and terms.is_open(survey),
            closed_message="" if terms.is_open(survey) else terms.closed_message(survey),
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Begin, or open the answer that is there to change it."""
        if self.target.survey.is_anonymous and self.target.status == "valid":
            return self.cover()
        try:
            draft = drafts.begin(self.target)
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        if request.POST.get("way") == "all":
            return redirect(self.respondent.url("answer_all"))
        first = next(iter(draft.pages()), None)
        if first is None:
            return redirect(self.respondent.url("answer_sheets"))
        return redirect(self.respondent.url("answer_page", first.section.code))


class PageView(RespondentView):
    """One section; every [保存して次へ] is kept on the server."""

    def get(self, request: HttpRequest, key: str, code: str) -> HttpResponse:
        """Show the section with what has been saved."""
        draft = self.draft_or_cover()
        if draft is None:
            return self.cover()
        page = self._page(draft, code)
        return self._show(draft, page, page.given, page.version)

    def post(self, request: HttpRequest, key: str, code: str) -> HttpResponse:
        """Save the section and go on; who stays sees what the answers open."""
        draft = self.draft_or_cover()
        if draft is None:
            messages.error(request, terms.closed_message(self.target.survey))
            return self.cover()
        page = self._page(draft, code)
        given = read_posted(request.POST, page.questions)
        try:
            drafts.save_part(
                draft,
                page.section,
                0,
                given,
                version=posted_version(request),
                by=self.respondent.person,
            )
        except drafts.WrittenByOther as error:
            other = Page(page.section, 0, page.questions, error.part)
            return self._show(
                draft, page, given, error.part.version, conflict=error,
                differences=differences(other, given),
            )  # fmt: skip
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        return self._next(code, given)

    def _next(self, code: str, given: dict[str, Given]) -> HttpResponse:
        if "pause" in self.request.POST:
            messages.success(self.request, say.draft_saved(timezone.localtime()))
            return self.cover()
        draft = drafts.open_draft(self.target)
        if draft is None:
            return self.cover()
        pages = draft.pages()
        codes = [page.section.code for page in pages]
        if code in codes:
            here = pages[codes.index(code)]
            # An answer on this page has opened another question on it.
            if any(asked.code not in given for asked in here.questions):
                messages.info(
                    self.request, "答えに合わせて、設問が増えました。続けて答えてください"
                )
                return redirect(self.respondent.url("answer_page", code))
        order = [asked.question.section.code for asked in draft.questions]
        after = order.index(code) if code in order else -1
        repeat = draft.sheet_section
        for place, name in enumerate(order):
            if place <= after or name == code:
                continue
            if repeat is not None and name == repeat.code and draft.has_sheets:
                return redirect(self.respondent.url("answer_sheets"))
            if name in codes:
                return redirect(self.respondent.url("answer_page", name))
        return redirect(self.respondent.url("answer_confirm"))

    def _page(self, draft: Draft, code: str) -> Page:
        page = next((page for page in draft.pages() if page.section.code == code), None)
        if page is None:
            raise Http404
        return page

    def _show(
        self, draft: Draft, page: Page, given: dict[str, Given], version: int, **context: Any
    ) -> HttpResponse:
        pages = draft.pages()
        place = [p.section.code for p in pages].index(page.section.code)
        return self.page(
            "page",
            draft=draft,
            part=page,
            boxes=boxes(page.questions, {**page.given, **given}),
            version=version,
            step=place + 1,
            steps=len(pages),
            previous=pages[place - 1].section.code if place else "",
            **context,
        )


class AllView(RespondentView):
    """Everything outside the sheets on one page, for who would rather scroll."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show all sections."""
        draft = self.draft_or_cover()
        return self.cover() if draft is None else self._show(draft)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Save every section; one that a colleague wrote meanwhile is shown again."""
        draft = self.draft_or_cover()
        if draft is None:
            messages.error(request, terms.closed_message(self.target.survey))
            return self.cover()
        conflict: drafts.WrittenByOther | None = None
        all_given: dict[str, Given] = {}
        for page in draft.pages():
            given = read_posted(request.POST, page.questions)
            all_given |= given
            version = posted_version(request, f"version_{page.section.code}")
            try:
                drafts.save_part(
                    draft, page.section, 0, given, version=version, by=self.respondent.person
                )
            except drafts.WrittenByOther as error:
                conflict = error
            except WrongState as error:
                messages.error(request, str(error))
                return self.cover()
        again = drafts.open_draft(self.target)
        if again is None:
            return self.cover()
        if conflict is not None:
            return self._show(again, conflict=conflict, typed=all_given)
        if "pause" in request.POST:
            messages.success(request, say.draft_saved(timezone.localtime()))
            return self.cover()
        if any(a.code not in all_given for page in again.pages() for a in page.questions):
            messages.info(request, "答えに合わせて、設問が増えました。続けて答えてください")
            return redirect(self.respondent.url("answer_all"))
        name = "answer_sheets" if again.has_sheets else "answer_confirm"
        return redirect(self.respondent.url(name))

    def _show(
        self, draft: Draft, typed: dict[str, Given] | None = None, **context: Any
    ) -> HttpResponse:
        parts = [
            (page, boxes(page.questions, {**page.given, **(typed or {})})) for page in draft.pages()
        ]
        return self.page("all", draft=draft, parts=parts, **context)


class ConfirmView(RespondentView):
    """Everything once more before it is sent in, and what is still missing; POST sends it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show what will be sent."""
        draft = self.draft_or_cover()
        return self.cover() if draft is None else self._show(draft)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Send it in; the same once more leads to the same receipt."""
        survey = self.target.survey
        token = request.POST.get("token", "")
        before = taking.taken_before(token, survey) if token else None
        if before is not None:
            return self._done(before)
        draft = drafts.open_draft(self.target)
        if draft is None:
            return self.cover()
        answers, sheets = draft.to_send()
        try:
            taken = taking.take_answer(
                draft.row.questionnaire,
                self.target,
                answers,
                sheets,
                token=str(draft.row.token),
                mode=Response.Mode.WEB,
                by=self.respondent.person,
            )
        except AnswersRefused as error:
            return self._show(draft, problems=error.problems)
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        return self._done(taken)

    def _done(self, taken: taking.Taken) -> HttpResponse:
        if taken.edit_secret:
            return redirect("surveys:answer_own", taken.edit_secret)
        return redirect(self.respondent.url("answer_receipt"))

    def _show(self, draft: Draft, problems: list[Problem] | None = None) -> HttpResponse:
        repeat = draft.sheet_section
        parts = [(page, _in_words(page)) for page in draft.pages()]
        sheets = draft.sheet_pages() if draft.has_sheets else []
        filled = [(page, _in_words(page)) for page in sheets]
        return self.page(
            "confirm",
            draft=draft,
            parts=parts,
            filled=filled,
            repeat=repeat,
            missing=[(problem, self._place(draft, problem)) for problem in problems or []],
        )

    def _place(self, draft: Draft, problem: Problem) -> str:
        """Return the address where a problem is mended."""
        if problem.row:
            return f"{self.respondent.url('answer_sheet', problem.row)}#q-{problem.question}"
        for asked in draft.outside:
            if asked.code == problem.question:
                page = self.respondent.url("answer_page", asked.question.section.code)
                return f"{page}#q-{problem.question}"
        return self.respondent.url("answer_sheets")


class ReceiptView(RespondentView):
    """The number, when, what happens next, until when it can be changed."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the receipt; without an answer the cover page is next."""
        response = getattr(self.target, "response", None)
        receipt = getattr(response, "receipt", None) if response else None
        if receipt is None:
            return self.cover()
        return self.page("receipt", receipt=receipt, response=response)


def _in_words(page: Page) -> list[tuple[Asked, str]]:
    """Return the questions of a page with their answers as people read them."""
    given = page.given
    return [(asked, in_words(asked, given.get(asked.code, Given()))) for asked in page.questions]


def differences(page: Page, given: dict[str, Given]) -> list[Difference]:
    """Return where what was typed differs from what a colleague saved."""
    found = []
    for asked in page.questions:
        yours = in_words(asked, given.get(asked.code, Given()))
        theirs = in_words(asked, page.given.get(asked.code, Given()))
        if yours != theirs:
            found.append(Difference(asked.question.text, theirs, yours))
    return found
