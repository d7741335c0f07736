"""Whether two pages say the same: markup compared after white space and the spelling of an apostrophe are levelled."""

import re


def levelled(page: str) -> str:
    page = page.replace("&#x27;", "&#39;")
    page = re.sub(r"\s+", " ", page)
    return re.sub(r"> | <", lambda found: found.group().strip(), page)


def difference(ours: str, theirs: str) -> str | None:
    """The first place they part, with what stands round it; None when they are the same."""
    one, other = levelled(ours), levelled(theirs)
    if one == other:
        return None
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, place - 60)
    return f"…{one[start : place + 60]}…\n…{other[start : place + 60]}…"
