"""Indexes of the frame, built while others work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("surveys", "0007_fielding_of_targets_that_answered")]

    operations = [
        AddIndexConcurrently(
            model_name="target",
            index=models.Index(fields=["survey", "status"], name="surveys_target_status"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY surveys_target_number"
                    " ON surveys_target (survey_id, number)",
                    "DROP INDEX CONCURRENTLY surveys_target_number",
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.UniqueConstraint(
                        "survey", "number", name="surveys_target_number"
                    ),
                )
            ],
        ),
    ]
