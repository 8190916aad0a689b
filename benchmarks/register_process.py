"""One import in a process of its own: `python -m benchmarks.register_process DATABASE ROWS`.

Prints the most memory the process ever took, in MB. `benchmarks.register` asks for it.
"""

import sys

import django
from django.conf import settings

from benchmarks.export_process import peak


def main(database: str, rows: str) -> None:
    """Import a made-up register, take it back, and print the memory that took."""
    # Before anything connects.
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from benchmarks.register import take_over
    from koganei_kyodo.portal.demo.messy_register import messy_register

    take_over(messy_register(int(rows)))
    sys.stdout.write(f"{peak():.1f}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
