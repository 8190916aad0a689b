"""Editions that are ready to be used: the words other cities have published, as rows to begin with.

The words are those of the sources named in each set (``projects/data/ready_sets.json``). Which
forms spend public money is our reading of their names; a centre changes it like anything else.
"""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from projects.actions.errors import WrongState
from projects.models import (
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    Principle,
)

READY_SETS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "ready_sets.json").read_text(encoding="utf-8")
)
# What a set does not name comes from the edition in use, so that the sheet is whole.
_COPIED = (PartnerKind, Origin, Initiative, Outcome, CostSource)


def load_ready_set(key: str, *, by: User) -> Guideline:
    """Make an edition of a ready set: its forms and principles, the other words as in use now.

    The edition is not put in use: somebody looks at it first.

    Args:
        key: a key of ``READY_SETS``.
        by: a person who may add editions.

    Raises:
        KeyError: there is no such set.
        PermissionDenied: `by` may not add editions.
        WrongState: an edition of this name exists.
    """
    chosen = READY_SETS[key]
    if not by.has_perm("projects.add_guideline"):
        raise PermissionDenied(say.no_permission("協働の主管課の人"))
    with transaction.atomic(), acting(by):
        made, is_new = Guideline.objects.get_or_create(
            name=chosen["name"],
            defaults={"source": chosen["source"], "principle_word": chosen["principle_word"]},
        )
        if not is_new:
            raise WrongState(f"「{made}」は、すでにあります。一覧から開いて直してください")
        current = Guideline.objects.filter(is_current=True).first()
        _write(made, CollaborationForm, chosen["forms"] or _rows(CollaborationForm, current))
        _write(made, Principle, chosen["principles"] or _rows(Principle, current))
        for model in _COPIED:
            _write(made, model, _rows(model, current))
    return made


def _rows(model: Any, guideline: Guideline | None) -> list[dict[str, Any]]:
    """Return the words of an edition as values of new rows."""
    left_out = {"id", "guideline", "position"}
    names = [f.name for f in model._meta.concrete_fields if f.name not in left_out]
    return list(model.objects.filter(guideline=guideline).values(*names)) if guideline else []


def _write(guideline: Guideline, model: Any, rows: list[dict[str, Any]]) -> None:
    model.objects.bulk_create(
        model(guideline=guideline, position=place, **row) for place, row in enumerate(rows, 1)
    )
