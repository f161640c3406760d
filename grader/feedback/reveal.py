"""How much of a hidden check is told, and what is wrong in words that tell nothing of its input.

A message may hold what a check passed in or expected: a test's author wrote it there, or the student's code
put it into an exception. `general` leaves the words and takes the values out.
"""

from __future__ import annotations

import re
from enum import StrEnum

from grader import outcome, show
from grader.report import Check


class Reveal(StrEnum):
    """How much is told of a check that failed."""

    titles = "titles"
    diagnosis = "diagnosis"
    counterexamples = "counterexamples"


STATUS = {
    outcome.FAILED: "wrong result",
    outcome.ERROR: "raised an error",
    outcome.TIMEOUT: "took too long",
    outcome.CRASHED: "ended its process",
    outcome.NOT_IMPLEMENTED: "not written yet",
    outcome.NOT_RUN: "not run",
}
AGAIN = "is not called again: "
OWN_WORDS = re.compile(r": (?:raise\b|assert\b|(?:\w+\.)?warn(?:_explicit)?\()")
UNWRITTEN = re.compile(r"[\w.]+: not written yet")

_TUPLE = r"\(\d*(?:, ?\d+)*,?\)"
_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_NUMBER = r"(?<![A-Za-z_]-)(?<![\w.])[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?j?)"
_STRUCTURE = (
    rf"\d+ of \d+ values|item (?:\[\d+\])+|shapes? {_TUPLE}(?:(?:,| and)? ?{_TUPLE})*"
    r"|(?:list|tuple) of \d+, got \d+ items"
)
_TOKEN = re.compile(
    rf"(?P<structure>{_STRUCTURE})|(?P<scalar>np\.\w+\([^()]*\))|(?P<quoted>{_QUOTED})"
    rf"|(?P<number>{_NUMBER})|(?P<word>\w+)"
)
_KIND = re.compile(r"\bgot (bool|int|float\d*|u?int\d+|complex|str_?|bytes|list|tuple|dict|set) .*")
_BRACKETS = re.compile(r"\[[…\s,.]*…[…\s,.]*\]|\([…\s,.]*…[…\s,.]*\)|\{[…\s,.:]*…[…\s,.:]*\}")
_LAST_QUOTED = re.compile(rf": (?:{_QUOTED})$")


def came_out(check: Check) -> str:
    """How a check that failed came out, in general words."""
    if check.status == outcome.FAILED and check.message.startswith(outcome.WARNED):
        return outcome.WARNED
    return STATUS.get(check.status, check.status)


def general(check: Check) -> str:
    """What is wrong with a check, without a value that it passed in, expected or got back."""
    first = check.message.strip().partition("\n")[0].rstrip()
    if check.status in (outcome.TIMEOUT, outcome.CRASHED, outcome.NOT_RUN):
        return first
    if check.status == outcome.NOT_IMPLEMENTED:
        return first if UNWRITTEN.fullmatch(first) else STATUS[check.status]
    if first.startswith(f"{check.unit}.ipynb, the cell of "):
        return first
    if first.startswith("assert "):
        return "what the title says does not hold"
    if check.frames and OWN_WORDS.search(check.frames[-1]):
        return first.partition(":")[0]
    return without_values(first, hidden(check), kept=check.status == outcome.FAILED)


def hidden(check: Check) -> tuple[str, ...]:
    """The texts that hold what a check passed in, expected and got back."""
    facts = (check.call, check.actual, check.expected, check.worst, check.counterexample)
    return tuple(fact for fact in facts if fact)


def without_values(message: str, facts: tuple[str, ...], *, kept: bool) -> str:
    """A message with `…` for its numbers, lists and texts.

    Parameters
    ----------
    message : str
        One line.
    facts : tuple of str
        What the check passed in and got back: no text that is quoted there stays.
    kept : bool
        Whether 0 and 1 stay, which a test's author writes of a convention more often than of an input.

    >>> without_values("label 7 in [0.5, 7.0] is 'odd'", ("f('odd')",), kept=True)
    'label … in … is …'
    >>> without_values("shapes (7,11) (3,) do not fit: 'list' of 11", (), kept=True)
    "shapes (7,11) (3,) do not fit: 'list' of …"
    """
    told = {found[1:-1] for fact in facts for found in re.findall(_QUOTED, fact)}

    def mask(found: re.Match[str]) -> str:
        text = found[0]
        if found["structure"]:
            return text
        if found["scalar"]:
            return "…"
        if found["quoted"]:
            return text if text[1:-1].isidentifier() and text[1:-1] not in told else "…"
        if found["number"]:
            return text if kept and text in ("0", "1") else "…"
        return "…" if text in ("nan", "inf") or (text in told and len(text) > 3) else text

    message = _LAST_QUOTED.sub(": …", _KIND.sub(r"got a \1", show.line(message, 300)))
    message = _TOKEN.sub(mask, message)
    while (shorter := _BRACKETS.sub("…", message)) != message:
        message = shorter
    return re.sub(r"[-+]?…(?:,? ?[-+]?…)+", "…", message)
