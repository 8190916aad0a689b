import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import koganei_kyodo.audit.events


class Migration(migrations.Migration):

    replaces = [
        ('surveys', '0001_initial'),
        ('surveys', '0002_loaded_version_and_unpublished'),
        ('surveys', '0003_audit_trail'),
        ('surveys', '0004_reports_as_blocks'),
        ('surveys', '0005_blocks_of_figures'),
        ('surveys', '0006_fielding'),
        ('surveys', '0007_fielding_of_targets_that_answered'),
        ('surveys', '0008_targets_by_number'),
        ('surveys', '0009_questions_and_status'),
        ('surveys', '0010_status_of_surveys'),
        ('surveys', '0011_checks_without_a_person'),
        ('surveys', '0012_whole_matrix'),
        ('surveys', '0013_one_other_and_one_repeat'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organizations', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='報告書の名前')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出典')),
                ('filename', models.CharField(max_length=200, verbose_name='ファイル名')),
                ('content', models.JSONField(verbose_name='図表の数字')),
                ('findings', models.JSONField(default=list, verbose_name='見つかったこと')),
                ('figure_count', models.PositiveIntegerField(verbose_name='図の数')),
                ('checked_at', models.DateTimeField(auto_now_add=True, verbose_name='検算した日時')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='検算した人')),
            ],
            options={
                'verbose_name': 'よその報告書の検算',
                'verbose_name_plural': 'よその報告書の検算',
                'ordering': ['-checked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=64, unique=True, verbose_name='記号')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='実施した年度')),
                ('purpose', models.TextField(blank=True, verbose_name='目的')),
                ('method', models.CharField(blank=True, max_length=200, verbose_name='方法')),
                ('period', models.CharField(blank=True, max_length=100, verbose_name='期間')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出典')),
                ('status', models.CharField(choices=[('preparing', '準備中'), ('open', '実施中'), ('closed', '締め切りました'), ('published', '公表しました')], db_default='preparing', default='preparing', max_length=10, verbose_name='状態')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='始める日')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='締め切る日時')),
                ('is_anonymous', models.BooleanField(db_default=False, default=False, help_text='だれの回答かが、市にもセンターにも分からないようにします。配り始めたあとは変えられません。', verbose_name='無記名')),
                ('use', models.TextField(blank=True, db_default='', default='', help_text='回答をだれが読み、何に使い、どこで公表するか。回答する人が、はじめに読みます。', verbose_name='回答の使いみち')),
                ('contact', models.CharField(blank=True, db_default='', default='', help_text='空なら、センターの連絡先を示します。', max_length=200, verbose_name='問い合わせ先')),
                ('delete_after', models.DateField(blank=True, help_text='この日をすぎると、個々の回答と連絡先を消します。集計は残ります。', null=True, verbose_name='個々の回答を消す日')),
                ('loaded_version', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64, verbose_name='読み込んだ資料の版')),
                ('dataset', models.ForeignKey(help_text='この調査をした市。よその市の資料なら、その資料の市を選びます。', limit_choices_to={'parent': None}, on_delete=django.db.models.deletion.PROTECT, to='organizations.department', verbose_name='市')),
            ],
            options={
                'verbose_name': '調査',
                'verbose_name_plural': '調査',
                'ordering': ['-fiscal_year', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版')),
                ('fielded_at', models.DateTimeField(blank=True, null=True, verbose_name='配り始めた日時')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questionnaires', to='surveys.survey', verbose_name='調査')),
            ],
            options={
                'verbose_name': '調査票',
                'verbose_name_plural': '調査票',
                'ordering': ['survey', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='版')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('intro', models.TextField(blank=True, verbose_name='はじめに')),
                ('status', models.CharField(choices=[('draft', '準備している'), ('published', '公表した')], default='draft', max_length=10, verbose_name='状態')),
                ('first_number', models.PositiveSmallIntegerField(db_default=1, default=1, help_text='ふつうは1です。', verbose_name='最初の図表の番号')),
                ('zero_as_dash', models.BooleanField(db_default=False, default=False, help_text='選ばないときは0と書きます。', verbose_name='だれもいない欄を「—」と書く')),
                ('hides_single', models.BooleanField(db_default=False, default=False, help_text='だれの回答かわかるおそれのある欄を「※」にします。市の課の調査では伏せません。', verbose_name='1件だけの欄を伏せる')),
                ('is_made_up', models.BooleanField(db_default=False, default=False, help_text='見本の回答から数えた報告書には、すべてのページにそのことを書きます。', verbose_name='回答は作りもの')),
                ('checked_version', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64, verbose_name='検算した数字の版')),
                ('checked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='検算した日時')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公表した日時')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='surveys.survey', verbose_name='調査')),
            ],
            options={
                'verbose_name': '報告書',
                'verbose_name_plural': '報告書',
                'ordering': ['-survey__fiscal_year', 'survey', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('attributes', models.JSONField(blank=True, default=dict, help_text="設問の記号と選択肢の番号。例：{'attribute': 1}", verbose_name='属性')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='整理番号')),
                ('group', models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='区分')),
                ('source', models.CharField(blank=True, choices=[('registry', '団体の登録'), ('departments', '組織の一覧'), ('file', 'ファイル')], db_default='', default='', max_length=12, verbose_name='名簿の元')),
                ('modes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('post', '郵送'), ('email', 'メール')], max_length=8), blank=True, db_default=[], default=list, size=None, verbose_name='依頼の方法')),
                ('status', models.CharField(choices=[('listed', '未発送'), ('sent', '発送済み'), ('undeliverable', '宛先不明'), ('refused', '拒否'), ('returned', '到着（確認前）'), ('invalid', '無効'), ('valid', '有効'), ('excluded', '対象外')], db_default='listed', default='listed', editable=False, max_length=16, verbose_name='状態')),
                ('status_note', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='状態の理由')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='代わりに回答した課')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.department', verbose_name='担当課')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='団体')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='surveys.survey', verbose_name='調査')),
            ],
            options={
                'verbose_name': '調査対象',
                'verbose_name_plural': '調査対象',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('valid', '有効'), ('invalid', '無効')], default='valid', max_length=8, verbose_name='状態')),
                ('mode', models.CharField(choices=[('post', '郵送'), ('web', 'Web'), ('email', 'メール'), ('fax', 'FAX'), ('phone', '電話'), ('visit', '訪問')], max_length=8, verbose_name='回答の方法')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='受け取った日')),
                ('is_reconstructed', models.BooleanField(default=False, verbose_name='集計表から復元')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.questionnaire', verbose_name='調査票')),
                ('target', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='response', to='surveys.target', verbose_name='調査対象')),
            ],
            options={
                'verbose_name': '回答',
                'verbose_name_plural': '回答',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EntryBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='束の名前')),
                ('mode', models.CharField(choices=[('post', '郵送'), ('web', 'Web'), ('email', 'メール'), ('fax', 'FAX'), ('phone', '電話'), ('visit', '訪問')], max_length=8, verbose_name='届いた方法')),
                ('received_on', models.DateField(verbose_name='届いた日')),
                ('double', models.BooleanField(default=True, help_text='別の人がもう一度入力し、2つを比べます。', verbose_name='2人で入力する')),
                ('made_on', models.DateField(auto_now_add=True, verbose_name='作った日')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='surveys.questionnaire', verbose_name='調査票')),
            ],
            options={
                'verbose_name': '入力の束',
                'verbose_name_plural': '入力の束',
                'ordering': ['-received_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='KeyedSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='束の中の番号')),
                ('status', models.CharField(choices=[('waiting', 'まだ入力していません'), ('once', '1人目が入力しました'), ('different', '2つの入力が違います'), ('taken', '回答になりました'), ('set_aside', '無効にしました')], default='waiting', max_length=12, verbose_name='状態')),
                ('first', models.JSONField(blank=True, null=True, verbose_name='1人目の入力')),
                ('second', models.JSONField(blank=True, null=True, verbose_name='2人目の入力')),
                ('differences', models.PositiveIntegerField(default=0, verbose_name='違った所の数')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='無効にした理由')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='surveys.entrybatch', verbose_name='入力の束')),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='1人目')),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='2人目')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='違いを決めた人')),
                ('response', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='keyed_sheet', to='surveys.response', verbose_name='回答')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='keyed_sheets', to='surveys.target', verbose_name='調査対象')),
            ],
            options={
                'verbose_name': '入力する調査票',
                'verbose_name_plural': '入力する調査票',
                'ordering': ['batch', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='scan', serialize=False, to='surveys.keyedsheet', verbose_name='調査票')),
                ('filename', models.CharField(max_length=200, verbose_name='ファイル名')),
                ('content_type', models.CharField(max_length=100, verbose_name='ファイルの種類')),
                ('content', models.BinaryField(verbose_name='ファイルの中身')),
            ],
            options={
                'verbose_name': '調査票の画像',
                'verbose_name_plural': '調査票の画像',
            },
        ),
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(verbose_name='公表した数字')),
                ('data_version', models.CharField(max_length=64, verbose_name='数字の版')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='公表した日時')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='frozen', to='surveys.report', verbose_name='報告書')),
            ],
            options={
                'verbose_name': '公表した報告書の数字',
                'verbose_name_plural': '公表した報告書の数字',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=100, verbose_name='図表の番号')),
                ('kind', models.CharField(max_length=30, verbose_name='種類')),
                ('message', models.TextField(verbose_name='見つかったこと')),
                ('reason', models.TextField(blank=True, verbose_name='このまま公表する理由')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='理由を書いた人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='surveys.report', verbose_name='報告書')),
            ],
            options={
                'verbose_name': '検算で見つかったこと',
                'verbose_name_plural': '検算で見つかったこと',
                'ordering': ['report', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportFindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('figure', models.CharField(max_length=100, verbose_name='図表の番号')),
                ('kind', models.CharField(max_length=30, verbose_name='種類')),
                ('message', models.TextField(verbose_name='見つかったこと')),
                ('reason', models.TextField(blank=True, verbose_name='このまま公表する理由')),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='理由を書いた人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.reportfinding')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.report', verbose_name='報告書')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResponseReceipt',
            fields=[
                ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='receipt', serialize=False, to='surveys.response', verbose_name='回答')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='受付番号')),
                ('submitted_hash', models.CharField(max_length=64, unique=True, verbose_name='提出の印の要約値')),
                ('edit_hash', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='直すための秘密の要約値')),
            ],
            options={
                'verbose_name': '回答の受付',
                'verbose_name_plural': '回答の受付',
            },
        ),
        migrations.CreateModel(
            name='ResponseDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='提出の印')),
                ('saved_on', models.DateField(blank=True, null=True, verbose_name='保存した日')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='surveys.questionnaire', verbose_name='調査票')),
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='surveys.target', verbose_name='調査対象')),
            ],
            options={
                'verbose_name': '回答の下書き',
                'verbose_name_plural': '回答の下書き',
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]{0,62}$', '半角の英小文字で始め、英小文字・数字・_ だけで入力してください')], verbose_name='記号')),
                ('title', models.CharField(max_length=200, verbose_name='見出し')),
                ('intro', models.TextField(blank=True, verbose_name='説明')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('is_repeat', models.BooleanField(default=False, verbose_name='くり返す')),
                ('relevant', models.TextField(blank=True, verbose_name='きく条件')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='surveys.questionnaire', verbose_name='調査票')),
            ],
            options={
                'verbose_name': '調査票の節',
                'verbose_name_plural': '調査票の節',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]{0,62}$', '半角の英小文字で始め、英小文字・数字・_ だけで入力してください')], verbose_name='記号')),
                ('number', models.CharField(blank=True, help_text='例：問1、付問1-1', max_length=20, verbose_name='番号')),
                ('kind', models.CharField(choices=[('single', '単一回答'), ('multiple', '複数回答'), ('open', '自由記述'), ('number', '数'), ('date', '日付'), ('attribute', '対象の属性')], max_length=12, verbose_name='形式')),
                ('text', models.TextField(verbose_name='質問文')),
                ('help', models.TextField(blank=True, verbose_name='補足')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('required', models.BooleanField(default=False, verbose_name='必須')),
                ('relevant', models.TextField(blank=True, help_text="例：${attribute} = '1' or ${attribute} = '2'", verbose_name='きく条件')),
                ('min_choices', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='選ぶ数の下限')),
                ('max_choices', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='選べる数の上限')),
                ('matrix', models.CharField(blank=True, db_default='', default='', help_text='同じ問いと選択肢がつづく設問を、1つの表にまとめます。', max_length=300, verbose_name='表の問い')),
                ('min_value', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='数の下限')),
                ('max_value', models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True, verbose_name='数の上限')),
                ('decimals', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='小数のけた')),
                ('unit', models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='単位')),
                ('constraint', models.TextField(blank=True, db_default='', default='', help_text='例：. >= 1 and . <= 12', verbose_name='答えの条件')),
                ('constraint_message', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='条件に合わないときの言葉')),
                ('is_unpublished', models.BooleanField(db_default=False, default=False, help_text='調査票にはあるが、公表された資料に回答がない設問。回答は収めず、数えません。', verbose_name='回答が公表されていない')),
                ('comparable_to', models.ForeignKey(blank=True, help_text='前の調査の数字とくらべられる設問です。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='compared_by', to='surveys.question', verbose_name='前の調査の同じ設問')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.questionnaire', verbose_name='調査票')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.section', verbose_name='節')),
            ],
            options={
                'verbose_name': '設問',
                'verbose_name_plural': '設問',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField(default=0, verbose_name='何枚目')),
                ('code', models.SmallIntegerField(verbose_name='番号')),
                ('text', models.TextField(blank=True, verbose_name='文')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.question', verbose_name='設問')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='surveys.response', verbose_name='回答')),
            ],
            options={
                'verbose_name': '回答項目',
                'verbose_name_plural': '回答項目',
            },
        ),
        migrations.CreateModel(
            name='CodeFrame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='frame', to='surveys.question', verbose_name='設問')),
            ],
            options={
                'verbose_name': '自由記述の分類',
                'verbose_name_plural': '自由記述の分類',
                'ordering': ['question'],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('label', models.CharField(max_length=100, verbose_name='分類の名前')),
                ('hint', models.CharField(blank=True, max_length=200, verbose_name='どんな意見か')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('frame', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='surveys.codeframe', verbose_name='自由記述の分類')),
            ],
            options={
                'verbose_name': '分類の項目',
                'verbose_name_plural': '分類の項目',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='CodeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('code', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('label', models.CharField(max_length=100, verbose_name='分類の名前')),
                ('hint', models.CharField(blank=True, max_length=200, verbose_name='どんな意見か')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.code')),
                ('frame', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.codeframe', verbose_name='自由記述の分類')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LibraryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ひとこと')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='library_entry', to='surveys.question', verbose_name='設問')),
            ],
            options={
                'verbose_name': '設問集の設問',
                'verbose_name_plural': '設問集の設問',
                'ordering': ['question__text', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CodeFrameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.codeframe')),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.question', verbose_name='設問')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('label', models.CharField(max_length=200, verbose_name='選択肢')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('is_exclusive', models.BooleanField(default=False, verbose_name='ほかと一緒に選べない')),
                ('is_other', models.BooleanField(default=False, verbose_name='その他')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='surveys.question', verbose_name='設問')),
            ],
            options={
                'verbose_name': '選択肢',
                'verbose_name_plural': '選択肢',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ReportFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=10, verbose_name='図表の番号')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('unit', models.CharField(choices=[('response', '回答'), ('sheet', '票（事業と相手の組）')], default='response', max_length=10, verbose_name='数えるもの')),
                ('base', models.CharField(choices=[('all', '全体（きいていない回答も無回答に数える）'), ('asked', 'きいた相手の全体'), ('answered', '答えた相手だけ')], default='asked', max_length=10, verbose_name='100％とするもの')),
                ('order', models.CharField(choices=[('asked', '調査票の順'), ('count', '多い順')], default='asked', max_length=10, verbose_name='行の順')),
                ('measure', models.CharField(choices=[('percent', '割合'), ('count', '件数')], default='percent', max_length=10, verbose_name='示す数')),
                ('hide_zero', models.BooleanField(default=False, verbose_name='0の行を出さない')),
                ('total_label', models.CharField(default='全体', max_length=20, verbose_name='全体の呼び方')),
                ('note', models.TextField(blank=True, verbose_name='注')),
                ('printed', models.JSONField(blank=True, null=True, verbose_name='印刷された図表')),
                ('chart', models.CharField(choices=[('auto', 'おまかせ（一つ選ぶ設問は100％の帯、ほかは横の棒）'), ('bars', '横の棒'), ('stacked', '100％の帯（項目が5つまで）'), ('none', 'グラフなし（表だけ）')], db_default='auto', default='auto', max_length=10, verbose_name='グラフの形')),
                ('grouping', models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, help_text="例：[{'label': '満足', 'codes': [1, 2]}]", verbose_name='選択肢のまとめ')),
                ('filters', models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, help_text="例：[{'question': 'attribute', 'codes': [4]}]", verbose_name='数える回答の条件')),
                ('marks_significance', models.BooleanField(db_default=False, default=False, verbose_name='有意差の印')),
                ('whole_matrix', models.BooleanField(db_default=False, default=False, help_text='同じ選択肢でならぶ設問を、1行ずつ示します。', verbose_name='表の問いを1つの表にする')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question', verbose_name='何で分けるか')),
                ('earlier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question', verbose_name='比べる前の調査の設問')),
                ('frame', models.ForeignKey(blank=True, help_text='自由記述の設問は、分類した結果を数えます。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.codeframe', verbose_name='自由記述の分類')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question', verbose_name='設問')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='surveys.report', verbose_name='報告書')),
            ],
            options={
                'verbose_name': '図表',
                'verbose_name_plural': '図表',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ReportBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('kind', models.CharField(choices=[('heading', '見出し'), ('text', '文章'), ('figure', '図表'), ('opinions', '分類した意見の表'), ('excerpts', '意見の抜粋'), ('targets', '対象の一覧'), ('note', '注'), ('page_break', '改ページ')], max_length=12, verbose_name='種類')),
                ('number', models.CharField(blank=True, editable=False, max_length=10, verbose_name='図表の番号')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='題名')),
                ('text', models.TextField(blank=True, verbose_name='文')),
                ('in_leaflet', models.BooleanField(db_default=False, default=False, verbose_name='概要版にも入れる')),
                ('frame', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.codeframe', verbose_name='自由記述の分類')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question', verbose_name='設問')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='surveys.report', verbose_name='報告書')),
                ('figure', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='block', to='surveys.reportfigure', verbose_name='図表')),
            ],
            options={
                'verbose_name': '報告書の部分',
                'verbose_name_plural': '報告書の部分',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Excerpt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('text', models.TextField(verbose_name='意見')),
                ('is_italic', models.BooleanField(db_default=False, default=False, verbose_name='斜体にする')),
                ('is_made_up', models.BooleanField(db_default=False, default=False, verbose_name='作りもの')),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='surveys.answer', verbose_name='もとの回答')),
                ('code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.code', verbose_name='分類')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='excerpts', to='surveys.reportblock', verbose_name='報告書の部分')),
            ],
            options={
                'verbose_name': '報告書に載せる意見',
                'verbose_name_plural': '報告書に載せる意見',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ExcerptEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('text', models.TextField(verbose_name='意見')),
                ('is_italic', models.BooleanField(db_default=False, default=False, verbose_name='斜体にする')),
                ('is_made_up', models.BooleanField(db_default=False, default=False, verbose_name='作りもの')),
                ('answer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.answer', verbose_name='もとの回答')),
                ('code', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.code', verbose_name='分類')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.excerpt')),
                ('block', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.reportblock', verbose_name='報告書の部分')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportBlockEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('kind', models.CharField(choices=[('heading', '見出し'), ('text', '文章'), ('figure', '図表'), ('opinions', '分類した意見の表'), ('excerpts', '意見の抜粋'), ('targets', '対象の一覧'), ('note', '注'), ('page_break', '改ページ')], max_length=12, verbose_name='種類')),
                ('number', models.CharField(blank=True, editable=False, max_length=10, verbose_name='図表の番号')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='題名')),
                ('text', models.TextField(blank=True, verbose_name='文')),
                ('in_leaflet', models.BooleanField(db_default=False, default=False, verbose_name='概要版にも入れる')),
                ('frame', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.codeframe', verbose_name='自由記述の分類')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.reportblock')),
                ('question', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.question', verbose_name='設問')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.report', verbose_name='報告書')),
                ('figure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.reportfigure', verbose_name='図表')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportFigureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=10, verbose_name='図表の番号')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('unit', models.CharField(choices=[('response', '回答'), ('sheet', '票（事業と相手の組）')], default='response', max_length=10, verbose_name='数えるもの')),
                ('base', models.CharField(choices=[('all', '全体（きいていない回答も無回答に数える）'), ('asked', 'きいた相手の全体'), ('answered', '答えた相手だけ')], default='asked', max_length=10, verbose_name='100％とするもの')),
                ('order', models.CharField(choices=[('asked', '調査票の順'), ('count', '多い順')], default='asked', max_length=10, verbose_name='行の順')),
                ('measure', models.CharField(choices=[('percent', '割合'), ('count', '件数')], default='percent', max_length=10, verbose_name='示す数')),
                ('hide_zero', models.BooleanField(default=False, verbose_name='0の行を出さない')),
                ('total_label', models.CharField(default='全体', max_length=20, verbose_name='全体の呼び方')),
                ('note', models.TextField(blank=True, verbose_name='注')),
                ('printed', models.JSONField(blank=True, null=True, verbose_name='印刷された図表')),
                ('chart', models.CharField(choices=[('auto', 'おまかせ（一つ選ぶ設問は100％の帯、ほかは横の棒）'), ('bars', '横の棒'), ('stacked', '100％の帯（項目が5つまで）'), ('none', 'グラフなし（表だけ）')], db_default='auto', default='auto', max_length=10, verbose_name='グラフの形')),
                ('grouping', models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, help_text="例：[{'label': '満足', 'codes': [1, 2]}]", verbose_name='選択肢のまとめ')),
                ('filters', models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list, help_text="例：[{'question': 'attribute', 'codes': [4]}]", verbose_name='数える回答の条件')),
                ('marks_significance', models.BooleanField(db_default=False, default=False, verbose_name='有意差の印')),
                ('whole_matrix', models.BooleanField(db_default=False, default=False, help_text='同じ選択肢でならぶ設問を、1行ずつ示します。', verbose_name='表の問いを1つの表にする')),
                ('by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.question', verbose_name='何で分けるか')),
                ('earlier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.question', verbose_name='比べる前の調査の設問')),
                ('frame', models.ForeignKey(blank=True, db_constraint=False, help_text='自由記述の設問は、分類した結果を数えます。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.codeframe', verbose_name='自由記述の分類')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.reportfigure')),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.question', verbose_name='設問')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.report', verbose_name='報告書')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AfterCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField(default=0, verbose_name='何枚目')),
                ('coder', models.PositiveSmallIntegerField(choices=[(1, '1人目'), (2, '2人目')], default=1, verbose_name='何人目の分類か')),
                ('code', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('coded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='分類した人')),
                ('frame', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='after_codes', to='surveys.codeframe', verbose_name='自由記述の分類')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='after_codes', to='surveys.response', verbose_name='回答')),
            ],
            options={
                'verbose_name': '自由記述につけた分類',
                'verbose_name_plural': '自由記述につけた分類',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField(default=0, verbose_name='何枚目')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='何について')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='回答')),
                ('is_done', models.BooleanField(default=False, verbose_name='書き終えた')),
                ('is_prefilled', models.BooleanField(default=False, verbose_name='前の記録から入れた')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版')),
                ('updated_at', models.DateTimeField(blank=True, null=True, verbose_name='最後に書いた日時')),
                ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に書いた人')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='surveys.responsedraft', verbose_name='下書き')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='surveys.section', verbose_name='節')),
            ],
            options={
                'verbose_name': '回答の下書きの1ページ',
                'verbose_name_plural': '回答の下書きのページ',
                'ordering': ['draft', 'row', 'section__position'],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveSmallIntegerField(verbose_name='何枚目')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='何について')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='surveys.response', verbose_name='回答')),
            ],
            options={
                'verbose_name': '事業ごとの票',
                'verbose_name_plural': '事業ごとの票',
                'ordering': ['response', 'row'],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('edition', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='版')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('intro', models.TextField(blank=True, verbose_name='はじめに')),
                ('status', models.CharField(choices=[('draft', '準備している'), ('published', '公表した')], default='draft', max_length=10, verbose_name='状態')),
                ('first_number', models.PositiveSmallIntegerField(db_default=1, default=1, help_text='ふつうは1です。', verbose_name='最初の図表の番号')),
                ('zero_as_dash', models.BooleanField(db_default=False, default=False, help_text='選ばないときは0と書きます。', verbose_name='だれもいない欄を「—」と書く')),
                ('hides_single', models.BooleanField(db_default=False, default=False, help_text='だれの回答かわかるおそれのある欄を「※」にします。市の課の調査では伏せません。', verbose_name='1件だけの欄を伏せる')),
                ('is_made_up', models.BooleanField(db_default=False, default=False, help_text='見本の回答から数えた報告書には、すべてのページにそのことを書きます。', verbose_name='回答は作りもの')),
                ('checked_version', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64, verbose_name='検算した数字の版')),
                ('checked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='検算した日時')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公表した日時')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.report')),
                ('survey', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.survey', verbose_name='調査')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Outreach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', '依頼'), ('reminder', 'お願い（督促）'), ('thanks', 'お礼')], max_length=12, verbose_name='種類')),
                ('channel', models.CharField(choices=[('post', '手紙'), ('email', 'メール')], max_length=8, verbose_name='方法')),
                ('on', models.DateField(verbose_name='発送した日')),
                ('subject', models.CharField(max_length=200, verbose_name='件名')),
                ('body', models.TextField(verbose_name='本文')),
                ('with_questionnaire', models.BooleanField(db_default=False, default=False, verbose_name='調査票を同封する')),
                ('token', models.UUIDField(unique=True, verbose_name='書式の印')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='発送した人')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outreaches', to='surveys.survey', verbose_name='調査')),
            ],
            options={
                'verbose_name': '発送',
                'verbose_name_plural': '発送',
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SurveyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=64, verbose_name='記号')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='実施した年度')),
                ('purpose', models.TextField(blank=True, verbose_name='目的')),
                ('method', models.CharField(blank=True, max_length=200, verbose_name='方法')),
                ('period', models.CharField(blank=True, max_length=100, verbose_name='期間')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出典')),
                ('status', models.CharField(choices=[('preparing', '準備中'), ('open', '実施中'), ('closed', '締め切りました'), ('published', '公表しました')], db_default='preparing', default='preparing', max_length=10, verbose_name='状態')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='始める日')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='締め切る日時')),
                ('is_anonymous', models.BooleanField(db_default=False, default=False, help_text='だれの回答かが、市にもセンターにも分からないようにします。配り始めたあとは変えられません。', verbose_name='無記名')),
                ('use', models.TextField(blank=True, db_default='', default='', help_text='回答をだれが読み、何に使い、どこで公表するか。回答する人が、はじめに読みます。', verbose_name='回答の使いみち')),
                ('contact', models.CharField(blank=True, db_default='', default='', help_text='空なら、センターの連絡先を示します。', max_length=200, verbose_name='問い合わせ先')),
                ('delete_after', models.DateField(blank=True, help_text='この日をすぎると、個々の回答と連絡先を消します。集計は残ります。', null=True, verbose_name='個々の回答を消す日')),
                ('loaded_version', models.CharField(blank=True, db_default='', default='', editable=False, max_length=64, verbose_name='読み込んだ資料の版')),
                ('dataset', models.ForeignKey(db_constraint=False, help_text='この調査をした市。よその市の資料なら、その資料の市を選びます。', limit_choices_to={'parent': None}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.department', verbose_name='市')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.survey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetContact',
            fields=[
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contact', serialize=False, to='surveys.target', verbose_name='調査対象')),
                ('addressee', models.CharField(blank=True, max_length=200, verbose_name='宛名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('postcode', models.CharField(blank=True, max_length=8, verbose_name='郵便番号')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='住所')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='電話番号')),
                ('fax', models.CharField(blank=True, max_length=30, verbose_name='FAX番号')),
            ],
            options={
                'verbose_name': '調査対象の連絡先',
                'verbose_name_plural': '調査対象の連絡先',
            },
        ),
        migrations.CreateModel(
            name='TargetLink',
            fields=[
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link', serialize=False, to='surveys.target', verbose_name='調査対象')),
                ('nonce', models.CharField(max_length=64, verbose_name='種')),
                ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='秘密の要約値')),
                ('made_on', models.DateField(verbose_name='作った日')),
            ],
            options={
                'verbose_name': '回答用のリンク',
                'verbose_name_plural': '回答用のリンク',
            },
        ),
        migrations.CreateModel(
            name='OutreachItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mailed_on', models.DateField(blank=True, null=True, verbose_name='メールを送った日')),
                ('failed', models.CharField(blank=True, max_length=200, verbose_name='送れなかった理由')),
                ('outreach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='surveys.outreach', verbose_name='発送')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outreach_items', to='surveys.target', verbose_name='調査対象')),
            ],
            options={
                'verbose_name': '発送の相手',
                'verbose_name_plural': '発送の相手',
                'ordering': ['outreach', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent', '発送'), ('undeliverable', '宛先不明で戻った'), ('refused', '回答をことわった'), ('returned', '調査票が届いた'), ('invalid', '無効にした'), ('valid', '有効な回答'), ('changed', '回答を直した'), ('reminded', 'お願い（督促）'), ('thanked', 'お礼'), ('link', 'リンクを作り直した'), ('excluded', '対象から外した'), ('restored', '前の状態に戻した')], max_length=16, verbose_name='できごと')),
                ('on', models.DateField(verbose_name='日')),
                ('mode', models.CharField(blank=True, max_length=8, verbose_name='方法')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='メモ')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='記録した人')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='surveys.target', verbose_name='調査対象')),
            ],
            options={
                'verbose_name': '調査対象のできごと',
                'verbose_name_plural': '調査対象のできごと',
                'ordering': ['on', 'id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='225cb7f78ea4d7c2ac351a116efcc9f197406d65', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aea4f', table='surveys_codeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(fields=('frame', 'code'), name='surveys_code_number'),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(fields=('frame', 'label'), name='surveys_code_label'),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.CheckConstraint(condition=models.Q(('code__gte', 1)), name='surveys_code_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_codeevent" ("code", "frame_id", "hint", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."frame_id", NEW."hint", NEW."id", NEW."label", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='4b663e34c138b8e0d771aed678918377e961227e', operation='INSERT', pgid='pgtrigger_insert_insert_fa3b1', table='surveys_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_codeevent" ("code", "frame_id", "hint", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."frame_id", NEW."hint", NEW."id", NEW."label", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='ae5889794825ece6ab20c04a76d72ebb9ad3e39a', operation='UPDATE', pgid='pgtrigger_update_update_7b732', table='surveys_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_codeevent" ("code", "frame_id", "hint", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."code", OLD."frame_id", OLD."hint", OLD."id", OLD."label", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='30f9112c9102a1e56d2b68e50561cd3bf02469d2', operation='DELETE', pgid='pgtrigger_delete_delete_00e1b', table='surveys_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeframeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1bb7f9258d65b177a25b17cbcd5636181d8e697', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e906a', table='surveys_codeframeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeframe',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_codeframeevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "title") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."title"); RETURN NULL;', hash='280dc88fa366b44717dd357f583e6b9f66288353', operation='INSERT', pgid='pgtrigger_insert_insert_a5cf5', table='surveys_codeframe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeframe',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_codeframeevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "title") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."title"); RETURN NULL;', hash='baa2f9d5b169cbbb39a66f35b2a07164fce12a15', operation='UPDATE', pgid='pgtrigger_update_update_83fff', table='surveys_codeframe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeframe',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_codeframeevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "title") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."title"); RETURN NULL;', hash='5e0edab8f030f527caf78eb602e4045069d5cc10', operation='DELETE', pgid='pgtrigger_delete_delete_97a09', table='surveys_codeframe', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(fields=('question', 'code'), name='surveys_choice_code'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.CheckConstraint(condition=models.Q(('code__gte', 1)), name='surveys_choice_code_positive'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(condition=models.Q(('is_other', True)), fields=('question',), name='surveys_choice_one_other'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='choice',
            trigger=pgtrigger.compiler.Trigger(name='fielded_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (SELECT questionnaire_id FROM surveys_question WHERE id = NEW.question_id)) OR EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (SELECT questionnaire_id FROM surveys_question WHERE id = OLD.question_id)) THEN\n                RAISE EXCEPTION 'the questionnaire is fielded and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='4433a289113b11c52a4c377277b0278bb99e7d50', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_fielded_guard_3fcf5', table='surveys_choice', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='entrybatch',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'name'), name='surveys_entrybatch_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='frozenreport',
            trigger=pgtrigger.compiler.Trigger(name='never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5eddc5e750f3be4b44f8a90a92bd7e0d1c6da673', operation='UPDATE', pgid='pgtrigger_never_changes_7ed19', table='surveys_frozenreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='excerptevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39023d1335e731afe1814ecea9bdd19f326a20ef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3000', table='surveys_excerptevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='excerpt',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('block', 'position'), name='surveys_excerpt_position'),
        ),
        migrations.AddConstraint(
            model_name='excerpt',
            constraint=models.UniqueConstraint(condition=models.Q(('answer__isnull', False)), fields=('block', 'answer', 'code'), name='surveys_excerpt_answer_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='excerpt',
            trigger=pgtrigger.compiler.Trigger(name='frozen_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                IF NEW.answer_id IS NULL AND NEW.text = OLD.text AND NEW.block_id = OLD.block_id AND NEW.position = OLD.position THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (SELECT report_id FROM surveys_reportblock WHERE id = NEW.block_id)) OR EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (SELECT report_id FROM surveys_reportblock WHERE id = OLD.block_id)) THEN\n                RAISE EXCEPTION 'the report is published and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='f311864dc689807902ec036da0faa8a6985146a4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_guard_83fa6', table='surveys_excerpt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='excerpt',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_excerptevent" ("answer_id", "block_id", "code_id", "id", "is_italic", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."answer_id", NEW."block_id", NEW."code_id", NEW."id", NEW."is_italic", NEW."is_made_up", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='68a48dfea49a4c53fc4cb0e612b3f6c16d47c434', operation='INSERT', pgid='pgtrigger_insert_insert_8c867', table='surveys_excerpt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='excerpt',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_excerptevent" ("answer_id", "block_id", "code_id", "id", "is_italic", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."answer_id", NEW."block_id", NEW."code_id", NEW."id", NEW."is_italic", NEW."is_made_up", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='723a80e59d96b406a9dd75190c215a12bc0da95f', operation='UPDATE', pgid='pgtrigger_update_update_c551b', table='surveys_excerpt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='excerpt',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_excerptevent" ("answer_id", "block_id", "code_id", "id", "is_italic", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (OLD."answer_id", OLD."block_id", OLD."code_id", OLD."id", OLD."is_italic", OLD."is_made_up", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text"); RETURN NULL;', hash='2904c44f53e22cc95fcbf26afaf9dbabbd2e84c4', operation='DELETE', pgid='pgtrigger_delete_delete_686df', table='surveys_excerpt', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='surveys_figure_number'),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('report', 'position'), name='surveys_figure_position'),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.CheckConstraint(condition=models.Q(('by', None), models.Q(('by', models.F('question')), _negated=True), _connector='OR'), name='surveys_figure_by_other'),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.CheckConstraint(condition=models.Q(('whole_matrix', False), ('by', None), _connector='OR'), name='surveys_figure_matrix_alone'),
        ),
        migrations.AddConstraint(
            model_name='reportfigure',
            constraint=models.CheckConstraint(condition=models.Q(('chart__in', ['auto', 'bars', 'stacked', 'none'])), name='surveys_figure_chart'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfigure',
            trigger=pgtrigger.compiler.Trigger(name='frozen_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                IF FALSE THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (NEW.report_id)) OR EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (OLD.report_id)) THEN\n                RAISE EXCEPTION 'the report is published and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='e457876d660a5e4dfcf5874d1bee8c365b373a58', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_guard_50383', table='surveys_reportfigure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfigure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportfigureevent" ("base", "by_id", "chart", "earlier_id", "filters", "frame_id", "grouping", "hide_zero", "id", "marks_significance", "measure", "note", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed", "question_id", "report_id", "title", "total_label", "unit", "whole_matrix") VALUES (NEW."base", NEW."by_id", NEW."chart", NEW."earlier_id", NEW."filters", NEW."frame_id", NEW."grouping", NEW."hide_zero", NEW."id", NEW."marks_significance", NEW."measure", NEW."note", NEW."number", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."printed", NEW."question_id", NEW."report_id", NEW."title", NEW."total_label", NEW."unit", NEW."whole_matrix"); RETURN NULL;', hash='a9367b7c3bea2eac949625b184ec9e48478f9fd2', operation='INSERT', pgid='pgtrigger_insert_insert_45f77', table='surveys_reportfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfigure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_reportfigureevent" ("base", "by_id", "chart", "earlier_id", "filters", "frame_id", "grouping", "hide_zero", "id", "marks_significance", "measure", "note", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed", "question_id", "report_id", "title", "total_label", "unit", "whole_matrix") VALUES (NEW."base", NEW."by_id", NEW."chart", NEW."earlier_id", NEW."filters", NEW."frame_id", NEW."grouping", NEW."hide_zero", NEW."id", NEW."marks_significance", NEW."measure", NEW."note", NEW."number", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."printed", NEW."question_id", NEW."report_id", NEW."title", NEW."total_label", NEW."unit", NEW."whole_matrix"); RETURN NULL;', hash='ee70bd8f0f676c97bff54a38766eb6dbd3f916ca', operation='UPDATE', pgid='pgtrigger_update_update_c403d', table='surveys_reportfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfigure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportfigureevent" ("base", "by_id", "chart", "earlier_id", "filters", "frame_id", "grouping", "hide_zero", "id", "marks_significance", "measure", "note", "number", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed", "question_id", "report_id", "title", "total_label", "unit", "whole_matrix") VALUES (OLD."base", OLD."by_id", OLD."chart", OLD."earlier_id", OLD."filters", OLD."frame_id", OLD."grouping", OLD."hide_zero", OLD."id", OLD."marks_significance", OLD."measure", OLD."note", OLD."number", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."printed", OLD."question_id", OLD."report_id", OLD."title", OLD."total_label", OLD."unit", OLD."whole_matrix"); RETURN NULL;', hash='cd581b612f4cadfcaa1b1d652057b77094cafbad', operation='DELETE', pgid='pgtrigger_delete_delete_b8999', table='surveys_reportfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportblockevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f2dd92ac7953ec4c7a31540de4743e87f46116a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6bbfd', table='surveys_reportblockevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reportblock',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('report', 'position'), name='surveys_block_position'),
        ),
        migrations.AddConstraint(
            model_name='reportblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('figure__isnull', False), ('kind', 'figure')), models.Q(models.Q(('kind', 'figure'), _negated=True), ('figure', None)), _connector='OR'), name='surveys_block_figure'),
        ),
        migrations.AddConstraint(
            model_name='reportblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'opinions'), _negated=True), ('frame__isnull', False), _connector='OR'), name='surveys_block_frame'),
        ),
        migrations.AddConstraint(
            model_name='reportblock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['excerpts', 'targets']), _negated=True), ('question__isnull', False), _connector='OR'), name='surveys_block_question'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportblock',
            trigger=pgtrigger.compiler.Trigger(name='frozen_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                IF FALSE THEN RETURN NEW; END IF;\n            END IF;\n            IF EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (NEW.report_id)) OR EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = (OLD.report_id)) THEN\n                RAISE EXCEPTION 'the report is published and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='75b31b4414f1e0fe372d0ac6c1c72e9ac173778f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_guard_fd336', table='surveys_reportblock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportblock',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportblockevent" ("figure_id", "frame_id", "id", "in_leaflet", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_id", "report_id", "text", "title") VALUES (NEW."figure_id", NEW."frame_id", NEW."id", NEW."in_leaflet", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."question_id", NEW."report_id", NEW."text", NEW."title"); RETURN NULL;', hash='38afec9b5fc2286da138aeb0f41f7590c4dc8be6', operation='INSERT', pgid='pgtrigger_insert_insert_d5fba', table='surveys_reportblock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportblock',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_reportblockevent" ("figure_id", "frame_id", "id", "in_leaflet", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_id", "report_id", "text", "title") VALUES (NEW."figure_id", NEW."frame_id", NEW."id", NEW."in_leaflet", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."question_id", NEW."report_id", NEW."text", NEW."title"); RETURN NULL;', hash='adbb3dec4bb4b933b26876ee24f4bea5bfe24e5c', operation='UPDATE', pgid='pgtrigger_update_update_8d01b', table='surveys_reportblock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportblock',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportblockevent" ("figure_id", "frame_id", "id", "in_leaflet", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question_id", "report_id", "text", "title") VALUES (OLD."figure_id", OLD."frame_id", OLD."id", OLD."in_leaflet", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."question_id", OLD."report_id", OLD."text", OLD."title"); RETURN NULL;', hash='2fb4a9dbf1cf1d536fb62223bd9f24589adea538', operation='DELETE', pgid='pgtrigger_delete_delete_070be', table='surveys_reportblock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfigureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0d2b9406171a2bca9a99a34c417db4829be8b83a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_580d7', table='surveys_reportfigureevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reportfinding',
            constraint=models.UniqueConstraint(fields=('report', 'figure', 'kind', 'message'), name='surveys_finding_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfinding',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportfindingevent" ("accepted_by_id", "figure", "id", "kind", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id") VALUES (NEW."accepted_by_id", NEW."figure", NEW."id", NEW."kind", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."report_id"); RETURN NULL;', hash='152627de3f0d558dc230c3d0637c10e4724b366f', operation='INSERT', pgid='pgtrigger_insert_insert_067ec', table='surveys_reportfinding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfinding',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_reportfindingevent" ("accepted_by_id", "figure", "id", "kind", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id") VALUES (NEW."accepted_by_id", NEW."figure", NEW."id", NEW."kind", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."report_id"); RETURN NULL;', hash='38bc502a0909d0a12ebc13d0e7721990d337fb02', operation='UPDATE', pgid='pgtrigger_update_update_1856d', table='surveys_reportfinding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfinding',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportfindingevent" ("accepted_by_id", "figure", "id", "kind", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id") VALUES (OLD."accepted_by_id", OLD."figure", OLD."id", OLD."kind", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."report_id"); RETURN NULL;', hash='64ac0c26c7d9dcf798b81983114f1418d652cea4', operation='DELETE', pgid='pgtrigger_delete_delete_5bcc0', table='surveys_reportfinding', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportfindingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4c4c4929795b6376bce165afe9d73476c8bb246', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b740', table='surveys_reportfindingevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='responsereceipt',
            constraint=models.CheckConstraint(condition=models.Q(('edit_hash', None), models.Q(('edit_hash', ''), _negated=True), _connector='OR'), name='surveys_receipt_edit_hash'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['question', 'code', 'response', 'row'], name='surveys_answer_count'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('response', 'question', 'row', 'code'), name='surveys_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('code__gte', -2)), name='surveys_answer_code'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='state_excludes_options_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT 1 FROM new_rows n JOIN surveys_answer a\n                    ON a.question_id = n.question_id AND a.response_id = n.response_id\n                    AND a.row = n.row AND a.id <> n.id\n                WHERE a.code <= 0 OR n.code <= 0\n            ) THEN\n                RAISE EXCEPTION 'an answer is either a state or options, not both'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='8da5c6730db2bdc67bffdf226034d0c0e0275ce0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_state_excludes_options_insert_0eff3', referencing='REFERENCING NEW TABLE AS new_rows ', table='surveys_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='state_excludes_options_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT 1 FROM new_rows n JOIN surveys_answer a\n                    ON a.question_id = n.question_id AND a.response_id = n.response_id\n                    AND a.row = n.row AND a.id <> n.id\n                WHERE a.code <= 0 OR n.code <= 0\n            ) THEN\n                RAISE EXCEPTION 'an answer is either a state or options, not both'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='e792d8eef322e365c43dafeb6eac8cda6daf3a73', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_state_excludes_options_update_f9f36', referencing='REFERENCING NEW TABLE AS new_rows ', table='surveys_answer', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='aftercode',
            index=models.Index(fields=['frame', 'coder', 'code', 'response', 'row'], name='surveys_aftercode_count'),
        ),
        migrations.AddConstraint(
            model_name='aftercode',
            constraint=models.UniqueConstraint(fields=('response', 'frame', 'row', 'coder', 'code'), name='surveys_aftercode_once'),
        ),
        migrations.AddConstraint(
            model_name='aftercode',
            constraint=models.CheckConstraint(condition=models.Q(('coder__in', [1, 2])), name='surveys_aftercode_coder'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'code'), name='surveys_section_code'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('questionnaire', 'position'), name='surveys_section_position'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(condition=models.Q(('is_repeat', True)), fields=('questionnaire',), name='surveys_section_one_repeat', violation_error_message='くり返す節は、1つの調査票に1つまでです'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='fielded_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (NEW.questionnaire_id)) OR EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (OLD.questionnaire_id)) THEN\n                RAISE EXCEPTION 'the questionnaire is fielded and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='601ebc8f79be7d95049ec0f0ef54c58ce2e125ff', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_fielded_guard_21f2e', table='surveys_section', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'code'), name='surveys_question_code'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('questionnaire', 'position'), name='surveys_question_position'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('max_choices', None), models.Q(('kind', 'multiple'), ('max_choices__gte', 1)), _connector='OR'), name='surveys_question_max_choices'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('min_choices', None), models.Q(('kind', 'multiple'), ('min_choices__gte', 1), models.Q(('max_choices', None), ('max_choices__gte', models.F('min_choices')), _connector='OR')), _connector='OR'), name='surveys_question_min_choices', violation_error_message='選ぶ数の下限は、上限より小さくしてください'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('matrix', ''), ('kind__in', ['single', 'multiple']), _connector='OR'), name='surveys_question_matrix', violation_error_message='表にまとめられるのは、選択肢から選ぶ設問だけです'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('max_value', None), ('min_value', None)), models.Q(('kind', 'number'), models.Q(('min_value', None), ('max_value', None), ('max_value__gte', models.F('min_value')), _connector='OR')), _connector='OR'), name='surveys_question_values', violation_error_message='数の下限は、上限より小さくしてください'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('decimals__lte', 4)), name='surveys_question_decimals'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='fielded_guard', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (NEW.questionnaire_id)) OR EXISTS (SELECT 1 FROM surveys_questionnaire q WHERE q.fielded_at IS NOT NULL AND q.id = (OLD.questionnaire_id)) THEN\n                RAISE EXCEPTION 'the questionnaire is fielded and cannot change'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='ff2c929a14c3a967823b6f9a18bcf109da54cf5e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_fielded_guard_ac798', table='surveys_question', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='draftpart',
            constraint=models.UniqueConstraint(fields=('draft', 'section', 'row'), name='surveys_draftpart_once'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(fields=('response', 'row'), name='surveys_sheet_row'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('row__gte', 1)), name='surveys_sheet_row_positive'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['preparing', 'open', 'closed', 'published'])), name='surveys_survey_status'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_surveyevent" ("closes_at", "contact", "dataset_id", "delete_after", "fiscal_year", "id", "is_anonymous", "loaded_version", "method", "opens_on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "source", "status", "title", "use") VALUES (NEW."closes_at", NEW."contact", NEW."dataset_id", NEW."delete_after", NEW."fiscal_year", NEW."id", NEW."is_anonymous", NEW."loaded_version", NEW."method", NEW."opens_on", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."slug", NEW."source", NEW."status", NEW."title", NEW."use"); RETURN NULL;', hash='3b0827fae43cd4803b17111429d942f6b6807d7c', operation='INSERT', pgid='pgtrigger_insert_insert_472a1', table='surveys_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_surveyevent" ("closes_at", "contact", "dataset_id", "delete_after", "fiscal_year", "id", "is_anonymous", "loaded_version", "method", "opens_on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "source", "status", "title", "use") VALUES (NEW."closes_at", NEW."contact", NEW."dataset_id", NEW."delete_after", NEW."fiscal_year", NEW."id", NEW."is_anonymous", NEW."loaded_version", NEW."method", NEW."opens_on", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."slug", NEW."source", NEW."status", NEW."title", NEW."use"); RETURN NULL;', hash='3df766a258c4bca6059a1ecde8d81611af851e4d', operation='UPDATE', pgid='pgtrigger_update_update_7c6a9', table='surveys_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_surveyevent" ("closes_at", "contact", "dataset_id", "delete_after", "fiscal_year", "id", "is_anonymous", "loaded_version", "method", "opens_on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "slug", "source", "status", "title", "use") VALUES (OLD."closes_at", OLD."contact", OLD."dataset_id", OLD."delete_after", OLD."fiscal_year", OLD."id", OLD."is_anonymous", OLD."loaded_version", OLD."method", OLD."opens_on", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."slug", OLD."source", OLD."status", OLD."title", OLD."use"); RETURN NULL;', hash='8ae64d5313365922ac145067ef3f7803741a6331', operation='DELETE', pgid='pgtrigger_delete_delete_0ba4d', table='surveys_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ef68e3fb6a6ac53d8e9e48aaa223ccc00bbff77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca63f', table='surveys_reportevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(models.F('survey'), models.F('edition'), name='surveys_report_edition'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('edition__gte', 1)), name='surveys_report_edition_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='frozen_guard', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.intro IS DISTINCT FROM NEW.intro OR OLD.survey_id IS DISTINCT FROM NEW.survey_id OR OLD.edition IS DISTINCT FROM NEW.edition OR OLD.first_number IS DISTINCT FROM NEW.first_number OR OLD.zero_as_dash IS DISTINCT FROM NEW.zero_as_dash OR OLD.hides_single IS DISTINCT FROM NEW.hides_single OR OLD.is_made_up IS DISTINCT FROM NEW.is_made_up)', func="\n                    IF EXISTS (SELECT 1 FROM surveys_frozenreport f WHERE f.report_id = NEW.id) THEN\n                        RAISE EXCEPTION 'the report is published and cannot change'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='a213796449b8f6b5a444f6ba13c9031509b8b155', operation='UPDATE', pgid='pgtrigger_frozen_guard_0ecc9', table='surveys_report', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportevent" ("checked_at", "checked_version", "edition", "first_number", "hides_single", "id", "intro", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "status", "survey_id", "title", "zero_as_dash") VALUES (NEW."checked_at", NEW."checked_version", NEW."edition", NEW."first_number", NEW."hides_single", NEW."id", NEW."intro", NEW."is_made_up", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."status", NEW."survey_id", NEW."title", NEW."zero_as_dash"); RETURN NULL;', hash='d073be05574f03fc346edab33cd981b1c2d05245', operation='INSERT', pgid='pgtrigger_insert_insert_8e5cb', table='surveys_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_reportevent" ("checked_at", "checked_version", "edition", "first_number", "hides_single", "id", "intro", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "status", "survey_id", "title", "zero_as_dash") VALUES (NEW."checked_at", NEW."checked_version", NEW."edition", NEW."first_number", NEW."hides_single", NEW."id", NEW."intro", NEW."is_made_up", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."status", NEW."survey_id", NEW."title", NEW."zero_as_dash"); RETURN NULL;', hash='18193a7b832764e482a4b9336d7a6358f3d90bdb', operation='UPDATE', pgid='pgtrigger_update_update_0f636', table='surveys_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_reportevent" ("checked_at", "checked_version", "edition", "first_number", "hides_single", "id", "intro", "is_made_up", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "status", "survey_id", "title", "zero_as_dash") VALUES (OLD."checked_at", OLD."checked_version", OLD."edition", OLD."first_number", OLD."hides_single", OLD."id", OLD."intro", OLD."is_made_up", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."status", OLD."survey_id", OLD."title", OLD."zero_as_dash"); RETURN NULL;', hash='92178541bb6d753b649797e27c0239394abf1e1b', operation='DELETE', pgid='pgtrigger_delete_delete_949a6', table='surveys_report', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='questionnaire',
            constraint=models.UniqueConstraint(fields=('survey', 'version'), name='surveys_questionnaire_version'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaire',
            trigger=pgtrigger.compiler.Trigger(name='stays_fielded', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.fielded_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*)', func="\n                    RAISE EXCEPTION 'the questionnaire is fielded and cannot change'\n                        USING ERRCODE = 'check_violation';\n                ", hash='c665ecbc6e96cb09e052fe377bd6224d52afa49d', operation='UPDATE', pgid='pgtrigger_stays_fielded_f6601', table='surveys_questionnaire', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='outreach',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'reminder', 'thanks']), ('channel__in', ['post', 'email'])), name='surveys_outreach_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cde4f4118fba866461886f9b48bd2f4309e37f0a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef4ac', table='surveys_surveyevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['survey', 'status'], name='surveys_target_status'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('survey', 'department'), name='surveys_target_department'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('survey', 'organization'), name='surveys_target_organization'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('department', None), ('organization', None), _connector='OR'), name='surveys_target_one_side'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(models.F('survey'), models.F('number'), name='surveys_target_number'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'invalid'), _negated=True), models.Q(('status_note', ''), _negated=True), _connector='OR'), name='surveys_target_invalid_says_why'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(condition=models.Q(('status', 'valid'), _negated=True), fields=['id'], name='surveys_response_invalid'),
        ),
        migrations.AddConstraint(
            model_name='outreachitem',
            constraint=models.UniqueConstraint(fields=('outreach', 'target'), name='surveys_outreachitem_once'),
        ),
        migrations.AddConstraint(
            model_name='keyedsheet',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='surveys_keyedsheet_position'),
        ),
        migrations.AddConstraint(
            model_name='keyedsheet',
            constraint=models.UniqueConstraint(fields=('batch', 'target'), name='surveys_keyedsheet_target'),
        ),
        migrations.AddConstraint(
            model_name='keyedsheet',
            constraint=models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='surveys_keyedsheet_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='keyedsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first', None), ('first_by', None)), models.Q(('first__isnull', False), ('first_by__isnull', False)), _connector='OR'), name='surveys_keyedsheet_first'),
        ),
        migrations.AddConstraint(
            model_name='keyedsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'set_aside'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='surveys_keyedsheet_reason'),
        ),
        migrations.AddIndex(
            model_name='targetevent',
            index=models.Index(fields=['target', 'kind', 'on'], name='surveys_targetevent_what'),
        ),
    ]
