"""XLSForm in and out: a questionnaire as the workbook that other survey tools read and write.

`rows` reads a workbook in a process with little memory and time, `book` runs it, `reader` makes
definitions of the rows and lists what cannot be carried over, `writer` goes the other way, and
`loading` writes what was read into a questionnaire.
"""
