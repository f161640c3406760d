"""Formulas as the lessons write them, in plain Unicode, as LaTeX; what is no formula beyond doubt stays as it is.

    a_j = exp(z_j) / (exp(z_1) + … + exp(z_k))    ──►    a_j = \\frac{\\exp(z_j)}{\\exp(z_1) + \\dots + \\exp(z_k)}

A block is one where each line is: formulas, with wide gaps between them, and remarks in words behind these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

_SIGNS = {
    "·": r"\cdot", "*": "*", "×": r"\times", "@": r"\,", "−": "-", "-": "-", "+": "+", "±": r"\pm",
    "=": "=", "≠": r"\neq", "≤": r"\leq", "≥": r"\geq", "<": "<", ">": ">", "≈": r"\approx", "~": r"\sim",
    "←": r"\leftarrow", "<-": r"\leftarrow", "+=": r"\mathrel{+}=", "|": r"\mid",
}  # fmt: skip
_RELATIONS = ("=", "≠", "≤", "≥", "<", ">", "≈", "~", "←", "<-", "+=")
_SEPARATORS = (*_RELATIONS, ",", ";", ":")
_STOPS = {",": r",\;", ";": r";\;", ":": r"{:}\quad "}
_PRODUCTS = ("·", "*", "×", "@", "/")
_GREEK = {
    "λ": r"\lambda", "μ": r"\mu", "σ": r"\sigma", "delta": r"\delta", "eps": r"\epsilon", "beta": r"\beta",
}  # fmt: skip
_KNOWN = ("exp", "log", "ln", "max", "min", "tanh")
_NAMED = ("mean", "sigmoid", "softmax", "sign", "Var")
_SUMS = {"Σ": r"\sum", "Π": r"\prod"}
_POWERS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ", [*"0123456789", r"\top"], strict=True))
_CLOSING = {"(": ")", "[": "]", "⟨": "⟩"}
_BRACKETS = {"⟨": r"\langle ", "⟩": r" \rangle"}
_PLAIN = {"½": r"\tfrac{1}{2}", "…": r"\dots", "∞": r"\infty"}
_NAME = r"[A-Za-zλμσ][A-Za-z0-9]*(?:_(?:\{[^{}]*\}|[A-Za-z0-9]+))*'*"
_TOKEN = re.compile(
    rf"(\s*)(\d+(?:\.\d+)?|∂?{_NAME}|[ΣΠ](?:_\w)?|<-|\+=|\*\*|\.T\b|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ]+|[-½…∞·*×@/−+±=≠≤≥<>≈~←,;:^|()\[\]⟨⟩])"
)
_SHORT = re.compile(r"d?[A-Z]?[a-z]?'*|d[a-z]'*")  # dW, Wx, dWh: names that stand beside others
_WORDS = re.compile(r"[A-Za-z][A-Za-z',:; ]* [A-Za-z',:; ]*[A-Za-z]")
_AROUND = re.compile(r"\s+(=|\+=|≈|←|<-)\s+|\s+([/·*@+])\s+")
_AFTER_SUM = re.compile(r"([ΣΠ]_\w)\s+")
_GAP = re.compile(rf"\s{{3,}}|\s{{2,}}(?={_NAME}(?:\([^()]*\))? [=←])")


class NoFormula(Exception):
    """A text that is not a formula, or may not be one."""


class _Token(NamedTuple):
    text: str
    tight: bool


@dataclass(frozen=True)
class _Factor:
    """A factor in LaTeX, what is in its brackets, and whether it is a word, which stands beside no other factor."""

    latex: str
    inner: str | None = None
    word: bool = False

    @property
    def bare(self) -> str:
        """Without brackets that a fraction's line makes needless."""
        return self.latex if self.inner is None else self.inner


def display(block: str) -> str | None:
    """The LaTeX of a block of formulas; None where a line is not one."""
    try:
        rows = [_row(line) for line in block.splitlines() if line.strip()]
    except NoFormula:
        return None
    if len(rows) == 1:
        return r" \qquad ".join(part.replace("&", "") for part in rows[0])
    body = " \\\\\n".join(r" &\qquad ".join(row) for row in rows)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def _row(line: str) -> list[str]:
    """The formulas and remarks of a line, each with & where it is aligned."""
    line = _AFTER_SUM.sub(r"\1 ", _AROUND.sub(lambda sign: f" {sign[1] or sign[2]} ", line.strip()))
    if line[0] in "=≈":
        line = f" {line}"
    first, *others = _GAP.split(line)
    return [formula(first), *(_part(other) for other in others)]


def _part(text: str) -> str:
    return rf"&\text{{{text}}}" if _WORDS.fullmatch(text) else formula(text)


def formula(text: str) -> str:
    """The LaTeX of one formula, with & before the sign that says what it is.

    >>> formula("cost = mean((Y_hat − Y)²)")
    '\\\\mathit{cost} &= \\\\operatorname{mean}((\\\\hat{Y} - Y)^{2})'
    """
    return _Reader(_tokens(text)).whole()


def _tokens(text: str) -> list[_Token]:
    found, end = [], 0
    text = text.strip()
    while end < len(text):
        token = _TOKEN.match(text, end)
        if token is None:
            raise NoFormula(text)
        found.append(_Token(token[2], not token[1] and end > 0))
        end = token.end()
    return found


@dataclass
class _Reader:
    """Reads tokens from the left, by precedence."""

    tokens: list[_Token]
    at: int = 0
    within: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """All of it, which has to say something."""
        parts, signs = [""], [""]
        if self._next() not in _RELATIONS:
            parts = [self._sum()]
        while self.at < len(self.tokens):
            signs.append(self._take(_SEPARATORS))
            parts.append(self._sum())
        label = max((place for place, sign in enumerate(signs) if sign == ":"), default=0)
        said = [place for place, sign in enumerate(signs) if sign in _RELATIONS and place > label]
        if not said:
            self._fail()
        signs[said[0]] = f"&{signs[said[0]]}"
        return _joined(parts, signs)

    def _next(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _tight(self) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].tight

    def _take(self, allowed: tuple[str, ...] | str = ()) -> str:
        text = self._next()
        if not text or (allowed and text not in allowed):
            self._fail()
        self.at += 1
        return text

    def _fail(self) -> NoReturn:
        raise NoFormula(" ".join(token.text for token in self.tokens))

    def _inside(self, closing: str) -> str:
        """What stands between brackets, the closing one taken."""
        self.within.append(closing)
        parts, signs = [self._sum()], [""]
        while self._next() != closing:
            signs.append(self._take((*_SEPARATORS, "|")))
            parts.append(self._sum())
        self.within.pop()
        self.at += 1
        return _joined(parts, signs)

    def _sum(self) -> str:
        sign = _SIGNS[self._take()] if self._next() in ("−", "-", "±", "+") else ""
        text = f"{sign}{self._product()}"
        while self._next() in ("+", "−", "-", "±"):
            text = f"{text} {_SIGNS[self._take()]} {self._product()}"
        return text

    def _product(self) -> str:
        done, factors = "", self._factors()
        while (sign := self._next()) in _PRODUCTS:
            tight = self._tight()
            self.at += 1
            if sign == "/":
                over = [factors.pop()] if tight else factors[:]
                factors = factors if tight else []
                factors.append(_divided(over, self._factor()))
                factors += self._factors(first=False)
                continue
            done = f"{done}{_beside(factors)} {_SIGNS[sign]} "
            lead = _SIGNS[self._take()] if self._next() in ("−", "-") else ""
            done, factors = f"{done}{lead}", self._factors()
        return f"{done}{_beside(factors)}"

    def _factors(self, first: bool = True) -> list[_Factor]:
        """Factors side by side."""
        found = [self._factor()] if first else []
        while self._begins():
            found.append(self._factor())
        return found

    def _begins(self) -> bool:
        text = self._next()
        if text == "|":
            return not self.within
        return (
            bool(text)
            and (text[0].isalnum() or text[0] in "∂λμσΣΠ([⟨½…∞")
            and text[0] not in _POWERS
        )

    def _factor(self) -> _Factor:
        text = self._take()
        if text in _CLOSING:
            inner = self._inside(_CLOSING[text])
            left, right = (_BRACKETS.get(each, each) for each in (text, _CLOSING[text]))
            if r"\frac" in inner or r"\sum" in inner:
                left, right = rf"\left{left}", rf"\right{right}"
            return self._raised(_Factor(f"{left}{inner}{right}", inner if text == "(" else None))
        if text == "|":
            return self._raised(_Factor(f"|{self._inside('|')}|"))
        if text in _PLAIN:
            return _Factor(_PLAIN[text])
        if text[0].isdigit():
            return self._raised(_Factor(text))
        if text[0] in _SUMS:
            below = f"_{text[2]}" if len(text) > 1 else ""
            return _Factor(f"{_SUMS[text[0]]}{below} {_beside(self._factors())}")
        if text.rstrip("'") in (*_KNOWN, *_NAMED, "sqrt"):
            return self._applied(text)
        if not (text[0].isalpha() or text[0] == "∂"):
            self._fail()
        slope, name = ("\\partial ", text[1:]) if text[0] == "∂" else ("", text)
        made = _Factor(f"{slope}{_name(name)}", word=_is_word(name))
        if self._tight() and self._next() in ("(", "["):
            opening = self._take()
            inside = self._inside(_CLOSING[opening])
            made = _Factor(f"{made.latex}{opening}{inside}{_CLOSING[opening]}")
        return self._raised(made)

    def _applied(self, name: str) -> _Factor:
        """A function and what it is applied to."""
        if name == "sqrt":
            self._take("(")
            return self._raised(_Factor(rf"\sqrt{{{self._inside(')')}}}"))
        bare = name.rstrip("'")
        made = rf"\{name}" if bare in _KNOWN else rf"\operatorname{{{bare}}}{name[len(bare) :]}"
        if self._tight() and self._next() == "(":
            self.at += 1
            return self._raised(_Factor(f"{made}({self._inside(')')})"))
        if bare in _NAMED or not self._begins():
            return _Factor(made, word=True)
        of = self._factor()
        return _Factor(f"{made} {of.latex}", word=of.word)

    def _raised(self, base: _Factor) -> _Factor:
        """A factor with its powers and transposes."""
        while self._next() in ("^", "**", ".T") or self._next()[:1] in _POWERS:
            sign = self._take()
            if sign in ("^", "**"):
                power = self._factor().bare
            else:
                power = r"\top" if sign == ".T" else "".join(_POWERS[char] for char in sign)
            base = _Factor(f"{base.latex}^{{{power}}}", word=base.word)
        return base


def _joined(parts: list[str], signs: list[str]) -> str:
    """Parts of a formula, each behind its sign."""
    text = ""
    for part, sign in zip(parts, signs, strict=True):
        bare = sign.removeprefix("&")
        mark = "&" if bare != sign else ""
        between = _STOPS.get(bare) or (f" {mark}{_SIGNS[bare]} " if bare else "")
        text = f"{text}{between}{part}"
    return text.strip()


def _divided(over: list[_Factor], under: _Factor) -> _Factor:
    """A fraction; of a fraction, with a slash."""
    if len(over) == 1 and over[0].latex.startswith(r"\frac"):
        return _Factor(rf"{over[0].latex} \big/ {under.latex}")
    top = over[0].bare if len(over) == 1 else _beside(over)
    return _Factor(rf"\frac{{{top}}}{{{under.bare}}}")


def _beside(factors: list[_Factor]) -> str:
    if len(factors) > 1 and any(factor.word for factor in factors):
        raise NoFormula(" ".join(factor.latex for factor in factors))
    return r"\, ".join(factor.latex for factor in factors)


def _is_word(name: str) -> bool:
    """Whether a name may be a word of English: longer than names of the field, and without digit or underscore."""
    return name.isalpha() and name not in _GREEK and not _SHORT.fullmatch(name)


def _name(name: str) -> str:
    """A name in LaTeX: Y_hat, A_prev, h_{i−1}, W_ij, h1, dW."""
    bare = name.rstrip("'")
    base, _, below = bare.partition("_")
    numbered = re.fullmatch(r"(d?[A-Za-z]|beta|delta)(\d+|L)", base)
    if numbered and not below:
        base, below = numbered[1], numbered[2]
    if below and _is_word(base):
        raise NoFormula(name)
    made = _GREEK.get(base, base if len(base) == 1 else rf"\mathit{{{base}}}")
    if below == "hat":
        made, below = rf"\hat{{{made}}}", ""
    below = below.strip("{}").replace("−", "-").replace("_", r"\_")
    if len(below) > 2 and below.isalpha():
        below = rf"\mathit{{{below}}}"
    return made + (f"_{{{below}}}" if below else "") + name[len(bare) :]
