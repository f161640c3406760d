"""The class at a glance: what all reports of a folder say together, as one HTML file.

`tally` keeps what is needed of each report, `items` and `spread` are the arithmetic, `resemblance` compares what was
handed in, `page` is what is told of all this, and `render` lays it out.
"""
