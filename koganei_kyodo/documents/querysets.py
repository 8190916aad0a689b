"""Which renderings a person may see."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q


class RenderingQuerySet(models.QuerySet[Any]):
    """Rows of ``Rendering``."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "RenderingQuerySet":
        """Public documents for everyone; the others for active staff only."""
        if user.is_active and getattr(user, "is_staff", False):
            return self
        return self.filter(public=True)

    def outdated(self, before: dt.datetime) -> "RenderingQuerySet":
        """Documents nobody has asked for or finished since ``before``, except those in work."""
        finished = Q(finished_at__lt=before)
        never_finished = Q(finished_at=None, created_at__lt=before)
        in_work = Q(status="running", started_at__gte=before)
        return self.filter(finished | never_finished).exclude(in_work)
