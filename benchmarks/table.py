"""The figures as a table, or as JSON."""

from __future__ import annotations

import msgspec

from benchmarks.figure import Bound, Figure

HEADINGS = ("benchmark", "what", "measured", "range", "wanted", "holds")
ANSWERS = {True: "yes", False: "no", None: ""}


def table(found: dict[str, list[Figure]], machine: str) -> str:
    """The machine, a Markdown row a figure, and below them what a reader should know.

    >>> print(table({"one": [Figure(what="a over b", value=0.1, low=0.09, high=2)]}, "a machine"))
    a machine
    <BLANKLINE>
    | benchmark | what     | measured | range      | wanted | holds |
    |-----------|----------|----------|------------|--------|-------|
    | one       | a over b | 0.1×     | 0.09× – 2× |        |       |
    """
    rows = [HEADINGS, *(_row(name, each) for name, figures in found.items() for each in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    notes = dict.fromkeys(
        f"{name}: {each.note}" for name, figures in found.items() for each in figures if each.note
    )
    return "\n".join([machine, "", *lines, *([""] if notes else []), *notes])


def document(found: dict[str, list[Figure]], machine: str) -> bytes:
    """The same as one JSON document."""
    rows = [
        {"benchmark": name, **msgspec.to_builtins(each), "holds": each.holds}
        for name, figures in found.items()
        for each in figures
    ]
    return msgspec.json.format(msgspec.json.encode({"machine": machine, "figures": rows}), indent=2)


def _row(name: str, figure: Figure) -> tuple[str, ...]:
    unit = figure.unit
    ends = [_value(each, unit) for each in (figure.low, figure.high) if each is not None]
    return (
        name, figure.what, _value(figure.value, unit) if figure.value is not None else "", " – ".join(ends),
        _bound(figure.bound, unit), ANSWERS[figure.holds],
    )  # fmt: skip


def _value(value: float, unit: str) -> str:
    """Three digits and the unit: 0.093×, 1.32 s."""
    text = f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return f"{text}{unit}" if unit == "×" else f"{text} {unit}"


def _bound(bound: Bound | None, unit: str) -> str:
    return f"{bound.side} {_value(bound.value, unit)}" if bound else ""
