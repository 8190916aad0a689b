"""The buttons of a request and of a disposal list: one page for each, then the action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from koganei_kyodo.portal.context_processors import read_centre
from koganei_kyodo.portal.privacy import forms, requests, retention
from koganei_kyodo.portal.privacy.erase import erase_on_request
from koganei_kyodo.portal.privacy.export import as_json, as_pdf, personal_data
from koganei_kyodo.portal.privacy.models import DisposalList, PersonalDataRequest, UseStop
from koganei_kyodo.portal.privacy.permissions import require_handling
from koganei_kyodo.portal.privacy.traces import mentions

Kind = PersonalDataRequest.Kind
Status = PersonalDataRequest.Status
Decision = PersonalDataRequest.Decision
Offer = Callable[[Any], bool]


@dataclass(frozen=True)
class Step:
    """One button: its words, what it asks for, when it is there, and what is said after it."""

    verb: str
    label: str
    explanation: str
    form: type[forms.StepForm]
    offered: Offer
    done: str
    dangerous: bool = False


def _is_granted(request: PersonalDataRequest, *kinds: str) -> bool:
    decided = request.status == Status.DECIDED and request.decision != Decision.REFUSED
    return decided and request.kind in kinds and request.person_id is not None


def _may_finish(request: PersonalDataRequest) -> bool:
    carried_out = request.kind in (Kind.STOP, Kind.ERASE) and request.decision != Decision.REFUSED
    return request.allows("finish") and not carried_out


REQUEST_STEPS: tuple[Step, ...] = (
    Step(
        "identify",
        "本人を確かめたことを書く",
        "請求した人が本人（または代理人）であることを、どう確かめたかを残します。",
        forms.IdentifyForm,
        lambda r: r.allows("identify"),
        "本人の確かめ方を残しました。",
    ),
    Step(
        "extend",
        "期限を延ばす",
        "決定の期限は、理由があるときだけ、受け付けた日から60日まで延ばせます。",
        forms.ExtendForm,
        lambda r: r.allows("extend"),
        "期限を延ばしました。本人に、新しい期限と理由を文書で知らせてください。",
    ),
    Step(
        "decide",
        "決定する",
        "請求のとおりにするかどうかを決めます。決めたあとは変えられません。",
        forms.DecideForm,
        lambda r: r.allows("decide"),
        "決定しました。本人に文書で知らせてください。",
    ),
    Step(
        "export",
        "開示する資料を作る",
        "この人について持っている情報を、1つのファイルにします。作ったことは記録に残ります。",
        forms.ExportForm,
        lambda r: _is_granted(r, Kind.DISCLOSE),
        "",
    ),
    Step(
        "stop",
        "利用を停止する",
        "この人はログインできなくなります。情報はそのまま残ります。",
        forms.StepForm,
        lambda r: _is_granted(r, Kind.STOP),
        "利用を停止しました。",
    ),
    Step(
        "resume",
        "利用を再開する",
        "この人は、またログインできるようになります。",
        forms.ResumeForm,
        lambda r: UseStop.objects.filter(request=r).exists(),
        "利用を再開しました。",
    ),
    Step(
        "erase",
        "消去する",
        "氏名・ふりがな・メールアドレス・ログインIDを、すべての表と変更の記録から消します。"
        "元に戻せません。統計は変わりません。",
        forms.EraseForm,
        lambda r: _is_granted(r, Kind.ERASE),
        "消去しました。",
        dangerous=True,
    ),
    Step(
        "finish",
        "終わったことにする",
        "本人に知らせ終わったら押します。",
        forms.StepForm,
        _may_finish,
        "この請求を終わりにしました。",
    ),
)
LIST_STEPS: tuple[Step, ...] = (
    Step(
        "approve",
        "この一覧を承認する",
        "承認すると、次の夜の処理で、一覧にあるものを廃棄します。廃棄すると元に戻せません。",
        forms.StepForm,
        lambda disposal: disposal.allows("approve"),
        "承認しました。次の夜の処理で廃棄します。",
        dangerous=True,
    ),
    Step(
        "reject",
        "この一覧を取りやめる",
        "取りやめると、何も廃棄しません。",
        forms.RejectForm,
        lambda disposal: disposal.allows("reject"),
        "取りやめました。何も廃棄していません。",
    ),
)


def request_step(request: HttpRequest, pk: int, verb: str, site: AdminSite) -> HttpResponse:
    """Ask for what a step of a request needs, then take it.

    Raises ``PermissionDenied`` and ``Http404``.
    """
    require_handling(request.user)
    row = get_object_or_404(PersonalDataRequest.objects.select_related("person"), pk=pk)
    step = _step(REQUEST_STEPS, verb)
    context: dict[str, Any] = {}
    if verb in ("erase", "export") and row.person is not None:
        context["mentions"] = mentions(row.person)
    return _ask(request, site, row, step, context)


def list_step(request: HttpRequest, pk: int, verb: str, site: AdminSite) -> HttpResponse:
    """Approve or refuse a disposal list. Raises ``PermissionDenied`` and ``Http404``."""
    require_handling(request.user)
    row = get_object_or_404(DisposalList, pk=pk)
    return _ask(request, site, row, _step(LIST_STEPS, verb), {})


def _step(steps: tuple[Step, ...], verb: str) -> Step:
    for step in steps:
        if step.verb == verb:
            return step
    raise Http404


def _ask(
    request: HttpRequest, site: AdminSite, row: Any, step: Step, context: dict[str, Any]
) -> HttpResponse:
    back = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    form = step.form(request.POST if request.method == "POST" else None)
    if not context.get("mentions"):
        form.fields.pop("read", None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = _take(request, row, step.verb, form.cleaned_data)
        except (requests.RequestRefused, retention.ListRefused) as error:
            form.add_error(None, str(error))
        else:
            if answer is not None:
                return answer
            messages.success(request, step.done)
            return redirect(back, row.pk)
    elif request.method != "POST" and not step.offered(row):
        messages.warning(request, "いまは、この操作はできません。")
        return redirect(back, row.pk)
    context |= {
        **site.each_context(request),
        "title": step.label,
        "step": step,
        "row": row,
        "form": form,
        "opts": row._meta,
        "back": back,
    }
    return TemplateResponse(request, "admin/privacy/step.html", context)


def _take(request: HttpRequest, row: Any, verb: str, data: dict[str, Any]) -> HttpResponse | None:
    by: Any = request.user
    if verb == "export":
        return _file(request, row, data["format"])
    if verb == "erase":
        erase_on_request(row, by=by, confirmation=data["confirmation"])
        return None
    actions: dict[str, Callable[..., Any]] = {
        "identify": requests.identify,
        "extend": requests.extend,
        "decide": requests.decide,
        "stop": requests.stop_use,
        "resume": requests.resume_use,
        "finish": requests.finish,
        "approve": retention.approve_list,
        "reject": retention.reject_list,
    }
    actions[verb](row, by=by, **data)
    return None


def _file(request: HttpRequest, row: PersonalDataRequest, suffix: str) -> HttpResponse:
    if not _is_granted(row, Kind.DISCLOSE) or row.person is None:
        raise requests.RequestRefused("開示すると決定した請求ではありません")
    data = personal_data(row.person, centre=read_centre().site_name)
    content = as_pdf(data) if suffix == "pdf" else as_json(data)
    by: Any = request.user
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[row],
        action_flag=CHANGE,
        change_message=f"開示する資料（{suffix.upper()}）を作った",
        single_object=True,
    )
    kind = "application/pdf" if suffix == "pdf" else "application/json"
    response = HttpResponse(content, content_type=kind)
    name = f"開示資料_{row.number}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
