"""An ended registration and a declined application each have a 保存年限 of their own."""

from typing import Any

from django.db import migrations

RULES = [
    ("registration", "終わった団体の登録の連絡先と書類", "登録が終わった日", "3年"),
    ("declined_application", "登録しなかった申請の連絡先と書類", "決めた日", "1年"),
]
YEARS = {"1年": 1, "3年": 3}


def add_rules(apps: Any, schema_editor: Any) -> None:
    retention_class = apps.get_model("portal", "RetentionClass")
    rule = apps.get_model("portal", "RetentionRule")
    for kind, name, starts_from, years in RULES:
        retention, _ = retention_class.objects.get_or_create(
            name=years, defaults={"years": YEARS[years], "position": YEARS[years]}
        )
        rule.objects.create(kind=kind, name=name, starts_from=starts_from, retention=retention)
    # Nobody did this: what an installation begins with is no part of the trail.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kyodo.erasing', 'on', true)")
        cursor.execute(
            "DELETE FROM portal_retentionruleevent WHERE pgh_label = 'insert' AND kind = ANY(%s)",
            [[kind for kind, *_ in RULES]],
        )
        cursor.execute("SELECT set_config('kyodo.erasing', 'off', true)")


def remove_rules(apps: Any, schema_editor: Any) -> None:
    kinds = [kind for kind, *_ in RULES]
    apps.get_model("portal", "RetentionRule").objects.filter(kind__in=kinds).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_list_export"),
        ("organizations", "0013_applying"),
    ]

    operations = [migrations.RunPython(add_rules, remove_rules)]
