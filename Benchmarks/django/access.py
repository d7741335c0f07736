"""What a role may do, and the access log: the product's own chain, entry by entry, in the same file."""

import hashlib
import struct
import threading
from collections import deque
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
    "child", "address", "relationship", "professional", "alert", "referral", "offence", "police_bail", "outcome", "requirement", "hearing", "remand", "programme", "parenting", "release",
    "transfer", "contact",
    "care", "accommodation", "ete", "send", "health", "consent", "enquiry", "document", "assessment", "risk", "contingency", "panel_item", "plan", "target", "review", "condition",
    "compliance", "concern", "safeguarding_referral", "action", "closure",
}  # fmt: skip
MANAGER = {
    "find_children", "open_file", "break_glass", "restrict_files", "add_child", "merge_children", "write_records", "allocate", "run_panel", "record_decision", "countersign",
    "oversee", "see_figures", "write_reports", "prepare_return", "see_staff", "see_journal", "answer_subject_access", "confirm_erasure", "keep_breaches", "seal_identities",
}  # fmt: skip
PERMISSIONS = {
    "case_manager": {"find_children", "open_file", "break_glass", "add_child", "write_records", "see_figures"},
    "delivery_worker": {"find_children", "open_file", "break_glass", "write_records"},
    "team_manager": MANAGER,
    "service_manager": MANAGER | {"review_access", "see_backups", "take_out", "exchange", "manage_settings", "erase", "read_sealed"},
}
# Open every unrestricted file only where the service's setting says so.
BOUND = {"case_manager", "delivery_worker"}
WRITES = {"delivery_worker": CASEWORK - {"child", "offence", "police_bail", "outcome", "requirement", "hearing", "remand", "release", "transfer"}}
NEEDED = {"allocation": "allocate", "oversight": "oversee"}
TITLES = {"case_manager": "Case manager", "delivery_worker": "Delivery worker", "team_manager": "Team manager", "service_manager": "Service manager"}
AREAS = [
    ("My day", "/", None), ("Children", "/children", "find_children"), ("Social care", "/social-care", "find_children"), ("Referrals", "/referrals", "find_children"), ("Oversight", "/oversight", "oversee"),
    ("Workload", "/workload", "oversee"), ("Actions", "/actions", "find_children"), ("Countersign", "/countersign", "countersign"), ("Closures", "/closures", "countersign"),
    ("Panels", "/panels", "find_children"), ("Questionnaires", "/questionnaires", "open_file"), ("Figures", "/figures", "see_figures"), ("Benchmarks", "/benchmarks", "see_figures"), ("Board", "/board", "see_figures"),
    ("Board reports", "/reports", "see_figures"), ("National return", "/returns", "prepare_return"), ("Data quality", "/data-quality", "open_file"),
    ("Bring in and take out", "/exchange", "take_out"), ("Settings", "/settings", "manage_settings"), ("Breaches", "/breaches", "keep_breaches"),
    ("Former identities", "/former-identities", "seal_identities"), ("Subject access", "/subject-access", "answer_subject_access"), ("Retention", "/retention", "confirm_erasure"), ("Staff", "/staff", "see_staff"),
    ("Backups", "/backups", "see_backups"), ("Access", "/access/reviews", "restrict_files"),
]  # fmt: skip


@dataclass(slots=True)
class Person:
    id: bytes
    name: str
    role: str
    team: str | None

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


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<q", len(data)) + data


def _bytes(value: bytes | None) -> bytes:
    return struct.pack("<q", len(value)) + value if value else struct.pack("<q", 0)


def uuid_text(value: bytes) -> str:
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Entry:
    """One view that waits to be written."""

    __slots__ = ("error", "is_written", "values")

    def __init__(self, *values):
        self.values, self.is_written, self.error = values, False, None


_waiting: deque[Entry] = deque()
_writing = threading.Lock()


def record(action: str, page: str, staff: bytes, child: bytes | None = None, shown: list[bytes] = (), ground: str | None = None) -> None:
    """Returns when the view is on disk; views that wait in this process at the same time share one commit, as the product's do."""
    # Why a file was open stands where a list keeps its ids.
    entry = Entry(action, page, staff, child, ground or " ".join(map(uuid_text, shown)))
    _waiting.append(entry)
    with _writing:
        if not entry.is_written and entry.error is None:
            batch = [_waiting.popleft() for _ in range(len(_waiting))]
            try:
                _write(batch)
            except Exception as error:
                for one in batch:
                    one.error = error
            else:
                for one in batch:
                    one.is_written = True
    if entry.error is not None:
        raise entry.error


def _write(batch: list[Entry]) -> None:
    """Each chained to the one before, in one transaction."""
    now = datetime.now(UTC)
    # To the millisecond as it is written, so that text and number are the same moment.
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    at, milliseconds = iso(now), round(now.timestamp() * 1000)
    with transaction.atomic(using="access"), connections["access"].cursor() as cursor:
        position, previous = cursor.execute("SELECT position, hash FROM access_head WHERE service = %s", [SERVICE]).fetchone()
        rows = []
        for action, page, staff, child, shown in (one.values for one in batch):
            position += 1
            entry = b"".join([
                _text("waymark-access-1"), _text(CODE), struct.pack("<qq", position, milliseconds), _bytes(staff), _text(action), _text(page),
                _bytes(child), _text(shown), struct.pack("<qq", 0, 0), _bytes(b""), _bytes(previous),
            ])  # fmt: skip
            hashed = hashlib.sha256(entry).digest()
            rows.append([SERVICE, position, at, staff, action, page, child, shown, previous, hashed])
            previous = hashed
        cursor.executemany(
            """INSERT INTO access_entry (service, position, at, staff, action, page, child, shown, as_at, previous, hash)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL, %s, %s)""",
            rows,
        )
        cursor.execute("UPDATE access_head SET position = %s, hash = %s WHERE service = %s", [position, previous, SERVICE])
