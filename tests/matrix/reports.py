"""What comes back from the addresses of tables, codes and reports; the columns are explained in `tests.matrix`."""

MATRIX = ""
