"""The desk's workplace: the log of consultations, and the centre's own words for it."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consultations import actions, permissions
from consultations.forms import ConsultationForm, PersonForm
from consultations.models import (
    Consultation,
    ConsultationCategory,
    ConsultationNote,
    ConsultationPerson,
    EnquirerKind,
)
from consultations.views import steps
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.admin_queues import Queue, register_queue
from koganei_kyodo.japanese import format_date
from organizations.models import Membership

LIST = "admin:consultations_consultation_changelist"
SHOWN = 40  # characters of the text in the list


class DueFilter(admin.SimpleListFilter):
    """次の予定: what waits for today, for later, for nothing."""

    title = "次の予定"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("now", "きょうまで"), ("later", "あしたから"), ("none", "決まっていない")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter; a closed consultation waits for nothing."""
        today = timezone.localdate()
        open_ones = ~Q(status=Consultation.Status.CLOSED)
        conditions = {
            "now": open_ones & Q(next_on__lte=today),
            "later": open_ones & Q(next_on__gt=today),
            "none": open_ones & Q(next_on=None),
        }
        value = self.value()
        return queryset.filter(conditions[value]) if value in conditions else queryset


class PersonInline(admin.StackedInline):
    """Who asked. It may stay empty."""

    model = ConsultationPerson
    form = PersonForm
    autocomplete_fields = ["user"]
    max_num = 1
    extra = 1
    can_delete = False
    verbose_name = verbose_name_plural = "相談した人（聞いていなければ空のまま）"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Take only people whom the visitor may look up."""
        if db_field.name == "user":
            accounts = self.admin_site.get_model_admin(User)
            kwargs["queryset"] = accounts.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Consultation)
class ConsultationAdmin(admin.ModelAdmin):
    """The log. The desk writes it, the coordinating office reads; buttons change the status."""

    form = ConsultationForm
    inlines = [PersonInline]
    list_display = ["number", "received", "what", "status", "next_day", "enquirer_kind", "staff"]
    list_display_links = ["number", "what"]
    list_filter = [
        "status", DueFilter, "channel", "categories", "enquirer_kind",
        ("staff", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["number"]
    search_help_text = (
        "番号・内容・対応・メモ・相談者の氏名や電話番号で探せます。空白で区切ると、すべてを含む相談"
    )
    date_hierarchy = "received_at"
    list_select_related = ["enquirer_kind", "staff"]
    # Who asked stays out: a list that is taken along needs no names.
    export_display = (
        "number", "received_at", "minutes", "channel", "staff", "enquirer_kind", "organization",
        "department", "text", "handling", "referred_department", "referred_organization",
        "referred_to", "next_on", "next_step", "status",
    )  # fmt: skip
    export_select_related = (
        "organization", "department", "referred_department", "referred_organization",
    )  # fmt: skip
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    autocomplete_fields = [
        "organization", "department", "previous", "referred_department", "referred_organization",
    ]  # fmt: skip
    change_form_template = "admin/consultations/consultation/change_form.html"
    fieldsets = (
        ("受付", {"fields": ["received_at", "minutes", "channel", "staff", "seen"]}),
        ("だれから", {"fields": ["enquirer_kind", "organization", "department", "previous"]}),
        ("内容と対応", {"fields": ["categories", "text", "handling"]}),
        (
            "紹介と次の予定",
            {
                "fields": [
                    "referred_department", "referred_organization", "referred_to", "next_on",
                    "next_step",
                ]
            },
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        """Show nothing to a person who may not read the log."""
        visible: QuerySet[Consultation] = Consultation.objects.visible_to(request.user)
        return visible.order_by("-received_at", "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search in Japanese: the entry, the notes and who asked."""
        if not search_term.strip():
            return queryset, False
        try:
            return cast(Any, queryset).holding(search_term), False
        except ValueError:  # no text column can hold it
            return queryset.none(), False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: what is past its time goes by an approved list."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the desk write what is not closed."""
        return super().has_change_permission(request, obj) and (obj is None or obj.allows("edit"))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Tell the form who asks."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("ConsultationForm", (form,), {"by": request.user})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave the version out where nothing is edited."""
        shown = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            first, *others = shown
            names = [name for name in first[1]["fields"] if name != "seen"]
            return [(first[0], {"fields": names}), *others]
        return shown

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with now, and with the person who writes."""
        now = timezone.localtime().replace(second=0, microsecond=0)
        given = super().get_changeform_initial_data(request)
        return {"received_at": now, "staff": request.user.pk, **given}

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the people who work at the desk today as who took it."""
        if db_field.name == "staff":
            desk = Membership.objects.current().filter(role=Role.DESK).values("user")
            people = Q(pk__in=desk) | Q(pk=request.user.pk)
            number = request.resolver_match.kwargs.get("object_id", "")
            if number.isdecimal():
                before = Consultation.objects.filter(pk=number).values("staff")
                people |= Q(pk__in=before)
            kwargs["queryset"] = User.objects.filter(people).order_by("name_kana", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer no way off the page while somebody is told about: words are edited in their lists."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget: Any = getattr(field, "widget", None)
        for right in ("add", "change", "view", "delete"):
            if hasattr(widget, f"can_{right}_related"):
                setattr(widget, f"can_{right}_related", False)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through the one door."""
        by = cast(User, request.user)
        if change:
            actions.save(obj, by=by, version=form.cleaned_data.get("seen") or 0)
        else:
            actions.record(obj, by=by)

    def get_urls(self) -> list[Any]:
        """Add the addresses of the buttons."""

        def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
            return steps.take(request, pk, verb, self.admin_site)

        guard = self.admin_site.admin_view
        name = "consultations_consultation"
        methods = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("<int:pk>/step/<slug:verb>/", guard(methods(step)), name=f"{name}_step"),
            path(
                "<int:pk>/notes/<int:note_pk>/public/",
                guard(require_POST(steps.publish_note)),
                name=f"{name}_note_public",
            ),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer the buttons that the status allows; show the notes and what followed."""
        row = self._whole(request, object_id)
        if row is not None:
            may_write = permissions.may_write(request.user)
            offered = [step for step in steps.STEPS if may_write and step.offered(row)]
            said = {"row": row, "buttons": offered, "may_write": may_write}
            extra_context = {**(extra_context or {}), **said}
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def _whole(self, request: HttpRequest, object_id: str | None) -> Consultation | None:
        """Return the entry with its notes and the later ones; None where there is none."""
        if object_id is None or not object_id.isdecimal():
            return None
        notes = ConsultationNote.objects.select_related("written_by", "made_public_by")
        rows = self.get_queryset(request).select_related("person", "closed_by")
        return (
            rows.prefetch_related(Prefetch("notes", notes), "following")
            .filter(pk=object_id)
            .first()
        )

    @admin.display(description="受付", ordering="received_at")
    def received(self, obj: Consultation) -> str:
        """Return day and hour."""
        at = timezone.localtime(obj.received_at)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"

    @admin.display(description="内容", ordering="text")
    def what(self, obj: Consultation) -> str:
        """Return the beginning of the text."""
        text = " ".join(obj.text.split())
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

    @admin.display(description="次の予定", ordering="next_on")
    def next_day(self, obj: Consultation) -> str | None:
        """Return the next date, marked where it has come."""
        if obj.next_on is None:
            return None
        return f"{format_date(obj.next_on)}{'（予定の日）' if obj.is_due else ''}"


@admin.register(EnquirerKind, ConsultationCategory)
class DeskLabelAdmin(admin.ModelAdmin):
    """Words of the log, in the order of the form."""

    list_display = ["name", "position", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["name"]
    search_help_text = "名称で探せます"
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: entries keep the words they were written with."""
        return False


@register_queue
def due(request: HttpRequest) -> Iterator[Queue]:
    """Say how many consultations have reached their next date. One query."""
    if not permissions.may_write(request.user):
        return
    found = Consultation.objects.visible_to(request.user).due()
    waiting = found.aggregate(count=Count("pk"), oldest=Min("next_on"))
    url = f"{reverse(LIST)}?due=now"
    yield Queue("次の予定の日が来た相談", waiting["count"], url, waiting["oldest"])
