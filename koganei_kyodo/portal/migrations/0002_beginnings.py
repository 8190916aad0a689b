"""The centre, the usual 保存年限 with their rules, an index by person, acting by name in psql."""

from typing import Any

from django.db import migrations

CLASSES = [("1年", 1), ("3年", 3), ("5年", 5), ("10年", 10), ("30年", 30), ("常用", None)]
RULES = [
    ("data_request", "個人情報の請求", "請求の対応が終わった日", "3年"),
    ("unused_account", "使わなくなった利用者の登録", "最後の所属が終わった日", "1年"),
    ("incident", "漏えい等の記録", "対応が終わった日", "10年"),
    ("admin_log", "管理画面の操作の記録", "操作した日", "3年"),
    ("audit_event", "変更の記録", "変更した日", "10年"),
    ("consultation", "相談の記録", "相談が終了した日", "3年"),
    ("registration", "終わった団体の登録の連絡先と書類", "登録が終わった日", "3年"),
    ("declined_application", "登録しなかった申請の連絡先と書類", "決めた日", "1年"),
]

PERSON_INDEX = """
    CREATE INDEX portal_context_user ON pghistory_context ((metadata -> 'user'));
"""
ACTING = """
    CREATE FUNCTION kyodo_acting(login text, why text DEFAULT '') RETURNS text
    LANGUAGE plpgsql AS $$
    DECLARE
        person record;
    BEGIN
        SELECT id, name INTO person FROM accounts_user WHERE login_id = lower(trim(login));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'ログインID % の利用者はいません', login USING ERRCODE = 'no_data_found';
        END IF;
        PERFORM set_config('pghistory.context_id', gen_random_uuid()::text, false);
        PERFORM set_config(
            'pghistory.context_metadata',
            jsonb_build_object('user', person.id, 'why', why, 'sql', true)::text,
            false
        );
        RETURN person.name;
    END
    $$;
    COMMENT ON FUNCTION kyodo_acting(text, text) IS
        'この接続で行う変更に、だれが・なぜを残します。例：SELECT kyodo_acting(''tanaka'', ''重複の訂正'')';
"""


def add_rows(apps: Any, schema_editor: Any) -> None:
    apps.get_model("portal", "Centre").objects.get_or_create(pk=1)
    retention_class = apps.get_model("portal", "RetentionClass")
    retention_rule = apps.get_model("portal", "RetentionRule")
    classes = {
        name: retention_class.objects.create(name=name, years=years, position=position)
        for position, (name, years) in enumerate(CLASSES, start=1)
    }
    for kind, name, starts_from, years in RULES:
        retention_rule.objects.create(
            kind=kind, name=name, starts_from=starts_from, retention=classes[years]
        )
    # Nobody did this: what an installation begins with is no part of the trail.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kyodo.erasing', 'on', true)")
        cursor.execute("DELETE FROM portal_centreevent")
        cursor.execute("DELETE FROM portal_retentionruleevent")
        cursor.execute("SELECT set_config('kyodo.erasing', 'off', true)")


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0002_centre_row"),
        ("portal", "0004_retention_and_acting"),
        ("portal", "0005_retention_of_consultations"),
        ("portal", "0007_retention_of_registrations"),
    ]
    dependencies = [
        ("portal", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.RunPython(add_rows, migrations.RunPython.noop),
        migrations.RunSQL(PERSON_INDEX, "DROP INDEX portal_context_user;"),
        migrations.RunSQL(ACTING, "DROP FUNCTION kyodo_acting(text, text);"),
    ]
