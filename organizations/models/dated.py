"""What is valid from one day to another."""

from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """Something valid from one day to another, both inclusive."""

    valid_from = models.DateField("いつから", null=True, blank=True)
    valid_until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_valid_order",
                violation_error_message="「いつまで」は「いつから」より後にしてください",
            )
        ]
