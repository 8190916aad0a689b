import uuid

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('documents', '0001_initial'),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(max_length=60, verbose_name='種類')),
                ('key', models.CharField(max_length=64, verbose_name='入力の要約値')),
                ('params', models.JSONField(default=dict, verbose_name='入力')),
                ('title', models.CharField(max_length=200, verbose_name='題名')),
                ('filename', models.CharField(max_length=200, verbose_name='ファイル名')),
                ('content_type', models.CharField(max_length=100, verbose_name='ファイルの種類')),
                ('public', models.BooleanField(default=False, verbose_name='だれでも見られる')),
                ('status', models.CharField(choices=[('queued', '順番を待っています'), ('running', '作成しています'), ('done', 'できあがりました'), ('failed', '作成できませんでした')], default='queued', max_length=10, verbose_name='状態')),
                ('progress', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='進み具合（%）')),
                ('content', models.BinaryField(null=True, verbose_name='ファイルの中身')),
                ('message', models.CharField(blank=True, max_length=400, verbose_name='お知らせ')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='依頼した日時')),
                ('started_at', models.DateTimeField(editable=False, null=True, verbose_name='作成を始めた日時')),
                ('finished_at', models.DateTimeField(editable=False, null=True, verbose_name='作成を終えた日時')),
            ],
            options={
                'verbose_name': '帳票',
                'verbose_name_plural': '帳票',
                'ordering': ['-created_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='documents_rendering_once'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='documents_rendering_progress'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'running', 'done', 'failed'])), name='documents_rendering_status'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('content__isnull', False), ('finished_at__isnull', False)), _connector='OR'), name='documents_rendering_done_has_content')],
            },
        ),
    ]
