import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import koganei_kyodo.audit.events
import koganei_kyodo.portal.privacy.models


class Migration(migrations.Migration):

    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_centre_row'),
        ('portal', '0003_audit_and_personal_data'),
        ('portal', '0004_retention_and_acting'),
        ('portal', '0005_retention_of_consultations'),
        ('portal', '0006_list_export'),
        ('portal', '0007_retention_of_registrations'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisposalList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('day', models.DateField(editable=False, verbose_name='いつの時点か')),
                ('status', models.CharField(choices=[('draft', '承認を待っている'), ('approved', '承認した'), ('rejected', '取りやめた'), ('done', '廃棄した')], default='draft', editable=False, max_length=10, verbose_name='状態')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='決めた日時')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='取りやめた理由')),
                ('disposed_at', models.DateTimeField(editable=False, null=True, verbose_name='廃棄した日時')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人')),
            ],
            options={
                'verbose_name': '廃棄の一覧',
                'verbose_name_plural': '廃棄の一覧',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DisposalListEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('day', models.DateField(editable=False, verbose_name='いつの時点か')),
                ('status', models.CharField(choices=[('draft', '承認を待っている'), ('approved', '承認した'), ('rejected', '取りやめた'), ('done', '廃棄した')], default='draft', editable=False, max_length=10, verbose_name='状態')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='決めた日時')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='取りやめた理由')),
                ('disposed_at', models.DateTimeField(editable=False, null=True, verbose_name='廃棄した日時')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.disposallist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IncidentLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leak', '漏えい'), ('loss', '滅失'), ('damage', '毀損'), ('near_miss', '漏えい等のおそれ')], max_length=10, verbose_name='種類')),
                ('found_at', models.DateTimeField(verbose_name='わかった日時')),
                ('what_happened', models.TextField(verbose_name='起きたこと')),
                ('data', models.TextField(help_text='氏名などの個人情報そのものは書きません。', verbose_name='どの情報か')),
                ('people', models.PositiveIntegerField(blank=True, help_text='わからないあいだは、空のままにします。', null=True, verbose_name='何人分か')),
                ('cause', models.TextField(blank=True, verbose_name='原因')),
                ('measures', models.TextField(blank=True, verbose_name='すぐにしたこと')),
                ('prevention', models.TextField(blank=True, verbose_name='これから防ぐためにすること')),
                ('reported_on', models.DateField(blank=True, null=True, verbose_name='個人情報保護委員会に知らせた日')),
                ('notified_on', models.DateField(blank=True, null=True, verbose_name='本人に知らせた日')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='対応が終わった日')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='記録した人')),
            ],
            options={
                'verbose_name': '漏えい等の記録',
                'verbose_name_plural': '漏えい等の記録',
                'ordering': ['-found_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PersonalDataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=20, unique=True, verbose_name='請求番号')),
                ('received_on', models.DateField(verbose_name='受け付けた日')),
                ('kind', models.CharField(choices=[('disclose', '開示'), ('correct', '訂正'), ('stop', '利用停止'), ('erase', '消去')], max_length=10, verbose_name='請求の種類')),
                ('requester_name', models.CharField(blank=True, help_text='保存期間が終わると消えます。', max_length=100, verbose_name='請求した人の氏名')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='連絡先')),
                ('request_text', models.TextField(blank=True, verbose_name='請求の内容')),
                ('identity_check', models.CharField(blank=True, editable=False, max_length=200, verbose_name='本人の確かめ方')),
                ('identity_checked_at', models.DateTimeField(editable=False, null=True, verbose_name='本人を確かめた日時')),
                ('due_on', models.DateField(editable=False, verbose_name='決定の期限')),
                ('extension_reason', models.TextField(blank=True, editable=False, verbose_name='延ばした理由')),
                ('status', models.CharField(choices=[('received', '受け付けた'), ('decided', '決定した'), ('done', '終わった')], default='received', editable=False, max_length=10, verbose_name='状態')),
                ('decision', models.CharField(blank=True, choices=[('granted', '請求のとおりにする'), ('partly', '一部だけ請求のとおりにする'), ('refused', '請求のとおりにしない')], editable=False, max_length=10, verbose_name='決定')),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='決定の理由')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='決定した日')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='終わった日')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決定した人')),
                ('done_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='終えた人')),
                ('identity_checked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本人を確かめた人')),
                ('person', models.ForeignKey(blank=True, help_text='ログインIDを持たない人のときは、空のままにします。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('received_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受け付けた人')),
            ],
            options={
                'verbose_name': '個人情報の請求',
                'verbose_name_plural': '個人情報の請求',
                'ordering': ['-received_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='消去した日時')),
                ('counts', models.JSONField(default=dict, verbose_name='表ごとの件数')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='消去した人')),
                ('disposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='portal.disposallist', verbose_name='廃棄の一覧')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to=settings.AUTH_USER_MODEL, verbose_name='消去した利用者')),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to='portal.personaldatarequest', verbose_name='請求')),
            ],
            options={
                'verbose_name': '消去の記録',
                'verbose_name_plural': '消去の記録',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PersonalDataRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(editable=False, max_length=20, verbose_name='請求番号')),
                ('received_on', models.DateField(verbose_name='受け付けた日')),
                ('kind', models.CharField(choices=[('disclose', '開示'), ('correct', '訂正'), ('stop', '利用停止'), ('erase', '消去')], max_length=10, verbose_name='請求の種類')),
                ('identity_checked_at', models.DateTimeField(editable=False, null=True, verbose_name='本人を確かめた日時')),
                ('due_on', models.DateField(editable=False, verbose_name='決定の期限')),
                ('extension_reason', models.TextField(blank=True, editable=False, verbose_name='延ばした理由')),
                ('status', models.CharField(choices=[('received', '受け付けた'), ('decided', '決定した'), ('done', '終わった')], default='received', editable=False, max_length=10, verbose_name='状態')),
                ('decision', models.CharField(blank=True, choices=[('granted', '請求のとおりにする'), ('partly', '一部だけ請求のとおりにする'), ('refused', '請求のとおりにしない')], editable=False, max_length=10, verbose_name='決定')),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='決定の理由')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='決定した日')),
                ('done_on', models.DateField(editable=False, null=True, verbose_name='終わった日')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決定した人')),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='終えた人')),
                ('identity_checked_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本人を確かめた人')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, help_text='ログインIDを持たない人のときは、空のままにします。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.personaldatarequest')),
                ('received_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受け付けた人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='鍵')),
                ('started_at', models.DateTimeField(db_index=True, verbose_name='数え始めた時刻')),
                ('hits', models.PositiveIntegerField(default=0, verbose_name='回数')),
            ],
            options={
                'verbose_name': '回数の制限',
                'verbose_name_plural': '回数の制限',
            },
        ),
        migrations.CreateModel(
            name='RetentionClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True, verbose_name='名称')),
                ('years', models.PositiveSmallIntegerField(blank=True, help_text='空のときは、ずっと保存します（常用）。', null=True, verbose_name='年数')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '保存年限',
                'verbose_name_plural': '保存年限',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(editable=False, max_length=40, unique=True, verbose_name='記号')),
                ('name', models.CharField(max_length=100, verbose_name='記録の種類')),
                ('starts_from', models.CharField(max_length=100, verbose_name='数え始め')),
                ('retention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='portal.retentionclass', verbose_name='保存年限')),
            ],
            options={
                'verbose_name': '記録ごとの保存年限',
                'verbose_name_plural': '記録ごとの保存年限',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DisposalItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='番号')),
                ('label', models.CharField(max_length=200, verbose_name='何を')),
                ('closed_on', models.DateField(verbose_name='数え始めの日')),
                ('due_on', models.DateField(verbose_name='廃棄できる日')),
                ('disposed_at', models.DateTimeField(editable=False, null=True, verbose_name='廃棄した日時')),
                ('kept_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='残した理由')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='portal.disposallist', verbose_name='廃棄の一覧')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='portal.retentionrule', verbose_name='記録の種類')),
            ],
            options={
                'verbose_name': '廃棄するもの',
                'verbose_name_plural': '廃棄するもの',
                'ordering': ['list', 'rule', 'due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RetentionRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('kind', models.SlugField(db_index=False, editable=False, max_length=40, verbose_name='記号')),
                ('name', models.CharField(max_length=100, verbose_name='記録の種類')),
                ('starts_from', models.CharField(max_length=100, verbose_name='数え始め')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.retentionrule')),
                ('retention', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.retentionclass', verbose_name='保存年限')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UseStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='止めた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='止めた人')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='use_stop', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.personaldatarequest', verbose_name='請求')),
            ],
            options={
                'verbose_name': '利用停止',
                'verbose_name_plural': '利用停止',
            },
        ),
        migrations.CreateModel(
            name='AuditContext',
            fields=[
            ],
            options={
                'verbose_name': '変更の記録の説明',
                'verbose_name_plural': '変更の記録の説明',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('pghistory.context',),
        ),
        migrations.CreateModel(
            name='ListExport',
            fields=[
            ],
            options={
                'verbose_name': '一覧の受け取りの記録',
                'verbose_name_plural': '一覧の受け取りの記録',
                'ordering': ['-action_time', '-id'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('admin.logentry',),
            managers=[
                ('objects', koganei_kyodo.portal.privacy.models.ListExportManager()),
            ],
        ),
        migrations.CreateModel(
            name='Centre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='市民協働支援センター', max_length=100, verbose_name='センターの名前')),
                ('city_name', models.CharField(default='〇〇市', max_length=50, verbose_name='市の名前')),
                ('office_name', models.CharField(blank=True, max_length=100, verbose_name='担当課')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='電話')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='所在地')),
                ('hours', models.CharField(blank=True, max_length=200, verbose_name='受付時間')),
                ('terms', models.JSONField(blank=True, default=dict, help_text='例：{"department": "所管課"}', verbose_name='この市での言い方')),
                ('demo_notice', models.BooleanField(default=False, help_text='すべての画面に、架空のデータであることを示します。', verbose_name='デモと表示する')),
            ],
            options={
                'verbose_name': 'センターの設定',
                'verbose_name_plural': 'センターの設定',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='portal_centre_one_row')],
            },
        ),
        migrations.CreateModel(
            name='CentreEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(default='市民協働支援センター', max_length=100, verbose_name='センターの名前')),
                ('city_name', models.CharField(default='〇〇市', max_length=50, verbose_name='市の名前')),
                ('office_name', models.CharField(blank=True, max_length=100, verbose_name='担当課')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='電話')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='所在地')),
                ('hours', models.CharField(blank=True, max_length=200, verbose_name='受付時間')),
                ('terms', models.JSONField(blank=True, default=dict, help_text='例：{"department": "所管課"}', verbose_name='この市での言い方')),
                ('demo_notice', models.BooleanField(default=False, help_text='すべての画面に、架空のデータであることを示します。', verbose_name='デモと表示する')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.centre')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='centre',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_centreevent" ("address", "city_name", "demo_notice", "email", "hours", "id", "name", "office_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "terms") VALUES (NEW."address", NEW."city_name", NEW."demo_notice", NEW."email", NEW."hours", NEW."id", NEW."name", NEW."office_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."terms"); RETURN NULL;', hash='5a91e013a4aa1cb34034f83f1ab16d6e144f8764', operation='INSERT', pgid='pgtrigger_insert_insert_0b6f0', table='portal_centre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='centre',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_centreevent" ("address", "city_name", "demo_notice", "email", "hours", "id", "name", "office_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "terms") VALUES (NEW."address", NEW."city_name", NEW."demo_notice", NEW."email", NEW."hours", NEW."id", NEW."name", NEW."office_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."terms"); RETURN NULL;', hash='8167d4ba97e9d647394d423dab68460fd8b2fc0a', operation='UPDATE', pgid='pgtrigger_update_update_68dba', table='portal_centre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='centre',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_centreevent" ("address", "city_name", "demo_notice", "email", "hours", "id", "name", "office_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "terms") VALUES (OLD."address", OLD."city_name", OLD."demo_notice", OLD."email", OLD."hours", OLD."id", OLD."name", OLD."office_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."terms"); RETURN NULL;', hash='95fbc48cf4ea8038f6529929179b6b8c1a586db3', operation='DELETE', pgid='pgtrigger_delete_delete_80c3c', table='portal_centre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditcontext',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on' AND current_setting('pghistory.context_id', true) IS DISTINCT FROM OLD.id::text)", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='97b91dadfede298a57b09de784bb3167b2eebe07', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ce366', table='pghistory_context', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='centreevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b5c79d0c8bf94463c1ed185b58df3ea8494d2ab8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20ecc', table='portal_centreevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='disposallist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('status', 'draft')), models.Q(('decided_by__isnull', False), ('status__in', ['approved', 'rejected', 'done'])), _connector='OR'), name='portal_disposallist_decided'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disposallist',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_disposallistevent" ("day", "decided_at", "decided_by_id", "disposed_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") VALUES (NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."disposed_at", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."status"); RETURN NULL;', hash='a362a15f83dc3ecc70680a17c998ede9fed8becb', operation='INSERT', pgid='pgtrigger_insert_insert_8ad45', table='portal_disposallist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disposallist',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_disposallistevent" ("day", "decided_at", "decided_by_id", "disposed_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") VALUES (NEW."day", NEW."decided_at", NEW."decided_by_id", NEW."disposed_at", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."status"); RETURN NULL;', hash='815b9b06b33290626de3357b08e892d2344eb125', operation='UPDATE', pgid='pgtrigger_update_update_d6dcf', table='portal_disposallist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disposallist',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_disposallistevent" ("day", "decided_at", "decided_by_id", "disposed_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status") VALUES (OLD."day", OLD."decided_at", OLD."decided_by_id", OLD."disposed_at", OLD."id", OLD."made_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."status"); RETURN NULL;', hash='9cc677da03620506e09126de00033c11799bb05a', operation='DELETE', pgid='pgtrigger_delete_delete_5a150', table='portal_disposallist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disposallistevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='42f353045a1f67ef733b160e5ce5f23b32762b12', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_275f5', table='portal_disposallistevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='personaldatarequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['disclose', 'correct', 'stop', 'erase'])), name='portal_datarequest_kind'),
        ),
        migrations.AddConstraint(
            model_name='personaldatarequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on')), ('due_on__lte', django.db.models.expressions.CombinedExpression(models.F('received_on'), '+', models.Value(datetime.timedelta(days=60))))), name='portal_datarequest_due'),
        ),
        migrations.AddConstraint(
            model_name='personaldatarequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('decision', ''), ('done_by', None), ('status', 'received')), models.Q(('decided_by__isnull', False), ('done_by', None), ('status', 'decided'), models.Q(('decision', ''), _negated=True)), models.Q(('decided_by__isnull', False), ('done_by__isnull', False), ('status', 'done'), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='portal_datarequest_status'),
        ),
        migrations.AddConstraint(
            model_name='personaldatarequest',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'refused']), ('identity_checked_at__isnull', False), _connector='OR'), name='portal_datarequest_identified'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personaldatarequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_personaldatarequestevent" ("decided_by_id", "decided_on", "decision", "decision_reason", "done_by_id", "done_on", "due_on", "extension_reason", "id", "identity_checked_at", "identity_checked_by_id", "kind", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "status") VALUES (NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."decision_reason", NEW."done_by_id", NEW."done_on", NEW."due_on", NEW."extension_reason", NEW."id", NEW."identity_checked_at", NEW."identity_checked_by_id", NEW."kind", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_by_id", NEW."received_on", NEW."status"); RETURN NULL;', hash='ccb9e335b4f9772dcab4f61b1ce1cc9307230322', operation='INSERT', pgid='pgtrigger_insert_insert_73446', table='portal_personaldatarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personaldatarequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."extension_reason" IS DISTINCT FROM (NEW."extension_reason") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity_checked_at" IS DISTINCT FROM (NEW."identity_checked_at") OR OLD."identity_checked_by_id" IS DISTINCT FROM (NEW."identity_checked_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."status" IS DISTINCT FROM (NEW."status"))', func='INSERT INTO "portal_personaldatarequestevent" ("decided_by_id", "decided_on", "decision", "decision_reason", "done_by_id", "done_on", "due_on", "extension_reason", "id", "identity_checked_at", "identity_checked_by_id", "kind", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "status") VALUES (NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."decision_reason", NEW."done_by_id", NEW."done_on", NEW."due_on", NEW."extension_reason", NEW."id", NEW."identity_checked_at", NEW."identity_checked_by_id", NEW."kind", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_by_id", NEW."received_on", NEW."status"); RETURN NULL;', hash='307272cfc90aa56d77c1176c563ffd299ee18568', operation='UPDATE', pgid='pgtrigger_update_update_817bd', table='portal_personaldatarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personaldatarequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_personaldatarequestevent" ("decided_by_id", "decided_on", "decision", "decision_reason", "done_by_id", "done_on", "due_on", "extension_reason", "id", "identity_checked_at", "identity_checked_by_id", "kind", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "status") VALUES (OLD."decided_by_id", OLD."decided_on", OLD."decision", OLD."decision_reason", OLD."done_by_id", OLD."done_on", OLD."due_on", OLD."extension_reason", OLD."id", OLD."identity_checked_at", OLD."identity_checked_by_id", OLD."kind", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_by_id", OLD."received_on", OLD."status"); RETURN NULL;', hash='c6917d497aa2e4fba8493d20ddbd04def6270b9c', operation='DELETE', pgid='pgtrigger_delete_delete_07999', table='portal_personaldatarequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('request', None), ('disposal', None), _connector='XOR'), name='portal_erasure_one_ground'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personaldatarequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c202f3bb55c5cc88df83e9c32b4ab7a28871c9b8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9fd11', table='portal_personaldatarequestevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_retentionruleevent" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_id", "starts_from") VALUES (NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retention_id", NEW."starts_from"); RETURN NULL;', hash='4a1f9689f58f71bd85f55194490c38bc4e0bad5e', operation='INSERT', pgid='pgtrigger_insert_insert_cf69a', table='portal_retentionrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_retentionruleevent" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_id", "starts_from") VALUES (NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retention_id", NEW."starts_from"); RETURN NULL;', hash='665fb0eccc4f0bad11b7d6038aa9434586dc21d9', operation='UPDATE', pgid='pgtrigger_update_update_b4b3d', table='portal_retentionrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionrule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_retentionruleevent" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retention_id", "starts_from") VALUES (OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retention_id", OLD."starts_from"); RETURN NULL;', hash='01f24c89bc43846590ded18a1bd8029369fc891e', operation='DELETE', pgid='pgtrigger_delete_delete_2d933', table='portal_retentionrule', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='disposalitem',
            constraint=models.UniqueConstraint(fields=('list', 'rule', 'object_id'), name='portal_disposalitem_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='retentionruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5e8fd4bf876a2420cd52f775a250db324cb05862', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d1524', table='portal_retentionruleevent', when='BEFORE')),
        ),
    ]
