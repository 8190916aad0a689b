"""Who may see the desk's log, and what waits in it."""

import re
import unicodedata
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from koganei_kyodo.accounts.roles import STAFF_ROLES

PHONE_MARKS = re.compile(r"[-‐‑‒–—―−ー()\s]")
SHORTEST_PHONE = 4


class ConsultationQuerySet(models.QuerySet[Any]):
    """Consultations (相談記録). Nothing of them is public."""

    def visible_to(self, user: Any) -> Self:
        """Return everything to the desk, the coordinating office and operators, else nothing."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        staff = user.is_superuser or any(m.role in STAFF_ROLES for m in user.current_memberships)
        return self.all() if staff else self.none()

    def unfinished(self) -> Self:
        """Return what is not closed."""
        return self.exclude(status="closed")

    def due(self) -> Self:
        """Return the unfinished ones whose next date has come: today or before."""
        return self.unfinished().filter(next_on__lte=timezone.localdate())

    def holding(self, keyword: str) -> Self:
        """Return those that hold every word: in the log, or about the person, or in a note.

        Args:
            keyword: as typed. Telephone numbers are found with and without hyphens.

        Raises:
            ValueError: `keyword` holds NUL or half of a surrogate pair.
        """
        own = self.model.objects.filter(search_text__matches=keyword).values("pk")
        person = self.model.objects.filter(person__search_text__matches=keyword).values("pk")
        note = self.model.objects.filter(notes__search_text__matches=keyword).values("pk")
        found = Q(pk__in=own) | Q(pk__in=person) | Q(pk__in=note)
        digits = PHONE_MARKS.sub("", unicodedata.normalize("NFKC", keyword))
        if len(digits) >= SHORTEST_PHONE and digits.isdecimal():
            phone = self.model.objects.filter(person__phone_digits__matches=digits)
            found |= Q(pk__in=phone.values("pk"))
        return self.filter(found)
