"""Rounds of invitations, reminders and thanks, and what is printed for them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from koganei_kyodo.documents import excel
from koganei_kyodo.documents.actions import key_of, request_rendering
from surveys.actions import WrongState
from surveys.fielding import rounds, terms
from surveys.models import Outreach
from surveys.views.fielding.access import FieldingView

PRINTS = {
    "letters": ("surveys-fielding-letters", "依頼の手紙"),
    "labels": ("surveys-fielding-labels", "宛名ラベル"),
    "questionnaires": ("surveys-fielding-questionnaires", "調査票"),
}


class RoundListView(FieldingView):
    """What was sent, and whom a new round would reach."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the rounds and the numbers of those who wait."""
        waiting = [
            (kind, channel, rounds.recipients(self.survey, kind, channel).count())
            for kind in Outreach.Kind
            for channel in Outreach.Channel
        ]
        made = Outreach.objects.filter(survey=self.survey).select_related("made_by")
        return self.page(
            "rounds",
            waiting=waiting,
            rounds=made.prefetch_related("items"),
            is_open=terms.is_open(self.survey),
        )


class RoundCreateView(FieldingView):
    """Write and send one round."""

    def get(self, request: HttpRequest, slug: str, kind: str, channel: str) -> HttpResponse:
        """Show the text to begin with, and to how many it goes."""
        self._known(kind, channel)
        subject, body = rounds.draft_text(self.survey, kind)
        return self._show(kind, channel, subject, body, str(uuid.uuid4()))

    def post(self, request: HttpRequest, slug: str, kind: str, channel: str) -> HttpResponse:
        """Send it; the same form sent twice is one round."""
        self._known(kind, channel)
        subject = request.POST.get("subject", "").strip()[:200]
        body = request.POST.get("body", "").replace("\r\n", "\n").strip()
        try:
            token = uuid.UUID(request.POST.get("token", ""))
        except ValueError:
            token = uuid.uuid4()
        if not subject or not body:
            messages.error(request, "件名と本文を入力してください")
            return self._show(kind, channel, subject, body, str(token))
        try:
            made = rounds.send_round(
                self.survey,
                kind=kind,
                channel=channel,
                subject=subject,
                body=body,
                token=token,
                by=request.user,
                with_questionnaire=bool(request.POST.get("with_questionnaire")),
            )
        except WrongState as error:
            messages.error(request, str(error))
            return self._show(kind, channel, subject, body, str(token))
        count = made.items.count()
        done = "送っています" if channel == Outreach.Channel.EMAIL else "発送として記録しました"
        messages.success(request, f"{count}件に{made.get_kind_display()}を{done}")
        return redirect("surveys:fielding_round", self.survey.slug, made.pk)

    def _known(self, kind: str, channel: str) -> None:
        if kind not in Outreach.Kind.values or channel not in Outreach.Channel.values:
            raise Http404

    def _show(self, kind: str, channel: str, subject: str, body: str, token: str) -> HttpResponse:
        found = rounds.recipients(self.survey, kind, channel)
        return self.page(
            "round_create",
            kind=Outreach.Kind(kind),
            channel=Outreach.Channel(channel),
            subject=subject,
            body=body,
            token=token,
            count=found.count(),
            first=found[:5],
            mark=rounds.LINK_MARK,
        )


class RoundView(FieldingView):
    """One round: how many mails have left, and what can be printed for letters."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show the round; the list of addresses comes as Excel."""
        outreach = self._round(pk)
        items = outreach.items.select_related("target__contact").order_by("target__number", "pk")
        if request.GET.get("format") == "xlsx":
            return self._list(outreach)
        return self.page(
            "round",
            outreach=outreach,
            items=items[:200],
            total=items.count(),
            mailed=items.exclude(mailed_on=None).count(),
            failed=items.exclude(failed="").count(),
            prints=[(name, label) for name, (_, label) in PRINTS.items()],
        )

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Have letters, labels or questionnaires made by the worker."""
        outreach = self._round(pk)
        what = request.POST.get("what", "")
        if what not in PRINTS:
            raise Http404
        kind, label = PRINTS[what]
        params = {"outreach": outreach.pk}
        made = request_rendering(
            kind,
            params,
            key_of(
                {**params, "kind": kind, "items": outreach.items.count(), "made": str(uuid.uuid4())}
            ),
            title=f"{self.survey.title}：{label}",
            filename=f"{self.survey.title}_{label}.pdf",
            content_type="application/pdf",
        )
        return redirect(made.get_absolute_url())

    def _round(self, pk: int) -> Outreach:
        found: Outreach = get_object_or_404(Outreach, survey=self.survey, pk=pk)
        return found

    def _list(self, outreach: Outreach) -> HttpResponse:
        rows = []
        for item in outreach.items.select_related("target__contact").order_by("target__number"):
            contact = getattr(item.target, "contact", None)
            rows.append(
                [
                    item.target.number,
                    item.target.name,
                    contact.addressee if contact else "",
                    contact.postcode if contact else "",
                    contact.address if contact else "",
                    contact.email if contact else "",
                    item.target.get_status_display(),
                ]
            )
        header = ["整理番号", "名称", "宛名", "郵便番号", "住所", "メールアドレス", "いまの状態"]
        sheet = excel.Sheet("発送の一覧", header, rows, title=str(outreach), widths=[10, 30, 20])
        content = excel.write_workbook([sheet], title=str(outreach))
        response = HttpResponse(
            content,
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        name = f"{self.survey.title}_発送の一覧.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response
