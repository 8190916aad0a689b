"""The usual kinds of enquirer and categories; a centre changes them as it likes."""

from typing import Any

from django.db import migrations

KINDS = [
    "個人", "ボランティア・NPO", "町会・自治会", "企業", "市の担当課・行政", "学校",
    "福祉施設", "報道機関", "その他",
]
CATEGORIES = [
    "設立・法人化", "資金・助成", "会計・税務・労務", "人材・ボランティア", "広報",
    "場所・備品", "運営・会議", "認定・登記・解散", "協働の提案・マッチング", "情報収集",
    "苦情", "その他",
]


def add_words(apps: Any, schema_editor: Any) -> None:
    for model, names in (("EnquirerKind", KINDS), ("ConsultationCategory", CATEGORIES)):
        table = apps.get_model("consultations", model)
        for position, name in enumerate(names, start=1):
            table.objects.get_or_create(name=name, defaults={"position": position})
    # Nobody did this: what an installation begins with is no part of the trail.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kyodo.erasing', 'on', true)")
        cursor.execute("DELETE FROM consultations_enquirerkindevent")
        cursor.execute("DELETE FROM consultations_consultationcategoryevent")
        cursor.execute("SELECT set_config('kyodo.erasing', 'off', true)")


class Migration(migrations.Migration):
    replaces = [("consultations", "0002_first_words")]
    dependencies = [("consultations", "0001_tables")]

    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
