"""What comes back from the addresses of consultations; the columns are explained in `tests.matrix`."""

MATRIX = ""
