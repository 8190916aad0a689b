"""Batches of paper, the entry screen, and the comparison of two keyings."""

import datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from koganei_kyodo.japanese import normalise_number, parse_date
from surveys.actions import AnswersRefused, Given, SheetGiven, WrongState
from surveys.fielding import answers as plain
from surveys.fielding import keying, taking, terms
from surveys.fielding.forms import Box, boxes, read_typed, typed_of
from surveys.models import EntryBatch, KeyedSheet, Response
from surveys.questionnaires import Asked
from surveys.views.fielding.access import FieldingView

MAX_BLOCKS = 50


class BatchListView(FieldingView):
    """The batches with their progress; POST begins one."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the batches."""
        return self._show({})

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Begin a batch."""
        questionnaire = terms.fielded_questionnaire(self.survey)
        post = request.POST
        try:
            if questionnaire is None:
                raise WrongState("調査票を配ってから、届いた紙を入力します")
            name = post.get("name", "").strip()[:100]
            if not name:
                raise WrongState("束の名前を入力してください")
            count = normalise_number(post.get("count", "") or "0")
            batch = keying.make_batch(
                questionnaire,
                name=name,
                mode=self._mode(post.get("mode", "")),
                received_on=self._day(post.get("received_on", "")),
                double=post.get("double") == "1",
                by=request.user,
                count=min(int(count) if count.isdecimal() else 0, 1000),
            )
        except WrongState as error:
            messages.error(request, str(error))
            return self._show(post)
        except IntegrityError:
            messages.error(request, "同じ名前の束がすでにあります。別の名前にしてください")
            return self._show(post)
        return redirect("surveys:fielding_batch", self.survey.slug, batch.pk)

    def _mode(self, text: str) -> str:
        if text not in Response.Mode.values:
            raise WrongState("届いた方法を選んでください")
        return text

    def _day(self, text: str) -> datetime.date:
        try:
            return parse_date(text) if text.strip() else timezone.localdate()
        except ValueError:
            raise WrongState("届いた日は、実際にある日付にしてください") from None

    def _show(self, typed: Any) -> HttpResponse:
        questionnaires = list(self.survey.questionnaires.filter(fielded_at__isnull=False))
        modes = [
            (value, label) for value, label in Response.Mode.choices if value != Response.Mode.WEB
        ]
        return self.page(
            "batches",
            progress=keying.progress_of(questionnaires),
            modes=modes,
            typed=typed,
            today=timezone.localdate(),
        )


class BatchView(FieldingView):
    """One batch: its papers, who keyed what; POST adds a paper by its printed number."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show the papers."""
        batch = self.batch(pk)
        sheets = batch.sheets.select_related("target", "first_by", "second_by", "settled_by")
        return self.page(
            "batch",
            batch=batch,
            sheets=sheets.order_by("position"),
            progress=next(p for p in keying.progress_of([batch.questionnaire]) if p.batch == batch),
            following=keying.next_sheet(batch, request.user),
        )

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Add a paper and go to its entry screen."""
        batch = self.batch(pk)
        number = normalise_number(request.POST.get("number", ""))
        try:
            if not number.isdecimal() or len(number) > 8:
                raise WrongState("整理番号は、調査票に印刷された数字で入力してください")
            sheet = keying.add_paper(batch, int(number), by=request.user)
        except WrongState as error:
            messages.error(request, str(error))
            return redirect("surveys:fielding_batch", self.survey.slug, pk)
        return redirect("surveys:fielding_key", self.survey.slug, sheet.pk)

    def batch(self, pk: int) -> EntryBatch:
        """Return a batch of this survey."""
        rows = EntryBatch.objects.select_related("questionnaire__survey__dataset", "made_by")
        found: EntryBatch = get_object_or_404(rows, questionnaire__survey=self.survey, pk=pk)
        return found


class SheetMixin(FieldingView):
    """A page about one paper."""

    def sheet(self, pk: int) -> KeyedSheet:
        """Return a paper of this survey."""
        rows = KeyedSheet.objects.select_related(
            "batch__questionnaire__survey__dataset", "target__survey", "first_by", "second_by"
        )
        found: KeyedSheet = get_object_or_404(rows, batch__questionnaire__survey=self.survey, pk=pk)
        return found


class KeyView(SheetMixin):
    """The entry screen: the questions in the order of the paper, everything by keyboard."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show empty boxes, or one's own keying to mend."""
        sheet = self.sheet(pk)
        turn = keying.who_keys(sheet, request.user)
        if not turn:
            messages.info(request, self._why_not(sheet))
            return redirect("surveys:fielding_batch", slug, sheet.batch_id)
        own = sheet.first if turn == "key_first" else None
        answers, sheets = keying.read_keying(own) if own else ({}, [])
        return self._show(sheet, turn, answers, sheets, fresh=own is None)

    def _why_not(self, sheet: KeyedSheet) -> str:
        if sheet.status == KeyedSheet.Status.ONCE:
            return "2人目は、1人目と別の人が入力します"
        return keying.WRONG_STATE[KeyedSheet.Status(sheet.status)]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Keep the keying and go to the next paper; what cannot be read is shown again."""
        sheet = self.sheet(pk)
        turn = keying.who_keys(sheet, request.user) or "key_second"
        questions = taking.questions_of(sheet.batch.questionnaire)
        outside = read_typed(request.POST, [q for q in questions if not q.is_repeat])
        problems = list(outside.problems)
        sheets = []
        for row in range(1, self._blocks() + 1):
            keyed = read_typed(request.POST, [q for q in questions if q.is_repeat], row=row)
            problems += keyed.problems
            title = request.POST.get(f"title{row}", "").strip()[:200]
            sheets.append(SheetGiven(title, keyed.answers))
        if "add" in request.POST or problems:
            extra = [SheetGiven("", {})] if "add" in request.POST else []
            return self._show(sheet, turn, outside.answers, [*sheets, *extra], problems=problems)
        attributes = sheet.target.attributes if sheet.target else {}
        kept = [s for s in sheets if s.title or any(not g.is_empty for g in s.answers.values())]
        sent = plain.send_in(questions, attributes, outside.answers, kept)
        try:
            done = keying.key(sheet, *sent, by=request.user)
        except AnswersRefused as error:
            return self._show(sheet, turn, outside.answers, sheets, problems=error.problems)
        except WrongState as error:
            messages.error(request, str(error))
            return redirect("surveys:fielding_batch", slug, sheet.batch_id)
        return self._after(done)

    def _after(self, sheet: KeyedSheet) -> HttpResponse:
        slug = self.survey.slug
        if sheet.status == KeyedSheet.Status.DIFFERENT:
            messages.warning(
                self.request,
                f"1人目の入力と{sheet.differences}か所違います。紙を見て決めてください",
            )
            return redirect("surveys:fielding_settle", slug, sheet.pk)
        messages.success(self.request, f"{sheet.position}枚目を保存しました")
        following = keying.next_sheet(sheet.batch, self.request.user)
        if following is not None:
            return redirect("surveys:fielding_key", slug, following.pk)
        return redirect("surveys:fielding_batch", slug, sheet.batch_id)

    def _blocks(self) -> int:
        text = self.request.POST.get("blocks", "0")
        return min(int(text), MAX_BLOCKS) if text.isdecimal() else 0

    def _show(
        self,
        sheet: KeyedSheet,
        turn: str,
        answers: dict[str, Given],
        sheets: list[SheetGiven],
        *,
        problems: Any = (),
        fresh: bool = False,
    ) -> HttpResponse:
        questions = taking.questions_of(sheet.batch.questionnaire)
        outside = [q for q in questions if not q.is_repeat]
        inside = [q for q in questions if q.is_repeat]
        blocks = [
            (row, given.title, self._boxes(inside, given.answers, row, problems, fresh=False))
            for row, given in enumerate(sheets, start=1)
        ]
        return self.page(
            "key",
            sheet=sheet,
            turn=turn,
            boxes=self._boxes(outside, answers, 0, problems, fresh=fresh),
            blocks=blocks,
            has_sheets=bool(inside),
            wrong=problems,
            scan=getattr(sheet, "scan", None),
        )

    def _boxes(
        self,
        questions: list[Asked],
        answers: dict[str, Given] | Any,
        row: int,
        problems: Any,
        *,
        fresh: bool,
    ) -> list[Box]:
        found = boxes(questions, answers, row=row, problems=problems)
        if fresh:
            return found
        return [
            Box(
                box.asked,
                box.name,
                box.given,
                box.error,
                self.request.POST.get(box.name) or typed_of(box.asked, answers.get(box.asked.code)),
            )
            for box in found
        ]


class SettleView(SheetMixin):
    """Where two keyings differ: both side by side, decided with the paper in hand."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show the differences."""
        sheet = self.sheet(pk)
        if sheet.status != KeyedSheet.Status.DIFFERENT:
            return redirect("surveys:fielding_batch", slug, sheet.batch_id)
        return self._show(sheet, {})

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Make the response of what was decided."""
        sheet = self.sheet(pk)
        found = keying.differences(sheet)
        chosen = {each.key: request.POST.get(each.key, "") for each in found}
        try:
            done = keying.settle(sheet, chosen, by=request.user)
        except AnswersRefused as error:
            return self._show(sheet, chosen, problems=error.problems)
        except WrongState as error:
            messages.error(request, str(error))
            return self._show(sheet, chosen)
        messages.success(request, f"{done.position}枚目が回答になりました")
        return redirect("surveys:fielding_batch", slug, done.batch_id)

    def _show(self, sheet: KeyedSheet, chosen: dict[str, str], problems: Any = ()) -> HttpResponse:
        return self.page(
            "settle",
            sheet=sheet,
            lines=[(each, chosen.get(each.key, "")) for each in keying.differences(sheet)],
            wrong=problems,
            scan=getattr(sheet, "scan", None),
        )


class AsideView(SheetMixin):
    """Say that a paper cannot count."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Set it aside with a reason."""
        sheet = self.sheet(pk)
        try:
            keying.set_aside(sheet, reason=request.POST.get("reason", ""), by=request.user)
        except WrongState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{sheet.position}枚目を無効にしました")
        return redirect("surveys:fielding_batch", slug, sheet.batch_id)


class ScanView(SheetMixin):
    """The picture of a paper: shown to who keys, kept outside what the web server serves."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Return the file."""
        scan = getattr(self.sheet(pk), "scan", None)
        if scan is None:
            raise Http404
        response = HttpResponse(bytes(scan.content), content_type=scan.content_type)
        response["Content-Disposition"] = content_disposition_header(True, scan.filename)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Keep a file."""
        sheet = self.sheet(pk)
        upload = request.FILES.get("scan")
        try:
            if upload is None:
                raise WrongState("調査票の画像を選んでください")
            keying.attach_scan(
                sheet, filename=str(upload.name), content=upload.read(), by=request.user
            )
        except WrongState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "調査票の画像を付けました")
        return redirect("surveys:fielding_key", slug, pk)
