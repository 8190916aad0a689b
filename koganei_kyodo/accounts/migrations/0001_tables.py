import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import koganei_kyodo.accounts.models
import koganei_kyodo.audit.events


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_letters_and_notices'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('login_id', models.CharField(max_length=64, unique=True, verbose_name='ログインID')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('email_confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='アドレスを確認した日時')),
                ('notice_timing', models.CharField(choices=[('immediate', 'すぐに送る'), ('daily', '1日1回、朝にまとめて送る'), ('none', 'メールでは送らない')], db_default='immediate', default='immediate', max_length=10, verbose_name='お知らせメール')),
                ('name', models.CharField(max_length=100, verbose_name='氏名')),
                ('name_kana', models.CharField(blank=True, max_length=100, verbose_name='ふりがな')),
                ('is_active', models.BooleanField(default=True, verbose_name='使える')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登録した日時')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '利用者',
                'verbose_name_plural': '利用者',
                'ordering': ['name_kana', 'id'],
            },
            managers=[
                ('objects', koganei_kyodo.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='EmailConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='メールアドレス')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='日時')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='確認した日時')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': 'メールアドレスの確認',
                'verbose_name_plural': 'メールアドレスの確認',
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200, verbose_name='件名')),
                ('body', models.TextField(blank=True, verbose_name='内容')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='ページのアドレス')),
                ('timing', models.CharField(choices=[('immediate', 'すぐに送る'), ('daily', '1日1回、朝にまとめて送る'), ('none', 'メールでは送らない')], max_length=10, verbose_name='メール')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='日時')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='読んだ日時')),
                ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='メールを送った日時')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': 'お知らせ',
                'verbose_name_plural': 'お知らせ',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PasswordLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(editable=False, max_length=64, verbose_name='符号のハッシュ')),
                ('identity_check', models.CharField(max_length=200, verbose_name='本人の確かめ方')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('expires_at', models.DateTimeField(verbose_name='期限')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='使った日時')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='取り消した日時')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': 'パスワード再設定の手紙',
                'verbose_name_plural': 'パスワード再設定の手紙',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PasswordLetterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('identity_check', models.CharField(max_length=200, verbose_name='本人の確かめ方')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('expires_at', models.DateTimeField(verbose_name='期限')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='使った日時')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='取り消した日時')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.passwordletter')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='日時')),
                ('pgh_db_user', models.CharField(db_default=koganei_kyodo.audit.events.SessionUser(), editable=False, max_length=63, verbose_name='データベースの利用者')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('login_id', models.CharField(max_length=64, verbose_name='ログインID')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('email_confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='アドレスを確認した日時')),
                ('notice_timing', models.CharField(choices=[('immediate', 'すぐに送る'), ('daily', '1日1回、朝にまとめて送る'), ('none', 'メールでは送らない')], db_default='immediate', default='immediate', max_length=10, verbose_name='お知らせメール')),
                ('name', models.CharField(max_length=100, verbose_name='氏名')),
                ('name_kana', models.CharField(blank=True, max_length=100, verbose_name='ふりがな')),
                ('is_active', models.BooleanField(default=True, verbose_name='使える')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登録した日時')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('email_confirmed_at__isnull', False), _negated=True), name='accounts_user_confirmed_email'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('notice_timing__in', ['immediate', 'daily', 'none'])), name='accounts_user_notice_timing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='unconfirm_email', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.email IS DISTINCT FROM NEW.email AND OLD.email_confirmed_at IS NOT DISTINCT FROM NEW.email_confirmed_at)', func='NEW.email_confirmed_at := NULL; RETURN NEW;', hash='ea9c92eddaa707fb5f8b44808440a6fa0c118060', operation='UPDATE OF "email"', pgid='pgtrigger_unconfirm_email_4430f', table='accounts_user', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "email", "email_confirmed_at", "id", "is_active", "is_superuser", "login_id", "name", "name_kana", "notice_timing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."email_confirmed_at", NEW."id", NEW."is_active", NEW."is_superuser", NEW."login_id", NEW."name", NEW."name_kana", NEW."notice_timing", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='c7e8ec4d44d3cf709b996fc876505bbe39a171e8', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_confirmed_at" IS DISTINCT FROM (NEW."email_confirmed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."login_id" IS DISTINCT FROM (NEW."login_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_kana" IS DISTINCT FROM (NEW."name_kana") OR OLD."notice_timing" IS DISTINCT FROM (NEW."notice_timing"))', func='INSERT INTO "accounts_userevent" ("date_joined", "email", "email_confirmed_at", "id", "is_active", "is_superuser", "login_id", "name", "name_kana", "notice_timing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."email_confirmed_at", NEW."id", NEW."is_active", NEW."is_superuser", NEW."login_id", NEW."name", NEW."name_kana", NEW."notice_timing", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='10ebffdaae24e6a694f7087485582d1c96efaa1d', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "email", "email_confirmed_at", "id", "is_active", "is_superuser", "login_id", "name", "name_kana", "notice_timing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."email_confirmed_at", OLD."id", OLD."is_active", OLD."is_superuser", OLD."login_id", OLD."name", OLD."name_kana", OLD."notice_timing", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='eaa5f5834c2cbba1a0c51c44c671a4640b1e10ba', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='emailconfirmation',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('user',), name='accounts_emailconfirmation_one_open'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['user', '-created_at'], name='accounts_notice_list'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='accounts_notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('mailed_at', None), ('timing', 'daily')), fields=['user'], name='accounts_notice_digest'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('timing__in', ['immediate', 'daily', 'none'])), name='accounts_notification_timing'),
        ),
        migrations.AddConstraint(
            model_name='passwordletter',
            constraint=models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None)), fields=('user',), name='accounts_passwordletter_one_open'),
        ),
        migrations.AddConstraint(
            model_name='passwordletter',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='accounts_passwordletter_expiry'),
        ),
        migrations.AddConstraint(
            model_name='passwordletter',
            constraint=models.CheckConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None), _connector='OR'), name='accounts_passwordletter_one_end'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordletter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_passwordletterevent" ("expires_at", "id", "identity_check", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id", "withdrawn_at") VALUES (NEW."expires_at", NEW."id", NEW."identity_check", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."used_at", NEW."user_id", NEW."withdrawn_at"); RETURN NULL;', hash='a8f2a0f5f8fed9f40a11a241ac2bf8ba894fb860', operation='INSERT', pgid='pgtrigger_insert_insert_f68b0', table='accounts_passwordletter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordletter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity_check" IS DISTINCT FROM (NEW."identity_check") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."used_at" IS DISTINCT FROM (NEW."used_at") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "accounts_passwordletterevent" ("expires_at", "id", "identity_check", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id", "withdrawn_at") VALUES (NEW."expires_at", NEW."id", NEW."identity_check", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."used_at", NEW."user_id", NEW."withdrawn_at"); RETURN NULL;', hash='85e561888f209cca41c9f5a0bcac5688f076f369', operation='UPDATE', pgid='pgtrigger_update_update_4ff5b', table='accounts_passwordletter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordletter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_passwordletterevent" ("expires_at", "id", "identity_check", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id", "withdrawn_at") VALUES (OLD."expires_at", OLD."id", OLD."identity_check", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."used_at", OLD."user_id", OLD."withdrawn_at"); RETURN NULL;', hash='d63480c3f4b243b13ce77615e9a6b983801270e5', operation='DELETE', pgid='pgtrigger_delete_delete_3d830', table='accounts_passwordletter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='passwordletterevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='499da721bce0bca1f613c71f4fd337ea38b21a8b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a995', table='accounts_passwordletterevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (current_setting('kyodo.erasing', true) IS DISTINCT FROM 'on')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f9c0a342c97b99cd321d1c05ee7ca12de6f6ceee', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE')),
        ),
    ]
