"""Whether two pages say the same: markup compared after white space, the spelling of an apostrophe and the running of the clock are levelled."""

import re

ENDING = re.compile(r'data-ending="(-?\d+) (-?\d+) (\d+)"')


def levelled(page: str) -> str:
    page = page.replace("&#x27;", "&#39;")
    page = ENDING.sub(r'data-ending="… … \3"', page)
    page = re.sub(r"\s+", " ", page)
    return re.sub(r"> | <", lambda found: found.group().strip(), page)


def clocks_part(ours: str, theirs: str) -> str | None:
    """What is left of the sign-in, where it is too far apart: both pages are of one session, but each store notes for itself, once a minute, that it is in use."""
    one, other = ENDING.search(ours), ENDING.search(theirs)
    if one and other and any(abs(int(a) - int(b)) > most for a, b, most in zip(one.groups()[:2], other.groups()[:2], (90, 30), strict=True)):
        return f"{one.group()}\n{other.group()}"
    return None


def difference(ours: str, theirs: str) -> str | None:
    """The first place they part, with what stands round it; None when they are the same."""
    one, other = levelled(ours), levelled(theirs)
    if one == other:
        return clocks_part(ours, theirs)
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, place - 60)
    return f"…{one[start : place + 60]}…\n…{other[start : place + 60]}…"
