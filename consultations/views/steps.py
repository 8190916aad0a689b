"""The buttons of a consultation in the admin: one page for each, then the action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from consultations import actions, forms, permissions
from consultations.models import Consultation, ConsultationNote
from koganei_kyodo import house_messages as say

CHANGE = "admin:consultations_consultation_change"
Offer = Callable[[Consultation], bool]


@dataclass(frozen=True)
class Step:
    """One button: its words, what it asks for, when it is there, and what is said after it."""

    verb: str
    label: str
    explanation: str
    form: type[forms.StepForm]
    act: Callable[..., Any]
    offered: Offer
    done: str
    dangerous: bool = False


def _allows(verb: str) -> Offer:
    return lambda consultation: consultation.allows(verb)


STEPS = (
    Step(
        "close",
        "終了にする",
        "結果を書いて、この相談を終わりにします。あとから「対応中に戻す」こともできます。",
        forms.CloseForm,
        actions.close,
        _allows("close"),
        "終了にしました。",
    ),
    Step(
        "hold",
        "保留にする",
        "返事を待つあいだなど、しばらく動かないときに使います。",
        forms.HoldForm,
        actions.hold,
        _allows("hold"),
        "保留にしました。",
    ),
    Step(
        "reopen",
        "対応中に戻す",
        "相談を、もう一度動かします。",
        forms.ReopenForm,
        actions.reopen,
        _allows("reopen"),
        "対応中に戻しました。",
    ),
    Step(
        "note",
        "メモを書く",
        "あとからわかったことや、職員どうしの引き継ぎを書きます。終了した相談にも書けます。",
        forms.NoteForm,
        actions.add_note,
        lambda consultation: consultation.disposed_at is None,
        "メモを加えました。",
    ),
    Step(
        "forget",
        "相談者の情報を消す",
        "氏名・連絡先を、この相談と変更の記録から消します。元に戻せません。相談の内容は残るので、"
        "文章の中に名前があれば、先に直してください。",
        forms.ForgetForm,
        actions.forget_person,
        lambda consultation: hasattr(consultation, "person"),
        "相談者の情報を消しました。",
        dangerous=True,
    ),
)


def take(request: HttpRequest, pk: int, verb: str, site: AdminSite) -> HttpResponse:
    """Ask for what a button needs, then do it. Raises ``PermissionDenied`` and ``Http404``."""
    row = _consultation(request, pk)
    step = next((each for each in STEPS if each.verb == verb), None)
    if step is None:
        raise Http404
    form = step.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            step.act(row, by=request.user, **form.cleaned_data)
        except actions.WrongState as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, step.done)
            return redirect(CHANGE, pk)
    elif request.method != "POST" and not step.offered(row):
        messages.warning(request, "いまは、この操作はできません。")
        return redirect(CHANGE, pk)
    context = {
        **site.each_context(request),
        "title": step.label,
        "step": step,
        "row": row,
        "form": form,
        "opts": row._meta,
    }
    return TemplateResponse(request, "admin/consultations/consultation/step.html", context)


def publish_note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Make one note public, or private again where the form says so."""
    row = _consultation(request, pk)
    note = get_object_or_404(ConsultationNote, pk=note_pk, consultation=row)
    by: Any = request.user
    try:
        if request.POST.get("public") == "1":
            actions.make_public(note, by=by)
            messages.success(request, "メモを公開にしました。")
        else:
            actions.make_private(note, by=by)
            messages.success(request, "メモを非公開に戻しました。")
    except actions.WrongState as error:
        messages.warning(request, f"{error}。")
    return redirect(CHANGE, pk)


def _consultation(request: HttpRequest, pk: int) -> Consultation:
    if not permissions.may_write(request.user):
        raise PermissionDenied(say.no_permission("支援センターの職員"))
    visible = Consultation.objects.visible_to(request.user).select_related("person")
    row: Consultation = get_object_or_404(visible, pk=pk)
    return row
