"""One export in a process of its own: `python -m benchmarks.export_process DATABASE ID FORM PATH`.

Prints the most memory the process ever took, in MB. `benchmarks.exports` asks for it.
"""

import sys
from pathlib import Path
from typing import cast

import django
from django.conf import settings


def main(database: str, questionnaire: str, form: str, path: str) -> None:
    """Write the responses of a questionnaire and print the memory it took."""
    # Before anything connects.
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from surveys.exports import ExportForm, write_export
    from surveys.models import Questionnaire

    asked = Questionnaire.objects.select_related("survey__dataset").get(pk=questionnaire)
    write_export(asked, cast(ExportForm, form), Path(path))
    sys.stdout.write(f"{peak():.1f}\n")


def peak() -> float:
    """Return the most memory this process ever had in use, in MB.

    From /proc: what `resource` says begins with the memory of the process that started this one.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
