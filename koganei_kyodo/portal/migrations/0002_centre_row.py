from django.db import migrations


def make_centre(apps, schema_editor):
    apps.get_model("portal", "Centre").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(make_centre, migrations.RunPython.noop)]
