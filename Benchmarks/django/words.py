"""Dates, ages and codes as the pages print them."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
LONDON = ZoneInfo("Europe/London")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def words(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


@lru_cache(10_000)
def said(iso: str) -> str:
    """A stored day in words."""
    return words(date.fromisoformat(iso))


def lower_first(text: str) -> str:
    """The first letter small, unless the word is capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def dial(phone: str | None) -> str:
    return "".join(one for one in phone or "" if one in "+0123456789")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def age(born: date, on: date) -> str:
    if on < born:
        return "Not yet born"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{months // 12} years {count(months % 12, 'month')}"


def near(due: date, today: date) -> tuple[str, str]:
    """How near a due day is, and the tone it is shown in."""
    days = (due - today).days
    if days < 0:
        return f"{count(-days, 'day')} late", "bad"
    if days == 0:
        return "Today", "warning"
    return f"in {count(days, 'day')}", "info" if days <= 7 else "neutral"


def london(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(LONDON)


def moment(instant: str) -> str:
    when = london(instant)
    return f"{words(when.date())} at {when:%H:%M}"


def moment_known(instant: str) -> str:
    """Of what is written with a day and no time only the day is known."""
    when = london(instant)
    return words(when.date()) if f"{when:%H:%M}" == "00:00" else moment(instant)


def ago(past: date | None, today: date) -> str:
    return f"Last entry {count((today - past).days, 'day')} ago." if past else "No contact is recorded."


def lines(text: str) -> list[list[str]]:
    """Paragraphs of lines, as typed."""
    out: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            out[-1].append(line)
        elif out[-1]:
            out.append([])
    return [one for one in out if one]
