"""Who is asking, what their role may do, and the access log: the product's own chain, entry by entry, in the same file."""

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, transaction

SERVICE, CODE = 1, None


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


EVERYTHING = {"identity", "characteristics", "whereabouts", "offending", "casework", "health", "self_assessment", "safeguarding", "concern", "reference"}
SIGHTS = {
    "case_manager": EVERYTHING | {"intelligence"},
    "delivery_worker": EVERYTHING,
    "team_manager": EVERYTHING | {"workforce", "intelligence", "victim"},
    "service_manager": EVERYTHING | {"workforce", "intelligence", "victim"},
}
CASEWORK = {
    "child", "address", "relationship", "professional", "alert", "referral", "offence", "outcome", "requirement", "hearing", "remand", "programme", "release", "transfer", "contact",
    "care", "accommodation", "ete", "send", "health", "consent", "enquiry", "document", "assessment", "risk", "contingency", "panel_item", "plan", "target", "review", "condition",
    "compliance", "concern", "safeguarding_referral", "action", "closure",
}  # fmt: skip
MANAGER = {
    "find_children", "open_file", "add_child", "merge_children", "write_records", "allocate", "run_panel", "record_decision", "countersign", "oversee", "see_figures",
    "write_reports", "prepare_return", "see_staff", "see_journal",
}  # fmt: skip
PERMISSIONS = {
    "case_manager": {"find_children", "open_file", "add_child", "write_records", "see_figures"},
    "delivery_worker": {"find_children", "open_file", "write_records"},
    "team_manager": MANAGER,
    "service_manager": MANAGER | {"take_out", "exchange", "manage_settings"},
}
WRITES = {"delivery_worker": CASEWORK - {"child", "offence", "outcome", "requirement", "hearing", "remand", "release", "transfer"}}
NEEDED = {"allocation": "allocate", "oversight": "oversee"}
TITLES = {"case_manager": "Case manager", "delivery_worker": "Delivery worker", "team_manager": "Team manager", "service_manager": "Service manager"}
AREAS = [
    ("My day", "/", None), ("Children", "/children", "find_children"), ("Social care", "/social-care", "find_children"), ("Referrals", "/referrals", "find_children"), ("Oversight", "/oversight", "oversee"),
    ("Workload", "/workload", "oversee"), ("Actions", "/actions", "find_children"), ("Countersign", "/countersign", "countersign"), ("Closures", "/closures", "countersign"),
    ("Panels", "/panels", "find_children"), ("Questionnaires", "/questionnaires", "open_file"), ("Figures", "/figures", "see_figures"), ("Benchmarks", "/benchmarks", "see_figures"), ("Board", "/board", "see_figures"),
    ("Board reports", "/reports", "see_figures"), ("National return", "/returns", "prepare_return"), ("Data quality", "/data-quality", "open_file"),
    ("Bring in and take out", "/exchange", "take_out"), ("Settings", "/settings", "manage_settings"), ("Staff", "/staff", "see_staff"),
]  # fmt: skip


@dataclass(slots=True)
class Person:
    id: bytes
    name: str
    role: str

    @property
    def title(self) -> str:
        return TITLES[self.role]

    def may(self, permission: str) -> bool:
        return permission in PERMISSIONS[self.role]

    def sees(self, sensitivity: str) -> bool:
        return sensitivity in SIGHTS[self.role]

    def writes(self, kind: str) -> bool:
        if kind in NEEDED:
            return self.may(NEEDED[kind])
        return self.may("write_records") and kind in WRITES.get(self.role, CASEWORK)

    def areas(self) -> list[tuple[str, str, bool]]:
        return [(title, path, path == "/children") for title, path, needed in AREAS if needed is None or self.may(needed)]


def person(token: str | None) -> Person | None:
    """Whose session it is: it has neither idled out nor ended, and they still hold a role. Read afresh for every request."""
    if not token or len(token) != 64:
        return None
    hashed = hashlib.sha256(bytes.fromhex(token)).digest()
    now = datetime.now(UTC)
    with connections["access"].cursor() as cursor:
        found = cursor.execute("SELECT staff, seen_at, ends_at FROM session WHERE token = %s AND service = %s", [hashed, SERVICE]).fetchone()
        if not found:
            return None
        staff, seen, ends = found
        idle = (now - datetime.fromisoformat(seen)).total_seconds()
        if iso(now) >= ends or idle >= 1800:
            return None
        if idle > 60:
            cursor.execute("UPDATE session SET seen_at = %s WHERE token = %s", [iso(now), hashed])
    today = now.date().isoformat()
    with connections["default"].cursor() as cursor:
        row = cursor.execute(
            """SELECT s.name, r.role FROM staff_version s JOIN role_holding_version r ON r.service = s.service AND r.staff = s.id
            WHERE s.service = %s AND s.id = %s AND s.to_position IS NULL AND NOT s.withdrawn AND NOT coalesce(s.disabled, 0)
            AND r.to_position IS NULL AND NOT r.withdrawn AND r.start_date <= %s AND (r.end_date IS NULL OR r.end_date >= %s) LIMIT 1""",
            [SERVICE, staff, today, today],
        ).fetchone()
    return Person(staff, row[0], row[1]) if row and row[1] in PERMISSIONS else None


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<q", len(data)) + data


def _bytes(value: bytes | None) -> bytes:
    return struct.pack("<q", len(value)) + value if value else struct.pack("<q", 0)


def uuid_text(value: bytes) -> str:
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def record(action: str, page: str, staff: bytes, child: bytes | None = None, shown: list[bytes] = ()) -> None:
    """Writes one view, chained to the one before, and returns when it is on disk."""
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    ids = " ".join(map(uuid_text, shown))
    with transaction.atomic(using="access"), connections["access"].cursor() as cursor:
        position, previous = cursor.execute("SELECT position, hash FROM access_head WHERE service = %s", [SERVICE]).fetchone()
        position += 1
        entry = b"".join([
            _text("waymark-access-1"), _text(CODE), struct.pack("<qq", position, round(now.timestamp() * 1000)), _bytes(staff), _text(action), _text(page),
            _bytes(child), _text(ids), struct.pack("<qq", 0, 0), _bytes(b""), _bytes(previous),
        ])  # fmt: skip
        hashed = hashlib.sha256(entry).digest()
        cursor.execute(
            """INSERT INTO access_entry (service, position, at, staff, action, page, child, shown, as_at, previous, hash)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL, %s, %s)""",
            [SERVICE, position, iso(now), staff, action, page, child, ids, previous, hashed],
        )
        cursor.execute("UPDATE access_head SET position = %s, hash = %s WHERE service = %s", [position, hashed, SERVICE])
