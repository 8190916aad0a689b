"""What comes back from the addresses of questionnaires; the columns are explained in `tests.matrix`."""

MATRIX = ""
