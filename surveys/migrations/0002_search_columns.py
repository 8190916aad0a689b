"""Titles and texts as search compares them, so that kana and width make no difference."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import koganei_kyodo.search.fields


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_functions'),
        ('surveys', '0001_tables'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='report',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='survey',
            name='update_update',
        ),
        migrations.AddField(
            model_name='report',
            name='search_text',
            field=koganei_kyodo.search.fields.SearchColumn('title', 'intro', verbose_name='検索用の文字列'),
        ),
        migrations.AddField(
            model_name='survey',
            name='search_title',
            field=koganei_kyodo.search.fields.SearchColumn('title', verbose_name='検索用の文字列'),
        ),
        migrations.AddField(
            model_name='target',
            name='search_name',
            field=koganei_kyodo.search.fields.SearchColumn('name', verbose_name='検索用の文字列'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."checked_at" IS DISTINCT FROM (NEW."checked_at") OR OLD."checked_version" IS DISTINCT FROM (NEW."checked_version") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."first_number" IS DISTINCT FROM (NEW."first_number") OR OLD."hides_single" IS DISTINCT FROM (NEW."hides_single") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intro" IS DISTINCT FROM (NEW."intro") OR OLD."is_made_up" IS DISTINCT FROM (NEW."is_made_up") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."zero_as_dash" IS DISTINCT FROM (NEW."zero_as_dash"))', func='INSERT INTO "surveys_reportevent" ("checked_at", "checked_version", "edition", "first_number", "hides_single", "id", "intro", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "status", "survey_id", "title", "zero_as_dash") VALUES (NEW."checked_at", NEW."checked_version", NEW."edition", NEW."first_number", NEW."hides_single", NEW."id", NEW."intro", NEW."is_made_up", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."status", NEW."survey_id", NEW."title", NEW."zero_as_dash"); RETURN NULL;', hash='3af0ed8a083af090ab6c38c2def18b5d69df2b61', operation='UPDATE', pgid='pgtrigger_update_update_0f636', table='surveys_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."dataset_id" IS DISTINCT FROM (NEW."dataset_id") OR OLD."delete_after" IS DISTINCT FROM (NEW."delete_after") OR OLD."fiscal_year" IS DISTINCT FROM (NEW."fiscal_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_anonymous" IS DISTINCT FROM (NEW."is_anonymous") OR OLD."loaded_version" IS DISTINCT FROM (NEW."loaded_version") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."use" IS DISTINCT FROM (NEW."use"))', func='INSERT INTO "surveys_surveyevent" ("closes_at", "contact", "dataset_id", "delete_after", "fiscal_year", "id", "is_anonymous", "loaded_version", "method", "opens_on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "source", "status", "title", "use") VALUES (NEW."closes_at", NEW."contact", NEW."dataset_id", NEW."delete_after", NEW."fiscal_year", NEW."id", NEW."is_anonymous", NEW."loaded_version", NEW."method", NEW."opens_on", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."slug", NEW."source", NEW."status", NEW."title", NEW."use"); RETURN NULL;', hash='ef5e060ac66756121fe44b244c6c21879b2a7c94', operation='UPDATE', pgid='pgtrigger_update_update_7c6a9', table='surveys_survey', when='AFTER')),
        ),
    ]
