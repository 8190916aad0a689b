"""One その他 in a question and one repeated section in a questionnaire, while others work."""

from django.db import migrations, models
from django.db.models import Q


def unique(table: str, column: str, condition: str, name: str) -> migrations.RunSQL:
    """Return the making of a unique index that locks nobody out."""
    return migrations.RunSQL(
        f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({column}) WHERE {condition}",
        f"DROP INDEX CONCURRENTLY {name}",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [('surveys', '0012_whole_matrix')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                unique("surveys_choice", "question_id", "is_other", "surveys_choice_one_other"),
                unique(
                    "surveys_section", "questionnaire_id", "is_repeat", "surveys_section_one_repeat"
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='choice',
                    constraint=models.UniqueConstraint(
                        condition=Q(is_other=True),
                        fields=('question',),
                        name='surveys_choice_one_other',
                    ),
                ),
                migrations.AddConstraint(
                    model_name='section',
                    constraint=models.UniqueConstraint(
                        condition=Q(is_repeat=True),
                        fields=('questionnaire',),
                        name='surveys_section_one_repeat',
                        violation_error_message='くり返す節は、1つの調査票に1つまでです',
                    ),
                ),
            ],
        ),
    ]
