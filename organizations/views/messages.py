"""団体へのお知らせ: write, try, send; sheets of labels and a list for letters; saying no."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo.documents import excel
from koganei_kyodo.documents.actions import key_of, request_rendering
from koganei_kyodo.documents.labels import LAYOUTS
from organizations import actions
from organizations.actions import messages as writing
from organizations.filters import OrganizationFilterSet
from organizations.message_forms import MessageForm
from organizations.models import GroupMessage, MessageDelivery, Organization
from organizations.renderers import LABELS, addressed
from organizations.views.access import address_before_key, person, site_name
from organizations.views.directory import EXCEL_TYPE, disposition
from organizations.views.imports import ImporterMixin, require_right

LOG_PER_PAGE = 100
Delivery = MessageDelivery.Status


def filters_for(query: str) -> OrganizationFilterSet:
    """Return the filters that a query string of the list means."""
    return OrganizationFilterSet(QueryDict(query), Organization.objects.listed())


def recipients_of(query: str) -> QuerySet[Organization]:
    """Return the groups that a query string of the list leaves."""
    return filters_for(query).organizations


def counts_of(query: str) -> dict[str, Any]:
    """Return how many groups are reached which way, and the conditions in words."""
    filters = filters_for(query)
    rows = filters.organizations.order_by()
    mail = rows.exclude(contact__email="").exclude(contact=None)
    stopped = mail.exclude(mail_stop=None).count()
    everyone = filters.facets.total
    by_mail = mail.count() - stopped
    return {
        "filters": filters,
        "everyone": everyone,
        "by_mail": by_mail,
        "by_letter": everyone - by_mail - stopped,
        "stopped": stopped,
    }


class MessageListView(ImporterMixin, View):
    """Messages so far."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        rows = GroupMessage.objects.select_related("created_by")
        rows = rows.annotate(recipients=Count("deliveries")).order_by("-created_at", "-pk")
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        return render(request, "organizations/message_list.html", {"messages_page": page})


class MessageWriteView(ImporterMixin, View):
    """A draft: new, with the conditions of the address, or written before."""

    def get(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        """Show the form."""
        draft = draft_of(pk) if pk else None
        query = draft.query if draft else asked_query(request)
        return self._page(MessageForm(instance=draft), query, draft)

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        """Keep the draft."""
        draft = draft_of(pk) if pk else None
        query = request.POST.get("query", "")[:1000]
        form = MessageForm(request.POST, instance=draft)
        if not form.is_valid():
            return self._page(form, query, draft)
        values = form.cleaned_data
        saved = actions.write_message(
            values["subject"], values["body"], query, by=person(request), message=draft
        )
        return redirect("organizations:message", saved.pk)

    def _page(self, form: MessageForm, query: str, draft: GroupMessage | None) -> HttpResponse:
        context = {"form": form, "query": query, "draft": draft, **counts_of(query)}
        return render(self.request, "organizations/message_write.html", context)


class MessageView(ImporterMixin, View):
    """One message: how it will look, or what became of it at each group."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview of a draft, or the log."""
        message = get_object_or_404(
            GroupMessage.objects.select_related("created_by", "sent_by"), pk=pk
        )
        context: dict[str, Any] = {"message": message}
        if message.allows("send"):
            context |= counts_of(message.query)
            first = context["filters"].organizations.first()
            stop = f"{stop_address()}…/"
            context["text"] = writing.text_for(
                message, first.name if first else "〇〇の会", stop, site_name(request)
            )
        else:
            counted = dict(
                message.deliveries.order_by().values_list("status").annotate(n=Count("pk"))
            )
            context["counts"] = [(s.label, counted.get(s.value, 0)) for s in Delivery]
            rows = message.deliveries.select_related("organization")
            context["page_obj"] = Paginator(rows, LOG_PER_PAGE).get_page(request.GET.get("page"))
            context["letters"] = counted.get(Delivery.LETTER.value, 0)
        return render(request, "organizations/message.html", context)


@require_POST
@login_required
def message_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the draft to the person."""
    require_right(request)
    user = person(request)
    try:
        actions.send_test(
            draft_of(pk), by=user, site_name=site_name(request), address=stop_address()
        )
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"試しのメールを{user.email}に送りました。届いたら、読み返してください"
        )
    return redirect("organizations:message", pk)


@require_POST
@login_required
def message_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send to every group of the message."""
    require_right(request)
    message = get_object_or_404(GroupMessage, pk=pk)
    try:
        actions.send_message(
            message,
            recipients_of(message.query),
            by=person(request),
            site_name=site_name(request),
            address=stop_address(),
        )
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "送り始めました。送り先ごとの結果は、この画面でわかります")
    return redirect("organizations:message", pk)


class LabelsView(ImporterMixin, View):
    """Address labels and a letter list for the groups that conditions leave."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the choice of layouts."""
        query = asked_query(request)
        organizations, letters = self._organizations(request, query)
        contacts = addressed(organizations.order_by())
        context = {
            "layouts": LAYOUTS.values(),
            "query": query,
            "everyone": organizations.count(),
            "addressed": contacts.count(),
            "letters": letters,
            "message": request.GET.get("message", ""),
            "filters": filters_for(query),
        }
        return render(request, "organizations/labels.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the worker for the sheets."""
        layout = request.POST.get("layout", "")
        if layout not in LAYOUTS:
            messages.error(request, "ラベルの用紙を選んでください")
            return redirect(request.get_full_path())
        organizations, _ = self._organizations(request, asked_query(request))
        params = {
            "organizations": sorted(organizations.order_by().values_list("pk", flat=True)),
            "layout": layout,
            "addresses": address_stamp(organizations),
        }
        rendering = request_rendering(
            LABELS, params, key_of(params), title="宛名ラベル", filename="宛名ラベル.pdf",
            content_type="application/pdf",
        )  # fmt: skip
        return redirect(rendering.get_absolute_url())

    def _organizations(
        self, request: HttpRequest, query: str
    ) -> tuple[QuerySet[Organization], bool]:
        """Return the groups of the list, or those of a message that get it as a letter."""
        asked = request.GET.get("message", "")
        if asked.isdecimal():
            rows = MessageDelivery.objects.filter(message_id=int(asked), status=Delivery.LETTER)
            return Organization.objects.filter(pk__in=rows.values("organization")), True
        return recipients_of(query), False


@require_safe
@login_required
def letter_list(request: HttpRequest) -> HttpResponse:
    """Return the addresses of the groups without mail as an Excel file."""
    require_right(request)
    asked = request.GET.get("message", "")
    if asked.isdecimal():
        rows = MessageDelivery.objects.filter(message_id=int(asked), status=Delivery.LETTER)
        organizations: QuerySet[Organization] = Organization.objects.filter(
            pk__in=rows.values("organization")
        )
    else:
        organizations = recipients_of(asked_query(request)).filter(contact__email="")
    ordered = organizations.select_related("contact").order_by("name_kana", "pk")
    sheet = excel.Sheet(
        name="手紙を送る団体",
        title="手紙を送る団体（メールなし）",
        header=[
            "団体名",
            "ふりがな",
            "代表者",
            "郵便番号",
            "住所",
            "住所の続き",
            "電話番号",
            "FAX番号",
        ],
        rows=(_letter_row(o) for o in ordered),
        widths=[30, 30, 16, 12, 40, 20, 16, 16],
    )
    content = excel.write_workbook([sheet], title="手紙を送る団体")
    return HttpResponse(
        content, content_type=EXCEL_TYPE, headers=disposition("手紙を送る団体.xlsx")
    )


def _letter_row(o: Organization) -> list[str]:
    c = getattr(o, "contact", None)
    if c is None:
        return [o.name, o.name_kana, "", "", "", "", "", ""]
    return [
        o.name, o.name_kana, c.representative, c.postcode, c.address, c.address_to, c.phone, c.fax,
    ]  # fmt: skip


class StopView(View):
    """The link in every message: no more of them. Needs no login, and asks before it does it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Ask."""
        context = {"organization": self._group(key), "stopped": False}
        return render(request, "organizations/mail_stop.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Stop."""
        self._group(key)
        organization = actions.stop_mail(key)
        context = {"organization": organization, "stopped": True}
        return render(request, "organizations/mail_stop.html", context)

    def _group(self, key: str) -> Organization:
        try:
            return writing.group_of_key(key)
        except signing.BadSignature as error:
            raise Http404 from error


def asked_query(request: HttpRequest) -> str:
    """Return the conditions of the list in the address, in one order and without the page."""
    names = ("q", "field", "area", "kind", "wanted", "level", "kana")
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def address_stamp(organizations: QuerySet[Organization]) -> str:
    """Return what changes when an address of these groups does: sheets are then made anew."""
    return key_of(
        list(addressed(organizations.order_by()).values_list("pk", "postcode", "address", "address_to",
                                                  "organization__name"))
    )  # fmt: skip


def stop_address() -> str:
    """Return the whole address of the page to say no on, up to where the key follows."""
    return address_before_key("organizations:mail_stop")


def draft_of(pk: int) -> GroupMessage:
    """Return a message that isn't sent yet; 404 for any other."""
    return get_object_or_404(GroupMessage, pk=pk, status=GroupMessage.Status.DRAFT)
