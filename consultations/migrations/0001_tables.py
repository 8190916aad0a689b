import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import koganei_kyodo.audit.events
import koganei_kyodo.search.fields


class Migration(migrations.Migration):

    replaces = [
        ('consultations', '0001_initial'),
        ('consultations', '0002_first_words'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organizations', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('search', '0001_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsultationCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='並び順')),
                ('in_use', models.BooleanField(db_default=True, default=True, help_text='はずすと、新しい相談では選べなくなります。前の記録には残ります。', verbose_name='使っている')),
            ],
            options={
                'verbose_name': '相談の分類',
                'verbose_name_plural': '相談の分類',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ConsultationCategoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='並び順')),
                ('in_use', models.BooleanField(db_default=True, default=True, help_text='はずすと、新しい相談では選べなくなります。前の記録には残ります。', verbose_name='使っている')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultations.consultationcategory')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquirerKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='並び順')),
                ('in_use', models.BooleanField(db_default=True, default=True, help_text='はずすと、新しい相談では選べなくなります。前の記録には残ります。', verbose_name='使っている')),
            ],
            options={
                'verbose_name': '相談者の区分',
                'verbose_name_plural': '相談者の区分',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EnquirerKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='並び順')),
                ('in_use', models.BooleanField(db_default=True, default=True, help_text='はずすと、新しい相談では選べなくなります。前の記録には残ります。', verbose_name='使っている')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultations.enquirerkind')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='受付番号')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='受付日時')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='かかった時間（分）')),
                ('channel', models.CharField(choices=[('counter', '窓口'), ('phone', '電話'), ('fax', 'FAX'), ('email', 'メール'), ('web', 'Web'), ('visit', '訪問')], max_length=8, verbose_name='方法')),
                ('text', models.TextField(verbose_name='相談の内容')),
                ('handling', models.TextField(blank=True, verbose_name='対応')),
                ('referred_to', models.CharField(blank=True, max_length=200, verbose_name='そのほかの紹介先')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='次の予定の日')),
                ('next_step', models.CharField(blank=True, max_length=200, verbose_name='次にすること')),
                ('status', models.CharField(choices=[('open', '対応中'), ('on_hold', '保留'), ('closed', '終了')], default='open', max_length=8, verbose_name='状態')),
                ('result', models.TextField(blank=True, editable=False, verbose_name='結果')),
                ('hold_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='保留の理由')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='終了した日時')),
                ('disposed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='廃棄した日時')),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name='最後に直した日時')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name='版')),
                ('search_text', koganei_kyodo.search.fields.SearchColumn('number', 'text', 'handling', 'referred_to', 'next_step', 'result', 'hold_reason', verbose_name='検索用の文字列')),
                ('closed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='終了にした人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='organizations.department', verbose_name='相談した担当課')),
                ('organization', models.ForeignKey(blank=True, help_text='登録している団体のときだけ選びます。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='organizations.organization', verbose_name='相談した団体')),
                ('previous', models.ForeignKey(blank=True, help_text='続きの相談のときに、前の回を選びます。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='consultations.consultation', verbose_name='前の相談')),
                ('referred_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='紹介した担当課')),
                ('referred_organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='紹介した団体')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受けた人')),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
                ('categories', models.ManyToManyField(blank=True, related_name='consultations', to='consultations.consultationcategory', verbose_name='分類')),
                ('enquirer_kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consultations.enquirerkind', verbose_name='相談者の区分')),
            ],
            options={
                'verbose_name': '相談',
                'verbose_name_plural': '相談',
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ConsultationCategoryTickEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('consultation', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.consultation')),
                ('consultationcategory', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.consultationcategory')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsultationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(editable=False, max_length=20, verbose_name='受付番号')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='受付日時')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='かかった時間（分）')),
                ('channel', models.CharField(choices=[('counter', '窓口'), ('phone', '電話'), ('fax', 'FAX'), ('email', 'メール'), ('web', 'Web'), ('visit', '訪問')], max_length=8, verbose_name='方法')),
                ('text', models.TextField(verbose_name='相談の内容')),
                ('handling', models.TextField(blank=True, verbose_name='対応')),
                ('referred_to', models.CharField(blank=True, max_length=200, verbose_name='そのほかの紹介先')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='次の予定の日')),
                ('next_step', models.CharField(blank=True, max_length=200, verbose_name='次にすること')),
                ('status', models.CharField(choices=[('open', '対応中'), ('on_hold', '保留'), ('closed', '終了')], default='open', max_length=8, verbose_name='状態')),
                ('result', models.TextField(blank=True, editable=False, verbose_name='結果')),
                ('hold_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='保留の理由')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='終了した日時')),
                ('disposed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='廃棄した日時')),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name='最後に直した日時')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name='版')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='終了にした人')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='相談した担当課')),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, help_text='登録している団体のときだけ選びます。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization', verbose_name='相談した団体')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultations.consultation')),
                ('previous', models.ForeignKey(blank=True, db_constraint=False, help_text='続きの相談のときに、前の回を選びます。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.consultation', verbose_name='前の相談')),
                ('referred_department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='紹介した担当課')),
                ('referred_organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization', verbose_name='紹介した団体')),
                ('staff', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受けた人')),
                ('updated_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
                ('enquirer_kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.enquirerkind', verbose_name='相談者の区分')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsultationNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='メモ')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='書いた日時')),
                ('made_public_at', models.DateTimeField(blank=True, null=True, verbose_name='公開にした日時')),
                ('search_text', koganei_kyodo.search.fields.SearchColumn('text', verbose_name='検索用の文字列')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='consultations.consultation', verbose_name='相談')),
                ('made_public_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公開にした人')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'verbose_name': '相談のメモ',
                'verbose_name_plural': '相談のメモ',
                'ordering': ['written_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ConsultationNoteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(verbose_name='メモ')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='書いた日時')),
                ('made_public_at', models.DateTimeField(blank=True, null=True, verbose_name='公開にした日時')),
                ('consultation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.consultation', verbose_name='相談')),
                ('made_public_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公開にした人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultations.consultationnote')),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsultationPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='氏名')),
                ('name_kana', models.CharField(blank=True, max_length=200, verbose_name='ふりがな')),
                ('affiliation', models.CharField(blank=True, max_length=150, verbose_name='団体・勤め先')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='電話')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='住所')),
                ('phone_digits', models.GeneratedField(db_persist=True, expression=models.Func(models.F('phone'), models.Value('[^0-9]'), models.Value(''), models.Value('g'), function='regexp_replace', output_field=koganei_kyodo.search.fields.NormalisedText()), output_field=koganei_kyodo.search.fields.NormalisedText(), verbose_name='電話（数字だけ）')),
                ('search_text', koganei_kyodo.search.fields.SearchColumn('name', 'name_kana', 'affiliation', 'phone', 'email', 'address', verbose_name='検索用の文字列')),
                ('consultation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='person', to='consultations.consultation', verbose_name='相談')),
                ('user', models.ForeignKey(blank=True, help_text='登録している人だとわかるときに選びます。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='このサイトの利用者')),
            ],
            options={
                'verbose_name': '相談者',
                'verbose_name_plural': '相談者',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ConsultationPersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='氏名')),
                ('name_kana', models.CharField(blank=True, max_length=200, verbose_name='ふりがな')),
                ('affiliation', models.CharField(blank=True, max_length=150, verbose_name='団体・勤め先')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='電話')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='住所')),
                ('consultation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consultations.consultation', verbose_name='相談')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consultations.consultationperson')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, help_text='登録している人だとわかるときに選びます。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='このサイトの利用者')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsultationCategoryTick',
            fields=[
            ],
            options={
                'verbose_name': '相談に付けた分類',
                'verbose_name_plural': '相談に付けた分類',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('consultations.consultation_categories',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationcategoryevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='c1e79758e355ea49ff3e32fb0337e5aee7755846', operation='INSERT', pgid='pgtrigger_insert_insert_8d45f', table='consultations_consultationcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consultations_consultationcategoryevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='7dae5b25defe4c61eace3c1f2728bac610bede5f', operation='UPDATE', pgid='pgtrigger_update_update_76426', table='consultations_consultationcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationcategoryevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."id", OLD."in_use", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='b3797e64221d7b1e97921b725dca4af8086a6361', operation='DELETE', pgid='pgtrigger_delete_delete_60114', table='consultations_consultationcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquirerkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_enquirerkindevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='1b163d7685e87fc8eb338dc2f562c76cb896c5b9', operation='INSERT', pgid='pgtrigger_insert_insert_4d16b', table='consultations_enquirerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquirerkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consultations_enquirerkindevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."in_use", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='65273ab6660749ba7aab4b07c140612f6081d6cb', operation='UPDATE', pgid='pgtrigger_update_update_2a6d0', table='consultations_enquirerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquirerkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_enquirerkindevent" ("id", "in_use", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."id", OLD."in_use", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='fc1d2123ebb7f15431711386ac86deb1f0ecd0df', operation='DELETE', pgid='pgtrigger_delete_delete_fe97b', table='consultations_enquirerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategoryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a168454a4ff275e0ee6c4be777dfbb6c2f2197a5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ea238', table='consultations_consultationcategoryevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategorytickevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1edd12a014d31cf058f954ec7932e50812a18097', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55d1a', table='consultations_consultationcategorytickevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='consultationnote',
            index=koganei_kyodo.search.fields.BigramIndex('search_text', name='consultations_note_search'),
        ),
        migrations.AddConstraint(
            model_name='consultationnote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_public_at', None), ('made_public_by', None)), models.Q(('made_public_at__isnull', False), ('made_public_by__isnull', False)), _connector='OR'), name='consultations_note_public'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationnote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationnoteevent" ("consultation_id", "id", "made_public_at", "made_public_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at", "written_by_id") VALUES (NEW."consultation_id", NEW."id", NEW."made_public_at", NEW."made_public_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='d909ab3223a50de2cd6c19c80dbd13e946156d64', operation='INSERT', pgid='pgtrigger_insert_insert_25e1f', table='consultations_consultationnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationnote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."consultation_id" IS DISTINCT FROM (NEW."consultation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_public_at" IS DISTINCT FROM (NEW."made_public_at") OR OLD."made_public_by_id" IS DISTINCT FROM (NEW."made_public_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "consultations_consultationnoteevent" ("consultation_id", "id", "made_public_at", "made_public_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at", "written_by_id") VALUES (NEW."consultation_id", NEW."id", NEW."made_public_at", NEW."made_public_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='1d30b3138df7ddd6a4613ded9f72f564d1a533b5', operation='UPDATE', pgid='pgtrigger_update_update_cdd93', table='consultations_consultationnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationnote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationnoteevent" ("consultation_id", "id", "made_public_at", "made_public_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at", "written_by_id") VALUES (OLD."consultation_id", OLD."id", OLD."made_public_at", OLD."made_public_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='0a191c7b84f5f4253358f321adb4b21360c0bbbd', operation='DELETE', pgid='pgtrigger_delete_delete_72f97', table='consultations_consultationnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationnoteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='93f141d7de07ebd26e46b2ab386523becf28ac3a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c2aa8', table='consultations_consultationnoteevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='consultationperson',
            index=koganei_kyodo.search.fields.BigramIndex('search_text', name='consultations_person_search'),
        ),
        migrations.AddIndex(
            model_name='consultationperson',
            index=koganei_kyodo.search.fields.BigramIndex('phone_digits', name='consultations_person_phone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationperson',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationpersonevent" ("address", "affiliation", "consultation_id", "email", "id", "name", "name_kana", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "user_id") VALUES (NEW."address", NEW."affiliation", NEW."consultation_id", NEW."email", NEW."id", NEW."name", NEW."name_kana", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."user_id"); RETURN NULL;', hash='51d5d144b19d19e15ffa7f0a6bf05daf8502b478', operation='INSERT', pgid='pgtrigger_insert_insert_00af0', table='consultations_consultationperson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationperson',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."affiliation" IS DISTINCT FROM (NEW."affiliation") OR OLD."consultation_id" IS DISTINCT FROM (NEW."consultation_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_kana" IS DISTINCT FROM (NEW."name_kana") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "consultations_consultationpersonevent" ("address", "affiliation", "consultation_id", "email", "id", "name", "name_kana", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "user_id") VALUES (NEW."address", NEW."affiliation", NEW."consultation_id", NEW."email", NEW."id", NEW."name", NEW."name_kana", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."user_id"); RETURN NULL;', hash='7ef189a0aadbfbb0aa5544b819e82619ccaa6ca5', operation='UPDATE', pgid='pgtrigger_update_update_b35b0', table='consultations_consultationperson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationperson',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationpersonevent" ("address", "affiliation", "consultation_id", "email", "id", "name", "name_kana", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "user_id") VALUES (OLD."address", OLD."affiliation", OLD."consultation_id", OLD."email", OLD."id", OLD."name", OLD."name_kana", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."user_id"); RETURN NULL;', hash='8b4ffa346601c735ecf139ba023bf74cce9b44ab', operation='DELETE', pgid='pgtrigger_delete_delete_24bcf', table='consultations_consultationperson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationpersonevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54b29897cbf1b5aad77e8e5edfb5c4c0eb6c609c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2cc68', table='consultations_consultationpersonevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b2c9aff39b06960831289680a93ec802aea167ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_44434', table='consultations_consultationevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('next_on__isnull', False)), fields=['next_on'], name='consultations_next'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(fields=['-received_at', '-id'], name='consultations_received'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(condition=models.Q(('status', 'closed')), fields=['closed_at'], name='consultations_closed'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=koganei_kyodo.search.fields.BigramIndex('search_text', name='consultations_search_text'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'on_hold', 'closed'])), name='consultations_consultation_status'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['counter', 'phone', 'fax', 'email', 'web', 'visit'])), name='consultations_consultation_channel'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', None), ('minutes__gte', 1), _connector='OR'), name='consultations_consultation_minutes'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='consultations_consultation_closed'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('disposed_at', None), ('status', 'closed'), _connector='OR'), name='consultations_consultation_disposed'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('previous', None), models.Q(('previous', models.F('id')), _negated=True), _connector='OR'), name='consultations_consultation_previous', violation_error_message='前の相談に、この相談自身は選べません'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationevent" ("channel", "closed_at", "closed_by_id", "department_id", "disposed_at", "enquirer_kind_id", "handling", "hold_reason", "id", "minutes", "next_on", "next_step", "number", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "received_at", "referred_department_id", "referred_organization_id", "referred_to", "result", "staff_id", "status", "text", "updated_at", "updated_by_id", "version") VALUES (NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."department_id", NEW."disposed_at", NEW."enquirer_kind_id", NEW."handling", NEW."hold_reason", NEW."id", NEW."minutes", NEW."next_on", NEW."next_step", NEW."number", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."received_at", NEW."referred_department_id", NEW."referred_organization_id", NEW."referred_to", NEW."result", NEW."staff_id", NEW."status", NEW."text", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='52593954dd158a674d130595d5e896a14c26564f', operation='INSERT', pgid='pgtrigger_insert_insert_c7113', table='consultations_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."disposed_at" IS DISTINCT FROM (NEW."disposed_at") OR OLD."enquirer_kind_id" IS DISTINCT FROM (NEW."enquirer_kind_id") OR OLD."handling" IS DISTINCT FROM (NEW."handling") OR OLD."hold_reason" IS DISTINCT FROM (NEW."hold_reason") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."next_on" IS DISTINCT FROM (NEW."next_on") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."previous_id" IS DISTINCT FROM (NEW."previous_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."referred_department_id" IS DISTINCT FROM (NEW."referred_department_id") OR OLD."referred_organization_id" IS DISTINCT FROM (NEW."referred_organization_id") OR OLD."referred_to" IS DISTINCT FROM (NEW."referred_to") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."updated_by_id" IS DISTINCT FROM (NEW."updated_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "consultations_consultationevent" ("channel", "closed_at", "closed_by_id", "department_id", "disposed_at", "enquirer_kind_id", "handling", "hold_reason", "id", "minutes", "next_on", "next_step", "number", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "received_at", "referred_department_id", "referred_organization_id", "referred_to", "result", "staff_id", "status", "text", "updated_at", "updated_by_id", "version") VALUES (NEW."channel", NEW."closed_at", NEW."closed_by_id", NEW."department_id", NEW."disposed_at", NEW."enquirer_kind_id", NEW."handling", NEW."hold_reason", NEW."id", NEW."minutes", NEW."next_on", NEW."next_step", NEW."number", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."received_at", NEW."referred_department_id", NEW."referred_organization_id", NEW."referred_to", NEW."result", NEW."staff_id", NEW."status", NEW."text", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='0057ff866d4cf771be11a44fde4448138dde77e7', operation='UPDATE', pgid='pgtrigger_update_update_1617e', table='consultations_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultations_consultationevent" ("channel", "closed_at", "closed_by_id", "department_id", "disposed_at", "enquirer_kind_id", "handling", "hold_reason", "id", "minutes", "next_on", "next_step", "number", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "received_at", "referred_department_id", "referred_organization_id", "referred_to", "result", "staff_id", "status", "text", "updated_at", "updated_by_id", "version") VALUES (OLD."channel", OLD."closed_at", OLD."closed_by_id", OLD."department_id", OLD."disposed_at", OLD."enquirer_kind_id", OLD."handling", OLD."hold_reason", OLD."id", OLD."minutes", OLD."next_on", OLD."next_step", OLD."number", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."previous_id", OLD."received_at", OLD."referred_department_id", OLD."referred_organization_id", OLD."referred_to", OLD."result", OLD."staff_id", OLD."status", OLD."text", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='e67d96a847ee1d37a90f481130bffb9e92fc2e3a', operation='DELETE', pgid='pgtrigger_delete_delete_3ce54', table='consultations_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enquirerkindevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2dbd7dd143489d4b70969fec4a5a20a96e6b9e47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dcf6d', table='consultations_enquirerkindevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategorytick',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "consultations_consultationcategorytickevent" ("consultation_id", "consultationcategory_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT new_values."consultation_id", new_values."consultationcategory_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\' FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2a61dd03e2c5ff155db46e1283af71ddfee76916', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ad702', referencing='REFERENCING NEW TABLE AS new_values ', table='consultations_consultation_categories', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationcategorytick',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "consultations_consultationcategorytickevent" ("consultation_id", "consultationcategory_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT old_values."consultation_id", old_values."consultationcategory_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\' FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='477f77d05d441361251698cfa4a0e3ff15ce31fe', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8a6e8', referencing='REFERENCING OLD TABLE AS old_values ', table='consultations_consultation_categories', when='AFTER')),
        ),
    ]
