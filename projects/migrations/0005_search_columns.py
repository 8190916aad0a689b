"""Titles and texts as search compares them, so that kana and width make no difference."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import koganei_kyodo.search.fields


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_functions'),
        ('projects', '0004_renamed_groups_only'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='example',
            name='update_update',
        ),
        migrations.AddField(
            model_name='example',
            name='search_text',
            field=koganei_kyodo.search.fields.SearchColumn('title', 'text', 'lesson', verbose_name='検索用の文字列'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='example',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lesson" IS DISTINCT FROM (NEW."lesson") OR OLD."record_id" IS DISTINCT FROM (NEW."record_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "projects_exampleevent" ("created_at", "id", "is_public", "kind", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "text", "title") VALUES (NEW."created_at", NEW."id", NEW."is_public", NEW."kind", NEW."lesson", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."text", NEW."title"); RETURN NULL;', hash='19e9e8f546a6fcd6ee95f4d159c691207e49efe7', operation='UPDATE', pgid='pgtrigger_update_update_e3682', table='projects_example', when='AFTER')),
        ),
    ]
