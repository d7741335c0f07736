"""Code lists, names of staff, settings and options, kept in memory while no entry of the journal has changed them, as the product keeps them."""

import os
from dataclasses import dataclass
from functools import cache

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


BACK_TO_PANEL = {"OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"}


@dataclass(slots=True)
class Known:
    position: int
    codes: Codes
    staff: dict[bytes, str]
    workers: list[tuple[str, str]]
    teams: list[str]
    settings: dict[str, str]
    options: list[tuple]

    @property
    def knife_days(self) -> int:
        value = self.settings.get("clock.knife_referral", "").strip()
        return int(value) if value.isdigit() and int(value) <= 10 else 1

    def back_to_panel(self, on: str) -> set[str]:
        """The options whose failing sends a case back to a panel: ours, unless the service's own row says otherwise."""
        own = {row[0]: row for row in sorted(self.options, key=lambda row: row[2] or "") if (row[2] or "") <= on}
        return {outcome for outcome in BACK_TO_PANEL if outcome not in own} | {row[0] for row in own.values() if row[1] == "PANEL" and (row[3] is None or row[3] >= on)}


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
            f"SELECT 1 FROM journal_row WHERE service = %s AND position IN ({marks}) AND kind IN ('code', 'staff', 'setting', 'disposal_type') LIMIT 1",
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
        "SELECT outcome, on_failure, from_date, to_date FROM disposal_type_version WHERE service = %s AND to_position IS NULL AND NOT withdrawn", [access.SERVICE]).fetchall()  # fmt: skip
    names = {row[0]: row[1] for row in staff}
    _known = Known(
        head, Codes(codes), names, sorted(((access.uuid_text(id), name) for id, name in names.items()), key=lambda one: (one[1], one[0])),
        sorted({row[2] for row in staff if row[2] and not row[3]}), settings, options,
    )  # fmt: skip
    return _known


@cache
def service_name() -> str:
    with connections["default"].cursor() as cursor:
        code, name = cursor.execute("SELECT code, name FROM service WHERE id = %s", [access.SERVICE]).fetchone()
    access.CODE = code
    return name
