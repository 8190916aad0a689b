"""What comes back from the addresses of writing yearly records; the columns are explained in `tests.matrix`."""

MATRIX = ""
