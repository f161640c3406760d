"""What each attack of the bank comes to, with all layers of the sandbox, with one, and without."""

from __future__ import annotations

import os

import pytest

from grader.limits import Limits
from grader.sandbox.canary import probe
from grader.sandbox.remote import Sandbox
from tests.kit.attacks.attack import CATEGORIES, KERNEL, OTHER, Attack, bank
from tests.kit.markup import (
    formulas,
    headings_in_markdown,
    of_others_in_html,
    of_others_in_markdown,
    unprintable,
)

ATTACKS = bank()
with Sandbox(Limits(memory_mib=512)) as _box:
    HELD = probe(_box).active


def earned(report, function):
    return sum(check.earned for check in report.checks if check.function == function)


def points(report, function):
    return sum(check.points for check in report.checks if check.function == function)


def statuses(report, function):
    return {check.status for check in report.checks if check.function == function}


def alone(attack: Attack) -> tuple[str, ...]:
    """The layers without all but the one that stops this attack."""
    return (attack.layer,) if attack.layer in KERNEL else ()


def asked(attack: Attack) -> tuple[str, ...]:
    """What to check where layers are tried: the attacked function, or all where the rest of them gives it away."""
    return () if attack.layer == "repeat" else (attack.function,)


def each(attacks):
    return pytest.mark.parametrize(
        "attack", attacks, ids=lambda each: f"{each.category}-{each.name}"
    )


def test_there_are_a_hundred_and_twenty_attacks_and_some_of_every_category():
    assert len(ATTACKS) >= 120
    assert {attack.category for attack in ATTACKS} == {*CATEGORIES}
    assert {attack.layer for attack in ATTACKS} <= {*KERNEL, *OTHER}
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert all(attack.title for attack in ATTACKS)


@each(ATTACKS)
def test_an_attack_earns_and_leaves_nothing(ground, results, descendants, until, attack):
    submission = ground.submission(attack)
    files = ground.files()
    processes = descendants(os.getpid())

    report = ground.mark(submission)

    gained = earned(report, attack.function)
    assert statuses(report, attack.function) == {attack.verdict}
    assert gained == (points(report, attack.function) if attack.verdict == "passed" else 0)
    for function in attack.spared:
        assert earned(report, function) == points(report, function) > 0, function
    assert ground.sign not in ground.told(report)
    assert ground.heard() == []
    assert ground.left_behind() == []
    assert ground.files() == files
    until(lambda: descendants(os.getpid()) <= processes)
    results.append({"category": attack.category, "attack": attack.name, "layer": attack.layer})


@each([attack for attack in ATTACKS if attack.layer in (*HELD, *OTHER)])
def test_its_layer_stops_an_attack_with_all_others_off(ground, attack):
    report = ground.mark(ground.submission(attack), alone(attack), asked(attack))

    assert statuses(report, attack.function) == {attack.verdict}
    assert ground.heard() == []


@each([attack for attack in ATTACKS if attack.real])
def test_without_its_layer_an_attack_gets_in(ground, attack):
    report = ground.mark(ground.submission(attack), (), asked(attack))

    assert statuses(report, attack.function) == {"passed"}
    ground.heard()


@each([attack for attack in ATTACKS if attack.category == "pages"])
def test_what_a_student_wrote_is_shown_as_text(ground, attack):
    shown = ground.shown(ground.mark(ground.submission(attack)))

    headings = [each for page in shown.markdown for each in headings_in_markdown(page)]
    lines = [*shown.terminal.splitlines(), *headings]
    assert [page for page in shown.html if of_others_in_html(page)] == []
    assert [page for page in shown.markdown if of_others_in_markdown(page)] == []
    assert formulas(shown.table) == []
    assert [line for line in lines if line.startswith("forged")] == []
    assert unprintable("".join([*shown.html, *shown.markdown, shown.terminal, shown.file])) == []
    assert "/" not in shown.file and not shown.file.startswith(".")
