"""Who is asking, and how long their sign-in has left: read afresh for every request, as the product reads it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

import access
import reference
from django.db import connections


@dataclass(slots=True)
class Visit:
    person: access.Person
    known: reference.Known
    now: datetime
    today: date
    # Seconds until the sign-in ends for want of use, until it ends whatever happens, and before which of them that is said.
    ending: str

    @property
    def day(self) -> str:
        return self.today.isoformat()


def visit(cursor, token: str | None) -> Visit | None:
    """None where the session idled out, came to its end, or belongs to somebody who holds no role."""
    if not token or len(token) != 64:
        return None
    hashed = hashlib.sha256(bytes.fromhex(token)).digest()
    now, today = datetime.now(UTC), date.today()
    with connections["access"].cursor() as sessions:
        found = sessions.execute("SELECT staff, made_at, seen_at, ends_at FROM session WHERE token = %s AND service = %s", [hashed, access.SERVICE]).fetchone()
        if not found:
            return None
        made, seen, ends = map(datetime.fromisoformat, found[1:])
        known = reference.read(cursor)
        minutes = known.setting("sign_in.idle")
        idle = minutes * 60 - (now - seen).total_seconds()
        # A limit that was shortened since holds for sessions that run.
        longest = min((ends - now).total_seconds(), (made - now).total_seconds() + known.setting("sign_in.longest") * 3600)
        if idle <= 0 or longest <= 0:
            return None
        row = cursor.execute(
            """SELECT s.name, r.role, s.team FROM staff_version s JOIN role_holding_version r ON r.service = s.service AND r.staff = s.id
            JOIN role_holding a ON a.service = r.service AND a.id = r.id
            WHERE s.service = %s AND s.id = %s AND s.to_position IS NULL AND NOT s.withdrawn AND NOT coalesce(s.disabled, 0)
            AND r.to_position IS NULL AND NOT r.withdrawn AND r.start_date <= %s AND (r.end_date IS NULL OR r.end_date >= %s) ORDER BY a.ref LIMIT 1""",
            [access.SERVICE, found[0], today.isoformat(), today.isoformat()],
        ).fetchone()
        if not row or row[1] not in access.PERMISSIONS:
            return None
        if minutes * 60 - idle > 60:
            sessions.execute("UPDATE session SET seen_at = %s WHERE token = %s AND seen_at < %s", [access.iso(now), hashed, access.iso(now)])
            idle = minutes * 60
    warning = min(known.setting("sign_in.warning"), minutes // 2) * 60
    return Visit(access.Person(found[0], *row), known, now, today, f"{int(idle)} {int(longest)} {warning}")
