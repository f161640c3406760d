"""Reports in the formats of others: a module a format, each a reader of `Report` and of nothing else.

`told` has the words, `tables` the grade books' rows, `formats` the list of all; `grader.cli.export` writes them.
"""
