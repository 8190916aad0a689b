"""Every figure there is becomes a block of its report, in its place."""

from typing import Any

from django.db import migrations


def add_blocks(apps: Any, schema_editor: Any) -> None:
    ReportBlock = apps.get_model("surveys", "ReportBlock")
    figures = apps.get_model("surveys", "ReportFigure").objects.order_by("report", "position")
    ReportBlock.objects.bulk_create(
        ReportBlock(
            report_id=figure.report_id,
            position=figure.position,
            kind="figure",
            number=figure.number,
            figure=figure,
        )
        for figure in figures.filter(block=None)
    )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_reports_as_blocks")]

    operations = [migrations.RunPython(add_blocks, migrations.RunPython.noop)]
