"""What comes back from the addresses of finding groups, offices and imports; the columns are explained in `tests.matrix`."""

MATRIX = ""
