"""Code lists, names of staff, settings and options, kept in memory while no entry of the journal has changed them, as the product keeps them."""

import os
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import access
from django.db import connections

REVISION = os.environ.get("WAYMARK_REVISION", "1")


class Codes:
    def __init__(self, rows: list[tuple[str, str, str]]):
        self.lists: dict[str, list[tuple[str, str]]] = {}
        for name, token, label in rows:
            self.lists.setdefault(name, []).append((token, label))
        self.labels = {(name, token): label for name, token, label in rows}

    def all(self, name: str) -> list[tuple[str, str]]:
        return self.lists.get(name, [])

    def label(self, name: str, token: str | None) -> str:
        if token is None:
            return "Not known"
        return self.labels.get((name, token)) or (self.labels.get(("outcome", token)) if name == "disposal" else None) or token


class Option(NamedTuple):
    needs_admission: bool
    on_failure: str
    recorded_when: str | None
    weeks: int = 0

    def left(self, has_outcome: bool, has_programme: bool) -> str | None:
        """What is left to do once the police decided for it."""
        if has_programme or has_outcome and self.recorded_when != "GIVEN":
            return None
        if has_outcome:
            return "Start the programme" if self.on_failure != "NOTHING" else None
        return LEFT.get(self.recorded_when, "Record the outcome")


LEFT = {"GIVEN": "Have it given to the child, and record it", "AGREED": "Record the day the child agreed it", "COMPLETED": "Start the programme"}

# The out-of-court options the product ships with: whether each needs an admission, what its failing leads to, when its outcome is recorded, and its usual weeks.
OPTIONS = {
    "NO_FURTHER_ACTION": Option(False, "NOTHING", "DECIDED"), "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT": Option(False, "NOTHING", "AGREED"),
    "OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT": Option(False, "PANEL", "AGREED", 12), "COMMUNITY_RESOLUTION_POLICE_FACILITATED": Option(True, "NOTHING", "AGREED"),
    "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT": Option(True, "PANEL", "AGREED", 12), "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT": Option(False, "NOTHING", "DECIDED", 12),
    "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT": Option(False, "PANEL", "COMPLETED", 12),
    "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT": Option(False, "PROSECUTION", "COMPLETED", 12),
    "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT": Option(False, "PROSECUTION", "COMPLETED", 12), "YOUTH_CAUTION": Option(True, "NOTHING", "GIVEN", 12),
    "YOUTH_CONDITIONAL_CAUTION": Option(True, "PROSECUTION", "GIVEN", 16),
}  # fmt: skip
# What holds where the service has no value of its own, and what it may be.
SETTINGS = {
    "sign_in.idle": (30, 5, 120), "sign_in.longest": (10, 1, 24), "sign_in.warning": (5, 1, 15), "access.open_to_service": (1, 0, 1), "access.break_glass_minutes": (60, 5, 720),
    "clock.knife_referral": (1, 0, 10), "clock.notice": (14, 0, 90), "clock.six_week_review": (42, 7, 120),
}  # fmt: skip


@dataclass(slots=True)
class Known:
    position: int
    codes: Codes
    staff: dict[bytes, str]
    team: dict[bytes, str | None]
    workers: list[tuple[str, str]]
    teams: list[str]
    settings: dict[str, str]
    options: list[tuple]

    def setting(self, name: str) -> int:
        standard, least, most = SETTINGS[name]
        try:
            value = int(self.settings.get(name, ""))
        except ValueError:
            return standard
        return value if least <= value <= most else standard

    def option(self, outcome: str, on: str) -> Option | None:
        """What governs work begun under an out-of-court option on a day: the service's own latest row, or else ours. None for what is no such option."""
        own = [row for row in self.options if row[0] == outcome and (row[3] or "") <= on]
        latest = max(reversed(own), key=lambda row: row[3] or "", default=None)
        return Option(latest[1] == 1, latest[2] or "NOTHING", latest[4], latest[5] or 0) if latest else OPTIONS.get(outcome)

    def is_option(self, outcome: str) -> bool:
        return outcome in OPTIONS or any(row[0] == outcome for row in self.options)


_known: Known | None = None


def read(cursor) -> Known:
    global _known
    (head,) = cursor.execute("SELECT position FROM journal_head WHERE service = %s", [access.SERVICE]).fetchone()
    known = _known
    if known and known.position == head:
        return known
    if known and 0 < head - known.position <= 50:
        marks = ", ".join(["%s"] * (head - known.position))
        changed = cursor.execute(
            f"SELECT 1 FROM journal_row WHERE service = %s AND position IN ({marks}) AND kind IN ('code', 'staff', 'setting', 'disposal_type', 'identity_seal', 'erasure') LIMIT 1",
            [access.SERVICE, *range(known.position + 1, head + 1)],
        ).fetchone()
        if not changed:
            known.position = head
            return known
    codes = cursor.execute(
        """SELECT v.list, v.token, v.label FROM code_version v JOIN code a ON a.service = v.service AND a.id = v.id
        WHERE v.service = %s AND v.to_position IS NULL AND NOT v.withdrawn ORDER BY v.place, a.ref""", [access.SERVICE]).fetchall()  # fmt: skip
    staff = cursor.execute(
        "SELECT v.id, v.name, v.team, v.withdrawn FROM staff_version v WHERE v.service = %s AND v.to_position IS NULL", [access.SERVICE]).fetchall()  # fmt: skip
    settings = dict(cursor.execute("SELECT name, value FROM setting_version WHERE service = %s AND to_position IS NULL AND NOT withdrawn", [access.SERVICE]).fetchall())
    options = cursor.execute(
        """SELECT v.outcome, v.needs_admission, v.on_failure, v.from_date, v.recorded_when, v.weeks FROM disposal_type_version v JOIN disposal_type a ON a.service = v.service AND a.id = v.id
        WHERE v.service = %s AND v.to_position IS NULL AND NOT v.withdrawn ORDER BY a.ref""", [access.SERVICE]).fetchall()  # fmt: skip
    sealed = "SELECT 1 FROM identity_seal_version WHERE service = %s AND to_position IS NULL AND NOT withdrawn AND answer = 'SEALED'"
    # What a seal took out of other files stays out of them once the child's own file is erased.
    erased = "SELECT 1 FROM imported WHERE service = %s AND source = 'erased-word' LIMIT 1"
    if any(cursor.execute(one, [access.SERVICE]).fetchone() for one in (sealed, erased)):
        # They answer with a fault rather than show what is hidden: taking a former name out of every text is not written a second time.
        raise NotImplementedError("a former identity is sealed in this store, and these pages cannot hide it")
    names = {row[0]: row[1] for row in staff}
    _known = Known(
        head, Codes(codes), names, {row[0]: row[2] for row in staff if not row[3]}, sorted(((access.uuid_text(id), name) for id, name in names.items()), key=lambda one: (one[1], one[0])),
        sorted({row[2] for row in staff if row[2] and not row[3]}), settings, options,
    )  # fmt: skip
    return _known


@cache
def service_name() -> str:
    with connections["default"].cursor() as cursor:
        code, name = cursor.execute("SELECT code, name FROM service WHERE id = %s", [access.SERVICE]).fetchone()
    access.CODE = code
    return name
