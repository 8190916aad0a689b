"""The sheets of a repeated section: one for each project, added, filled in, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from koganei_kyodo import house_messages as say
from surveys.actions import Given, WrongState
from surveys.fielding import drafts, terms
from surveys.fielding.drafts import Draft, Page
from surveys.fielding.forms import boxes, read_posted
from surveys.views.answer.access import RespondentView
from surveys.views.answer.pages import differences, posted_version


class SheetsView(RespondentView):
    """All sheets with who wrote them last; POST adds one."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """List the sheets."""
        draft = self.draft_or_cover()
        if draft is None:
            return self.cover()
        if not draft.has_sheets:
            return redirect(self.respondent.url("answer_confirm"))
        return self.page(
            "sheets",
            draft=draft,
            sheets=draft.sheet_pages(),
            repeat=draft.sheet_section,
            after=_after(draft),
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Add a sheet and go to it."""
        draft = self.draft_or_cover()
        if draft is None:
            messages.error(request, terms.closed_message(self.target.survey))
            return self.cover()
        try:
            part = drafts.add_sheet(draft, by=self.respondent.person)
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        return redirect(self.respondent.url("answer_sheet", part.row))


def _after(draft: Draft) -> str:
    """Return the code of the page after the sheets, empty for the confirmation."""
    repeat = draft.sheet_section
    position = repeat.position if repeat else 0
    later = [page for page in draft.pages() if page.section.position > position]
    return later[0].section.code if later else ""


class SheetView(RespondentView):
    """One sheet: what it is about, and its questions."""

    def get(self, request: HttpRequest, key: str, row: int) -> HttpResponse:
        """Show the sheet."""
        draft = self.draft_or_cover()
        if draft is None:
            return self.cover()
        page = self._page(draft, row)
        return self._show(page, page.given, page.version)

    def post(self, request: HttpRequest, key: str, row: int) -> HttpResponse:
        """Save the sheet."""
        draft = self.draft_or_cover()
        if draft is None:
            messages.error(request, terms.closed_message(self.target.survey))
            return self.cover()
        page = self._page(draft, row)
        given = read_posted(request.POST, page.questions, row=row)
        title = request.POST.get("title", "").strip()[:200]
        try:
            drafts.save_part(
                draft,
                page.section,
                row,
                given,
                version=posted_version(request),
                by=self.respondent.person,
                title=title,
            )
        except drafts.WrittenByOther as error:
            other = Page(page.section, row, page.questions, error.part)
            return self._show(
                page, given, error.part.version, title=title, conflict=error,
                differences=differences(other, given),
            )  # fmt: skip
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        again = drafts.open_draft(self.target)
        here = again.sheet_page(row) if again else None
        if here and any(asked.code not in given for asked in here.questions):
            messages.info(request, "答えに合わせて、設問が増えました。続けて答えてください")
            return redirect(self.respondent.url("answer_sheet", row))
        messages.success(request, say.draft_saved(timezone.localtime()))
        return redirect(self.respondent.url("answer_sheets"))

    def _page(self, draft: Draft, row: int) -> Page:
        page = draft.sheet_page(row) if draft.has_sheets else None
        if page is None:
            raise Http404
        return page

    def _show(
        self,
        page: Page,
        given: dict[str, Given],
        version: int,
        title: str | None = None,
        **more: Any,
    ) -> HttpResponse:
        named = page.part.title if page.part else ""
        return self.page(
            "sheet",
            part=page,
            boxes=boxes(page.questions, {**page.given, **given}, row=page.row),
            version=version,
            sheet_title=named if title is None else title,
            **more,
        )


class SheetRemoveView(RespondentView):
    """Take a sheet away, after asking."""

    def get(self, request: HttpRequest, key: str, row: int) -> HttpResponse:
        """Ask first."""
        draft = self.draft_or_cover()
        page = draft.sheet_page(row) if draft else None
        if page is None:
            return self.cover()
        return self.page("sheet_remove", part=page)

    def post(self, request: HttpRequest, key: str, row: int) -> HttpResponse:
        """Remove it; those after it keep their numbers until they are sent in."""
        draft = self.draft_or_cover()
        if draft is None:
            return self.cover()
        try:
            drafts.remove_sheet(draft, row)
        except WrongState as error:
            messages.error(request, str(error))
            return self.cover()
        messages.success(request, "票を1枚消しました")
        return redirect(self.respondent.url("answer_sheets"))
