"""The crash tests use the same made-up service and client as the browser tests."""

import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Journeys"))


@pytest.fixture
def chance(request):
    """Chance that can be had again: the seed is printed with a failure and taken from WAYMARK_SEED."""
    seed = int(os.environ.get("WAYMARK_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"WAYMARK_SEED={seed}")
    return random.Random(seed)


class Faults:
    """How many faults of each sort were tried and lived through."""

    def __init__(self):
        self.counts = Counter()

    def add(self, what: str, number: int = 1) -> None:
        self.counts[what] += number


COUNTED = Faults()


@pytest.fixture(scope="session")
def faults() -> Faults:
    return COUNTED


def pytest_terminal_summary(terminalreporter):
    """The last lines of the run: ./test prints them, and docs/security.md keeps them."""
    counts = COUNTED.counts
    for what, number in sorted(counts.items()):
        terminalreporter.write_line(f"faults tried: {number:5} {what}")
    if counts:
        terminalreporter.write_line(f"faults tried: {sum(counts.values()):5} in all")
