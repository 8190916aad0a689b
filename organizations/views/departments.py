"""What everybody reads of the city's offices: the tree, one office with its past."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from organizations import permissions
from organizations.models import ActivityField, Department, FieldContact
from organizations.tree import lineage, tree_of


class DepartmentTreeView(TemplateView):
    """The offices of today, by 部; on demand with those that are no more."""

    template_name = "organizations/department_tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tree, what is to come, and what ended."""
        offices = Department.objects.of_city()
        today = timezone.localdate()
        ended = offices.filter(valid_until__lt=today).order_by("-valid_until", "position", "pk")
        return super().get_context_data(**kwargs) | {
            "branches": tree_of(offices.current()),
            "coming": offices.filter(valid_from__gt=today).select_related("parent"),
            "ended": ended.prefetch_related("successors"),
            "may_reorganize": permissions.may_reorganize(self.request.user),
        }


class DepartmentDetailView(DetailView):
    """One office: from when to when, what it followed and what followed it."""

    template_name = "organizations/department_detail.html"
    context_object_name = "department"

    def get_queryset(self) -> QuerySet[Department]:
        """Return the offices of the own city, ended ones included."""
        return Department.objects.of_city().select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what came before and after, and what stands below."""
        before, after = lineage(self.object)
        return super().get_context_data(**kwargs) | {
            "before": before,
            "after": after,
            "contacts": self.object.field_contacts.current().select_related("field"),
            "below": self.object.children.not_ended(),
            "is_over": self.object.valid_until is not None
            and self.object.valid_until < timezone.localdate(),
        }


class AskView(TemplateView):
    """Whom to ask in the city hall, by field of activity."""

    template_name = "organizations/ask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the fields in use with their contact offices; who it is, is told inside only."""
        contacts = FieldContact.objects.current().select_related("department__parent", "person")
        fields = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
        user = self.request.user
        inside = user.is_authenticated and (user.is_staff or bool(user.office_ids))
        return super().get_context_data(**kwargs) | {
            "fields": fields.prefetch_related(
                Prefetch("field_contacts", contacts, to_attr="contacts")
            ),
            "inside": inside,
            "may_edit": permissions.may_reorganize(user),
        }
