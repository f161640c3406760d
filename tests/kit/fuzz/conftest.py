"""How long the fuzzing takes: `pytest tests/kit/fuzz --rounds 100 --hypothesis-seed 7` for a night."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("neurokata").addoption(
        "--rounds", type=int, default=1, help="try so many times as many examples in tests/kit/fuzz"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    rounds = config.getoption("--rounds", 1)
    functions = {
        item.function for item in items if item.path.parent == Path(__file__).parent and rounds > 1
    }
    for function in functions:
        if chosen := getattr(function, "_hypothesis_internal_use_settings", None):
            more = settings(chosen, max_examples=chosen.max_examples * rounds)
            function._hypothesis_internal_use_settings = more
