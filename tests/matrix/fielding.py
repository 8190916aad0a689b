"""What comes back from the addresses of fielding and answering; the columns are explained in `tests.matrix`."""

MATRIX = ""
