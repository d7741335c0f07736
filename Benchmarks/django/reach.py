"""Which children's files open to a person today, and why one does: by role, by restriction, by relation, by a reason given."""

from collections import defaultdict
from functools import cached_property

import access
from session import Visit

CURRENT = "v.to_position IS NULL AND NOT v.withdrawn"
# The weightiest first.
RELATIONS = ("allocated", "covering", "manages_worker", "same_team", "on_duty", "on_panel", "partner", "admitted", "broke_glass", "unallocated")
OPEN_RESTRICTED = {"allocated", "manages_worker", "admitted", "broke_glass"}
ON_DUTY = "SELECT 1 FROM duty_version d WHERE d.service = %s AND d.to_position IS NULL AND NOT d.withdrawn AND d.staff = %s AND d.start_date <= %s AND d.end_date >= %s"


def marks(values) -> str:
    return ", ".join(["%s"] * len(values))


class Reach:
    """Gathered from a handful of small queries, so that no list asks row by row."""

    def __init__(self, cursor, visit: Visit):
        self.cursor, self.visit, self.person = cursor, visit, visit.person
        self.hidden: set[bytes] = set()
        self.closed: set[bytes] = set()
        self.only: set[bytes] | None = None
        self.glass: dict[bytes, str] = {}
        self.relations: defaultdict[bytes, set[str]] = defaultdict(set)
        self.restricted: set[bytes] = set()
        self.is_bound = self.person.role in access.BOUND and visit.known.setting("access.open_to_service") != 1
        running = cursor.execute(
            f"SELECT v.child, v.excluded, v.admitted FROM restriction_version v WHERE v.service = %s AND {CURRENT} AND v.start_date <= %s AND (v.end_date IS NULL OR v.end_date >= %s)",
            [access.SERVICE, visit.day, visit.day],
        ).fetchall()
        if running or self.is_bound:
            self.gather(running)

    def gather(self, running: list[tuple]) -> None:
        person, me = self.person, access.uuid_text(self.person.id)
        for child, excluded, admitted in running:
            self.restricted.update(self.group(child))
            if me in (excluded or "").split():
                self.note("excluded", child)
            if me in (admitted or "").split():
                self.note("admitted", child)
        whose = [condition for condition, asked in ((f"v.child IN ({marks(self.restricted)})", self.restricted), ("v.staff = %s", self.is_bound)) if asked]
        found = self.cursor.execute(
            f"""SELECT v.child, v.staff, v.part FROM allocation_version v WHERE v.service = %s AND {CURRENT} AND v.start_date <= %s
            AND (v.end_date IS NULL OR v.end_date >= %s) AND ({" OR ".join(whose)})""",
            [access.SERVICE, self.visit.day, self.visit.day, *self.restricted, *([person.id] if self.is_bound else [])],
        ).fetchall()
        for child, staff, part in found:
            for relation in self.by_allocation(staff, part):
                self.note(relation, child)
        opened = self.cursor.execute(
            f"SELECT v.child, v.ends_at FROM break_glass_version v WHERE v.service = %s AND {CURRENT} AND v.staff = %s AND v.ends_at > %s",
            [access.SERVICE, person.id, access.iso(self.visit.now)],
        ).fetchall()
        for child, until in opened:
            self.note("broke_glass", child)
            for one in self.group(child):
                self.glass[one] = max(until, self.glass.get(one, until))
        if self.is_bound:
            self.gather_ties()
        for child in self.restricted:
            how = self.relations.get(child, set())
            if "excluded" in how:
                self.hidden.add(child)
            elif not how & OPEN_RESTRICTED:
                self.closed.add(child)
        if self.is_bound and not self.is_on_duty:
            self.only = {child for child, how in self.relations.items() if "excluded" not in how and (child not in self.restricted or how & OPEN_RESTRICTED)}

    def gather_ties(self) -> None:
        """What else ties a person to children: the team's, the panels they sit on, files nobody holds yet."""
        if self.person.team is not None:
            for (child,) in self.cursor.execute("SELECT child FROM child_list WHERE service = %s AND team = %s", [access.SERVICE, self.person.team]).fetchall():
                self.note("same_team", child)
        for (child,) in self.cursor.execute("SELECT child FROM child_list WHERE service = %s AND worker IS NULL", [access.SERVICE]).fetchall():
            self.note("unallocated", child)
        heard = self.cursor.execute(
            """SELECT i.child FROM panel_member_version m
            JOIN panel_version p ON p.service = m.service AND p.id = m.panel_ref AND p.to_position IS NULL AND NOT p.withdrawn
            JOIN panel_item_version i ON i.service = m.service AND i.panel_ref = p.id AND i.to_position IS NULL AND NOT i.withdrawn
            WHERE m.service = %s AND m.staff = %s AND m.to_position IS NULL AND NOT m.withdrawn AND p.minutes_signed_on IS NULL AND p.cancelled_reason IS NULL""",
            [access.SERVICE, self.person.id],
        ).fetchall()
        for (child,) in heard:
            self.note("on_panel", child)
        named = self.cursor.execute(
            f"""SELECT v.child FROM professional_version v WHERE v.service = %s AND v.staff = %s AND {CURRENT} AND (v.start_date IS NULL OR v.start_date <= %s)
            AND (v.end_date IS NULL OR v.end_date >= %s)""",
            [access.SERVICE, self.person.id, self.visit.day, self.visit.day],
        ).fetchall()
        for (child,) in named:
            self.note("partner", child)

    @cached_property
    def is_on_duty(self) -> bool:
        return self.cursor.execute(ON_DUTY, [access.SERVICE, self.person.id, self.visit.day, self.visit.day]).fetchone() is not None

    def note(self, relation: str, child: bytes) -> None:
        for one in self.group(child):
            self.relations[one].add(relation)

    def by_allocation(self, staff: bytes, part: str) -> set[str]:
        """What a running allocation makes of the person."""
        if staff == self.person.id:
            return {"covering" if part == "COVERING" else "allocated"}
        if self.person.team is None or self.visit.known.team.get(staff) != self.person.team:
            return set()
        return {"manages_worker", "same_team"} if self.person.role == "team_manager" else {"same_team"}

    # What opens

    def opening(self, child: bytes) -> str:
        if child in self.hidden:
            return "hidden"
        return "closed" if child in self.closed or self.only is not None and child not in self.only else "open"

    def listed(self) -> tuple[str, list[bytes]]:
        """A condition on `child` that leaves out who is hidden; closed files stay, for a line without a name."""
        if self.only is not None:
            kept = sorted((self.only | self.closed) - self.hidden)
            return (f" AND child IN ({marks(kept)})", kept) if kept else (" AND 1 = 0", [])
        return (f" AND child NOT IN ({marks(self.hidden)})", sorted(self.hidden)) if self.hidden else ("", [])

    def ground(self, files: list[bytes], allocations: list, professionals: list) -> str:
        """The weightiest reason why a file is open, which the access log keeps with the view."""
        day = self.visit.day
        found = {relation for one in allocations if one.start_date <= self.visit.day and (one.end_date is None or one.end_date >= self.visit.day)
                 for relation in self.by_allocation(one.staff, one.part)}  # fmt: skip
        found = found.union(*(self.relations[child] for child in files if child in self.relations))
        if any(one.staff == self.person.id and (one.start_date or "") <= day and (one.end_date is None or one.end_date >= day) for one in professionals):
            found.add("partner")
        if self.is_bound and self.is_on_duty:
            found.add("on_duty")
        if files[0] in self.restricted:
            found &= OPEN_RESTRICTED
        return next((one for one in RELATIONS if one in found), "role")

    # Entries of one child

    @cached_property
    def merges(self) -> dict[bytes, bytes]:
        return dict(self.cursor.execute(f"SELECT v.merged, v.child FROM merge_version v WHERE v.service = %s AND {CURRENT}", [access.SERVICE]).fetchall())

    def survivor(self, child: bytes) -> bytes:
        for _ in range(100):
            if child not in self.merges:
                break
            child = self.merges[child]
        return child

    def group(self, child: bytes) -> list[bytes]:
        """The surviving record, then those merged into it."""
        survivor = self.survivor(child)
        return [survivor, *sorted(one for one in self.merges if self.survivor(one) == survivor)]
