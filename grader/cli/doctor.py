"""`grader doctor`: examines the sandbox on this machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from grader import screen
from grader.cli.common import WEAK, JsonFlag, check_platform
from grader.limits import read_limits
from grader.sandbox.canary import probe
from grader.sandbox.isolation import LAYERS, MANDATORY
from grader.sandbox.remote import Sandbox

REMEDIES = {
    "landlock": "Landlock needs Linux 5.13 or newer, booted with it, and `pip install py-landlock`",
    "seccomp": "seccomp needs libseccomp (Debian: apt install libseccomp2) and `pip install pyseccomp`",
    "limits": "resource limits need a Unix system",
    "namespaces": "namespaces need root, or unprivileged user namespaces switched on",
    "user": "it needs root, and a Python that other users may read (not below /root)",
    "capabilities": "only root has capabilities to give up",
}


def doctor(as_json: JsonFlag = False) -> None:
    """Try what the sandbox can do on this machine, and say what to do about what is missing."""
    check_platform()
    with Sandbox(read_limits(Path.cwd())) as sandbox:
        findings = probe(sandbox)
    if as_json:
        document = {
            "active": findings.active,
            "missing": findings.missing,
            "enough": not findings.weak,
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        for layer in LAYERS:
            holds = layer in findings.active
            need = "mandatory" if layer in MANDATORY else "best effort"
            advice = "" if holds else f" {findings.missing.get(layer, '')}; {REMEDIES[layer]}"
            line = f"{layer:13} {need:12} {'holds' if holds else 'does not hold:'}{advice}"
            screen.say(line)
        screen.say("Marking works here." if not findings.weak else "Marking is refused here.")
    if findings.weak:
        raise typer.Exit(WEAK)
