"""What the page says of the gradients: whether they agree with central differences, and in which layer not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

AGREES = "they agree with central differences on this batch"


def told(verdicts: Sequence[tuple[str, float, str]]) -> dict[str, Any]:
    """The badge: agrees (None where nothing can be told), a sentence, and the same for each layer.

    Parameters
    ----------
    verdicts : sequence of (verdict, error, why)
        Of each layer, as `inside.checking` gives them.
    """
    known = {"agrees": True, "differs": False, "unknown": None}
    layers = [
        {"layer": place, "error": error, "agrees": known[verdict], "note": why}
        for place, (verdict, error, why) in enumerate(verdicts, 1)
    ]
    wrong = [place for place, (verdict, _, _) in enumerate(verdicts, 1) if verdict == "differs"]
    reasons = [why for verdict, _, why in verdicts if verdict == "unknown" and why]
    if wrong:
        why = verdicts[wrong[-1] - 1][2]
        note = _differing(wrong, len(verdicts)) + (f"; {why}" if why else "")
        return {"agrees": False, "note": note, "layers": layers}
    if any(verdict == "agrees" for verdict, _, _ in verdicts):
        return {"agrees": True, "note": AGREES, "layers": layers}
    return {
        "agrees": None,
        "note": f"nothing can be told: {reasons[0]}" if reasons else "",
        "layers": layers,
    }


def untold(reason: str) -> dict[str, Any]:
    """A badge that says why nothing was checked."""
    return {"agrees": None, "note": reason, "layers": []}


def _differing(wrong: list[int], layers: int) -> str:
    """Which layers differ, and which of them backpropagation meets first."""
    last = wrong[-1]
    if len(wrong) == 1:
        which, verb = f"layer {last}", "differs"
    else:
        which = f"layers {', '.join(map(str, wrong[:-1]))} and {last}"
        verb = "differ"
    sentence = f"the gradients of {which} {verb} from central differences"
    if last == layers:
        return f"{sentence}; the output layer is among them, where backpropagation begins: look there first"
    return f"{sentence}, those of layer {last + 1} agree: look at the step back from layer {last + 1} to layer {last}"
