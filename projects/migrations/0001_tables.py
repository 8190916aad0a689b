import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import koganei_kyodo.audit.events
import koganei_kyodo.search.fields


class Migration(migrations.Migration):

    replaces = [
        ('projects', '0001_initial'),
        ('projects', '0002_form_tokens'),
        ('projects', '0003_audit_trail'),
        ('projects', '0004_public_search'),
        ('projects', '0005_yearly_records'),
        ('projects', '0006_sheets_and_heads'),
        ('projects', '0007_public_words'),
        ('projects', '0008_counted_index'),
        ('projects', '0009_fields_and_photos'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organizations', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('search', '0001_functions'),
        ('surveys', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guideline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='名称')),
                ('is_current', models.BooleanField(default=False, help_text='新しい事業実績では、この版の区分から選びます。', verbose_name='いま使う')),
                ('principle_word', models.CharField(db_default='協働の原則', default='協働の原則', help_text='例：協働の原則、7つの視点、行動規範', max_length=30, verbose_name='原則の呼び方')),
                ('source', models.CharField(blank=True, db_default='', default='', help_text='例：協働の指針（平成29年10月）', max_length=200, verbose_name='出典')),
            ],
            options={
                'verbose_name': '指針の版',
                'verbose_name_plural': '指針の版',
                'ordering': ['-is_current', 'name'],
            },
        ),
        migrations.CreateModel(
            name='CollaborationForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('definition', models.TextField(blank=True, verbose_name='説明')),
                ('uses_public_money', models.BooleanField(db_default=False, default=False, help_text='公金の支出をともなう協働（狭義の協働）に数えます。', verbose_name='公金の支出がある')),
                ('counts_in_total', models.BooleanField(db_default=True, default=True, help_text='外すと、この形態だけの事業は、形態別の表には出ますが、合計には入りません。', verbose_name='協働事業の合計に数える')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, help_text='空なら、はじめから使います。例：2026', null=True, verbose_name='使い始める年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, help_text='空なら、ずっと使います。例：2030', null=True, verbose_name='最後に使う年度')),
                ('lead_from', models.PositiveSmallIntegerField(blank=True, choices=[(1, '市民が主体'), (2, '市民が中心、市が支える'), (3, '市民と市が対等に分け合う'), (4, '市が中心、市民が加わる'), (5, '市が主体')], null=True, verbose_name='適した領域（市民の側）')),
                ('lead_to', models.PositiveSmallIntegerField(blank=True, choices=[(1, '市民が主体'), (2, '市民が中心、市が支える'), (3, '市民と市が対等に分け合う'), (4, '市が中心、市民が加わる'), (5, '市が主体')], null=True, verbose_name='適した領域（市の側）')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '協働の形態',
                'verbose_name_plural': '協働の形態',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CollaborationFormEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('definition', models.TextField(blank=True, verbose_name='説明')),
                ('uses_public_money', models.BooleanField(db_default=False, default=False, help_text='公金の支出をともなう協働（狭義の協働）に数えます。', verbose_name='公金の支出がある')),
                ('counts_in_total', models.BooleanField(db_default=True, default=True, help_text='外すと、この形態だけの事業は、形態別の表には出ますが、合計には入りません。', verbose_name='協働事業の合計に数える')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, help_text='空なら、はじめから使います。例：2026', null=True, verbose_name='使い始める年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, help_text='空なら、ずっと使います。例：2030', null=True, verbose_name='最後に使う年度')),
                ('lead_from', models.PositiveSmallIntegerField(blank=True, choices=[(1, '市民が主体'), (2, '市民が中心、市が支える'), (3, '市民と市が対等に分け合う'), (4, '市が中心、市民が加わる'), (5, '市が主体')], null=True, verbose_name='適した領域（市民の側）')),
                ('lead_to', models.PositiveSmallIntegerField(blank=True, choices=[(1, '市民が主体'), (2, '市民が中心、市が支える'), (3, '市民と市が対等に分け合う'), (4, '市が中心、市民が加わる'), (5, '市が主体')], null=True, verbose_name='適した領域（市の側）')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.collaborationform')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': 'お金の出どころ',
                'verbose_name_plural': 'お金の出どころ',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostSourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.costsource')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GuidelineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('is_current', models.BooleanField(default=False, help_text='新しい事業実績では、この版の区分から選びます。', verbose_name='いま使う')),
                ('principle_word', models.CharField(db_default='協働の原則', default='協働の原則', help_text='例：協働の原則、7つの視点、行動規範', max_length=30, verbose_name='原則の呼び方')),
                ('source', models.CharField(blank=True, db_default='', default='', help_text='例：協働の指針（平成29年10月）', max_length=200, verbose_name='出典')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.guideline')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '実施体制',
                'verbose_name_plural': '実施体制',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InitiativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '実施した経緯',
                'verbose_name_plural': '実施した経緯',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OriginEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.origin')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '成果',
                'verbose_name_plural': '成果',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OutcomeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.outcome')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '相手の組織形態',
                'verbose_name_plural': '相手の組織形態',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.partnerkind')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Principle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('text', models.TextField(blank=True, verbose_name='説明')),
                ('needed_with_money', models.BooleanField(db_default=False, default=False, verbose_name='公金を使うときは欠かせない')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.guideline', verbose_name='指針の版')),
            ],
            options={
                'verbose_name': '協働の原則',
                'verbose_name_plural': '協働の原則',
                'ordering': ['guideline', 'position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrincipleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('text', models.TextField(blank=True, verbose_name='説明')),
                ('needed_with_money', models.BooleanField(db_default=False, default=False, verbose_name='公金を使うときは欠かせない')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.principle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='事業の名前')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='organizations.department', verbose_name='担当課')),
            ],
            options={
                'verbose_name': '協働事業',
                'verbose_name_plural': '協働事業',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='事業の名前')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='担当課')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SheetUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='送った日時')),
                ('file_name', models.CharField(max_length=200, verbose_name='ファイルの名前')),
                ('content', models.BinaryField(verbose_name='ファイル')),
                ('status', models.CharField(choices=[('checked', '内容を確認中'), ('loaded', '取り込みました'), ('discarded', '取り込みません')], default='checked', max_length=10, verbose_name='状態')),
                ('loaded_at', models.DateTimeField(blank=True, null=True, verbose_name='取り込んだ日時')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='新しく作った事業')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='直した事業')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='変わらない事業')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='取り込まなかった行')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送った人')),
            ],
            options={
                'verbose_name': '取り込みのファイル',
                'verbose_name_plural': '取り込みのファイル',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SheetUploadEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='送った日時')),
                ('file_name', models.CharField(max_length=200, verbose_name='ファイルの名前')),
                ('status', models.CharField(choices=[('checked', '内容を確認中'), ('loaded', '取り込みました'), ('discarded', '取り込みません')], default='checked', max_length=10, verbose_name='状態')),
                ('loaded_at', models.DateTimeField(blank=True, null=True, verbose_name='取り込んだ日時')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='新しく作った事業')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='直した事業')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='変わらない事業')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='取り込まなかった行')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送った人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.sheetupload')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '事例のテーマ',
                'verbose_name_plural': '事例のテーマ',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ThemeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.theme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(unique=True, verbose_name='対象の年度')),
                ('due_on', models.DateField(verbose_name='提出の期限')),
                ('note', models.TextField(blank=True, verbose_name='担当課への案内')),
                ('needs_head', models.BooleanField(default=False, help_text='担当課の課長が確認してから、提出できるようになります。', verbose_name='課長の確認をもとめる')),
                ('status', models.CharField(choices=[('preparing', '準備中'), ('open', '受付中'), ('closed', '締め切りました')], default='preparing', max_length=10, verbose_name='状態')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='受付を始めた日時')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='締め切った日時')),
            ],
            options={
                'verbose_name': '年度の取りまとめ',
                'verbose_name_plural': '年度の取りまとめ',
                'ordering': ['-fiscal_year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 1990), ('fiscal_year__lte', 2100)), name='projects_campaign_fiscal_year'), models.CheckConstraint(condition=models.Q(('status__in', ['preparing', 'open', 'closed'])), name='projects_campaign_status'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='projects_campaign_closed_after')],
            },
        ),
        migrations.CreateModel(
            name='CampaignEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='対象の年度')),
                ('due_on', models.DateField(verbose_name='提出の期限')),
                ('note', models.TextField(blank=True, verbose_name='担当課への案内')),
                ('needs_head', models.BooleanField(default=False, help_text='担当課の課長が確認してから、提出できるようになります。', verbose_name='課長の確認をもとめる')),
                ('status', models.CharField(choices=[('preparing', '準備中'), ('open', '受付中'), ('closed', '締め切りました')], default='preparing', max_length=10, verbose_name='状態')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='受付を始めた日時')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='締め切った日時')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.campaign')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CampaignReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', 'お知らせ・メール'), ('letter', '手紙')], max_length=10, verbose_name='方法')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='催促した日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='催促した人')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='projects.campaign', verbose_name='年度の取りまとめ')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='担当課')),
            ],
            options={
                'verbose_name': '催促の記録',
                'verbose_name_plural': '催促の記録',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignReminderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('way', models.CharField(choices=[('mail', 'お知らせ・メール'), ('letter', '手紙')], max_length=10, verbose_name='方法')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='催促した日時')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='催促した人')),
                ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.campaign', verbose_name='年度の取りまとめ')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='担当課')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.campaignreminder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NothingToReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='理由・補足')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='回答した日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回答した人')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nothing', to='projects.campaign', verbose_name='年度の取りまとめ')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='担当課')),
            ],
            options={
                'verbose_name': '該当なしの回答',
                'verbose_name_plural': '該当なしの回答',
                'ordering': ['campaign', 'department'],
            },
        ),
        migrations.CreateModel(
            name='NothingToReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='理由・補足')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='回答した日時')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回答した人')),
                ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.campaign', verbose_name='年度の取りまとめ')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='担当課')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.nothingtoreport')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('plan', '予定'), ('result', '実績')], db_default='result', default='result', max_length=10, verbose_name='予定・実績')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('name', models.CharField(max_length=200, verbose_name='事業の名前')),
                ('summary', models.TextField(blank=True, verbose_name='事業の内容')),
                ('continuity', models.CharField(blank=True, choices=[('new', '新しく始めた'), ('continued', '前の年度から続けた')], max_length=10, verbose_name='新規・継続')),
                ('is_last_year', models.BooleanField(db_default=False, default=False, verbose_name='この年度で終わる')),
                ('end_reason', models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='終わる理由')),
                ('planned_cost', models.BigIntegerField(blank=True, null=True, verbose_name='予算額（円）')),
                ('cost', models.BigIntegerField(blank=True, null=True, verbose_name='かかったお金（円）')),
                ('scheme_used', models.CharField(blank=True, max_length=200, verbose_name='利用した制度')),
                ('results', models.TextField(blank=True, db_default='', default='', verbose_name='成果と効果')),
                ('problems', models.TextField(blank=True, db_default='', default='', verbose_name='困ったこと・課題')),
                ('is_public', models.BooleanField(default=True, verbose_name='一覧で公開してよい')),
                ('cost_is_public', models.BooleanField(db_default=True, default=True, verbose_name='お金を公開してよい')),
                ('problems_are_public', models.BooleanField(db_default=False, default=False, verbose_name='課題を公開してよい')),
                ('document_number', models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='文書番号')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='決裁日')),
                ('is_reconstructed', models.BooleanField(default=False, editable=False, verbose_name='集計表から復元')),
                ('status', models.CharField(choices=[('draft', '入力中'), ('submitted', '確認中'), ('returned', '修正依頼'), ('approved', '受付済み')], default='draft', max_length=10, verbose_name='状態')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='受付番号')),
                ('return_reason', models.TextField(blank=True, verbose_name='直してほしいこと')),
                ('head_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='課長に確認を頼んだ日時')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='課長が確認した日時')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提出した日時')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='確認した日時')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最後に直した日時')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('token', models.UUIDField(editable=False, null=True, unique=True, verbose_name='書き始めの印')),
                ('partner_names', models.TextField(db_default='', default='', editable=False, verbose_name='相手の名前')),
                ('search_text', koganei_kyodo.search.fields.SearchColumn('name', 'summary', 'partner_names', verbose_name='検索用の文字列')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した課長')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='organizations.department', verbose_name='担当課')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代わりに入力した職員')),
                ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='projects.guideline', verbose_name='指針の版')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='projects.project', verbose_name='協働事業')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した人')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出した人')),
                ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
            ],
            options={
                'verbose_name': '事業実績',
                'verbose_name_plural': '事業実績',
                'ordering': ['-fiscal_year', 'department', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Example',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('good', 'うまくいったこと'), ('failed', 'うまくいかなかったこと')], max_length=10, verbose_name='よい例・困った例')),
                ('title', models.CharField(max_length=100, verbose_name='見出し')),
                ('text', models.TextField(max_length=2000, verbose_name='どうしたか')),
                ('lesson', models.TextField(blank=True, max_length=1000, verbose_name='次に生かすこと')),
                ('is_public', models.BooleanField(default=False, verbose_name='公開してよい')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='書いた日時')),
                ('themes', models.ManyToManyField(blank=True, related_name='examples', to='projects.theme', verbose_name='テーマ')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='examples', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'verbose_name': '事例',
                'verbose_name_plural': '事例',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ExampleThemeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('example', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.example')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('theme', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.theme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExampleTheme',
            fields=[
            ],
            options={
                'verbose_name': '事例のテーマの選択',
                'verbose_name_plural': '事例のテーマの選択',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.example_themes',),
        ),
        migrations.CreateModel(
            name='ExampleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('good', 'うまくいったこと'), ('failed', 'うまくいかなかったこと')], max_length=10, verbose_name='よい例・困った例')),
                ('title', models.CharField(max_length=100, verbose_name='見出し')),
                ('text', models.TextField(max_length=2000, verbose_name='どうしたか')),
                ('lesson', models.TextField(blank=True, max_length=1000, verbose_name='次に生かすこと')),
                ('is_public', models.BooleanField(default=False, verbose_name='公開してよい')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='書いた日時')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.example')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='何番目')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='相手の名前')),
                ('group_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='団体の数')),
                ('name_is_public', models.BooleanField(db_default=True, default=True, verbose_name='相手の名前を公開してよい')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name='版')),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name='最後に直した日時')),
                ('token', models.UUIDField(editable=False, null=True, unique=True, verbose_name='書き始めの印')),
                ('forms', models.ManyToManyField(blank=True, to='projects.collaborationform', verbose_name='協働の形態')),
                ('initiatives', models.ManyToManyField(blank=True, to='projects.initiative', verbose_name='実施体制')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='organizations.organization', verbose_name='登録している団体')),
                ('origins', models.ManyToManyField(blank=True, to='projects.origin', verbose_name='実施した経緯')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.outcome', verbose_name='成果')),
                ('sheet', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partner', to='surveys.sheet', verbose_name='調査票')),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
                ('kind', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.partnerkind', verbose_name='相手の組織形態')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'verbose_name': '協働相手',
                'verbose_name_plural': '協働相手',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PartnerFormEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('collaborationform', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.collaborationform')),
                ('partner', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerInitiativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('initiative', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.initiative')),
                ('partner', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerOriginEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('origin', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.origin')),
                ('partner', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerForm',
            fields=[
            ],
            options={
                'verbose_name': '協働相手の協働の形態',
                'verbose_name_plural': '協働相手の協働の形態',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.partner_forms',),
        ),
        migrations.CreateModel(
            name='PartnerInitiative',
            fields=[
            ],
            options={
                'verbose_name': '協働相手の実施体制',
                'verbose_name_plural': '協働相手の実施体制',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.partner_initiatives',),
        ),
        migrations.CreateModel(
            name='PartnerOrigin',
            fields=[
            ],
            options={
                'verbose_name': '協働相手の実施した経緯',
                'verbose_name_plural': '協働相手の実施した経緯',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.partner_origins',),
        ),
        migrations.CreateModel(
            name='PartnerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='何番目')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='相手の名前')),
                ('group_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='団体の数')),
                ('name_is_public', models.BooleanField(db_default=True, default=True, verbose_name='相手の名前を公開してよい')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name='版')),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name='最後に直した日時')),
                ('token', models.UUIDField(editable=False, null=True, verbose_name='書き始めの印')),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization', verbose_name='登録している団体')),
                ('outcome', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.outcome', verbose_name='成果')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.partner')),
                ('sheet', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.sheet', verbose_name='調査票')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
                ('kind', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.partnerkind', verbose_name='相手の組織形態')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectRecordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('plan', '予定'), ('result', '実績')], db_default='result', default='result', max_length=10, verbose_name='予定・実績')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('name', models.CharField(max_length=200, verbose_name='事業の名前')),
                ('summary', models.TextField(blank=True, verbose_name='事業の内容')),
                ('continuity', models.CharField(blank=True, choices=[('new', '新しく始めた'), ('continued', '前の年度から続けた')], max_length=10, verbose_name='新規・継続')),
                ('is_last_year', models.BooleanField(db_default=False, default=False, verbose_name='この年度で終わる')),
                ('end_reason', models.CharField(blank=True, db_default='', default='', max_length=400, verbose_name='終わる理由')),
                ('planned_cost', models.BigIntegerField(blank=True, null=True, verbose_name='予算額（円）')),
                ('cost', models.BigIntegerField(blank=True, null=True, verbose_name='かかったお金（円）')),
                ('scheme_used', models.CharField(blank=True, max_length=200, verbose_name='利用した制度')),
                ('results', models.TextField(blank=True, db_default='', default='', verbose_name='成果と効果')),
                ('problems', models.TextField(blank=True, db_default='', default='', verbose_name='困ったこと・課題')),
                ('is_public', models.BooleanField(default=True, verbose_name='一覧で公開してよい')),
                ('cost_is_public', models.BooleanField(db_default=True, default=True, verbose_name='お金を公開してよい')),
                ('problems_are_public', models.BooleanField(db_default=False, default=False, verbose_name='課題を公開してよい')),
                ('document_number', models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='文書番号')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='決裁日')),
                ('is_reconstructed', models.BooleanField(default=False, editable=False, verbose_name='集計表から復元')),
                ('status', models.CharField(choices=[('draft', '入力中'), ('submitted', '確認中'), ('returned', '修正依頼'), ('approved', '受付済み')], default='draft', max_length=10, verbose_name='状態')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='受付番号')),
                ('return_reason', models.TextField(blank=True, verbose_name='直してほしいこと')),
                ('head_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='課長に確認を頼んだ日時')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='課長が確認した日時')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提出した日時')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='確認した日時')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='最後に直した日時')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('token', models.UUIDField(editable=False, null=True, verbose_name='書き始めの印')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した課長')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='担当課')),
                ('entered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代わりに入力した職員')),
                ('guideline', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.guideline', verbose_name='指針の版')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.projectrecord')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project', verbose_name='協働事業')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した人')),
                ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出した人')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に直した人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecordCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='金額（円）')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='projects.projectrecord', verbose_name='事業実績')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='projects.costsource', verbose_name='お金の出どころ')),
            ],
            options={
                'verbose_name': 'お金の内訳',
                'verbose_name_plural': 'お金の内訳',
                'ordering': ['source', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordCostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('amount', models.BigIntegerField(verbose_name='金額（円）')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.recordcost')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.projectrecord', verbose_name='事業実績')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.costsource', verbose_name='お金の出どころ')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecordField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.activityfield', verbose_name='分野')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_rows', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'verbose_name': '事業の分野',
                'verbose_name_plural': '事業の分野',
                'ordering': ['field__number', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordFieldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('field', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.activityfield', verbose_name='分野')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.recordfield')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.projectrecord', verbose_name='事業実績')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecordPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt', models.CharField(help_text='写真を見られない人に、何が写っているかを伝えます。', max_length=200, verbose_name='写真の説明')),
                ('width', models.PositiveIntegerField(verbose_name='幅')),
                ('height', models.PositiveIntegerField(verbose_name='高さ')),
                ('is_public', models.BooleanField(default=False, verbose_name='公開してよい')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.storedfile', verbose_name='写真')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='projects.projectrecord', verbose_name='事業実績')),
                ('thumbnail', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.storedfile', verbose_name='小さい写真')),
            ],
            options={
                'verbose_name': '事業の写真',
                'verbose_name_plural': '事業の写真',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecordPhotoEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('alt', models.CharField(help_text='写真を見られない人に、何が写っているかを伝えます。', max_length=200, verbose_name='写真の説明')),
                ('width', models.PositiveIntegerField(verbose_name='幅')),
                ('height', models.PositiveIntegerField(verbose_name='高さ')),
                ('is_public', models.BooleanField(default=False, verbose_name='公開してよい')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='並び順')),
                ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.storedfile', verbose_name='写真')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.recordphoto')),
                ('record', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.projectrecord', verbose_name='事業実績')),
                ('thumbnail', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.storedfile', verbose_name='小さい写真')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='projectrecord',
            name='activity_fields',
            field=models.ManyToManyField(blank=True, related_name='+', through='projects.RecordField', to='organizations.activityfield', verbose_name='分野'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_campaignevent" ("closed_at", "due_on", "fiscal_year", "id", "needs_head", "note", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."due_on", NEW."fiscal_year", NEW."id", NEW."needs_head", NEW."note", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;', hash='ea9e14139290a429c63a3956b98cca68c6f36be9', operation='INSERT', pgid='pgtrigger_insert_insert_a10bc', table='projects_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_campaignevent" ("closed_at", "due_on", "fiscal_year", "id", "needs_head", "note", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."closed_at", NEW."due_on", NEW."fiscal_year", NEW."id", NEW."needs_head", NEW."note", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;', hash='c67b76b4a362941e7972276e472d12b36d790d76', operation='UPDATE', pgid='pgtrigger_update_update_98139', table='projects_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_campaignevent" ("closed_at", "due_on", "fiscal_year", "id", "needs_head", "note", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (OLD."closed_at", OLD."due_on", OLD."fiscal_year", OLD."id", OLD."needs_head", OLD."note", OLD."opened_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status"); RETURN NULL;', hash='67465eb246c6db3ae412ae9bfad0b815e57b9554', operation='DELETE', pgid='pgtrigger_delete_delete_1cc74', table='projects_campaign', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='guideline',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='projects_guideline_one_current', violation_error_message='「いま使う」にできる版は1つだけです'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_guidelineevent" ("id", "is_current", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principle_word", "source") VALUES (NEW."id", NEW."is_current", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."principle_word", NEW."source"); RETURN NULL;', hash='fd0b569be9b4860db4f54414783455813ef84fc3', operation='INSERT', pgid='pgtrigger_insert_insert_ffbad', table='projects_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_guidelineevent" ("id", "is_current", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principle_word", "source") VALUES (NEW."id", NEW."is_current", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."principle_word", NEW."source"); RETURN NULL;', hash='4664eb66009db87e5d807078fc24fc360d9d69c0', operation='UPDATE', pgid='pgtrigger_update_update_443a8', table='projects_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guideline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_guidelineevent" ("id", "is_current", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principle_word", "source") VALUES (OLD."id", OLD."is_current", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."principle_word", OLD."source"); RETURN NULL;', hash='c6361a225c7529b25b48b0d8cf84511037ab5d55', operation='DELETE', pgid='pgtrigger_delete_delete_51020', table='projects_guideline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_themeevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='fee5005ee7c4c2875a34bfb09066123c8e2eacef', operation='INSERT', pgid='pgtrigger_insert_insert_7ff00', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_themeevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='d9a2391823f0bde2b7e84a26fb19f4af0f7577f3', operation='UPDATE', pgid='pgtrigger_update_update_eafc3', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_themeevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='a50e99c95dbe3cf29ae1d4c9df8d06209108079f', operation='DELETE', pgid='pgtrigger_delete_delete_c423f', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='817c190af41ed5367c8f6a1c8407cc29778ffcfc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e380a', table='projects_campaignevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignreminder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_campaignreminderevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (NEW."at", NEW."by_id", NEW."campaign_id", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."way"); RETURN NULL;', hash='8fa41e01143befe291330f5f11465346e80a93f9', operation='INSERT', pgid='pgtrigger_insert_insert_2189c', table='projects_campaignreminder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignreminder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_campaignreminderevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (NEW."at", NEW."by_id", NEW."campaign_id", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."way"); RETURN NULL;', hash='d35ab2519f3261b34ecfd035504601a0a20c0282', operation='UPDATE', pgid='pgtrigger_update_update_95092', table='projects_campaignreminder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignreminder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_campaignreminderevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (OLD."at", OLD."by_id", OLD."campaign_id", OLD."department_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."way"); RETURN NULL;', hash='a64ea2467b708825753bc7a3b036d54cf867c923', operation='DELETE', pgid='pgtrigger_delete_delete_ca0b1', table='projects_campaignreminder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignreminderevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fde17038e6e070f4a48b94d13d7bcc026e72f2d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_829b9', table='projects_campaignreminderevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costsourceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7425339d8544a665def607d8df970028a14ea253', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b5478', table='projects_costsourceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='costsource',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_costsource_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costsource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_costsourceevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='25233358cc733fbd5fd03b2782de723fdcec675c', operation='INSERT', pgid='pgtrigger_insert_insert_051ac', table='projects_costsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costsource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_costsourceevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='7c6618a51d6c17689e3b019389486e964656d795', operation='UPDATE', pgid='pgtrigger_update_update_6dd0d', table='projects_costsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='costsource',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_costsourceevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."guideline_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='d0dbb44045ad7c126d1bf17d04012dfa2d8d1e67', operation='DELETE', pgid='pgtrigger_delete_delete_58093', table='projects_costsource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborationformevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7f58f528013fadb0b2093290bb89d317c559c20c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_38efc', table='projects_collaborationformevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='collaborationform',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_collaborationform_name'),
        ),
        migrations.AddConstraint(
            model_name='collaborationform',
            constraint=models.CheckConstraint(condition=models.Q(('first_year', None), ('last_year', None), ('last_year__gte', models.F('first_year')), _connector='OR'), name='projects_collaborationform_years', violation_error_message='最後に使う年度は、使い始める年度より後にしてください'),
        ),
        migrations.AddConstraint(
            model_name='collaborationform',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lead_from', None), ('lead_to', None)), models.Q(('lead_from__gte', 1), ('lead_to__gte', models.F('lead_from')), ('lead_to__lte', 5)), _connector='OR'), name='projects_collaborationform_lead', violation_error_message='適した領域は、市民の側から市の側の順に、両方を選んでください'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborationform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_collaborationformevent" ("counts_in_total", "definition", "first_year", "guideline_id", "id", "last_year", "lead_from", "lead_to", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uses_public_money") VALUES (NEW."counts_in_total", NEW."definition", NEW."first_year", NEW."guideline_id", NEW."id", NEW."last_year", NEW."lead_from", NEW."lead_to", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."uses_public_money"); RETURN NULL;', hash='c78d719690e159f39d6b3f13174a02eef273f1aa', operation='INSERT', pgid='pgtrigger_insert_insert_f112e', table='projects_collaborationform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborationform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_collaborationformevent" ("counts_in_total", "definition", "first_year", "guideline_id", "id", "last_year", "lead_from", "lead_to", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uses_public_money") VALUES (NEW."counts_in_total", NEW."definition", NEW."first_year", NEW."guideline_id", NEW."id", NEW."last_year", NEW."lead_from", NEW."lead_to", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."uses_public_money"); RETURN NULL;', hash='c677df9bbda373aeb49fade0820bb83404995d32', operation='UPDATE', pgid='pgtrigger_update_update_a2fa4', table='projects_collaborationform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborationform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_collaborationformevent" ("counts_in_total", "definition", "first_year", "guideline_id", "id", "last_year", "lead_from", "lead_to", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "uses_public_money") VALUES (OLD."counts_in_total", OLD."definition", OLD."first_year", OLD."guideline_id", OLD."id", OLD."last_year", OLD."lead_from", OLD."lead_to", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."uses_public_money"); RETURN NULL;', hash='726a2949cde585404012eae8e94ef49a2eda5f5c', operation='DELETE', pgid='pgtrigger_delete_delete_31fda', table='projects_collaborationform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidelineevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2f1a3afb46c003677b36c086d872c4ed6bf23ee7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7397', table='projects_guidelineevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_initiative_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_initiativeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='5678a0344b9cf1d4a5bbaac50dae3047abcc1aff', operation='INSERT', pgid='pgtrigger_insert_insert_d57e0', table='projects_initiative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_initiativeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='78206712c5603c083169cd72652be1733d990cd2', operation='UPDATE', pgid='pgtrigger_update_update_13cb2', table='projects_initiative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_initiativeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."guideline_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='7e88c3ebf9d46f2cc4e44b21d1579e6045f129a3', operation='DELETE', pgid='pgtrigger_delete_delete_00fa6', table='projects_initiative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiativeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ec3fc3fc5977add91594241bb5af4f171c08cbd1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b9bf1', table='projects_initiativeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='nothingtoreport',
            constraint=models.UniqueConstraint(fields=('campaign', 'department'), name='projects_nothingtoreport_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingtoreport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_nothingtoreportevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."campaign_id", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='d385384bbbe493c7f6e85e7339a96a4e2eb3217e', operation='INSERT', pgid='pgtrigger_insert_insert_2aaa3', table='projects_nothingtoreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingtoreport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_nothingtoreportevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."at", NEW."by_id", NEW."campaign_id", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='da6b1a5ee4305e93fafacdd34e620b0ec2b89522', operation='UPDATE', pgid='pgtrigger_update_update_5740d', table='projects_nothingtoreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingtoreport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_nothingtoreportevent" ("at", "by_id", "campaign_id", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."at", OLD."by_id", OLD."campaign_id", OLD."department_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='7b89df646ee1b435c380dbcf6b1186b4afd189a2', operation='DELETE', pgid='pgtrigger_delete_delete_76231', table='projects_nothingtoreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingtoreportevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2caa4a00f3d0c50cfb54c8e06b989384390ada31', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0526e', table='projects_nothingtoreportevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='origin',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_origin_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='origin',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_originevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='86acafb65ace5ae2aa7a26f97b7d01e940cc7a3b', operation='INSERT', pgid='pgtrigger_insert_insert_3f7ce', table='projects_origin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='origin',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_originevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='7be857c162e0109c54ac07b7a819cff0a2498559', operation='UPDATE', pgid='pgtrigger_update_update_1cdd1', table='projects_origin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='origin',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_originevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."guideline_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='6e3d2e46f2f09a13adb88bb0650a31edbe8002a1', operation='DELETE', pgid='pgtrigger_delete_delete_b6e08', table='projects_origin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='originevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f7d85ff49a5d319b32d1c796dd5f9bb37590b92e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aa354', table='projects_originevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_outcome_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_outcomeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='c209ac9af1a2e2b3422db64cd668bcf0aefd98cf', operation='INSERT', pgid='pgtrigger_insert_insert_311ab', table='projects_outcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_outcomeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='69c0b2c93958e5406aefcf86328ad9ca42fd2f38', operation='UPDATE', pgid='pgtrigger_update_update_e2b2b', table='projects_outcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_outcomeevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."guideline_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='22d4c9c4eff67edced8d973a38bc4b45bcce68b5', operation='DELETE', pgid='pgtrigger_delete_delete_25ea3', table='projects_outcome', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcomeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ffcd20884eec76ff21ebc7a83c1de1e6be26436', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d6ff', table='projects_outcomeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerformevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='36b7664be7eb97f733742f4013974b0b19dd89ea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4885a', table='projects_partnerformevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerinitiativeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9afae3acadb8e1363198ef0db0538b38ec340be4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91f32', table='projects_partnerinitiativeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='partnerkind',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_partnerkind_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkind',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_partnerkindevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='2626c5731ea7c1d19c191052f98fbeef8f38763c', operation='INSERT', pgid='pgtrigger_insert_insert_dec81', table='projects_partnerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkind',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_partnerkindevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."guideline_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='c7f1ee14aec27b9ef34d223452e5125e56f37e36', operation='UPDATE', pgid='pgtrigger_update_update_a1160', table='projects_partnerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkind',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_partnerkindevent" ("guideline_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."guideline_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='aff25e026a354981701285f8d07160876cc50f9f', operation='DELETE', pgid='pgtrigger_delete_delete_88dd0', table='projects_partnerkind', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerkindevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eb144f058cb931972dc92ee430f89258bc9a10ab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eaaca', table='projects_partnerkindevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partneroriginevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e76ef32ead4bc5e9cd626db233e2053eab29ad1f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1c553', table='projects_partneroriginevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='principle',
            constraint=models.UniqueConstraint(fields=('guideline', 'name'), name='projects_principle_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='principle',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_principleevent" ("guideline_id", "id", "name", "needed_with_money", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."guideline_id", NEW."id", NEW."name", NEW."needed_with_money", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='24fe65a9d585cc03b3e480611b2e8081945fc7c1', operation='INSERT', pgid='pgtrigger_insert_insert_59def', table='projects_principle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='principle',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_principleevent" ("guideline_id", "id", "name", "needed_with_money", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."guideline_id", NEW."id", NEW."name", NEW."needed_with_money", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='0bc885732d6919f6c0e301cf63307c775f23b97c', operation='UPDATE', pgid='pgtrigger_update_update_b636f', table='projects_principle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='principle',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_principleevent" ("guideline_id", "id", "name", "needed_with_money", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (OLD."guideline_id", OLD."id", OLD."name", OLD."needed_with_money", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text"); RETURN NULL;', hash='297828c84c34cd82e34494bc6a8404533054e090', operation='DELETE', pgid='pgtrigger_delete_delete_bf935', table='projects_principle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='principleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='746f2c62ffb2ae77ccf1240abb0711dbfe171291', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5aa46', table='projects_principleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectevent" ("department_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='ea26cfb00599c13d99d83565a00fc18e506ec432', operation='INSERT', pgid='pgtrigger_insert_insert_2e147', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projectevent" ("department_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='59d4fbb71ea16a798fbc5095059dbe4701f06387', operation='UPDATE', pgid='pgtrigger_update_update_804c3', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectevent" ("department_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."department_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='7a6a5e4c6035196630af9a335abd97279a3857bf', operation='DELETE', pgid='pgtrigger_delete_delete_2192f', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef9770e66b8502663c593b2709ff42d6144c83f2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bce67', table='projects_projectevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c02b33915ba6f3ccdd1fd04f2e8205ff4de93104', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8953d', table='projects_partnerevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('record', 'position'), name='projects_partner_position'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('group_count', None), ('group_count__gte', 1), _connector='OR'), name='projects_partner_group_count'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='names_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE projects_projectrecord AS record SET partner_names = found.names\n    FROM (\n        SELECT changed.record_id, coalesce(string_agg(\n            coalesce(registered.name, partner.name), chr(10) ORDER BY partner.position, partner.id\n        ) FILTER (WHERE partner.name_is_public), '') AS names\n        FROM (SELECT DISTINCT record_id FROM new_rows) AS changed\n        LEFT JOIN projects_partner AS partner ON partner.record_id = changed.record_id\n        LEFT JOIN organizations_organization AS registered\n            ON registered.id = partner.organization_id\n        GROUP BY changed.record_id\n    ) AS found\n    WHERE record.id = found.record_id AND record.partner_names <> found.names;\n RETURN NULL;", hash='3cfaab78cb0de65746a00d9385290d0c5c5cec84', level='STATEMENT', operation='INSERT', pgid='pgtrigger_names_insert_ec80a', referencing='REFERENCING NEW TABLE AS new_rows ', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='names_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE projects_projectrecord AS record SET partner_names = found.names\n    FROM (\n        SELECT changed.record_id, coalesce(string_agg(\n            coalesce(registered.name, partner.name), chr(10) ORDER BY partner.position, partner.id\n        ) FILTER (WHERE partner.name_is_public), '') AS names\n        FROM (SELECT DISTINCT record_id FROM new_rows UNION SELECT DISTINCT record_id FROM old_rows) AS changed\n        LEFT JOIN projects_partner AS partner ON partner.record_id = changed.record_id\n        LEFT JOIN organizations_organization AS registered\n            ON registered.id = partner.organization_id\n        GROUP BY changed.record_id\n    ) AS found\n    WHERE record.id = found.record_id AND record.partner_names <> found.names;\n RETURN NULL;", hash='cfa98ad2e88bfaaea1863d4fa1a2402d4a32514f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_names_update_be3ed', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='names_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE projects_projectrecord AS record SET partner_names = found.names\n    FROM (\n        SELECT changed.record_id, coalesce(string_agg(\n            coalesce(registered.name, partner.name), chr(10) ORDER BY partner.position, partner.id\n        ) FILTER (WHERE partner.name_is_public), '') AS names\n        FROM (SELECT DISTINCT record_id FROM old_rows) AS changed\n        LEFT JOIN projects_partner AS partner ON partner.record_id = changed.record_id\n        LEFT JOIN organizations_organization AS registered\n            ON registered.id = partner.organization_id\n        GROUP BY changed.record_id\n    ) AS found\n    WHERE record.id = found.record_id AND record.partner_names <> found.names;\n RETURN NULL;", hash='3232376e594e02a8ff4ebd5e33c3ceae3dc8ebdf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_names_delete_baae7', referencing='REFERENCING OLD TABLE AS old_rows ', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_partnerevent" ("group_count", "id", "kind_id", "name", "name_is_public", "organization_id", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "sheet_id", "token", "updated_at", "updated_by_id", "version") VALUES (NEW."group_count", NEW."id", NEW."kind_id", NEW."name", NEW."name_is_public", NEW."organization_id", NEW."outcome_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."sheet_id", NEW."token", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='384d0fd777f0cd5b37f87d801b760a7e093d0db3', operation='INSERT', pgid='pgtrigger_insert_insert_f3f5f', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_partnerevent" ("group_count", "id", "kind_id", "name", "name_is_public", "organization_id", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "sheet_id", "token", "updated_at", "updated_by_id", "version") VALUES (NEW."group_count", NEW."id", NEW."kind_id", NEW."name", NEW."name_is_public", NEW."organization_id", NEW."outcome_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."sheet_id", NEW."token", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='bb22b9c17cf890f6956cf99eb25f52ae454742ae', operation='UPDATE', pgid='pgtrigger_update_update_97c86', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_partnerevent" ("group_count", "id", "kind_id", "name", "name_is_public", "organization_id", "outcome_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "sheet_id", "token", "updated_at", "updated_by_id", "version") VALUES (OLD."group_count", OLD."id", OLD."kind_id", OLD."name", OLD."name_is_public", OLD."organization_id", OLD."outcome_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."sheet_id", OLD."token", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='5241e113cc898a0bfc1a3463637e76acbf7e94b9', operation='DELETE', pgid='pgtrigger_delete_delete_0cd37', table='projects_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exampleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3a6c67e5dd9be04dd0d7aab7de03a4b53f0e4d48', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ba41', table='projects_exampleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrecordevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2e7c3c41624526d7c0ca4d4b7e57dcf6a5d9fb84', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2b9a1', table='projects_projectrecordevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recordcost',
            constraint=models.UniqueConstraint(fields=('record', 'source'), name='projects_recordcost_once', violation_error_message='同じ出どころは1回だけ書いてください'),
        ),
        migrations.AddConstraint(
            model_name='recordcost',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='projects_recordcost_amount'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordcost',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordcostevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source_id") VALUES (NEW."amount", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id", NEW."source_id"); RETURN NULL;', hash='cc8c2a19a8cdcafcaa7d4514b36686c882cd1815', operation='INSERT', pgid='pgtrigger_insert_insert_bfc65', table='projects_recordcost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordcost',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_recordcostevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source_id") VALUES (NEW."amount", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."source_id"); RETURN NULL;', hash='3da587e3a2afc7720a2d2afa49b81cc528663efb', operation='UPDATE', pgid='pgtrigger_update_update_bfa47', table='projects_recordcost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordcost',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordcostevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "source_id") VALUES (OLD."amount", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id", OLD."source_id"); RETURN NULL;', hash='e382dd01519db8cb5e93b3ad821e26deac663750', operation='DELETE', pgid='pgtrigger_delete_delete_67ac4', table='projects_recordcost', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordcostevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f3a1f3e7a68aa80ebcf0fdaf0a52d0a980cabf85', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33b37', table='projects_recordcostevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recordfield',
            constraint=models.UniqueConstraint(fields=('record', 'field'), name='projects_recordfield_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordfield',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordfieldevent" ("field_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."field_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id"); RETURN NULL;', hash='c92bc68bdb0a2b208db4356c7742ee448c3eccf2', operation='INSERT', pgid='pgtrigger_insert_insert_5643d', table='projects_recordfield', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordfield',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_recordfieldevent" ("field_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (NEW."field_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id"); RETURN NULL;', hash='6ea68802386491e0b0f6f8c07cbf67702cce36f3', operation='UPDATE', pgid='pgtrigger_update_update_0a773', table='projects_recordfield', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordfield',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordfieldevent" ("field_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id") VALUES (OLD."field_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id"); RETURN NULL;', hash='1f13a705ac914fbb01a011dd072775132947e7af', operation='DELETE', pgid='pgtrigger_delete_delete_779ff', table='projects_recordfield', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='projectrecord',
            index=models.Index(condition=models.Q(('stage', 'result'), ('status', 'approved')), fields=['fiscal_year', 'department'], name='projects_record_counted'),
        ),
        migrations.AddIndex(
            model_name='projectrecord',
            index=models.Index(condition=models.Q(('is_public', True), ('status', 'approved')), fields=['-fiscal_year', '-id'], name='projects_record_newest'),
        ),
        migrations.AddIndex(
            model_name='projectrecord',
            index=models.Index(condition=models.Q(('is_public', True), ('status', 'approved')), fields=['name', '-fiscal_year', 'id'], name='projects_record_by_name'),
        ),
        migrations.AddIndex(
            model_name='projectrecord',
            index=models.Index(models.OrderBy(models.Case(models.When(cost_is_public=True, then=models.F('cost'))), descending=True, nulls_last=True), models.OrderBy(models.F('fiscal_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_public', True), ('status', 'approved')), name='projects_record_by_cost'),
        ),
        migrations.AddIndex(
            model_name='projectrecord',
            index=koganei_kyodo.search.fields.BigramIndex('search_text', name='projects_record_search'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.UniqueConstraint(fields=('project', 'fiscal_year'), name='projects_record_once_a_year', violation_error_message='この事業の、この年度の実績はすでにあります'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='projects_record_number'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 1990), ('fiscal_year__lte', 2100)), name='projects_record_fiscal_year'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', 0), _connector='OR'), name='projects_record_cost'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('planned_cost', None), ('planned_cost__gte', 0), _connector='OR'), name='projects_record_planned_cost'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['plan', 'result'])), name='projects_record_stage'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='projects_record_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'approved'])), name='projects_record_status'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'draft'), ('is_reconstructed', True), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='projects_record_submitted'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='projects_record_return_reason'),
        ),
        migrations.AddConstraint(
            model_name='projectrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('is_reconstructed', True), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='projects_record_reviewed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectrecordevent" ("confirmed_at", "confirmed_by_id", "continuity", "cost", "cost_is_public", "decided_on", "department_id", "document_number", "end_reason", "entered_by_id", "fiscal_year", "guideline_id", "head_asked_at", "id", "is_last_year", "is_public", "is_reconstructed", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cost", "problems", "problems_are_public", "project_id", "results", "return_reason", "reviewed_at", "reviewed_by_id", "scheme_used", "stage", "status", "submitted_at", "submitted_by_id", "summary", "token", "updated_at", "updated_by_id", "version") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."continuity", NEW."cost", NEW."cost_is_public", NEW."decided_on", NEW."department_id", NEW."document_number", NEW."end_reason", NEW."entered_by_id", NEW."fiscal_year", NEW."guideline_id", NEW."head_asked_at", NEW."id", NEW."is_last_year", NEW."is_public", NEW."is_reconstructed", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_cost", NEW."problems", NEW."problems_are_public", NEW."project_id", NEW."results", NEW."return_reason", NEW."reviewed_at", NEW."reviewed_by_id", NEW."scheme_used", NEW."stage", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."summary", NEW."token", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='66a2174e33c6c5511a2ef60bf7fe5e0435db9422', operation='INSERT', pgid='pgtrigger_insert_insert_c3d65', table='projects_projectrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."continuity" IS DISTINCT FROM (NEW."continuity") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."cost_is_public" IS DISTINCT FROM (NEW."cost_is_public") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."fiscal_year" IS DISTINCT FROM (NEW."fiscal_year") OR OLD."guideline_id" IS DISTINCT FROM (NEW."guideline_id") OR OLD."head_asked_at" IS DISTINCT FROM (NEW."head_asked_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_last_year" IS DISTINCT FROM (NEW."is_last_year") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."is_reconstructed" IS DISTINCT FROM (NEW."is_reconstructed") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."planned_cost" IS DISTINCT FROM (NEW."planned_cost") OR OLD."problems" IS DISTINCT FROM (NEW."problems") OR OLD."problems_are_public" IS DISTINCT FROM (NEW."problems_are_public") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."results" IS DISTINCT FROM (NEW."results") OR OLD."return_reason" IS DISTINCT FROM (NEW."return_reason") OR OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."scheme_used" IS DISTINCT FROM (NEW."scheme_used") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."token" IS DISTINCT FROM (NEW."token") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."updated_by_id" IS DISTINCT FROM (NEW."updated_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "projects_projectrecordevent" ("confirmed_at", "confirmed_by_id", "continuity", "cost", "cost_is_public", "decided_on", "department_id", "document_number", "end_reason", "entered_by_id", "fiscal_year", "guideline_id", "head_asked_at", "id", "is_last_year", "is_public", "is_reconstructed", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cost", "problems", "problems_are_public", "project_id", "results", "return_reason", "reviewed_at", "reviewed_by_id", "scheme_used", "stage", "status", "submitted_at", "submitted_by_id", "summary", "token", "updated_at", "updated_by_id", "version") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."continuity", NEW."cost", NEW."cost_is_public", NEW."decided_on", NEW."department_id", NEW."document_number", NEW."end_reason", NEW."entered_by_id", NEW."fiscal_year", NEW."guideline_id", NEW."head_asked_at", NEW."id", NEW."is_last_year", NEW."is_public", NEW."is_reconstructed", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_cost", NEW."problems", NEW."problems_are_public", NEW."project_id", NEW."results", NEW."return_reason", NEW."reviewed_at", NEW."reviewed_by_id", NEW."scheme_used", NEW."stage", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."summary", NEW."token", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='d3b701b7de965e54c0a2ea5ab77da3edd4eb2d3d', operation='UPDATE', pgid='pgtrigger_update_update_3bed2', table='projects_projectrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectrecordevent" ("confirmed_at", "confirmed_by_id", "continuity", "cost", "cost_is_public", "decided_on", "department_id", "document_number", "end_reason", "entered_by_id", "fiscal_year", "guideline_id", "head_asked_at", "id", "is_last_year", "is_public", "is_reconstructed", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cost", "problems", "problems_are_public", "project_id", "results", "return_reason", "reviewed_at", "reviewed_by_id", "scheme_used", "stage", "status", "submitted_at", "submitted_by_id", "summary", "token", "updated_at", "updated_by_id", "version") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."continuity", OLD."cost", OLD."cost_is_public", OLD."decided_on", OLD."department_id", OLD."document_number", OLD."end_reason", OLD."entered_by_id", OLD."fiscal_year", OLD."guideline_id", OLD."head_asked_at", OLD."id", OLD."is_last_year", OLD."is_public", OLD."is_reconstructed", OLD."name", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_cost", OLD."problems", OLD."problems_are_public", OLD."project_id", OLD."results", OLD."return_reason", OLD."reviewed_at", OLD."reviewed_by_id", OLD."scheme_used", OLD."stage", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."summary", OLD."token", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='89a8ad05dced317809ee319a030e7d90d869bfe1', operation='DELETE', pgid='pgtrigger_delete_delete_58016', table='projects_projectrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordfieldevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='24237074465d3676c7b4843cf1b1569fe9248763', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8efff', table='projects_recordfieldevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recordphoto',
            constraint=models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='projects_recordphoto_alt', violation_error_message='写真の説明を書いてください'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordphoto',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordphotoevent" ("alt", "file_id", "height", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "thumbnail_id", "width") VALUES (NEW."alt", NEW."file_id", NEW."height", NEW."id", NEW."is_public", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."thumbnail_id", NEW."width"); RETURN NULL;', hash='f40f991eb6d818d58b13d0b1012e3641fac44f78', operation='INSERT', pgid='pgtrigger_insert_insert_e1e2e', table='projects_recordphoto', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordphoto',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_recordphotoevent" ("alt", "file_id", "height", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "thumbnail_id", "width") VALUES (NEW."alt", NEW."file_id", NEW."height", NEW."id", NEW."is_public", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."thumbnail_id", NEW."width"); RETURN NULL;', hash='bafa88bcf37a0890eaa5f7f00463b07342e40c9b', operation='UPDATE', pgid='pgtrigger_update_update_6dee0', table='projects_recordphoto', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordphoto',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_recordphotoevent" ("alt", "file_id", "height", "id", "is_public", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "thumbnail_id", "width") VALUES (OLD."alt", OLD."file_id", OLD."height", OLD."id", OLD."is_public", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."thumbnail_id", OLD."width"); RETURN NULL;', hash='6cbc4f213c04171889ed6813eff7771d8deb47b5', operation='DELETE', pgid='pgtrigger_delete_delete_00611', table='projects_recordphoto', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordphotoevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ac99434a7d417adf3d6351bff283658bb01a4941', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2cc84', table='projects_recordphotoevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='sheetupload',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['checked', 'loaded', 'discarded'])), name='projects_sheetupload_status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetupload',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_sheetuploadevent" ("added", "at", "by_id", "changed", "file_name", "fiscal_year", "id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "status", "unchanged") VALUES (NEW."added", NEW."at", NEW."by_id", NEW."changed", NEW."file_name", NEW."fiscal_year", NEW."id", NEW."loaded_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."refused", NEW."status", NEW."unchanged"); RETURN NULL;', hash='e75d48432b5328bda2810b9a9a5f6977a45b9e33', operation='INSERT', pgid='pgtrigger_insert_insert_785ae', table='projects_sheetupload', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetupload',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added" IS DISTINCT FROM (NEW."added") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."changed" IS DISTINCT FROM (NEW."changed") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."fiscal_year" IS DISTINCT FROM (NEW."fiscal_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."loaded_at" IS DISTINCT FROM (NEW."loaded_at") OR OLD."refused" IS DISTINCT FROM (NEW."refused") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."unchanged" IS DISTINCT FROM (NEW."unchanged"))', func='INSERT INTO "projects_sheetuploadevent" ("added", "at", "by_id", "changed", "file_name", "fiscal_year", "id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "status", "unchanged") VALUES (NEW."added", NEW."at", NEW."by_id", NEW."changed", NEW."file_name", NEW."fiscal_year", NEW."id", NEW."loaded_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."refused", NEW."status", NEW."unchanged"); RETURN NULL;', hash='270b3f40a903373afa657182543ab967a26c0dac', operation='UPDATE', pgid='pgtrigger_update_update_cee58', table='projects_sheetupload', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetupload',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_sheetuploadevent" ("added", "at", "by_id", "changed", "file_name", "fiscal_year", "id", "loaded_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "status", "unchanged") VALUES (OLD."added", OLD."at", OLD."by_id", OLD."changed", OLD."file_name", OLD."fiscal_year", OLD."id", OLD."loaded_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."refused", OLD."status", OLD."unchanged"); RETURN NULL;', hash='5291c6f3ac62d2cfb39c8e7964141926acd8a2b1', operation='DELETE', pgid='pgtrigger_delete_delete_cf9ff', table='projects_sheetupload', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetuploadevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='84c90014b33558d375b9f5bc7bba7f02e513bca4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_97c02', table='projects_sheetuploadevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='examplethemeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dc7cca0ec8f129620657cb2c0db37cc768e32255', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9f756', table='projects_examplethemeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='example',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['good', 'failed'])), name='projects_example_kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='example',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_exampleevent" ("created_at", "id", "is_public", "kind", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "text", "title") VALUES (NEW."created_at", NEW."id", NEW."is_public", NEW."kind", NEW."lesson", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."record_id", NEW."text", NEW."title"); RETURN NULL;', hash='ea0c3d940f641cccc1b970556459b762ba4b8fb6', operation='INSERT', pgid='pgtrigger_insert_insert_7bc06', table='projects_example', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='example',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_exampleevent" ("created_at", "id", "is_public", "kind", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "text", "title") VALUES (NEW."created_at", NEW."id", NEW."is_public", NEW."kind", NEW."lesson", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."record_id", NEW."text", NEW."title"); RETURN NULL;', hash='c1c840cbbe27988d7866467e60daac4e391e23a8', operation='UPDATE', pgid='pgtrigger_update_update_e3682', table='projects_example', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='example',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_exampleevent" ("created_at", "id", "is_public", "kind", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "text", "title") VALUES (OLD."created_at", OLD."id", OLD."is_public", OLD."kind", OLD."lesson", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."record_id", OLD."text", OLD."title"); RETURN NULL;', hash='23d95a3769fd3165d292aa6303e3a43e35cc24b4', operation='DELETE', pgid='pgtrigger_delete_delete_4cbdf', table='projects_example', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dc5781eb8a8ddc306b75e26e48e744da89706958', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c49bc', table='projects_themeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partnerformevent" ("collaborationform_id", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT new_values."collaborationform_id", new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\' FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c96b33dfdc184b4eb1f17255bcb33b4d45e134f2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_570ed', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_partner_forms', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partnerformevent" ("collaborationform_id", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT old_values."collaborationform_id", old_values."id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\' FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='99fae780b72291918edf1fa66ed92716604d368a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_82b20', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_partner_forms', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerinitiative',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partnerinitiativeevent" ("id", "initiative_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT new_values."id", new_values."initiative_id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\' FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='19ae528dc63aef74448020e323c386b8b93b267c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1c6a6', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_partner_initiatives', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerinitiative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partnerinitiativeevent" ("id", "initiative_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT old_values."id", old_values."initiative_id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\' FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='74bc94f0c5cf8bb69a8d87168a5588d00f0e9453', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d8726', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_partner_initiatives', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerorigin',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partneroriginevent" ("id", "origin_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT new_values."id", new_values."origin_id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\' FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8643a4d4ee6d974834448eef3c55e2341f316085', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c75df', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_partner_origins', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnerorigin',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_partneroriginevent" ("id", "origin_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label") SELECT old_values."id", old_values."origin_id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\' FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='29700d7f35e3200a5738ae75af22ea070ef270cf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0a0dc', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_partner_origins', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exampletheme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_examplethemeevent" ("example_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "theme_id") SELECT new_values."example_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."theme_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9b8e17181781c8520ce97fc932edb446777f2b76', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d0268', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_example_themes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exampletheme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_examplethemeevent" ("example_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "theme_id") SELECT old_values."example_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."theme_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ac630ce5e856eeb35b37db9466e1b3973e8463d0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c3931', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_example_themes', when='AFTER')),
        ),
    ]
