"""The crash tests use the same made-up service and client as the browser tests."""

import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Journeys"))


@pytest.fixture
def chance(request):
    """Chance that can be had again: the seed is printed with a failure and taken from WAYMARK_SEED."""
    seed = int(os.environ.get("WAYMARK_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"WAYMARK_SEED={seed}")
    return random.Random(seed)
