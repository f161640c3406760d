"""Students by other names: the same for as long as the key is kept, and of no use without it.

key, student ──▶ student-7F3K-2QXW
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader.report import Check, Report
from grader.seeds import read_secret

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
GROUP = 4
PART = 3
_PARTS = re.compile(r"[\s._-]+")


def read_key(path: Path) -> bytes:
    """The key in a file, which is made where it is missing.

    Raises
    ------
    SubmissionError
        Where it cannot be read or made, or could be guessed or read by others.
    """
    return read_secret(path, "key of the pseudonyms")


def pseudonyms(students: Iterable[str], key: bytes) -> dict[str, str]:
    """A pseudonym for each student, which depends on name and key alone.

    Where two of a class would be called the same (of classes of 10,000, one in 20,000 has such a pair), both get
    longer ones.
    """
    digits = {student: _digits(student, key) for student in students}
    length = dict.fromkeys(digits, 2 * GROUP)
    while len({digits[each][: length[each]] for each in digits}) < len(digits):
        counts = Counter(digits[each][: length[each]] for each in digits)
        for each in digits:
            length[each] += GROUP if counts[digits[each][: length[each]]] > 1 else 0
    return {each: f"student-{_grouped(digits[each][: length[each]])}" for each in digits}


def anonymous(report: Report, pseudonym: str) -> Report:
    """A report under a pseudonym, which also stands where the student's code or files wrote the name.

    The name is found in any case and without accents, its parts joined by blanks, points, dashes or nothing; and
    each part of three letters or more. What is not seen: nicknames, initials, and the names of others.
    """
    name = _pattern(report.student)

    def hidden(text: str) -> str:
        return name.sub(pseudonym, unicodedata.normalize("NFC", text))

    def unnamed(check: Check) -> Check:
        facts = {
            field: hidden(value)
            for field in ("message", "call", "actual", "expected", "worst", "counterexample",
                          "diagnosis", "output")
            if (value := getattr(check, field))
        }  # fmt: skip
        return msgspec.structs.replace(check, frames=tuple(map(hidden, check.frames)), **facts)

    return msgspec.structs.replace(
        report,
        student=pseudonym,
        checks=tuple(map(unnamed, report.checks)),
        notes=tuple(map(hidden, report.notes)),
        truncations=tuple(map(hidden, report.truncations)),
    )


def _digits(student: str, key: bytes) -> str:
    text = f"pseudonym: {student}".encode("utf-8", "surrogatepass")
    number = int.from_bytes(hmac.digest(key, text, "sha256"))
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(48))


def _grouped(digits: str) -> str:
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def _pattern(student: str) -> re.Pattern[str]:
    """What finds a name: whole, or by its parts."""
    if not student:
        return re.compile(r"(?!)")
    parts = [part for part in _PARTS.split(unicodedata.normalize("NFC", student)) if part]
    whole = r"[\s._-]*".join(map(_forms, parts)) or re.escape(student)
    alone = [_forms(part) for part in parts if len(part) >= PART]
    # A word of a script without cases has no blanks around it.
    before = r"(?<![^\W\d_])" if _has_cases(student[:1]) else ""
    after = r"(?![^\W\d_])" if _has_cases(student[-1:]) else ""
    return re.compile(f"{before}(?:{'|'.join([whole, *alone])}){after}", re.IGNORECASE)


def _forms(part: str) -> str:
    """A part of a name as it may be written: in small letters, in capitals, without accents."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", part) if not unicodedata.combining(char)
    )
    forms = dict.fromkeys([part, part.lower(), part.upper(), part.casefold(), plain])
    return f"(?:{'|'.join(map(re.escape, forms))})"


def _has_cases(letter: str) -> bool:
    return letter.lower() != letter.upper()
