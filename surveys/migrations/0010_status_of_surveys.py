from django.db import migrations

# What has a published report was finished before surveys had a status.
FORWARD = """
UPDATE surveys_survey SET status = 'published'
WHERE id IN (SELECT survey_id FROM surveys_report WHERE status = 'published')
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0009_questions_and_status")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
