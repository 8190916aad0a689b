"""Reading a register that somebody kept in Excel or CSV: the file, its columns, its cells."""
