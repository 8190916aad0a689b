"""How the staff's pages reach a survey: not logged in → login, no right → 403, unknown → 404."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from koganei_kyodo import house_messages as say
from surveys.models import Survey
from surveys.permissions import may_run, may_run_any

# What the last step of 現在位置 is called.
HERE = {
    "close": "調査を締め切る",
    "targets": "対象の名簿",
    "target": "対象の名簿の1件",
    "frame": "名簿に加える",
    "frame_file": "ファイルから加える",
    "rounds": "依頼・督促・お礼",
    "round_create": "新しく送る",
    "round": "送ったもの",
    "batches": "紙の調査票の入力",
    "batch": "入力の束",
    "key": "入力",
    "settle": "違いを決める",
    "excel": "Excelの用紙を読む",
}


class FieldingView(LoginRequiredMixin, View):
    """A page about the fielding of one survey."""

    survey: Survey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the survey and refuse who does not run it."""
        if request.user.is_authenticated:
            if not may_run_any(request.user):
                raise PermissionDenied(say.no_permission("調査を担当する職員"))
            surveys = Survey.objects.select_related("dataset")
            self.survey = get_object_or_404(surveys, slug=kwargs["slug"])
            if not may_run(request.user, self.survey):
                raise PermissionDenied("よその市の調査の資料は、変えられません")
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Show a page of this survey."""
        context |= {"survey": self.survey, "here": HERE.get(template, "")}
        return render(self.request, f"surveys/fielding/{template}.html", context, status=status)
