"""Which function a student means: `activations.softmax`, or `softmax` where only one unit has it."""

from __future__ import annotations

import difflib

from grader import show
from grader.curriculum import CourseError
from grader.handout import Handouts


def function_named(what: str, handouts: Handouts) -> tuple[str, str]:
    """The unit and the function of a name; a CourseError with what may be meant where there is none."""
    unit, _, function = what.rpartition(".")
    homes = [name for name, handout in handouts.items() if function in handout.functions]
    if unit in homes:
        return unit, function
    if not unit and len(homes) == 1:
        return homes[0], function
    if not unit and homes:
        known = " or ".join(f"{home}.{function}" for home in homes)
        raise CourseError(f"{function} is a function of {' and of '.join(homes)}: {known}")
    if unit in handouts:
        known = ", ".join(handouts[unit].functions)
        raise CourseError(f"{unit} has no function {show.line(function, 80)!r}; it has {known}")
    if what in handouts:
        known = ", ".join(handouts[what].functions)
        raise CourseError(f"{what} is a unit: name one of its functions, {known}")
    names = {f"{home}.{name}": name for home, each in handouts.items() for name in each.functions}
    near = difflib.get_close_matches(what, [*names, *names.values()], 1)
    meant = [name for name, short in names.items() if near and near[0] in (name, short)]
    hint = f"; is {' or '.join(meant)} meant?" if meant else ": grader list shows all"
    raise CourseError(f"there is no function {show.line(what, 80)!r}{hint}")
