"""What comes back from the addresses of reading projects and statistics; the columns are explained in `tests.matrix`."""

MATRIX = ""
