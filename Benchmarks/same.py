"""Whether two pages say the same: markup compared after white space, how an apostrophe and a quotation mark are escaped, the tokens new with each form and the running of the clock are levelled."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlencode

from client import Lasting
from plan import Contents

ONCE = re.compile(r'name="once" value="[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"')
ENDING = re.compile(r'data-ending="(-?\d+) (-?\d+) (\d+)"')


def levelled(page: str) -> str:
    page = page.replace("&#x27;", "&#39;").replace("&#34;", "&quot;")
    page = ENDING.sub(r'data-ending="… … \3"', page)
    page = ONCE.sub('name="once" value="…"', page)
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


@dataclass
class Found:
    pages: int = 0
    parted: list[str] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

    def words(self) -> str:
        return ", ".join(f"{count} answered {status}" for status, count in sorted(self.statuses.items()))


def lists(contents: Contents) -> list[str]:
    """Every list: all, one worker's, one team's, one alert's, each status, and each page of the whole."""
    paths = ["/children", "/children?status=closed", "/children?status=all", "/children?worker=me", "/children?worker=me&status=all"]
    paths += [f"/children?status=all&page={number}" for number in range(2, len(contents.children) // 50 + 3)]
    paths += [f"/children?page={number}" for number in range(2, sum(child["open"] for child in contents.children) // 50 + 3)]
    paths += [f"/children?worker={worker}{more}" for worker in contents.workers for more in ("", "&status=all")]
    paths += [f"/children?{urlencode({'team': team})}{more}" for team in contents.teams for more in ("", "&status=closed")]
    return paths + [f"/children?alert={alert}{more}" for alert in contents.alerts for more in ("", "&status=all")]


def whole(contents: Contents, ours: int, theirs: int, people: dict[str, str], say: Callable[[str], None]) -> Found:
    """Each page from both, one after another, so that their access logs are written in the same order."""
    found, paths = Found(), lists(contents) + [f"/children/{child['id']}" for child in contents.children]
    # A child there is not.
    paths.append("/children/00000000-0000-7000-8000-000000000000")
    mine, other = Lasting(ours), Lasting(theirs)
    for role, cookie in people.items():
        say(f"{len(paths)} pages as {role} …")
        for path in paths:
            one, two = mine.get(path, cookie), other.get(path, cookie)
            found.pages += 1
            found.statuses[one[0]] += 1
            parted = f"{one[0]} from ours, {two[0]} from Django" if one[0] != two[0] else difference(one[1], two[1])
            if parted:
                found.parted.append(f"{path} as {role}:\n{parted}")
    return found


class Views:
    """What was written into an access log, but for the moment and what follows from it."""

    SELECT = "SELECT position, hex(staff), action, page, hex(child), shown, as_at FROM access_entry WHERE position > ? ORDER BY service, position"

    @staticmethod
    def opened(store: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{store / 'access.sqlite'}?mode=ro", uri=True)

    @classmethod
    def last(cls, store: Path) -> int:
        with closing(cls.opened(store)) as db:
            return db.execute("SELECT max(position) FROM access_entry").fetchone()[0]

    @classmethod
    def compare(cls, ours: Path, theirs: Path, since: int) -> int:
        with closing(cls.opened(ours)) as one, closing(cls.opened(theirs)) as two:
            mine, other = (db.execute(cls.SELECT, [since]).fetchall() for db in (one, two))
        for a, b in zip_longest(mine, other):
            if a != b:
                raise SystemExit(f"The access logs part:\n{a}\n{b}")
        return len(mine)
