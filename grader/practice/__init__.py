"""A student's day at the terminal: the visible checks on the student's own functions, at once after each save.

`warm` is the process that has all checks collected and runs them in a fork of itself; `checker` starts it and asks.
`changes` says which functions a save touches, `standing` which is next. `watching` decides what happens on an
event, `keys` reads the keyboard and `page` is what stands on the screen. Nothing here is sandboxed: it is the
student's own code on the student's own machine, as with pytest.
"""
