"""The frame: its list, one target with what happened to it, and how it grows."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from koganei_kyodo.documents import csv_files
from koganei_kyodo.japanese import normalise_number
from koganei_kyodo.search.words import typed
from organizations.models import Department, Organization, OrganizationKind
from surveys.actions import WrongState
from surveys.fielding import frame, frame_file, links
from surveys.models import Target, TargetEvent
from surveys.views.fielding.access import FieldingView

PER_PAGE = 50
SHOWN = 20
STEPS = {
    "undeliverable": "宛先不明で戻った",
    "refuse": "回答をことわった",
    "receive": "調査票が届いた",
    "invalidate": "回答を無効にする",
    "exclude": "対象から外す",
    "restore": "前の状態に戻す",
    "send": "発送した",
}


def filtered(request: HttpRequest, rows: QuerySet[Target]) -> QuerySet[Target]:
    """Return the targets that the address asks for: state, kind, words or number."""
    status, group = request.GET.get("status", ""), request.GET.get("group", "")
    words = typed(request)
    if status in Target.Status.values:
        rows = rows.filter(status=status)
    if group:
        rows = rows.filter(group=group)
    if words:
        number = normalise_number(words)
        found = Q(search_name__holds=words)
        if number.isdecimal() and len(number) < 9:
            found |= Q(number=int(number))
        rows = rows.filter(found)
    return rows


class TargetListView(FieldingView):
    """Who is asked and what became of each."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the list, or the same rows as CSV."""
        rows = filtered(request, Target.objects.filter(survey=self.survey))
        rows = rows.order_by("number", "pk")
        if request.GET.get("format") == "csv":
            return self._csv(rows)
        pages = Paginator(rows, PER_PAGE)
        groups = self.survey.targets.order_by("group").values_list("group", flat=True).distinct()
        return self.page(
            "targets",
            page=pages.get_page(request.GET.get("page")),
            statuses=Target.Status.choices,
            groups=[group for group in groups if group],
        )

    def _csv(self, rows: QuerySet[Target]) -> HttpResponse:
        lines = rows.select_related("contact")
        writer = csv_files.CsvWriter()
        content = b"".join(
            writer.chunks(
                [
                    "整理番号",
                    "名称",
                    "区分",
                    "状態",
                    "理由",
                    "宛名",
                    "郵便番号",
                    "住所",
                    "メールアドレス",
                ],
                (_line(target) for target in lines),
            )
        )
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        name = f"{self.survey.title}_対象名簿.csv"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


def _line(target: Target) -> list[Any]:
    contact = getattr(target, "contact", None)
    reached = (
        [contact.addressee, contact.postcode, contact.address, contact.email]
        if contact
        else [""] * 4
    )
    return [
        target.number,
        target.name,
        target.group,
        target.get_status_display(),
        target.status_note,
        *reached,
    ]


class TargetView(FieldingView):
    """One target: how it is reached, what happened, what can be noted."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show the target."""
        return self._show(self._target(pk))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Note a step, mend the address, make a new link, or name who answers instead."""
        target = self._target(pk)
        step = request.POST.get("step", "")
        try:
            if step == "contact":
                contact = {f: request.POST.get(f, "").strip() for f in frame.CONTACT_FIELDS}
                frame.change_contact(target, contact, by=request.user)
                messages.success(request, "連絡先を直しました")
            elif step == "link":
                secret = frame.renew_link(target, by=request.user)
                messages.success(request, "新しいリンクを作りました。前のリンクは使えません")
                return self._show(self._target(pk), new_link=links.link_address(secret))
            elif step == "answerer":
                office = request.POST.get("office", "")
                offices = _offices().filter(pk=int(office) if office.isdecimal() else 0)
                frame.let_answer(target, offices.first(), by=request.user)
                messages.success(request, "代わりに答える課を保存しました")
            elif step in STEPS:
                note = request.POST.get("note", "")
                frame.move(target, step, by=request.user, note=note)
                messages.success(request, f"「{STEPS[step]}」を記録しました")
            else:
                raise Http404
        except WrongState as error:
            messages.error(request, str(error))
        return redirect("surveys:fielding_target", self.survey.slug, pk)

    def _target(self, pk: int) -> Target:
        rows = Target.objects.select_related(
            "survey__dataset", "contact", "response__receipt", "link", "answered_by"
        )
        found: Target = get_object_or_404(rows, survey=self.survey, pk=pk)
        return found

    def _show(self, target: Target, **more: Any) -> HttpResponse:
        events = TargetEvent.objects.filter(target=target).select_related("by")
        may_pass_on = target.department_id is not None and not self.survey.is_anonymous
        return self.page(
            "target",
            offices=_offices().exclude(pk=target.department_id or 0) if may_pass_on else [],
            target=target,
            contact=getattr(target, "contact", None),
            response=None if self.survey.is_anonymous else getattr(target, "response", None),
            has_link=hasattr(target, "link"),
            events=events,
            steps=[(verb, label) for verb, label in STEPS.items() if target.allows(verb)],
            **more,
        )


class FrameView(FieldingView):
    """Let the frame grow: from the registry, the offices, or a file. First shown, then done."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the three ways."""
        return self._show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Add the chosen targets; a file is shown first, and one with problems adds nothing."""
        way = request.POST.get("way", "")
        try:
            if way == "file":
                return self._preview()
            lines, source = self._lines(way)
        except frame_file.FrameFileError as error:
            return self._show(file_error=str(error))
        if not lines:
            messages.warning(request, "加える相手がいませんでした。条件を変えてみてください")
            return redirect("surveys:fielding_frame", self.survey.slug)
        try:
            made, known = frame.add_targets(self.survey, lines, source=source, by=request.user)
        except WrongState as error:
            messages.error(request, str(error))
            return redirect("surveys:fielding_frame", self.survey.slug)
        there = f"（{known}件は、すでに名簿にあります）" if known else ""
        messages.success(request, f"名簿に{len(made)}件を加えました{there}")
        return redirect("surveys:fielding_targets", self.survey.slug)

    def _preview(self) -> HttpResponse:
        """Show what a file would add, without adding it."""
        file = frame_file.read(self.survey, self.request.FILES.get("file"))
        if file.problems:
            return self._show(wrong=file.problems)
        fresh = frame.new_lines(self.survey, file.lines)
        if not fresh:
            raise frame_file.FrameFileError(
                "ファイルの相手は、すべて名簿にあります。ほかのファイルを選んでください"
            )
        labels = frame_file.attribute_labels(self.survey)
        return self.page(
            "frame_file",
            lines=[_previewed(labels, line) for line in fresh[:SHOWN]],
            fresh=len(fresh),
            known=len(file.lines) - len(fresh),
            unread=file.unread,
            held=frame_file.sealed(self.survey, fresh),
        )

    def _lines(self, way: str) -> tuple[list[frame.Line], str]:
        post = self.request.POST
        if way == "registry":
            kinds = [int(kind) for kind in post.getlist("kind") if kind.isdecimal()]
            return frame.organization_lines(_groups(kinds)), Target.Source.REGISTRY
        if way == "departments":
            offices = Department.objects.of_city().current().offices().select_related("parent")
            chosen = list(offices.filter(children=None).distinct())
            source = post.get("attribute_source", "")
            known = source if source in frame.attribute_sources() else ""
            return frame.department_lines(self.survey, chosen, known), Target.Source.DEPARTMENTS
        if way == "held":
            lines = frame_file.unsealed(self.survey, post.get("held", ""))
            return lines, Target.Source.FILE
        raise Http404

    def _show(self, **more: Any) -> HttpResponse:
        offices = Department.objects.of_city().current().offices().filter(children=None)
        return self.page(
            "frame",
            kinds=OrganizationKind.objects.all(),
            group_count=_groups([]).count(),
            office_count=offices.distinct().count(),
            mailed_count=offices.exclude(email="").distinct().count(),
            sources=list(frame.attribute_sources()),
            count=self.survey.targets.count(),
            **more,
        )


def _previewed(labels: dict[str, dict[int, str]], line: frame.Line) -> dict[str, Any]:
    """Return a line in the words of its file."""
    return {
        "name": line.name,
        "group": line.group,
        "attributes": [labels[code][number] for code, number in line.attributes.items()],
        "contact": [line.contact[name] for name in frame.CONTACT_FIELDS if line.contact.get(name)],
    }


def _offices() -> QuerySet[Department]:
    """Return the offices of today that can answer for another."""
    return Department.objects.of_city().current().offices().distinct().order_by("position", "pk")


def _groups(kinds: list[int]) -> QuerySet[Organization]:
    """Return the registered groups of some kinds, of all kinds where none is named."""
    listed = getattr(Organization, "LISTED", (Organization.Status.PUBLIC,))
    rows = Organization.objects.filter(status__in=listed).select_related("kind")
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("name_kana", "pk")
