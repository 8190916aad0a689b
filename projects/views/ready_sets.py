"""The sets of words that are ready to be used, in the admin."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from organizations.views.access import person
from projects import actions


def choose(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the sets; make an edition of the one that was chosen and open it."""
    user = person(request)
    if not user.has_perm("projects.add_guideline"):
        raise PermissionDenied
    if request.method == "POST":
        try:
            made = actions.load_ready_set(request.POST.get("set", ""), by=user)
        except KeyError:
            raise Http404 from None
        except actions.WrongState as error:
            messages.error(request, str(error))
            return redirect("admin:projects_guideline_ready_sets")
        messages.success(
            request,
            f"「{made}」を作りました。内容を確かめてから「いま使う」にしてください。",
        )
        return redirect("admin:projects_guideline_change", made.pk)
    context = {
        **site.each_context(request),
        "title": "よその市の言葉から、指針の版を作る",
        "sets": actions.READY_SETS,
    }
    return render(request, "admin/projects/guideline/ready_sets.html", context)
