"""What comes back from the addresses of the register of groups; the columns are explained in `tests.matrix`."""

MATRIX = ""
