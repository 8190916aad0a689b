"""協働の指針: the words that the records are written in, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import CollaborationForm, Guideline, Principle

LEADS = CollaborationForm.Lead.choices


@require_safe
def guideline(request: HttpRequest) -> HttpResponse:
    """Show the edition in use: principles, forms, and where each fits between citizens and city."""
    current = Guideline.objects.filter(is_current=True).first()
    forms = list(CollaborationForm.objects.filter(guideline=current))
    context = {
        "guideline": current,
        "principles": list(Principle.objects.filter(guideline=current)),
        "forms": forms,
        "scale": LEADS,
        "placed": [
            (form, [form.lead_from <= step <= form.lead_to for step, _ in LEADS])
            for form in forms
            if form.lead_from and form.lead_to
        ],
    }
    return render(request, "projects/guideline.html", context)
