"""Whoever has answered before there was a status has a valid answer."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef


def note_answers(apps: Any, schema_editor: Any) -> None:
    responses = apps.get_model("surveys", "Response").objects.filter(
        target=OuterRef("pk"), status="valid"
    )
    apps.get_model("surveys", "Target").objects.filter(Exists(responses)).update(status="valid")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_fielding")]

    operations = [migrations.RunPython(note_answers, migrations.RunPython.noop)]
