"""The Excel sheet of an office's year: handed out filled in, read back in whatever state it returns.

One row is one project with one partner. A project with several partners goes on in the rows below
it, where only the partner's cells are written. Columns are found by their headings, rows by their
管理番号 or by the project's name; neither order nor layout matters.
"""
